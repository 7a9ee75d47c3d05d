"""`kpiplan help TOPIC`, and the man page, which is made from the help."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from kpiplan.cli import errors
from kpiplan.cli.app import COMMANDS
from kpiplan.cli.help import TASKS
from kpiplan.cli.topics import TOPICS
from tests.conftest import TOP, Kpiplan

PAGE = TOP / "docs" / "kpiplan.1"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_explained_as_it_explains_itself(name: str, kpiplan: Kpiplan) -> None:
    assert kpiplan("help", name) == kpiplan(name, "--help")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_a_screen(topic: str, kpiplan: Kpiplan) -> None:
    run = kpiplan("help", topic)
    assert (run.code, run.err) == (0, "")
    assert run.out == TOPICS[topic][1]
    lines = run.out.splitlines()
    assert 2 < len(lines) <= 26
    assert max(map(len, lines)) <= 80
    for word in re.findall(r"kpiplan (\w+)", run.out):
        assert word in COMMANDS


def test_all_of_them_are_listed(kpiplan: Kpiplan) -> None:
    run = kpiplan("help")
    assert run.out.startswith(kpiplan("--help").out)
    for topic, (says, _) in TOPICS.items():
        assert re.search(rf"^  {topic} +{re.escape(says)}$", run.out, re.MULTILINE)


def test_what_is_no_topic(kpiplan: Kpiplan) -> None:
    assert kpiplan("help", "exitcodes").err == "kpiplan: no topic exitcodes; did you mean exit-codes?\n"
    run = kpiplan("help", "zzz")
    said = "kpiplan: no topic zzz; the topics are plan, exports, formats, exit-codes, environment and the commands\n"
    assert (run.code, run.out, run.err) == (2, "", said)


def test_exit_codes_are_those_there_are() -> None:
    told = {int(code) for code in re.findall(r"^    (\d+) ", TOPICS["exit-codes"][1], re.MULTILINE)}
    assert told == {getattr(errors, name) for name in ("FINE", "SHORT", "USAGE", "DEFECT", "UNREADABLE", "INTERRUPTED")}


def test_the_man_page_is_current(kpiplan: Kpiplan) -> None:
    assert PAGE.read_text(encoding="utf-8") == kpiplan("help", "--man").out, "run: kpiplan help --man > docs/kpiplan.1"


def test_the_man_page_has_every_command_and_option(kpiplan: Kpiplan) -> None:
    page = PAGE.read_text(encoding="utf-8").replace("\\-", "-")
    assert re.findall(r"^\.SS kpiplan (\w+)", page, re.MULTILINE) == [
        name for task in TASKS.values() for name in task if name in COMMANDS
    ]
    for name in COMMANDS:
        for flag in re.findall(r"(--[a-z][\w-]+)", kpiplan(name, "--help").out):
            assert flag in page


@pytest.mark.skipif(shutil.which("groff") is None, reason="no groff here")
def test_groff_has_nothing_to_say_against_it() -> None:
    words = ["groff", "-man", "-Tutf8", "-ww", "-z", str(PAGE)]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stderr == ""
