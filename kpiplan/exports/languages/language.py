"""What exports call things in a language, as data."""

from collections.abc import Mapping

from kpiplan.tuples import NamedTuple

Names = tuple[str, ...]
NONE: Mapping[str, Names] = {}
NONE_BEFORE: Mapping[str, int] = {}
NO_POWERS: Mapping[int, Names] = {}


class Language(NamedTuple):
    """The names and words of exports in one language; whatever is left out, the language adds nothing to.

    Names are compared without case, spaces, punctuation and brackets; what is called a pattern is a regular
    expression. Of a name that two languages give two things, the one with the lower `rank` has it.
    """

    rank: int
    # columns
    stages: Mapping[str, Names] = NONE  # the stages of a funnel, revenue and spend, and the names of each
    columns: Mapping[str, Names] = NONE  # base measures; averages, scores and positions have none: they don't add up
    unique: Names = ()  # whoever comes twice is counted once a day: sums over days count some people several times
    ratio: str = ""  # pattern, anywhere in a name: ratios, averages, positions
    identity: str = ""  # pattern, anywhere in a name: numbers that tell things apart and count nothing
    new: Names = ()  # before or after a name: of those there are, the ones that came in the period
    counted: Names = ()  # before or after a name: how many there were
    totalled: Names = ()  # the same, or all there are
    rhythm: Names = ()  # before a name: how many in each period
    kpi: Names = ()  # the column that names the KPI of a row
    sure_kpi: Names = ()  # and those of them that never name anything else
    value: Names = ()  # the column of what happened
    counting: Names = ()  # before the name of what is counted: `Number of leads`
    summing: Names = ()  # before the name of what is added up: `Sum of leads`
    count_behind: Names = ()  # behind the name of what is counted: `Lead count`
    actual: Names = ()  # the same, and in its name beside what was planned: `Leads Actual`, `Leads Target`
    planned: Names = ()  # the column, or row, of what was planned; and in its name
    deviation: Names = ()  # and of how far off it was; of what happened in another year, or up to a month
    earlier: str = ""  # pattern: what says that a column or row is of the period that this one is compared with
    unit: Names = ()
    powers: Mapping[int, Names] = NO_POWERS  # words of scale in a unit, by the power of ten that they are
    moneys: Names = ()  # currencies in words
    currency: Names = ()  # the column of the currency's code
    status: Names = ()  # the column that says how far a lead or deal is
    bought: Names = ()  # of which a row may be a customer, if rows are numbered so
    amount: Names = ()  # what the name of the amount of a deal or order ends with
    no_amount: Names = ()  # and in the name of one that is none of it, or only a part
    sold: Names = ()  # the column of what was sold: as money, or as how many
    units: Names = ()  # how many pieces were sold
    closing: Names = ()  # in the name of a date: that of the end of a deal, won or lost
    won: Names = ()  # what CRMs call the stage or status of a deal that is won
    lost: Names = ()  # and of one that is lost
    creating: Names = ()  # in the name of a date: that of the beginning of a lead or deal, the surest first
    expected: Names = ()  # in the name of a date: a day that is only looked forward to
    passing: Names = ()  # in the name of a date: of no stage, such as the last change
    records: Mapping[str, Names] = NONE  # what leads and deals are called, beside the names of their stages
    orders: Names = ()  # what orders are called, one of them or more, anywhere in a name
    order_amounts: Names = ()  # the column of what an order comes to, the surest first
    void: Names = ()  # the status of an order that came to nothing
    given_back: Names = ()  # and of one whose money was given back
    numberings: Names = ()  # what numbers rows, and does not name them: `Order ID`
    ids: Names = ()  # what tells rows apart, after or before what a row is: `Lead ID`
    results: Names = ()  # of campaigns, which may be of several kinds; and the columns that say of which
    result_kinds: Names = ()
    # dates as names of columns
    date: str = ""  # pattern, anywhere in a name that speaks of time
    week: str = ""  # pattern, anywhere in the name of a column of weeks
    year: Names = ()
    month: Names = ()
    day: Names = ()
    nth: str = ""  # pattern: periods counted from the start of the report; and the words in it for weeks and months
    nth_week: Names = ()
    nth_month: Names = ()
    period: tuple[tuple[str, str], ...] = ()  # first and last day
    start: str = ""  # patterns, above a table: the report's first and last day
    end: str = ""
    stage_before: Names = ()  # what stands around the stage in `Became a Customer Date`, `Deal created at`
    stage_made: Names = ()
    stage_after: Names = ()
    stage_last: Names = ()  # where the stage stands last: `Date of purchase`
    # dates as cells
    months: tuple[Names, ...] = ()  # twelve, each with its names, where they are words
    day_first: bool = False  # whether 4/3/2026 is the fourth of March to whoever speaks it
    ordinal: Names = ()  # behind the number of a day
    of: Names = ()  # between day, month and year
    year_tail: Names = ()  # behind the number of a year whose month is a word
    eras: Mapping[str, int] = NONE_BEFORE  # of years counted from the begin of an era, the year before its first
    year_mark: Names = ()  # what stands behind the number of a year, month and day
    month_mark: Names = ()
    month_tail: Names = ()  # and behind the mark, if anything
    day_mark: Names = ()
    quarter_mark: Names = ()
    quarter_before: Names = ()
    quarter_word: Names = ()  # behind the number of a quarter that stands first: `1st quarter 2026`
    quarter_letter: str = ""  # `Q1 2026`
    week_word: Names = ()  # before the number of a week of the year
    week_mark: Names = ()  # and behind it
    coarse: str = ""  # pattern: a cell among months that is several of them: `Q1`, `YTD`
    numerals: str = ""  # one, two, three, four
    weekday: str = ""  # pattern of what a date begins with
    weekday_mark: Names = ()  # in brackets behind a date
    at: Names = ()  # between a date and a time
    halves: Names = ()  # of the day, before a time
    between: Names = ()  # two dates
    # rows and cells
    total: str = ""  # pattern: a cell that labels a row of totals
    strict_total: str = ""  # pattern: one that is no name of anything
    total_hints: Names = ()  # what labels of totals have in them somewhere; most rows that have it are none
    empty_report: Names = ()
    everybody: Names = ()  # the segment of analytics that all visitors are in
    segment: Names = ()  # the column of such segments
    unknown: Names = ()  # a cell without a value
    counters: Names = ()  # behind a number of things or people
    yes: Names = ()  # a box that is ticked
