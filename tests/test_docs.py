"""Every example of the README and of docs/ is run, and says what the program really says. No page is left out.

`python -m tests.test_docs` writes the output of every console block anew.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

import kpiplan
from kpiplan.cli.app import COMMANDS
from kpiplan.language.keys.plan import PLAN
from tests.conftest import SAMPLES, TOP, run_process

DOCS = TOP / "docs"
PAGES = [TOP / "README.md", TOP / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
NAMES = [str(page.relative_to(TOP)) for page in PAGES]
LINK = re.compile(r"\]\(([^)#]+)")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def console(page: Path) -> list[str]:
    """The console blocks of a page: command lines that begin with `$ `, each with its output."""
    return [body for kind, body in BLOCK.findall(page.read_text(encoding="utf-8")) if kind == "console"]


def played(block: str) -> str:
    """A console block with the output that its commands really give, at 80 columns, errors after results."""
    lines = []
    for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
        program, *words = shlex.split(command)
        assert program == "kpiplan", command
        run = run_process(*words, cwd=TOP, COLUMNS="80")
        lines.append(f"$ {command}\n{run.out}{run.err}")
    return "".join(lines)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_console_examples(page: Path) -> None:
    for block in console(page):
        assert block == played(block), "run: python -m tests.test_docs"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_whole_plans_load(page: Path) -> None:
    for kind, body in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "yaml" and body.startswith("name:") and page.name != "problems.md":  # those are broken on purpose
            loaded = kpiplan.read_plan(body, page.name)
            assert loaded.plan, loaded.problems


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_python_examples(page: Path) -> None:
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    for (kind, code), (_, output) in pairwise(blocks):
        if kind == "python":
            done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=TOP, check=True)
            assert done.stdout == output


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert "://" in target or (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_anchors_are_headings(page: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^)#]*)#([^)]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            text = ((page.parent / target) if target else page).read_text(encoding="utf-8")
            headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}, anchor


def test_readme_begins_with_a_sentence_and_two_commands() -> None:
    text = (TOP / "README.md").read_text(encoding="utf-8")
    first, second = [body.strip() for kind, body in BLOCK.findall(text) if kind == "sh"]
    assert text.startswith("# kpiplan\n\nkpiplan is ")
    assert first.endswith(f"kpiplan target sample_plans/{(SAMPLES / 'inbound_published.yaml').name}")
    assert second.endswith("-m pytest")
    assert "\n" not in first + second


def linked(page: Path) -> set[Path]:
    """The files that a page links to."""
    return {(page.parent / target).resolve() for target in LINK.findall(page.read_text(encoding="utf-8"))}


def test_the_index_links_every_page() -> None:
    assert {page for page in PAGES if page != DOCS / "README.md"} - linked(DOCS / "README.md") == set()


def test_the_index_says_in_a_line_what_a_page_has() -> None:
    entries = [line for line in (DOCS / "README.md").read_text("utf-8").splitlines() if line.startswith("*")]
    assert [line for line in entries if not re.fullmatch(r"\* \[([\w.-]+)\]\([./]*\1\): .{15,}\.", line)] == []


def test_the_readme_is_short_and_leads_to_the_index() -> None:
    text = (TOP / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 250
    assert {DOCS / "README.md", TOP / "CONTRIBUTING.md"} <= linked(TOP / "README.md")


def test_every_command_has_its_row() -> None:
    rows = re.findall(r"^\| `kpiplan (\w+)", (DOCS / "output.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(COMMANDS)


def test_every_key_of_a_plan_is_in_an_example() -> None:
    """Those at the top: deeper ones belong to the row or paragraph of theirs."""
    blocks = BLOCK.findall((DOCS / "plan-language.md").read_text(encoding="utf-8"))
    written = {key for kind, body in blocks if kind == "yaml" for key in re.findall(r"([a-z_]+):", body)}
    assert PLAN.keys.keys() - written == set()


def rewrite(page: Path) -> None:
    """Put the real output into every console block of a page, and behind every Python block."""
    text = page.read_text(encoding="utf-8")
    for block in console(page):
        text = text.replace(f"```console\n{block}```", f"```console\n{played(block)}```")
    for (kind, code), (other, output) in pairwise(BLOCK.findall(text)):
        if kind == "python":
            done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=TOP, check=True)
            text = text.replace(f"```{other}\n{output}```", f"```{other}\n{done.stdout}```")
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for each in PAGES:
        rewrite(each)
