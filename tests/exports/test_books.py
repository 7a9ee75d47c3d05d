"""What analytics say beside the books: zeros that nobody measures, revenue of deals, lists of the same units."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpiplan.analysis.matching import TELLING, Matched, match, read_for
from kpiplan.exports import read_exports
from kpiplan.exports.files.inputs import Input, from_bytes
from kpiplan.funnel.targets import plan_targets
from kpiplan.loader import load
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules
from tests.conftest import Kpiplan
from tests.exports.helpers import codes, kpis, months, notes, read, rule

WEB = from_bytes("web.csv", b"Year month,Sessions,Total revenue\n202601,5000,7\n202602,5000,8\n")
DEALS = from_bytes(
    "deals.csv",
    b"Deal Name,Record ID,Deal Stage,Close Date,Create Date,Amount\n"
    b"A,1,Closed Won,2026-01-05,2026-01-01,100\nB,2,Closed Won,2026-02-25,2026-01-31,50\n",
)


def test_revenue_of_nothing_but_zeros_is_no_measure() -> None:
    text = "Year month,Sessions,Total revenue\n202601,5000,0\n202602,5000,0\n"
    actuals = read(text)
    assert kpis(actuals) == ["visits"]
    assert notes(actuals) == ["revenue left out: Total revenue is nothing but zeros; `--read` takes it all the same"]
    ruled = read(text, kpis={"revenue": rule(sum="Total revenue")})
    assert months(ruled, "revenue") == {"2026-01": 0, "2026-02": 0}


def test_no_revenue_without_customers_is_true() -> None:
    actuals = read("Month,Leads,Customers,Revenue\n2026-01,4,0,0\n2026-02,5,0,0\n")
    assert months(actuals, "revenue") == {"2026-01": 0, "2026-02": 0}


@pytest.mark.parametrize("inputs", [[WEB, DEALS], [DEALS, WEB]])
def test_deals_know_revenue_better_than_analytics(inputs: list[Input]) -> None:
    actuals = read_exports(inputs)
    assert codes(actuals, "error") == []
    assert months(actuals, "revenue") == {"2026-01": 100, "2026-02": 50}
    assert months(actuals, "visits") == {"2026-01": 5000, "2026-02": 5000}
    assert "revenue left out: deals.csv knows them better" in notes(actuals)


def test_two_lists_of_units_are_not_added() -> None:
    contacts = from_bytes("contacts.csv", b"Lead date,Customer date\n2026-01-05,2026-01-30\n2026-01-09,\n")
    deals = from_bytes("deals.csv", b"Deal,Customer date\nKim,2026-01-30\n")
    actuals = read_exports([contacts, deals])
    (problem,) = [problem for problem in actuals.problems if problem.severity == "error"]
    assert problem.code == "same-units-twice"
    assert "is right only where no lead or deal is in both" in problem.hint
    added = read_exports([contacts, deals], rules=[FileRules("deals.csv", add=True)])
    assert months(added, "customers") == {"2026-01": 2}


def test_more_than_there_was_above_is_said(kpiplan: Kpiplan, tmp_path: Path) -> None:

    file = tmp_path / "a.csv"
    file.write_text("Month,SQLs,Opportunities\n2026-01,4,11\n")
    run = kpiplan("actuals", str(file), "--no-plan")
    assert "more opportunities than sqls (275%): something is counted twice, or sqls are missing." in run.out


SEGMENTS = b"""{name: T, year: 2026, goal: {customers: 36}, funnel: [leads, {customers: 10%}],
    segments: {inbound: {share: 50%, funnel: [visits, {leads: 5%}, {customers: 10%}]}, outbound: {share: 50%}}}"""


def test_what_one_segment_alone_has_is_its_own() -> None:
    plan = load(SEGMENTS, "plan.yaml").plan
    assert plan is not None
    web = from_bytes("web.csv", b"Month,Visits\n2026-01,300\n")
    found = match(plan_targets(plan), read_for(plan, [web], (), None), None)
    assert isinstance(found, Matched)
    assert found.actuals.seen["inbound"].arrivals == {"visits": {1: 300}}
    assert None not in found.actuals.seen


def test_a_last_month_beyond_the_plan_is_refused(kpiplan: Kpiplan, tmp_path: Path) -> None:

    folder = tmp_path
    (folder / "plan.yaml").write_bytes(
        b"{name: T, year: 2026, goal: {customers: 36}, funnel: [leads, {customers: 10%}]}"
    )
    (folder / "a.csv").write_text("Month,Leads\n2026-01,30\n2026-02,30\n2026-03,30\n")
    run = kpiplan("actuals", str(folder / "a.csv"), "--through", "2027-05")
    assert run.code == 2
    assert "--through 2027-05 is no month of the plan's year, January to December 2026" in run.err
    assert kpiplan("actuals", str(folder / "a.csv"), "--no-plan").out.startswith(f"{folder / 'a.csv'} - measured")
    run = kpiplan("actuals", str(folder / "a.csv"), "--no-plan", "--plan", "plan.yaml")
    assert (run.code, "contradict" in run.err) == (2, True)


def test_two_months_of_the_customer_that_was_planned_are_no_template(kpiplan: Kpiplan, tmp_path: Path) -> None:

    folder = tmp_path
    (folder / "plan.yaml").write_bytes(
        b"{name: T, year: 2026, goal: {customers: 12}, funnel: [leads, {customers: 10%}]}"
    )
    for rows, asked in ((2, False), (TELLING, True)):
        text = "Month,Customers\n" + "".join(f"{Month(2026, at)},1\n" for at in range(1, rows + 1))
        (folder / "a.csv").write_text(text)
        assert ("looks-like-template" in kpiplan("actuals", str(folder / "a.csv")).err) is asked
