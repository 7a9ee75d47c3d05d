"""Hints about exports are pasted where they are read: as options, and into the plan. Then there is a result."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from kpiplan.cli.export_rules import read_rules
from kpiplan.exports import read_exports
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.exports.results import Suggested
from kpiplan.exports.sentences.rules import as_options, in_plan
from kpiplan.loader import load
from kpiplan.plan.export_rules import FileRules, Rule
from tests.conftest import INBOUND, Kpiplan, put

EXPORTS = {
    "nothing is known": "Call ID,Call date,Caller\n1,2020-01-31,+1\n2,2020-02-29,+2\n",
    "several dates": "Opened,Published,Leads\n2020-01-30,2020-02-03,4\n2020-01-31,2020-02-28,5\n",
    "several amounts": "Month,Amount,Deal value\n2020-01,4,5\n2020-02,6,7\n",
    "several currencies": "Month,Currency,Cost\n2020-01,USD,4\n2020-01,KRW,5\n2020-02,USD,6\n",
    "won, and no day of it": "Date,Stage,Amount\n2020-01-31,Won,5\n2020-02-29,Lost,6\n",
    "signs in names": 'Who,"Call, at",Won? (Y/N)\na,2020-01-31,y\nb,2020-02-29,n\n',
    "quotation marks in names": "Who,Date of the other's call\na,2020-01-31\nb,2020-02-29\n",
}


@pytest.mark.parametrize("name", EXPORTS)
def test_options_of_a_hint_give_a_result(name: str, inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "e.csv", EXPORTS[name])
    refused = kpiplan("actuals", "e.csv")
    assert refused.code == 4
    said = re.search(r"(--read .+?)(?:\. The columns are |$)", refused.err, re.MULTILINE)
    assert said is not None, refused.err
    run = kpiplan("actuals", "e.csv", *shlex.split(said[1]), "--format", "csv")
    assert run.code == 0, run.err
    assert run.out.startswith("period,segment,")


@pytest.mark.parametrize("name", EXPORTS)
def test_a_hint_for_the_plan_is_read_as_a_plan(name: str) -> None:
    item = from_bytes("e.csv", EXPORTS[name].encode())
    (problem,) = [each for each in read_exports([item]).problems if each.severity == "error"]
    said = re.search(r"actuals: \{.*?\}\}\}+", problem.hint)
    assert said is not None, problem.hint
    loaded = load(f"{INBOUND}{said[0]}\n".encode(), "plan.yaml")
    assert loaded.plan is not None, loaded.problems
    assert [each for each in read_exports([item], rules=loaded.plan.actuals).problems if each.severity == "error"] == []


ODD = Rule(sum='Value, "net"', by="Day's end", where={"by: where": ("yes", "1", "a, b"), "Stage": ("Closed Won",)})


def test_whatever_names_hold_the_rule_comes_back(tmp_path: Path) -> None:
    suggested = Suggested((("revenue", ODD),), "x/odd.csv")
    words = shlex.split(as_options(suggested))
    assert words[0] == "--read"
    assert read_rules([words[1]], []) == {"revenue": ODD}
    loaded = load(f"{INBOUND}{in_plan(suggested)}\n".encode(), "plan.yaml")
    assert loaded.plan is not None, loaded.problems
    assert loaded.plan.actuals == (FileRules("odd.csv", {"revenue": ODD}),)


def test_the_date_that_is_meant_can_be_said(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "e.csv", EXPORTS["several dates"])
    assert (
        "say which with --date 'Opened', or say --read 'leads: sum Leads by Opened'" in kpiplan("actuals", "e.csv").err
    )
    run = kpiplan("actuals", "e.csv", "--date", "Published", "--format", "csv")
    assert run.out == "period,segment,leads\n2020-01,,\n2020-02,,9\n"
    put(inbound, f'{INBOUND}actuals: {{"e.csv": {{date: Published}}}}\n')
    assert kpiplan("actuals", "e.csv", "--format", "csv").out == run.out
