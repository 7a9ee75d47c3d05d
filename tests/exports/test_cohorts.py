"""Cohorts of leads by month, and how old they were when they went on."""

from __future__ import annotations

from kpiplan.exports import read_cohorts, read_exports
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules, Rule

TEXT = b"""Name,AQL date,SQL date,Stage
a,2024-01-05,2024-01-20,x
b,2024-01-06,2024-03-01,x
c,2024-01-07,,y
d,2024-02-01,2024-03-31,y
e,2024-03-01,2024-02-27,x
f,2024-03-02,,x
g,,2024-03-05,x
"""


def test_cohorts_by_hand() -> None:
    (found,) = read_cohorts([from_bytes("a.csv", TEXT)], "leads", "sqls")
    january, february, march = (Month(2024, m) for m in (1, 2, 3))
    assert found.sizes == {january: 3, february: 1, march: 2}
    assert found.by_age == {january: (1, 0, 1), february: (0, 1, 0), march: (0, 0, 0)}
    assert (found.backwards, found.last) == (1, march)
    assert found.too_young(1) == 2
    assert found.too_young(3) == 3
    assert found.too_young(0) == 0


def test_cohorts_under_a_condition() -> None:
    rules = [FileRules(kpis={"leads": Rule(count="AQL date"),
                             "won": Rule(count="SQL date", where={"Stage": ("x",)})})]  # fmt: skip
    (found,) = read_cohorts([from_bytes("a.csv", TEXT)], "leads", "won", rules=rules, through=Month(2024, 2))
    assert found.by_age[Month(2024, 2)] == (0, 0, 0)
    assert found.last == Month(2024, 2)


def test_exports_without_both_dates_have_none() -> None:
    visits = from_bytes("v.csv", b"Date,Sessions\n2024-01-31,5\n")
    assert read_cohorts([visits, from_bytes("x.csv", b""), from_bytes("a.csv", TEXT)], "leads", "mqls") == ()
    two = from_bytes("two.csv", b"Date,Leads\n2024-01-31,5\n\nPage,Views\n/,5\n")
    assert read_cohorts([two], "leads", "sqls") == ()
    undated = from_bytes("u.csv", b"AQL date,SQL date,Won date\n,,2024-01-31\n")
    assert read_cohorts([undated], "leads", "sqls") == ()


def test_deals_know_better_than_contacts_who_became_a_customer() -> None:
    contacts = "Record ID,Create Date,Became a Lead Date,Became an Opportunity Date,Became a Customer Date\n"
    contacts += "1,2024-01-01,2024-01-01,2024-01-20,2024-02-20\n2,2024-01-02,2024-01-02,2024-01-31,\n"
    deals = "Record ID,Deal Name,Deal Stage,Close Date,Create Date\n9,A,Closed won,2024-02-20,2024-01-20\n"
    deals += "8,B,Closed lost,2024-02-29,2024-01-31\n"
    files = [from_bytes("contacts.csv", contacts.encode()), from_bytes("deals.csv", deals.encode())]
    (found,) = read_cohorts(files, "opportunities", "customers")
    assert found.sizes == {Month(2024, 1): 2}
    assert found.by_age == {Month(2024, 1): (0, 1)}
    assert len(read_cohorts(files, "leads", "opportunities")) == 1


def test_a_stray_date_stretches_cohorts_no_more_than_figures() -> None:
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 6) for day in range(1, 29, 3)]
    rows = [f"{day},{day}" for day in days] + ["2024-05-30,2042-03-03"]
    text = "Lead date,Customer date\n" + "\n".join(rows) + "\n"
    item = from_bytes("crm.csv", text.encode())
    (found,) = read_cohorts([item], "leads", "customers")
    assert found.last == read_exports([item]).last == Month(2024, 5)
