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

  위험  계획에 기재된 수치로는 고객 9 중 8.6, US$990만 중 US$950만
  조치  월 방문 6,000 대신 6,250, 12월까지
  목표  US$1000만: 고객 9.1, 건당 US$110만
  소요  방문 75,000 > 리드 1,125 > MQL 225 > SQL 45 > 기회 18

           전환율         월      분기      연간  기재값
-- Marketing --
방문                   6,250    18,750    75,000   6,000  4% 부족
리드         1.5%         94       281     1,125      90  4% 부족
MQL           20%         19        56       225      18  4% 부족
SQL           20%        3.8        11        45     3.6  4% 부족
-- Sales에 인계 --
기회          40%        1.5       4.5        18     1.5
고객          50%       0.75       2.3         9    0.75
신규 매출          US$82.5만  US$248만  US$990만

  매월 같습니다. 더 보기: --by month, --detail 및 --chart.
"""

PUBLISHED_ZH = """\
Inbound marketing 2020, as published - 2020年1月至12月，USD

  有風險  依計畫載明的數字：客戶 8.6（目標 9），US$950萬（目標 US$990萬）
  該做    每月造訪 6,250，而非 6,000，至12月為止
  目標    US$1000萬：客戶 9.1，每筆 US$110萬
  所需    造訪 75,000 > 潛在客戶 1,125 > MQL 225 > SQL 45 > 商機 18

          轉換率       每月      每季      全年  載明值
-- Marketing --
造訪                  6,250    18,750    75,000   6,000  少 4%
潛在客戶    1.5%         94       281     1,125      90  少 4%
MQL          20%         19        56       225      18  少 4%
SQL          20%        3.8        11        45     3.6  少 4%
-- 移交 Sales --
商機         40%        1.5       4.5        18     1.5
客戶         50%       0.75       2.3         9    0.75
新增營收          US$82.5萬  US$248萬  US$990萬

  每月相同；--by month、--detail和--chart 可顯示更多。
"""

TWO_WAYS_KO = """\
Growth 2026, inbound and outbound - 2026년 1월~12월, EUR, 세그먼트 3개

  위험  모든 목표를 달성하면 고객 121 중 121, €600만 중 €594만
  조치  아웃바운드 고객: 전환율 25% 대신 26%, 12월까지
  주의  €600만 중 €99만: 2026년 1월 1일에 이미 진행 중인 건에 달림(계획에 기재)
  목표  €600만: 고객 121

           전환율  기간   1분기   2분기   3분기     4분기    연간 1월~12월
                        1월~3월 4월~6월 7월~9월 10월~12월
인바운드
 -- Marketing --
 방문                    40,000  40,000  40,000    42,920 162,920 ⣀⣀⣀⣀⣀⣼
 리드          2%           800     800     800       858   3,258 ⣀⣀⣀⣀⣀⣼
 -- Sales에 인계 --
 SQL          12%   2주      96      96      96       101     389 ⣀⣀⣀⣀⣀⣸
 고객         25% 1개월      24      24      24        24      96 ⣤⣤⣤⣤⣤⣤
 신규 매출                €72만   €72만   €72만     €72만  €288만 ⣤⣤⣤⣤⣤⣤
아웃바운드
 -- SDR team --
 전화                     1,778   1,778   1,867     2,044   7,467 ⣀⣀⣀⣀⣿⣿
 미팅          4%            71      71      75        82     299 ⣀⣀⣀⣀⣿⣿
 -- Sales에 인계 --
 기회         30% 1개월      21      21      21        25      89 ⣀⣀⣀⣀⣸⣿
 고객         25% 3개월     5.3     5.3     5.3       5.3      21 ⣤⣤⣤⣤⣤⣤
 신규 매출                €48만   €48만   €48만     €48만  €192만 ⣤⣤⣤⣤⣤⣤
key accounts
 대상 기업                  6.7      10      17       6.7      40 ⣰⣶⣶⣾⣿⣀
 워크숍       40%           2.7       4     6.7       2.7      16 ⣰⣶⣶⣾⣿⣀
 고객         25% 2개월       0       1       1         2       4 ⣀⣰⣶⣶⣾⣿
 신규 매출                   €0   €30만   €30만     €60만  €120만 ⣀⣰⣶⣶⣾⣿
전체 계획
 고객                        29      30      30        31     121 ⣀⣠⣤⣤⣼⣿
 신규 매출               €120만  €150만  €150만    €180만  €600만 ⣀⣰⣶⣶⣾⣿

  더 보기: --by month, --segment inbound, --detail 및 --chart.
"""

TWO_WAYS_ZH = """\
Growth 2026, inbound and outbound - 2026年1月至12月，EUR，3 個區隔

  有風險  若全部達標：客戶 121（目標 121），€594萬（目標 €600萬）
  該做    主動開發的客戶：轉換率 26%，而非 25%，至12月為止
  留意    €600萬 中有 €99萬 取決於2026年1月1日時已在進行中的案件，計畫已載明
  目標    €600萬：客戶 121

          轉換率  時間   第1季   第2季   第3季     第4季    全年 1月-12月
                       1月-3月 4月-6月 7月-9月 10月-12月
集客
 -- Marketing --
 造訪                   40,000  40,000  40,000    42,920 162,920 ⣀⣀⣀⣀⣀⣼
 潛在客戶     2%           800     800     800       858   3,258 ⣀⣀⣀⣀⣀⣼
 -- 移交 Sales --
 SQL         12%   2週      96      96      96       101     389 ⣀⣀⣀⣀⣀⣸
 客戶        25% 1個月      24      24      24        24      96 ⣤⣤⣤⣤⣤⣤
 新增營收                €72萬   €72萬   €72萬     €72萬  €288萬 ⣤⣤⣤⣤⣤⣤
主動開發
 -- SDR team --
 電話                    1,778   1,778   1,867     2,044   7,467 ⣀⣀⣀⣀⣿⣿
 會議         4%            71      71      75        82     299 ⣀⣀⣀⣀⣿⣿
 -- 移交 Sales --
 商機        30% 1個月      21      21      21        25      89 ⣀⣀⣀⣀⣸⣿
 客戶        25% 3個月     5.3     5.3     5.3       5.3      21 ⣤⣤⣤⣤⣤⣤
 新增營收                €48萬   €48萬   €48萬     €48萬  €192萬 ⣤⣤⣤⣤⣤⣤
key accounts
 目標企業                  6.7      10      17       6.7      40 ⣰⣶⣶⣾⣿⣀
 工作坊      40%           2.7       4     6.7       2.7      16 ⣰⣶⣶⣾⣿⣀
 客戶        25% 2個月       0       1       1         2       4 ⣀⣰⣶⣶⣾⣿
 新增營收                   €0   €30萬   €30萬     €60萬  €120萬 ⣀⣰⣶⣶⣾⣿
整體計畫
 客戶                       29      30      30        31     121 ⣀⣠⣤⣤⣼⣿
 新增營收               €120萬  €150萬  €150萬    €180萬  €600萬 ⣀⣰⣶⣶⣾⣿

  --by month、--segment inbound、--detail和--chart 可顯示更多。
"""

MARKDOWN_KO = """\
### Inbound marketing 2020, as published - 2020년 1월\\~12월, USD

- **위험:** 계획에 기재된 수치로는 고객 9 중 8.6, US$990만 중 US$950만
- **조치:** 월 방문 6,000 대신 6,250, 12월까지
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
        label, *cells = (cell.text for cell in row.cells)
        line = next(line for line in lines if line.startswith(label) and line != label)
        at = len(label)
        for number, cell in enumerate(cells, start=1):
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
