"""What holds of every answer to `solve`."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpiplan.analysis.solve import Given, SolvedFor, year_figure
from kpiplan.analysis.trials.answer import answer
from kpiplan.analysis.trials.trial import trial
from kpiplan.funnel.targets import plan_targets
from kpiplan.loader import Loaded, ground_of, laid, load
from kpiplan.problems import Problem
from tests.funnel.generated import STABLE, Data, last_stage, plans, read, without

FACTORS = st.sampled_from((0.6, 0.9, 1.0, 1.2, 2.5))


def source_of(data: Data) -> Loaded:
    import yaml

    return load(yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode(), "plan.yaml")


def top_of(data: Data) -> str:
    first = data["funnel"][0]
    return str(first if isinstance(first, str) else next(iter(first)))


def answered(loaded: Loaded, asked: Given, name: str) -> SolvedFor | None:
    assert loaded.plan
    tried = trial(ground_of(loaded.source), name)
    if isinstance(tried, Problem):
        return None
    found = answer(tried, asked, name, plan_targets(loaded.plan))
    return found if isinstance(found, SolvedFor) else None


@STABLE
@given(plans(), FACTORS, st.integers(0, 9))
def test_solve_inverts_target(data: Data, factor: float, at: int) -> None:
    """The value in the plan makes the figure what was given; with the line as it is written, nearly."""
    data = without(data, "round_customers")
    loaded = source_of(data)
    assert loaded.plan
    before = plan_targets(loaded.plan)
    now = year_figure(before, top_of(data))
    assume(now)
    assert now
    stages = [stage.name for stage in loaded.plan.funnel[1:]]
    name = ["average_deal", "revenue", *stages][at % (2 + len(stages))]
    asked = Given(top_of(data), None, "count", now * factor, "year")
    found = answered(loaded, asked, name)
    if found is None or found.value is None:
        return
    assert found.after is not None
    assert year_figure(found.after, top_of(data)) == pytest.approx(now * factor, rel=2e-3)
    tried = trial(ground_of(loaded.source), name)
    assert not isinstance(tried, Problem)
    under = tried.under(found.value / tried.planned if tried.planned is not None else found.value)
    assert under.plan
    assert year_figure(plan_targets(under.plan), top_of(data)) == pytest.approx(now * factor, rel=1e-8)


@STABLE
@given(plans(), st.integers(0, 9))
def test_the_plans_own_figure_gives_the_plans_value(data: Data, at: int) -> None:
    """Also with customers that are rounded, for they do not hang on a rate."""
    loaded = source_of(data)
    assert loaded.plan
    now = year_figure(plan_targets(loaded.plan), top_of(data))
    assume(now)
    assert now
    stages = [stage.name for stage in loaded.plan.funnel[1:]]
    name = f"{stages[at % len(stages)]}.rate"
    found = answered(loaded, Given(top_of(data), None, "count", now, "year"), name)
    if found is not None and found.planned is not None:
        assert found.value == pytest.approx(found.planned, rel=1e-9)


@STABLE
@given(plans())
def test_customers_do_not_hang_on_a_rate(data: Data) -> None:
    data = without(data, "segments")
    loaded = source_of(data)
    plan = read(data)
    last = last_stage(data)
    year = year_figure(plan_targets(plan), last)
    assert year
    found = answered(loaded, Given(last, None, "count", year * 1.5, "year"), f"{plan.funnel[1].name}.rate")
    if found is not None:
        assert (found.value, found.why) == (None, "still")


def test_a_source_under_changes_is_solved_under_them() -> None:
    from kpiplan.language.overlay.change import of_texts
    from tests.conftest import INBOUND

    source = load(INBOUND.encode(), "plan.yaml").source
    under = laid(source, of_texts(["mqls=40%"]))
    found = answered(under, Given("visits", None, "count", 37_500, "year"), "leads")
    assert found is not None
    assert found.value == pytest.approx(0.015, rel=1e-12)
