"""Standard streams that are closed, full or no terminal; limits of what is read; interrupts; text that wraps."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kpiplan.__main__ import main
from kpiplan.api import load_plan
from kpiplan.cli import console, inputs
from kpiplan.formats.lines import width_of, wrapped
from kpiplan.language.yaml.decoding import MAX_BYTES
from tests.conftest import INBOUND, SAMPLES, Kpiplan, run_process

PUBLISHED = str(SAMPLES / "inbound_published.yaml")


def shell(script: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell, in which $K is the program."""
    environ = {**os.environ, "K": f"{sys.executable} -m kpiplan", **environ}
    return subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False, env=environ)


@pytest.mark.parametrize(
    ("script", "code", "out", "err"),
    [
        ("$K schema >&-", 1, "", "kpiplan: standard output is closed: the result can't be written\n"),
        ("$K --help >&-", 1, "", "kpiplan: standard output is closed: the result can't be written\n"),
        ("$K target - <&-", 2, "", "kpiplan: standard input is closed: there is nothing to read\n"),
        ("$K actuals - <&-", 2, "", "kpiplan: standard input is closed: there is nothing to read\n"),
        ("$K init - --from - <&-", 2, "", "kpiplan: standard input is closed: there is nothing to read\n"),
        ("$K target nope.yaml 2>&-", 2, "", ""),
        ("$K target nope.yaml >&- 2>&- <&-", 2, "", ""),
        ("$K target plan.yaml -o t.csv >&- 2>&- <&-; cut -c1-6 t.csv | head -1", 0, "period\n", ""),
        ("$K --help > /dev/full", 1, "", "kpiplan: standard output: No space left on device\n"),
        ("$K --version > /dev/full", 1, "", "kpiplan: standard output: No space left on device\n"),
        ("$K target -h > /dev/full", 1, "", "kpiplan: standard output: No space left on device\n"),
        ("$K schema 2> /dev/full | head -c 1", 0, "{", ""),
    ],
)
def test_streams_that_are_not_there_or_full(script: str, code: int, out: str, err: str, inbound: Path) -> None:
    done = shell(script)
    assert (done.returncode, done.stdout, done.stderr) == (code, out, err)


def test_results_reach_who_listens_where_nobody_hears_remarks(inbound: Path) -> None:
    done = shell("$K target plan.yaml --format csv 2>&-")
    assert (done.returncode, done.stdout[:6]) == (0, "period")


@pytest.mark.parametrize("columns", ["²", "99999999999", "9" * 5000, "١٢", " 70 ", "+70", "1e2"])
def test_odd_widths(columns: str, inbound: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("target", "plan.yaml", environ={"COLUMNS": columns})
    assert (run.code, "6,250" in run.out) == (0, True)
    assert len(run.out) < 50_000
    assert kpiplan("--help").code == 0


# --- limits


class Endless(io.RawIOBase):
    """A stream without end that counts what is asked of it."""

    read_so_far = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        buffer[:] = b"#" * len(buffer)
        self.read_so_far += len(buffer)
        assert self.read_so_far < 2 * MAX_BYTES
        return len(buffer)


@pytest.mark.parametrize("words", [("target", "-"), ("check", "-"), ("actuals", "e.csv", "--plan", "-")])
def test_no_more_of_a_plan_is_read_than_it_may_have(
    words: tuple[str, ...], inbound: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbound.with_name("e.csv").write_text("month,leads\n2020-01,3\n", encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless())))
    run = kpiplan(*words)
    said = "<stdin>:1:1: error too-large: a file of more than 8 MB; a plan has 8 MB at the most\n"
    assert run.code == 1
    assert said in run.out + run.err


def test_a_device_is_no_plan(kpiplan: Kpiplan) -> None:
    assert len(inputs.read_input("/dev/zero")) == MAX_BYTES + 1
    assert "/dev/zero:1:1: error too-large: " in kpiplan("target", "/dev/zero").err
    assert [problem.code for problem in load_plan("/dev/zero").problems] == ["too-large"]


# --- interrupts


def test_an_interrupt_while_modules_are_imported_is_quiet(inbound: Path) -> None:
    """What takes longest to import says when it begins, and then waits for the interrupt."""
    inbound.with_name("typer.py").write_text(
        "import os, time\nos.write(1, b'importing\\n')\ntime.sleep(30)\n", encoding="utf-8"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "kpiplan", "target", "plan.yaml"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(inbound.parent)},
        # a shell starts what is in its background deaf to interrupts, and so all that tests start from there
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout
    assert process.stdout.readline() == b"importing\n"
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, b"", b"")


def test_nothing_is_imported_before_an_interrupt_is_caught() -> None:
    script = "import sys, kpiplan.__main__; print(*[name for name in sys.modules if name.startswith('kpiplan')])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["kpiplan", "kpiplan.__main__"]


def test_a_disk_that_fails_is_no_defect(inbound: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "/tmp/spool")

    monkeypatch.setattr("kpiplan.cli.planning.plan_file", full)
    run = kpiplan("target", "plan.yaml")
    assert (run.code, run.err) == (1, "kpiplan: /tmp/spool: No space left on device\n")


# --- width


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_standard_error_wraps_at_words_on_a_terminal_alone(inbound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbound.with_name("e.csv").write_text(
        "Month of the year,Leads (all sources),Opportunities\n2020-01,90,3\n2020-02,80,2\n", encoding="utf-8"
    )
    words = ["actuals", "e.csv"]
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setattr(sys, "stderr", redirected := io.StringIO())
    assert main(words) == 0
    piped = redirected.getvalue()
    assert max(map(len, piped.splitlines())) > 60
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    monkeypatch.setattr(console, "watched", lambda: False)
    assert main(words) == 0
    wide = terminal.getvalue()
    assert max(map(len, wide.splitlines())) <= 60
    assert wide.split() == piped.split()


def test_problems_wrap_too_and_marks_stay_under_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(SAMPLES)
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    assert main(["check", "inbound_published.yaml"]) == 0
    said = terminal.getvalue()
    assert said.startswith(
        "inbound_published.yaml:12:20: warning\n"
        "    rounding-short: 9 customers bring $9.9M, $100k\n"
        "    short of the goal\n"
        "  12 |   round_customers: nearest\n"
        "     |                    ^^^^^^^\n"
        "    10 bring $11M and need 6,944 visits a month\n"
    )
    lines = said.splitlines()
    assert max(map(len, lines)) <= 50
    at = next(number for number, line in enumerate(lines) if "1.5, customers" in line or "opportunities: 1.5" in line)
    assert lines[at][lines[at + 1].index("^") :].startswith("1.5")


@pytest.mark.parametrize(
    ("line", "width", "lines"),
    [
        ("a b c", None, "a b c"),
        ("one two three", 8, "one two\n    three"),
        ("one two", 7, "one two"),
        ("    hint of words", 12, "    hint of\n    words"),
        ("f.csv  leads = L", 14, "f.csv  leads =\n    L"),
        ("averylongwordindeed and more", 10, "averylongwordindeed\n    and\n    more"),
        ("리드 방문 고객", 9, "리드 방문\n    고객"),
        ("", 10, ""),
    ],
)
def test_wrapping(line: str, width: int | None, lines: str) -> None:
    assert wrapped(line, width) == lines


def test_width_counts_columns() -> None:
    assert [width_of(text) for text in ("abc", "리드", "e\u0301", "")] == [3, 4, 1, 0]


def test_coloured_problems_wrap_as_plain_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    shown = {}
    for plain in ("", "1"):
        monkeypatch.setenv("NO_COLOR", plain)
        monkeypatch.setattr(sys, "stdout", terminal := Terminal())
        assert main(["check", PUBLISHED]) == 0
        shown[plain] = terminal.getvalue()
    assert "\x1b[33mwarning\x1b[0m" in shown[""]
    for code in ("\x1b[33m", "\x1b[36m", "\x1b[0m"):
        shown[""] = shown[""].replace(code, "")
    assert shown[""] == shown["1"]


def test_a_plan_of_another_encoding_name_is_said(tmp_path: Path) -> None:
    """Bytes of a file's name that are no text: ? in messages, as they are in data."""
    name = os.fsdecode(b"p\xff.yaml")
    (tmp_path / name).write_text(INBOUND.replace("1.5%", "150%"), encoding="utf-8")
    run = run_process("check", name, cwd=tmp_path)
    assert run.out.startswith("p?.yaml:10:12: error out-of-range")
    run = run_process("check", name, "--format", "json", cwd=tmp_path)
    assert '"file": "p\\udcff.yaml"' in run.out


def test_the_mark_is_under_its_place_in_a_long_line(tmp_path: Path, kpiplan: Kpiplan) -> None:
    """Of a line of 400 characters a part is shown: the mark stood at its end."""
    plan = tmp_path / "plan.yaml"
    reason = "a" * 300
    plan.write_text(
        f"{{name: n, year: 2020, accept: {{rounding-short: {reason}}}, goal: {{customers: 9}}, "
        "funnel: [visits, leads: 20, customers: 10%], currency: USD}\n",
        encoding="utf-8",
    )
    lines = kpiplan("check", str(plan)).out.splitlines()
    at = next(number for number, line in enumerate(lines) if "bare-percentage" in line)
    assert lines[at + 1][lines[at + 2].index("^") :].startswith("20, customers")


def test_a_command_to_paste_is_one_for_a_shell(
    tmp_path: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = kpiplan("init", "my plan; rm.yaml")
    assert run.err == "my plan; rm.yaml is written. Now: kpiplan target 'my plan; rm.yaml'\n"
    Path("my plan; rm.yaml").write_text(INBOUND, encoding="utf-8")
    run = kpiplan("target", "my plan; rm.yaml")
    assert "`kpiplan check 'my plan; rm.yaml'` explains them" in run.err
