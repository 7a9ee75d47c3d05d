"""Sentences about exports: each code in the source has one with the same fields, and none is left over."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import kpiplan.exports
from kpiplan.codes import CODES
from kpiplan.exports.results import Joined, Listed, Note, Quoted, Refusal, RowCondition
from kpiplan.exports.sentences import SENTENCES, Said, problem, said, text
from kpiplan.exports.sentences.parts import PARTS
from kpiplan.problems import Place

FOLDER = Path(kpiplan.exports.__file__).parent
CALLED = ("RefusalError", "Refusal", "Note", "problem")
# Where a code is put together, or chosen before it is said.
# What a file is that can't be read: `files/containers.py` and others say it by these codes.
NAMED = [code for code, text in PARTS.items() if text.startswith(("a ", "an ")) and "{" not in text] + ["own-json"]
CHOSEN = {
    "long.py": {"several-to-sum", "several-to-count"},
    "join.py": {"two-tables", "two-tables-of-levels", "two-files", "two-files-of-levels", "two-files-of-records"},
    "day_order.py": {"day-and-month-first", "day-or-month-first", "day-or-year-first"},
    "measure_columns.py": {"kinds-of-results"},
    "usable.py": {"unreadable-values", "too-large-values"},
    "archives.py": {"locked-file", "locked-files"},
    "inputs.py": {"unreadable-file", "unreadable-folder"},
    "encodings.py": set(NAMED),
    "dating.py": {"lines-above", "header", "sheet", "name"},
}


def texts() -> dict[str, str]:
    """Every template by its code."""
    return {code: f"{each.message} {each.hint} {each.option}" for code, each in SENTENCES.items()} | PARTS


def fields(template: str) -> set[str]:
    """The names of the fields of a template."""
    return {name.partition(".")[0] for _, name, _, _ in Formatter().parse(template) if name}


def alternatives(value: ast.expr) -> list[ast.expr]:
    """What an expression can be: both sides of an `if`, else itself."""
    return [*alternatives(value.body), *alternatives(value.orelse)] if isinstance(value, ast.IfExp) else [value]


def calls() -> Iterator[tuple[str, list[str], set[str] | None]]:
    """File, codes and fields of every place that says something; fields are None where they are no literals."""
    for file in sorted(set(FOLDER.rglob("*.py")) - {FOLDER / "cutoff.py"}):  # whose words stand in reports
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args and named(node.func) in CALLED):
                continue
            first = node.args[0]
            options = alternatives(first)
            codes = [each.value for each in options if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            yield file.name, codes, said_fields(node)


def named(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""


def said_fields(call: ast.Call) -> set[str] | None:
    if named(call.func) in ("RefusalError", "problem"):
        return {keyword.arg or "" for keyword in call.keywords}
    if len(call.args) == 1:
        return set()
    values = call.args[1]
    if not isinstance(values, ast.Dict):
        return None
    return {key.value for key in values.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}


def test_each_code_has_a_template_with_its_fields() -> None:
    templates, wrong = texts(), []
    for file, codes, given in calls():
        wanted = [code for code in codes if code in templates]
        wrong += [(file, code, "no template") for code in codes if code not in templates]
        for code in wanted if given is not None else ():
            needed = fields(templates[code]) - ({"hint"} if "problem" in fields(templates[code]) else set())
            if not needed <= (given or set()):
                wrong.append((file, code, str(needed)))
    assert wrong == []


def test_no_sentence_is_left_over() -> None:
    used = {code for _, codes, _ in calls() for code in codes} | {code for codes in CHOSEN.values() for code in codes}
    assert used == set(texts())


def test_sentences_have_codes_that_users_know() -> None:
    assert {each.code for each in SENTENCES.values()} - {""} <= set(CODES)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Quoted("Deal\tname"), "'Deal name'"),
        (Quoted("x" * 61), f"'{'x' * 59}…'"),
        (Quoted("x" * 5, 4), "'xxx…'"),
        (Listed(("a", "b")), "'a', 'b'"),
        (Listed(tuple("abcd"), 2), "'a', 'b' and 2 more"),
        (Joined(("a", "b")), "a, b"),
        (Joined(("a", "b"), either=True), "a or b"),
        (RowCondition("Stage", ("Won", "Closed")), "Stage is Won or Closed"),
        (RowCondition("Stage"), "Stage is filled in"),
        (Note("cells", {"number": 1200}), "1,200 cells"),
        (Refusal("no-rows"), "the table has no rows of data"),
        (1200, 1200),
    ],
)
def test_values_in_words(value: object, shown: object) -> None:
    assert text(value) == shown


def test_a_refusal_about_another_has_its_code_and_hint() -> None:
    inner = Refusal("no-start", {"column": Quoted("Nth day")})
    one = "'Nth day' counts from a start date that the file does not state"
    hint = "export with the lines above the header"
    both = Refusal("no-table-usable", {"number": 2, "problem": inner, "tables": Listed(("1: a", "2: b"))})
    assert said(both) == Said(
        "no-date", f"none of 2 tables can be used: {one}", f"{hint}; the tables are '1: a', '2: b'"
    )
    bare = Refusal("no-table-usable", {"number": 2, "problem": Refusal("no-rows"), "tables": Listed(("1: a",))})
    assert said(bare).hint == "the tables are '1: a'"
    needless = Refusal("not-in-plan", {"kpis": Listed(("visits",)), "problem": inner})
    assert said(needless) == Said("no-measure", f"the plan needs none of 'visits': {one}", hint)


def test_a_problem_has_the_line_where_one_is_known() -> None:
    assert problem(Refusal("cut-row"), "a.csv", 7).place == Place(7, 1)
    assert problem(Refusal("empty-export"), "a.csv").place is None


@pytest.mark.parametrize(
    ("refusal", "message"),
    [
        (
            Refusal("locked-files", {"member": "a.csv", "number": 1200}),
            "a.csv and 1,200 more in the zip can't be read without a password",
        ),
        (Refusal("encoding-to-end", {"encoding": "UTF-8"}), "the file is not UTF-8 to its end"),
        (Refusal("unreadable-end", {"error": "CRC"}), "can't be read to its end: CRC"),
        (
            Refusal(
                "two-readings",
                {
                    "cells": Note("cells", {"number": 2}),
                    "column": Quoted("Amount"),
                    "example": Quoted("3억6"),
                    "one": 300_000_006.0,
                    "other": 360_000_000.0,
                },
            ),
            "2 cells of 'Amount': '3억6' can be read as 300,000,006 or as 360,000,000",
        ),
    ],
)
def test_what_is_rarely_said(refusal: Refusal, message: str) -> None:
    assert said(refusal).message == message
