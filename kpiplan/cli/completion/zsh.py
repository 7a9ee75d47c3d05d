"""Completion in zsh."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpiplan.cli.completion.program import CommandWords, WordKind

_HEAD = """\
#compdef kpiplan
# Completion of kpiplan in zsh. In ~/.zshrc, after compinit:  source <(kpiplan completion zsh)
# or once, as _kpiplan in a folder of $fpath:  kpiplan completion zsh > ~/.zfunc/_kpiplan
_kpiplan_names() { # what the plan at hand calls things; $2 follows each
  local -a found=("${(@f)$($words[1] completion --names $1 --plan $plan 2> /dev/null)}")
  found=(${found:#})
  (($#found)) && compadd -S "${2:- }" -a found
}
_kpiplan() {
  local prev=$words[CURRENT-1] plan=plan.yaml word
  local -a list
  for word in "${(@)words[2,CURRENT-1]}"; do
    case $word in -*) ;; *.yaml | *.yml) plan=$word ;; esac
  done
  if [[ $PREFIX == --*=* ]]; then prev=${PREFIX%%=*}; compset -P '*='; fi
  if ((CURRENT == 2)); then
"""
_TAIL = """\
  esac
}
if [[ $funcstack[1] == _kpiplan ]]; then _kpiplan "$@"; else compdef _kpiplan kpiplan; fi
"""


def zsh_script(commands: Sequence[CommandWords]) -> str:
    """The script that zsh sources, or finds in a folder of functions."""
    named = [(each.name, each.says) for each in commands]
    lines = [_HEAD.rstrip("\n"), f"    {_described('command', named)}", "    return", "  fi"]
    lines += ['  case "$words[2] $prev" in']
    for command in commands:
        for option in command.options:
            if option.value is not None and (taken := list(_taken(option.value))):
                patterns = " | ".join(f'"{command.name} {flag}"' for flag in option.flags)
                lines += [f"    {patterns}) {'; '.join(taken)}; return ;;"]
    lines += ["  esac", '  case "$words[2] $PREFIX" in']
    for command in commands:
        flags = [(flag, option.says) for option in command.options for flag in option.flags]
        taken = [each for value in command.arguments for each in _taken(value)]
        lines += [f'    "{command.name} -"*) {_described("option", flags)} ;;']
        lines += [f'    "{command.name} "*) {"; ".join(dict.fromkeys(taken))} ;;'] if taken else []
    return "\n".join(lines) + "\n" + _TAIL


def _taken(value: WordKind) -> Iterator[str]:
    if value.choices:
        yield f"compadd -- {' '.join(value.choices)}"
    if value.names:
        yield f"_kpiplan_names {value.names} '{value.after}'"
    if value.plans:
        yield "_path_files -g '*.(yaml|yml)(-.)'; _path_files -/"
    if value.files:
        yield "_files"


def _described(what: str, words: Sequence[tuple[str, str]]) -> str:
    listed = " ".join(_quoted(f"{word}:{says}") for word, says in words)
    return f"list=({listed}); _describe {what} list"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
