"""The first and the last row of a table: a total without a label, or a row whose label is not known."""

from __future__ import annotations

import pytest

from kpiplan.exports.files import sheets
from tests.exports.helpers import left_out, months, read
from tests.exports.test_providers import in_chunks, same

HEAD = "Date,Channel,Sessions,Leads\n"
ROWS = ("2026-03-30,Organic,100,5\n", "2026-03-31,Paid,50,2\n", "2026-04-01,Organic,140,6\n")


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("row", ["2026-03-31,,290,4\n", "2026-03-31,,140,13\n", "2026-03-31,,30,1\n"])
def test_a_row_whose_label_alone_is_missing_counts(row: str, last: bool) -> None:
    """In no column, or in one of two, is it what the others are together."""
    actuals = read(HEAD + "".join((*ROWS, row) if last else (row, *ROWS)))
    sessions = int(row.split(",")[2])
    assert months(actuals, "visits") == {"2026-03": 150 + sessions, "2026-04": 140}
    assert left_out(actuals) == {}


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("row", [",,290,13\n", "2026-03-30,,290,13\n", '2026-03-30,,"9,290",613\n'])
def test_a_total_without_a_label_does_not(row: str, last: bool) -> None:
    """It has no date, or that of the report, and is what all others are together, or more where few are listed."""
    actuals = read(HEAD + "".join((*ROWS, row) if last else (row, *ROWS)))
    assert months(actuals, "visits") == {"2026-03": 150, "2026-04": 140}
    assert left_out(actuals) == {"total without a label": 1}


ADS = """Reporting starts,Reporting ends,Campaign name,Results,Result indicator,CPM,Reach,Amount spent (EUR),Impressions
{total}2026-05-01,2026-05-31,Spring,10,actions:lead,100,900,100.10,1000
2026-05-01,2026-05-31,Summer,4,actions:lead,62.5,600,50.05,800
{last}"""


def test_a_campaign_without_results_is_a_campaign() -> None:
    last = "2026-05-01,2026-05-31,Autumn,,,50,300,20.00,400\n"
    actuals = read(ADS.format(total="", last=last))
    assert months(actuals, "spend") == {"2026-05": pytest.approx(170.15)}
    assert months(actuals, "leads") == {"2026-05": 14}


@pytest.mark.parametrize("spend", ["150.15", "150.16"])
def test_the_total_of_campaigns_is_told_by_its_sums_though_people_are_counted_once(spend: str) -> None:
    total = f"2026-05-01,2026-05-31,,14,,83.4,1100,{spend},1800\n"
    actuals = read(ADS.format(total=total, last=""))
    assert months(actuals, "spend") == {"2026-05": pytest.approx(150.15)}
    assert left_out(actuals) == {"total without a label": 1}


@pytest.mark.parametrize("end", ["2026-04-02,,3,1\n", "2026-04-02,,40290,13000\n", ",,9,9\n"])
def test_ends_of_large_tables_are_told_alike(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + "".join(ROWS) * 100 + end
    small = read(text)
    monkeypatch.setattr(sheets, "HEAD_BYTES", 300)
    same(small, in_chunks(text, 1000))


WHOLE = """Campaign report
"1 March 2026 - 31 March 2026"
Status,Campaign,Cost,Clicks
{first}on,North,100,5
on,South,50.50,6
off,West,8,2
{last}"""


@pytest.mark.parametrize(
    "label",
    [
        "Total: account", "Gesamt: Konto", "Total : compte", "Total: cuenta", "Total: conta", "Totale: account",
        "Totaal: account", "Итого: аккаунт", "Общее: аккаунт", "合計: アカウント", "総計", "总计：帐号", "總計: 帳戶",
        "총계: 계정", "합산", "결과 3개 합계", "合計 3 件", "汇总", "匯總", "Razem", "Σ",
    ],
)  # fmt: skip
def test_totals_of_a_whole_period_do_not_count_again(label: str) -> None:
    """In languages that are not known either, where all others together say the same."""
    for row in (f"--,{label},158.50,13\n", f"{label},--,158.50,13\n"):
        for place in ("first", "last"):
            actuals = read(WHOLE.format(**{"first": "", "last": "", place: row}))
            assert months(actuals, "spend") == {"2026-03": 158.5}
            assert left_out(actuals) == {"total": 1}


@pytest.mark.parametrize("row", ["on,Total Fitness,20,1\n", "on,East,158.50,14\n", "on,Gesamtpaket,158.49,11\n"])
def test_campaigns_that_are_no_sum_count(row: str) -> None:
    cost = float(row.split(",")[2])
    assert months(read(WHOLE.format(first="", last=row)), "spend") == {"2026-03": pytest.approx(158.5 + cost)}


def test_a_row_of_its_own_day_or_name_is_no_sum() -> None:
    days = "Date,Sessions,Leads\n2026-03-01,10,1\n2026-03-02,20,2\n2026-03-03,30,3\n2026-03-04,60,6\n"
    assert months(read(days), "visits") == {"2026-03": 120}
    rows = "KPI,2026-03,2026-04\nOrganic leads,10,12\nPaid leads,5,6\nSocial leads,1,2\nLeads,16,20\n"
    assert months(read(rows), "leads") == {"2026-03": 16, "2026-04": 20}
    long = "Month,KPI,Value\n2026-03,Organic leads,10\n2026-03,Paid leads,5\n2026-03,Other leads,1\n2026-03,Leads,16\n"
    assert months(read(long), "leads") == {"2026-03": 16}
