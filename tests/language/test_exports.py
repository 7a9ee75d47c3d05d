"""The key `actuals`: what it says of exports, and every mistake in it at its place."""

from __future__ import annotations

import pytest

from kpiplan.plan.export_rules import FileRules, Rule, Split
from tests.language.helpers import FUNNEL, GOAL, HEAD, errors, read

PLAN = HEAD + GOAL + FUNNEL
SEGMENTED = PLAN + "segments: {inbound: {share: 60%}, outbound: {share: 40%}}\n"


def rules(text: str) -> tuple[FileRules, ...]:
    """The rules of a plan whose `actuals` are `text`, from line 10 on."""
    loaded = read(f"{SEGMENTED}actuals:\n{text}")
    assert loaded.plan, loaded.problems
    return loaded.plan.actuals


def test_a_plan_without_says_nothing() -> None:
    plan = read(PLAN).plan
    assert plan is not None
    assert plan.actuals == ()


def test_rules_of_kpis() -> None:
    text = """
  "deals*.csv":
    leads: {count: AQL date}
    customers: {count: Closing Date, by: Day, where: {Stage: Closed Won}}
    revenue: {sum: Amount, by: Closing Date, where: {Stage: [Closed Won, 007, ""], Won: true}}
    marketing_spend: {sum: Cost}
  social.csv: {followers: {sum: Followers, by: Month}}
"""
    assert rules(text) == (
        FileRules(
            "deals*.csv",
            {
                "leads": Rule(count="AQL date"),
                "customers": Rule(count="Closing Date", by="Day", where={"Stage": ("Closed Won",)}),
                "revenue": Rule(
                    sum="Amount", by="Closing Date", where={"Stage": ("Closed Won", "007", ""), "Won": ("true",)}
                ),
                "marketing_spend": Rule(sum="Cost"),
            },
        ),
        FileRules("social.csv", {"followers": Rule(sum="Followers", by="Month")}),
    )


def test_settings_of_a_file() -> None:
    text = """
  hubspot.csv:
    split: {column: Lead Source, inbound: [Web, Organic], outbound: SDR}
    add: true
    year: 2024
    day_first: false
    encoding: 949
    table: 2
    decimal: ","
    spans: spread
  b.csv: {table: "2", add: false}
"""
    assert rules(text) == (
        FileRules(
            "hubspot.csv",
            split=Split("Lead Source", {"inbound": ("Web", "Organic"), "outbound": ("SDR",)}),
            add=True,
            year=2024,
            day_first=False,
            encoding="949",
            table=2,
            decimal=",",
            spans="spread",
        ),
        FileRules("b.csv", table="2"),
    )


def test_rules_are_alike_where_they_say_the_same() -> None:
    rule, same = Rule(count="A", where={"B": ("c",)}), Rule(count="A", where={"B": ("c",)})
    assert (rule, hash(rule)) == (same, hash(same))
    assert rule != Rule(sum="A", where={"B": ("c",)})
    assert rule != "Rule"
    test = "CellTest(values=('c',), denied=(), above=None, at_least=None, below=None, at_most=None)"
    assert repr(rule) == f"Rule(count='A', sum=None, by=None, where={{'B': {test}}}, distinct=None)"


MISTAKES = {  # from line 10
    "leeds: {count: A}": ("12:3 unknown-stage: no stage is called leeds", "did you mean `leads`?"),
    "revenu: {sum: A}": ("12:3 unknown-stage: no stage is called revenu", "did you mean `revenue`?"),
    "two words: {sum: A}": (
        "12:3 unknown-stage: no stage is called two words",
        "the stages are visits, leads, customers; the name of another KPI is one word, such as followers",
    ),
    "cost_per_lead: {sum: A}": (
        "12:3 bad-name: cost_per_lead is the name of a result or a key, not of a KPI that is counted or summed",
        "name a stage, revenue, spend or a KPI of your own",
    ),
    "a.b: {sum: A}": ("12:3 bad-name: 'a.b' can't be a name", "write 1 to 60 characters, none of them a dot"),
    "leads: {}": ("12:10 missing-key: leads has no count or sum", "add `count: …` or `sum: …`"),
    "leads: {cuont: A}": ("12:11 unknown-key: unknown key cuont", "did you mean `count`?"),
    "leads: {count: A, sum: B}": ("12:21 two-ways: count and sum say the same thing", "keep one of them"),
    "leads: 5": (
        "12:10 wrong-type: 5 stands where a rule such as {count: AQL date} or {sum: Amount, by: Close Date} should",
        "",
    ),
    "leads: {count: [A]}": ("12:18 wrong-type: a list stands where a column of dates such as AQL date should", ""),
    "spend: {count: Day}": (
        "12:10 bad-rule: spend is a sum of amounts, not a count of rows",
        "write `spend: {sum: Amount, by: Day}`, with the column of the amounts",
    ),
    "leads: {count: A, where: {B: []}}": (
        "12:32 wrong-type: an empty list stands where a value of the column such as Closed Won, or a list of them "
        "should",
        "",
    ),
    "leads: {count: A, where: {B: [x, ~]}}": (
        "12:36 wrong-type: nothing stands where a value of the column such as Closed Won, or a list of them should",
        "",
    ),
    "leads: {count: A, where: {'': x}}": (
        "12:29 bad-name: an empty text is no name",
        "write the name of a column or file",
    ),
    "count: A": (
        "12:3 unknown-key: count has no place here: it belongs under a KPI, as in `leads: {count: AQL date}`",
        "remove it",
    ),
    "spilt: {column: A, inbound: B}": ("12:3 unknown-key: unknown key spilt", "did you mean `split`?"),
    "yaer: 2024": ("12:3 unknown-key: unknown key yaer", "did you mean `year`?"),
    "split: {colum: A, inbound: B}": ("12:11 unknown-key: unknown key colum", "did you mean `column`?"),
    "split: {inbound: B}": ("12:10 missing-key: split has no column", "add `column: Lead Source`"),
    "split: {column: A, inbond: B}": (
        "12:22 unknown-segment: the plan has no segment inbond",
        "did you mean `inbound`?",
    ),
    "split: {column: A, fairs: B}": (
        "12:22 unknown-segment: the plan has no segment fairs",
        "its segments are inbound, outbound",
    ),
    "split: {column: A}": (
        "12:10 missing-key: the split names no segment",
        "add `inbound: [Web, Organic]`, the values of the column that are inbound",
    ),
    "split: {column: A, inbound: [Web, b], outbound: WEB}": (
        "12:51 two-ways: 'WEB' belongs to inbound already",
        "keep one of them",
    ),
    "add: yes": ("12:8 bad-choice: yes is not a choice for add", "write true or false"),
    "day_first:": ("12:3 wrong-type: nothing stands where true or false should", ""),
    "year: 2024-04": ("12:9 bad-month: 2024-04 is no year", "write a year such as 2024"),
    "encoding: utf-9": ("12:13 bad-choice: utf-9 is no known encoding", "did you mean `utf-8`?"),
    "encoding: base64": (
        "12:13 bad-choice: base64 is no known encoding",
        "write an encoding such as utf-8, cp949 or shift_jis",
    ),
    "table: 0": ("12:10 out-of-range: 0 is no number of a table", "tables count from 1"),
    "table: .inf": ("12:10 out-of-range: .inf is no number of a table", "tables count from 1"),
    "decimal: ;": ("12:12 bad-choice: ; is not a choice for decimal", 'write "." or ","'),
    "decimal: ,": ("12:12 yaml-syntax: a text can't begin with ,", "put it in quotes"),
    "spans: star": ("12:10 bad-choice: star is not a choice for spans", "did you mean `start`?"),
}


@pytest.mark.parametrize("line", MISTAKES)
def test_mistakes(line: str) -> None:
    text = f"{SEGMENTED}actuals:\n a.csv:\n  {line}\n"
    assert (errors(text), [error.hint for error in read(text).errors]) == (
        [MISTAKES[line][0]],
        [MISTAKES[line][1]],
    )


def test_all_mistakes_of_all_files_at_once() -> None:
    text = 'actuals:\n  a.csv: {leeds: {count: A}, table: 0}\n  "": {add: 1}\n  b.csv:\n'
    assert errors(SEGMENTED + text) == [
        "11:11 unknown-stage: no stage is called leeds",
        "11:37 out-of-range: 0 is no number of a table",
        "12:3 bad-name: an empty text is no name",
        "12:13 bad-choice: 1 is not a choice for add",
        "13:3 wrong-type: nothing stands where settings of a file such as {leads: {count: AQL date}} should",
    ]


def test_a_split_needs_segments() -> None:
    text = PLAN + "actuals: {a.csv: {split: {column: A, inbound: B}}}\n"
    assert errors(text) == ["9:38 unknown-segment: the plan has no segment inbound"]
    assert read(text).errors[0].hint == "add `segments`, or remove the split"


@pytest.mark.parametrize(
    "segments", ["segments: 5\n", "segments: !!map {a: {share: 100%}}\n", "segments:\n   - a\n b\n"]
)
def test_a_split_is_not_judged_by_segments_that_cannot_be_read(segments: str) -> None:
    found = read(PLAN + "actuals: {a.csv: {split: {column: A, inbound: B}}}\n" + segments).errors
    assert found
    assert "unknown-segment" not in [problem.code for problem in found]


def test_kpis_are_not_judged_by_a_funnel_that_cannot_be_read() -> None:
    text = HEAD + GOAL + "funnel: [visits, {[a]: 5}, {customers: 5%}]\nactuals: {a.csv: {vists: {count: A}}}\n"
    assert "unknown-stage" not in [problem.code for problem in read(text).errors]


def test_segments_have_none_of_their_own() -> None:
    assert errors(PLAN + "segments: {a: {share: 100%, actuals: {}}}\n") == [
        "9:29 unknown-key: actuals has no place here: exports belong to the plan, and `split` tells the segments apart"
    ]


def test_stages_of_segments_are_known() -> None:
    text = (
        PLAN + "segments: {a: {share: 100%, funnel: [calls, {customers: 5%}]}}\nactuals: {a.csv: {calls: {count: A}}}\n"
    )
    plan = read(text).plan
    assert plan is not None
    assert plan.actuals[0].kpis == {"calls": Rule(count="A")}
