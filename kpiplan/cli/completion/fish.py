"""Completion in fish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpiplan.cli.completion.program import CommandWords, OptionWords, WordKind

_HEAD = """\
# Completion of kpiplan in fish:  kpiplan completion fish > ~/.config/fish/completions/kpiplan.fish
function __kpiplan_names # what the plan at hand calls things; $argv[2] follows each
    set -l words (commandline -opc)
    set -l plan plan.yaml
    for word in $words[2..-1]
        string match -qr '^[^-].*\\.ya?ml$' -- $word; and set plan $word
    end
    for name in ($words[1] completion --names $argv[1] --plan $plan 2>/dev/null)
        echo "$name$argv[2]"
    end
end
complete -c kpiplan -f
complete -c kpiplan -n __fish_use_subcommand -l version -d 'Print the version'
"""


def fish_script(commands: Sequence[CommandWords]) -> str:
    """The script that fish loads."""
    lines = [_HEAD.rstrip("\n")]
    lines += [
        f"complete -c kpiplan -n __fish_use_subcommand -a {each.name} -d {_quoted(each.says)}" for each in commands
    ]
    for command in commands:
        seen = f"complete -c kpiplan -n '__fish_seen_subcommand_from {command.name}'"
        for option in command.options:
            lines += [f"{seen} {_option(option)}"]
        for value in command.arguments:
            lines += [f"{seen} -a {_quoted(each)}" for each in _taken(value)]
    return "\n".join(lines) + "\n"


def _option(option: OptionWords) -> str:
    flags = [f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in option.flags]
    taken = [] if option.value is None else ["-x", *(f"-a {_quoted(each)}" for each in _taken(option.value))]
    return " ".join([*flags, *taken, f"-d {_quoted(option.says)}"])


def _taken(value: WordKind) -> Iterator[str]:
    if value.choices:
        yield " ".join(value.choices)
    if value.names:
        yield f"(__kpiplan_names {value.names} {value.after})".replace(" )", ")")
    if value.plans:
        yield "(__fish_complete_suffix .yaml .yml)"
    if value.files:
        yield "(__fish_complete_path (commandline -ct))"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
