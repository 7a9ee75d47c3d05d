"""What is wrong with exports, or worth knowing of them: an English sentence for each code.

The code of a refusal is finer than that of the problem that users know: several refusals have one (`no-rows`).
"""

from collections.abc import Mapping
from functools import cache

from kpiplan.codes import CodeName
from kpiplan.exports.results import Joined, Listed, Note, Quoted, Refusal, RowCondition, Suggested
from kpiplan.exports.sentences.sentence import Sentence
from kpiplan.problems import Place, Problem
from kpiplan.tuples import NamedTuple


class Said(NamedTuple):
    """A refusal in words: the code of the problem, what is wrong and what would be right."""

    code: CodeName
    message: str
    hint: str


class Form(NamedTuple):
    """How hints are worded: for the plan, or for the command line (`options`)."""

    options: bool = False


PLAN, OPTIONS = Form(), Form(options=True)


@cache
def sentences() -> Mapping[str, Sentence]:
    """The sentence of each code, loaded when the first is said: of most exports there is nothing to say."""
    from kpiplan.exports.sentences.columns import COLUMNS
    from kpiplan.exports.sentences.dates import DATES
    from kpiplan.exports.sentences.files import FILES
    from kpiplan.exports.sentences.numbers import NUMBERS
    from kpiplan.exports.sentences.tables import TABLES

    return {**FILES, **COLUMNS, **DATES, **NUMBERS, **TABLES}


def code(refusal: Refusal) -> CodeName:
    """The code of the problem that users know: the sentence's own, else that of the refusal that it is about."""
    own, cause = sentences()[refusal.code].code, refusal.fields.get("problem")
    if own:
        return own
    if not isinstance(cause, Refusal):
        raise TypeError(f"{refusal.code} is about no problem")
    return code(cause)


def said(refusal: Refusal, form: Form = PLAN) -> Said:
    """A refusal in words. One that is about another refusal may take over its code and its hint."""
    _, message, hint, option = sentences()[refusal.code]
    hint = option if form.options and option else hint
    cause = refusal.fields.get("problem")
    within = said(cause, form) if isinstance(cause, Refusal) else None
    values = {"hint": within.hint if within else "", **_worded(refusal.fields, form)}
    return Said(code(refusal), message.format(**values), hint.format(**values).removeprefix("; "))


def problem(refusal: Refusal, file: str = "", line: int | None = None) -> Problem:
    """The problem of a file, or of a line of it."""
    found, option = said(refusal), said(refusal, OPTIONS).hint
    place = Place(line, 1) if line else None
    return Problem(
        found.code,
        found.message,
        hint=found.hint,
        file=file,
        place=place,
        option=option if option != found.hint else "",
    )


def text(value: object, form: Form = PLAN) -> object:
    """A value as a message may show it; numbers are left to the sentence."""
    match value:
        case Refusal():
            return said(value).message
        case Note(part, fields):
            from kpiplan.exports.sentences.parts import PARTS

            return PARTS[part].format(**_worded(fields, form))
        case Suggested():
            from kpiplan.exports.sentences.rules import as_options, in_plan

            return as_options(value) if form.options else in_plan(value)
        case Quoted(quoted, width):
            return _shown(quoted, width)
        case Listed(texts, limit):
            more = f" and {len(texts) - limit} more" if len(texts) > limit else ""
            return ", ".join(_shown(each, 40) for each in texts[:limit]) + more
        case Joined(texts, either):
            return (" or " if either else ", ").join(texts)
        case RowCondition():
            return _condition(value)
        case _:
            return value


def _condition(said: RowCondition) -> str:
    """What a row must be to count: `Stage is Won or Trial`, `Stage is not Lost`, `Amount > 1000`."""
    parts = [f"{said.column} is {' or '.join(value or 'empty' for value in said.values)}"] if said.values else []
    if said.denied == ("",) or said == RowCondition(said.column):
        parts.append(f"{said.column} is filled in")
    elif said.denied:
        parts.append(f"{said.column} is not {' or '.join(value or 'empty' for value in said.denied)}")
    return " and ".join([*parts, *(f"{said.column} {sign} {number}" for sign, number in said.bounds)])


def _worded(fields: Mapping[str, object], form: Form) -> dict[str, object]:
    return {name: text(value, form) for name, value in fields.items()}


def _shown(text: str, width: int) -> str:
    """A text of a file: printable, in quotation marks, not too long."""
    clean = "".join(char if char.isprintable() else " " for char in text).strip()
    return f"'{clean if len(clean) <= width else clean[: width - 1] + '…'}'"
