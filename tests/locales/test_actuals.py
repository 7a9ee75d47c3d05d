"""Actuals in Korean and Traditional Chinese: whole screens, what is said beside them, data that know no language."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kpiplan.analysis.verdict.review import review_verdict
from kpiplan.exports.cutoff import days
from kpiplan.exports.results import Account, ColumnUse, LeftOut, Remark, RowCondition, Why
from kpiplan.formats.terminal import report_text
from kpiplan.locales.choice import locale_named
from kpiplan.reports.actuals.report import actuals_report
from kpiplan.reports.actuals.sources import source_lines
from kpiplan.reports.actuals.view import Facing
from tests.analysis.variance.cases import STABLE, Case, cases
from tests.conftest import SAMPLES, Kpiplan, put, run_process

SCREEN_KO = """\
Inbound marketing 2020 - 2020년 3월까지 실적 (12개월 중 3개월), USD

  위험  나머지가 계획대로면 고객 9 중 7.8, US$990만 중 US$843만
        이 추세라면 고객 4(US$400만); 목표 달성 확률 17%
  조치  월 방문 6,250 대신 7,407, 12월까지
  현재  단순한 불운은 아닌 듯함: 방문 -13.6%
        위 단계 부족에 따른 부족: 리드, MQL
        부족하나 오차 범위 내: SQL, 기회, 고객, 신규 매출
  차이  고객: 현재까지 1.25 부족, 주 원인: 기회 > 고객 및 방문
  연간  나머지가 계획대로면 고객 9 중 7.75, 1월~3월 추세면 4
        연간 고객 9 달성 가능성 17% (시작 시 54%, 1월 45%, 2월 29%, 3월 17%)

                 3월                     1월~3월
                목표   실적        목표      실적  목표 대비
방문           6,250  5,100      18,750    16,200     -13.6%  주의
리드           93.75     70      281.25       231     -17.9%  위 단계 영향
MQL            18.75     13       56.25        44     -21.8%  위 단계 영향
SQL             3.75      2       11.25         8     -28.9%  오차 범위
기회             1.5      1         4.5         3     -33.3%  오차 범위
고객            0.75      0        2.25         1     -55.6%  오차 범위
신규 매출  US$82.5만   US$0  US$247.5만  US$100만     -59.6%  오차 범위

차이 발생 지점      계획      실적    고객         매출
방문              18,750    16,200  -0.306  -US$33.66만  주의
방문 > 리드         1.5%     1.43%  -0.096  -US$10.56만  위 단계 영향
리드 > MQL           20%       19%  -0.088   -US$9.68만  위 단계 영향
MQL > SQL            20%     18.2%  -0.160   -US$17.6만  오차 범위
SQL > 기회           40%     37.5%  -0.100     -US$11만  오차 범위
기회 > 고객          50%     33.3%  -0.500     -US$55만  오차 범위
거래 금액       US$110만  US$100만             -US$10만
차이                                -1.250  -US$147.5만

연간 전망     고객        매출  목표 대비
계획대로      7.75  US$842.5만     -14.9%
1월~3월 추세     4    US$400만     -59.6%
목표             9    US$990만

  그래도 고객 9 달성하려면 월 0.89 필요; 계획 전환율로는 월 방문 7,407(계획:
  6,250); 현재 전환율로는 14,400.
  현재까지 입증되려면 필요한 감소 폭: 방문 16%, SQL 89%.
  수가 적어 아직 감소를 입증할 수 없음: 기회, 고객.
  연도 말까지의 차이도 같습니다. 계획에 단계 사이의 소요 기간이 없습니다.
"""

SCREEN_ZH = """\
Inbound marketing 2020 - 截至2020年3月的實際成果（12 個月中的 3 個月），USD

  有風險  若其餘月份照計畫：客戶 7.8（目標 9），US$843萬（目標 US$990萬）
          若照這樣持續：客戶 4（US$400萬）；達成目標的機率 17%
  該做    每月造訪 7,407，而非 6,250，至12月為止
  現況    恐怕不只是運氣不好：造訪 -13.6%
          因上一階段不足而不足：潛在客戶、MQL
          不足，但在誤差範圍內：SQL、商機、客戶、新增營收
  差距    客戶：目前少 1.25，主要來自商機 > 客戶和造訪
  全年    客戶目標 9：其餘依計畫則為 7.75，依1月至3月趨勢則為 4
          全年達到 客戶 9 的機率為 17%（開始時 54%、1月 45%、2月 29%、3月 17%）

                3月                   1月至3月
               目標   實際        目標      實際    差異
造訪          6,250  5,100      18,750    16,200  -13.6%  需注意
潛在客戶      93.75     70      281.25       231  -17.9%  受上階段影響
MQL           18.75     13       56.25        44  -21.8%  受上階段影響
SQL            3.75      2       11.25         8  -28.9%  誤差內
商機            1.5      1         4.5         3  -33.3%  誤差內
客戶           0.75      0        2.25         1  -55.6%  誤差內
新增營收  US$82.5萬   US$0  US$247.5萬  US$100萬  -59.6%  誤差內

差距來源             計畫      實際    客戶         營收
造訪               18,750    16,200  -0.306  -US$33.66萬  需注意
造訪 > 潛在客戶      1.5%     1.43%  -0.096  -US$10.56萬  受上階段影響
潛在客戶 > MQL        20%       19%  -0.088   -US$9.68萬  受上階段影響
MQL > SQL             20%     18.2%  -0.160   -US$17.6萬  誤差內
SQL > 商機            40%     37.5%  -0.100     -US$11萬  誤差內
商機 > 客戶           50%     33.3%  -0.500     -US$55萬  誤差內
成交金額         US$110萬  US$100萬             -US$10萬
差距                                 -1.250  -US$147.5萬

全年預估        客戶        營收    差異
依計畫          7.75  US$842.5萬  -14.9%
依1月至3月趨勢     4    US$400萬  -59.6%
目標               9    US$990萬

  若仍要達成客戶 9：每月 0.89；依計畫轉換率每月：造訪
  7,407（計畫：6,250）；依目前轉換率：14,400。
  目前要能證實，降幅須達：造訪 16%、SQL 89%。
  目前數量太少，無法證實任何下降：商機、客戶。
  到年度末的差距相同：計畫中各階段之間沒有時間差。
"""

# segments, one with a funnel of its own; a label of the plan's own; a lag; a currency of large numbers
TWO_WAYS = """\
name: 두 갈래
year: 2026
currency: KRW
goal: {revenue: 1.2B, average_deal: 10M}
funnel: [visits, {leads: {rate: 2%, label: 문의}}, {customers: {rate: 10%, lag: 1 month}}]
segments:
  inbound: {share: 75%}
  outbound:
    share: 25%
    label: 영업 발굴
    funnel: [calls, {customers: 5%}]
"""

TWO_WAYS_SEEN = """\
month,segment,visits,leads,calls,customers,revenue
2025-12,inbound,3750,70,,7,70000000
2026-01,inbound,3700,70,,7,69000000
2026-01,outbound,,,40,1,11000000
2026-02,inbound,3600,80,,8,80000000
2026-02,outbound,,,25,3,31000000
"""

TWO_WAYS_KO = """\
두 갈래 - 2026년 2월까지 실적 (12개월 중 2개월), KRW

  순조  나머지가 계획대로면 고객 120 중 120, ₩12억 중 ₩11.96억
        이 추세라면 고객 120(₩12억); 목표 달성 확률 65%
  현재  미달: 영업 발굴 전화 -35%
        부족하나 오차 범위 내: 영업 발굴 고객, 영업 발굴 신규 매출
        양호: 인바운드 방문, 인바운드 문의, 인바운드 고객, 인바운드 신규 매출
  차이  고객: 현재까지 1 부족, 주 원인: 전화 및 늦어진 문의
        고객: 연도 말까지 0.5 부족, 주 원인: 전화 및 첫날 진행 중이던 건
  연간  나머지가 계획대로면 고객 120 중 119.5, 1월~2월 추세면 119.9
        연간 고객 120 달성 가능성 65% (시작 시 51%, 1월 29%, 2월 65%)

                  2월                   1월~2월
               목표     실적     목표     실적  목표 대비
인바운드
 방문         3,750    3,600    7,500    7,300      -2.7%  양호
 문의            75       80      150      150         0%  양호
 고객           7.5        8       15       15         0%  양호
 신규 매출  ₩7500만  ₩8000만   ₩1.5억  ₩1.49억      -0.7%  양호
영업 발굴
 전화            50       25      100       65       -35%  미달
 고객           2.5        3        5        4       -20%  오차 범위
 신규 매출  ₩2500만  ₩3100만  ₩5000만  ₩4200만       -16%  오차 범위
전체 계획
 고객            10       11       20       19        -5%  양호
 신규 매출     ₩1억  ₩1.11억     ₩2억  ₩1.91억      -4.5%  양호

                                        현재까지                 연도 말까지
차이 발생 지점        계획     실적   고객      매출             고객     매출
인바운드
 첫날 진행 중인 건                  -0.500   -₩500만           -0.500  -₩500만
 방문                7,500    7,300 -0.100   -₩100만 양호      -0.400  -₩400만
 방문 > 문의            2%    2.05% +0.203 +₩202.7만 양호      +0.400  +₩400만
 문의 늦음                          -0.603 -₩602.7만                0       ₩0
 문의 > 고객*           14       15 +1.000  +₩1000만 양호      +1.000 +₩1000만
 거래 금액         ₩1000만 ₩993.3만          -₩100만                   -₩100만
 차이                                    0   -₩100만           +0.500  +₩400만
영업 발굴
 전화                  100       65 -1.750  -₩1750만 미달      -1.750 -₩1750만
 전화 > 고객            5%    6.15% +0.750   +₩750만 오차 범위 +0.750  +₩750만
 거래 금액         ₩1000만  ₩1050만          +₩200만                   +₩200만
 차이                               -1.000   -₩800만           -1.000  -₩800만
전체 계획
 첫날 진행 중인 건                  -0.500   -₩500만           -0.500  -₩500만
 방문                7,500    7,300 -0.100   -₩100만 양호      -0.400  -₩400만
 방문 > 문의            2%    2.05% +0.203 +₩202.7만 양호      +0.400  +₩400만
 문의 늦음                          -0.603 -₩602.7만                0       ₩0
 고객 전환              20       19 +1.750  +₩1750만 양호      +1.750 +₩1750만
 전화                  100       65 -1.750  -₩1750만 미달      -1.750 -₩1750만
 거래 금액         ₩1000만  ₩1005만          +₩100만                   +₩100만
 차이                               -1.000   -₩900만           -0.500  -₩400만

연간 전망       고객      매출  목표 대비
인바운드
 계획대로       90.5   ₩9.04억      +0.4%
 1월~2월 추세  95.89  ₩9.525억      +5.8%
 목표             90      ₩9억
영업 발굴
 계획대로         29   ₩2.92억      -2.7%
 1월~2월 추세     24   ₩2.52억       -16%
 목표             30      ₩3억
전체 계획
 계획대로      119.5  ₩11.96억      -0.3%
 1월~2월 추세  119.9  ₩12.05억      +0.4%
 목표            120     ₩12억

  그래도 고객 120 달성하려면 월 10.1 필요; 계획 전환율로는 월 방문 3,770 및 전화
  50.27(계획: 방문 3,750 및 전화 50); 현재 전환율로는 방문 3,299 및 전화 43.98.
  수가 적어 아직 감소를 입증할 수 없음: 영업 발굴 고객.
  * 단계 사이에 시간이 걸리거나 직접 유입이 있습니다. 위 단계의 실적에서
  기대되는 수와 실제로 도달한 수입니다.
"""

MEASURED_KO = """\
crm.csv - 2020년 1월~3월 측정값, 계획 없음

               1월    2월    3월   합계
              2020
리드            80     81     70    231
MQL             15     16     13     44
  리드 대비  18.8%  19.8%  18.6%    19%
SQL              3      3      2      8
  MQL 대비     20%  18.8%  15.4%  18.2%
기회             1      1      1      3
  SQL 대비   33.3%  33.3%    50%  37.5%
고객             1      0      0      1
  기회 대비   100%     0%     0%  33.3%
매출         100만      0      0  100만

  전환율은 같은 달의 위 단계 수에 대한 비율입니다. 단계 사이에 시간이 걸리면
  서로 다른 대상의 비율입니다.
  목표와 비교하려면 계획을 지정하세요: --plan FILE
"""

MEASURED_ZH = """\
deals.csv - 2026年3月至4月的測量值，沒有計畫

                   3月  4月1至10日     合計
                  2026
集客
 潛在客戶           16           5       21
 客戶                3           1        4
   占潛在客戶    18.8%         20%      19%
     95% 區間  6.6-43%     3.6-62%  7.7-40%
主動開發
 潛在客戶           15           5       20
 客戶                3           1        4
   占潛在客戶      20%         20%      20%
     95% 區間    7-45%     3.6-62%  8.1-42%
全部
 潛在客戶           31          10       41
 客戶                6           2        8
   占潛在客戶    19.4%         20%    19.5%
     95% 區間  9.2-36%     5.7-51%   10-34%

  轉換率是同月份到達數占上一階段到達數的比例；階段之間若有時間差，兩者並非同一批
  。
  在 100 個這樣的樣本中，有 95 個的真實轉換率介於其下兩個數字之間。
  2026年4月的資料只到 10 日。
  要與目標比較，請指定計畫：--plan FILE
"""

QUARTER = ("actuals", "actuals/crm.csv", "actuals/website.csv", "--plan", "inbound.yaml", "--detail", "--sources")
OTHERS = ("ko", "zh-Hant")
GATES = ("--fail-on", "watch", "--fail-under", "leads=85%", "--fail-under", "spend=5%")
NUMBER = re.compile(r"[-+]?(?:US\$|₩|￦|€)?\d[\d,.]*(?:만|억|萬|億|%)?")


@pytest.fixture
def samples(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of the sample plans, entered."""
    monkeypatch.chdir(SAMPLES)


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(("lang", "screen"), [("ko", SCREEN_KO), ("zh-Hant", SCREEN_ZH)])
def test_the_first_quarter(lang: str, screen: str, kpiplan: Kpiplan) -> None:
    run = kpiplan(*QUARTER, "--lang", lang, environ={"COLUMNS": "80"})
    assert (run.code, run.out) == (0, screen)
    assert (
        run.err
        == {
            "ko": (
                "actuals/crm.csv      리드, MQL = MQL, SQL = SQL, 기회, 고객 = Closed Won, 매출 = Amount (Month 기준); "
                "3행; UTF-8, 쉼표\n"
                "actuals/website.csv  방문 = Sessions (Month 기준); 3행; UTF-8, 쉼표\n"
                "비교 대상: inbound.yaml\n"
            ),
            "zh-Hant": (
                "actuals/crm.csv      潛在客戶、MQL = MQL、SQL = SQL、商機、客戶 = Closed Won、"
                "營收 = Amount（依 Month）；3 列；UTF-8、逗號\n"
                "actuals/website.csv  造訪 = Sessions（依 Month）；3 列；UTF-8、逗號\n"
                "比較對象：inbound.yaml\n"
            ),
        }[lang]
    )


@pytest.mark.usefixtures("samples")
def test_the_environment_says_the_language_and_an_option_more_loudly(kpiplan: Kpiplan) -> None:
    words = QUARTER
    english = kpiplan(*words, environ={"COLUMNS": "80"})
    assert english.out.startswith("Inbound marketing 2020 - actuals to March 2020 (3 of 12 months), USD\n")
    assert kpiplan(*words, environ={"LC_ALL": "ko_KR.UTF-8"}).out == SCREEN_KO
    assert kpiplan(*words, "--lang", "zh-Hant").out == SCREEN_ZH
    assert kpiplan(*words, "--lang", "en") == english


@pytest.mark.usefixtures("samples")
def test_a_language_that_there_is_not(kpiplan: Kpiplan) -> None:
    run = kpiplan(*QUARTER, "--lang", "fr")
    assert (run.code, run.out) == (2, "")
    assert "zh-Hant" in run.err


def test_segments_and_time_between_stages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "plan.yaml", TWO_WAYS)
    put(tmp_path / "export.csv", TWO_WAYS_SEEN)
    run = kpiplan("actuals", "--detail", "export.csv", "--lang", "ko", environ={"COLUMNS": "80"})
    assert run.out == TWO_WAYS_KO
    assert run.err == (
        "export.csv  방문, 리드, 전화, 고객, 매출 (month 기준); 5행; 알 수 없는 값: visits 2개, leads 2개, calls 3개; "
        "UTF-8, 쉼표\n"
        "2025년 12월: 계획 전에 진행 중이던 것으로 사용\n"
        "비교 대상: plan.yaml\n"
    )


def test_without_a_plan_the_measured_funnel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "crm.csv", (SAMPLES / "actuals" / "crm.csv").read_text(encoding="utf-8"))
    assert kpiplan("actuals", "crm.csv", "--lang", "ko", environ={"COLUMNS": "80"}).out == MEASURED_KO


def test_the_measured_funnel_of_segments_up_to_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan
) -> None:
    monkeypatch.chdir(tmp_path)
    calendar = [date(2026, 3, 1) + timedelta(offset) for offset in range(31 + 10)]
    rows = [f"{day},{'Web' if day.day % 2 else 'SDR'},{'Won' if day.day % 5 == 0 else 'Open'}" for day in calendar]
    put(tmp_path / "deals.csv", "\n".join(["Created,Source,Stage", *rows, ""]))
    told = (
        *("--read", "leads: count Created", "--read", "customers: count Created where Stage = Won"),
        *("--split", "Source: inbound = Web; outbound = SDR", "--lang", "zh-Hant"),
    )
    run = kpiplan("actuals", "--sources", "deals.csv", *told, "--through", "2026-04", environ={"COLUMNS": "80"})
    assert run.out == MEASURED_ZH
    assert run.err == "deals.csv  潛在客戶 = Created；客戶 = Created（Stage 為 Won）；41 列；UTF-8、逗號\n"
    run = kpiplan("actuals", "deals.csv", *told)
    assert "4月1至10日" in run.out
    run = kpiplan("actuals", "deals.csv", *told, "--through", "2025-04")
    assert (run.code, run.out) == (4, "")
    assert "kpiplan: 沒有可比較的：匯出資料從2026年3月開始，沒有截至2025年4月的資料\n" in run.err


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "ko",
            "kpiplan: 기준 미달: 방문 주의(단순한 불운은 아닌 듯함): 현재까지 목표 18,750 중 16,200, 달성률 86.4%\n"
            "kpiplan: 기준 미달: 리드 목표의 85% 미만: 현재까지 목표 281.25 중 231, 달성률 82.1%\n"
            "kpiplan: 기준 미달: 비용 실적이 없어 5%에 도달할 수 없음\n",
        ),
        (
            "zh-Hant",
            "kpiplan: 未達門檻：造訪需注意，恐怕不只是運氣不好：目前 16,200，目標 18,750，達成率 86.4%\n"
            "kpiplan: 未達門檻：潛在客戶低於目標的 85%：目前 231，目標 281.25，達成率 82.1%\n"
            "kpiplan: 未達門檻：支出沒有實際資料，無法達到 5%\n",
        ),
    ],
)
def test_gates(lang: str, said: str, kpiplan: Kpiplan) -> None:
    run = kpiplan(*QUARTER, "--lang", lang, *GATES)
    assert run.code == 1
    assert run.err.endswith(said)
    page = kpiplan(*QUARTER, "--lang", lang, *GATES, "--format", "markdown")
    first = said.splitlines()[0].partition({"ko": "미달: ", "zh-Hant": "門檻："}[lang])[2]
    assert page.out.splitlines()[2].startswith({"ko": "- **기준 미달:** ", "zh-Hant": "- **未達門檻:** "}[lang] + first)


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("format", ["json", "csv", "github"])
@pytest.mark.parametrize("plan", [("--plan", "inbound.yaml", *GATES), ("--plan", "saas.yaml"), ()])
def test_data_are_the_same_in_every_language(plan: tuple[str, ...], format: str, lang: str, kpiplan: Kpiplan) -> None:
    words = (*QUARTER[:3], *plan, "--sources", "--format", format)
    english, other = kpiplan(*words, "--lang", "en"), kpiplan(*words, "--lang", lang)
    assert (other.code, other.out) == (english.code, english.out)
    assert other.err != english.err


def test_data_are_the_same_whatever_the_environment_says() -> None:
    words = (*QUARTER, *GATES, "--format", "json")
    english, korean = (run_process(*words, cwd=SAMPLES, KPIPLAN_LANG=lang) for lang in ("en", "ko"))
    assert korean.out == english.out
    assert "기준 미달" in korean.err


@pytest.mark.parametrize(
    "screen", [SCREEN_KO, SCREEN_ZH, TWO_WAYS_KO, MEASURED_KO, MEASURED_ZH], ids=["ko", "zh", "two", "m-ko", "m-zh"]
)
def test_numbers_stand_below_their_headings_to_the_cell(screen: str) -> None:
    checked = 0
    for block in screen.split("\n\n"):
        rows = [_ends(line) for line in block.splitlines()]
        numbers = [{end for text, end in row if NUMBER.fullmatch(text)} for row in rows]
        first = next((at for at, ends in enumerate(numbers) if ends), None)
        if first:  # a table: its heading has more words than the line above it or a segment's name
            heading = {end for _, end in max(rows[:first], key=len)}
            assert [ends - heading for ends in numbers] == [set()] * len(rows)
            checked += sum(map(len, numbers))
    assert checked > 10


def _ends(line: str) -> list[tuple[str, int]]:
    """The cells of a line, and where on the screen each ends."""
    return [(found[0], cell_len(line[: found.end()])) for found in re.finditer(r"\S+(?: \S+)*", line)]


def test_an_incomplete_month_and_stages_that_nobody_saw(inbound: Path, kpiplan: Kpiplan) -> None:
    calendar = [date(2020, 1, 1) + timedelta(offset) for offset in range(31 + 29 + 20)]
    put(inbound.parent / "days.csv", "Date,Sessions,Customers\n" + "".join(f"{day},190,0\n" for day in calendar))
    words = ("actuals", "--detail", "days.csv", "--through", "2020-03", "--lang")
    korean, chinese = (kpiplan(*words, lang).out for lang in OTHERS)
    assert korean.startswith("Inbound marketing 2020 - 2020년 3월 20일까지 실적 (2개월과 31일 중 20일), USD\n")
    assert "  2020년 3월은 20일까지의 데이터만 있어 목표도 31일 중 20일분만 계산합니다.\n" in korean
    assert "  실적 없음: 리드, MQL, SQL 및 기회. 기대되는 값으로 계산하며 차이는 다음 단계에 나타납니다.\n" in korean
    assert re.search(r"^ +3월 1~20일 +1월~3월 20일$", korean, re.MULTILINE)
    assert re.search(r"^리드 .* 실적 없음$", korean, re.MULTILINE)
    title = "Inbound marketing 2020 - 截至2020年3月20日的實際成果（2 個月及 31 天中的 20 天），USD\n"
    assert chinese.startswith(title)
    assert "  2020年3月的資料只到 20 日，目標也只計 31 天中的 20 天。\n" in chinese
    assert re.search(r"^ +3月1至20日 +1月至3月20日$", chinese, re.MULTILINE)


def test_months_that_one_stage_does_not_have(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "visits.csv", "month,visits\n2020-01,6000\n2020-02,6000\n2020-03,6000\n")
    put(inbound.parent / "leads.csv", "month,leads,Clicks\n2020-01,94,5\n")
    run = kpiplan("actuals", "visits.csv", "leads.csv", "--lang", "ko")
    assert (
        "2020년 2월~3월 제외: 모든 파일에 있지는 않음; 있는 데이터만 쓰려면: `--through 2020-03`\n"
        "계획에 없음: clicks\n"
        "비교 대상: plan.yaml\n"
    ) in run.err
    words = ("actuals", "visits.csv", "leads.csv", "--through", "2020-03", "--lang")
    assert "양호; 2월 및 3월 제외" in kpiplan(*words, "ko").out
    assert "正常；不含2月和3月" in kpiplan(*words, "zh-Hant").out


def test_the_goal_is_reached(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "e.csv", "month,customers\n2020-01,5\n2020-02,5\n")
    out = kpiplan("actuals", "--detail", "e.csv", "--lang", "zh-Hant").out
    assert "  客戶 9 的目標已達成。\n" in out
    assert "  現況  各階段皆正常\n" in out
    assert "客戶：目前多 8.5，主要來自商機 > 客戶\n" in out


def test_how_files_were_read() -> None:
    conditions = (RowCondition("Stage", ("Won",)), RowCondition("Type", ("New",)))
    sources = (
        Account(
            "deals.csv",
            "UTF-8",
            "semicolon",
            system="HubSpot deals",
            rows_used=57,
            left_out=(
                LeftOut(Why("total"), 1),
                LeftOut(Why("no-date"), 3000),
                LeftOut(Why("ratio", "CTR"), 2),
                LeftOut(Why("undated", "Close Date", "customers", 9, conditions), 4),
                LeftOut(Why("unread-date", "Close Date"), 1),
                LeftOut(Why("no-numbers", "Rate"), 7),
                LeftOut(Why("unknown-value", "visits"), 1200),
            ),
            columns={
                "leads": ColumnUse("Created Date", "Created Date"),
                "customers": ColumnUse("Close Date", "Close Date"),
                "marketing_spend": ColumnUse("Cost", "Close Date"),
            },
        ),
        Account("-", remarks=(Remark("not-used", {"problem": "no rows"}),)),
        Account("-", "UTF-8", "#", "a", remarks=(Remark("other-tables", {"number": "2", "tables": "b and c"}),)),
    )
    assert source_lines(sources, locale_named("ko")) == (
        "deals.csv    리드 = Created Date, 고객 = Close Date; 마케팅 비용 = Cost (Close Date 기준); 57행; "
        "1행 제외: 합계; 3,000행 제외: 날짜 없음; 2행 제외: 비율(CTR); "
        "4행 제외: 고객: Stage = Won, Type = New 조건의 9행 중 4행에 Close Date 없음; "
        "1행 제외: Close Date 읽을 수 없음; 7행 제외: Rate: 더할 수 있는 숫자 없음; "
        "알 수 없는 값: visits 1,200개; HubSpot deals, UTF-8, 세미콜론",
        "<stdin>      사용하지 않음: no rows",
        "<stdin> (a)  UTF-8, #; 다른 표 2개는 사용하지 않음(월이 없거나 알려진 항목 없음): b and c",
    )


def test_rows_that_reading_leaves_out_are_said_in_the_language(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "e.csv", "month,leads\n2020-01,90\nmonth,leads\n2020-02,91\nTotal,181\n")
    run = kpiplan("actuals", "e.csv", "--lang", "ko")
    assert run.err.startswith("e.csv  리드 (month 기준); 2행; 1행 제외: 반복된 머리글; 1행 제외: 합계; UTF-8, 쉼표\n")


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--through", "March"), "--through 'March': 월이 아닙니다. 2020-06처럼 쓰세요"),
        (("--fail-under", "leds=80%"), "--fail-under: leds KPI가 없습니다. leads입니까?"),
        (("--fail-under", "zzzzzz=80%"), "--fail-under: zzzzzz KPI가 없습니다. 있는 것: visits, leads, mqls, "),
        (("--fail-under", "leads=85"), "--fail-under 'leads=85': 85만으로는 백분율이 아닙니다. leads=85%처럼 쓰세요"),
        (("--fail-under", "leads"), "--fail-under 'leads': KPI=85%처럼 쓰세요"),
        (("--read", "leds: count Day"), "--read: 계획에 leds 없음. leads입니까?"),
        (("--read", "zzzzzz: count Day"), "--read: 계획에 zzzzzz 없음. 있는 것: visits, leads, mqls, "),
        (
            ("--read", "leads: average Age"),
            "--read 'leads: average Age': 형식에 맞지 않습니다. 형식: KPI: count COLUMN",
        ),
        (("--read", "leads: count Day where Won"), "'Won' 부분이 조건이 아닙니다. COLUMN = VALUE, VALUE처럼 쓰세요"),
        (
            ("--read", "leads: count Day where Size > big"),
            "'Size > big' 부분에 비교할 숫자가 없습니다. COLUMN > 1000처럼 쓰세요",
        ),
        (("--read", "leads: count Day", "--read", "leads: count Date"), "--read: leads 규칙이 두 번 있습니다"),
        (("--split", "Source"), "--split 'Source': 형식에 맞지 않습니다. 형식: COLUMN: SEGMENT = VALUE"),
    ],
)
def test_wrong_use(options: tuple[str, ...], said: str, kpiplan: Kpiplan) -> None:
    run = kpiplan(*QUARTER, "--lang", "ko", *options)
    assert (run.code, run.out) == (2, "")
    assert said in run.err


@STABLE
@given(cases(), st.sampled_from(OTHERS))
def test_any_comparison_has_the_same_shape_in_every_language(case: Case, lang: str) -> None:
    comparison = case.compare()
    last = case.plan.start.plus(comparison.through - 1)
    day = max(1, int(comparison.part * days(last)))
    verdict = review_verdict(case.targets, case.actuals, comparison)
    english = actuals_report(Facing(case.plan, comparison, verdict, last, day), detail=True)
    other = actuals_report(Facing(case.plan, comparison, verdict, last, day, locale_named(lang)), detail=True)
    for table, same in zip(other.tables, english.tables, strict=True):
        assert [column._replace(title="", subtitle="", over="") for column in table.columns] == [
            column._replace(title="", subtitle="", over="") for column in same.columns
        ]
        assert [(row.kind, len(row.cells)) for row in table.rows] == [(row.kind, len(row.cells)) for row in same.rows]
        assert [[bool(cell.text) for cell in row.cells] for row in table.rows] == [
            [bool(cell.text) for cell in row.cells] for row in same.rows
        ]
    assert [len(fact.lines) for fact in other.facts] == [len(fact.lines) for fact in english.facts]
    assert len(other.remarks) == len(english.remarks)
    assert max(map(cell_len, report_text(other, 80).splitlines())) <= 80
