"""Targets in Korean and Traditional Chinese: whole screens, columns that line up, data that know no language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from kpiplan.figures import By
from kpiplan.formats.terminal import report_text
from kpiplan.funnel.targets import plan_targets
from kpiplan.loader import load
from kpiplan.locales.choice import locale_named
from kpiplan.plan.model import Lag
from kpiplan.reports.labels import lag_text
from kpiplan.reports.model import Table
from kpiplan.reports.target.report import target_report
from kpiplan.reports.target.view import view_of
from tests.conftest import INBOUND, SAMPLES, Kpiplan, run_process
from tests.funnel.generated import STABLE, Data, plans, targets_of

PUBLISHED, TWO_WAYS = SAMPLES / "inbound_published.yaml", SAMPLES / "inbound_outbound.yaml"

PUBLISHED_KO = """\
Inbound marketing 2020, as published - 2020년 1월~12월, USD

  목표  US$1000만: 고객 9.09, 건당 US$110만, 정수로 맞추면 9
        9건이면 US$990만(US$10만 부족), 10건이면 US$1100만(월 방문 6,944 필요)
  가정  매월 동일; 단계 간 소요 기간 없음; 전환율은 연중 일정

           전환율         월        분기      연간  기재값
-- Marketing --
방문                   6,250      18,750    75,000   6,000  4% 부족
리드         1.5%      93.75      281.25     1,125      90  4% 부족
MQL           20%      18.75       56.25       225      18  4% 부족
SQL           20%       3.75       11.25        45     3.6  4% 부족
-- Sales에 인계 --
기회          40%        1.5         4.5        18     1.5
고객          50%       0.75        2.25         9    0.75
신규 매출          US$82.5만  US$247.5만  US$990만

  기재된 수치(방문 6,000)로는 연간 고객 8.64(US$950.4만)에 그쳐 9보다 4% 부족합니다.
  고객 없는 달이 있어도 정상입니다: 100번 중 47번
  매월 같습니다. 월별 보기: --by month, 정수로 보기: --whole
"""

PUBLISHED_ZH = """\
Inbound marketing 2020, as published - 2020年1月至12月，USD

  目標  US$1000萬：客戶 9.09，每筆 US$110萬，取整數為 9
        9 筆帶來 US$990萬，少 US$10萬；10 筆帶來 US$1100萬，需要每月造訪 6,944
  假設  每月相同；各階段之間無時間差；轉換率全年不變

          轉換率       每月        每季      全年  載明值
-- Marketing --
造訪                  6,250      18,750    75,000   6,000  少 4%
潛在客戶    1.5%      93.75      281.25     1,125      90  少 4%
MQL          20%      18.75       56.25       225      18  少 4%
SQL          20%       3.75       11.25        45     3.6  少 4%
-- 移交 Sales --
商機         40%        1.5         4.5        18     1.5
客戶         50%       0.75        2.25         9    0.75
新增營收          US$82.5萬  US$247.5萬  US$990萬

  依載明的造訪 6,000，全年最終為客戶 8.64（US$950.4萬），比 9 少 4%。
  某個月沒有任何客戶屬於正常：100 次中有 47 次。
  每月相同。逐月顯示：--by month；整數：--whole
"""

TWO_WAYS_KO = """\
Growth 2026, inbound and outbound - 2026년 1월~12월, EUR, 세그먼트 3개

  목표  €600만: 고객 121.3
        인바운드 48%: 고객 96, 건당 €3만; 아웃바운드 32%: 고객 21.33, 건당 €9만; key accounts 20%: 고객 4, 건당 \
€30만
  가정  전환율은 연중 일정; 다음 해: +15%

            전환율   기간    이월*    1분기    2분기    3분기      4분기     연간
                           1월 1일  1월~3월  4월~6월  7월~9월  10월~12월
인바운드
 -- Marketing --
 방문                            .   40,000   40,000   40,000     42,920  162,920
 리드           2%           266.7      800      800      800      858.4    3,258
 -- Sales에 인계 --
 SQL           12%    2주       32       96       96       96      100.8    388.8
 고객          25%  1개월        .       24       24       24         24       96
 신규 매출                            €72만    €72만    €72만      €72만   €288만
아웃바운드
 -- SDR team --
 전화                            .    1,778    1,778    1,867      2,044    7,467
 미팅           4%            23.7    71.11    71.11    74.67      81.78    298.7
 -- Sales에 인계 --
 기회          30%  1개월    21.33    21.33    21.33    21.33      24.53    88.53
 고객          25%  3개월        .     5.33     5.33     5.33       5.33    21.33
 신규 매출                            €48만    €48만    €48만      €48만   €192만
key accounts
 대상 기업                       .     6.67       10    16.67       6.67       40
 워크숍        40%               .     2.67        4     6.67       2.67       16
 고객          25%  2개월        .        0        1        1          2        4
 신규 매출                               €0    €30만    €30만      €60만   €120만
전체 계획
 고객                                 29.33    30.33    30.33      31.33    121.3
 신규 매출                           €120만   €150만   €150만     €180만   €600만

  * 2026년 1월 1일에 이미 진행 중이어야 합니다. €600만 중 €99.04만에 해당합니다.
    인바운드 리드: 필요 266.7 중 270 기재
    인바운드 SQL: 필요 32 중 33 기재
    아웃바운드 미팅: 필요 23.7 중 24 기재
    아웃바운드 기회: 필요 21.33 중 18 기재. 연간 목표에서 고객 0.83(€7.5만) 부족
  계획 연도에는 늦고 다음 해에 기여: 인바운드 방문, 리드 및 SQL(11월 이후, 연간의 9.5-14%); 아웃바운드 전화 및 \
미팅(8월 이후, 연간의 37%); 아웃바운드 기회(9월 이후, 연간의 28%)
  key accounts 고객 없는 달이 있어도 정상입니다: 100번 중 64번
  월별 보기: --by month, 정수로 보기: --whole, 세그먼트 하나만 보기: --segment inbound
"""

TWO_WAYS_ZH = """\
Growth 2026, inbound and outbound - 2026年1月至12月，EUR，3 個區隔

  目標  €600萬：客戶 121.3
        集客 48%：客戶 96，每筆 €3萬；主動開發 32%：客戶 21.33，每筆 €9萬；key accounts 20%：客戶 4，每筆 €30萬
  假設  轉換率全年不變；次年：+15%

           轉換率   時間   期初*    第1季    第2季    第3季      第4季     全年
                          1月1日  1月-3月  4月-6月  7月-9月  10月-12月
集客
 -- Marketing --
 造訪                          .   40,000   40,000   40,000     42,920  162,920
 潛在客戶      2%          266.7      800      800      800      858.4    3,258
 -- 移交 Sales --
 SQL          12%    2週      32       96       96       96      100.8    388.8
 客戶         25%  1個月       .       24       24       24         24       96
 新增營收                           €72萬    €72萬    €72萬      €72萬   €288萬
主動開發
 -- SDR team --
 電話                          .    1,778    1,778    1,867      2,044    7,467
 會議          4%           23.7    71.11    71.11    74.67      81.78    298.7
 -- 移交 Sales --
 商機         30%  1個月   21.33    21.33    21.33    21.33      24.53    88.53
 客戶         25%  3個月       .     5.33     5.33     5.33       5.33    21.33
 新增營收                           €48萬    €48萬    €48萬      €48萬   €192萬
key accounts
 目標企業                      .     6.67       10    16.67       6.67       40
 工作坊       40%              .     2.67        4     6.67       2.67       16
 客戶         25%  2個月       .        0        1        1          2        4
 新增營收                              €0    €30萬    €30萬      €60萬   €120萬
整體計畫
 客戶                               29.33    30.33    30.33      31.33    121.3
 新增營收                          €120萬   €150萬   €150萬     €180萬   €600萬

  * 2026年1月1日時必須已在進行中；€600萬 中有 €99.04萬 取決於此。
    集客的潛在客戶：需要 266.7，已載明 270
    集客的SQL：需要 32，已載明 33
    主動開發的會議：需要 23.7，已載明 24
    主動開發的商機：需要 21.33，已載明 18；全年目標將短少客戶 0.83（€7.5萬）
  計畫年度內已來不及，將貢獻於次年：集客的造訪、潛在客戶和SQL（11月之後，占全年 \
9.5-14%）；主動開發的電話和會議（8月之後，占全年 37%）；主動開發的商機（9月之後，占全年 28%）。
  某個月沒有任何key accounts的客戶屬於正常：100 次中有 64 次。
  逐月顯示：--by month；整數：--whole；單一區隔：--segment inbound
"""

MARKDOWN_KO = """\
### Inbound marketing 2020, as published - 2020년 1월\\~12월, USD

- **목표:** US$1000만: 고객 9.09, 건당 US$110만, 정수로 맞추면 9; 9건이면 US$990만(US$10만 부족), 10건이면 \
US$1100만(월 방문 6,944 필요)
- **가정:** 매월 동일; 단계 간 소요 기간 없음; 전환율은 연중 일정

|  | 전환율 | 월 | 분기 | 연간 | 기재값 |  |
| :-- | --: | --: | --: | --: | --: | :-- |
| -- Marketing -- |  |  |  |  |  |  |
| 방문 |  | 6,250 | 18,750 | 75,000 | 6,000 | 4% 부족 |
| 리드 | 1.5% | 93.75 | 281.25 | 1,125 | 90 | 4% 부족 |
| MQL | 20% | 18.75 | 56.25 | 225 | 18 | 4% 부족 |
| SQL | 20% | 3.75 | 11.25 | 45 | 3.6 | 4% 부족 |
| -- Sales에 인계 -- |  |  |  |  |  |  |
| 기회 | 40% | 1.5 | 4.5 | 18 | 1.5 |  |
| 고객 | 50% | 0.75 | 2.25 | 9 | 0.75 |  |
| **신규 매출** |  | **US$82.5만** | **US$247.5만** | **US$990만** |  |  |

- 기재된 수치(방문 6,000)로는 연간 고객 8.64(US$950.4만)에 그쳐 9보다 4% 부족합니다.
- 고객 없는 달이 있어도 정상입니다: 100번 중 47번
- 매월 같습니다. 월별 보기: --by month, 정수로 보기: --whole
"""


@pytest.mark.parametrize(
    ("plan", "lang", "screen"),
    [
        (PUBLISHED, "ko", PUBLISHED_KO),
        (PUBLISHED, "zh-Hant", PUBLISHED_ZH),
        (TWO_WAYS, "ko", TWO_WAYS_KO),
        (TWO_WAYS, "zh-Hant", TWO_WAYS_ZH),
    ],
)
def test_whole_screens(plan: Path, lang: str, screen: str, kpiplan: Kpiplan) -> None:
    assert kpiplan("target", str(plan), "--lang", lang).out == screen
    assert kpiplan("target", str(plan), "--lang", lang, environ={"NO_COLOR": "1"}).out == screen
    styled = kpiplan("target", str(plan), "--lang", lang, environ={"NO_COLOR": "", "FORCE_COLOR": "1"}).out
    assert re.sub("\x1b\\[[0-9;]*m", "", styled).replace(" ", "") == screen.replace(" ", "")
    assert styled != screen


def test_a_pipe_gets_utf_8_whatever_the_language(tmp_path: Path) -> None:
    run = run_process("target", "-", "--lang", "ko", stdin=PUBLISHED.read_bytes(), cwd=tmp_path, PYTHONUTF8="1")
    assert (run.code, run.out) == (0, PUBLISHED_KO)
    assert run.err == "<stdin>: 경고 3개, 참고 3개 (자세히: `kpiplan check`)\n"


def test_markdown(kpiplan: Kpiplan) -> None:
    assert kpiplan("target", str(PUBLISHED), "--lang", "ko", "--format", "markdown").out == MARKDOWN_KO


@pytest.mark.parametrize("lang", ["ko", "zh-Hant"])
@pytest.mark.parametrize("format", ["csv", "json"])
def test_data_know_no_language(lang: str, format: str, kpiplan: Kpiplan) -> None:
    english = kpiplan("target", str(TWO_WAYS), "--format", format).out
    assert kpiplan("target", str(TWO_WAYS), "--format", format, "--lang", lang).out == english


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("ko", "경고 1개, 참고 2개 (자세히: `kpiplan check {plan}`)\n"),
        ("zh-Hant", "1 個警告、2 個備註；詳情請執行 `kpiplan check {plan}`\n"),
    ],
)
def test_what_is_said_beside_the_result(lang: str, said: str, kpiplan: Kpiplan) -> None:
    run = kpiplan("target", str(TWO_WAYS), "--lang", lang)
    assert run.err.endswith(said.replace("{plan}", str(TWO_WAYS)))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "ko",
            "plan.yaml:6:3: 오류 unknown-key: 이 자리에 없는 키 (unknown key averge_deal)\n"
            "  6 |   averge_deal: 1.1M\n"
            "    |   ^^^^^^^^^^^\n"
            "    did you mean `average_deal`?\n"
            "plan.yaml:11:11: 오류 bare-percentage: 20%나 0.2여야 할 자리에 20 같은 숫자만 있음 "
            "(a bare 20 is not a percentage)\n",
        ),
        (
            "zh-Hant",
            "plan.yaml:6:3: 錯誤 unknown-key: 此處沒有這個鍵（unknown key averge_deal）\n"
            "  6 |   averge_deal: 1.1M\n"
            "    |   ^^^^^^^^^^^\n"
            "    did you mean `average_deal`?\n"
            "plan.yaml:11:11: 錯誤 bare-percentage: 應寫 20% 或 0.2 之處只寫了 20 之類的數字"
            "（a bare 20 is not a percentage）\n",
        ),
    ],
)
def test_a_plan_with_errors(lang: str, said: str, inbound: Path, kpiplan: Kpiplan) -> None:
    inbound.write_text(INBOUND.replace("20%", "20", 1).replace("average_deal", "averge_deal"), encoding="utf-8")
    run = kpiplan("target", "plan.yaml", "--lang", lang)
    assert (run.code, run.out) == (1, "")
    assert said in run.err


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("outbond", "kpiplan: outbond 세그먼트가 없습니다. outbound입니까?\n"),
        ("xyz", "kpiplan: xyz 세그먼트가 없습니다. 있는 세그먼트: inbound, outbound, key accounts\n"),
    ],
)
def test_an_unknown_segment(name: str, said: str, kpiplan: Kpiplan) -> None:
    run = kpiplan("target", str(TWO_WAYS), "--lang", "ko", "--segment", name)
    assert (run.code, run.out, run.err) == (2, "", said)


@pytest.mark.parametrize(
    ("text", "en", "ko", "zh"),
    [
        ("45 d", "45 d", "45일", "45天"),
        ("2 w", "2 w", "2주", "2週"),
        ("1.5 mo", "1.5 mo", "1.5개월", "1.5個月"),
        ("0-11 mo", "0-11 mo", "0-11개월", "0-11個月"),
        ("1 q", "1 q", "1개 분기", "1季"),
        ("1 y", "1 y", "1년", "1年"),
        ("", "", "", ""),
        ("slow", "slow", "slow", "slow"),
    ],
)
def test_lags(text: str, en: str, ko: str, zh: str) -> None:
    lag = Lag(text=text)
    assert [lag_text(locale_named(lang), lag) for lang in ("en", "ko", "zh-Hant")] == [en, ko, zh]


def edges(table: Table, text: str) -> dict[int, set[int]]:
    """Where the cells of every column end on the screen, or begin, where a column holds words."""
    found: dict[int, set[int]] = {}
    lines = iter(text.splitlines())
    for row in table.rows:
        if row.kind in ("section", "owner"):
            continue
        line = next(line for line in lines if line.startswith(row.cells[0]) and line != row.cells[0])
        at = len(row.cells[0])
        for number, cell in enumerate(row.cells[1:], start=1):
            if cell:
                begin = at + len(line[at:]) - len(line[at:].lstrip())
                at = begin + len(cell)
                assert line[begin:at] == cell
                place = line[:begin] if table.columns[number].words else line[:at]
                found.setdefault(number, set()).add(cell_len(place))
        assert line[at:] == ""
    return found


@pytest.mark.parametrize("lang", ["en", "ko", "zh-Hant"])
@pytest.mark.parametrize("width", [None, 80, 200])
@pytest.mark.parametrize("plan", [PUBLISHED, TWO_WAYS], ids=lambda file: file.stem)
def test_columns_line_up(plan: Path, width: int | None, lang: str) -> None:
    sample = load(plan.read_bytes(), plan.name).plan
    assert sample
    report = target_report(view_of(plan_targets(sample), None, locale=locale_named(lang)))
    text = report_text(report, width)
    found = edges(report.tables[0], text)
    assert set(found) == set(range(1, len(report.tables[0].columns)))
    assert [places for places in found.values() if len(places) > 1] == []
    assert max(map(cell_len, text.splitlines())) <= (width or 1000)


@settings(STABLE, max_examples=40)
@given(
    plans(),
    st.sampled_from(["ko", "zh-Hant"]),
    st.sampled_from([None, "month", "quarter", "year"]),
    st.sampled_from([40, 80, 132]),
)
def test_any_plan_fits_the_screen_in_any_language(data: Data, lang: str, by: By | None, width: int) -> None:
    view = view_of(targets_of(data), by, locale=locale_named(lang))
    report = target_report(view)
    english = target_report(view._replace(locale=locale_named("en")))
    assert [row.kind for row in report.tables[0].rows] == [row.kind for row in english.tables[0].rows]
    assert [len(row.cells) for row in report.tables[0].rows] == [len(row.cells) for row in english.tables[0].rows]
    assert len(report.remarks) == len(english.remarks)
    assert max(map(cell_len, report_text(report, width).splitlines())) <= width
    wide = report_text(report)
    assert all(len(places) == 1 for places in edges(report.tables[0], wide).values())
