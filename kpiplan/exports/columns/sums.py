"""A column of numbers as a reading: its sum or what stands there, its decimal mark, and what does not add up."""

from itertools import islice

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import RESULTS_NAME, is_unique, key
from kpiplan.exports.cells.numbers import read_number, scale_of
from kpiplan.exports.cells.units import split_unit, stated_scale, unit_scale
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.currencies import rates_of
from kpiplan.exports.columns.decimals import column_decimal
from kpiplan.exports.columns.readings import Dating, Direct, KpiReading, Where
from kpiplan.exports.columns.result_kinds import kinds_column, kinds_of
from kpiplan.exports.columns.vocabulary import MONEY
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Listed, Note, Quoted, Suggested
from kpiplan.kpis.measures import MEASURES
from kpiplan.plan.export_rules import Rule
from kpiplan.tuples import NamedTuple

PERCENT_SAMPLE = 200


class SumTerms(NamedTuple):
    """On which a column is read: under the conditions `where` (`certain`: a rule states them), called as the row that
    has its values (`named`) and not as the column, as it stands (`direct`) and not as a sum.
    """

    where: tuple[Where, ...] = ()
    certain: bool = True
    named: str | None = None
    direct: Direct | None = None


_PLAIN = SumTerms()


def summed(context: Context, kpi: str, column: ExportColumn, dating: Dating, terms: SumTerms = _PLAIN) -> KpiReading:
    """The sum of a column, or what stands there as it is (`terms.direct`).

    Raises RefusalError for ratios that would be summed and for numbers that can be read in two ways.
    """
    name, direct = terms.named or column.name, terms.direct
    _refuse_mixture(context, kpi, column, dating, terms.where)
    known = [text for text in islice(column.texts, PERCENT_SAMPLE) if read_number(text).kind == "ratio"]
    if known and terms.named is None and not (direct and direct.percent):
        raise _ratio(context, name, known[0])
    percent = direct is not None and direct.percent and "%" in name
    return KpiReading(
        kpi,
        dating,
        name,
        value=column.index,
        decimal=column_decimal(context, column),
        scale=0.01 if percent else _scale(context, kpi, name),
        where=terms.where,
        certain=terms.certain,
        unique=is_unique(name) or kpi == "reach" or (is_titled(column) and is_unique(context.table.title)),
        over=context.words.over(kpi),
        rates=rates_of(context, kpi, column, terms.where) if kpi in map(context.words.named, MONEY) else None,
        direct=direct._replace(share=direct.share and not percent) if direct else None,
    )


def _scale(context: Context, kpi: str, name: str) -> float:
    """What the unit in a name multiplies numbers by; amounts of money without one are in that of the whole table."""
    own, unit = scale_of(name), split_unit(name)[1]
    if own != 1 or (unit and unit_scale(unit)) or context.own_format:
        return own
    base = MEASURES.get(context.words.known_as(kpi))
    if base is None or base.unit != "currency":
        return own
    lines = context.table.preamble.splitlines()
    said = next(filter(None, map(stated_scale, lines)), None) or next(
        filter(None, (stated_scale(cell, named=True) for cell in context.table.header)), None
    )
    if said is None:
        return own
    context.remark("unit-above", column=name, unit=said[1], times=int(said[0]))
    return said[0]


def is_titled(column: ExportColumn) -> bool:
    """Whether the name of the KPI stands in the title of the table, and the column is called Primary."""
    return column.name.casefold() == "primary"


def _refuse_mixture(context: Context, kpi: str, column: ExportColumn, dating: Dating, where: tuple[Where, ...]) -> None:
    """Meta's results of several kinds do not add up unless a condition picks one.

    Raises RefusalError.
    """
    if key(column.name) not in RESULTS_NAME or kpi in map(context.words.named, MONEY):
        return
    kinds = kinds_column(context)
    texts = kinds_of(kinds) if kinds else ()
    if kinds and len(texts) > 1 and all(w.column != kinds.index for w in where):
        rule = Rule(sum=column.name, by=dating.label, where={kinds.name: (texts[0],)})
        raise RefusalError(
            "kinds-of-results",
            context.table.line,
            quoted=Quoted(column.name),
            texts=Listed(texts),
            rules=Suggested(((kpi, rule),), context.file),
        )


def _ratio(context: Context, name: str, example: str | None = None) -> RefusalError:
    return RefusalError(
        "ratio-summed",
        context.table.line,
        column=Quoted(name),
        example=Note("such-as", {"example": Quoted(example)}) if example is not None else "",
    )


def refuse_ratio(context: Context, column: ExportColumn) -> None:
    """A rule that sums what its name says is a ratio. Raises RefusalError."""
    if context.words.is_ratio(column.name):
        raise _ratio(context, column.name)
