"""Pages as a browser shows and prints them: wide, on a phone, dark, on paper, to those who hear them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import SAMPLES, Kpiplan
from tests.formats.test_page_hostile import plan as hostile_plan
from tests.outside import browser

pytestmark = pytest.mark.skipif(browser.PROGRAM is None, reason="Chromium is not here; .ci/outside says how to get it")

PAGES = {
    "review": ("scorecard.yaml", "actuals"),
    "segments": ("inbound_outbound.yaml",),
    "scenarios": ("what_if.yaml",),
}
LONGEST = 'n"><b>' * 50
# what leaves the page at its sides, what is written too small, and texts in pictures that leave them
MEASURED = """
const wide = document.documentElement.clientWidth;
const inside = box => box.left >= -1 && box.right <= wide + 1;
const held = node => node.closest('.scroll, .hidden');
const all = [...document.querySelectorAll('body *')].filter(node => !held(node));
const texts = [...document.querySelectorAll('svg text')].filter(node => getComputedStyle(node).display != 'none');
return {
  scrolls: document.documentElement.scrollWidth > wide,
  outside: all.filter(node => !inside(node.getBoundingClientRect())).map(node => node.outerHTML.slice(0, 80)),
  smallest: Math.min(...texts.map(node => node.getBoundingClientRect().height)),
  ground: getComputedStyle(document.body).backgroundColor,
};
"""
OVERLAPS = """
const pairs = [];
for (const chart of document.querySelectorAll('figure svg[role=img]')) {
  const boxes = [...chart.querySelectorAll('text.axis')]
    .filter(node => getComputedStyle(node).display != 'none').map(node => node.getBoundingClientRect());
  boxes.forEach((one, at) => boxes.slice(at + 1).forEach(two => {
    if (one.left < two.right && two.left < one.right && one.top + 3 < two.bottom && two.top + 3 < one.bottom)
      pairs.push(chart.getAttribute('aria-label'));
  }));
}
return pairs;
"""


@pytest.fixture(params=[*PAGES, "hostile"])
def page(request: pytest.FixtureRequest, kpiplan: Kpiplan, tmp_path: Path) -> str:
    """A page of each kind."""
    words: Sequence[str] = [str(SAMPLES / name) for name in PAGES.get(request.param, ())]
    if request.param == "hostile":
        file = tmp_path / "plan.yaml"
        file.write_text(hostile_plan(LONGEST), encoding="utf-8")
        words = [str(file)]
    run = kpiplan("report", *words)
    assert run.code == 0, run.err
    return run.out


@pytest.mark.parametrize("width", [1200, 768, 375])
def test_nothing_leaves_the_page_and_all_can_be_read(page: str, width: int, tmp_path: Path) -> None:
    found = browser.answer(page, MEASURED, width, tmp_path)
    assert not found["scrolls"]
    assert found["outside"] == []
    assert found["smallest"] >= 11  # pixels from top to bottom of a letter and what belongs to it
    assert found["ground"] == "rgb(255, 255, 255)"


@pytest.mark.parametrize("width", [1200, 375])
def test_no_two_texts_of_an_axis_overlap(page: str, width: int, tmp_path: Path) -> None:
    assert browser.answer(page, OVERLAPS, width, tmp_path) == []


def test_it_is_dark_where_its_reader_is(page: str, tmp_path: Path) -> None:
    ground = browser.answer(page, MEASURED, 1200, tmp_path, browser.DARK)["ground"]
    assert max(map(int, ground.strip("rgb()").split(","))) < 40


@pytest.mark.skipif(browser.axe() is None, reason="axe-core is not here; .ci/outside says how to get it")
@pytest.mark.parametrize("look", [browser.LIGHT, browser.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1200, 375])
def test_who_can_not_see_it_can_read_it(page: str, width: int, look: Sequence[str], tmp_path: Path) -> None:
    script = browser.axe()
    assert script
    wanted = "const found = await axe.run(document, {resultTypes: ['violations']});"
    told = "return found.violations.map(each => [each.id, each.nodes.map(node => node.html)]);"
    checks = f"{script.read_text(encoding='utf-8')}; {wanted} {told}"
    assert browser.answer(page, checks, width, tmp_path, look) == []


@pytest.mark.skipif(browser.PDF_TEXT is None, reason="pdftotext is not here; .ci/outside says how to get it")
@pytest.mark.parametrize("folded", [False, True])
def test_it_prints_with_the_numbers_of_every_month(folded: bool, kpiplan: Kpiplan, tmp_path: Path) -> None:
    run = kpiplan("report", *(str(SAMPLES / name) for name in PAGES["review"]))
    page = run.out.replace("<details open>", "<details>") if folded else run.out
    *pages, _ = browser.printed(page, tmp_path).split("\f")
    assert 2 <= len(pages) <= 6
    months = pages[-1]
    assert "All numbers by month" in months
    assert all(name in months for name in ("Jan", "Feb", "Nov", "Dec"))
    assert sum(line.count("6,250") for line in months.split("\n") if "visits" in line) == 12
