"""Whichever YAML reader there is, with C or without, young or old: one answer. Its words decide nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from kpiplan.language.yaml import reader
from kpiplan.language.yaml.depth import first_deeper
from kpiplan.loader import load
from kpiplan.problems import Place
from tests.language.helpers import FUNNEL, GOAL, HEAD, errors, said
from tests.language.test_files import HOSTILE, SYNTAX

PLAN = HEAD + GOAL + FUNNEL
FILES = {
    **{name: data for name, (data, _) in HOSTILE.items()},
    **{head: (head + "year: 2020\n" + GOAL + FUNNEL.replace("1.5%", "20")).encode() for head in SYNTAX},
    "dash forgotten": PLAN.replace("- leads", "leads").encode(),
    "a line too far left": PLAN.replace("  - leads", " - leads").encode(),
    "a key too far right": (PLAN + " why: x\n").encode(),
    "tabs": PLAN.replace("  - ", "\t- ").encode(),
    "a tab in a line": PLAN.replace("year: ", "year:\t").replace("10M,", "10M\t,\t").encode(),
    "an escape of no character": b'name: "\\uZZZZ"\n',
    "a comma before a value": PLAN.replace("{revenue", "{,revenue").encode(),
    "a bracket too many": PLAN.replace("1M}", "1M}}").encode(),
    "not text at its beginning": PLAN.replace("P", "% of it").encode(),
    "brackets in texts": ("why: '" + "[" * 50 + "\nname: P\n").encode(),
    "brackets at the end": (PLAN + "why: " + "[" * 41).encode(),
    "brackets and something else": (PLAN + "why: " + "[" * 41 + "@").encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_a_reader_without_c_finds_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = load(FILES[name], "plan.yaml").problems
    monkeypatch.setattr(reader, "_LOADER", yaml.SafeLoader)
    assert load(FILES[name], "plan.yaml").problems == usual


@pytest.mark.parametrize("most", [40, 100, 1000, 10_000])
def test_the_depth_is_ours_whatever_depth_a_reader_has(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    real = yaml.parse

    def parse(text: str, **_: object) -> Iterator[yaml.Event]:
        """A reader that looks ahead until the end of a line, and gives up at a depth of its own."""
        for event in real(text, yaml.SafeLoader):
            end = event.end_mark
            assert end is not None
            line = text.split("\n")[end.line]
            if "[" * (most + 1) in line[end.column :]:
                where = yaml.Mark("", 0, end.line, line.index("[") + most, "", 0)
                raise yaml.MarkedYAMLError(problem="that is too much for me", problem_mark=where)
            yield event

    monkeypatch.setattr(yaml, "parse", parse)
    assert errors(HEAD + "why:  " + "[" * 3000) == ["4:46 too-deep: nested more than 40 deep"]


@pytest.mark.parametrize(
    ("text", "most", "place"),
    [
        ("[[[", 2, Place(1, 3)),
        ("[[]][[[", 2, Place(1, 7)),
        ("[\n {a: [", 2, Place(2, 6)),
        ('[\'[[[\', "[[\\"[", [', 1, Place(1, 18)),
        ("[ # [[[\n  [", 1, Place(2, 3)),
        ("[a'b [", 1, Place(1, 6)),
        ("a [[[ b: [", 1, None),
        ("- &a [[", 1, Place(1, 7)),
        ("[[[", 3, None),
        ("[['[[[[", 2, None),
        ("", 0, None),
    ],
)
def test_brackets_are_counted_as_yaml_reads_them(text: str, most: int, place: Place | None) -> None:
    lines = text.split("\n")
    assert first_deeper(text, Place(1, 1), Place(len(lines), len(lines[-1])), most) == place


def test_brackets_are_counted_between_two_places() -> None:
    text = "[[[\n  [[[\n[[["
    assert first_deeper(text, Place(2, 4), Place(3, 3), 4) == Place(3, 3)
    assert first_deeper(text, Place(2, 4), Place(3, 2), 4) is None
    assert first_deeper(text, Place(2, 4), Place(9, 1), 4) == Place(3, 3)
    assert first_deeper(text, Place(9, 1), Place(9, 9), 0) is None


def test_the_depth_of_brackets_in_a_long_line() -> None:
    found = load(b"a: " + b"[" * 10**6, "plan.yaml").errors
    assert [said(problem) for problem in found] == ["1:43 too-deep: nested more than 40 deep"]
