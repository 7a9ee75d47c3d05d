"""The bar, the trend, limits and alerts, to the letter."""

from __future__ import annotations

import pytest

from kpiplan.analysis.scorecard.score import Score
from kpiplan.kpis import find
from kpiplan.kpis.words import range_text, value_text
from kpiplan.locales.english import ENGLISH
from kpiplan.reports.cells import spark
from kpiplan.reports.scorecard.limit_words import aim_text
from kpiplan.reports.scorecard.report import LISTED, actual_table, alerts, bar, limits_cell, status_text
from tests.analysis.scorecard.cases import measured, plan_of, run, scored

BARS = {
    (None, None): "",
    (0.0, None): "[..........]",
    (-3.0, None): "[..........]",
    (0.04, None): "[..........]",
    (0.33, None): "[###.......]",
    (0.96, None): "[#########.]",  # not all the way
    (1.0, None): "[##########]",
    (7.0, None): "[##########]",
    (0.0, 0.25): "[..|.......]",
    (0.33, 0.5): "[###..|....]",
    (1.0, 0.5): "[#####|####]",
    (0.5, 0.99): "[#####....|]",
    (0.5, 0.0): "[#####.....]",
    (0.5, 1.0): "[#####.....]",
}


@pytest.mark.parametrize("come", BARS)
def test_the_bar(come: tuple[float | None, float | None]) -> None:
    assert bar(*come) == BARS[come]


TRENDS = {
    (): "",
    (5.0,): "",
    (None, 5.0, None): "",
    (1.0, 2.0): "⣸",
    (2.0, 1.0): "⣇",
    (1.0, 2.0, 3.0, 4.0): "⣠⣾",
    (1.0, None, 4.0): "⡀⡇",
    (1.0, None, None, 4.0): "⡀⢸",
    (1.0, None, None, None, 4.0, 4.0): "⡀\u2800⣿",
    (None, None, 1.0, 4.0, None): "\u2800⣸",
    (5.0, 5.0, 5.0): "⣤⡄",
    (480.0, 480.00000000000006): "⣤",  # the noise of sums is no trend
    (0.0, 0.0): "⣤",
    (-1.0, 1.0): "⣸",
    tuple(float(n) for n in range(12)): "⣀⣤⣤⣶⣶⣿",
}


@pytest.mark.parametrize("values", TRENDS)
def test_the_trend(values: tuple[float | None, ...]) -> None:
    assert spark(values) == TRENDS[values]


WORDS = {
    ("cost_per_lead", 480.0): "$480",
    ("close_rate", 0.45): "45%",
    ("marketing_roi", -0.2): "-20%",
    ("ltv_to_cac", 3.25): "3.25x",
    ("cac_payback", 14.0): "14 months",
    ("sales_cycle", 45.0): "45 days",
    ("average_session_duration", 90.0): "90 s",
    ("sales_velocity", 1_200.0): "$1,200 a day",
    ("net_promoter_score", -20.0): "-20",
    ("mqls", 1_250.0): "1,250",
}


@pytest.mark.parametrize("what", WORDS)
def test_a_value_in_words(what: tuple[str, float]) -> None:
    kpi = find(what[0])
    assert kpi is not None
    assert value_text(kpi, what[1], "USD", ENGLISH) == WORDS[what]


RANGES = {
    ("close_rate", 0.4, 0.45): "40-45%",
    ("close_rate", 0.4, 0.4): "40%",
    ("cost_per_lead", 480.0, 450.0): "$450-$480",
    ("ltv_to_cac", 2.0, 4.0): "2-4x",
    ("sales_cycle", 30.0, 45.0): "30-45 days",
    ("revenue_growth", -0.05, 0.1): "-5% to 10%",
    ("net_promoter_score", -20.0, -10.0): "-20 to -10",
}


@pytest.mark.parametrize("what", RANGES)
def test_a_range_in_words(what: tuple[str, float, float]) -> None:
    kpi = find(what[0])
    assert kpi is not None
    assert range_text(kpi, what[1:], "USD", ENGLISH) == RANGES[what]


AIMS = {
    "cost_per_lead: {at_most: 480}": ("at most $480", "<= $480"),
    "close_rate: {at_least: [40%, 45%, 45%, 50%]}": ("at least 40-50%", ">= 40%"),
    "ltv_to_cac: {between: [2x, 4x]}": ("2x to 4x", "2-4x"),
    "mqls: {at_least: 240 a year}": ("at least 240 a year", ">= 20"),
    "mqls: {between: [240 a year, 480 a year]}": ("240 to 480 a year", "20-40"),
    "net_promoter_score: {from: 30, reach: 45, by: 2020-06}": ("30 to 45 by 2020-06", ">= 32.5"),
    "keyword_ranking: {from: 20, reach: 8}": ("20 to 8 by 2020-12", "<= 19"),
    "sla: {done: false, due: 2020-02}": ("done by 2020-02", "by 2020-02"),
    "sla: {done: false}": ("done", ""),
    "launch: {tasks: [a, b], due: 2020-03}": ("2 tasks by 2020-03", "by 2020-03"),
    "launch: {tasks: [a]}": ("1 task", ""),
}


@pytest.mark.parametrize("kpi", AIMS)
def test_what_a_kpi_must_be_for_the_year_and_to_date(kpi: str) -> None:
    plan, found = plan_of(f"{{{kpi}}}"), scored(kpi, 1)
    assert (aim_text(found.chosen, plan, ENGLISH), limits_cell(plan, found, ENGLISH).text) == AIMS[kpi]


def test_statuses_in_words() -> None:
    kpi = "mqls: {at_least: 10 a month}"
    found = [scored(kpi, 1, mqls=run(n)) for n in (10, 6, 5, 1)]
    assert [status_text(each, ENGLISH) for each in found] == ["on track", "within chance", "watch", "under"]
    assert status_text(scored("bounce_rate: {at_most: 40%}", 1, bounce_rate=run(0.5)), ENGLISH) == "over"
    assert status_text(scored(kpi, 1), ENGLISH) == "not known"
    zero = scored("cost_per_lead: {at_most: 480}", 1, leads=run(0), marketing_spend=run(5))
    assert status_text(zero, ENGLISH) == "not known"


def advice(name: str) -> str:
    """What the catalogue says to do, without the full stop."""
    kpi = find(name)
    assert kpi is not None
    return kpi.action.removesuffix(".")


ALERTS: dict[str, tuple[dict[str, float], list[str]]] = {
    "cost_per_lead: {at_most: 480, owner: Demand, action: move budget}": (
        {"cost_per_lead": 520.0}, ["Cost per lead: $520, $40 over $480: move budget (Demand)"],
    ),
    "net_promoter_score: {at_least: 40}": (
        {"net_promoter_score": 30.0},
        # what the catalogue advises, where the plan has no action of its own
        [f"Net promoter score: 30, 10 under 40: {advice('net_promoter_score')}"],
    ),
    "bounce_rate: {at_most: 40%, owner: Web, action: speed up}": (
        {"bounce_rate": 0.45}, ["Bounce rate: 45%, 5 points over 40%: speed up (Web)"],
    ),
    "bounce_rate: {at_most: 40%, owner: Web}": (
        {"sessions": 5.0}, ["Bounce rate: not known without single page sessions"],
    ),
    "launch: {tasks: [a, b, c], done: [b], due: 2019-12, owner: Marketing}": (
        {}, ["Launch: overdue since December 2019, missing: a and c (Marketing)"],
    ),
    "sla: {name: Agreement, done: false, due: 2019-12}": ({}, ["Agreement: overdue since December 2019"]),
    "close_rate: {at_least: 45%}": ({"won": 5.0, "opportunities": 10.0}, []),
}  # fmt: skip


@pytest.mark.parametrize("kpi", ALERTS)
def test_alerts(kpi: str) -> None:
    measures, expected = ALERTS[kpi]
    found = measured(kpi, 1, {name: run(value) for name, value in measures.items()})
    assert list(alerts(plan_of(f"{{{kpi}}}"), [found], ENGLISH)) == expected


def test_parts_of_a_breakdown_are_listed_up_to_five_a_kpi() -> None:
    kpi = "cost_per_lead: {at_most: 480}"
    plan, whole = plan_of(f"{{{kpi}}}"), scored(kpi, 1, cost_per_lead=run(450))
    parts: list[Score] = [whole._replace(part=f"campaign {n}") for n in range(7)]
    table = actual_table(plan, [whole, *parts, whole, parts[0]], ENGLISH)
    assert LISTED == 5
    assert [row.cells[0].text for row in table.rows] == [
        "Cost per lead", *(f"  campaign {n}" for n in range(5)), "  2 more", "Cost per lead", "  campaign 0",
    ]  # fmt: skip
    assert {row.kind for row in table.rows if row.cells[0].text.startswith(" ")} == {"detail"}
