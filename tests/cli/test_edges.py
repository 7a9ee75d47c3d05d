"""How the program ends, and what it does to files and streams."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kpiplan.cli import errors, outputs
from kpiplan.cli.app import COMMANDS
from kpiplan.cli.commands import init
from kpiplan.cli.pointers import _ASKED_FOR
from tests.conftest import INBOUND, SAMPLES, Kpiplan, put, run_process


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("targt",), "kpiplan: no command targt; did you mean target?\n"),
        (("page",), "kpiplan: no command page; a page to hand on: kpiplan report PLAN -o review.html\n"),
        (("xlsx",), "kpiplan: no command xlsx; a workbook of live formulas: kpiplan target PLAN -o plan.xlsx\n"),
        (("my plan.yaml",), "kpiplan: no command my plan.yaml; the targets of a plan: kpiplan target 'my plan.yaml'\n"),
        (("forecast", "--format", "json"), None),
        (("zz",), f"kpiplan: no command zz; the commands are {', '.join(COMMANDS)}\n"),
        (("solve",), "kpiplan: Missing option '--for'.\nTry `kpiplan solve --help`.\n"),
        (("target", "nope.yaml"), "kpiplan: nope.yaml: no such file\n"),
        (("target", "plan.yml"), "kpiplan: plan.yml: no such file; did you mean plan.yaml?\n"),
        (("target", "."), "kpiplan: . is a folder, not a file\n"),
        (("target", "plan.yaml", "-o", "no/such/x.csv"), None),
        (("target", "plan.yaml", "--by", "week"), None),
        (("init", "plan.yaml"), "kpiplan: plan.yaml is there already; it stays as it is. Name another file.\n"),
        (("init", "no/plan.yaml"), "kpiplan: no: no such folder\n"),
    ],
)
def test_wrong_use(words: tuple[str, ...], said: str | None, inbound: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan(*words)
    assert (run.code, run.out) == (2, "")
    assert run.err == said if said else run.err.startswith("kpiplan: ")
    assert inbound.read_text(encoding="utf-8") == INBOUND


def test_no_command_shows_the_help(kpiplan: Kpiplan) -> None:
    run = kpiplan()
    assert run.code == 2
    assert run.err.startswith("Usage: kpiplan ")


@pytest.mark.parametrize(
    "words", [("--help",), ("target", "-h"), ("check", "--help"), ("init", "-h"), ("schema", "-h")]
)
def test_help(words: tuple[str, ...], kpiplan: Kpiplan) -> None:
    run = kpiplan(*words)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("Usage: kpiplan ")


def test_version(kpiplan: Kpiplan) -> None:
    run = kpiplan("--version")
    assert run.out.startswith("kpiplan ")
    assert run.code == 0


def test_a_defect_is_one_line_and_exit_3(inbound: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpiplan.cli.planning.plan_file", lambda *_: 1 / 0)
    run = kpiplan("target", "plan.yaml")
    assert run.code == 3
    assert run.err.startswith("kpiplan: a defect of kpiplan (ZeroDivisionError: division by zero). Please report")
    assert len(run.err.splitlines()) == 1
    with pytest.raises(ZeroDivisionError):
        kpiplan("--debug", "target", "plan.yaml")


def test_an_interrupt_ends_with_130(inbound: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kpiplan.cli.planning.plan_file", interrupt)
    assert kpiplan("target", "plan.yaml").code == 130


def test_output_replaces_a_file_whole_and_keeps_its_mode(inbound: Path, kpiplan: Kpiplan) -> None:
    target = inbound.with_name("t.csv")
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    run = kpiplan("target", "plan.yaml", "--format", "csv", "-o", "t.csv")
    assert (run.code, run.out) == (0, "")
    assert target.read_text(encoding="utf-8").startswith("period,segment,visits")
    assert target.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in inbound.parent.iterdir()) == ["plan.yaml", "t.csv"]


def test_a_broken_plan_leaves_the_old_file(inbound: Path, kpiplan: Kpiplan) -> None:
    target = inbound.with_name("t.csv")
    target.write_text("old", encoding="utf-8")
    inbound.write_text("name: x\n", encoding="utf-8")
    assert kpiplan("target", "plan.yaml", "-o", "t.csv").code == 1
    assert target.read_text(encoding="utf-8") == "old"


def test_an_interrupted_write_leaves_the_old_file(inbound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = inbound.with_name("t.csv")
    target.write_text("old", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(errors.OutputError, match="No space left"):
        outputs.write_file(str(target), "new")
    assert target.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in inbound.parent.iterdir()) == ["plan.yaml", "t.csv"]


class FullDisk(io.StringIO):
    """A stream that can't be written to its end."""

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_an_error_in_words(inbound: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", FullDisk())
    run = kpiplan("target", "plan.yaml")
    assert (run.code, run.err) == (1, "kpiplan: standard output: No space left on device\n")


def test_a_closed_pipe_is_quiet(inbound: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kpiplan", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    said = process.stderr.read()
    assert (process.wait(), said) == (0, b"")
    process.stderr.close()


def test_a_terminal_without_utf8_gets_what_it_can_show(inbound: Path) -> None:
    inbound.write_text(INBOUND.replace("USD", "EUR").replace("Inbound", "방문자"), encoding="utf-8")
    run = run_process("target", "plan.yaml", cwd=inbound.parent, PYTHONIOENCODING="ascii")
    assert run.code == 0
    assert "Traceback" not in run.err
    assert "EUR 9.9M" in run.out


def test_data_is_utf8_whatever_the_terminal(inbound: Path) -> None:
    inbound.write_text(INBOUND.replace("- visits", "- 방문자"), encoding="utf-8")
    run = run_process("target", "plan.yaml", "--format", "csv", cwd=inbound.parent, PYTHONIOENCODING="ascii")
    assert run.out.startswith("period,segment,방문자,leads")


def test_names_of_columns_and_files_do_nothing_to_a_terminal(tmp_path: Path) -> None:
    export = tmp_path / "a\u202eb.csv"
    export.write_text('month,"le\x1b]0;title\x07ads\u202e"\n2020-01,100\n2020-02,90\n', encoding="utf-8")
    run = run_process(
        "actuals", export.name, "--sources", "--read", "leads: sum le\x1b]0;title\x07ads\u202e", cwd=tmp_path
    )
    assert "a b.csv  leads = le ]0;title ads by month; 2 rows" in run.err
    assert not set(run.out + run.err) & set("\x1b\x07\u202e")


def test_colour_only_where_it_is_wanted(inbound: Path, kpiplan: Kpiplan) -> None:
    assert "\x1b[" not in kpiplan("target", "plan.yaml").out
    assert "\x1b[" in kpiplan("target", "plan.yaml", environ={"FORCE_COLOR": "1"}).out
    assert "\x1b[" not in kpiplan("target", "plan.yaml", environ={"FORCE_COLOR": "1", "NO_COLOR": "1"}).out


@pytest.mark.parametrize("columns", ["0", "", "abc", "-5", "5"])
def test_an_odd_width_does_no_harm(columns: str, inbound: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("target", "plan.yaml", environ={"COLUMNS": columns})
    assert run.code == 0
    assert "6,250" in run.out


def test_text_from_the_file_does_no_harm(inbound: Path, kpiplan: Kpiplan) -> None:
    text = INBOUND.replace("Inbound marketing 2020", '"[red]x[/] :smile: \\u200b [/]"')
    inbound.write_text(text, encoding="utf-8")
    run = kpiplan("target", "plan.yaml", environ={"FORCE_COLOR": "1", "NO_COLOR": "1"})
    assert run.out.startswith("[red]x[/] :smile:   [/] - January")


def test_wide_characters_line_up(inbound: Path, kpiplan: Kpiplan) -> None:
    inbound.write_text(INBOUND.replace("- leads", "- 리드수").replace("- mqls", "- 潛在客戶"), encoding="utf-8")
    lines = kpiplan("target", "plan.yaml", "--detail").out.splitlines()
    leads = next(line for line in lines if line.startswith("리드수"))
    mqls = next(line for line in lines if line.startswith("潛在客戶"))
    assert leads == "리드수         1.5%    93.75     281.25     1,125"
    assert mqls == "潛在客戶        20%    18.75      56.25       225"


def test_starter_plan_is_valid_and_names_the_coming_year(
    tmp_path: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(init, "coming_year", lambda: 2031)
    run = kpiplan("init")
    assert (run.code, run.out, run.err) == (0, "", "plan.yaml is written. Now: kpiplan target plan.yaml\n")
    text = Path("plan.yaml").read_text(encoding="utf-8")
    assert "year: 2031" in text
    assert "2030-12" in text
    assert "2026" not in text
    assert kpiplan("check", "--strict", "plan.yaml").code == 0
    assert kpiplan("init", "-").out == text


def test_schema_is_the_shipped_file(kpiplan: Kpiplan) -> None:
    run = kpiplan("schema")
    shipped = SAMPLES.parent / "kpiplan/plan.schema.json"
    assert run.out == shipped.read_text(encoding="utf-8")


@pytest.mark.parametrize("output", ["plan.yaml", "./plan.yaml"])
def test_a_result_never_replaces_its_plan(output: str, inbound: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("target", "plan.yaml", "-o", output)
    assert (run.code, run.err) == (2, f"kpiplan: {output} is the plan itself; name another file for -o\n")
    assert inbound.read_text(encoding="utf-8") == INBOUND


@pytest.mark.parametrize(
    ("name", "begins"), [("t.csv", "period,"), ("t.json", "{"), ("t.md", "### "), ("t", "Inbound ")]
)
def test_the_ending_of_a_file_says_the_format(name: str, begins: str, inbound: Path, kpiplan: Kpiplan) -> None:
    assert kpiplan("target", "plan.yaml", "-o", name).code == 0
    assert inbound.with_name(name).read_text(encoding="utf-8").startswith(begins)


def test_a_missing_file_does_not_keep_the_others_from_being_checked(inbound: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("check", "plan.yaml", "gone.yaml")
    assert run.out.endswith("plan.yaml: 1 warning, 3 notes\n")
    assert (run.code, run.err) == (2, "kpiplan: gone.yaml: no such file\n")


def test_a_file_that_stands_for_a_command_gets_the_command(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "export.csv", "month,leads\n2020-01,80\n")
    said = "kpiplan: no command export.csv; an export against the plan: kpiplan actuals export.csv\n"
    assert kpiplan("export.csv").err == said


def test_words_that_people_try_lead_to_commands_that_are_there() -> None:
    named = {text.partition("kpiplan ")[2].split()[0].rstrip(";") for text in _ASKED_FOR.values()}
    assert named <= {*COMMANDS, "--help", "--version"}
    assert not set(_ASKED_FOR) & set(COMMANDS)
