"""Numbers of a plan's text changed in place: in the form that they have, comments kept, or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from kpiplan.language.editing.ages import with_ages
from kpiplan.language.editing.spans import UnwritableError
from kpiplan.language.editing.values import NewValue, with_value
from kpiplan.months import Month

START = Month(2026, 1)
PATHS: dict[str, tuple[tuple[str | int, ...], str]] = {
    "rate": (("funnel", 1, "leads", "rate"), "percent"),
    "lag": (("funnel", 1, "leads", "lag"), "lag"),
    "direct": (("funnel", 1, "leads", "direct"), "count"),
    "deal": (("goal", "average_deal"), "money"),
    "revenue": (("goal", "revenue"), "money"),
    "rounding": (("goal", "round_customers"), "rounding"),
    "elsewhere": (("goal", "from_elsewhere"), "percent"),
    "next": (("goal", "next_year"), "next year"),
    "weights": (("goal", "by_month"), "weight"),
    "start": (("start",), "month"),
    "share": (("funnel", 0, "visits", "sources", "paid", "share"), "percent"),
    "churn": (("goal", "recurring", "churn"), "percent"),
    "segment": (("segments", "inbound", "goal", "from_elsewhere"), "percent"),
}


def year(value: float, *months: tuple[int, float]) -> tuple[float, ...]:
    """Twelve values, some of them others."""
    return tuple(dict(months).get(month, value) for month in range(12))


@pytest.mark.parametrize(
    ("text", "what", "before", "after", "changed"),
    [
        ("funnel: [visits, {leads: 30%}]", "rate", year(0.3), year(0.25), "funnel: [visits, {leads: 25%}]"),
        ("funnel: [visits, {leads: 0.3}] # x", "rate", year(0.3), year(0.275), "funnel: [visits, {leads: 27.5%}] # x"),
        ("funnel: [visits, {leads: '30%'}]", "rate", year(0.3), year(0.25), "funnel: [visits, {leads: 25%}]"),
        (
            "funnel: [visits, {leads: 30%}]", "rate", year(0.3), year(0.3, (2, 0.5)),
            "funnel: [visits, {leads: [30%, 30%, 50%, 30%, 30%, 30%, 30%, 30%, 30%, 30%, 30%, 30%]}]",
        ),
        (
            "funnel:\n- visits\n- leads:\n    rate: {from: 1%, to: 12%} # up\n", "rate",
            tuple(m / 100 for m in range(1, 13)), tuple(2 * m / 100 for m in range(1, 13)),
            "funnel:\n- visits\n- leads:\n    rate: {from: 2%, to: 24%} # up\n",
        ),
        (
            "funnel:\n- visits\n- leads:\n    direct:\n      mar: 60 # fair\n      else: 0\n", "direct",
            year(0, (2, 60)), year(0, (2, 70)),
            "funnel:\n- visits\n- leads:\n    direct:\n      mar: 70 # fair\n      else: 0\n",
        ),
        (
            "funnel: [visits, {leads: {rate: 5%, direct: {mar: 60, else: 0}}}]", "direct",
            year(0, (2, 60)), year(0, (2, 60), (3, 9)),
            "funnel: [visits, {leads: {rate: 5%, direct: [0, 0, 60, 9, 0, 0, 0, 0, 0, 0, 0, 0]}}]",
        ),
        (
            "funnel: [visits, {leads: {rate: [1%, 2%, 3%, 4%]}}]", "rate",
            tuple(m // 3 / 100 + 0.01 for m in range(12)), tuple(m // 3 / 50 + 0.01 for m in range(12)),
            "funnel: [visits, {leads: {rate: [1%, 3%, 5%, 7%]}}]",
        ),
        (
            "funnel: [visits, {leads: {rate: {2026-01: 1%, 2026-03: 2%}}}]", "rate",
            year(0.02, (0, 0.01), (1, 0.01)), year(0.05, (0, 0.01), (1, 0.01)),
            "funnel: [visits, {leads: {rate: {2026-01: 1%, 2026-03: 5%}}}]",
        ),
        (
            "funnel:\n- visits\n- leads:\n    rate:\n    - 1%\n    - 2%\n    - 3%\n    - 4%\n    owner: me\n", "rate",
            tuple(m // 3 / 100 + 0.01 for m in range(12)), year(0.5),
            "funnel:\n- visits\n- leads:\n    rate:\n    - 50%\n    - 50%\n    - 50%\n    - 50%\n    owner: me\n",
        ),
        (
            "funnel: [visits, {leads: 30%}]", "lag", (1.0, 0.0), (0.0, 1.0),
            "funnel: [visits, {leads: {rate: 30%, lag: 1 month}}]",
        ),
        (
            "funnel: [visits, {leads: {rate: 3%, lag: 1 quarter}}]", "lag", (0.0, 0.0, 0.0, 1.0), (0.1, 0.2, 0.3, 0.4),
            "funnel: [visits, {leads: {rate: 3%, lag: [10%, 20%, 30%, 40%]}}]",
        ),
        (
            "funnel:\n- visits\n- leads:\n    rate: 3%\n", "lag", (1.0, 0.0), (0.0, 0.0, 1.0),
            "funnel:\n- visits\n- leads:\n    lag: 2 months\n    rate: 3%\n",
        ),
        ("goal: {average_deal: 40k}", "deal", year(40_000.0), year(41_000.0), "goal: {average_deal: 41k}"),
        ("goal: {average_deal: 40k}", "deal", year(40_000.0), year(41_234.0), "goal: {average_deal: 41_234}"),
        ("goal: {average_deal: 1.1M}", "deal", year(1.1e6), year(1.25e6), "goal: {average_deal: 1.25M}"),
        ("goal: {average_deal: 2}", "deal", year(2.0), year(1.125), "goal: {average_deal: 1.1250}"),
        ("goal: {revenue: 10M}", "revenue", (1e7,), (1.2e7,), "goal: {revenue: 12M}"),
        ("goal: {revenue: [1M, 2M, 3M, 4M]}", "revenue", (1e7,), (2e7,), "goal: {revenue: [2M, 4M, 6M, 8M]}"),
        ("goal: {revenue: 10M}", "rounding", (None,), ("up",), "goal: {round_customers: up, revenue: 10M}"),
        ("goal:\n  revenue: 10M\n", "rounding", (None,), ("up",), "goal:\n  round_customers: up\n  revenue: 10M\n"),
        (
            "goal:\n  revenue: 10M\n  round_customers: up\n", "rounding", ("up",), (None,),
            "goal:\n  revenue: 10M\n",
        ),
        ("goal: {revenue: 10M, round_customers: up}", "rounding", ("up",), (None,), "goal: {revenue: 10M}"),
        ("goal: {round_customers: up, revenue: 10M}", "rounding", ("up",), (None,), "goal: {revenue: 10M}"),
        ("goal: {from_elsewhere: 30%} # a", "elsewhere", (0.3,), (0.35,), "goal: {from_elsewhere: 35%} # a"),
        ("goal: {next_year: 20%}", "next", (0.2,), ("none",), "goal: {next_year: none}"),
        ("goal: {next_year: none}", "next", ("none",), (0.1,), "goal: {next_year: 10% a year}"),
        (
            "goal: {recurring: {from: 1, churn: 1%}}", "churn", (0.01,), (0.02,),
            "goal: {recurring: {from: 1, churn: 2% a month}}",
        ),
        (
            "goal: {by_month: {nov: 2, dec: 2}}", "weights",
            tuple(w / 14 for w in year(1, (10, 2), (11, 2))), tuple(w / 14 for w in year(1, (10, 2), (11, 3))),
            "goal: {by_month: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3]}",
        ),
        (
            "goal: {revenue: 1M}", "weights", year(1 / 12), year(1 / 12, (0, 0.1)),
            "goal: {by_month: [10, " + ", ".join(["8.33333333333"] * 11) + "], revenue: 1M}",
        ),
        (
            "goal:\n  revenue: 1M\n  growth: 2% # a month\n", "weights", year(1 / 12), year(0.5),
            "goal:\n  revenue: 1M\n  by_month: [" + ", ".join(["50"] * 12) + "] # a month\n",
        ),
        ("start: 2026-01", "start", (46023.0,), ("2026-04",), "start: 2026-04"),
        ("year: 2026 # calendar", "start", (46023.0,), ("2027-01",), "year: 2027 # calendar"),
        ("year: 2026", "start", (46023.0,), ("2026-04",), "start: 2026-04"),
        (
            "funnel: [{visits: {sources: {paid: 30%, own: 70%}}}]", "share", (0.3,), (0.4,),
            "funnel: [{visits: {sources: {paid: 40%, own: 70%}}}]",
        ),
        (
            "funnel: [{visits: {sources: {paid: {share: 30%, cost: 2}}}}]", "share", (0.3,), (0.4,),
            "funnel: [{visits: {sources: {paid: {share: 40%, cost: 2}}}}]",
        ),
        (
            "segments: {inbound: {share: 60%}}", "segment", (None,), (0.1,),
            "segments: {inbound: {goal: {from_elsewhere: 10%}, share: 60%}}",
        ),
    ],
)  # fmt: skip
def test_a_value_in_its_place(text: str, what: str, before: Any, after: Any, changed: str) -> None:
    path, kind = PATHS[what]
    assert with_value(text, NewValue(path, kind, before, after), START) == changed


@pytest.mark.parametrize(
    ("text", "what", "before", "after"),
    [
        ("goal: {average_deal: &deal 40k}", "deal", year(4e4), year(4.1e4)),
        ("goal:\n  average_deal: >\n    40k\n", "deal", year(4e4), year(4.1e4)),
        (
            "goal:\n  average_deal:\n  - 1\n  # why\n  - 2\n  - 3\n  - 4\n", "deal",
            year(1.0), tuple(map(float, range(1, 13))),
        ),
        ("goal: {round_customers: up}", "rounding", ("up",), (None,)),
        ("goal: {revenue: 1}", "lag", (1.0,), (0.0, 1.0)),
    ],
)  # fmt: skip
def test_what_would_lose_something_is_refused(text: str, what: str, before: Any, after: Any) -> None:
    path, kind = PATHS[what]
    with pytest.raises(UnwritableError):
        with_value(text, NewValue(path, kind, before, after), START)


@pytest.mark.parametrize(
    ("text", "rates", "shares", "changed"),
    [
        ("f: {by_age: [10%, 30%]}", year(0.2), (0.25, 0.75), "f: {by_age: [5%, 15%]}"),
        ("f: {by_age: {quarters: [30%]}}", year(0.3), (0.0, 1.0), "f: {by_age: [0%, 30%]}"),
        (
            "f:\n  by_age: [10%, 30%] # a\n", year(0.2, (0, 0.1)), (0.0, 1.0),
            "f:\n  rate: [10%, " + ", ".join(["20%"] * 11) + "]\n  lag: 1 month # a\n",
        ),
    ],
)  # fmt: skip
def test_conversion_by_age(text: str, rates: Any, shares: Any, changed: str) -> None:
    assert with_ages(text, ("f",), rates, shares) == changed


def test_comments_inside_a_list_are_not_lost() -> None:
    """Brackets, quotes and comments that only look like ends of a value."""
    text = "why: 'a ] # }'\ngoal: {average_deal: [1, 2, # ]\n  3, 4]}\n"
    path, kind = PATHS["deal"]
    wanted = NewValue(path, kind, year(1.0), tuple(map(float, range(1, 13))))
    with pytest.raises(UnwritableError):
        with_value(text, wanted, START)
