"""Who owes whom what: the samples worked by hand, owners that are left out, and laws."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.analysis.agreement import Agreement, agreement
from kpiplan.funnel.targets import plan_targets
from kpiplan.locales.digits import half_up
from kpiplan.months import Month
from kpiplan.plan.model import Goal, Lag, Plan, Segment, Stage
from tests.conftest import SAMPLES
from tests.plans import plan_of


def agreed(plan: Plan) -> Agreement:
    return agreement(plan_targets(plan).outcomes)


def sample(name: str) -> Agreement:
    return agreed(plan_of((SAMPLES / name).read_text(encoding="utf-8")))


def sides(found: Agreement, section: int = 0) -> list[tuple[str, list[str]]]:
    """Owners, each with their stages."""
    return [(side.owner, [duty.stage.name for duty in side.duties]) for side in found.sections[section].sides]


def test_inbound_by_hand() -> None:
    """6,250 visits, 93.75 leads, 18.75 MQLs, 3.75 SQLs, 0.75 customers a month; their running totals, rounded."""
    found = sample("inbound.yaml")
    assert sides(found) == [
        ("Marketing", ["visits", "leads", "mqls", "sqls"]),
        ("Sales", ["opportunities", "customers"]),
    ]
    marketing, sales = found.sections[0].sides
    assert [duty.arrivals for duty in marketing.duties] == [
        (6250,) * 12,
        (94, 94, 93, 94) * 2 + (94, 94, 93, 94),
        (19, 19, 18, 19) * 3,
        (4, 4, 3, 4) * 3,
    ]
    assert [sum(duty.arrivals) for duty in marketing.duties] == [75_000, 1_125, 225, 45]
    assert marketing.handed.stage.name == "sqls"
    assert sales.handed.arrivals == (1, 1, 0, 1) * 3
    assert [duty.above and duty.above.name for duty in sales.duties] == ["sqls", "opportunities"]
    revenue = found.sections[0].revenue
    assert revenue is not None
    assert revenue == pytest.approx((825_000,) * 12)


def test_inbound_and_outbound_by_hand() -> None:
    found = sample("inbound_outbound.yaml")
    assert [section.branch.segment for section in found.sections] == ["inbound", "outbound", "key accounts"]
    assert sides(found, 0) == [("Marketing", ["visits", "leads"]), ("Sales", ["sqls", "customers"])]
    assert sides(found, 1) == [("SDR team", ["calls", "meetings"]), ("Sales", ["opportunities", "customers"])]
    assert sides(found, 2) == [("Sales", ["accounts", "workshops", "customers"])]
    assert list(found.parties.values()) == ["Marketing", "Sales", "SDR team"]
    # 8 customers a month of 60% of 4.8M at 30k; 32 SQLs, 266.7 leads a month, half of them for the month after: the
    # 15% more of the next year begin to count in November
    leads = found.sections[0].sides[0].handed.arrivals
    assert leads[:10] == (267, 266, 267) * 3 + (267,)
    assert found.sections[0].sides[1].handed.arrivals == (8,) * 12
    # 1.2M of key accounts: nothing, a quarter, a quarter, a half; 4 customers of 300k. By October 17.8 + 2.7 are 20.4
    # beyond those of inbound: 20, so that one of both waits until November, and key accounts have come less far
    assert found.sections[2].sides[0].handed.arrivals == (0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 1)
    assert [sum(section.sides[-1].handed.arrivals) for section in found.sections] == [96, 21, 4]


FUNNEL = (
    Stage("visits"),
    Stage("leads", rate=(0.02,) * 12),
    Stage("sqls", rate=(0.2,) * 12),
    Stage("customers", rate=(0.25,) * 12),
)


def owned(*owners: str, segments: tuple[Segment, ...] = ()) -> Plan:
    """A plan whose stages have these owners, top to bottom."""
    funnel = tuple(stage._replace(owner=owner) for stage, owner in zip(FUNNEL, owners, strict=True))
    return Plan("Plan", Month(2020, 1), Goal(units=120), funnel, segments=segments)


def test_a_stage_without_an_owner_is_whose_the_stage_above_is() -> None:
    assert sides(agreed(owned("A", "", "B", ""))) == [("A", ["visits", "leads"]), ("B", ["sqls", "customers"])]


def test_a_top_without_an_owner_is_marketings() -> None:
    found = agreed(owned("", "", "Sales", ""))
    assert sides(found) == [("", ["visits", "leads"]), ("Sales", ["sqls", "customers"])]
    assert found.parties == {"marketing": "", "sales": "Sales"}
    assert sides(agreed(owned("", "marketing", "sales", ""))) == [
        ("", ["visits", "leads"]),
        ("sales", ["sqls", "customers"]),
    ]


def test_capital_letters_and_blanks_make_no_other_owner() -> None:
    found = agreed(owned("Sales Team", "sales  team", "SALES TEAM", "Ops"))
    assert sides(found) == [("Sales Team", ["visits", "leads", "sqls"]), ("Ops", ["customers"])]
    assert found.parties == {"sales team": "Sales Team", "ops": "Ops"}


def test_an_owner_may_have_the_funnel_twice() -> None:
    found = agreed(owned("Marketing", "Sales", "Marketing", "Sales"))
    assert [owner for owner, _ in sides(found)] == ["Marketing", "Sales", "Marketing", "Sales"]
    assert list(found.parties.values()) == ["Marketing", "Sales"]


def test_a_segments_owner_has_the_top_that_nobody_is_named_for() -> None:
    parts = (Segment("north", share=0.5, owner="North team"), Segment("south", share=0.5))
    found = agreed(owned("", "", "Sales", "", segments=parts))
    assert sides(found, 0) == [("North team", ["visits", "leads"]), ("Sales", ["sqls", "customers"])]
    assert sides(found, 1)[0][0] == ""
    assert list(found.parties) == ["north team", "sales", "marketing"]


def test_one_owner_hands_nothing_over() -> None:
    assert not agreed(owned("", "", "", "")).hands_over
    assert not agreed(owned("Sales", "", "sales", "")).hands_over
    assert not sample("webshop.yaml").hands_over
    assert agreed(owned("", "", "", "Sales")).hands_over


def test_direct_arrivals_are_counted() -> None:
    plan = owned("Marketing", "", "Sales", "")
    fairs = FUNNEL[1]._replace(direct=(0.0, 0.0, 60.0) + (0.0,) * 9)
    found = agreed(plan._replace(funnel=(plan.funnel[0], fairs, *plan.funnel[2:])))
    assert [duty.direct for side in found.sections[0].sides for duty in side.duties] == [0, 60, 0, 0]


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("*.yaml")), ids=lambda file: file.name)
def test_every_stage_is_owed_once_and_months_add_up_to_the_year(file: Path) -> None:
    results = plan_targets(plan_of(file.read_text(encoding="utf-8"))).outcomes
    for section, outcome in zip(agreement(results).sections, results, strict=True):
        duties = [duty for side in section.sides for duty in side.duties]
        assert tuple(duty.stage for duty in duties) == outcome.branch.stages
        for duty, arrivals in zip(duties, outcome.targets.arrivals, strict=True):
            assert sum(duty.arrivals) == half_up(math.fsum(arrivals.year))


@given(
    st.lists(st.sampled_from(["", "Marketing", "sales", "Sales", "SDR"]), min_size=4, max_size=4),
    st.floats(1, 1e6),
    st.integers(0, 4),
)
def test_laws_of_duties(owners: list[str], units: float, lag: int) -> None:
    plan = owned(*owners)
    late = plan.funnel[2]._replace(lag=Lag((0.0,) * lag + (1.0,), f"{lag} mo"))
    plan = plan._replace(goal=Goal(units=units), funnel=(*plan.funnel[:2], late, plan.funnel[3]))
    found = agreed(plan)
    (section,) = found.sections
    keys = [side.key for side in section.sides]
    assert all(one != two for one, two in pairwise(keys))
    assert set(keys) == set(found.parties)
    assert found.hands_over == (len(found.parties) > 1)
    assert [duty.stage for side in section.sides for duty in side.duties] == list(plan.funnel)
    for side in section.sides:
        for duty in side.duties:
            assert all(count >= 0 for count in duty.arrivals)
            assert abs(sum(duty.arrivals) - math.fsum(_year(plan, duty.stage.name))) <= 0.5 + 1e-6


def _year(plan: Plan, stage: str) -> tuple[float, ...]:
    targets = plan_targets(plan).outcomes[0].targets
    return next(run.year for each, run in zip(targets.stages, targets.arrivals, strict=True) if each.name == stage)
