"""An empty overlay changes nothing, to the last bit; `--set` is editing the file; memory changes nothing."""

from __future__ import annotations

import copy
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.funnel.targets import figures, plan_targets
from kpiplan.language.overlay.change import Overlay, of_pairs, of_texts
from kpiplan.loader import Loaded, laid, read_file
from kpiplan.problems import Problem
from tests.funnel.generated import STABLE, Data, plans

RATES = ("3%", 0.031, "101%", "x", [0.1, 0.2, 0.3, 0.4], {"from": "1%", "to": "2%"}, 20)


def text_of(data: Data) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def flow(value: Any) -> str:
    return (
        yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000).removesuffix("...\n").strip()
    )


def loaded(data: Data, overlay: Overlay | None = None) -> Loaded:
    return laid(read_file(text_of(data).encode(), "plan.yaml"), overlay)


def said(problems: tuple[Problem, ...]) -> list[tuple[object, ...]]:
    """Problems but for where they stand, which differs, and what the change itself is told."""
    found = [(p.code, p.message, p.path, p.hint) for p in problems if p.code != "no-change"]
    return sorted(found, key=repr)


@given(plans())
@STABLE
def test_an_empty_overlay_changes_nothing(data: Data) -> None:
    plain, empty = loaded(data), loaded(data, of_texts([]))
    assert plain.plan == empty.plan
    assert plain.problems == empty.problems
    assert plain.plan is None or figures(plan_targets(plain.plan)) == figures(plan_targets(empty.plan or plain.plan))


@given(plans(), st.sampled_from(RATES), st.data())
@STABLE
def test_a_rate_that_is_set_is_a_rate_that_is_edited(data: Data, rate: Any, draw: st.DataObject) -> None:
    if "funnel" not in data:
        return
    at = draw.draw(st.integers(1, len(data["funnel"]) - 1))
    name, held = next(iter(data["funnel"][at].items()))
    changed = copy.deepcopy(data)
    path = f"funnel[{at}].{name}"
    if isinstance(held, dict) and not {"from", "to"} & held.keys() and any(key.isidentifier() for key in held):
        settings = {key: value for key, value in held.items() if key not in ("each", "by_age")}
        if "rate" not in held and "each" not in held and "by_age" not in held:
            return  # a series by month
        changed["funnel"][at] = {name: {**settings, "rate": rate}}
        path += ".rate"
    else:
        changed["funnel"][at] = {name: rate}
    edited, under = loaded(changed), loaded(data, of_texts([f"{path}={flow(rate)}"]))
    assert under.plan == edited.plan
    assert said(under.problems) == said(edited.problems)


@given(plans(), st.sampled_from(("35k", "1.5M", "-5", "20%", [1000, 2000, 3000, 4000], {"from": 10, "to": 20})))
@STABLE
def test_a_deal_that_is_set_is_a_deal_that_is_edited(data: Data, deal: Any) -> None:
    if "goal" not in data:
        return
    changed = copy.deepcopy(data)
    changed["goal"]["average_deal"] = deal
    edited, under = loaded(changed), loaded(data, of_texts([f"average_deal={flow(deal)}"]))
    assert under.plan == edited.plan
    assert said(under.problems) == said(edited.problems)
    assert loaded(data, of_pairs({"goal.average_deal": flow(deal)})).plan == edited.plan


@given(plans(), st.lists(st.sampled_from(("35k", "40k", "x", "2M")), min_size=2, max_size=5))
@STABLE
def test_one_tree_gives_the_same_under_each_change_whatever_came_before(data: Data, deals: list[str]) -> None:
    """What unchanged parts read to is remembered: a fresh reading gives the same."""
    if "goal" not in data:
        return
    source = read_file(text_of(data).encode(), "plan.yaml")
    for deal in deals:
        overlay = of_texts([f"average_deal={deal}"])
        again, fresh = laid(source, overlay), loaded(data, overlay)
        assert again.plan == fresh.plan
        assert again.problems == fresh.problems
    assert laid(source).plan == loaded(data).plan
