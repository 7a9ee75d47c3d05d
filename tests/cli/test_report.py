"""`kpiplan report`: what it is given, what it writes, how it ends."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest

from tests.cli.exports import MONTHLY, daily
from tests.conftest import INBOUND, Kpiplan, run_process
from tests.formats.pages import Parsed

SEGMENTS = INBOUND + "segments: {one: {share: 60%, label: First}, two: {share: 40%}}\n"
SCENARIOS = INBOUND + "scenarios: {lean: {leads: 1.2%, why: last year}}\n"


@pytest.fixture
def here(inbound: Path) -> Path:
    """The folder of the smallest useful plan, with an export beside it."""
    inbound.with_name("crm.csv").write_text(MONTHLY, encoding="utf-8")
    return inbound.parent


def title(run: str) -> str:
    """What a page says below its head."""
    return Parsed(run).texts[1]


@pytest.mark.parametrize(
    "words",
    [
        ("plan.yaml", "crm.csv"),
        ("crm.csv", "--plan", "plan.yaml"),
        ("crm.csv",),  # plan.yaml beside it
        ("PLAN.YAML", "crm.csv"),
    ],
)
def test_the_plan_comes_first_or_is_named_or_is_near(words: tuple[str, ...], here: Path, kpiplan: Kpiplan) -> None:
    (here / "PLAN.YAML").write_text(INBOUND, encoding="utf-8")
    run = kpiplan("report", *words)
    assert run.code == 0, run.err
    assert title(run.out) == "Actuals to March 2020 (3 of 12 months), USD"
    assert "crm.csv" not in run.err  # of which nothing was left out
    assert "crm.csv" in Parsed(run.out).text


def test_what_was_left_out_is_told_and_all_that_was_read_where_everything_is(here: Path, kpiplan: Kpiplan) -> None:
    (here / "more.csv").write_text("month,visits\n2020-01,5000\nTotal,5000\n", encoding="utf-8")
    (here / "leads.csv").write_text("month,leads\n2020-01,70\n", encoding="utf-8")
    words = ("report", "plan.yaml", "more.csv", "leads.csv", "-o", "page.html")
    told = kpiplan(*words).err
    assert told.startswith("more.csv  visits by month; 1 row; 1 left out: total; ")
    assert "leads.csv" not in told
    assert "leads.csv  leads by month; 1 row; " in kpiplan(*words, "--verbose").err


def test_a_plan_alone(here: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("report", "plan.yaml")
    assert title(run.out) == "January to December 2020, USD"
    assert "Where the gap arose" not in run.out


def test_a_plan_from_standard_input(here: Path) -> None:
    run = run_process("report", "-", "crm.csv", stdin=INBOUND.encode(), cwd=here)
    assert run.code == 0, run.err
    assert "Actuals to March 2020" in run.out


def test_an_export_from_standard_input(here: Path) -> None:
    run = run_process("report", "-", "--plan", "plan.yaml", stdin=MONTHLY.encode(), cwd=here)
    assert "Actuals to March 2020" in run.out
    assert "&lt;stdin&gt;" in run.out


def test_options_are_those_of_actuals(here: Path, kpiplan: Kpiplan) -> None:
    words = ("--through", "2020-02", "--read", "leads: sum mqls by month", "--set", "leads=1.8%", "--lang", "ko")
    run = kpiplan("report", "plan.yaml", "crm.csv", *words)
    assert run.code == 0, run.err
    text = Parsed(run.out).text
    assert "2020년 2월까지 실적" in text
    assert "leads=1.8%" in text
    assert "리드 = mqls" in text


def test_a_gate_that_is_missed_stands_in_the_page_and_ends_it(here: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("report", "plan.yaml", "crm.csv", "--fail-under", "leads=90%", "-o", "page.html")
    assert run.code == 1
    said = "leads under 90% of its target: 231 of 281.25 to date, 82.1%"
    assert f"kpiplan: gate missed: {said}" in run.err
    assert said in Parsed((here / "page.html").read_text(encoding="utf-8")).text
    assert kpiplan("report", "plan.yaml", "crm.csv", "--fail-under", "leads=80%", "-o", "page.html").code == 0


def test_scenarios_stand_beside_the_plan_unless_it_is_looked_at_under_one(here: Path, kpiplan: Kpiplan) -> None:
    (here / "plan.yaml").write_text(SCENARIOS, encoding="utf-8")
    text = Parsed(kpiplan("report", "plan.yaml").out).text
    assert "Scenarios" in text
    assert "last year" in text
    under = Parsed(kpiplan("report", "plan.yaml", "--scenario", "lean").out).text
    assert "Scenarios" not in under


@pytest.mark.parametrize("words", [("plan.yaml",), ("plan.yaml", "crm.csv")])
def test_changes_that_a_plan_is_looked_at_under_stand_at_the_top(
    words: tuple[str, ...], here: Path, kpiplan: Kpiplan
) -> None:
    """Who is handed the page must not take it for the plan as it stands."""
    (here / "plan.yaml").write_text(SCENARIOS, encoding="utf-8")
    texts = Parsed(kpiplan("report", *words, "--scenario", "lean", "--set", "mqls=22%").out).texts
    at = texts.index("What if")
    assert texts[at + 1] == "lean, mqls=22% (plan: 20%)"
    assert at < 40
    assert texts.count("What if") == 1


LATE = """\
month,visits,leads,mqls,sqls,opportunities,customers
2020-01,6250,94,19,4,1,0
2020-02,6250,94,19,4,1,0
2020-03,6250,94,19,4,1,0
"""
CUT = daily(date(2020, 3, 20))
ZEROS = "month,visits,revenue\n2020-01,6250,0\n2020-02,6250,0\n2020-03,6250,0\n"


@pytest.mark.parametrize(
    ("plan", "export", "on_screen", "on_the_page"),
    [
        (INBOUND.replace("customers: 50%", "customers: {rate: 50%, lag: 8 months}"), LATE, "", "start lower, or lower"),
        (INBOUND, CUT, "days; `--through 2020-03` measures it by its part", "the exports cover 20 of its 31 days"),
        (INBOUND, ZEROS, "nothing but zeros; `--read` takes it all the same", "revenue is nothing but zeros"),
    ],
    ids=["too late at the top", "a month in part", "a column left out"],
)
def test_a_page_says_nothing_of_the_command_line(
    plan: str, export: str, on_screen: str, on_the_page: str, here: Path, kpiplan: Kpiplan
) -> None:
    (here / "plan.yaml").write_text(plan, encoding="utf-8")
    (here / "crm.csv").write_text(export, encoding="utf-8")
    run = kpiplan("report", "plan.yaml", "crm.csv")
    assert run.code == 0, run.err
    text = Parsed(run.out).text
    assert on_screen in run.err
    assert on_the_page in text
    assert " --" not in text
    assert "`--" not in text


def test_what_a_re_plan_moves_is_asked_of_no_lever(here: Path, kpiplan: Kpiplan) -> None:
    assert kpiplan("replan", "plan.yaml", "crm.csv", "-o", "next.yaml").code == 0
    run = kpiplan("report", "next.yaml")
    assert run.code == 0, run.err
    assert "What more is worth" not in run.out


# --- pictures


def svg(text: str) -> ET.Element:
    """A picture that stands alone."""
    root = ET.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert int(root.attrib["width"]) > int(root.attrib["height"]) > 0
    assert "var(" not in text
    return root


def words_of(root: ET.Element) -> list[str]:
    """What is written in a picture."""
    return [each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        ("funnel", "75,000"),
        ("year", "goal 9"),
        ("walk", "-0.31"),
        ("months:leads", "actual"),
    ],
)
def test_a_chart_for_slides(chart: str, said: str, here: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("report", "plan.yaml", "crm.csv", "--chart", chart, "-o", "chart.svg")
    assert run.code == 0, run.err
    text = (here / "chart.svg").read_text(encoding="utf-8")
    assert said in words_of(svg(text))
    run = kpiplan("report", "plan.yaml", "crm.csv", "--chart", chart, "-o", "chart.png")
    data = (here / "chart.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(data[16:20]) == 3 * int(svg(text).attrib["width"])


def test_a_picture_on_standard_output_is_its_bytes(here: Path) -> None:
    words = [sys.executable, "-m", "kpiplan", "report", "plan.yaml", "--chart", "funnel", "--format", "png"]

    done = subprocess.run(words, cwd=here, capture_output=True, check=True)
    assert done.stdout.startswith(b"\x89PNG")


@pytest.mark.parametrize("chart", ["funnel:one", "months:two:leads", "months:customers"])
def test_charts_of_segments_have_their_name(chart: str, here: Path, kpiplan: Kpiplan) -> None:
    (here / "plan.yaml").write_text(SEGMENTS, encoding="utf-8")
    run = kpiplan("report", "plan.yaml", "--chart", chart, "--format", "svg")
    assert run.code == 0, run.err
    assert words_of(svg(run.out))[0] in ("First", "leads", "customers")


def test_keys_that_do_not_fit_a_row_begin_another(here: Path, kpiplan: Kpiplan) -> None:
    (here / "plan.yaml").write_text(INBOUND, encoding="utf-8")
    rows = {}
    for lang in ("en", "ko", "zh-Hant"):
        run = kpiplan("report", "plan.yaml", "crm.csv", "--chart", "year", "--format", "svg", "--lang", lang)
        keys = [each for each in svg(run.out).iter("{http://www.w3.org/2000/svg}text") if each.get("class") == "key"]
        assert len(keys) == 5
        assert all(float(key.attrib["x"]) + 6 * len(key.text or "") <= 640 for key in keys)
        rows[lang] = len({key.attrib["y"] for key in keys})
    assert max(rows.values()) <= 2


# --- wrong use


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("gone.yaml",), 2, "gone.yaml: no such file"),
        (("plan.yaml", "gone.csv"), 2, "gone.csv: no such file"),
        (("plan.yaml", "--chart", "funnel"), 2, "--chart is a picture: add --format svg or png"),
        (("plan.yaml", "--format", "svg"), 2, "which chart? --chart funnel, year, walk or months:STAGE"),
        (("plan.yaml", "-o", "page.pdf"), 2, "no format has the ending .pdf"),
        (("plan.yaml", "--format", "svg", "--chart", "funel"), 2, "no chart funel; did you mean funnel?"),
        (
            ("plan.yaml", "--format", "svg", "--chart", "walk"),
            2,
            "no chart walk; there are funnel, year, months",
        ),
        (("plan.yaml", "-o", "plan.yaml", "--format", "html"), 2, "plan.yaml is the plan itself"),
        (("plan.yaml", "crm.csv", "-o", "crm.csv", "--format", "html"), 2, "crm.csv is one of the exports"),
        (("-", "-"), 2, "standard input can't be both the plan and an export"),
        (("plan.yaml", "crm.csv", "--through", "2021-01"), 2, "--through 2021-01 is no month of the plan's year"),
        (("plan.yaml", "crm.csv", "--through", "soon"), 2, "is no month"),
        (("plan.yaml", "crm.csv", "--fail-under", "leeds=90%"), 2, "did you mean leads?"),
        (("plan.yaml", "odd.csv"), 4, "nothing is compared"),
        (("plan.yaml", "other.csv"), 4, "nothing to compare"),
        (("broken.yaml",), 1, "broken.yaml: 1 error"),
    ],
)
def test_what_can_not_be_a_page_says_so(
    words: tuple[str, ...], code: int, said: str, here: Path, kpiplan: Kpiplan
) -> None:
    (here / "odd.csv").write_text("nothing\n1\n", encoding="utf-8")
    (here / "other.csv").write_text(MONTHLY.replace("2020", "2031"), encoding="utf-8")
    (here / "broken.yaml").write_text(INBOUND.replace("1.5%", "150%"), encoding="utf-8")
    before = {file: file.read_bytes() for file in here.iterdir()}
    run = kpiplan("report", *words)
    assert (run.code, run.out) == (code, "")
    assert said in run.err
    assert {file: file.read_bytes() for file in here.iterdir()} == before


def test_exports_without_a_plan_are_no_page(tmp_path: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("crm.csv").write_text(MONTHLY, encoding="utf-8")
    run = kpiplan("report", "crm.csv")
    assert run.code == 2
    assert run.err == "kpiplan: crm.csv is no plan, and no plan.yaml is beside it or here; name the plan first\n"


def test_a_page_is_no_text_for_a_screen(here: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpiplan.cli.console.prints_to_terminal", lambda: True)
    run = kpiplan("report", "plan.yaml")
    assert run.code == 2
    assert "write it to a file, -o review.html" in run.err
    assert kpiplan("report", "plan.yaml", "-o", "page.html").code == 0


@pytest.mark.parametrize(
    ("module", "words", "said"),
    [
        ("htpy", (), "a page or picture needs htpy: pip install 'kpiplan[report]'"),
        ("resvg_py", ("--chart", "year", "--format", "png"), "needs resvg-py: pip install 'kpiplan[pictures]'"),
    ],
)
def test_what_is_not_installed_is_named(module: str, words: tuple[str, ...], said: str, here: Path) -> None:
    script = (
        f"import sys\nsys.modules[{module!r}] = None\nfrom kpiplan.__main__ import main\n"
        f"sys.exit(main(['report', 'plan.yaml', *{words!r}]))"
    )

    done = subprocess.run([sys.executable, "-c", script], cwd=here, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
