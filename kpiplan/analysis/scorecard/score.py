"""The scorecard itself: every chosen KPI with what it must be, what it is, how it stands and where it went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpiplan.analysis.scorecard.from_plan import YEAR, funnels
from kpiplan.analysis.scorecard.limits import Side, Wanted, progress, sums, wanted
from kpiplan.analysis.scorecard.measures import Known, KpiValue, formula, value
from kpiplan.analysis.scorecard.segments import comparable
from kpiplan.analysis.scorecard.standing import Evidence, Standing, side_of, standing
from kpiplan.analysis.variance.actuals import Window
from kpiplan.analysis.variance.status import Judge
from kpiplan.kpis.formulas import Formula
from kpiplan.kpis.kinds import kind
from kpiplan.kpis.measures import MEASURES, adds_up
from kpiplan.kpis.record import REVIEW_MONTHS, Kpi
from kpiplan.kpis.resolve import evaluate, needed
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan.kpi_goals import Band, Chosen, Deed, Path, Tasks, due_month, to_do
from kpiplan.plan.model import Plan
from kpiplan.tuples import NamedTuple


class Score(NamedTuple):
    """How a chosen KPI stands, of the whole plan, of a segment, or of a `part` of a break-down (a campaign).

    `months` are its values by plan month, `value` that to date: of sums over the months known, of a path and of what is
    given as it stands the latest. `limits` are what it must be to date, `goal` what by the end of the year or path.
    `progress` is how far it has come (1: all the way), `expected` how far it should be. `missing` are base measures
    that nothing says, `off` how far the value lies beyond its limit, in its unit. `beyond`: it is unknown, for it would
    be a share above 100%. `chance`: how likely a value so far off is by chance, where that was weighed.
    """

    chosen: Chosen
    segment: str | None = None
    part: str | None = None
    months: tuple[float | None, ...] = (None,) * YEAR_MONTHS
    value: float | None = None
    limits: Wanted = Wanted()
    goal: Wanted = Wanted()
    progress: float | None = None
    expected: float | None = None
    standing: Standing | None = None
    side: Side | None = None
    off: float | None = None
    missing: tuple[str, ...] = ()
    covers: tuple[int, ...] = ()
    given: bool = False
    beyond: float | None = None
    chance: float | None = None

    @property
    def is_off(self) -> bool:
        """Whether a KPI of the whole plan or a segment is off by more than chance, or something is overdue."""
        return self.part is None and self.standing in ("behind", "overdue")

    @property
    def is_watched(self) -> bool:
        """Whether a KPI of the whole plan or a segment is off by what chance hardly explains, and nothing proves it."""
        return self.part is None and self.standing == "watch"


def score(plan: Plan, chosen: Chosen, known: Known, window: Window, rows: int = 1) -> Score:
    """A chosen KPI against what is known of the months compared; `rows` of them are judged together."""
    if chosen.kpi is None:
        return _of_deeds(plan, chosen, window)
    months = tuple(value(chosen.kpi, known, (month,)).value for month in window.months)
    found = _to_date(chosen, chosen.kpi, known, window)
    limits = wanted(chosen, plan.start, found.months or window.months, window)
    goal = wanted(chosen, plan.start, YEAR if sums(chosen) else YEAR[-1:])
    if isinstance(chosen.aim, Path):
        goal = Wanted(low=chosen.aim.end) if chosen.aim.end >= chosen.aim.start else Wanted(high=chosen.aim.end)
    side = None if found.value is None else side_of(found.value, limits)
    limit = limits.beyond(side)
    evidence = _evidence(chosen, found, known)
    share = _is_share(chosen.kpi, formula(chosen.kpi, known))
    stood = standing(found.value, limits, Judge(plan.status, rows), evidence, share=share)
    return Score(
        chosen,
        months=(*months, *(None for _ in range(YEAR_MONTHS - len(months)))),
        value=found.value,
        limits=limits,
        goal=goal,
        progress=progress(chosen.aim, found.value, goal if sums(chosen) else limits),
        expected=_expected(chosen, limits, goal),
        standing=stood.standing,
        side=side,
        off=None if limit is None or found.value is None else found.value - limit,
        missing=found.missing,
        covers=found.months,
        given=found.given,
        beyond=found.beyond,
        chance=stood.chance,
    )


def _to_date(chosen: Chosen, kpi: Kpi, known: Known, window: Window) -> KpiValue:
    """Of a path, which says where a figure should stand, the latest month; else all months together.

    An incomplete month has no say in what is of a length of time, such as the part of customers that left.
    """
    rate = kind(kpi, known.own, known.levels) == "rate"
    over = window.whole if rate else window.months
    if not isinstance(chosen.aim, Path):
        return value(kpi, known, over, REVIEW_MONTHS[chosen.cadence or "monthly"])
    whole = window.whole if adds_up(kpi) else over
    for month in reversed(whole):  # a part of a month's amount is not where it stands
        found = value(kpi, known, (month,))
        if found.value is not None:
            return found
    return value(kpi, known, window.months)._replace(value=None)


def _expected(chosen: Chosen, limits: Wanted, goal: Wanted) -> float | None:
    """How far a path should be, or how much of an amount of the year the months compared should have brought."""
    if isinstance(chosen.aim, Path):
        at = limits.low if limits.low is not None else limits.high
        return progress(chosen.aim, at, goal)
    if isinstance(chosen.aim, Band) and sums(chosen):
        for now, year in zip(limits, goal, strict=True):
            if now is not None and year:
                return now / year
    return None


def _is_share(kpi: Kpi, how: Formula) -> bool:
    """Whether a KPI is a part of a whole: no multiple, and no growth, which divides by what it subtracts."""
    parts = how.fraction
    return kpi.unit == "ratio" and not kpi.scale and not (parts and set(parts[0].names) & set(parts[1].names))


def _evidence(chosen: Chosen, found: KpiValue, known: Known) -> Evidence | None:
    """The counts behind a value: a count itself, a share of units, an amount a unit, or revenue at planned deals."""
    if found.given or chosen.kpi is None or found.value is None:
        return None
    how = formula(chosen.kpi, known)
    if chosen.kpi.unit == "count" and _counted(how, known):
        return Evidence("count", found.value)
    if how.text.strip() == "revenue" and known.deal:
        return Evidence("amount", found.value, known.deal)
    parts = how.fraction
    if parts is None or not _counted(parts[1], known):
        return None
    above, below = (evaluate(part, found.amounts, known.own).value for part in parts)
    if above is None or below is None:
        return None
    if chosen.kpi.unit == "ratio" and _counted(parts[0], known):
        return Evidence("share", above, below) if 0 <= above <= below else None
    return Evidence("cost", above, below) if chosen.kpi.unit == "currency" else None


def _counted(how: Formula, known: Known) -> bool:
    """Whether a formula is one measure that counts units over the months."""
    if len(how.names) != 1 or how.text.strip() != how.names[0]:
        return False
    base = MEASURES.get(how.names[0])
    return base is None or (base.unit == "count" and base.over == "sum")


def _of_deeds(plan: Plan, chosen: Chosen, window: Window) -> Score:
    """Something that is done or not, and lists of tasks: by their due month at the end of the months compared."""
    aim, due = chosen.aim, due_month(chosen.aim)
    done = aim.done if isinstance(aim, Deed) else isinstance(aim, Tasks) and not to_do(aim)
    last = plan.start.plus(window.through - 1)
    late = due is not None and (due < last or (due == last and window.part == 1))
    status: Standing = "done" if done else "overdue" if late else "open"
    return Score(chosen, progress=progress(aim, None, Wanted()), standing=status)


def scores(
    plan: Plan,
    known: Mapping[str | None, Known],
    window: Window,
    parts: Mapping[str, Mapping[str, Known]],
) -> tuple[Score, ...]:
    """Every chosen KPI of the whole plan, each followed by its segments and by the parts of its break-down.

    `known` is by segment (None: the whole plan), `parts` by KPI and part. What adds up has a target as a whole only; a
    segment or part has its amount without one.
    """
    return tuple(each for chosen in plan.kpis for each in _family(plan, chosen, known, window, parts))


def _family(
    plan: Plan,
    chosen: Chosen,
    known: Mapping[str | None, Known],
    window: Window,
    parts: Mapping[str, Mapping[str, Known]],
) -> Iterator[Score]:
    segments = {segment.name: known[segment.name] for segment in plan.segments if segment.name in known}
    whole = comparable(chosen.kpi, known[None], segments, funnels(plan)) if chosen.kpi else known[None]
    rows = len(plan.kpis) * (1 + len(segments))
    yield score(plan, chosen, whole, window, rows)
    if chosen.kpi is None:
        return
    for segment, held in segments.items():
        yield from _part(score(plan, chosen, held, window, rows)._replace(segment=segment))
    broken_down = [
        score(plan, chosen, held, window, rows)._replace(part=part)
        for part, held in parts.get(chosen.id, {}).items()
        if set(needed(chosen.kpi, held.own)) & held.measures.keys() - plan.economics.keys()  # else of another table
    ]
    for each in sorted(broken_down, key=_worst_first):
        yield from _part(each)


def _worst_first(part: Score) -> tuple[bool, float]:
    """The part that is farthest on the wrong side first, those without a value last."""
    value, kpi = part.value, part.chosen.kpi
    if value is None or kpi is None:
        return True, 0.0
    return False, -value if kpi.better == "lower" else value


def _divided(kpi: Kpi) -> bool:
    """Whether parts have amounts of their own of the whole: what adds up, and counts and money at a time."""
    base = MEASURES.get(kpi.formula)
    return adds_up(kpi) or (base is not None and base.unit in ("count", "currency"))


def _part(found: Score) -> Iterator[Score]:
    """A part's score; without target where that is an amount of the whole. A segment has one only where it has a value.

    A campaign with leads and no spend has no value, and is there all the same: nothing of the whole is lost in silence.
    """
    if found.value is None and found.part is None:
        return
    kpi = found.chosen.kpi
    if kpi and _divided(kpi):
        found = found._replace(
            limits=Wanted(),
            goal=Wanted(),
            progress=None,
            expected=None,
            standing=None,
            side=None,
            off=None,
            chance=None,
        )
    yield found
