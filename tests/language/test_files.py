"""Files as they come: encodings, broken syntax, and what was made to do harm."""

from __future__ import annotations

import pytest

from kpiplan.formats.text import problems_text
from kpiplan.language.yaml import decoding, document, tree
from kpiplan.loader import load
from tests.language.helpers import FUNNEL, GOAL, HEAD, errors, read, said

PLAN = HEAD + GOAL + FUNNEL


@pytest.mark.parametrize(
    "data",
    [
        PLAN.encode(),
        b"\xef\xbb\xbf" + PLAN.encode(),
        PLAN.replace("\n", "\r\n").encode(),
        PLAN.replace("\n", "\r").encode(),
        (PLAN + "...\n").encode(),
        ("%YAML 1.2\n---\n" + PLAN).encode(),
        PLAN.replace("visits", "訪問").encode(),
        PLAN.replace("name: P", "name: P # a tab\there, a\u2028separator").encode(),
        PLAN.replace("1.5%", "&rate 1.5%").replace("50%", "*rate").encode(),
    ],
)
def test_good_files(data: bytes) -> None:
    assert not load(data, "plan.yaml").errors


HOSTILE = {
    "empty": (b"", "1:1 empty-file: the file has no content"),
    "comments": (b"# a\n# b\n", "1:1 empty-file: the file has no content"),
    "null": (b"~", "1:1 empty-file: the file has no content"),
    "list": (b"- a\n", "1:1 wrong-type: a list stands where a plan: a mapping with name, year, goal and funnel should"),
    "scalar": (b"x", "1:1 wrong-type: x stands where a plan: a mapping with name, year, goal and funnel should"),
    "utf-16": (PLAN.encode("utf-16"), "1:1 not-utf8: the file is UTF-16, not UTF-8"),
    "utf-16 unmarked": (PLAN.encode("utf-16-le"), "1:1 not-utf8: the file is UTF-16, not UTF-8"),
    "utf-16 big": (PLAN.encode("utf-16-be"), "1:1 not-utf8: the file is UTF-16, not UTF-8"),
    "utf-32": (PLAN.encode("utf-32"), "1:1 not-utf8: the file is UTF-32, not UTF-8"),
    "latin-1": ("name: Plän".encode("latin-1"), "1:9 not-utf8: the byte 0xe4 is not UTF-8"),
    "nul": (b"name: P\0", "1:8 not-text: the character U+0000 has no place in a text"),
    "escape": (b"name: \x1b[31mP", "1:7 not-text: the character U+001B has no place in a text"),
    "direction": ("name: \u202eP".encode(), "1:7 not-text: the character U+202E has no place in a text"),
    "size": (b"#" * (decoding.MAX_BYTES + 1), "1:1 too-large: a file of more than 8 MB; a plan has 8 MB at the most"),
    "depth": (b"a: " + b"[" * 3000, "1:43 too-deep: nested more than 40 deep"),
    "block depth": (b"- " * 3000 + b"x", "1:81 too-deep: nested more than 40 deep"),
    "aliases": (
        ("a: &a [1,1,1,1,1,1,1,1,1]\n" + "".join(f"{b}: &{b} [{'*' + a},{',*'.join([''] + [a] * 8)[1:]}]\n" for a, b in
         zip("abcdefgh", "bcdefghi", strict=True))).encode(),
        "5:11 too-many-aliases: aliases expand to far more than the file holds",
    ),
    "merges": (
        ("a: &a {x: 1}\n" + "".join(f"{b}: &{b} {{<<: [{','.join(['*' + a] * 9)}]}}\n" for a, b in
         zip("abcdefgh", "bcdefghi", strict=True))).encode(),
        "6:19 too-many-aliases: aliases expand to far more than the file holds",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_give_one_short_error(name: str) -> None:
    data, expected = HOSTILE[name]
    loaded = load(data, "plan.yaml")
    assert loaded.plan is None
    found = [said(problem) for problem in loaded.errors]
    if name in ("aliases", "merges"):
        assert [one.split(" ", 1)[1] for one in found] == [expected.split(" ", 1)[1]]
    else:
        assert found == [expected]
    assert len(problems_text(loaded.problems)) < 700


def test_many_values_stop_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_NODES", 1000)
    text = "".join(f"key{number}: 1\n" for number in range(2000))
    assert errors(text) == ["501:1 too-large: more than 1,000 values; no plan has as many"]


def test_many_problems_stop_the_reading() -> None:
    loaded = read("".join(f"key{number}: 1\n" for number in range(2000)))
    assert len(loaded.problems) == document.MAX_PROBLEMS + 1
    assert said(loaded.problems[-1]) == "51:1 too-many-problems: more problems follow"


def test_what_can_be_read_beside_a_broken_part_is_read() -> None:
    text = PLAN.replace("1.5%", "20")
    assert errors(text.replace("name: P", "name: !!python/object/apply:os.system [echo]")) == [
        "1:7 yaml-tag: the tag !!python/object/apply:os.system has no place in a plan",
        "7:12 bare-percentage: a bare 20 is not a percentage",
    ]
    assert errors(text.replace("name: P", "name: " + "x" * 2_000_000))[0] == (
        "1:7 too-large: a text of 2,000,000 characters"
    )
    assert errors(text.replace("name: P", 'name: "\\e[2J"')) == [
        "1:7 not-text: the character U+001B has no place in a text",
        "7:12 bare-percentage: a bare 20 is not a percentage",
    ]
    assert "9:10 unknown-alias: the alias *a stands inside what it names" in errors(text + "why: &a [*a]\n")
    assert errors(text + "---\n" + PLAN)[1] == "9:1 several-documents: a second document begins here"
    assert errors(text.replace("name: P", "name: *x")) == [
        "1:7 unknown-alias: the alias *x names nothing that stands above it",
        "7:12 bare-percentage: a bare 20 is not a percentage",
    ]


SYNTAX = {
    'name: "P\n': "1:7 yaml-syntax: a quote that is opened and not closed",
    "name: P: Q\n": "1:8 yaml-syntax: a second colon in one value, or a line indented too far",
    "name: @P\n": "1:7 yaml-syntax: a text can't begin with @",
    "name: [P\n": "1:7 yaml-syntax: a bracket that is not closed, or a comma that is missing",
    "name P\n": "1:1 yaml-syntax: a key without a colon",
    "name: - P\n": "1:7 yaml-syntax: a list item where none can stand",
    'name: "\\q"\n': "1:8 yaml-syntax: an escape that text in double quotes does not have",
}


@pytest.mark.parametrize("head", SYNTAX)
def test_broken_syntax_hides_no_other_error(head: str) -> None:
    text = head + "year: 2020\n" + GOAL + FUNNEL.replace("1.5%", "20")
    assert errors(text) == [SYNTAX[head], "6:12 bare-percentage: a bare 20 is not a percentage"]


def test_tabs_are_reported_once_for_lines_in_a_row_and_read() -> None:
    funnel = "funnel:\n\t- visits\n\t- leads: 20\n  - customers: 50%\n"
    assert errors(HEAD + GOAL.replace("10M", "ten") + funnel) == [
        "4:17 bad-money: ten can't be read as an amount",
        "6:1 yaml-tab: a tab in the indentation",
        "7:11 bare-percentage: a bare 20 is not a percentage",
    ]


def test_every_amount_that_is_taken_can_be_computed() -> None:
    for number in ("1e308", "0x" + "f" * 5000, "9" * 5000, "9" * 5000 + "k", "1e-320"):
        assert [e.split(": ")[0] for e in errors(PLAN.replace("10M", number))] == ["4:17 not-finite"], number
