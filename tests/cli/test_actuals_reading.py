"""What `kpiplan actuals` is told of exports and plans, where it finds them, and what can be wrong with that."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.exports import DEALS, MONTHLY, READ, WON
from tests.conftest import INBOUND, SAMPLES, Kpiplan, put, run_process


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--fail-under", "leds=80%"), "--fail-under: no KPI leds; did you mean leads?"),
        (("--fail-under", "leads=85"), "--fail-under 'leads=85': a bare 85 is not a percentage; write leads=85%"),
        (("--fail-under", "leads"), "--fail-under 'leads' is not of the form KPI=85%"),
        (("--fail-under", "leads=many%"), "--fail-under 'leads=many%' is not of the form KPI=85%"),
        (("--through", "March"), "--through 'March' is no month; write it as 2020-06"),
        (("--read", "leads: average Age"), "--read 'leads: average Age' is not of the form KPI: count COLUMN"),
        (("--read", "leds: count Day"), "--read: the plan has no leds; did you mean leads?"),
        (("--read", "leads: count Day where Size > big"), "'Size > big' compares with no number; write COLUMN > 1000"),
        (
            ("--read", "leads: count Day where A = b and a = c"),
            "'a = c' is a second list of values; write both as COLUMN = A, B",
        ),
        (("--read", "leads: count Day where Won"), "'Won' is no condition; write COLUMN = VALUE, VALUE"),
        (("--read", "leads: count Day", "--read", "leads: count Date"), "--read: leads is said twice"),
        (("--split", "Source"), "--split 'Source' is not of the form COLUMN: SEGMENT = VALUE"),
        (("--split", "Source: inbound"), "--split 'Source: inbound' is not of the form COLUMN: SEGMENT = VALUE"),
        (("--plan", "pan.yaml"), "pan.yaml: no such file; did you mean plan.yaml?"),
        (("q1.csb",), "q1.csb: no such file; did you mean q1.csv?"),
        (("-", "--plan", "-"), "standard input can't be both the plan and an export"),
    ],
)
def test_wrong_use(options: tuple[str, ...], said: str, monthly: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "q1.csv", *options)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("kpiplan: ")
    assert said in run.err


@pytest.mark.parametrize("plan", sorted(SAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
def test_what_target_exports_is_read_back_and_taken_for_the_template(plan: Path, tmp_path: Path) -> None:
    exported = run_process("target", str(plan), "--format", "csv").out
    run = run_process("actuals", "-", "--plan", str(plan), "--format", "json", stdin=exported.encode(), cwd=tmp_path)
    assert run.code == 0
    document = json.loads(run.out)
    for figure in document["figures"]:
        assert figure["actual"] == pytest.approx(figure["target"]), figure["kpi"]
    assert [problem["code"] for problem in document["problems"]] == ["looks-like-template"]
    assert (
        "<stdin>: warning looks-like-template: every actual equals its target to the last digit: is this the template?"
    ) in run.err
    assert "not in the plan" not in run.err


def test_a_row_a_deal_as_it_is_told(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "deals.csv", DEALS)
    run = kpiplan("actuals", "deals.csv", *READ, "--format", "csv")
    assert run.out == (
        "period,segment,leads,customers,revenue\n2020-01,,2,1,1000000\n2020-02,,2,0,0\n2020-03,,2,1,900000\n"
    )
    assert "1 of 3 rows for customers have no Closing Date\n" in run.err


def test_options_stand_over_the_rules_of_the_plan(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound, INBOUND + 'actuals:\n  "deals*.csv": {leads: {count: Closing Date}}\n')
    put(inbound.parent / "deals.csv", DEALS)
    assert kpiplan("actuals", "deals.csv", "--format", "csv").out.splitlines()[1:] == [
        "2020-01,,1", "2020-02,,1", "2020-03,,1",
    ]  # fmt: skip
    run = kpiplan("actuals", "deals.csv", *WON, "--format", "csv")
    assert run.out.splitlines()[1:] == ["2020-01,,1,1", "2020-02,,1,0", "2020-03,,1,1"]
    run = kpiplan("actuals", "deals.csv", *READ[:2], "--format", "csv")
    assert run.out.splitlines()[1:] == ["2020-01,,2,1,1000000", "2020-02,,2,0,0", "2020-03,,2,1,900000"]


def test_files_that_add_up(monthly: Path, kpiplan: Kpiplan) -> None:
    put(monthly.parent / "events.csv", "month,leads\n2020-01,5\n2020-02,6\n2020-03,7\n")
    run = kpiplan("actuals", "q1.csv", "events.csv", "--format", "csv")
    assert (run.code, run.out) == (4, "")
    assert run.err == (
        "events.csv: error same-month-twice: leads of 2020-01 and 2 more months stands in q1.csv too\n"
        "    leave one out, or say --add if they add to each other\n"
        "kpiplan: nothing is compared: 1 error\n"
    )
    added = kpiplan("actuals", "q1.csv", "events.csv", "--add", "--format", "csv").out
    assert [row["leads"] for row in csv.DictReader(io.StringIO(added))] == ["85", "87", "77"]
    run = kpiplan("actuals", "q1.csv", "events.csv", "--format", "github")
    assert run.out.startswith("::error file=events.csv,line=1,title=kpiplan same-month-twice::leads")


@pytest.mark.parametrize(("option", "leads"), [("--day-first", [3, 9, None]), ("--month-first", [3, 5, 4])])
def test_dates_that_can_be_read_in_two_ways(
    option: str, leads: list[float | None], inbound: Path, kpiplan: Kpiplan
) -> None:
    put(inbound.parent / "e.csv", "Date,Leads\n3/3/2020,3\n5/4/2020,4\n4/4/2020,5\n")
    run = kpiplan("actuals", "e.csv")
    assert (run.code, run.out) == (4, "")
    assert "    say --day-first or --month-first\n" in run.err
    run = kpiplan("actuals", "e.csv", option, "--through", "2020-05", "--format", "json")
    assert json.loads(run.out)["figures"][1]["actual"][2:5] == leads


def test_the_year_the_encoding_and_the_decimals_are_told(inbound: Path, kpiplan: Kpiplan) -> None:
    (inbound.parent / "e.csv").write_bytes('월,리드\n1월,"1.234"\n2월,"1.300"\n'.encode("cp949"))
    run = kpiplan("actuals", "e.csv", "--year", "2020", "--encoding", "cp949", "--decimal", "comma", "--format", "csv")
    assert run.out == "period,segment,leads\n2020-01,,1234\n2020-02,,1300\n"


def test_a_table_of_several(inbound: Path, kpiplan: Kpiplan) -> None:
    put(
        inbound.parent / "e.csv",
        "month,leads\n2020-01,90\n2020-02,91\n\nmonth,leads\n2020-01,80\n2020-02,81\n",
    )
    run = kpiplan("actuals", "e.csv")
    assert (run.code, run.out) == (4, "")
    assert "    say which with --table, a number or a part of its title, or --add\n" in run.err
    run = kpiplan("actuals", "e.csv", "--table", "2", "--format", "csv")
    assert run.out == "period,segment,leads\n2020-01,,80\n2020-02,,81\n"


def test_folders_zips_and_standard_input(monthly: Path, kpiplan: Kpiplan) -> None:
    expected = kpiplan("actuals", "q1.csv", "--format", "csv").out
    folder = monthly.parent / "exports"
    folder.mkdir()
    put(folder / "a.csv", MONTHLY)
    with zipfile.ZipFile("all.zip", "w") as archive:
        archive.writestr("a.csv", MONTHLY)
    assert kpiplan("actuals", "exports", "--format", "csv").out == expected
    assert kpiplan("actuals", "all.zip", "--format", "csv").out == expected
    run = run_process("actuals", "-", "--format", "csv", stdin=MONTHLY.encode(), cwd=monthly.parent)
    assert run.out == expected
    assert run.err.startswith("<stdin>  visits")


def test_the_plan_beside_the_export_comes_before_the_one_here(monthly: Path, kpiplan: Kpiplan) -> None:
    folder = monthly.parent / "next"
    folder.mkdir()
    put(folder / "q1.csv", MONTHLY)
    assert kpiplan("actuals", "next/q1.csv").err.endswith("compared with plan.yaml\n")
    put(folder / "plan.yaml", INBOUND.replace("Inbound marketing 2020", "Beside it"))
    assert kpiplan("actuals", "next/q1.csv").out.startswith("Beside it - ")
    assert kpiplan("actuals", "next").out.startswith("Beside it - ")
    assert kpiplan("actuals", "next/q1.csv", "--plan", "plan.yaml").out.startswith("Inbound marketing 2020 - ")


def test_a_plan_with_errors(monthly: Path, kpiplan: Kpiplan) -> None:
    put(monthly.parent / "plan.yaml", INBOUND.replace("20%", "20", 1))
    run = kpiplan("actuals", "q1.csv")
    assert (run.code, run.out) == (1, "")
    assert "plan.yaml:11:11: error bare-percentage" in run.err


@pytest.mark.parametrize(
    ("export", "said"),
    [
        ("month,leads\n2019-01,3\n2019-02,5\n", "nothing to compare: the exports say nothing of the plan's year, "),
        ("month,clicks\n2020-01,3\n2020-02,5\n", "nothing to compare: the exports have no KPI of the plan: they have"),
        ("Date,Leads\n2020-01-01,3\n2020-01-02,4\n2020-01-03,4\n", "nothing to compare: no month is covered whole: "),
        ("\0\1\2 no text", "error binary-file"),
        ("", "error empty-export"),
        ("name,colour\nx,red\n", "kpiplan: nothing is compared: 1 error"),
    ],
)
@pytest.mark.parametrize("format", ["table", "json", "csv", "markdown"])
def test_nothing_to_compare(export: str, said: str, format: str, inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "e.csv", export)
    run = kpiplan("actuals", "e.csv", "--format", format, "-o", "out.txt")
    assert (run.code, run.out) == (4, "")
    assert said in run.err
    assert not Path("out.txt").exists()
