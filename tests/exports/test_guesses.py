"""What questions suggest: rules of this file's own names, which make sense where they are pasted."""

from __future__ import annotations

import pytest

from kpiplan.plan.rule_text import parse_rule
from tests.exports.helpers import codes, months, read


def suggested(text: str) -> str | None:
    """The rules behind --read that an error suggests."""
    (problem,) = [problem for problem in read(text).problems if problem.severity == "error"]
    return problem.option


@pytest.mark.parametrize(
    ("header", "row", "rule"),
    [
        ("subscription_id,plan,start_date,end_date", "{at},Pro,{day},{day}", "customers: count start_date"),
        ("SalesID,ContactID,SalesDate", "S{at},C1,{day}", "customers: count SalesDate"),
        ("rep,month,quota,attainment,actual", "Kim,{day},9,0.5,5", "revenue: sum actual by month"),
        ("ref,day,amount,status", "{at},{day},5,paid", "revenue: sum amount by day where status = paid"),
        (
            "empresa,etapa,ultima_actividad,cierre_previsto", "E{at},Ganado,{day},{day}",
            "customers: count cierre_previsto where etapa = Ganado",
        ),
    ],
)  # fmt: skip
def test_questions_suggest_what_makes_sense(header: str, row: str, rule: str) -> None:
    days = ["2026-01-05", "2026-01-30", "2026-02-03", "2026-02-27"]
    text = header + "\n" + "".join(row.format(at=at, day=day) + "\n" for at, day in enumerate(days))
    assert f"--read '{rule}'" in (suggested(text) or "")
    kpi, told = parse_rule(rule)
    actuals = read(text, kpis={kpi: told})
    assert codes(actuals, "error") == []
    assert list(months(actuals, kpi)) == ["2026-01", "2026-02"]


def test_payments_that_failed_are_not_the_ones_suggested() -> None:
    text = "ref,day,amount,status\n1,2026-01-05,5,failed\n2,2026-02-05,6,paid\n"
    assert "where status = paid" in (suggested(text) or "")


def test_of_several_dates_one_that_may_date_a_row_is_suggested() -> None:
    text = "a,updated,published,views\nx,2026-01-05,2026-01-01,5\ny,2026-02-05,2026-02-01,6\n"
    assert "--date 'published'" in (suggested(text) or "")
