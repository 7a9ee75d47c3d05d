"""Names and texts of plans and exports in pages and pictures: whatever they are, they are text."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from kpiplan.formats.html.words import clean, clipped
from tests.conftest import Kpiplan
from tests.formats.pages import Parsed
from tests.formats.test_page import sound

LONG = "n" * 300
TEXTS = (
    "<script>alert(1)</script>",
    '"><b>bold',
    "'><img src=x onerror=alert(1)>",
    '=HYPERLINK("http://evil.example","x")',
    "a | b || c",
    "</style><script>x</script>",
    "&lt;b&gt; &amp; ]]>",
    "javascript:alert(1)",
    "عملاء محتملون",
    LONG,
)


def plan(text: str) -> str:
    """A plan that has a text wherever one can stand."""
    said = "'" + text.replace("'", "''") + "'"
    return (
        f"name: {said}\nyear: 2026\nwhy: {said}\n"
        "goal: {revenue: 240k, average_deal: 10k}\n"
        "funnel:\n"
        f"  - talks: {{label: {said}, owner: {said}}}\n"
        f"  - offers: {{label: {said}, rate: 30%, owner: other {said[1:]}\n".replace(
            "owner: other ", "owner: 'other "
        ).rstrip("\n")
        + "}\n"
        "  - customers: 40%\n"
        "before: {talks: {2025-12: 8}}\n"
        f"segments:\n  one: {{share: 60%, label: {said}, owner: {said}}}\n  two: {{share: 40%}}\n"
        f"kpis:\n  offer_time: {{name: {said}, formula: offer_days / offers, unit: score, at_most: 5, owner: {said},"
        f" source: {said}, action: {said}}}\n"
        f"accept: {{carry-in-short: {said}}}\n"
        f"scenarios:\n  fewer: {{offers: 25%, why: {said}}}\n"
    )


EXPORT = "month,talks,offers,customers,revenue,offer_days\n2026-01,14,4,1,9000,26\n2026-02,18,3,2,21000,22\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A plan and an export, to be written."""
    export = tmp_path / "a<b>&'.csv"
    export.write_text(EXPORT, encoding="utf-8")
    return tmp_path / "plan.yaml", export


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_text_stays_a_text(text: str, files: tuple[Path, Path], kpiplan: Kpiplan, tmp_path: Path) -> None:
    file, export = files
    file.write_text(plan(text), encoding="utf-8")
    for words in ((), (str(export),)):
        run = kpiplan("report", str(file), *words, "-o", str(tmp_path / "page.html"))
        assert run.code == 0, run.err
        found = sound((tmp_path / "page.html").read_text(encoding="utf-8"))
        assert text in found.text
        assert not {each.name for each in found.elements} & {"b", "img"}


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
@pytest.mark.parametrize("chart", ["funnel:one", "year", "walk", "months:one:talks"])
def test_a_text_stays_a_text_in_pictures(
    text: str, chart: str, files: tuple[Path, Path], kpiplan: Kpiplan, tmp_path: Path
) -> None:
    file, export = files
    file.write_text(plan(text), encoding="utf-8")
    picture = tmp_path / "chart.svg"
    run = kpiplan("report", str(file), str(export), "--chart", chart, "-o", str(picture))
    assert run.code == 0, run.err
    root = ET.fromstring(picture.read_text(encoding="utf-8"))
    names = {each.tag.rpartition("}")[2] for each in root.iter()}
    assert names <= {"svg", "style", "rect", "text", "polygon", "line", "circle", "title"}
    assert not Parsed(picture.read_text(encoding="utf-8").partition("?>")[2]).values("href")


def test_what_turns_the_direction_of_writing_or_is_no_text_is_left_out() -> None:
    assert clean("a\u202eb\x1b[31mc\udcff\n") == "a b [31mc?"


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [("visits", 6, "visits"), ("visitors", 6, "visit…"), ("잠재 고객", 6, "잠재…"), ("", 3, "")],
)
def test_names_are_cut_where_there_is_no_room(text: str, width: int, shown: str) -> None:
    assert clipped(text, width) == shown
