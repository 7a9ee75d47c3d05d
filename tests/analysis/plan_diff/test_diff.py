"""What differs between two plans, and the parts of the changes: published numbers, by hand, as laws."""

from __future__ import annotations

import math
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kpiplan
from kpiplan.analysis.plan_diff.bundles import MOST
from kpiplan.analysis.plan_diff.shapley import shapley
from tests.conftest import INBOUND

SEGMENTS = "segments: {a: {share: 50%}, b: {share: 30%}, c: {share: 20%}}\n"


def plan(*changes: tuple[str, str], text: str = INBOUND) -> kpiplan.Loaded:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    loaded = kpiplan.read_plan(text)
    assert loaded.plan is not None, loaded.problems
    return loaded


def parts(found: kpiplan.Diff, kpi: str = "visits") -> dict[str, float]:
    """By the short paths of each change."""
    return {" + ".join(edit.short for edit in share.bundle): share.parts[kpi] for share in found.parts}


def test_two_rates() -> None:
    """75,000 to 45,000: leads first -18,750 and mqls last -11,250; mqls first -15,000 and leads last -15,000."""
    found = kpiplan.diff(plan(), plan(("leads: 1.5%", "leads: 2%"), ("mqls: 20%", "mqls: 25%")))
    visits = found.figure("visits")
    assert visits is not None
    assert visits.difference == pytest.approx(-30_000, abs=1e-9)
    assert parts(found) == pytest.approx({"leads": -16_875, "mqls": -13_125}, abs=1e-9)


def test_four_changes_with_rounding_at_every_step() -> None:
    found = kpiplan.diff(plan(), plan(("10M", "12M"), ("1.1M", "1.2M"), ("1.5%", "1.8%"), ("50%", "45%")))
    expected = {
        "revenue": 16_100.823045267,
        "average_deal": -8_050.411522634,
        "leads": -13_940.329218107,
        "customers": 8_050.411522634,
    }
    assert parts(found) == pytest.approx(expected, abs=1e-8)


def test_the_parts_are_the_mean_over_all_orders() -> None:
    worth = {mask: float(mask**3 % 17) for mask in range(16)}
    orders = list(permutations(range(4)))
    for player, (part,) in enumerate(shapley(4, lambda mask: [worth[mask]])):
        steps = []
        for order in orders:
            before = sum(1 << each for each in order[: order.index(player)])
            steps.append(worth[before | 1 << player] - worth[before])
        assert part == pytest.approx(math.fsum(steps) / len(orders), abs=1e-12)


def test_a_plan_with_itself() -> None:
    found = kpiplan.diff(plan(), plan())
    assert (found.edits, found.parts, found.kpis) == ((), (), ())
    assert all(each.difference == 0 for each in found.figures)


@pytest.mark.parametrize(
    "change",
    [
        ("10M", "10_000_000  # ten"),
        ("10M", "'10M'"),
        ("- mqls: 20%", "- mqls: {rate: 0.2}"),
        ("name: Inbound marketing 2020\nyear: 2020", "year: 2020\n# a comment\nname: Inbound marketing 2020"),
        ("- leads: 1.5%", "- leads: 0.015"),
    ],
)
def test_what_says_the_same_is_no_change(change: tuple[str, str]) -> None:
    assert kpiplan.diff(plan(), plan(change)).edits == ()


def test_a_renamed_stage_is_no_other_stage() -> None:
    text = INBOUND + "before: {sqls: {2019-12: 3}}\nstatus: {noise: {sqls: 5%}}\n"
    new = text.replace("sqls", "accepted").replace("accepted: 20%", "accepted: 25%")
    found = kpiplan.diff(kpiplan.read_plan(text), kpiplan.read_plan(new))
    assert [(edit.kind, edit.path, edit.old, edit.new) for edit in found.edits] == [
        ("renamed", "funnel[3].accepted", "sqls", "accepted"),
        ("changed", "funnel[3].accepted.rate", "20%", "25%"),
    ]
    moved = found.figure("accepted")
    assert moved is not None
    assert (moved.old, moved.difference) == (45, 0)
    assert parts(found) == pytest.approx({"accepted": -15_000})


def test_a_stage_and_the_rate_below_it_are_one_change() -> None:
    old, new = plan(), plan(("  - customers: 50%", "  - offers: 80%\n  - customers: 62.5%"), ("1.5%", "2%"))
    found = kpiplan.diff(old, new)
    assert [(edit.kind, edit.short) for edit in found.edits] == [
        ("changed", "leads"),
        ("added", "offers"),
        ("changed", "customers"),
    ]
    assert parts(found) == pytest.approx({"leads": -18_750, "offers + customers": 0}, abs=1e-8)
    gone = kpiplan.diff(new, old)
    assert ("removed", "offers") in [(edit.kind, edit.short) for edit in gone.edits]
    assert parts(gone) == pytest.approx({"leads": 18_750, "offers + customers": 0}, abs=1e-8)


def test_what_makes_no_sense_alone_is_one_change() -> None:
    found = kpiplan.diff(plan(), plan(("  revenue: 10M\n", "  customers: 12\n"), ("leads: 1.5%", "leads: 2%")))
    assert list(parts(found)) == ["revenue + customers", "leads"]
    ages = kpiplan.diff(plan(), plan(("customers: 50%", "customers: {by_age: [20%, 30%]}")))
    assert list(parts(ages)) == ["customers + customers.by_age"]


def test_shares_that_sum_are_one_change() -> None:
    old = plan(text=INBOUND + SEGMENTS)
    new = plan(("50%}, b", "45%}, b"), ("share: 30%", "share: 40%"), ("share: 20%", "share: 15%"), text=old_text(old))
    assert list(parts(kpiplan.diff(old, new))) == ["a.share + b.share + c.share"]


def old_text(loaded: kpiplan.Loaded) -> str:
    return loaded.source.text


def test_a_segment_under_another_name_is_no_other_segment() -> None:
    old = plan(text=INBOUND + SEGMENTS)
    found = kpiplan.diff(old, plan(("a: {share", "north: {share"), text=old_text(old)))
    assert [(edit.kind, edit.old, edit.new) for edit in found.edits] == [("renamed", "a", "north")]
    assert all(each.difference == 0 for each in found.figures)


def test_more_changes_than_are_told_apart_are_grouped() -> None:
    segments = ", ".join(f"s{n}: {{share: 6.25%, goal: {{average_deal: {n + 1}M}}}}" for n in range(16))
    old = plan(text=f"{INBOUND.replace('  round_customers: nearest', '')}segments: {{{segments}}}\n")
    new = kpiplan.read_plan(old_text(old).replace("M}}", "_500_000}}"))
    found = kpiplan.diff(old, new)
    assert len(found.edits) == 16
    assert len(found.parts) == MOST
    total = found.figure("visits")
    assert total is not None
    assert math.fsum(share.parts["visits"] for share in found.parts) == pytest.approx(total.difference, rel=1e-9)


CHANGES = [
    ("revenue: 10M", "revenue: 13M"),
    ("average_deal: 1.1M", "average_deal: {from: 900k, to: 1.3M}"),
    ("round_customers: nearest", "growth: 2% a month"),
    ("- visits", "- visits: {cost: 0.4}"),
    ("leads: 1.5%", "leads: {rate: 1.8%, direct: {mar: 40, else: 2}}"),
    ("mqls: 20%", "mqls: {rate: 25%, lag: 1 month}"),
    ("sqls: 20%", "sqls: {by_age: [5%, 12%]}"),
    ("opportunities: 40%", "chances: 40%"),
    ("customers: 50%", "customers: {rate: 45%, lag: [50%, 50%], label: Kunden}"),
]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(CHANGES), unique=True), st.lists(st.sampled_from(CHANGES), unique=True))
def test_parts_add_up_and_turn_around(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> None:
    """To the difference of every amount; from the new plan to the old one they are the same with the other sign."""
    old, new = plan(*one), plan(*other)
    forth, back = kpiplan.diff(old, new), kpiplan.diff(new, old)
    assert len(forth.parts) <= MOST
    for kpi in forth.kpis:
        moved = forth.figure(kpi)
        difference = ((moved.new or 0.0) - (moved.old or 0.0)) if moved else 0.0
        size = max(abs(moved.new or 0.0), abs(moved.old or 0.0)) if moved else 1.0
        assert math.fsum(share.parts[kpi] for share in forth.parts) == pytest.approx(difference, abs=1e-9 * size)
    assert sorted(forth.kpis) == sorted(back.kpis)
    for kpi in set(forth.kpis) & set(back.kpis):
        turned = sorted(-share.parts[kpi] for share in back.parts)
        assert sorted(share.parts[kpi] for share in forth.parts) == pytest.approx(turned, rel=1e-9, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(st.floats(0.5, 2), st.lists(st.sampled_from(CHANGES[:2]), unique=True))
def test_equal_changes_have_equal_parts_and_idle_ones_none(factor: float, others: list[tuple[str, str]]) -> None:
    rate = f"{20 * factor:.6f}%"
    changes = [("mqls: 20%", f"mqls: {{rate: {rate}, label: M}}"), ("sqls: 20%", f"sqls: {rate}")]
    found = kpiplan.diff(plan(), plan(*changes, *others))
    each = parts(found)
    if "mqls" in each:
        assert each["mqls"] == pytest.approx(each["sqls"], rel=1e-9)
    assert each["mqls.label"] == 0
