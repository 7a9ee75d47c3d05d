"""Laws of a page's values, over random plans and what was seen of them.

"The waterfall's last bar ends at the gap. Each bar begins where the one above ends."
"""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.locales.english import ENGLISH
from kpiplan.reports.actuals.walk import walk_layout
from kpiplan.reports.page.charts import charts
from kpiplan.reports.page.gap import gap_table, walk_chart
from kpiplan.reports.page.model import FanChart, FunnelChart, MonthChart, PageTable, ProgressBar, WalkBar
from kpiplan.reports.page.page import page_view
from kpiplan.reports.page.scale import ticks
from kpiplan.reports.page.stages import FULL, attainment_table
from kpiplan.reports.page.year import fan_chart
from tests.analysis.variance.cases import STABLE, Case, about, cases
from tests.reports.page.made import facing_of, results_of

FEWER = settings(STABLE, max_examples=25)  # each example makes half a page


def walks(table: PageTable) -> list[list[WalkBar]]:
    """The bars of each walk of a table, each with its gap last."""
    found: list[list[WalkBar]] = [[]]
    for row in table.rows:
        bars = [cell for cell in row.cells if isinstance(cell, WalkBar)]
        found[-1] += bars
        if bars and bars[0].total:
            found.append([])
    return found[:-1]


@FEWER
@given(cases())
def test_the_waterfall_ends_at_the_gap(case: Case) -> None:
    facing = facing_of(case)
    later = walk_layout(facing).later
    several = 0 < len(case.plan.segments) <= 6
    shown = facing.comparison.walks if several else facing.comparison.walks[-1:]
    for walk, bars in zip(shown, walks(gap_table(facing)), strict=True):
        *steps, gap = bars
        size = walk.gap.year_customers if later else walk.gap.customers
        assert (gap.start, gap.end) == (0.0, size)
        assert all(one.end == two.start for one, two in pairwise(steps))
        if steps:
            assert steps[0].start == 0.0
            assert steps[-1].end == about(size)
        assert all(bar.low <= min(bar.start, bar.end, 0.0) + 1e-9 for bar in bars)
        assert all(bar.high >= max(bar.start, bar.end, 0.0) - 1e-9 for bar in bars)


@FEWER
@given(cases())
def test_the_picture_of_the_walk_has_the_bars_of_the_table(case: Case) -> None:
    facing = facing_of(case)
    bars = walks(gap_table(facing))[-1]
    drawn = [step.bar for step in walk_chart(facing).steps]
    assert drawn[-1] == bars[-1]
    assert [bar for bar in drawn if bar not in bars] == []


@FEWER
@given(cases())
def test_bars_of_stages_are_as_long_as_what_came_is_of_the_target(case: Case) -> None:
    facing = facing_of(case)
    table = attainment_table(facing)
    bars = [cell for row in table.rows for cell in row.cells if isinstance(cell, ProgressBar)]
    known = [figure.to_date.attainment for figure in facing.comparison.figures]
    shares = [share / FULL for share in known if share is not None]
    assert all(bar.expected == 1 / FULL for bar in bars)
    assert all(any(bar.share == about(share) for share in shares) for bar in bars)


@FEWER
@given(cases())
def test_the_fan_lies_about_its_middle_and_begins_with_what_came(case: Case) -> None:
    results = results_of(case)
    chart = fan_chart(page_view(results))
    for middle, (low, high), (least, most) in zip(chart.middle, chart.inner, chart.outer, strict=True):
        assert least <= low <= middle <= high <= most
    assert all(one <= two for one, two in pairwise(chart.middle))
    assert chart.planned[-1] == about(
        math.fsum(math.fsum(outcome.targets.arrivals[-1].year) for outcome in case.targets.outcomes)
    )
    assert max(chart.ticks[-1].value, 1) >= max(*chart.planned, *chart.actual, chart.goal.value) * (1 - 1e-9)


@FEWER
@given(cases())
def test_every_chart_can_be_asked_for_by_its_name(case: Case) -> None:
    found = charts(results_of(case))
    assert {"year", "walk"} <= set(found)
    for name, make in found.items():
        chart = make()
        kind = {"funnel": FunnelChart, "months": MonthChart, "year": FanChart}.get(name.partition(":")[0])
        assert kind is None or isinstance(chart, kind)
        assert chart.title
        assert chart.label


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e15)), max_size=8))
def test_an_axis_begins_at_nothing_rises_in_equal_steps_and_holds_all(values: list[float | None]) -> None:
    found = [tick.value for tick in ticks(values, ENGLISH)]
    assert found[0] == 0
    assert 2 <= len(found) <= 5
    steps = [two - one for one, two in pairwise(found)]
    assert all(math.isclose(step, steps[0]) for step in steps)
    assert steps[0] > 0
    known = [value for value in values if value is not None]
    assert not known or found[-1] >= max(known) * (1 - 1e-9)
