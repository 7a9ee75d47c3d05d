"""Laws of the comparison, over random plans: lags, carry-in, direct arrivals, segments, missing stages and months.

"The walk adds up to the gap. Actuals equal to targets, before and in the plan: every effect is 0."
"""

import math
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from kpiplan.analysis.variance.actuals import Seen
from kpiplan.analysis.variance.allocation import happened
from kpiplan.analysis.variance.compare import compare
from kpiplan.analysis.variance.status import Basis, Judge
from kpiplan.analysis.variance.walk import Step
from kpiplan.funnel.stages import down
from kpiplan.funnel.targets import Outcome, PlanTargets
from kpiplan.plan.model import Status
from tests.analysis.variance.cases import STABLE, Case, about, as_planned, cases


def amounts(step: Step) -> Iterator[float]:
    """The numbers of a step that are known."""
    return (value for value in step[1:] if value is not None)


def near(one: float, two: float, scale: float) -> bool:
    """Whether two sums of amounts of about some size agree."""
    return abs(one - two) <= 1e-9 * max(1.0, scale)


@STABLE
@given(cases())
def test_the_walk_adds_up_to_the_gap_to_date(case: Case) -> None:
    comparison = case.compare()
    for walk in comparison.walks:
        if not walk.measured:
            continue
        group = [each for each in case.targets.outcomes if walk.segment in (None, each.branch.segment)]
        lasts = {outcome.branch.stages[-1].name for outcome in group}
        inner = {stage.name for outcome in group for stage in outcome.branch.stages[:-1]}
        if len(lasts) > 1 or lasts & inner or (walk.allocated and walk.segment):
            continue  # the bottom of the whole is no single figure, or the segment's own figure knows less
        figure = comparison.get(lasts.pop(), walk.segment)
        target, actual, *_ = figure.to_date
        assert figure.months == walk.months
        assert target is not None
        assert actual is not None
        assert near(walk.gap.customers, actual - target, target + abs(actual))


@STABLE
@given(cases())
def test_the_walk_adds_up_to_the_gap_of_revenue(case: Case) -> None:
    comparison = case.compare()
    for walk in comparison.walks:
        revenues = [each for each in comparison.figures if (each.kpi, each.segment) == ("revenue", walk.segment)]
        if walk.gap.revenue is None or not revenues or (walk.allocated and walk.segment):
            continue
        target, actual, *_ = revenues[0].to_date
        if actual is None or target is None:
            assert walk.steps[-1].revenue is None
            continue
        assert revenues[0].months == walk.revenue_months
        assert near(walk.gap.revenue, actual - target, target + abs(actual))


@STABLE
@given(cases())
def test_the_walk_adds_up_to_the_gap_of_the_year(case: Case) -> None:
    """… which is the outlook at plan less the goal, in customers and revenue."""
    comparison = case.compare()
    assert [walk.segment for walk in comparison.walks] == [outlook.segment for outlook in comparison.outlooks]
    for walk, outlook in zip(comparison.walks, comparison.outlooks, strict=True):
        year, goal = outlook.at_plan.year, outlook.goal
        assert near(walk.gap.year_customers, year.customers - goal.customers, year.customers + goal.customers)
        assert (walk.gap.year_revenue is None) == (year.revenue is None) == (goal.revenue is None)
        if walk.gap.year_revenue is not None and year.revenue is not None and goal.revenue is not None:
            assert near(walk.gap.year_revenue, year.revenue - goal.revenue, abs(year.revenue) + goal.revenue)


@STABLE
@given(cases())
def test_the_year_of_each_step_is_that_of_the_plain_formula(case: Case) -> None:
    """For whole months: E_0, E_c, E_1 … by carrying down what is known, as docs/arithmetic.md writes it."""
    whole = case._replace(actuals=case.actuals._replace(part=1.0))
    walk = whole.compare().walks[-1]
    steps = {step.name: 0.0 for step in walk.steps}
    for outcome, known in zip(case.targets.outcomes, happened(case.targets, whole.actuals), strict=True):
        nothing: list[dict[int, float]] = [{} for _ in outcome.branch.stages]
        levels = [math.fsum(outcome.branch.customers), math.fsum(down(outcome.targets, nothing)[-1])]
        for depth in range(len(outcome.branch.stages) + 1):
            given = [
                {**before, **(arrivals if stage < depth else {})}
                for stage, (before, arrivals) in enumerate(zip(known.before, known.arrivals, strict=True))
            ]
            levels.append(math.fsum(down(outcome.targets, given)[-1]))
        names = ["direct beyond need", "carry-in", *(stage.name for stage in outcome.branch.stages)]
        for at, name in enumerate(names):
            steps[name] = steps.get(name, 0.0) + levels[at + 1] - levels[at]
    scale = math.fsum(abs(value) for value in steps.values()) + 1000
    shown = {step.name: step.year_customers for step in walk.steps}
    assert all(near(shown.get(name, 0.0), value, scale) for name, value in steps.items())


@STABLE
@given(cases())
def test_timing_is_a_part_of_each_step(case: Case) -> None:
    """Rate and timing parts add up to the gap; what came exactly as it was to be expected has no timing part."""
    for walk in case.compare().walks:
        rates = [step.whole.less(step.timing) for step in walk.steps]
        scale = math.fsum(abs(value) for step in walk.steps for value in amounts(step)) + 1
        for at, gap in enumerate(walk.gap.whole):
            parts = [effect[at] for effect in (*rates, *(step.timing for step in walk.steps))]
            if gap is not None:
                assert near(math.fsum(part or 0.0 for part in parts), gap, scale)
        if not walk.segment and len(case.targets.outcomes) == 1:
            bottom = walk.steps[-2]
            assert near(bottom.timing_customers, 0.0, scale)  # to date as many came, whenever they did


def nothing_under_way(case: Case) -> PlanTargets:
    """The targets of the case's plan, had it stated nothing before its first day."""
    outcomes = [each._replace(branch=each.branch._replace(before={})) for each in case.targets.outcomes]
    return PlanTargets(case.targets.plan._replace(before={}), tuple(outcomes))


@STABLE
@given(cases(), st.floats(0.2, 3))
def test_a_steady_rate_has_no_timing(case: Case, factor: float) -> None:
    """Every stage has the same multiple of what was to be expected, month by month: all is rate, nothing timing."""
    targets = nothing_under_way(case)
    parts = {}
    for outcome in targets.outcomes:
        top = outcome.branch.stages[0].name
        run = outcome.targets.arrivals[0].year
        counts = {month: count * factor for month, count in enumerate(case.actuals.window.covered(run), start=1)}
        parts[outcome.branch.segment] = Seen({top: case.actuals.window.known(counts)})
    for walk in compare(targets, case.actuals._replace(seen=parts)).walks:
        scale = math.fsum(abs(value) for step in walk.steps for value in amounts(step)) + 1
        assert all(near(value or 0.0, 0.0, scale) for step in walk.steps for value in step.timing)


def direct_within_need(outcome: Outcome) -> bool:
    """Whether no more arrives directly than the plan needs (law 1 asks for it)."""
    pairs = zip(outcome.targets.direct[1:], outcome.targets.arrivals[1:], strict=True)
    return all(direct.at(month) <= run.at(month) for direct, run in pairs for month in range(run.first, run.last + 1))


@STABLE
@given(cases())
def test_the_walk_is_zero_when_all_went_as_planned(case: Case) -> None:
    if not all(direct_within_need(outcome) for outcome in case.targets.outcomes):
        return
    comparison = compare(nothing_under_way(case), as_planned(case))
    for walk, outlook in zip(comparison.walks, comparison.outlooks, strict=True):
        scale = outlook.goal.revenue or outlook.goal.customers
        assert all(near(value, 0.0, scale) for step in walk.steps for value in amounts(step))
        assert outlook.at_plan.year.customers == about(outlook.goal.customers)
        assert outlook.at_rates.year.customers == about(outlook.goal.customers, 1e-6)
    statuses = {status for figure in comparison.figures for status in (*figure.status, figure.to_date.status)}
    assert statuses <= {"on_track", None}
    assert not any(step.name == "direct beyond need" for walk in comparison.walks for step in walk.steps)
    assert {conversion.status for conversion in comparison.conversions} <= {"on_track", None}


@STABLE
@given(cases())
def test_nothing_known_is_a_plan_as_it_stands(case: Case) -> None:
    nothing = case.actuals._replace(seen={})
    comparison = compare(case.targets, nothing)
    for walk in comparison.walks:
        assert not walk.measured
        later = [step for step in walk.steps if step.name not in ("direct beyond need", "carry-in")]
        assert all(near(value, 0.0, 1e6) for step in later for value in amounts(step))
    assert all(figure.to_date.actual is None for figure in comparison.figures)


@STABLE
@given(cases())
def test_what_is_needed_reaches_the_goal(case: Case) -> None:
    """Customers needed, a month left, make up what the year is short of so far; no number is negative."""
    for outlook in case.compare().outlooks:
        needed = outlook.needed
        if needed is None:
            assert (case.actuals.through, case.actuals.part) == (12, 1.0)
            continue
        short = max(0.0, outlook.goal.customers - outlook.so_far.customers)
        assert near(needed.customers * needed.months, short, outlook.goal.customers)
        for units in (needed.at_plan, needed.at_rates):
            assert units is None or all(count >= 0 for count in units.values())


settings_of_status = st.builds(
    Status,
    tolerance=st.floats(0, 0.5),
    chance=st.floats(0.01, 0.99),
    watch=st.floats(0.01, 0.99),
    dispersion=st.floats(0.1, 20),
)
judges = st.builds(Judge, settings_of_status, st.integers(1, 60))
bases = st.builds(Basis, st.floats(0, 1e5), st.floats(0, 1e6))


@STABLE
@given(st.floats(0, 1e5), st.floats(1, 3), bases, bases, judges)
def test_nothing_at_its_target_is_behind(target: float, more: float, given: Basis, own: Basis, judge: Judge) -> None:
    assert judge.of_count(target * more, target, given, own).status == "on_track"
    assert judge.of_revenue(target * more, target, own, given.mean).status == "on_track"


@STABLE
@given(st.integers(0, 500), st.integers(0, 100), st.floats(1, 400), st.floats(0, 1e4), judges)
def test_fewer_never_stand_better(count: int, fewer: int, mean: float, extra: float, judge: Judge) -> None:
    """… and what would show is just what is called behind."""
    worst_first = ["behind", "watch", "follows", "within_chance", "on_track"]
    basis, less = Basis(mean, extra), max(0, count - fewer)
    one, two = (worst_first.index(judge.of_count(each, mean, basis, basis).status or "") for each in (count, less))
    assert two <= one
    drop = judge.shows(basis)
    if drop is None:
        assert judge.of_count(0, mean, basis, basis).status != "behind"
        return
    assert judge.settings.tolerance <= drop <= 1
    assert judge.of_count(mean * (1 - drop) * (1 - 1e-9) - 1e-6, mean, basis, basis).status == "behind"


@STABLE
@given(st.floats(1, 400), st.floats(0, 400), st.floats(0, 1e4), st.floats(0, 1e4), judges)
def test_more_rows_and_more_noise_prove_less(
    mean: float, count: float, extra: float, more: float, judge: Judge
) -> None:
    calm, own = Basis(mean, extra), Basis(mean)
    crowded = judge._replace(rows=2 * judge.rows)
    for other, basis in ((crowded, calm), (judge, Basis(mean, extra + more))):
        if other.of_count(count, mean, basis, own).status == "behind":
            assert judge.of_count(count, mean, calm, own).status == "behind"


@STABLE
@given(cases())
def test_statuses_are_missing_where_a_number_is(case: Case) -> None:
    for figure in case.compare().figures:
        values = [*zip(figure.target, figure.actual, figure.attainment, figure.status, strict=True), figure.to_date]
        for target, actual, attainment, status in values:
            assert (attainment is None) == (not target or actual is None)
            if actual is None or target is None or "spend" in figure.kpi:
                assert status is None
            elif actual >= target:
                assert status == "on_track"
        assert all(value is None for value in figure.actual[case.actuals.through :])
