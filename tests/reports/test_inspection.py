"""Fingerprints: the same problem has the same one after edits elsewhere, another has another."""

from __future__ import annotations

from kpiplan.loader import load
from kpiplan.problems import Problem
from kpiplan.reports.inspection import GATES, Annotation, inspection, missed_gate, of_problem
from tests.conftest import INBOUND


def seen(text: str) -> tuple[Annotation, ...]:
    """The annotations of a plan."""
    problems = load(text.encode(), "plan.yaml").problems
    return inspection("check", "1", map(of_problem, problems), ["plan.yaml"]).annotations


BROKEN = INBOUND.replace("mqls: 20%", "mqls: 20").replace("sqls: 20%", "sqls: 30")


def test_what_is_put_above_changes_no_fingerprint() -> None:
    before = seen(BROKEN)
    after = seen("# a comment\n" + BROKEN.replace("  - leads", "  - signups: 80%\n  - leads"))
    assert [each.fingerprint for each in before] == [each.fingerprint for each in after]
    assert [each.line for each in before] != [each.line for each in after]
    assert len({each.fingerprint for each in before}) == len(before) == 2


def test_another_number_is_the_same_problem() -> None:
    first, _ = seen(BROKEN)
    other, _ = seen(BROKEN.replace("mqls: 20", "mqls: 25"))
    assert first.message != other.message
    assert first.fingerprint == other.fingerprint


def test_of_equal_ones_the_second_is_another_whatever_happens_below() -> None:
    equal = Problem("no-rows", "m", file="a.csv")
    found = inspection("actuals", "1", map(of_problem, [equal, equal, equal]), []).annotations
    fewer = inspection("actuals", "1", map(of_problem, [equal, equal]), []).annotations
    assert len({each.fingerprint for each in found}) == 3
    assert [each.fingerprint for each in fewer] == [each.fingerprint for each in found[:2]]


def test_places_in_lists_count_where_no_name_follows() -> None:
    paths = [("funnel", 2, "mqls", "rate"), ("growth", 3), ("kpis", 0, "at_most"), ("a", 1, 2), ()]
    said = [of_problem(Problem("bad-number", "m", path)).at for path in paths]
    assert said == ["funnel.mqls.rate", "growth[3]", "kpis.at_most", "a[1][2]", ""]


def test_files_keep_the_order_in_which_they_were_asked_for() -> None:
    found = [of_problem(Problem("no-rows", "m", file=name)) for name in ("b.csv", "c.csv", "b.csv")]
    files = inspection("actuals", "1", found, ["plan.yaml", "c.csv"], {"plan.yaml": ["leads behind"]}).files
    assert [(each.file, len(each.annotations), each.held) for each in files] == [
        ("plan.yaml", 0, ("leads behind",)),
        ("c.csv", 1, ()),
        ("b.csv", 2, ()),
    ]


def test_every_gate_says_what_it_is() -> None:
    for kind, meaning in GATES.items():
        gate = missed_gate(kind, "leads", "m", "plan.yaml")
        assert (gate.meaning, gate.case, gate.fails) == (meaning, f"leads {kind}", True)
