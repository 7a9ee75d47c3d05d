"""Laws of KPIs, whatever the measures."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.kpis import find, formula_of, ids
from kpiplan.kpis.measures import MEASURES, adds_up
from kpiplan.kpis.record import Kpi
from kpiplan.kpis.resolve import Evaluation, evaluate, needed

CATALOGUE: dict[str, Kpi] = {name: kpi for name in ids() if (kpi := find(name))}
AMOUNTS = st.floats(0, 1e9, allow_subnormal=False)
POSITIVE = st.floats(0.01, 1e6)
KNOWN = st.dictionaries(st.sampled_from(sorted(MEASURES)), AMOUNTS)
RATIOS = [  # one measure over one other
    name
    for name, kpi in CATALOGUE.items()
    if (parts := formula_of(kpi).fraction) and all(part.text in MEASURES for part in parts)
]
SUMS = [name for name, kpi in CATALOGUE.items() if adds_up(kpi)]


def computed(name: str, known: Mapping[str, float]) -> Evaluation:
    return evaluate(formula_of(CATALOGUE[name]), known)


def value(name: str, known: Mapping[str, float]) -> float:
    found = computed(name, known).value
    assert found is not None
    return found


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_who_does_not_stay_has_left(start: int, new: int, lost: int) -> None:
    known = {"customers_start": start, "new_customers": new, "lost_customers": min(lost, start)}
    assert value("customer_retention_rate", known) + value("churn_rate", known) == pytest.approx(1, abs=1e-9)


@given(st.sampled_from(RATIOS), st.lists(st.tuples(AMOUNTS, POSITIVE), min_size=1, max_size=12))
def test_a_ratio_of_sums_lies_between_those_of_the_months(name: str, months: list[tuple[float, float]]) -> None:
    above, below = formula_of(CATALOGUE[name]).names
    each = [value(name, {above: one, below: other}) for one, other in months]
    total = {above: math.fsum(one for one, _ in months), below: math.fsum(other for _, other in months)}
    assert min(each) * (1 - 1e-9) <= value(name, total) <= max(each) * (1 + 1e-9)


@given(st.sampled_from(SUMS), st.data())
def test_what_adds_up_is_the_sum_of_its_months(name: str, data: st.DataObject) -> None:
    names = formula_of(CATALOGUE[name]).names
    months = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(names, AMOUNTS)), min_size=1, max_size=12))
    total = {each: math.fsum(month[each] for month in months) for each in names}
    assert value(name, total) == pytest.approx(math.fsum(value(name, month) for month in months))


@given(*[st.integers(0, 10**6)] * 3)
def test_a_net_promoter_score_has_bounds(promoters: int, passives: int, detractors: int) -> None:
    known = {"promoters": promoters, "passives": passives, "detractors": detractors}
    score = computed("net_promoter_score", known).value
    assert score is None if not any(known.values()) else score is not None and -100 <= score <= 100


@given(st.sampled_from(sorted(CATALOGUE)), KNOWN)
def test_a_kpi_is_computed_or_says_what_is_missing(name: str, known: dict[str, float]) -> None:
    found = computed(name, known)
    assert set(found.missing) <= set(needed(CATALOGUE[name])) - set(known)
    assert set(found.used) <= set(needed(CATALOGUE[name])) & set(known)
    assert found.value is None or not found.missing


@given(st.sampled_from(sorted(CATALOGUE)), KNOWN, KNOWN)
def test_knowing_more_loses_nothing(name: str, known: dict[str, float], more: dict[str, float]) -> None:
    assert not (computed(name, {**more, **known}).missing and not computed(name, known).missing)


@given(st.sampled_from(sorted(CATALOGUE)), KNOWN)
def test_what_is_missing_is_enough(name: str, known: dict[str, float]) -> None:
    found = computed(name, known)
    assert computed(name, {**known, **dict.fromkeys(found.missing, 1.0)}).missing == ()
