"""Cohorts of leads by month, and how old they were when they went on."""

from __future__ import annotations

from kpiplan.exports import read_cohorts
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
