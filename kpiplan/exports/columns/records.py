"""Tables with a row a lead or deal: what a row is, which of its dates dates which stage, which rows are won."""

from collections.abc import Callable, Iterable, Sequence

from kpiplan.exports import results
from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import DAY_NAME, VALUE_NAME, key
from kpiplan.exports.cells.record_names import (
    closes,
    creates,
    dates_nothing,
    ending,
    is_box,
    is_lost,
    is_named,
    is_numbered,
    is_numbering,
    is_of_order,
    is_won_day,
    listed_stage,
    only_creates,
    record_of,
    says_status,
    stage_within,
    ticked,
    won_among,
)
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.readings import Where
from kpiplan.exports.columns.row_numbers import tells_apart
from kpiplan.exports.columns.vocabulary import MONEY
from kpiplan.tuples import NamedTuple

MOST_OUTCOMES = 60  # texts of a column that says how deals ended: among many names there are a Gagne and a Perdue
FEWEST_DISTINCT = 0.8  # of the rows whose names are distinct, in a column that names what a row is


class WonColumn(NamedTuple):
    """The column that says how a deal ended, and its cells that say won; a `box` says nothing else but not won."""

    column: ExportColumn
    won: tuple[str, ...]
    box: bool = False

    @property
    def where(self) -> Where:
        """The rows that are won."""
        says = results.RowCondition(self.column.name, self.won)
        return Where(self.column.index, lambda text: text in self.won, says)


class RecordDates(NamedTuple):
    """What a table with a row a lead or deal says: a date for each stage, and which rows are won, if it says so.

    `closing` is the date of the end of a deal, won or not; `idle` are dates that date no stage that is known."""

    dates: tuple[tuple[str, ExportColumn], ...]
    outcome: WonColumn | None = None
    closing: ExportColumn | None = None
    idle: tuple[ExportColumn, ...] = ()


def stage_dates(context: Context) -> list[tuple[ExportColumn, str]]:
    """Dates whose names are those of stages: `AQL date`, `Became a Customer Date`."""
    return [
        (column, stage)
        for column in context.of_kind("date")
        if column.index not in context.claimed
        if (stage := context.words.dated_stage(column.name)) and stage not in context.told
    ]


def records_of(context: Context) -> RecordDates | None:
    """What a table says as one of leads or deals, None where nothing shows that it is one.

    A stage is dated by a date that is called like it; where a row is known to be something of a stage (by a column
    that numbers or names the rows, by the file's name) by the one date on which it began; else by a date that speaks
    of the stage. Where a column says which deals are won, the date of closing is that of the customers.
    """
    if _has_counts(context) and not _numbered(context):
        return None
    outcome = outcome_of(context)
    exact = [
        (stage, column)
        for column, stage in stage_dates(context)
        if not only_creates(column.name) or what_a_row_is(context, column, outcome) in (None, stage)
    ]
    rest = [c for c in context.of_kind("date") if c not in [column for _, column in exact] and may_date(context, c)]
    closing = closing_date(context, rest) if outcome else None
    rest = [column for column in rest if column is not closing and not closes(column.name)]
    plain = any(creates(column.name) is not None and not stage_within(column.name) for column in rest)
    within = [  # beside a plain `created` a `deal created` is that of the deal
        (context.words.named(stage), column)
        for column in rest
        if (plain or creates(column.name) is None) and (stage := stage_within(column.name))
    ]
    rest = [column for column in rest if column not in [each for _, each in within]]
    dates = [*exact, *(pair for pair in within if pair[0] not in [stage for stage, _ in exact])]
    begun = beginning(rest)
    stage = what_a_row_is(context, begun, outcome) if begun else None
    if begun and stage and stage not in [each for each, _ in dates]:
        dates.insert(0, (stage, begun))
    if not dates and not (outcome and closing):
        return None
    used = {column.index for _, column in dates}
    idle = [c for c in context.of_kind("date") if c.index not in used and c is not closing]
    return RecordDates(tuple(dates), outcome, closing, tuple(idle))


def _has_counts(context: Context) -> bool:
    """Whether a column counts units of a stage, so that a row is a day, a campaign, not a lead or deal."""
    return any(
        context.words.stage(column.name) not in (None, *MONEY)
        and not ticked(column.name, column.texts)
        and not tells_apart(context, column)
        for column in context.of_kind("number")
    )


def _numbered(context: Context) -> str | None:
    """The stage of what is numbered: `Lead ID`, never twice the same."""
    for column in context.of_kind("text", "number"):
        numbered = is_numbered(column.name) or tells_apart(context, column)
        stage = record_of(column.name) if numbered else None
        own = stage != "customers" or column.index == 0 or is_of_order(column.name)  # a deal has a customer, too
        if stage and own and _is_distinct(context, column, 1):
            return stage
        if is_of_order(column.name) and is_numbering(column.name) and _are_begun(context):
            return "customers"  # of an order that comes again each row is a part
    return None


def _are_begun(context: Context) -> bool:
    """Whether the one date is that of a row, or of its beginning."""
    dates = [column.name for column in context.of_kind("date") if not dates_nothing(column.name)]
    return len(dates) == 1 and (key(dates[0]) in DAY_NAME or creates(dates[0]) is not None)


def may_date(context: Context, column: ExportColumn) -> bool:
    """Whether a date can be that of a stage: no rule has taken it."""
    if column.index in context.claimed:
        return False
    if context.rules.date is not None:
        return key(column.name) == key(context.rules.date)
    return not dates_nothing(column.name)


def outcome_of(context: Context) -> WonColumn | None:
    """The column that says which rows are won. None where there is none, or several that do not say the same."""
    found = outcomes(context)
    if len(found) > 1 and not _agree(context, found):
        return None
    return found[0] if found else None


def outcomes(context: Context) -> list[WonColumn]:
    """Every column that says which rows are won."""
    return [outcome for column in context.columns if (outcome := _outcome(column))]


def _outcome(column: ExportColumn) -> WonColumn | None:
    if won := ticked(column.name, column.texts):
        return WonColumn(column, won, box=True)
    if column.kind != "text":
        return None
    won = won_among(column.texts)
    called = says_status(column.name)
    if won and (called or (len(column.texts) <= MOST_OUTCOMES and any(map(is_lost, column.texts)))):
        return WonColumn(column, won)
    return None


def outcome_forms(columns: Iterable[ExportColumn]) -> dict[int, Callable[[str], str]]:
    """Of columns that say, or may say further below, how a deal ended: what their cells say of it."""
    return {
        column.index: str if is_box(column.name) else ending
        for column in columns
        if is_box(column.name)
        or (column.kind == "text" and (says_status(column.name) or any(map(ending, column.texts))))
    }


def _agree(context: Context, outcomes: Sequence[WonColumn]) -> bool:
    """Whether all say won of the same rows."""
    for _, cells in context.table.rows:
        said = {
            cells[each.column.index].strip() in each.won if each.column.index < len(cells) else False
            for each in outcomes
        }
        if len(said) > 1:
            return False
    return True


def closing_date(context: Context, dates: Sequence[ExportColumn]) -> ExportColumn | None:
    """The one date of the end of a deal; that of winning goes first."""
    found = [column for column in dates if closes(column.name)]
    won = [column for column in found if is_won_day(column.name)]
    found = won or found
    return found[0] if len(found) == 1 else None


def beginning(dates: Sequence[ExportColumn]) -> ExportColumn | None:
    """The date on which a record began: the one that says so most surely, else the only one there is."""
    ranked = sorted((rank, column.index) for column in dates if (rank := creates(column.name)) is not None)
    if ranked and (len(ranked) == 1 or ranked[0][0] < ranked[1][0]):
        return next(column for column in dates if column.index == ranked[0][1])
    return dates[0] if len(dates) == 1 and not ranked else None


def what_a_row_is(context: Context, begun: ExportColumn, outcome: WonColumn | None) -> str | None:
    """The stage that a row is something of: by what numbers or names the rows, the table's or file's name, else deals
    where some are won. None where they may as well have ended on that date.
    """
    if outcome and creates(begun.name) is None:
        return None  # a deal may have begun or ended there
    if numbered := _numbered(context):
        return context.words.named(numbered)
    named = [c for c in context.of_kind("text") if _is_distinct(context, c, FEWEST_DISTINCT)]
    for column in named:
        stage = record_of(column.name)
        if stage == "opportunities" or (stage == "leads" and is_named(column.name)):  # a deal has a lead, too
            return context.words.named(stage)
    alone = any(is_numbered(c.name) and _is_distinct(context, c, 1) for c in context.of_kind("text", "number"))
    called = listed_stage(context.table.title) or listed_stage(base_name(context))
    began = creates(begun.name) is not None and not any(key(c.name) in VALUE_NAME for c in context.of_kind("number"))
    if called and (named or alone or began) and not _has_measures(context):
        return context.words.named(called)
    return context.words.named("opportunities") if outcome else None


def _has_measures(context: Context) -> bool:
    """Whether a column holds clicks, costs or what else is known to be counted."""
    return any(context.words.measure(c.name) not in (None, "revenue") for c in context.of_kind("number"))


def base_name(context: Context) -> str:
    """The file's name without folders and ending."""
    return context.file.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _is_distinct(context: Context, column: ExportColumn, share: float) -> bool:
    """Whether so many of the rows have a text of their own in a column."""
    rows = len(context.table.rows)
    return rows > 0 and len([text for text in column.texts if text]) >= share * rows
