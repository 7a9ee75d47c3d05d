"""`kpiplan reviews` as users run it: the year, a month, an owner, other languages, data, what is refused."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import INBOUND, TOP, Kpiplan, plan_in, run_process
from tests.plans import REVIEWED as PLAN

YEAR = """\
Inbound marketing 2020 - reviews, January to December 2020

  Cost per lead  from Google Ads + HubSpot
                 when it is off: move budget between channels
  Launch tasks   to do: nurture mails and scoring

                           due          period  must be        whose
January to December 2020
 Marketing qualified leads every Friday         at least 20    Marketing
 Bounce rate               every Friday         at most 60%    Web team
January 2020
 Cost per lead             Fri 31               at most $480   Demand generation
February 2020
 Cost per lead             Fri 28               at most $480   Demand generation
 Sales sla signed          Fri 28               done           Sales
March 2020
 Cost per lead             Tue 31               at most $480   Demand generation
 Close rate                Tue 31       Jan-Mar at least 45%   Sales
 Launch tasks              Tue 31               all 3 done     Marketing
April 2020
 Cost per lead             Thu 30               at most $480   Demand generation
May 2020
 Cost per lead             Fri 29               at most $480   Demand generation
June 2020
 Cost per lead             Tue 30               at most $480   Demand generation
 Close rate                Tue 30       Apr-Jun at least 45%   Sales
 Net promoter score        Tue 30       Jan-Jun at least 38.18 -
July 2020
 Cost per lead             Fri 31               at most $480   Demand generation
August 2020
 Cost per lead             Mon 31               at most $480   Demand generation
September 2020
 Cost per lead             Wed 30               at most $480   Demand generation
 Close rate                Wed 30       Jul-Sep at least 45%   Sales
October 2020
 Cost per lead             Fri 30               at most $480   Demand generation
November 2020
 Cost per lead             Mon 30               at most $480   Demand generation
 Net promoter score        Mon 30               reach 45       -
December 2020
 Cost per lead             Thu 31               at most $480   Demand generation
 Close rate                Thu 31       Oct-Dec at least 45%   Sales
 Net promoter score        Thu 31       Jul-Dec at least 45    -

  Marketing qualified leads: what must be is the whole month's.
"""

MONTH = """\
Inbound marketing 2020 - reviews, March 2020

  Cost per lead  from Google Ads + HubSpot
                 when it is off: move budget between channels
  Launch tasks   to do: nurture mails and scoring

                           due     period   must be       whose
Marketing qualified leads  Fri 6            at least 20   Marketing
Bounce rate                Fri 6            at most 60%   Web team
Marketing qualified leads  Fri 13           at least 20   Marketing
Bounce rate                Fri 13           at most 60%   Web team
Marketing qualified leads  Fri 20           at least 20   Marketing
Bounce rate                Fri 20           at most 60%   Web team
Marketing qualified leads  Fri 27           at least 20   Marketing
Bounce rate                Fri 27           at most 60%   Web team
Cost per lead              Tue 31           at most $480  Demand generation
Close rate                 Tue 31  Jan-Mar  at least 45%  Sales
Launch tasks               Tue 31           all 3 done    Marketing

  Marketing qualified leads: what must be is the whole month's.
"""

KOREAN = """\
Inbound marketing 2020 - 점검 일정, 2020년 3월

  리드당 비용   출처: Google Ads + HubSpot
                벗어나면: move budget between channels
  Launch tasks  할 일: nurture mails 및 scoring

                  일자      대상 기간  기준           담당
마케팅 적격 리드  6일(금)              20 이상        Marketing
이탈률            6일(금)              60% 이하       Web team
마케팅 적격 리드  13일(금)             20 이상        Marketing
이탈률            13일(금)             60% 이하       Web team
마케팅 적격 리드  20일(금)             20 이상        Marketing
이탈률            20일(금)             60% 이하       Web team
마케팅 적격 리드  27일(금)             20 이상        Marketing
이탈률            27일(금)             60% 이하       Web team
리드당 비용       31일(화)             US$480 이하    Demand generation
성사율            31일(화)  1월~3월    45% 이상       Sales
Launch tasks      31일(화)             3개 모두 완료  Marketing

  마케팅 적격 리드: 기준은 그 달 전체의 합계입니다.
"""

CHINESE = """\
Inbound marketing 2020 - 檢視排程，2020年3月

  每位潛在客戶成本  資料來源：Google Ads + HubSpot
                    偏離時：move budget between channels
  Launch tasks      待辦：nurture mails和scoring

                  日期        期間     標準          負責人
行銷合格潛在客戶  6日（五）            至少 20       Marketing
跳出率            6日（五）            最多 60%      Web team
行銷合格潛在客戶  13日（五）           至少 20       Marketing
跳出率            13日（五）           最多 60%      Web team
行銷合格潛在客戶  20日（五）           至少 20       Marketing
跳出率            20日（五）           最多 60%      Web team
行銷合格潛在客戶  27日（五）           至少 20       Marketing
跳出率            27日（五）           最多 60%      Web team
每位潛在客戶成本  31日（二）           最多 US$480   Demand generation
成交率            31日（二）  1月-3月  至少 45%      Sales
Launch tasks      31日（二）           3 項全部完成  Marketing

  行銷合格潛在客戶：標準為整月合計。
"""

MARKDOWN = """\
### Inbound marketing 2020 - reviews of Sales, January to December 2020

|  | due | period | must be | whose |
| :-- | :-- | :-- | :-- | :-- |
| **February 2020** |  |  |  |  |
| Sales sla signed | Fri 28 |  | done | Sales |
| **March 2020** |  |  |  |  |
| Close rate | Tue 31 | Jan-Mar | at least 45% | Sales |
| **June 2020** |  |  |  |  |
| Close rate | Tue 30 | Apr-Jun | at least 45% | Sales |
| **September 2020** |  |  |  |  |
| Close rate | Wed 30 | Jul-Sep | at least 45% | Sales |
| **December 2020** |  |  |  |  |
| Close rate | Thu 31 | Oct-Dec | at least 45% | Sales |
"""

CSV = """\
day,what,kpi,owner,first,last,at_least,at_most,source,action
2020-11-06,review,mqls,Marketing,2020-11,2020-11,20,,,
2020-11-06,review,bounce_rate,Web team,2020-11,2020-11,,0.6,,
2020-11-13,review,mqls,Marketing,2020-11,2020-11,20,,,
2020-11-13,review,bounce_rate,Web team,2020-11,2020-11,,0.6,,
2020-11-20,review,mqls,Marketing,2020-11,2020-11,20,,,
2020-11-20,review,bounce_rate,Web team,2020-11,2020-11,,0.6,,
2020-11-27,review,mqls,Marketing,2020-11,2020-11,20,,,
2020-11-27,review,bounce_rate,Web team,2020-11,2020-11,,0.6,,
2020-11-30,review,cost_per_lead,Demand generation,2020-11,2020-11,,480,Google Ads + HubSpot,move budget between channels
2020-11-30,deadline,net_promoter_score,,2020-11,2020-11,45,,,
"""

EMPTY = """\
Inbound marketing 2020 - reviews, January to December 2020

  Nothing is to be reviewed: the plan chooses no KPIs. Name them under `kpis:`; `kpiplan kpis` lists all.
"""


@pytest.fixture(autouse=True)
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, entered, with the plan as plan.yaml."""
    return plan_in(tmp_path, PLAN, monkeypatch)


def test_the_year_fits_a_terminal(kpiplan: Kpiplan) -> None:
    run = kpiplan("reviews", "plan.yaml", environ={"COLUMNS": "80"})
    assert run.out == YEAR
    assert run.code == 0
    assert run.err.startswith("plan.yaml: ")
    assert run.err.endswith("; `kpiplan check plan.yaml` explains them\n")


def test_a_month(kpiplan: Kpiplan) -> None:
    assert kpiplan("reviews", "plan.yaml", "--month", "2020-03").out == MONTH


@pytest.mark.parametrize(("lang", "screen"), [("ko", KOREAN), ("zh-Hant", CHINESE)])
def test_other_languages(kpiplan: Kpiplan, lang: str, screen: str) -> None:
    assert kpiplan("reviews", "plan.yaml", "--month", "2020-03", "--lang", lang).out == screen
    assert kpiplan("reviews", "plan.yaml", "--month", "2020-03", environ={"KPIPLAN_LANG": lang}).out == screen


def test_an_owner_in_any_case_as_markdown(kpiplan: Kpiplan) -> None:
    assert kpiplan("reviews", "plan.yaml", "--owner", "sales", "--format", "markdown").out == MARKDOWN
    assert kpiplan("reviews", "plan.yaml", "--owner", "Sales", "-o", "reviews.md").out == ""
    assert Path("reviews.md").read_text(encoding="utf-8") == MARKDOWN


def test_csv_has_every_day(kpiplan: Kpiplan) -> None:
    assert kpiplan("reviews", "plan.yaml", "--format", "csv", "--month", "2020-11").out == CSV
    kpiplan("reviews", "plan.yaml", "-o", "reviews.csv")
    rows = list(csv.DictReader(io.StringIO(Path("reviews.csv").read_text(encoding="utf-8"))))
    assert len(rows) == 52 + 52 + 12 + 4 + 3 + 1 + 1
    assert [row["day"] for row in rows] == sorted(row["day"] for row in rows)
    assert sum(row["kpi"] == "mqls" for row in rows) == 52


def test_csv_defuses_formulas(kpiplan: Kpiplan, plan: Path) -> None:
    plan.write_text(PLAN.replace("owner: Web team", "owner: '=HYPERLINK(1)'"), encoding="utf-8")
    out = kpiplan("reviews", "plan.yaml", "--format", "csv").out
    assert "2020-01-03,review,bounce_rate,'=HYPERLINK(1),2020-01" in out


def test_json_document(kpiplan: Kpiplan) -> None:
    english = kpiplan("reviews", "plan.yaml", "--format", "json", "--month", "2020-03").out
    document = json.loads(english)
    assert (document["kind"], document["plan"], document["currency"]) == ("reviews", "Inbound marketing 2020", "USD")
    assert len(document["due"]) == 4 + 4 + 1 + 1 + 1
    assert document["due"][-3:] == [
        {
            "day": "2020-03-31",
            "what": "review",
            "kpi": "cost_per_lead",
            "owner": "Demand generation",
            "first": "2020-03",
            "last": "2020-03",
            "unit": "currency",
            "at_least": None,
            "at_most": 480,
            "to_do": [],
            "source": "Google Ads + HubSpot",
            "action": "move budget between channels",
        },
        {
            "day": "2020-03-31",
            "what": "review",
            "kpi": "close_rate",
            "owner": "Sales",
            "first": "2020-01",
            "last": "2020-03",
            "unit": "ratio",
            "at_least": 0.45,
            "at_most": None,
            "to_do": [],
            "source": None,
            "action": None,
        },
        {
            "day": "2020-03-31",
            "what": "task",
            "kpi": "launch_tasks",
            "owner": "Marketing",
            "first": "2020-03",
            "last": "2020-03",
            "unit": None,
            "at_least": None,
            "at_most": None,
            "to_do": ["nurture mails", "scoring"],
            "source": None,
            "action": None,
        },
    ]
    assert kpiplan("reviews", "plan.yaml", "--format", "json", "--month", "2020-03", "--lang", "ko").out == english


def test_a_fiscal_year_has_its_own_quarters(kpiplan: Kpiplan, plan: Path) -> None:
    fiscal = PLAN.replace("year: 2020", "start: 2020-02")
    plan.write_text(fiscal, encoding="utf-8")
    lines = kpiplan("reviews", "plan.yaml").out.splitlines()
    assert lines[0] == "Inbound marketing 2020 - reviews, February 2020 to January 2021"
    rates = [line.split()[2:5] for line in lines if line.startswith(" Close rate")]
    assert rates == [
        ["Thu", "30", "Feb-Apr"],
        ["Fri", "31", "May-Jul"],
        ["Fri", "30", "Aug-Oct"],
        ["Fri", "29", "Nov-Jan"],
    ]
    run = kpiplan("reviews", "plan.yaml", "--month", "2020-01")
    assert run.code == 2
    assert run.err == "kpiplan: --month 2020-01 is not in the plan's year, which is 2020-02 to 2021-01\n"


def test_weekly_amounts_that_change_have_a_line_a_month(kpiplan: Kpiplan, plan: Path) -> None:
    plan.write_text(PLAN.replace("at_least: 240 a year", "at_least: [30, 60, 60, 90]"), encoding="utf-8")
    lines = kpiplan("reviews", "plan.yaml").out.splitlines()
    weekly = [line.split("every Friday")[1].split() for line in lines if "qualified leads  every" in line]
    assert weekly == [["at", "least", str(n), "Marketing"] for n in (10, 20, 20, 30) for _ in range(3)]


@pytest.mark.parametrize("format", ["table", "csv", "json", "markdown", "ics"])
def test_a_plan_without_kpis_says_how_to_choose(kpiplan: Kpiplan, plan: Path, format: str) -> None:
    plan.write_text(INBOUND, encoding="utf-8")
    run = kpiplan("reviews", "plan.yaml", "--format", format)
    assert run.code == 0
    assert ("kpiplan kpis" in run.out) == (format in ("table", "markdown"))
    assert ("plan.yaml: Nothing is to be reviewed" in run.err) == (format in ("csv", "json", "ics"))
    if format == "table":
        assert run.out == EMPTY
    if format == "csv":
        assert run.out == "day,what,kpi,owner,first,last,at_least,at_most,source,action\n"
    if format == "json":
        assert json.loads(run.out)["due"] == []


def test_a_month_with_nothing_due(kpiplan: Kpiplan, plan: Path) -> None:
    plan.write_text(INBOUND + "kpis: {signed: {done: false, due: 2020-02}}\n", encoding="utf-8")
    run = kpiplan("reviews", "plan.yaml", "--month", "2020-03")
    assert (run.code, run.out) == (0, "Inbound marketing 2020 - reviews, March 2020\n\n  Nothing is due.\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--month", "2021-01"), "--month 2021-01 is not in the plan's year, which is 2020-01 to 2020-12"),
        (("--month", "March"), "--month 'March' is no month; write it as 2020-03"),
        (("--owner", "Slaes"), "no KPI is owned by Slaes; did you mean Sales?"),
        (
            ("--owner", "Bob"),
            "no KPI is owned by Bob; the owners are Demand generation, Sales, Marketing and Web team",
        ),
        (("-o", "plan.yaml"), "plan.yaml is the plan itself; name another file for -o"),
    ],
)
def test_wrong_use(kpiplan: Kpiplan, words: tuple[str, ...], message: str) -> None:
    run = kpiplan("reviews", "plan.yaml", *words)
    assert (run.code, run.out, run.err) == (2, "", f"kpiplan: {message}\n")


def test_wrong_use_in_another_language(kpiplan: Kpiplan, plan: Path) -> None:
    run = kpiplan("reviews", "plan.yaml", "--month", "2021-01", "--lang", "ko")
    assert run.err == "kpiplan: --month 2021-01: 계획 기간(2020-01~2020-12) 밖입니다\n"
    plan.write_text(INBOUND, encoding="utf-8")
    run = kpiplan("reviews", "plan.yaml", "--owner", "Bob", "--lang", "zh-Hant")
    assert run.err == "kpiplan: 沒有由 Bob 負責的 KPI，也沒有任何 KPI 指定負責人\n"


def test_a_plan_with_errors_has_no_reviews(kpiplan: Kpiplan, plan: Path) -> None:
    plan.write_text(PLAN.replace("revenue: 10M", "revenue: none"), encoding="utf-8")
    run = kpiplan("reviews", "plan.yaml")
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("plan.yaml:5:12: error bad-money")


def test_standard_input(tmp_path: Path) -> None:
    run = run_process("reviews", "-", "--month", "2020-03", stdin=PLAN.encode(), cwd=tmp_path)
    assert run.out == MONTH
    assert run.err.endswith("; `kpiplan check` explains them\n")


def test_labels_of_the_plan_are_text_in_markdown(kpiplan: Kpiplan, plan: Path) -> None:
    plan.write_text(
        PLAN.replace("  cost_per_lead:\n", "  cost_per_lead:\n    name: 'C*P*L | [x](y)'\n"), encoding="utf-8"
    )
    out = kpiplan("reviews", "plan.yaml", "--format", "markdown").out
    assert "| C\\*P\\*L \\| \\[x\\](y) |" in out
    assert "- **C\\*P\\*L \\| \\[x\\](y):** from Google Ads" in out


@pytest.mark.parametrize(
    ("words", "loaded"),
    [
        ((), set()),
        (("--format", "csv"), set()),
        (("--format", "json"), set()),
        (("--format", "markdown"), set()),
        (("--format", "ics"), {"icalendar"}),
        (("--lang", "ko", "--format", "markdown"), {"babel"}),
    ],
)
def test_libraries_are_loaded_when_asked_for(plan: Path, words: tuple[str, ...], loaded: set[str]) -> None:
    script = (
        "import sys\n"
        "from kpiplan.__main__ import main\n"
        f"assert main(['reviews', {str(plan)!r}, *{words!r}]) == 0\n"
        "names = {name.partition('.')[0] for name in sys.modules}\n"
        "print(*sorted(names & {'icalendar', 'babel', 'pandas', 'numpy', 'rich'}), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=TOP, check=True)
    assert set(done.stderr.splitlines()[-1].split()) == loaded | (set() if "--format" in words else {"rich"})
