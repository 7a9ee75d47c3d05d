"""Results of ads, of kinds that another column says: leads are those of one alone, clicks and purchases are none."""

from __future__ import annotations

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import RESULT_KINDS_NAME, RESULTS_NAME, key
from kpiplan.exports.cells.numbers import UNKNOWN
from kpiplan.exports.cells.pattern import Pattern
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.readings import Where
from kpiplan.exports.results import Listed, RowCondition

_LEAD = Pattern(
    r"lead(?!ing)|complete_registration|contact_total|submit_application|prospe[ck]t|potencia|potenzial|potentiel"
    r"|interessent|cadastro|리드|잠재|문의|線索|线索|潛在|潜在|リード|見込|лид|заявк"
)


def kinds_column(context: Context) -> ExportColumn | None:
    """The column that says what kind of results a row has, with all kinds of a large file; None where none does."""
    found = (column for column in context.of_kind("text") if key(column.name) in RESULT_KINDS_NAME)
    column = next((column for column in found if kinds_of(column)), None)
    return None if column is None else context.completed(column)


def kinds_of(column: ExportColumn) -> tuple[str, ...]:
    """What stands in it."""
    return tuple(text for text in column.texts if text.casefold() not in UNKNOWN)


def are_results(context: Context, column: ExportColumn) -> bool:
    """Whether a column holds results whose kind another one says, and no rule and no name of the plan does."""
    told = context.words.own(column.name) or column.index in context.claimed
    return key(column.name) in RESULTS_NAME and not told and kinds_column(context) is not None


def have_leads(context: Context, column: ExportColumn) -> bool:
    """Whether some of these results are leads. If not, the account says what they are."""
    kinds = kinds_column(context)
    if kinds is None or any(map(_LEAD.search, kinds_of(kinds))):
        return True
    context.remark("other-results", column=column.name, kinds=Listed(kinds_of(kinds), 6))
    return False


def leads_alone(context: Context, kpi: str, column: ExportColumn) -> tuple[Where, ...]:
    """The condition under which results of several kinds are leads; where not all of them are, its account says so."""
    kinds = kinds_column(context)
    leads = tuple(filter(_LEAD.search, kinds_of(kinds))) if kinds else ()
    if kinds is None or not leads or len(kinds_of(kinds)) == 1:
        return ()
    says = RowCondition(kinds.name, leads)
    if len(leads) < len(kinds_of(kinds)):
        context.remark("results-of", kpi=kpi, column=column.name, condition=says)
    return (Where(kinds.index, leads.__contains__, says),)
