"""Renderers take reports and return strings: exact text, whatever stands in the cells."""

from __future__ import annotations

from kpiplan.formats.github import workflow_annotations
from kpiplan.formats.markdown import escaped, report_markdown
from kpiplan.formats.terminal import report_text
from kpiplan.formats.text import explained, problem_text, summary
from kpiplan.locales.choice import locale_named
from kpiplan.problems import Place, Problem
from kpiplan.reports.cells import row
from kpiplan.reports.inspection import inspection, missed_gate, of_problem
from kpiplan.reports.model import Column, Fact, Report, Table

TABLE = Table(
    (
        Column("", words=True),
        Column("rate"),
        Column("Q1", "Jan-Mar", group="period"),
        Column("Q2", "Apr-Jun", group="period"),
        Column("the year", group="period"),
        Column("stated", group="tail"),
        Column("", words=True, group="tail"),
    ),
    (
        row("-- a line that is much wider than the labels are --", kind="owner"),
        row("visits", "", "1,000", "2,000", "3,000", "990", "1% short"),
        row("  [paid] *", "30%", "300", "600", "900", kind="detail"),
        row("new revenue", "", "$1M", "$2M", "$3M", kind="total"),
    ),
)
REPORT = Report(
    "A plan | with a pipe", (Fact("Goal", ("$3M", "and a second line")),), (TABLE,), ("* a remark", "  below")
)

WIDE = """\
A plan | with a pipe

  Goal  $3M
        and a second line

             rate       Q1       Q2  the year  stated
                   Jan-Mar  Apr-Jun
-- a line that is much wider than the labels are --
visits               1,000    2,000     3,000     990  1% short
  [paid] *    30%      300      600       900
new revenue            $1M      $2M       $3M

  * a remark
    below
"""

# the tail stands apart, without the rows that have nothing in it
AT_50 = """\
A plan | with a pipe

  Goal  $3M
        and a second line

            rate      Q1      Q2 the year
                 Jan-Mar Apr-Jun
-- a line that is much wider than the labels are
--
visits             1,000   2,000    3,000
  [paid] *   30%     300     600      900
new revenue          $1M     $2M      $3M

            stated
-- a line that is much wider than the labels are
--
visits         990 1% short

  * a remark
    below
"""


def test_terminal_at_full_width() -> None:
    assert report_text(REPORT) == WIDE


def test_terminal_in_parts() -> None:
    assert report_text(REPORT, 50) == AT_50


def test_terminal_styles() -> None:
    assert report_text(REPORT, styled=True).startswith("\x1b[1mA plan | with a pipe\x1b[0m\n")


MARKDOWN = """\
### A plan \\| with a pipe

- **Goal:** $3M; and a second line

|  | rate | Q1 Jan-Mar | Q2 Apr-Jun | the year | stated |  |
| :-- | --: | --: | --: | --: | --: | :-- |
| -- a line that is much wider than the labels are -- |  |  |  |  |  |  |
| visits |  | 1,000 | 2,000 | 3,000 | 990 | 1% short |
| *\\[paid\\] \\** | 30% | 300 | 600 | 900 |  |  |
| **new revenue** |  | **$1M** | **$2M** | **$3M** |  |  |

- \\* a remark
- below
"""


def test_markdown() -> None:
    assert report_markdown(REPORT) == MARKDOWN


def test_markdown_shows_text_as_it_stands() -> None:
    assert escaped("R&D &lt;b&gt; &#60; & a\x1b[31m\u202e") == r"R&D \&lt;b\&gt; \&\#60; & a \[31m"


PROBLEM = Problem("bad-name", "50% wrong", ("funnel", 1), "a, b: c", "p,1.yaml", Place(3, 5, 4), "  - 리드 x: 2%")


def test_problem_text_marks_the_place_under_wide_characters() -> None:
    assert problem_text(PROBLEM) == (
        "p,1.yaml:3:5: error bad-name: 50% wrong\n  3 |   - 리드 x: 2%\n    |     ^^^^\n    a, b: c"
    )


def test_problem_text_in_colour() -> None:
    assert problem_text(PROBLEM, color=True).startswith("p,1.yaml:3:5: \x1b[31merror\x1b[0m bad-name")


def test_annotations_escape_what_would_end_them() -> None:
    found = [of_problem(PROBLEM), missed_gate("behind", "leads", "leads 5% short", "a,b.yaml")]
    assert workflow_annotations(inspection("actuals", "1", found, [])) == (
        "::error file=p%2C1.yaml,line=3,col=5,endColumn=9,title=kpiplan bad-name::50%25 wrong%0Aa, b: c\n"
        "::error file=a%2Cb.yaml,line=1,title=kpiplan gate::leads 5%25 short\n"
    )


def test_summary_counts() -> None:
    warned = Problem("rounding-short", "m")
    problems = [PROBLEM, warned, warned._replace(accepted="x") if hasattr(warned, "_replace") else warned]
    assert summary(problems).startswith("1 error, ")
    assert summary([]) == ""


def test_a_problem_in_another_language_keeps_its_code_place_and_details() -> None:
    assert problem_text(PROBLEM, locale=locale_named("ko")) == (
        "p,1.yaml:3:5: 오류 bad-name: 단계, 유입원, 세그먼트에 쓸 수 없는 이름 (50% wrong)\n"
        "  3 |   - 리드 x: 2%\n    |     ^^^^\n    a, b: c"
    )
    accepted = Problem("rounding-short", "m", file="p.yaml", hint="h", accepted="agreed")
    assert problem_text(accepted) == "p.yaml: warning, accepted rounding-short: m\n    accepted: agreed"
    assert problem_text(accepted, locale=locale_named("zh-Hant")) == (
        "p.yaml: 警告（已接受） rounding-short: 客戶數取整數後達不到目標（m）\n    接受理由：agreed"
    )


def test_counts_in_another_language() -> None:
    warned = Problem("rounding-short", "m")
    problems = [PROBLEM, PROBLEM, warned, warned._replace(accepted="x"), Problem("zero-likely", "m")]
    assert summary(problems) == "2 errors, 1 warning, 1 accepted, 1 note"
    assert summary(problems, locale_named("ko")) == "오류 2개, 경고 1개, 승인된 경고 1개, 참고 1개"
    assert summary(problems, locale_named("zh-Hant")) == "2 個錯誤、1 個警告、1 個已接受的警告、1 個備註"
    assert explained("p.yaml", problems[:1], "kpiplan check p.yaml") == (
        "p.yaml: 1 error; `kpiplan check p.yaml` explains them\n"
    )
    assert explained("p.yaml", [], "kpiplan check p.yaml") == ""


def test_a_long_label_leaves_room_for_what_it_says() -> None:
    """A label that is never wrapped took all the room, and the fact was gone."""
    report = Report("Title", (Fact("a label of a great many words that takes more than its part", ("what it says",)),))
    assert "what it says" in report_text(report, 60)
    assert max(map(len, report_text(report, 60).splitlines())) <= 60
