"""Where lines end and what a blank one is: places and excerpts follow YAML, whatever else might end a line."""

from __future__ import annotations

import pytest

from kpiplan.language.yaml.document import YamlDocument
from kpiplan.loader import Loaded, PlanFile, load
from kpiplan.problems import Place, Problem, excerpt_line
from tests.language.helpers import FUNNEL, GOAL, HEAD, errors, read, said

PLAN = HEAD + GOAL + FUNNEL


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("inside", ["", "\x85", "\u2028", "\u2029"])
def test_lines_end_where_yaml_ends_them(end: str, inside: str) -> None:
    text = (f"# a{inside}b\n" + PLAN.replace("10M", f"ten{inside}")).replace("\n", end)
    (found,) = read(text).errors
    assert said(found).startswith("5:17 bad-money: ten")
    assert found.excerpt == GOAL.rstrip().replace("10M", f"ten{' ' if inside else ''}")


def test_a_carriage_return_inside_a_word_ends_its_line() -> None:
    for text in ("na\rme: P\nyear: 2020\n" + GOAL + FUNNEL, PLAN.replace("visits", "vis\rits: 3")):
        loaded = read(text)
        assert loaded.plan is None
        assert all(found.place and found.place.line <= text.count("\n") + 2 for found in loaded.errors)
    assert errors("na\rme: P\nyear: 2020\n" + GOAL + FUNNEL) == [
        "1:1 yaml-syntax: a key without a colon",
        "2:1 unknown-key: unknown key me",
    ]


@pytest.mark.parametrize("before", ["a\rb\r", "a\r\nb\n", "a\u2028\n\x85\n"])
@pytest.mark.parametrize(("broken", "code"), [(b"x: \xff", "not-utf8"), (b"x: \0", "not-text")])
def test_what_is_no_text_is_shown_in_its_line(before: str, broken: bytes, code: str) -> None:
    (found,) = load(before.encode() + broken, "plan.yaml").errors
    assert (found.code, found.place) == (code, Place(3, 4))
    assert found.excerpt.rstrip() == "x:"


@pytest.mark.parametrize("blank", ["\t", "  \t ", "\t\t", "\t# a comment", "    "])
@pytest.mark.parametrize("line", range(9))
def test_a_blank_line_is_a_blank_line(blank: str, line: int) -> None:
    lines = PLAN.split("\n")
    text = "\n".join([*lines[:line], blank, *lines[line:]])
    loaded = read(text)
    assert loaded.plan == read(PLAN).plan
    assert not loaded.errors


def test_a_long_line_of_blanks_is_read_once() -> None:
    assert errors(PLAN + " \t" * 500_000 + "\n") == []
    assert "9:2 yaml-tab: a tab in the indentation" in errors(PLAN + " \t" * 500_000 + "x")


def test_a_blank_line_hides_no_error() -> None:
    assert errors(HEAD + GOAL + "funnel:\n  - visits\n\t\n- leads: abc%\n  - customers: 10%") == [
        "8:1 yaml-syntax: a line that does not line up with those above it"
    ]
    assert errors(PLAN.replace("funnel:\n", "funnel:\n\t\n\t").replace("10M", "ten")) == [
        "4:17 bad-money: ten can't be read as an amount",
        "7:1 yaml-tab: a tab in the indentation",
    ]


def test_a_blank_line_in_a_text_stays_one() -> None:
    plan = read(PLAN + "why: |\n  one\n\t\n  two\n").plan
    assert plan is not None
    assert plan.why.split() == ["one", "two"]


def test_there_is_a_plan_or_an_error_with_a_place() -> None:
    good = read(PLAN).plan
    source = PlanFile("plan.yaml", PLAN)
    nothing = Loaded(None, [], source)
    assert [said(problem) for problem in nothing.errors] == ["1:1 yaml-syntax: this can't be read as a plan"]
    wrong = Loaded(good, [Problem("bad-money", "no amount")], source)
    assert wrong.plan is None
    assert [said(problem) for problem in wrong.errors] == ["1:1 bad-money: no amount"]
    noted = Loaded(None, [Problem("assumed-no-lag", "instant")], source)
    assert [problem.code for problem in noted.problems] == ["yaml-syntax", "assumed-no-lag"]
    assert Loaded(good, [], source).plan is good
    assert YamlDocument(None, []).problems
    assert not YamlDocument(read(PLAN).source.root, []).problems
    assert YamlDocument(read(PLAN).source.root, [], partial=True).problems


def test_a_long_line_is_shown_around_the_place_and_says_where_it_is_cut() -> None:
    line = "x" * 300 + "HERE" + "y" * 300
    shown, column = excerpt_line(line, Place(1, 301, 4), 40)
    assert shown == "..." + "x" * 17 + "HERE" + "y" * 13 + "..."
    assert shown[column - 1 :].startswith("HERE")
    shown, column = excerpt_line(line, Place(1, 1, 1), 40)
    assert (shown, column) == ("x" * 37 + "...", 1)
    shown, column = excerpt_line(line, Place(1, 604, 1), 40)
    assert (shown, column) == ("..." + "y" * 37, 40)
    assert excerpt_line("short", Place(1, 2, 1), 40) == ("short", 2)


def test_a_long_name_of_the_last_stage_is_not_repeated_in_full() -> None:
    (found,) = read(HEAD + "goal: {orders: 5}\nfunnel:\n  - visits\n  - " + "y" * 60 + ": 10%\n").errors
    assert found.hint.startswith("a goal counts the last stage, " + "y" * 37 + "...; else")
