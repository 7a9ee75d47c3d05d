"""Names and labels that a spreadsheet would run, or trip over, are texts like any others."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
import yaml

from kpiplan.funnel.targets import figures, plan_targets
from tests.workbooks import differences, loaded, made, opened, recalculated

HOSTILE = [
    '=HYPERLINK("http://x", "x")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@SUM(1)",
    "a|b",
    "{=1}",
    "#REF!",
    'quo"te',
    "apo'strophe's",
    "a[b]:c*d?e/f\\g",
    "SQL1",
    "R1C1",
    "R",
    "TRUE",
    "http://example",
    "\u05e2\u05d1\u05e8\u05d9\u05ea \u200f",
    "<b>&amp;</b>",
    "<script>alert(1)</script>",
    "_x0041_",
    "고객 수",
]


def plan_of(name: str) -> str:
    """A plan in which all that has a name has this one, and a label with 300 characters more."""
    label = name + "x" * 300
    last = name[:50] + " won"
    funnel = [
        {name: {"label": label, "sources": {name + "s": "100%"}}},
        {last: {"rate": "10%", "lag": "1 month", "label": label}},
    ]
    own = {"share": "40%", "label": label, "funnel": funnel}
    plan = {
        "name": name,
        "why": label,
        "year": 2026,
        "currency": "USD",
        "goal": {"revenue": 1000, "average_deal": 10},
        "funnel": funnel,
        "before": {name: {"2025-12": 3}},
        "segments": {name: own, name[:50] + " two": {"share": "60%"}},
    }
    return yaml.safe_dump(plan, allow_unicode=True, sort_keys=False)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_becomes_a_formula_a_link_or_a_broken_file(name: str) -> None:
    found = loaded(plan_of(name))
    data = made(found)
    book = opened(data)
    formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    bare = [re.sub(r"'(?:[^']|'')*'!", "", each) for each in formulas]  # without names of sheets
    assert not [each for each in bare if "HYPERLINK(" in each or "|" in each or "http:" in each]
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    texts = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "s"]
    assert max(map(len, texts)) <= 32_767
    assert all(len(each.encode("utf-16-le")) <= 62 and not set(each) & set("[]:*?/\\") for each in book.sheetnames)
    assert len({each.lower() for each in book.sheetnames}) == len(book.sheetnames)
    assert all("externalLink" not in each for each in zipfile.ZipFile(BytesIO(data)).namelist())


# formualizer refuses to write a text that looks like an escape of XML; that it stays one is tested above
@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "_x0041_"])
def test_its_numbers_are_right_in_another_program(name: str) -> None:
    found = loaded(plan_of(name))
    assert found.plan is not None
    book = opened(recalculated(made(found)), values=True)
    assert list(differences(book, figures(plan_targets(found.plan)))) == []


def test_long_texts_stay_out_of_formulas() -> None:
    """A text in a formula has 255 characters at the most; longer, and Excel calls the file damaged."""
    book = opened(made(loaded(plan_of("name"))))
    formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not [each for each in formulas if "x" * 32 in each]  # a sheet's name has 31
