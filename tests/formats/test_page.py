"""The page as HTML: the exact text of one, and what holds of all of them.

`python -m tests.formats.test_page` writes that text anew.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from kpiplan.__main__ import main
from kpiplan.formats.html.tables import progress, walk_bar
from kpiplan.locales.choice import LANGS, locale_named
from kpiplan.locales.english import ENGLISH
from kpiplan.reports.page.model import ProgressBar, WalkBar
from tests.analysis.variance.cases import STABLE, Case, cases
from tests.conftest import SAMPLES, Kpiplan, run_process
from tests.formats.pages import Parsed, put, without_style, written
from tests.reports.page.made import planned_results, results_of

WHOLE = Path(__file__).with_name("page.html")
BY_NOW = 2  # pixels of the line that says how far something should be


def made_page() -> str:
    """The page of the small plan and its export, without its style sheet."""
    with tempfile.TemporaryDirectory() as folder:
        plan, export = put(Path(folder))
        file = Path(folder) / "page.html"
        assert main(["report", str(plan), str(export), "-o", str(file)]) == 0
        return without_style(file.read_text(encoding="utf-8")).replace(f"{folder}/", "")


def test_a_whole_page() -> None:
    assert made_page() == WHOLE.read_text(encoding="utf-8"), "run: python -m tests.formats.test_page"


def sound(page: str) -> Parsed:
    """A page that keeps the rules of all pages."""
    found = Parsed(page)
    assert (found.wrong, found.open) == ([], [])
    assert page.startswith("<!doctype html>")
    names = {name for name, _ in found.elements}
    assert not names & {"script", "link", "img", "iframe", "object", "form", "base", "use", "image", "foreignobject"}
    assert found.values("style") == []
    assert [name for _, attributes in found.elements for name in attributes if name.startswith("on")] == []
    ids = found.values("id")
    assert len(ids) == len(set(ids))
    assert all(href.startswith("#") and href[1:] in ids for href in found.values("href"))
    assert found.values("src") == []
    assert set(found.values("aria-labelledby")) <= set(ids)
    assert all(found.values("aria-label"))
    policy = [each.attributes["content"] for each in found.elements if "http-equiv" in each.attributes]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert re.findall(r"(?<!\S)`?--[a-z].*", found.text) == []  # who is handed a page has no command line
    return found


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("plan", sorted(SAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
def test_samples_are_sound_and_small(plan: Path, lang: str, kpiplan: Kpiplan, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    assert kpiplan("report", str(plan), "-o", str(file), "--lang", lang).code == 0
    page = file.read_text(encoding="utf-8")
    found = sound(page)
    assert len(page.encode()) < 100_000
    assert "http" not in re.sub(r"http-equiv", "", page)
    assert found.elements[0].attributes == {"lang": lang}
    assert "numbers" in found.values("id")


def test_a_review_with_kpis_is_small_and_has_every_section(kpiplan: Kpiplan, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    words = ("report", str(SAMPLES / "scorecard.yaml"), str(SAMPLES / "actuals"), "-o", str(file))
    assert kpiplan(*words).code == 0
    page = file.read_text(encoding="utf-8")
    assert len(page.encode()) < 100_000
    sections = [value for value in sound(page).values("id") if not value.endswith("-title")]
    assert sections == ["year", "stages", "months", "gap", "rest", "kpis", "owners", "reviews", "basis", "numbers"]


STAGES = ("visits", "signups", "leads", "mqls", "sqls", "opportunities", "proposals", "customers")


def large(folder: Path) -> tuple[Path, Path]:
    """A plan of twelve segments with eight stages, and half a year of exports."""
    rates = ", ".join(f"{{{stage}: 40%}}" for stage in STAGES[1:])
    shares = [f"  s{at}: {{share: 8%}}" for at in range(1, 12)] + ["  s12: {share: 12%}"]
    goal = "goal: {revenue: 9M, average_deal: 25k}"
    lines = ["name: Large", "year: 2026", goal, f"funnel: [visits, {rates}]", "segments:", *shares]
    plan, export = folder / "plan.yaml", folder / "all.csv"
    plan.write_text("\n".join(lines) + "\n", encoding="utf-8")
    counts = ",".join(str(1500 // 2**at) for at in range(len(STAGES)))
    rows = [f"2026-{month:02},s{at},{counts}" for month in range(1, 7) for at in range(1, 13)]
    export.write_text("\n".join([f"month,segment,{','.join(STAGES)}", *rows]) + "\n", encoding="utf-8")
    return plan, export


def test_many_segments_with_many_stages_are_no_large_page(kpiplan: Kpiplan, tmp_path: Path) -> None:
    plan, export = large(tmp_path)
    names = "; ".join(f"s{at} = s{at}" for at in range(1, 13))
    for words in ((), (str(export), "--split", f"segment: {names}")):
        file = tmp_path / "page.html"
        run = kpiplan("report", str(plan), *words, "-o", str(file))
        assert run.code == 0, run.err
        page = file.read_text(encoding="utf-8")
        sound(page)
        assert len(page.encode()) < 300_000


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    plan, export = put(tmp_path)
    pages = []
    for seed in ("1", "2"):
        run = run_process("report", str(plan), str(export), PYTHONHASHSEED=seed)
        assert run.code == 0, run.err
        pages.append(run.out)
    assert pages[0] == pages[1]
    assert pages[0].endswith("</html>\n")


@settings(STABLE, max_examples=25)  # each makes a whole page
@given(cases())
def test_any_plan_with_whatever_was_seen_makes_a_sound_page(case: Case) -> None:
    sound(written(results_of(case)))


@pytest.mark.parametrize("lang", LANGS)
def test_the_months_print_for_nothing_is_folded_away(lang: str) -> None:
    found = Parsed(written(planned_results(PLAIN, locale_named(lang))))
    assert [each.attributes for each in found.elements if each.name == "details"] == [{"open": None}]


PLAIN = "name: Plain\nyear: 2026\ngoal: {revenue: 1M, average_deal: 10k}\nfunnel: [leads, {customers: 20%}]\n"


def widths(svg: str) -> dict[str, float]:
    """The widths of the bars of a small picture in percent, by their class."""
    found = Parsed(svg)
    return {
        each.attributes["class"] or "": float((each.attributes["width"] or "").rstrip("%"))
        for each in found.elements
        if each.name == "rect"
    }


@pytest.mark.parametrize(("share", "width"), [(0.0, 0), (0.25, 25), (1 / 3, 33.33), (1.0, 100), (7.0, 100), (-1.0, 0)])
def test_a_bar_is_as_long_as_its_share(share: float, width: float) -> None:
    assert widths(str(progress(ProgressBar(share, 0.5, "bad")))) == {"rail": 100, "fill bad": width, "by-now": BY_NOW}


@pytest.mark.parametrize("expected", [None, 0.0, 1.5])
def test_no_line_stands_outside_the_bar(expected: float | None) -> None:
    assert "by-now" not in widths(str(progress(ProgressBar(0.5, expected))))


def test_bars_of_a_waterfall_stand_on_one_axis() -> None:
    bars = [WalkBar(0, -2, -8, 2), WalkBar(-2, -8, -8, 2), WalkBar(-8, 2, -8, 2), WalkBar(0, 2, -8, 2, total=True)]
    found = [Parsed(str(walk_bar(bar))).elements[-1].attributes for bar in bars]
    assert [(each["class"], each["x"], each["width"]) for each in found] == [
        ("less", "60%", "20%"),
        ("less", "0%", "60%"),
        ("more", "0%", "100%"),
        ("total", "80%", "20%"),
    ]


def test_a_plan_alone_says_by_what_its_chance_is_told() -> None:
    page = Parsed(written(planned_results(PLAIN, ENGLISH))).text
    assert "by luck alone" in page
    risky = Parsed(written(planned_results(PLAIN + "risk: {customers: 15% to 25%}\n", ENGLISH))).text
    assert "by luck alone" not in risky


if __name__ == "__main__":
    WHOLE.write_text(made_page(), encoding="utf-8")
