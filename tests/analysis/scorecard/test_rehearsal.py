"""A plan with one of every kind of KPI, exports as people have them, and the scorecard in three languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.conftest import Kpiplan

PLAN = """\
name: Rehearsal 2020
year: 2020
currency: USD
goal: {revenue: 9M, average_deal: 1M}
funnel:
  - visits
  - leads: 1.5%
  - mqls: 20%
  - sqls: 20%
  - opportunities: 40%
  - customers: 50%
costs: {marketing: 45k, sales: 60k}
economics: {purchases_per_year: 1, years_kept: 4, gross_margin: 70%}
kpis:
  cost_per_lead: {at_most: 480, owner: Demand generation, source: ads and CRM, action: move budget between channels}
  mql_to_sql_rate: {at_least: 20%, owner: Sales development, source: CRM, action: sharpen the scoring}
  pages_per_session: {between: [2, 4], owner: Website, source: Analytics, action: rework the top pages}
  mqls: {at_least: 240 a year, owner: Demand generation, source: CRM, action: more webinars}
  newsletter_signups: {at_least: [30, 60, 60, 90], at_most: 1000 a year, owner: Content, source: ESP, action: gate less}
  net_promoter_score: {from: 30, reach: 45, by: 2020-12, owner: Service, source: survey, action: call the detractors}
  keyword_ranking: {from: 20, reach: 8, by: 2020-06, owner: SEO, source: Search Console, action: refresh old pages}
  demo_rate: {name: Demos of leads, formula: demos / leads, unit: ratio, at_least: [10%, 12%, 12%, 15%],
              owner: Sales development, source: CRM, action: offer a shorter demo}
  ltv_to_cac: {at_least: 3x, owner: CFO, source: finance, action: cut the dearest channel}
  bounce_rate: {at_most: 40%, owner: Website, source: Analytics, action: faster pages}
  sales_sla_signed: {name: Sales agreement signed, done: false, due: 2020-02, owner: Head of marketing}
  crm_cleaned: {done: true, owner: Operations}
  launch_tasks: {tasks: [landing page, nurture mails, scoring], done: [landing page], due: 2020-06, owner: Marketing}
"""
FUNNEL = """\
Month,Sessions,Leads,MQLs,SQLs,Opportunities,Customers,Revenue,Marketing spend,Sales spend
2020-01,6250,90,18,3,1,1,1000000,44000,60000
2020-02,6000,80,20,2,2,0,0,45000,60000
2020-03,6500,100,22,1,1,1,1200000,46000,60000
"""
TABLE = {
    "page_views": (18750, 15000, 16250),
    "net_promoter_score": (31, 33, 35),
    "keyword_ranking": (19, 17, 15.5),
    "newsletter_signups": (8, 11, 9),
    "demos": (10, 7, 6),
}
LANGUAGES = ("en", "ko", "zh-Hant")
EXPECTED = {
    "en": """\
KPI                       must be        is progress                   trend
Cost per lead             <= $480      $500 [#########.] on track      ⣼⡀
MQL-to-SQL rate           >= 20%        10% [#####.....] watch         ⣧⡀
Pages per session         2-4          2.67 [##########] on track      ⣇⡀
Marketing qualified leads >= 60          60 [##|.......] on track      ⣰⡇
Newsletter sign-ups       30-250         28 [#|........] within chance ⣸⡄
Net promoter score        >= 33.75       35 [##|.......] on track      ⣰⡇
Keyword ranking           <= 14        15.5 [####.|....] over          ⣧⡀
Demos of leads            >= 10%      8.52% [#########.] within chance ⣷⡀
LTV to CAC                >= 3x      27.94x [##########] on track      ⡀⡇
Bounce rate               <= 40%          -              not known
Sales agreement signed    by 2020-02        [..........] overdue
Crm cleaned                                 [##########] done
Launch tasks              by 2020-06 1 of 3 [###.......] open
""",
    "ko": """\
KPI                     기준               실적  진행                      추이
리드당 비용             <= US$480        US$500  [#########.]  양호        ⣼⡀
MQL-SQL 전환율          >= 20%              10%  [#####.....]  주의        ⣧⡀
세션당 페이지수         2-4                2.67  [##########]  양호        ⣇⡀
마케팅 적격 리드        >= 60                60  [##|.......]  양호        ⣰⡇
뉴스레터 신청           30-250               28  [#|........]  오차 범위   ⣸⡄
순추천지수              >= 33.75             35  [##|.......]  양호        ⣰⡇
키워드 순위             <= 14              15.5  [####.|....]  초과        ⣧⡀
Demos of leads          >= 10%            8.52%  [#########.]  오차 범위   ⣷⡀
LTV 대 CAC              >= 3배          27.94배  [##########]  양호        ⡀⡇
이탈률                  <= 40%                -                알 수 없음
Sales agreement signed  2020-02까지              [..........]  기한 초과
Crm cleaned                                      [##########]  완료
Launch tasks            2020-06까지  3개 중 1개  [###.......]  진행 중
""",
    "zh-Hant": """\
KPI                     標準                 實際  進度                    趨勢
每位潛在客戶成本        <= US$480          US$500  [#########.]  正常      ⣼⡀
MQL 至 SQL 轉換率       >= 20%                10%  [#####.....]  需注意    ⣧⡀
每次工作階段頁數        2-4                  2.67  [##########]  正常      ⣇⡀
行銷合格潛在客戶        >= 60                  60  [##|.......]  正常      ⣰⡇
電子報訂閱              30-250                 28  [#|........]  誤差內    ⣸⡄
淨推薦值                >= 33.75               35  [##|.......]  正常      ⣰⡇
關鍵字排名              <= 14                15.5  [####.|....]  超出標準  ⣧⡀
Demos of leads          >= 10%              8.52%  [#########.]  誤差內    ⣷⡀
LTV 與 CAC 比           >= 3 倍          27.94 倍  [##########]  正常      ⡀⡇
跳出率                  <= 40%                  -                無法得知
Sales agreement signed  2020-02 底前               [..........]  逾期
Crm cleaned                                        [##########]  完成
Launch tasks            2020-06 底前  3 項中 1 項  [###.......]  進行中
""",
}


@pytest.fixture
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    Path("funnel.csv").write_text(FUNNEL, encoding="utf-8")
    rows = [f"2020-{month:02},{kpi},{value}" for kpi, values in TABLE.items() for month, value in enumerate(values, 1)]
    Path("table.csv").write_text("\n".join(["month,kpi,value", *rows, ""]), encoding="utf-8")


def lines(kpiplan: Kpiplan, lang: str, *more: str) -> list[str]:
    run = kpiplan("actuals", "--detail", "funnel.csv", "table.csv", "--plan", "plan.yaml", "--lang", lang, *more,
                  environ={"COLUMNS": "80"})  # fmt: skip
    assert run.code == 0
    return run.out.splitlines()


def card(shown: list[str]) -> list[str]:
    """The lines of the scorecard, its heading first."""
    first = next(at for at, line in enumerate(shown) if line.startswith("KPI "))
    return shown[first : shown.index("", first)]


@pytest.mark.usefixtures("exports")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_scorecard_to_the_letter(kpiplan: Kpiplan, lang: str) -> None:
    shown = lines(kpiplan, lang)
    assert card(shown) == EXPECTED[lang].splitlines()
    assert max(map(cell_len, shown)) <= 80


@pytest.mark.usefixtures("exports")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_columns_line_up_with_wide_characters(kpiplan: Kpiplan, lang: str) -> None:
    rows = card(lines(kpiplan, lang))
    assert len({cell_len(row[: row.index("[")]) for row in rows if "[" in row}) == 1
    trends = [row.rstrip("\u2800\u28ff" + "".join(map(chr, range(0x2801, 0x28FF)))) for row in rows[1:]]
    assert len({cell_len(row) for row, whole in zip(trends, rows[1:], strict=True) if row != whole}) == 1


ALERTS = {
    "en": """\
  KPIs     MQL-to-SQL rate: 10%, 10 points under 20%: sharpen the scoring (Sales
           development)
           Keyword ranking: 15.5, 1.5 over 14: refresh old pages (SEO)
           Sales agreement signed: overdue since February 2020 (Head of
           marketing)
           Bounce rate: not known without single page sessions
""",
    "ko": """\
  KPI   MQL-SQL 전환율: 10%, 20%보다 10%p 부족: sharpen the scoring (Sales
        development)
        키워드 순위: 15.5, 14보다 1.5 초과: refresh old pages (SEO)
        Sales agreement signed: 2020년 2월 말 기한이 지났습니다 (Head of
        marketing)
        이탈률: 한 페이지만 본 세션 자료가 없어 계산할 수 없습니다
""",
    "zh-Hant": """\
  KPI     MQL 至 SQL 轉換率：10%，比 20% 少 10 個百分點：sharpen the
          scoring（Sales development）
          關鍵字排名：15.5，比 14 多 1.5：refresh old pages（SEO）
          Sales agreement signed：2020年2月底到期，已逾期（Head of marketing）
          跳出率：缺少單頁工作階段，無法計算
""",
}


@pytest.mark.usefixtures("exports")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_off_is_said_in_words(kpiplan: Kpiplan, lang: str) -> None:
    shown = lines(kpiplan, lang)
    first = next(at for at, line in enumerate(shown) if line.startswith("  KPI"))
    assert "\n".join(shown[first : shown.index("", first)]) + "\n" == ALERTS[lang]


def twelve_months() -> None:
    months = [f"2020-{month:02},{6000 + month},{90 + month % 5},20,{3 + month % 3},2,1,1200000,46000,60000"
              for month in range(1, 13)]  # fmt: skip
    Path("funnel.csv").write_text("\n".join([FUNNEL.splitlines()[0], *months, ""]), encoding="utf-8")


@pytest.mark.usefixtures("exports")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_whole_year_fits_beside_its_trend(kpiplan: Kpiplan, lang: str) -> None:
    twelve_months()
    shown = lines(kpiplan, lang, "--through", "2020-12")
    rows = card(shown)
    assert len(rows) == 14  # one table, its heading and 13 KPIs
    assert sum(line.startswith("KPI ") for line in shown) == 1
    assert sum(cell_len(row.split()[-1]) == 6 and row[-1] >= "\u2800" for row in rows) >= 3
    assert max(map(cell_len, rows)) <= 80


def document(kpiplan: Kpiplan, lang: str) -> dict[str, Any]:
    run = kpiplan("actuals", "funnel.csv", "table.csv", "--plan", "plan.yaml", "--format", "json", "--lang", lang)
    found: dict[str, Any] = json.loads(run.out)
    return found


@pytest.mark.usefixtures("exports")
def test_data_are_the_same_in_every_language(kpiplan: Kpiplan) -> None:
    english, *others = (document(kpiplan, lang) for lang in LANGUAGES)
    assert others == [english, english]


@pytest.mark.usefixtures("exports")
def test_the_data_of_one_kpi_of_each_kind(kpiplan: Kpiplan) -> None:
    found = {each["kpi"]: each for each in document(kpiplan, "en")["scorecard"]}
    rest = [None] * 9
    assert found["cost_per_lead"] == {
        "kpi": "cost_per_lead", "unit": "currency", "target": {"kind": "at_most"}, "owner": "Demand generation",
        "source": "ads and CRM", "action": "move budget between channels", "review": "monthly",
        "segment": None, "part": None, "actual": [44_000 / 90, 562.5, 460, *rest],
        "to_date": {"at_least": None, "at_most": 480, "actual": 500, "status": "on_track", "off": 20},
        "goal": {"at_least": None, "at_most": 480}, "progress": 0.96, "expected_progress": None, "missing": [],
    }  # fmt: skip
    assert found["net_promoter_score"]["target"] == {"kind": "path", "from": 30, "reach": 45, "by": "2020-12"}
    assert found["net_promoter_score"]["expected_progress"] == 0.25
    assert found["newsletter_signups"]["target"] == {"kind": "between"}
    assert found["newsletter_signups"]["to_date"] == {
        "at_least": 30, "at_most": 250, "actual": 28, "status": "within_chance", "off": -2,
    }  # fmt: skip
    assert found["sales_sla_signed"]["target"] == {"kind": "done", "done": False, "due": "2020-02"}
    assert found["sales_sla_signed"]["to_date"]["status"] == "overdue"
    assert found["launch_tasks"]["target"] == {
        "kind": "tasks", "tasks": ["landing page", "nurture mails", "scoring"], "done": ["landing page"],
        "due": "2020-06",
    }  # fmt: skip
    assert found["bounce_rate"]["missing"] == ["single_page_sessions"]
    assert found["demo_rate"]["to_date"]["actual"] == pytest.approx(23 / 270)
