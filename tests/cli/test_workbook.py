"""Workbooks on the command line: written by `target` and `actuals`, edited, pulled back into the plan."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from tests.conftest import SAMPLES, TOP, Kpiplan, run_process
from tests.workbooks import cells_of, edited, opened, saved

PLAN = """\
# what we agreed on
name: Inbound 2026
year: 2026
currency: USD
goal:
  revenue: 1M        # the board's
  average_deal: 40k
funnel:
  - visits
  - leads: 3%
  - mqls: 30%        # last year 28%
  - customers: {rate: 20%, lag: 1 quarter}
"""


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan) -> Path:
    """A workbook beside its plan."""
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    assert kpiplan("target", "plan.yaml", "-o", "plan.xlsx").code == 0
    return tmp_path / "plan.xlsx"


def edit(book: Path, edits: Mapping[str, Sequence[object]]) -> None:
    """Type other values into a workbook."""
    book.write_bytes(edited(book.read_bytes(), edits))


EDITS: dict[str, Sequence[object]] = {
    "rate_mqls": [0.25] * 12,
    "lag_customers": [0, 0, 0.5, 0.5, 0, 0],
    "goal_average_deal": [41_000] * 12,
    "goal_round_customers": ["up"],
}
CHANGES = """\
average_deal: $40k -> $41k (plan.yaml:7)
round_customers: not stated -> up (plan.yaml:5)
rate mqls: 30% -> 25% (plan.yaml:11)
lag customers: 3 mo -> 0/0/50/50% (plan.yaml:12)
"""


def test_changes_are_shown_and_nothing_is_written(book: Path, kpiplan: Kpiplan) -> None:
    edit(book, EDITS)
    run = kpiplan("pull", "plan.xlsx")
    assert run.out == CHANGES
    assert run.err == "kpiplan: nothing is written yet; --write writes this into plan.yaml\n"
    assert (run.code, Path("plan.yaml").read_text(encoding="utf-8")) == (0, PLAN)


def test_the_page_shows_these_changes() -> None:
    page = (TOP / "docs/workbook.md").read_text(encoding="utf-8")
    assert f"$ kpiplan pull plan.xlsx\n{CHANGES}kpiplan: nothing is written yet" in page


def test_changes_are_written_and_comments_stay(book: Path, kpiplan: Kpiplan) -> None:
    edit(book, EDITS)
    run = kpiplan("pull", "plan.xlsx", "--plan", "plan.yaml", "--write")
    assert (run.code, run.out, run.err) == (0, CHANGES, "kpiplan: plan.yaml is written\n")
    assert Path("plan.yaml").read_text(encoding="utf-8") == PLAN.replace("30%   ", "25%   ").replace(
        "average_deal: 40k", "average_deal: 41k"
    ).replace("lag: 1 quarter", "lag: [0%, 0%, 50%, 50%]").replace(
        "  revenue: 1M", "  round_customers: up\n  revenue: 1M"
    )
    again = kpiplan("pull", "plan.xlsx")
    assert (again.code, again.out, again.err) == (0, "", "kpiplan: the workbook says what the plan says\n")


def test_the_file_keeps_its_ends_of_lines(book: Path, kpiplan: Kpiplan) -> None:
    Path("plan.yaml").write_bytes(b"\xef\xbb\xbf" + PLAN.replace("\n", "\r\n").encode())
    edit(book, {"rate_mqls": [0.25] * 12})
    assert kpiplan("pull", "plan.xlsx", "--write").code == 0
    wanted = PLAN.replace("30%   ", "25%   ").replace("\n", "\r\n")
    assert Path("plan.yaml").read_bytes() == b"\xef\xbb\xbf" + wanted.encode()


def test_lines_that_end_in_different_ways_stay_as_they_are(book: Path, kpiplan: Kpiplan) -> None:
    mixed = PLAN.replace("year: 2026\n", "year: 2026\r\n").replace("agreed on", "agreed\u2028on")
    Path("plan.yaml").write_bytes(mixed.encode())
    edit(book, {"rate_mqls": [0.25] * 12})
    assert kpiplan("pull", "plan.xlsx", "--write").code == 0
    assert Path("plan.yaml").read_bytes() == mixed.replace("30%   ", "25%   ").encode()


@pytest.mark.parametrize(
    ("day", "line", "written"),
    [
        (datetime(2026, 1, 20), "", "year: 2026"),
        (datetime(2027, 1, 1), "start: 2026-01 -> 2027-01 (plan.yaml:3)\n", "year: 2027"),
        (datetime(2026, 4, 15), "start: 2026-01 -> 2026-04 (plan.yaml:3)\n", "start: 2026-04"),
    ],
)
def test_another_first_month(day: datetime, line: str, written: str, book: Path, kpiplan: Kpiplan) -> None:
    edit(book, {"plan_start": [day]})
    run = kpiplan("pull", "plan.xlsx", "--write")
    assert (run.code, run.out) == (0, line)
    assert Path("plan.yaml").read_text(encoding="utf-8") == PLAN.replace("year: 2026", written)


def test_another_first_month_of_a_plan_that_names_months(book: Path, kpiplan: Kpiplan) -> None:
    """60 in March would be in another month of the plan: that is no matter of one number."""
    Path("plan.yaml").write_text(PLAN.replace("leads: 3%", "leads: {mar: 5%, else: 3%}"), encoding="utf-8")
    assert kpiplan("target", "plan.yaml", "-o", "plan.xlsx").code == 0
    edit(book, {"plan_start": [datetime(2026, 4, 1)]})
    run = kpiplan("pull", "plan.xlsx")
    assert (run.code, run.out) == (1, "start: 2026-01 -> 2026-04 (plan.yaml:3)\n")
    assert run.err.startswith("kpiplan: start: can't be written into the text of the plan")


def test_shares_of_segments(tmp_path: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each by itself would leave shares that don't sum to 100%; together they do."""
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_bytes((SAMPLES / "inbound_outbound.yaml").read_bytes())
    assert kpiplan("target", "plan.yaml", "-o", "plan.xlsx").code == 0
    edit(Path("plan.xlsx"), {"plan_share_inbound": [0.5], "plan_share_outbound": [0.5]})
    run = kpiplan("pull", "plan.xlsx", "--write")
    assert run.out == "inbound: share: 60% -> 50% (plan.yaml:19)\noutbound: share: 40% -> 50% (plan.yaml:22)\n"
    assert run.code == 0


def test_one_month_has_a_line_of_its_own(book: Path, kpiplan: Kpiplan) -> None:
    edit(book, {"rate_leads": [0.03] * 4 + [0.04] + [0.03] * 7})
    assert kpiplan("pull", "plan.xlsx").out == "rate leads 2026-05: 3% -> 4% (plan.yaml:10)\n"


def test_what_the_plan_changed_meanwhile_stays(book: Path, kpiplan: Kpiplan) -> None:
    """Another rate and another comment: only what was edited in the workbook is taken from it."""
    changed = PLAN.replace("leads: 3%", "leads: 4%").replace("agreed on", "agreed on in May")
    Path("plan.yaml").write_text(changed, encoding="utf-8")
    edit(book, {"rate_mqls": [0.25] * 12})
    assert kpiplan("pull", "plan.xlsx", "--write").out == "rate mqls: 30% -> 25% (plan.yaml:11)\n"
    assert Path("plan.yaml").read_text(encoding="utf-8") == changed.replace("30%   ", "25%   ")


@pytest.mark.parametrize(
    ("change", "edits", "said"),
    [
        (
            ("mqls: 30%", "mqls: 28%"), {"rate_mqls": [0.25] * 12},
            "rate mqls: the plan has changed it too since the workbook was made, to 28%",
        ),
        (("mqls: 30%", "sqls: 30%"), {"rate_mqls": [0.25] * 12}, "rate mqls: the plan has no such number any more"),
        (
            ("", ""), {"rate_mqls": ["=1/4"] + [0.3] * 11},
            "rate mqls: Inputs!D14 holds a formula; type the number that it comes to",
        ),
        (("", ""), {"rate_mqls": ["25%"] + [0.3] * 11}, "rate mqls: '25%' in Inputs!D14 is not what belongs there"),
        (("", ""), {"goal_revenue": [None]}, "revenue: Inputs!D5 is empty"),
        (("", ""), {"goal_round_customers": ["x"]}, "round_customers: 'x' in Inputs!D7 is not what belongs there"),
        (("", ""), {"rate_mqls": [True] + [0.3] * 11}, "rate mqls: 'TRUE' in Inputs!D14 is not what belongs there"),
    ],
)  # fmt: skip
def test_what_can_not_be_taken_back(
    change: tuple[str, str], edits: dict[str, Sequence[object]], said: str, book: Path, kpiplan: Kpiplan
) -> None:
    text = PLAN.replace(*change)
    Path("plan.yaml").write_text(text, encoding="utf-8")
    edit(book, edits)
    run = kpiplan("pull", "plan.xlsx", "--write")
    assert (run.code, run.out) == (1, "")
    assert run.err == f"kpiplan: {said}\nkpiplan: nothing is written\n"
    assert Path("plan.yaml").read_text(encoding="utf-8") == text


def test_names_that_are_gone_and_cells_that_were_inserted(book: Path, kpiplan: Kpiplan) -> None:
    found = opened(book.read_bytes())
    del found.defined_names["rate_leads"]
    found.defined_names["rate_mqls"].attr_text = "Inputs!$D$20:$P$20"  # what a program makes of an inserted column
    found.defined_names["goal_revenue"].attr_text = "#REF!"
    book.write_bytes(saved(found))
    run = kpiplan("pull", "plan.xlsx")
    assert run.code == 1
    assert run.err.splitlines() == [
        "kpiplan: revenue: rows or columns were inserted in its cells, or taken out; there were 1 of them",
        "kpiplan: rate leads: the workbook has no range of the name rate_leads any more",
        "kpiplan: rate mqls: rows or columns were inserted in its cells, or taken out; there were 12 of them",
        "kpiplan: nothing is written",
    ]


def test_changes_that_make_errors_of_the_plan(book: Path, kpiplan: Kpiplan) -> None:
    edit(book, {"rate_mqls": [1.5] * 12})
    run = kpiplan("pull", "plan.xlsx", "--write")
    assert run.code == 1
    assert run.out == "rate mqls: 30% -> 150% (plan.yaml:11)\n"
    assert run.err.startswith("plan.yaml:11:11: error out-of-range: 150%")
    assert run.err.endswith("kpiplan: with these changes the plan has errors; nothing is written\n")
    assert Path("plan.yaml").read_text(encoding="utf-8") == PLAN


def test_a_value_that_others_share_is_not_written(book: Path, kpiplan: Kpiplan) -> None:
    """An anchor and its alias are one text: changing one input would change another."""
    shared = PLAN.replace("leads: 3%", "leads: &rate 30%").replace("mqls: 30%  ", "mqls: *rate")
    Path("plan.yaml").write_text(shared, encoding="utf-8")
    assert kpiplan("target", "plan.yaml", "-o", "plan.xlsx").code == 0
    edit(book, {"rate_mqls": [0.25] * 12})
    run = kpiplan("pull", "plan.xlsx", "--write")
    assert (run.code, Path("plan.yaml").read_text(encoding="utf-8")) == (1, shared)
    assert "rate mqls: can't be written into the text of the plan without losing some of it" in run.err


def zipped(**parts: str) -> bytes:
    """A zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/").replace("_", "."), text)
    return stream.getvalue()


def test_files_that_are_no_workbooks_of_a_plan(book: Path, kpiplan: Kpiplan) -> None:
    def said(data: bytes) -> str:
        Path("other.xlsx").write_bytes(data)
        run = kpiplan("pull", "other.xlsx", "--write")
        assert (run.code, run.out) == (1, "")
        return run.err

    assert said(b"name: x") == "kpiplan: other.xlsx is no Excel workbook that can be read\n"
    assert said(zipped(a_txt="x")) == "kpiplan: other.xlsx is no Excel workbook that can be read\n"
    assert said(zipped(xl__workbook_xml="<")) == "kpiplan: other.xlsx is no Excel workbook that can be read\n"
    macros = zipped(xl__workbook_xml="<", xl__vbaProject_bin="x")
    assert said(macros) == "kpiplan: other.xlsx has macros; save it as .xlsx\n"
    found = opened(book.read_bytes())
    del found["kpiplan"]
    assert "no workbook that kpiplan wrote, or has lost its hidden sheet kpiplan" in said(saved(found))
    found = opened(book.read_bytes())
    found["kpiplan"]["A2"] = 99
    assert said(saved(found)) == "kpiplan: other.xlsx is a workbook of another version of kpiplan\n"
    assert Path("plan.yaml").read_text(encoding="utf-8") == PLAN


def test_entities_are_not_read(book: Path, kpiplan: Kpiplan) -> None:
    """A billion laughs in the list of sheets."""
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    stream = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(
                name, text.replace(b"<workbook ", bomb.encode() + b"<workbook ") if "workbook.xml" in name else text
            )
    Path("plan.xlsx").write_bytes(stream.getvalue())
    run = kpiplan("pull", "plan.xlsx")
    said = "plan.xlsx declares entities in its XML, which no spreadsheet program writes; it is not read"
    assert (run.code, run.err) == (1, f"kpiplan: {said}\n")


def test_a_zip_that_unpacks_to_too_much(book: Path, kpiplan: Kpiplan) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b"0" * (101 * 2**20))
    Path("plan.xlsx").write_bytes(stream.getvalue())
    run = kpiplan("pull", "plan.xlsx")
    assert (run.code, run.err) == (1, "kpiplan: plan.xlsx is larger than any workbook of a plan\n")


def test_wrong_uses(book: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("pull", "nothing.xlsx", "--plan", "plan.yaml")
    assert (run.code, run.err) == (2, "kpiplan: nothing.xlsx: no such file\n")
    Path("plan.yaml").rename("other.yaml")
    run = kpiplan("pull", "plan.xlsx")
    said = "which plan? There is no plan.yaml beside the workbook; say --plan FILE"
    assert (run.code, run.err) == (2, f"kpiplan: {said}\n")
    for words in (("--by", "year"), ("--segment", "x"), ("--whole",)):
        assert kpiplan("target", "other.yaml", "-o", "x.xlsx", *words).code == 2
    assert not Path("x.xlsx").exists()
    run = kpiplan("actuals", str(SAMPLES / "actuals/crm.csv"), "-o", "x.xlsx")
    assert (run.code, run.err) == (2, "kpiplan: a workbook is of a plan: say --plan FILE\n")


def test_many_segments(tmp_path: Path, kpiplan: Kpiplan) -> None:
    segments = "".join(f"  s{number}: {{goal: {{revenue: 1000}}}}\n" for number in range(41))
    file = tmp_path / "many.yaml"
    plan = PLAN.replace("  revenue: 1M        # the board's\n", "")
    file.write_text(f"{plan}segments:\n{segments}", encoding="utf-8")
    run = kpiplan("target", str(file), "-o", str(tmp_path / "x.xlsx"))
    said = "a workbook has a sheet for each segment, 40 at the most; this plan has 41"
    assert (run.code, run.err) == (2, f"kpiplan: {said}\n")


@pytest.mark.parametrize(
    ("words", "module", "said"),
    [
        (
            ("target", "plan.yaml", "-o", "x.xlsx"), "xlsxwriter",
            "a workbook needs XlsxWriter: pip install 'kpiplan[excel]'",
        ),
        (("pull", "plan.xlsx"), "openpyxl", "reading a workbook needs openpyxl: pip install 'kpiplan[excel]'"),
    ],
)  # fmt: skip
def test_without_the_library(
    words: tuple[str, ...], module: str, said: str, book: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    run = kpiplan(*words)
    assert (run.code, run.out, run.err) == (2, "", f"kpiplan: {said}\n")


def test_redirected_it_is_the_file(book: Path) -> None:
    """The bytes are the same on standard output; a plan from standard input makes them too."""
    import subprocess

    command = [sys.executable, "-m", "kpiplan", "target", "-", "--format", "xlsx"]
    done = subprocess.run(command, input=PLAN.encode(), capture_output=True, check=True)
    assert done.stdout == book.read_bytes()


def test_what_it_loads(book: Path) -> None:
    """Neither rich nor pandas; the libraries for workbooks not without need."""
    script = (
        "import sys\nfrom kpiplan.__main__ import main\nassert main({words}) == 0\n"
        "names = {{name.partition('.')[0] for name in sys.modules}}\n"
        "print(*sorted(names & {{'xlsxwriter', 'openpyxl', 'pandas', 'numpy', 'rich'}}), file=sys.stderr)\n"
    )

    def loaded_by(*words: str) -> str:
        return run_script(script.format(words=list(words))).splitlines()[-1]

    assert loaded_by("target", "plan.yaml", "-o", "y.xlsx") == "xlsxwriter"
    assert set(loaded_by("pull", "plan.xlsx").split()) == {"numpy", "openpyxl"}  # which openpyxl loads where it is
    assert "openpyxl" not in loaded_by("target", "plan.yaml")


def run_script(script: str) -> str:
    """What a script says on standard error."""
    import subprocess

    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stderr


def test_actuals_as_a_workbook(tmp_path: Path, kpiplan: Kpiplan) -> None:
    """What is known stands on the sheet of actuals; to date it is what JSON says."""
    exports = [str(file) for file in sorted((SAMPLES / "actuals").glob("*.csv"))]
    words = ("actuals", *exports, "--plan", str(SAMPLES / "scorecard.yaml"))
    out = tmp_path / "review.xlsx"
    assert kpiplan(*words, "-o", str(out)).code == 0
    found = json.loads(kpiplan(*words, "--format", "json").out)
    book, formulas = opened(out.read_bytes(), values=True), opened(out.read_bytes())
    sheet = book["Actuals"]
    assert [cell.value for cell in sheet[1]][:4] == ["period", "visits", "leads", "mqls"]
    assert [cell.value for cell in sheet[4]][:4] == ["2020-03", 5100, 70, 13]
    assert [cell.value for cell in sheet[5]][:4] == ["2020-04", None, None, None]
    rows = {row[0].value: row for row in book["Variance"].iter_rows(min_row=7, max_row=18) if row[0].value}
    for figure in found["figures"]:
        row = rows.get({"revenue": "new revenue"}.get(figure["kpi"], figure["kpi"].replace("_", " ")))
        assert row is not None
        assert row[1].value == pytest.approx(figure["to_date"]["target"])
        assert row[2].value == pytest.approx(figure["to_date"]["actual"])
    assert cells_of(formulas, "months_done")[0].value == 3
    assert len(formulas["Variance"]._charts) == 7
    axes = [chart.y_axis.numFmt.formatCode for chart in formulas["Variance"]._charts]
    assert axes == ["#,##0", *["[>=10]#,##0;General"] * 5, "[$$-409]#,##0"]  # 20, 7.5, not 20.00


def test_gates_hold_for_a_workbook_too(tmp_path: Path, kpiplan: Kpiplan) -> None:
    exports = [str(file) for file in sorted((SAMPLES / "actuals").glob("*.csv"))]
    out = tmp_path / "review.xlsx"
    words = ("actuals", *exports, "--plan", str(SAMPLES / "scorecard.yaml"), "--fail-under", "leads=90%")
    assert kpiplan(*words, "-o", str(out)).code == 1
    assert out.exists()


def test_the_workbook_is_not_overwritten_by_what_is_made_of_it(book: Path, kpiplan: Kpiplan) -> None:
    assert run_process("pull", "plan.xlsx", cwd=book.parent).code == 0
