"""KPIs are found by any of their names, in three languages, the best match first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.kpis import GROUPS, search
from kpiplan.kpis.lookup import names_of
from kpiplan.kpis.record import Kpi

ALL = tuple(kpi for group in GROUPS.values() for kpi in group)
NAMES = [(kpi, name) for kpi in ALL for name in names_of(kpi)]


def found(text: str) -> list[str]:
    return [kpi.id for kpi in search(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CPL", ["cost_per_lead"]),
        ("cac", ["customer_acquisition_cost", "cac_payback", "ltv_to_cac"]),
        ("LTV", ["customer_lifetime_value", "ltv_to_cac"]),
        ("nps", ["net_promoter_score"]),
        ("open rate", ["open_rate"]),
        ("rate e-mail", ["open_rate", "email_click_rate"]),
        ("Sales_Velocity", ["sales_velocity"]),
        ("cost lead", ["cost_per_lead"]),
        ("churn", ["churn_rate"]),
        ("리드당 비용", ["cost_per_lead"]),
        ("리드당비용", ["cost_per_lead"]),
        ("이탈률", ["bounce_rate", "churn_rate"]),
        ("순추천", ["net_promoter_score"]),
        ("開信率", ["open_rate"]),
        ("流失", ["churn_rate"]),
        ("終身", ["customer_lifetime_value", "customer_profit"]),
        ("客戶 成本", ["cost_per_lead", "customer_acquisition_cost"]),
        ("ＮＰＳ", ["net_promoter_score"]),
        ("lead banana", []),
        ("banana", []),
        ("", []),
        ("  ?! ", []),
    ],
)
def test_search(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_beginnings_stand_before_the_rest() -> None:
    assert found("lead") == [
        "lead_score",
        "lead_conversion_rate",
        "lead_to_close_rate",
        "cost_per_lead",
        "mqls",
        "sqls",
        "visit_to_lead_rate",
    ]


@pytest.mark.parametrize(("kpi", "name"), NAMES, ids=[f"{kpi.id}-{name}" for kpi, name in NAMES])
def test_every_name_finds_its_own_kpi_first(kpi: Kpi, name: str) -> None:
    assert search(name)[0] is kpi
    assert search(f" {name.upper()} ")[0] is kpi


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    assert len(set(search(text))) == len(search(text))


@given(st.sampled_from(NAMES), st.data())
def test_any_part_of_a_name_finds_its_kpi(named: tuple[Kpi, str], data: st.DataObject) -> None:
    kpi, name = named
    first = data.draw(st.integers(0, len(name) - 1))
    part = name[first : data.draw(st.integers(first + 1, len(name)))]
    assert kpi in search(part) or not any(char.isalnum() for char in part)
