"""Every code that a problem can have: stable names that scripts, `accept` and the docs rely on."""

from typing import Literal

from kpiplan.tuples import NamedTuple

Severity = Literal["error", "warning", "note"]
# the type checker knows every code by this: a misspelt one is an error. A test holds it equal to the table below
CodeName = Literal[
    "empty-file", "not-utf8", "not-text", "too-large", "too-many-problems", "yaml-syntax", "yaml-tab", "yaml-tag",
    "too-deep", "too-many-aliases", "unknown-alias", "several-documents", "duplicate-key", "wrong-type", "unknown-key",
    "missing-key", "two-ways", "wrong-length", "bad-number", "not-finite", "bad-money", "unclear-number",
    "wrong-currency", "bad-percentage", "bare-percentage", "unexpected-percentage", "out-of-range", "bad-month",
    "month-outside", "bad-lag", "lag-too-long", "bad-choice", "bad-name", "bad-belief", "belief-range", "shares-sum",
    "duplicate-stage", "unknown-stage", "bad-change", "unknown-path", "unclear-path",
    "bad-extends", "bad-rule", "unknown-code", "belief-counts", "belief-misplaced",
    "belief-too-wide", "belief-above-one", "belief-no-last-year", "unknown-kpi", "unknown-measure", "unknown-task",
    "bad-formula", "goal-unit", "goal-empty", "existing-above-goal", "rounded-to-zero", "segments-above-goal",
    "segments-below-goal", "rounding-short", "rounding-apart", "carry-in-short", "carry-in-unstated", "before-unused",
    "direct-beyond-need", "goal-outruns-lag", "stated-rate", "stated-goal", "rate-above-last-year", "belief-apart",
    "over-budget", "nothing-needed", "existing-covers-month", "rate-of-one", "too-many-kpis", "kpi-incomplete",
    "kpi-contradicts-plan", "missing-economics", "kpi-direction", "zero-likely", "assumed-no-lag",
    "assumed-level-rates", "assumed-year-after", "accept-unused", "assumed-kpi-year", "kpi-below-plan", "own-measure",
    "no-change",
    "no-connection", "query-failed", "column-type", "no-timezone",
    "unreadable-file", "unreadable-zip", "too-many-tables", "empty-export", "binary-file", "undecided-encoding",
    "broken-encoding", "line-too-long", "too-many-columns", "unclosed-quote", "truncated-file", "no-header", "no-rows",
    "row-too-wide", "unknown-table", "two-tables", "no-date", "no-year", "ambiguous-date", "ambiguous-number",
    "ambiguous-column", "period-spans-months", "no-measure", "unknown-column", "exchange-missing", "ratio-summed",
    "unreadable-values", "unknown-segment", "same-month-twice", "same-units-twice", "no-such-value", "undated-rows",
    "units-differ", "unread-dates", "records-too-young", "unread-values", "negative-count", "far-dates",
    "dates-jump-back", "unsplit-rows", "lost-counted", "unused-file", "wide-rows", "too-many-values",
    "looks-like-template", "unique-summed", "first-month-partial", "unused-date", "year-taken",
]  # fmt: skip


class Code(NamedTuple):
    """How grave a problem with this code is, what it means in a sentence, and where it lies."""

    severity: Severity
    meaning: str
    of: Literal["plan", "export"] = "plan"


def _table(severity: Severity, meanings: dict[CodeName, str]) -> dict[str, Code]:
    return {code: Code(severity, meaning) for code, meaning in meanings.items()}


def _of_exports(severity: Severity, meanings: dict[CodeName, str]) -> dict[str, Code]:
    return {code: Code(severity, meaning, "export") for code, meaning in meanings.items()}


CODES: dict[str, Code] = {
    # of a plan
    **_table(
        "error",
        {
            # the file
            "empty-file": "The file has no content.",
            "not-utf8": "The file is not UTF-8 text.",
            "not-text": "The file has a character that no text has, such as NUL or an escape.",
            "too-large": "The file, or one text in it, is far larger than any plan.",
            "too-many-problems": "The file has more problems than are shown.",
            "yaml-syntax": "The file is not YAML.",
            "yaml-tab": "A tab stands where YAML wants spaces.",
            "yaml-tag": "A YAML tag asks for an object; a plan holds texts, numbers, lists and mappings only.",
            "too-deep": "Lists or mappings are nested deeper than in any plan.",
            "too-many-aliases": "Aliases or merge keys expand to far more than the file holds.",
            "unknown-alias": "An alias names nothing that stands above it.",
            "several-documents": "The file holds more than one YAML document.",
            "duplicate-key": "A key stands twice in the same mapping.",
            # single values
            "wrong-type": "A value is of another kind than its key wants.",
            "unknown-key": "A key that the plan language does not have at this place.",
            "missing-key": "A key that must be there is missing.",
            "two-ways": "Two keys say the same thing.",
            "wrong-length": "A list has the wrong number of values.",
            "bad-number": "A number can't be read.",
            "not-finite": "Infinity, not-a-number, or a number too large or too small to plan with.",
            "bad-money": "An amount of money can't be read.",
            "unclear-number": "A number can be read in two ways: 20.000 is twenty or twenty thousand.",
            "wrong-currency": "An amount is in another currency than the plan.",
            "bad-percentage": "A percentage can't be read.",
            "bare-percentage": "A bare number such as 20 stands where 20% or 0.2 is meant.",
            "unexpected-percentage": "A percentage stands where a plain number or an amount is meant.",
            "out-of-range": "A number is outside what its key allows.",
            "bad-month": "A month that does not exist or can't be read.",
            "month-outside": "A month lies where its key can't use it, such as a `before` month inside the plan year.",
            "bad-lag": "A lag can't be read.",
            "lag-too-long": "A lag is longer than any plan can use.",
            "bad-choice": "A word that is not among the choices.",
            "bad-name": "A name that can't be used for a stage, source or segment.",
            "bad-belief": "A line of `risk` can't be read.",
            "belief-range": "A range of `risk` does not rise from its first end to its second.",
            # several values together
            "shares-sum": "Shares that must sum to 100% do not.",
            "duplicate-stage": "Two stages of a funnel have the same name.",
            "unknown-stage": "A name that no stage of the funnel has.",
            "bad-change": "A change of a scenario or of `--set` can't be read, or has nothing to change.",
            "unknown-path": "A change of a scenario or of `--set` names nothing of the plan.",
            "unclear-path": "A short name of a scenario or of `--set` can mean more than one thing.",
            "bad-extends": "The plan that a file extends can't be used.",
            "bad-rule": "A rule of `actuals` that can't be followed, such as revenue counted instead of summed.",
            "unknown-code": "A code under `accept` that no warning has.",
            "belief-counts": "More came through than were there, or of nothing.",
            "belief-misplaced": "A line of `risk` of a kind that its input can't have.",
            "belief-too-wide": "A range of `risk` is wider than a rate can be.",
            "belief-above-one": "A line of `risk` carries a planned rate above 100% in some month.",
            "belief-no-last-year": "A line of `risk` rests on `last_year`, which does not have both counts.",
            "unknown-kpi": "A KPI that neither the catalogue has nor the plan defines.",
            "unknown-measure": "A formula names a measure that does not exist.",
            "unknown-task": "A task is done that is not in the list.",
            "bad-formula": "A formula can't be read or can never be computed, or leads back to itself.",
            "goal-unit": "The goal counts a stage that is not the last one.",
            "goal-empty": "The goal, or its weights, come to nothing.",
            "existing-above-goal": "Existing business alone brings more than the year's goal.",
            "rounded-to-zero": "Rounding leaves no customer in the year.",
            "segments-above-goal": "The segments' own goals are more than the plan's goal.",
            "segments-below-goal": "The segments' own goals leave a part of the plan's goal to nobody.",
        },
    ),
    **_table(
        "warning",
        {
            "rounding-short": "Rounding to whole customers leaves the goal short.",
            "rounding-apart": "Every segment rounded by itself makes another year than the rounded whole.",
            "carry-in-short": "What `before` states does not cover what must be under way on the first day.",
            "carry-in-unstated": "Part of the goal hangs on what is under way on the first day, and nothing states it.",
            "before-unused": "What `before` states lies too early to reach the plan.",
            "direct-beyond-need": "More units arrive directly than the stage needs.",
            "goal-outruns-lag": "The goal jumps faster than a spread lag lets arrivals follow.",
            "stated-rate": "A stated number does not follow from the one above it.",
            "stated-goal": "The stated numbers, multiplied out, miss the goal.",
            "rate-above-last-year": "A planned rate is above last year's by more than chance explains.",
            "belief-apart": "A planned number lies outside the range that it is said to rest on.",
            "over-budget": "The year's spend is above the budget.",
            "nothing-needed": "The goal is reached without a single new customer.",
            "existing-covers-month": "Existing business alone covers the goal of a month.",
            "rate-of-one": "A bare 1 is read as 100%.",
            "too-many-kpis": "More KPIs are chosen than anybody can follow.",
            "kpi-incomplete": "A KPI has no owner, no source or no action.",
            "kpi-contradicts-plan": "What a KPI must be and what the plan itself gives contradict each other.",
            "missing-economics": "A KPI is made of numbers that no export knows and the plan does not state.",
            "kpi-direction": "A KPI is limited on the side on which it is better, or its path leads away.",
        },
    ),
    **_table(
        "note",
        {
            "zero-likely": "A month without a single unit is likely at this stage.",
            "assumed-no-lag": "No lag is stated: every stage is taken to follow in the same month.",
            "assumed-level-rates": "Rates are taken to hold all year.",
            "assumed-year-after": "The year after the plan is taken at the same level.",
            "accept-unused": "A warning is accepted that the plan does not have.",
            "assumed-kpi-year": "An amount without a period is taken as the year's.",
            "kpi-below-plan": "A KPI may be right although the goal of the plan is missed.",
            "own-measure": "A formula names a measure of the plan's own, which exports must have.",
            "no-change": "A change of a scenario or of `--set` that the plan has already.",
        },
    ),
    # of an export, when what really happened is read
    **_of_exports(
        "error",
        {
            # the database
            "no-connection": "A database can't be reached, or nothing says where it is.",
            "query-failed": "A database gives no answer, or none in time.",
            "column-type": "A column of a table does not hold what a rule needs.",
            "no-timezone": "A column of a table holds instants, and nothing says whose days count.",
            # the container
            "unreadable-file": "A file can't be opened or read.",
            "unreadable-zip": "A zip is damaged or locked.",
            "too-many-tables": "A file or zip holds more tables, or is larger, than what is read.",
            "empty-export": "An export has no content.",
            "binary-file": "A file holds no table that is read: a picture, a PDF or something else.",
            "undecided-encoding": "The encoding of an export can't be told from its bytes.",
            "broken-encoding": "An export is not in the encoding that it seems, or is said, to be in.",
            "line-too-long": "A line is longer than any line of an export.",
            "too-many-columns": "A table has more columns than any export.",
            "unclosed-quote": "A quotation mark is opened and never closed.",
            "truncated-file": "An export ends in the middle of a row or record.",
            # the table
            "no-header": "An export has no row that names its columns.",
            "no-rows": "An export has no rows of data.",
            "row-too-wide": "Every row has more cells than there are columns.",
            "unknown-table": "A file has no table of this number or name.",
            "two-tables": "Two tables of a file say the same.",
            # what it says
            "no-date": "Nothing says to which month the rows belong.",
            "no-year": "Months are named without their year.",
            "ambiguous-date": "A column of dates can be read day first or month first.",
            "ambiguous-number": "A column of numbers can be read with decimal points or commas.",
            "ambiguous-column": "More than one column can be meant.",
            "period-spans-months": "A row stands for a period that lies in more than one month.",
            "no-measure": "No column is known to count or sum towards a stage.",
            "unknown-column": "A rule names a column that the export does not have.",
            "exchange-missing": "Amounts are in another currency than the plan's, or in several, without a rate.",
            "ratio-summed": "A ratio is to be summed; ratios do not add up.",
            "unreadable-values": "No month has numbers in all cells that should hold them.",
            "unknown-segment": "A segment that the plan does not have.",
            # together
            "same-month-twice": "Two sources say the same KPI of the same month.",
            "same-units-twice": "Two lists of leads or deals date the same stage: their rows may be the same units.",
        },
    ),
    **_of_exports(
        "warning",
        {
            "no-such-value": "No row meets a condition.",
            "undated-rows": "Rows that should count have no date.",
            "units-differ": "Rows of one unit have different amounts: one of them counts.",
            "unread-dates": "Dates that can't be read: their rows are left out.",
            "records-too-young": "The records of last year begin so late that units of earlier ones are missing.",
            "unread-values": "Cells that should hold numbers hold something else: their months are unknown.",
            "negative-count": "A count is below zero.",
            "far-dates": "Rows are dated far away from all others.",
            "dates-jump-back": "Dates that follow each other jump back in one place.",
            "unsplit-rows": "Rows belong to no segment: they count in the whole alone.",
            "lost-counted": "Rows are counted as customers that a column says are lost.",
            "unused-file": "A file of a folder or zip says nothing that has a month.",
            "wide-rows": "Rows with more cells than there are columns are left out.",
            "too-many-values": "A column to break down by has more values than anybody can look at.",
            "looks-like-template": "Every actual equals its target to the last digit.",
        },
    ),
    **_of_exports(
        "note",
        {
            "unique-summed": "Unique users are added up over periods, which counts some of them several times.",
            "first-month-partial": "The first month is not covered from its first day.",
            "unused-date": "A date column could date a stage, but nothing says so for sure, or under which condition.",
            "year-taken": "The year of the months is taken from the title or the file's name.",
        },
    ),
}
