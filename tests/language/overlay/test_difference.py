"""What differs between two trees, in the words of plans, and the plans between."""

from __future__ import annotations

import pytest

import kpiplan
from kpiplan.language.overlay.pairing import Pairing, paired
from kpiplan.loader import built
from tests.conftest import INBOUND


def pairing(old: str, new: str) -> Pairing:
    trees = [kpiplan.read_plan(text).source.root for text in (old, new)]
    assert trees[0] is not None
    assert trees[1] is not None
    return paired(trees[0], trees[1])


def changes(old: str, new: str) -> list[tuple[str, str, str, str]]:
    return [(edit.kind, edit.short, edit.old, edit.new) for edit in pairing(old, new).edits]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("revenue: 10M", "revenue: {2020-01: 1M}", ("changed", "revenue", "10M", "{2020-01: 1M}")),
        ("  round_customers: nearest\n", "", ("removed", "round_customers", "nearest", "")),
        ("- mqls: 20%", "- mqls: {rate: 20%, lag: 1 month}", ("added", "mqls.lag", "", "1 month")),
        (
            "- visits",
            "- visits: {sources: {paid: {share: 100%}}}",
            ("added", "visits.sources", "", "{paid: {share: 100%}}"),
        ),
        ("currency: USD\n", "currency: EUR\n", ("changed", "currency", "USD", "EUR")),
        ("currency: USD\n", "currency: USD\nwhy: so\n", ("added", "why", "", "so")),
        ("year: 2020", "year: 2021", ("changed", "year", "2020", "2021")),
    ],
)
def test_one_change_in_the_words_of_plans(old: str, new: str, found: tuple[str, str, str, str]) -> None:
    assert old in INBOUND
    assert changes(INBOUND, INBOUND.replace(old, new)) == [found]


def test_parts_of_segments() -> None:
    segments = "segments: {a: {share: 60%}, b: {share: 40%, label: B}}\n"
    new = "segments: {a: {share: 60%, funnel: [calls, {deals: 5%}]}, b: {share: 40%, label: Bee}, }\n"
    assert changes(INBOUND + segments, INBOUND + new) == [
        ("added", "a.funnel", "", "[calls, {deals: 5%}]"),
        ("changed", "b.label", "B", "Bee"),
    ]


def test_stages_in_another_order_are_another_funnel() -> None:
    new = INBOUND.replace("  - mqls: 20%\n  - sqls: 20%\n", "  - sqls: 20%\n  - mqls: 20%\n")
    (edit,) = pairing(INBOUND, new).edits
    assert (edit.kind, edit.path) == ("changed", "funnel")


def test_the_plans_between() -> None:
    """None of the changes is the old plan, all are the new one, one of them is that one."""
    new = INBOUND.replace("10M", "12M").replace("leads: 1.5%", "leads: {rate: 2%, lag: 1 month}")
    loaded = kpiplan.read_plan(INBOUND)
    found = pairing(INBOUND, new)
    numbers = {edit.short: edit.number for edit in found.edits}
    plans = {
        name: built(loaded.source, found.made([number for number in chosen if number is not None]))
        for name, chosen in (("none", []), ("one", [numbers["leads"]]), ("all", list(numbers.values())))
    }
    assert plans["none"] == loaded.plan
    assert plans["all"] == kpiplan.read_plan(new).plan
    assert plans["one"] == kpiplan.read_plan(INBOUND.replace("leads: 1.5%", "leads: 2%")).plan
