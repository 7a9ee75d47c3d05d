"""docs/architecture.md names every room of the package and no other, and all that it names is there.

`python -m tests.test_architecture_page` writes anew what it takes from elsewhere: the tree, a line a room in the words
of the room's own docstring, and the contracts in the words of pyproject.toml.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import TOP

PACKAGE = TOP / "kpiplan"
PAGE = TOP / "docs" / "architecture.md"
FENCE = "```text\n{}```"
WORDS_AT = 20  # the column at which the words of a room begin
# what has no docstring
TOLD = {
    "documents/schemas": "A JSON Schema of each, and of what several of them hold.",
    "locales/ko": "Korean: what it is, its texts, what it says of KPIs.",
    "locales/zh-Hant": "Traditional Chinese.",
    "plan.schema.json": "What `kpiplan schema` prints, for editors of the sample plans.",
    "py.typed": "Says to type checkers that the package has types.",
}
NAMED = re.compile(r"`([\w./*-]+/|[\w./-]+\.(?:py|md|toml|yaml|json|csv))(?:: ([\w, ]+))?`")
TO_BE_MADE = re.compile(r"(?:^|/)NAME\b")  # a file, in a folder that is there


def rooms() -> list[str]:
    """Every folder of the package at every depth, and the files at its top, by their path in it."""
    folders = [path for path in PACKAGE.rglob("*") if path.is_dir() and path.name != "__pycache__" and any(held(path))]
    return sorted(str(path.relative_to(PACKAGE)) for path in (*folders, *held(PACKAGE)) if path.name != "__init__.py")


def held(folder: Path) -> Iterator[Path]:
    """The files of a folder that are part of the package."""
    return (path for path in folder.iterdir() if path.is_file())


def words(room: str) -> str:
    """The first sentence of what a room says of itself."""
    path = PACKAGE / room
    if room in TOLD:
        return TOLD[room]
    file = path / "__init__.py" if path.is_dir() else path
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return re.split(r"(?<=\.)\s+(?=[A-Z`])", " ".join(said.partition("\n\n")[0].split()))[0]


def named_rooms(text: str) -> list[str]:
    """The rooms that the tree of a page has, by their paths, in its order."""
    found: list[str] = []
    above: list[str] = []
    for line in block(text, "kpiplan/\n").splitlines():
        if match := re.match(r"^( +)(\S+?)(/?)(?: .*)?$", line):
            above[len(match[1]) // 2 - 1 :] = [match[2]]
            found.append("/".join(above))
    return found


def block(text: str, begin: str) -> str:
    """The fenced block of a page that begins so."""
    found = re.search(rf"^```text\n({re.escape(begin)}.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found, begin
    return found[1]


def tree(order: Sequence[str]) -> str:
    """A line a room: rooms in the order given, new ones behind it, what a folder holds below it."""
    known = {room: at for at, room in enumerate(order)}

    def place(room: str) -> list[tuple[int, str]]:
        parts = room.split("/")
        paths = ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
        return [(known.get(path, len(known)), path) for path in paths]

    lines = ["kpiplan/"]
    for room in sorted(rooms(), key=place):
        indent = "  " * (room.count("/") + 1)
        name = indent + Path(room).name + "/" * (PACKAGE / room).is_dir()
        lines.append(f"{name:{WORDS_AT - 1}} {words(room)}")
    return "\n".join(lines) + "\n"


def contracts() -> list[dict[str, Any]]:
    """The contracts of imports, the layers of the whole first."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = project["tool"]["importlinter"]["contracts"]
    return found


def layers() -> str:
    """The layers of the package, a line each, from the top down."""
    return "".join(f"{layer}\n" for layer in contracts()[0]["layers"])


def other_contracts() -> str:
    """The contracts beside the layers, a line each, then what goes against the layers all the same."""
    whole, *others = contracts()
    against = [f"Against the layers, as an exception: `{each}`" for each in whole.get("ignore_imports", ())]
    return "".join(f"* {each}.\n" for each in (*(each["name"] for each in others), *against))


def renewed(text: str) -> str:
    """A page with all that it takes from elsewhere as it is there."""
    before = named_rooms(text)
    text = text.replace(FENCE.format(block(text, "kpiplan/\n")), FENCE.format(tree(before)))
    text = text.replace(FENCE.format(block(text, "__main__\n")), FENCE.format(layers()))
    return re.sub(r"(?<=Further contracts:\n\n)(?:\* .*\n)*\n*", lambda _: f"{other_contracts()}\n", text)


def test_the_page_names_every_room_and_no_other() -> None:
    assert sorted(named_rooms(PAGE.read_text(encoding="utf-8"))) == rooms(), (
        "run: python -m tests.test_architecture_page"
    )


def test_what_it_says_of_rooms_and_contracts_is_what_they_say() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == renewed(text), "run: python -m tests.test_architecture_page"


@pytest.mark.parametrize("room", rooms())
def test_a_room_says_in_a_short_sentence_what_it_is(room: str) -> None:
    assert 10 < len(words(room)) <= 120 - WORDS_AT


def test_a_room_that_has_another_name_is_missed_and_found() -> None:
    text = PAGE.read_text(encoding="utf-8")
    changed = text.replace("    values/", "    worths/")
    assert sorted(named_rooms(changed)) != rooms()
    assert sorted(named_rooms(renewed(changed))) == rooms()


def test_every_file_and_function_that_it_names_is_there() -> None:
    missing = []
    for name, functions in NAMED.findall(PAGE.read_text(encoding="utf-8")):
        wanted = name.rpartition("/")[0] if TO_BE_MADE.search(name) else name
        homes = [home / wanted for home in (TOP, PACKAGE, PACKAGE / "locales" / "ko") if (home / wanted).exists()]
        missing += [] if wanted and homes else [name]
        for function in filter(None, functions.split(", ")):
            if homes and not re.search(rf"^(?:def |class )?{function}\b", homes[0].read_text("utf-8"), re.MULTILINE):
                missing.append(f"{name}: {function}")
    assert missing == []


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
