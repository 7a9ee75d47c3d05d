"""What exports have or lack, and what the plan says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpiplan.months import Month
from kpiplan.plan.model import Stage
from tests.conftest import TOP, Kpiplan, run_process
from tests.starter.exports import day, made, table
from tests.test_architecture import loaded_by

JANUARY = Month(2025, 1)


def monthly(*, rows: int = 12, start: Month = JANUARY, **counts: int) -> str:
    """A monthly table whose months are all alike."""
    names = list(counts)
    return table([["Month", *names], *([start.plus(at), *counts.values()] for at in range(rows))])


def test_a_fiscal_year_begins_after_the_last_whole_month(tmp_path: Path) -> None:
    text = made(tmp_path, monthly(leads=100, customers=10, start=Month(2024, 7))).text
    assert "name: Plan from July 2025\nstart: 2025-07   " in text


def test_only_the_last_twelve_months_count(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Month", "Leads", "Won"]]
    rows += [[Month(2024, 1).plus(at), 100, 50 if at < 6 else 10] for at in range(18)]
    text = made(tmp_path, table(rows)).text
    assert "- customers: 10%                      # 120 of 1,200\n" in text
    assert "# Measured are July 2024 to June 2025. " in text


def test_months_alike_have_no_seasons(tmp_path: Path) -> None:
    text = made(tmp_path, monthly(leads=100, customers=10)).text
    said = "customers would differ as much by chance (nearly certain)"
    assert f"  # no by_month: were all months alike, {said}\n" in text
    few = made(tmp_path, monthly(leads=100, customers=4)).text
    assert "  # no by_month: customers are too few a month to tell seasons from chance\n" in few


def test_a_rate_above_one_is_said_on_purpose(tmp_path: Path) -> None:
    result = made(tmp_path, monthly(leads=100, customers=230))
    assert "  - customers: {each: 2.3}              # 2,760 for 1,200: more than one for each\n" in result.text
    assert result.loaded.plan is not None
    assert result.loaded.plan.funnel[1] == Stage("customers", (2.3,) * 12, each=True)


def test_revenue_belongs_to_what_is_won(tmp_path: Path) -> None:
    text = made(tmp_path, monthly(visits=1000, leads=100, revenue=5000)).text
    assert "  leads: 1_200  " in text
    assert "  # average_deal: 10k                   # the exports have no revenue of leads: " in text


def test_stages_of_other_months_are_left_out(tmp_path: Path) -> None:
    visits = monthly(visits=1000, start=Month(2023, 1))
    text = made(tmp_path, visits, monthly(leads=100, customers=10)).text
    # the last month that both cover is December 2023: nothing else is known of it
    assert not text
    short = monthly(visits=1000, rows=6, start=Month(2025, 7))
    text = made(tmp_path, short, monthly(leads=100, customers=10)).text
    assert "  - visits                              # 6,000 in 6 months\n" in text
    assert "  - leads: 10%                          # 600 of 6,000, in 6 months\n" in text
    assert "last_year: {leads: 1_200, customers: 120}\n# not here: visits, 6,000 in 6 of the 12 months\n" in text


def test_measures_that_are_no_stages_are_named(tmp_path: Path) -> None:
    text = made(tmp_path, monthly(leads=100, customers=10, clicks=500)).text
    assert "# Also in the exports, but no stages: clicks.\n" in text


def test_who_has_no_date_above_is_direct(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Lead date", "Customer date"]]
    for at in range(12):
        month = Month(2025, 1).plus(at)
        rows += [[day(month, n), day(month, 27) if n < 2 else ""] for n in (0, 1, 5, 27)]
        rows += [["", day(month, n)] for n in (3, 4)]
    result = made(tmp_path, table(rows))
    assert "  - customers: {rate: 50%, lag: [100%], direct: 2}  # 24 of 48\n" in result.text
    assert "      # 24 have no date for leads: planned as direct, a month\n" in result.text
    rows += [[day(Month(2025, 5), 9), day(Month(2025, 4), 9)]]
    assert "      # 1 are dated customers before leads: not taken as gone on\n" in made(tmp_path, table(rows)).text


@pytest.mark.parametrize(("header", "code"), [("매출(원)", "KRW"), ("Revenue (EUR)", "EUR"), ("Revenue [£]", None)])
def test_the_currency_comes_from_the_header(header: str, code: str | None, tmp_path: Path) -> None:
    rows: list[list[object]] = [["Month", "Leads", "Won", header]]
    rows += [[JANUARY.plus(at), 100, 10, 5000] for at in range(12)]
    plan = made(tmp_path, table(rows)).loaded.plan
    assert plan is not None
    assert plan.currency == code
    assert plan.goal.average_deal == (500.0,) * 12


@pytest.mark.parametrize("header", ["Spend (EUR)", "Marketing spend (EUR)", "Sales spend (EUR)"])
def test_the_currency_comes_from_what_is_spent_where_revenue_names_none(header: str, tmp_path: Path) -> None:
    rows: list[list[object]] = [["Month", "Leads", "Won", header]]
    rows += [[JANUARY.plus(at), 100, 10, 5000] for at in range(12)]
    plan = made(tmp_path, table(rows)).loaded.plan
    assert plan is not None
    assert plan.currency == "EUR"


def test_what_target_wrote_is_a_year_too(tmp_path: Path, kpiplan: Kpiplan) -> None:
    text = kpiplan("target", str(TOP / "sample_plans/webshop.yaml"), "--format", "csv").out
    plan = made(tmp_path, text).loaded.plan
    assert plan is not None
    assert [stage.name for stage in plan.funnel] == ["visits", "carts", "checkouts", "buyers", "orders"]
    assert [stage.rate[0] for stage in plan.funnel[1:]] == [0.09, 0.55, 0.62, 1.15]


def test_names_that_yaml_would_misread_are_quoted(tmp_path: Path) -> None:
    rows: list[list[object]] = [["period", "a: b", "no", "5 # x"]]
    rows += [[JANUARY.plus(at), 1000, 100, 50] for at in range(12)]
    plan = made(tmp_path, table(rows)).loaded.plan
    assert plan is not None
    assert [stage.name for stage in plan.funnel] == ["a: b", "no", "5 # x"]


REFUSED = {
    "one stage": (
        monthly(visits=100),
        "e.csv: error no-measure: the exports have only visits of the stages that a plan begins with\n"
        "    a funnel has two stages or more, such as visits, leads, mqls, sqls, opportunities, customers: "
        "give the exports that have them\nexports: 1 error\n",
    ),
    "nothing won": (
        monthly(leads=100, customers=0),
        "e.csv: error no-rows: fewer than two of leads, customers have numbers in the 12 months up to December 2025\n"
        "    give exports of the same months\nexports: 1 error\n",
    ),
    "no whole month": (
        "Date,Leads,Won\n2025-01-03,5,1\n2025-01-04,6,1\n",
        "e.csv: error no-rows: no month is covered whole by all exports\n    export whole months\n",
    ),
    "segments apart": (
        "period,segment,visits,calls,customers\n2025-01,a,100,,5\n2025-01,b,,50,5\n",
        "e.csv: error no-measure: the segments a, b have funnels of their own\n"
        "    give the exports of one segment at a time\nexports: 1 error\n",
    ),
    "no dates": ("Name,Leads\nx,5\n", "e.csv:1:1: error no-date: nothing says to which month the rows belong"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_nothing_is_written_where_exports_do_not_do(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan
) -> None:
    monkeypatch.chdir(tmp_path)
    text, said = REFUSED[case]
    Path("e.csv").write_text(text, encoding="utf-8")
    run = kpiplan("init", "next.yaml", "--from", "e.csv")
    assert (run.code, run.out) == (4, "")
    assert run.err.startswith(said)
    assert not Path("next.yaml").exists()


def test_a_missing_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan) -> None:
    monkeypatch.chdir(tmp_path)
    run = kpiplan("init", "next.yaml", "--from", "gone.csv")
    assert (run.code, run.out, run.err) == (2, "", "kpiplan: gone.csv: no such file\n")  # as of every command
    assert not Path("next.yaml").exists()


def test_a_plan_that_is_there_stays(inbound: Path, kpiplan: Kpiplan) -> None:
    Path("e.csv").write_text(monthly(leads=100, customers=10), encoding="utf-8")
    before = inbound.read_bytes()
    run = kpiplan("init", "--from", "e.csv")
    assert run.code == 2
    assert run.err == "kpiplan: plan.yaml is there already; it stays as it is. Name another file.\n"
    assert inbound.read_bytes() == before


def test_several_exports_in_every_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text(monthly(visits=1000), encoding="utf-8")
    Path("b.csv").write_text(monthly(leads=100, customers=10), encoding="utf-8")
    twice = kpiplan("init", "-", "--from", "a.csv", "--from", "b.csv").out
    assert "- leads: 10%" in twice
    assert kpiplan("init", "-", "--from", "a.csv", "b.csv").out == twice
    piped = run_process("init", "-", "--from", "-", "b.csv", stdin=Path("a.csv").read_bytes(), cwd=tmp_path).out
    assert piped == twice.replace("a.csv, b.csv", "standard input, b.csv")
    folder = kpiplan("init", "-", "--from", ".").out
    assert folder == twice


def test_exports_follow_from(kpiplan: Kpiplan) -> None:
    run = kpiplan("init", "a.yaml", "b.csv")
    said = "kpiplan: one plan file at a time: b.csv is one too many (exports follow --from)\n"
    assert (run.code, run.out, run.err) == (2, "", said)


def test_numpy_is_loaded_with_large_exports_alone_and_pandas_with_none(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text(monthly(leads=100, customers=10), encoding="utf-8")
    rows = "".join(f"{line},2025-{line % 12 + 1:02}-15,{'x' * 60}\n" for line in range(90_000))
    (tmp_path / "large.csv").write_text(f"Name,Became a Lead Date,Notes\n{rows}", encoding="utf-8")
    runs = (("init", "a.yaml"), ("init", "b.yaml", "--from", "e.csv"), ("actuals", "large.csv"))
    plain, measured, large = (loaded_by(*words, tmp_path=tmp_path) for words in runs)
    assert not {"numpy", "pandas"} & {*plain, *measured}
    assert "numpy" in large
    assert "pandas" not in large
