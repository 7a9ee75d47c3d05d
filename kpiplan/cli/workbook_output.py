"""What `kpiplan pull` says, and what it writes."""

from __future__ import annotations

from kpiplan.cli import console, errors, inputs, outputs, reporting
from kpiplan.cli.workbook_pull import Pull, as_bytes, pull
from kpiplan.formats.workbook.reading import EXTRA, Edited, UnreadableWorkbookError, Why, read_workbook
from kpiplan.language.editing.spans import line_of
from kpiplan.loader import Loaded, load
from kpiplan.locales.english import Locale, phrase
from kpiplan.reports.workbook_changes import ChangeLines

_WHYS: dict[Why, str] = {
    "no workbook": phrase("{file} is no Excel workbook that can be read"),
    "too large": phrase("{file} is larger than any workbook of a plan"),
    "macros": phrase("{file} has macros; save it as .xlsx"),
    "unsafe": phrase("{file} declares entities in its XML, which no spreadsheet program writes; it is not read"),
    "not ours": phrase("{file} is no workbook that kpiplan wrote, or has lost its hidden sheet kpiplan"),
    "newer": phrase("{file} is a workbook of another version of kpiplan"),
}


def pull_result(name: str, plan: str | None, write: bool, locale: Locale) -> console.Result:
    """The changes of a workbook to a plan; written where that is asked for."""
    chosen = plan or inputs.plan_near(name)
    if chosen is None:
        raise errors.WrongUseError(locale.say("which plan? There is no plan.yaml beside the workbook; say --plan FILE"))
    data = inputs.read_input(chosen)
    current = load(data, inputs.shown_name(chosen), None if chosen == inputs.STDIN else inputs.read_extended)
    if current.plan is None:
        return reporting.refused(current, locale)
    if current.source.texts:
        said = "{file} extends another plan; edits of a workbook are not written into plans in several files"
        return _refusal(locale.say(said, file=current.source.file))
    edited = _edited(name, locale)
    if isinstance(edited, console.Result):
        return edited
    base = load(edited.plan.encode(), current.source.file).plan
    if base is None:
        return _refusal(locale.say(_WHYS["newer"], file=name))
    found = pull(edited, base, current)
    lines = _lines(current, locale)
    text = "".join(f"{line}\n" for change in found.found.changes for line in lines.change(change))
    remarks = [f"kpiplan: {lines.fault(fault)}" for fault in found.found.faults]
    if found.text is None:
        return _nothing_written(found, text, remarks, locale)
    if not write:
        said = locale.say("nothing is written yet; --write writes this into {file}", file=current.source.file)
        return console.Result(text, [console.Aside(f"kpiplan: {said}")])
    outputs.rewrite_file(chosen, data, as_bytes(found.text, data))
    written = locale.say("{file} is written", file=current.source.file)
    return console.Result(text, [console.Aside(f"kpiplan: {written}")])


def _edited(name: str, locale: Locale) -> Edited | console.Result:
    """What stands in the workbook. Raises WrongUseError where what reads it is not installed."""
    data = inputs.read_workbook(name)
    try:
        return read_workbook(data)
    except UnreadableWorkbookError as error:
        return _refusal(locale.say(_WHYS[error.why], file=inputs.shown_name(name)))
    except ImportError:
        said = locale.say("reading a workbook needs openpyxl: pip install '{extra}'", extra=EXTRA)
        raise errors.WrongUseError(said) from None


def _refusal(said: str) -> console.Result:
    return console.Result(remarks=[f"kpiplan: {said}"], code=errors.SHORT)


def _lines(current: Loaded, locale: Locale) -> ChangeLines:
    root, plan = current.source.root, current.plan
    assert plan is not None, "a plan without errors was read"
    assert root is not None, "… of a tree"
    return ChangeLines(plan, current.source.file, lambda path: line_of(root, path), locale)


def _nothing_written(found: Pull, text: str, remarks: list[str], locale: Locale) -> console.Result:
    """Why there is nothing to write."""
    if found.loaded is not None:
        said = locale.say("with these changes the plan has errors; nothing is written")
        problem = reporting.problem_remark(found.loaded.errors, locale)
        return console.Result(text, [problem, f"kpiplan: {said}"], code=errors.SHORT)
    if found.found.faults:
        said = locale.say("nothing is written")
        return console.Result(text, [*remarks, f"kpiplan: {said}"], code=errors.SHORT)
    same = locale.say("the workbook says what the plan says")
    return console.Result(remarks=[console.Aside(f"kpiplan: {same}")])
