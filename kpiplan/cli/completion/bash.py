"""Completion in bash, 3.2 or newer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpiplan.cli.completion.program import CommandWords, WordKind

_HEAD = """\
# Completion of kpiplan in bash. In ~/.bashrc:  source <(kpiplan completion bash)
# or once:  kpiplan completion bash > ~/.local/share/bash-completion/completions/kpiplan
_kpiplan_add() { # those of the lines that begin as the word does; $1 follows each
  local line
  while IFS= read -r line; do
    if [[ -n $line && $line == "$typed"* ]]; then COMPREPLY+=("$(printf %q "$line")$1"); fi
  done
}
_kpiplan_names() { # what the plan at hand calls things
  _kpiplan_add "$2" < <("${COMP_WORDS[0]}" completion --names "$1" --plan "$plan" 2> /dev/null)
  if [[ -n $2 ]]; then compopt -o nospace 2> /dev/null; fi
}
_kpiplan_files() { # files that have one of these endings, and folders
  local line
  compopt -o filenames 2> /dev/null
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$typed"; compgen -f -X "$1" -- "$typed" \\
    | while IFS= read -r line; do [[ -d $line ]] || printf '%s\\n' "$line"; done)
}
_kpiplan() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} plan=plan.yaml word typed
  COMPREPLY=()
  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi
  typed=${cur//\\\\/} typed=${typed#[\\"\\']}
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in -*) ;; *.yaml | *.yml) plan=$word ;; esac
  done
  if ((COMP_CWORD == 1)); then
"""
_TAIL = """\
  esac
}
complete -F _kpiplan kpiplan
"""


def bash_script(commands: Sequence[CommandWords]) -> str:
    """The script that bash sources."""
    lines = [_HEAD.rstrip("\n"), f"    {_words([each.name for each in commands] + ['--help', '--version'])}"]
    lines += ["    return", "  fi", '  case "${COMP_WORDS[1]} $prev" in']
    for command in commands:
        for option in command.options:
            if option.value is not None and (taken := list(_taken(option.value))):
                patterns = " | ".join(f'"{command.name} {flag}"' for flag in option.flags)
                lines += [f"    {patterns}) {'; '.join(taken)}; return ;;"]
    lines += ["  esac", '  case "${COMP_WORDS[1]} $cur" in']
    for command in commands:
        flags = [flag for option in command.options for flag in option.flags]
        taken = [each for value in command.arguments for each in _taken(value)]
        lines += [f'    "{command.name} -"*) {_words(flags)} ;;']
        lines += [f'    "{command.name} "*) {"; ".join(dict.fromkeys(taken))} ;;'] if taken else []
    return "\n".join(lines) + "\n" + _TAIL


def _taken(value: WordKind) -> Iterator[str]:
    """What offers the words that a value can be."""
    if value.choices:
        yield _words(value.choices)
    if value.names:
        yield f"_kpiplan_names {value.names} '{value.after}'"
    if value.plans:
        yield "_kpiplan_files '!*.y*ml'"
    if value.files:
        yield "_kpiplan_files ''"


def _words(words: Sequence[str]) -> str:
    return f"_kpiplan_add '' < <(printf '%s\\n' {' '.join(words)})"
