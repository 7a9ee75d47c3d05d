"""What a chosen KPI is called: by the plan, else by the catalogue, else by its identifier."""

from __future__ import annotations

import pytest

from kpiplan.kpis import find
from kpiplan.locales.choice import locale_named
from kpiplan.plan.kpi_goals import Chosen, Deed
from kpiplan.reports.labels import kpi_name

DEED = Deed(False, None)


@pytest.mark.parametrize(
    ("chosen", "english", "korean"),
    [
        (Chosen("close_rate", DEED, find("close_rate"), label="Our rate"), "Our rate", "Our rate"),
        (Chosen("close_rate", DEED, find("close_rate")), "Close rate", "성사율"),
        (Chosen("launch_tasks", DEED), "Launch tasks", "Launch tasks"),
        (Chosen("customers", DEED), "Customers", "고객"),
    ],
)
def test_a_name_in_a_language(chosen: Chosen, english: str, korean: str) -> None:
    assert [kpi_name(locale_named(lang), chosen) for lang in ("en", "ko")] == [english, korean]
