"""Renderers take reports and return strings: exact text, whatever stands in the cells."""

from __future__ import annotations

from kpiplan.problems import Place, Problem
from kpiplan.render.markdown import report_markdown
from kpiplan.render.problems import problem_text, summary, workflow_annotations
from kpiplan.render.terminal import report_text
from kpiplan.reports.model import Column, Fact, Report, Row, Table

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
        Row(("-- a line that is much wider than the labels are --",), "owner"),
        Row(("visits", "", "1,000", "2,000", "3,000", "990", "1% short")),
        Row(("  [paid] *", "30%", "300", "600", "900"), "detail"),
        Row(("new revenue", "", "$1M", "$2M", "$3M"), "total"),
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


PROBLEM = Problem("bad-name", "50% wrong", ("funnel", 1), "a, b: c", "p,1.yaml", Place(3, 5, 4), "  - 리드 x: 2%")


def test_problem_text_marks_the_place_under_wide_characters() -> None:
    assert problem_text(PROBLEM) == (
        "p,1.yaml:3:5: error bad-name: 50% wrong\n  3 |   - 리드 x: 2%\n    |     ^^^^\n    a, b: c"
    )


def test_problem_text_in_colour() -> None:
    assert problem_text(PROBLEM, color=True).startswith("p,1.yaml:3:5: \x1b[31merror\x1b[0m bad-name")


def test_annotations_escape_what_would_end_them() -> None:
    assert workflow_annotations([PROBLEM]) == (
        "::error file=p%2C1.yaml,line=3,col=5,endColumn=9,title=kpiplan bad-name::50%25 wrong%0Aa, b: c\n"
    )


def test_summary_counts() -> None:
    warned = Problem("rounding-short", "m")
    problems = [PROBLEM, warned, warned._replace(accepted="x") if hasattr(warned, "_replace") else warned]
    assert summary(problems).startswith("1 error, ")
    assert summary([]) == ""
