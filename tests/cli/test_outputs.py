"""What `-o` and `init` write: files whole or not at all, links through, devices as streams, inputs never."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import typer

from kpiplan.cli import errors, outputs
from kpiplan.cli.app import COMMANDS, command_line
from tests.conftest import INBOUND, Kpiplan, run_process

EXPORT = "month,visits,leads\n2020-01,6000,90\n2020-02,6100,95\n"
TARGET = ("target", "plan.yaml", "--format", "csv")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- what is no regular file


@pytest.fixture
def device(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a device of one's own, for nobody's tests may endanger `/dev`; a link to it where that is not allowed."""

    def make(name: str) -> Path:
        path = tmp_path / f"{name}.device"
        try:
            os.mknod(path, stat.S_IFCHR | 0o666, os.stat(f"/dev/{name}").st_rdev)
            with path.open("wb"):
                pass
        except PermissionError:
            path.unlink(missing_ok=True)
            path.symlink_to(f"/dev/{name}")
        return path

    return make


def test_a_device_stays_a_device(inbound: Path, kpiplan: Kpiplan, device: Callable[[str], Path]) -> None:
    null, full = device("null"), device("full")
    before = {path: os.lstat(path) for path in (null, full)}
    assert kpiplan(*TARGET, "-o", str(null)).code == 0
    run = kpiplan(*TARGET, "-o", str(full))
    assert (run.code, run.err) == (1, f"kpiplan: {full}: No space left on device\n")
    assert kpiplan("init", str(full)).code == 1
    run = kpiplan("init", str(null))
    assert (run.code, run.err) == (0, f"{null} is written.\n")
    for path, found in before.items():
        after = os.lstat(path)
        assert (after.st_ino, after.st_mode, after.st_rdev) == (found.st_ino, found.st_mode, found.st_rdev)
        assert stat.S_ISCHR(os.stat(path).st_mode)
    assert names(inbound.parent) == ["full.device", "null.device", "plan.yaml"]


def test_a_pipe_is_written_as_a_stream(inbound: Path, kpiplan: Kpiplan) -> None:
    os.mkfifo("p.fifo")
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(Path("p.fifo").read_text(encoding="utf-8")))
    reader.start()
    assert kpiplan("target", "plan.yaml", "-o", "p.fifo").code == 0  # no format is called .fifo, nor need it be
    reader.join(10)
    assert read[0].startswith("Inbound marketing 2020 - January")
    assert stat.S_ISFIFO(os.stat("p.fifo").st_mode)


def test_whoever_reads_a_pipe_may_have_seen_enough(inbound: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    outputs.write_file(f"/dev/fd/{writer}", "text")
    os.close(writer)


def test_what_stands_for_standard_output_is_standard_output(inbound: Path) -> None:
    """A log that is added to keeps what is in it, and stays the file that the shell has open."""
    log = inbound.with_name("log")
    log.write_text("before\n", encoding="utf-8")
    with log.open("ab") as stream:
        number = os.fstat(stream.fileno()).st_ino
        outputs.write_file(f"/dev/fd/{stream.fileno()}", "result\n")
    assert log.read_text(encoding="utf-8") == "before\nresult\n"
    assert log.stat().st_ino == number
    assert run_process(*TARGET, "-o", "/dev/stdout", cwd=inbound.parent).out.startswith("period,segment,visits")


# --- links, modes, owners


def test_a_link_stays_and_what_it_leads_to_is_replaced_whole(inbound: Path, kpiplan: Kpiplan) -> None:
    folder = inbound.with_name("results")
    folder.mkdir()
    real, link = folder / "real.csv", inbound.with_name("t.csv")
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to("results/real.csv")
    assert kpiplan(*TARGET, "-o", "t.csv").code == 0
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8").startswith("period,segment,visits")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert names(folder) == ["real.csv"]


def test_the_temporary_file_is_beside_what_a_link_leads_to(inbound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbound.with_name("results").mkdir()
    inbound.with_name("t.csv").symlink_to("results/t.csv")  # to nothing yet
    moved: list[tuple[str, str]] = []
    replace = os.replace

    def moving(old: str, new: str) -> None:
        moved.append((old, new))
        replace(old, new)

    monkeypatch.setattr(os, "replace", moving)
    outputs.write_file("t.csv", "text")
    assert Path("results/t.csv").read_text(encoding="utf-8") == "text"
    assert Path("t.csv").is_symlink()
    assert os.path.dirname(moved[0][0]) == os.path.dirname(moved[0][1])


def test_links_that_lead_nowhere(inbound: Path, kpiplan: Kpiplan) -> None:
    inbound.with_name("gone.csv").symlink_to("no/where.csv")
    inbound.with_name("loop.csv").symlink_to("loop.csv")
    run = kpiplan(*TARGET, "-o", "gone.csv")
    assert (run.code, run.err) == (2, f"kpiplan: {inbound.parent}/no: no such folder\n")
    run = kpiplan(*TARGET, "-o", "loop.csv")
    assert (run.code, run.err) == (1, "kpiplan: loop.csv: Too many levels of symbolic links\n")
    inbound.with_name("plan.yml").symlink_to("elsewhere.yaml")
    run = kpiplan("target", "plan.yml")
    assert (run.code, run.err) == (2, "kpiplan: plan.yml is a link to elsewhere.yaml, which is not there\n")
    run = kpiplan("actuals", "gone.csv")
    assert (run.code, run.err) == (2, "kpiplan: gone.csv is a link to no/where.csv, which is not there\n")
    assert kpiplan("target", "gone.cs").err == "kpiplan: gone.cs: no such file\n"  # nothing to mean


def test_init_writes_through_a_link_to_nothing(inbound: Path, kpiplan: Kpiplan) -> None:
    inbound.with_name("next.yaml").symlink_to("real.yaml")
    assert kpiplan("init", "next.yaml").code == 0
    assert inbound.with_name("next.yaml").is_symlink()
    assert inbound.with_name("real.yaml").read_text(encoding="utf-8").startswith("#")
    run = kpiplan("init", "next.yaml")
    assert (run.code, run.err) == (2, "kpiplan: next.yaml is there already; it stays as it is. Name another file.\n")


def test_the_owner_is_kept_where_the_system_lets(inbound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = inbound.with_name("t.csv")
    target.write_text("old", encoding="utf-8")
    target.chmod(0o664)
    given: list[tuple[int, int]] = []

    def chown(_: str, owner: int, group: int) -> None:
        given.append((owner, group))
        if owner != -1:
            raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "chown", chown)
    outputs.write_file("t.csv", "new")
    found = target.stat()
    assert given == [(found.st_uid, found.st_gid), (-1, found.st_gid)]
    assert stat.S_IMODE(found.st_mode) == 0o664


# --- what can't be written


@pytest.mark.parametrize("error", [errno.EXDEV, errno.EBUSY, errno.EPERM])
def test_a_file_that_can_not_be_replaced_stays(error: int, inbound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = inbound.with_name("t.csv")
    target.write_text("old", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(errors.OutputError) as raised:
        outputs.write_file("t.csv", "new")
    said = f"t.csv can't be replaced: {os.strerror(error)}; it is as it was. Name another file for -o"
    assert str(raised.value) == said
    assert target.read_text(encoding="utf-8") == "old"
    assert names(inbound.parent) == ["plan.yaml", "t.csv"]


def test_a_folder_that_can_not_be_written_to(inbound: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch) -> None:
    inbound.with_name("t.csv").write_text("old", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    run = kpiplan(*TARGET, "-o", "t.csv")
    said = "kpiplan: t.csv: no file can be written in the current folder: Permission denied\n"
    assert (run.code, run.err) == (1, said)
    assert inbound.with_name("t.csv").read_text(encoding="utf-8") == "old"


def test_a_file_that_is_protected_is_not_replaced(inbound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbound.with_name("t.csv").write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may all
    with pytest.raises(errors.OutputError, match=r"t\.csv may not be written to; it is as it was"):
        outputs.write_file("t.csv", "new")
    assert names(inbound.parent) == ["plan.yaml", "t.csv"]


def test_a_plan_that_can_not_be_written_to_its_end_is_not_there(
    inbound: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def __init__(self, *words: object, **_: object) -> None:
            self.file = real(*words)  # type: ignore[call-overload]

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

        def fileno(self) -> int:
            return int(self.file.fileno())

        def write(self, _: str) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    real = open
    monkeypatch.setattr("kpiplan.cli.outputs.open", Full, raising=False)
    run = kpiplan("init", "next.yaml")
    assert (run.code, run.err) == (1, "kpiplan: next.yaml: No space left on device\n")
    assert names(inbound.parent) == ["plan.yaml"]


def test_a_folder_that_is_gone(tmp_path: Path, inbound: Path) -> None:
    gone = tmp_path / "gone"
    script = f"cd {gone} && rmdir {gone} && exec {sys.executable} -m kpiplan {{}}"
    for words, code, said in (
        (f"target {inbound} -o x.csv", 1, "kpiplan: x.csv: no file can be written in the current folder: "),
        ("init", 1, "kpiplan: plan.yaml: "),
        ("target plan.yaml", 2, "kpiplan: plan.yaml: no such file\n"),
    ):
        gone.mkdir()
        run = shell(script.format(words))
        assert (run.returncode, run.stderr.decode()[: len(said)]) == (code, said)


def shell(script: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of shell."""
    return subprocess.run(["sh", "-c", script], capture_output=True, check=False)


# --- endings


@pytest.mark.parametrize("name", ["t.pdf", "t.docx", "t.ics", "t.yaml", "t.2020", "t.CSVX"])
def test_an_ending_that_no_format_has(name: str, inbound: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("target", "plan.yaml", "-o", name)
    ending = os.path.splitext(name)[1].lower()
    endings = ".csv, .json, .md, .xlsx or .txt"
    said = f"-o {name}: no format has the ending {ending}; name the file with {endings}, or say --format"
    assert (run.code, run.out, run.err) == (2, "", f"kpiplan: {said}\n")
    assert names(inbound.parent) == ["plan.yaml"]
    assert kpiplan("target", "plan.yaml", "-o", name, "--format", "csv").code == 0  # said, it is what it is


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (("target", "plan.yaml", "-o", "t.txt"), "Inbound marketing 2020 - "),
        (("target", "plan.yaml", "-o", "t.TXT"), "Inbound marketing 2020 - "),
        (("target", "plan.yaml", "-o", "t"), "Inbound marketing 2020 - "),
        (("target", "plan.yaml", "-o", ".t"), "Inbound marketing 2020 - "),
        (("target", "plan.yaml", "-o", "t.markdown"), "### Inbound"),
        (("kpis", "-o", "t.Json"), '{\n  "kind": "kpis"'),
    ],
)
def test_endings_that_say_the_format(words: tuple[str, ...], begins: str, inbound: Path, kpiplan: Kpiplan) -> None:
    assert kpiplan(*words).code == 0
    assert Path(words[-1]).read_text(encoding="utf-8").startswith(begins)


def test_an_ending_in_another_language(inbound: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("target", "plan.yaml", "-o", "t.pdf", "--lang", "ko")
    assert run.code == 2
    assert ".csv, .json, .md, .xlsx 또는 .txt" in run.err


def test_no_name(inbound: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("target", "plan.yaml", "-o", "")
    assert (run.code, run.err) == (2, "kpiplan: -o needs the name of a file\n")


# --- no result takes the place of an input

# of every command that writes a file: command lines, and which of the files there are their inputs
INPUTS: dict[str, Sequence[tuple[Sequence[str], Sequence[str]]]] = {
    "levers": [(("levers", "plan.yaml"), ["plan.yaml", "link.yaml", "hard.yaml"])],
    "solve": [(("solve", "plan.yaml", "visits=60k", "--for", "leads"), ["plan.yaml", "link.yaml", "hard.yaml"])],
    "scenarios": [(("scenarios", "plan.yaml", "--set", "leads=2%"), ["plan.yaml"])],
    "target": [(("target", "plan.yaml"), ["plan.yaml", "link.yaml", "hard.yaml"])],
    "reviews": [(("reviews", "plan.yaml"), ["plan.yaml", "link.yaml", "hard.yaml"])],
    "sla": [(("sla", "plan.yaml"), ["plan.yaml", "link.yaml", "hard.yaml"])],
    "kpis": [],
    "check": [(("check", "plan.yaml", "other.yaml"), ["plan.yaml", "other.yaml", "link.yaml", "hard.yaml"])],
    "diff": [(("diff", "plan.yaml", "other.yaml"), ["plan.yaml", "other.yaml", "link.yaml", "hard.yaml"])],
    "replan": [(("replan", "plan.yaml", "e.csv", "folder"), ["plan.yaml", "e.csv", "folder/f.csv", "folder/z.zip"])],
    "report": [
        (("report", "plan.yaml"), ["plan.yaml", "link.yaml", "hard.yaml"]),
        (("report", "plan.yaml", "e.csv", "folder"), ["plan.yaml", "e.csv", "folder/f.csv", "folder/z.zip"]),
    ],
    "chance": [
        (("chance", "plan.yaml"), ["plan.yaml", "link.yaml", "hard.yaml"]),
        (("chance", "plan.yaml", "e.csv", "folder"), ["plan.yaml", "e.csv", "folder/f.csv", "folder/z.zip"]),
    ],
    "actuals": [
        (("actuals", "e.csv"), ["e.csv", "plan.yaml", "link.yaml", "hard.yaml"]),
        (("actuals", "e.csv", "--plan", "other.yaml"), ["e.csv", "other.yaml"]),
        (("actuals", "folder"), ["folder/f.csv", "folder/f.tsv", "folder/z.zip", "plan.yaml"]),
        (("actuals", "e.csv", "folder/z.zip", "--add"), ["e.csv", "folder/z.zip"]),
    ],
}


@pytest.fixture
def inputs(inbound: Path) -> Path:
    """Plans and exports of every kind."""
    folder = inbound.parent
    text = INBOUND.replace("- sqls: 20%", "- sqls: {rate: 20%, owner: Sales}")
    for name in ("plan.yaml", "other.yaml"):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "link.yaml").symlink_to("plan.yaml")
    (folder / "hard.yaml").hardlink_to(folder / "plan.yaml")
    (folder / "e.csv").write_text(EXPORT, encoding="utf-8")
    (folder / "folder").mkdir()
    (folder / "folder" / "f.csv").write_text("month,mqls\n2020-01,18\n2020-02,19\n", encoding="utf-8")
    (folder / "folder" / "f.tsv").write_text("month\tsqls\n2020-01\t3\n2020-02\t4\n", encoding="utf-8")
    with zipfile.ZipFile(folder / "folder" / "z.zip", "w") as archive:
        archive.writestr("in/z.csv", "month,opportunities\n2020-01,1\n2020-02,2\n")
    return folder


def test_every_command_that_writes_a_file_is_here() -> None:
    """A new command with `-o` finds itself without a case."""
    writing = set()
    for name in COMMANDS:
        command = typer.main.get_command(command_line([name]))
        for option in command.commands[name].params:  # type: ignore[attr-defined]
            if option.name == "output":
                writing.add(name)
    assert writing == set(INPUTS)


CASES = [(words, name) for cases in INPUTS.values() for words, files in cases for name in files]


@pytest.mark.parametrize(("words", "name"), CASES, ids=[f"{' '.join(words)} -o {name}" for words, name in CASES])
@pytest.mark.parametrize("format", [(), ("--format", "json")], ids=["", "json"])
def test_no_result_takes_the_place_of_an_input(
    words: tuple[str, ...], name: str, format: tuple[str, ...], inputs: Path, kpiplan: Kpiplan
) -> None:
    before = {path: path.read_bytes() for path in inputs.rglob("*") if path.is_file()}
    if words[0] == "report":  # it has formats of its own
        format = ("--format", "svg", "--chart", "funnel") if format else ("--format", "html")
    run = kpiplan(*words, *format, "-o", name)
    what = "the plan itself" if name.endswith(".yaml") else "one of the exports"
    assert (run.code, run.out) == (2, "")
    assert run.err.endswith(f"kpiplan: {name} is {what}; name another file for -o\n")
    assert {path: path.read_bytes() for path in inputs.rglob("*") if path.is_file()} == before


def test_standard_input_is_an_input(inputs: Path) -> None:
    for words, name in ((("target", "-", "-o", "plan.yaml"), "plan.yaml"), (("actuals", "-", "-o", "e.csv"), "e.csv")):
        before = (inputs / name).read_bytes()
        run = shell(f"cd {inputs} && exec {sys.executable} -m kpiplan {' '.join(words)} < {name}")
        assert run.returncode == 2, run.stderr
        assert f"{name} is " in run.stderr.decode()
        assert (inputs / name).read_bytes() == before


def test_standard_output_is_no_input(inputs: Path) -> None:
    """`>>` into what was read, as `cat` refuses it."""
    before = (inputs / "e.csv").read_bytes()
    run = shell(f"cd {inputs} && exec {sys.executable} -m kpiplan actuals e.csv --format csv >> e.csv")
    assert (run.returncode, (inputs / "e.csv").read_bytes()) == (2, before)
    assert b"standard output goes into one of the exports; send it elsewhere" in run.stderr


def test_other_files_of_a_folder_are_no_inputs(inputs: Path, kpiplan: Kpiplan) -> None:
    for name in ("folder/t.md", "folder/t.json"):
        assert kpiplan("actuals", "folder", "-o", name).code == 0
        assert kpiplan("actuals", "folder", "-o", name).code == 0  # the last result is none either
    assert kpiplan("actuals", "folder", "-o", "other.yaml", "--format", "json").code == 0  # a plan that nobody reads


def test_what_one_command_read_the_next_may_write(inputs: Path, kpiplan: Kpiplan) -> None:
    assert kpiplan("actuals", "e.csv").code == 0
    assert kpiplan(*TARGET, "-o", "e.csv").code == 0
