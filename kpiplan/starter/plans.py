"""The plans that `kpiplan init` writes: valid, commented, worth reading; of no company, or of last year's exports."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from kpiplan.analysis.baseline.last_year import STANDARD_STAGES, MeasuredYear, Year, measured, stage_order, year_of
from kpiplan.exports.plan_names import PlanNames
from kpiplan.kpis.built_in import EXPORTED, RESERVED_NAMES
from kpiplan.locales.currencies import CURRENCIES, SYMBOLS
from kpiplan.months import Month, span
from kpiplan.plan.export_rules import FileRules
from kpiplan.problems import Problem
from kpiplan.starter.from_last_year import Origin, next_plan, next_plan_of_segments
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.exports.files.parquet import Named
    from kpiplan.exports.results import Exports

_NAME = re.compile(r"[^.\s\x00-\x1f](?:[^.\x00-\x1f]{0,58}[^.\s\x00-\x1f])?")
_BRACKETED = re.compile(r"[(\uff08\[]([^)\uff09\]]+)[)\uff09\]]")


def starter_plan(year: int) -> str:
    """The text of the starter plan for a calendar year."""
    text = files("kpiplan.starter").joinpath("plan.yaml").read_text(encoding="utf-8")
    return text.replace("2026", str(year)).replace("2025", str(year - 1))


class Instructions(NamedTuple):
    """What is said of the exports and of the plan to write: rules, the stages of a plan that it is like, a growth of
    the goal over last year's.
    """

    rules: tuple[FileRules, ...] = ()
    stages: Mapping[str, str] = MappingProxyType({})
    growth: float | None = None

    @property
    def segments(self) -> tuple[str, ...]:
        """Those that rows are split to."""
        return tuple(dict.fromkeys(name for rule in self.rules if rule.split for name in rule.split.segments))


NO_INSTRUCTIONS = Instructions()


def plan_from(
    exports: Sequence[Named], file: str, told: Instructions = NO_INSTRUCTIONS
) -> tuple[str, tuple[Problem, ...]]:
    """The text of a plan that begins where exports end, measured from them, and the problems of reading them.

    `exports` are files, folders, zips, `-`, or tables that are asked; `file` is what the plan will be called. No text
    where there are errors.
    """
    from kpiplan.exports import read_exports
    from kpiplan.exports.files.gather import gather
    from kpiplan.exports.files.parquet import apart

    files, sources = apart(exports, told.rules)
    gathered, problems = gather(files)  # once, for standard input can't be read again
    inputs: list[Named] = [*gathered, *sources]
    if any(problem.severity == "error" for problem in problems):
        return "", tuple(problems)
    actuals = read_exports(inputs, rules=told.rules, names=PlanNames(told.stages))
    actuals = actuals._replace(problems=(*problems, *actuals.problems))
    if any(problem.severity == "error" for problem in actuals.problems):
        return "", actuals.problems
    named = getattr(exports[0], "name", str(exports[0])) if len(exports) == 1 else "exports"
    if told.segments:
        return _of_segments(actuals, inputs, told, file, named)
    found, problem = _measured(actuals, inputs, told, None)
    if found is None:
        return "", (*([problem._replace(file=named)] if problem else ()), *actuals.problems)
    text = _text(found, lambda each: next_plan(each, _origin(actuals, told, found), file))
    return text, (*actuals.problems, *_cut(found, named))


def _of_segments(
    actuals: Exports, inputs: Sequence[Named], told: Instructions, file: str, named: str
) -> tuple[str, tuple[Problem, ...]]:
    """A plan with segments that are measured apart; no text where none has the numbers."""
    found: dict[str, MeasuredYear] = {}
    problems: list[Problem] = []
    for name in told.segments:
        measured_one, problem = _measured(actuals, inputs, told, name)
        if measured_one:
            found[name] = measured_one
            problems += _cut(measured_one, named)
        elif problem:
            problems.append(problem._replace(message=f"{name}: {problem.message}", file=named))
    if len(found) < len(told.segments):
        return "", (*problems, *actuals.problems)
    origin = _origin(actuals, told, *found.values())._replace(segments=())
    texts = {name: _smoothed(each, origin, file) for name, each in found.items()}
    return next_plan_of_segments(texts, origin, file), (*actuals.problems, *problems)


def _smoothed(found: MeasuredYear, origin: Origin, file: str) -> MeasuredYear:
    """The same, without seasons that the lags do not let targets follow."""
    steep = found.weights and _outruns(next_plan(found, origin._replace(rules=()), file))
    return found._replace(smoothed=True) if steep else found


def _text(found: MeasuredYear, write: Callable[[MeasuredYear], str]) -> str:
    text = write(found)
    return write(found._replace(smoothed=True)) if found.weights and _outruns(text) else text


def _measured(
    actuals: Exports, inputs: Sequence[Named], told: Instructions, segment: str | None
) -> tuple[MeasuredYear | None, Problem | None]:
    """Last year as it was, of the whole or a segment; or what is missing for it."""
    from kpiplan.exports import read_cohorts

    figures = _whole_months(actuals, segment)
    own = tuple(reversed(tuple(told.stages))) or _own_stages(actuals)
    order = stage_order([kpi for kpi in figures if kpi in STANDARD_STAGES or kpi in own], own)
    year, problem = _year(actuals, figures, order, apart=bool(told.segments))
    if year is None:
        return None, problem
    names, last = PlanNames(told.stages), year.months[-1]
    cohorts = {
        pair: read_cohorts(inputs, *pair, rules=told.rules, names=names, through=last, segment=segment)
        for pair in pairwise(year.stages)
        if _dated(actuals)
    }
    # revenue belongs to what is won, not to stages that only lead there
    return measured(year, figures, cohorts, money=year.stages[-1] not in STANDARD_STAGES[:-1]), None


def _origin(actuals: Exports, told: Instructions, *found: MeasuredYear) -> Origin:
    """Where the numbers come from, and what of the exports is no part of the plan."""
    stages = {stage for each in found for stage in (*each.year.stages, *(gone.stage for gone in each.year.left_out))}
    others = dict.fromkeys(m.kpi for m in actuals.measures if m.kpi not in stages and m.kpi not in RESERVED_NAMES)
    read = ("standard input" if source.name == "-" else source.name for source in actuals.sources if source.columns)
    segments = tuple(dict.fromkeys(m.segment for m in actuals.measures if m.segment is not None))
    stated = next((rule.exchange.currency for rule in told.rules if rule.exchange.currency), None)
    files = tuple(dict.fromkeys(read))
    return Origin(files, stated or _currency(actuals), tuple(others), segments, told.rules, told.growth, bool(stated))


def _outruns(text: str) -> bool:
    """Whether the seasons of a plan are steeper than its lags let targets follow."""
    from kpiplan.funnel.carry_in import smoothed
    from kpiplan.funnel.targets import plan_targets
    from kpiplan.loader import load

    plan = load(text.encode(), "plan.yaml").plan
    return plan is not None and any(smoothed(outcome.targets) for outcome in plan_targets(plan).outcomes)


def _cut(found: MeasuredYear, named: str) -> tuple[Problem, ...]:
    """The warning that the exports do not reach back as far as units take to go on."""
    if found.ramp is None:
        return ()
    upper, lower, begin, months = found.ramp
    of = span(months[0], months[-1])
    message = f"no {upper} are older than {begin.long}: in {of} the {lower} of earlier ones are missing"
    hint = "export records that reach further back; the goal is that of as many units as last year at the first stage"
    return (Problem("records-too-young", message, hint=hint, file=named),)


def _dated(actuals: Exports) -> bool:
    return any(source.records for source in actuals.sources)


def _whole_months(actuals: Exports, segment: str | None) -> dict[str, Mapping[Month, float]]:
    """The figures of the whole or a segment, without a first month that is not covered from its first day."""
    figures: dict[str, Mapping[Month, float]] = {}
    for measure in actuals.measures:
        if measure.segment == segment:
            cut = {source.cut for source in actuals.sources if measure.kpi in source.columns}
            first = min(measure.values)
            figures[measure.kpi] = {m: v for m, v in measure.values.items() if not (m == first and m in cut)}
    return figures


def _own_stages(actuals: Exports) -> tuple[str, ...]:
    """The stages of a file in kpiplan's own format, in its order; a name with a dot is a source of a stage."""
    for source in actuals.sources:
        uses = source.columns
        if uses and all((use.date or "").casefold() == "period" for use in uses.values()):
            return tuple(name for name in uses if name not in RESERVED_NAMES and _NAME.fullmatch(name))
    return ()


def _year(
    actuals: Exports, figures: Mapping[str, Mapping[Month, float]], order: Sequence[str], *, apart: bool = False
) -> tuple[Year | None, Problem | None]:
    """The year that is measured, or what is missing for it."""
    by_segment: dict[str, set[str]] = {}
    for measure in actuals.measures:
        if measure.segment is not None and measure.kpi in order and any(measure.values.values()):
            by_segment.setdefault(measure.segment, set()).add(measure.kpi)
    if not apart and len({frozenset(stages) for stages in by_segment.values()}) > 1:
        message = f"the segments {', '.join(by_segment)} have funnels of their own"
        return None, Problem("no-measure", message, hint="give the exports of one segment at a time")
    if len(order) < 2:
        names = f"only {order[0]}" if order else "none"
        hint = f"a funnel has two stages or more, such as {', '.join(STANDARD_STAGES)}: give the exports that have them"
        return None, Problem("no-measure", f"the exports have {names} of the stages that a plan begins with", hint=hint)
    if actuals.last is None:
        return None, Problem("no-rows", "no month is covered whole by all exports", hint="export whole months")
    year = year_of(figures, order, actuals.last)
    if year is None:
        message = f"fewer than two of {', '.join(order)} have numbers in the 12 months up to {actuals.last.long}"
        return None, Problem("no-rows", message, hint="give exports of the same months")
    return year, None


def _currency(actuals: Exports) -> str | None:
    """The currency that the header of revenue, else of what is spent, names: `Amount (EUR)`, `매출(원)`."""
    for kpi in EXPORTED:
        for source in actuals.sources:
            named = source.columns[kpi].column if kpi in source.columns else ""
            for text in (part.strip() for found in _BRACKETED.findall(named) for part in re.split(r"[,\s]", found)):
                if text in CURRENCIES:
                    return text
                if len(SYMBOLS.get(text, ())) == 1:
                    return SYMBOLS[text][0]
    return None
