"""`kpiplan check` of folders, into files, and again each time a file is saved."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kpiplan.cli import watch
from tests.conftest import INBOUND, Kpiplan, put

SOUND = INBOUND.replace("  round_customers: nearest\n", "")
BROKEN = SOUND.replace("1.5%", "150%")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of plans within the one that is entered."""
    monkeypatch.chdir(tmp_path)
    for name in ("plans/b", "plans/.hidden", "none"):
        (tmp_path / name).mkdir(parents=True)
    put(tmp_path / "plans" / "z.yaml", SOUND)
    put(tmp_path / "plans" / "a.yml", BROKEN)
    put(tmp_path / "plans" / "b" / "c.YAML", f"extends: c.yaml\n{SOUND}".replace("extends: c.yaml\n", ""))
    put(tmp_path / "plans" / "compose.yaml", "services:\n  funnel: {image: x}\n")
    put(tmp_path / "plans" / ".hidden" / "h.yaml", BROKEN)
    put(tmp_path / "plans" / "notes.txt", "goal: none\n")
    put(tmp_path / "none" / "x.yaml", "a: 1\n")
    return tmp_path / "plans"


@pytest.mark.usefixtures("folder")
def test_a_folder_stands_for_its_plans_at_any_depth(kpiplan: Kpiplan) -> None:
    run = kpiplan("check", "plans", "--format", "json")
    files = [(each["file"], each["errors"]) for each in json.loads(run.out)["files"]]
    assert files == [("plans/a.yml", 1), ("plans/z.yaml", 0), ("plans/b/c.YAML", 0)]
    assert run.code == 1
    passed = "kpiplan: plans/compose.yaml has no goal, funnel or extends: no plan, passed over\n"
    assert run.err == passed
    assert kpiplan("check", "plans", "plans/z.yaml", "-q").err == ""
    assert json.loads(kpiplan("check", ".", "--format", "json").out)["files"][0]["file"] == "plans/a.yml"


@pytest.mark.usefixtures("folder")
def test_a_folder_without_plans_is_wrong_use(kpiplan: Kpiplan) -> None:
    run = kpiplan("check", "none")
    assert (run.code, run.out, run.err) == (2, "", "kpiplan: no plan is in none\n")


def test_the_report_goes_into_a_file(folder: Path, kpiplan: Kpiplan) -> None:
    shown = kpiplan("check", "plans/z.yaml")
    for name, format in (("r.txt", "text"), ("r.json", "json"), ("r.md", "markdown")):
        run = kpiplan("check", "plans/z.yaml", "-o", name)
        assert (run.code, run.out, run.err) == (0, "", "")
        assert Path(name).read_text(encoding="utf-8") == kpiplan("check", "plans/z.yaml", "--format", format).out
    assert Path("r.txt").read_text(encoding="utf-8") == shown.out
    before = (folder / "z.yaml").read_bytes()
    run = kpiplan("check", "plans/z.yaml", "-o", "plans/z.yaml", "--format", "json")
    assert (run.code, (folder / "z.yaml").read_bytes()) == (2, before)
    assert run.err == "kpiplan: plans/z.yaml is the plan itself; name another file for -o\n"


Save = Callable[[], object]


@pytest.fixture
def saves(monkeypatch: pytest.MonkeyPatch) -> list[Save]:
    """What is saved between one look at the files and the next; nothing more is looked at afterwards."""
    found: list[Save] = []

    def ticks() -> Iterator[None]:
        for save in found:
            save()
            yield

    monkeypatch.setattr(watch, "ticks", ticks)
    return found


def saved(file: Path, text: str) -> Save:
    """Saving a file, later than it was saved before, by whatever clock the disk has."""

    def save() -> None:
        later = (file.stat().st_mtime_ns if file.exists() else 0) + 1_000_000_000
        put(file, text)
        os.utime(file, ns=(later, later))

    return save


def test_it_is_checked_again_on_save_and_sound_is_a_line(folder: Path, saves: list[Save], kpiplan: Kpiplan) -> None:
    plan = folder / "z.yaml"
    saves += [lambda: None, saved(plan, BROKEN), lambda: None, saved(plan, SOUND), lambda: None]
    run = kpiplan("check", "--watch", "plans/z.yaml")
    sound = "plans/z.yaml: 3 notes\n"
    broken = (
        "plans/z.yaml:9:12: error out-of-range: 150% is above 100%\n"
        "  9 |   - leads: 150%\n"
        "    |            ^^^^\n"
        "    write a rate such as 20% or 0.2\n"
        "plans/z.yaml: 1 error\n"
    )
    assert (run.out, run.err, run.code) == (f"{sound}{broken}{sound}", "", 1)


def test_a_file_that_is_gone_is_told_and_may_come_back(folder: Path, saves: list[Save], kpiplan: Kpiplan) -> None:
    plan = folder / "z.yaml"
    saves += [plan.unlink, saved(plan, SOUND)]
    run = kpiplan("check", "--watch", "plans/z.yaml")
    assert run.out == "plans/z.yaml: 3 notes\n" * 2
    assert run.err == "kpiplan: plans/z.yaml: no such file\n"


def test_what_a_plan_extends_is_watched_too_and_new_files_of_a_folder(
    folder: Path, saves: list[Save], kpiplan: Kpiplan
) -> None:
    put(folder / "z.yaml", "extends: b/c.YAML\nname: Over\n")
    (folder / "a.yml").unlink()
    base, new = folder / "b" / "c.YAML", folder / "new.yaml"
    saves += [saved(base, SOUND.replace("1.5%", "1.6%")), saved(new, SOUND)]
    once = kpiplan("check", "--watch", "plans/z.yaml").out
    assert once.count("plans/z.yaml: ") == 2
    put(base, SOUND)
    new.unlink()
    run = kpiplan("check", "--watch", "plans", "-q")
    assert [line.count("new.yaml") for line in run.out.splitlines()] == [0, 0, 0, 0, 1, 0, 0]


@pytest.mark.usefixtures("folder")
def test_what_can_not_be_watched_is_refused(kpiplan: Kpiplan) -> None:
    for words in (("--format", "json"), ("-o", "x.txt"), ("--report", "json=x.json")):
        run = kpiplan("check", "--watch", "plans/z.yaml", *words)
        assert (run.code, run.err) == (2, "kpiplan: --watch prints text; it writes no other format and no file\n")
    assert kpiplan("check", "--watch", "-").err == "kpiplan: --watch looks at files; standard input is read once\n"


def test_an_interrupt_ends_it(folder: Path, saves: list[Save], kpiplan: Kpiplan) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    saves.append(interrupt)
    run = kpiplan("check", "--watch", str(folder / "z.yaml"))
    assert (run.code, run.err) == (130, "")
    assert run.out.endswith("z.yaml: 3 notes\n")
