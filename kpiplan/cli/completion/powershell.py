"""Completion in PowerShell, 5.1 or newer."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.cli.completion.program import CommandWords, WordKind

_HEAD = """\
# Completion of kpiplan in PowerShell. In $PROFILE:  kpiplan completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName kpiplan -ScriptBlock {
    param($typed, $line, $at)
    $words = @($line.CommandElements | Where-Object { $_.Extent.EndOffset -lt $at } | ForEach-Object { "$_" })
    $plan = 'plan.yaml'
    foreach ($word in $words) { if ($word -match '^[^-].*\\.ya?ml$') { $plan = $word.Trim('"', "'") } }
    $commands = @{
"""
_TAIL = """\
    }
    function Find-Word($key) {
        if (-not $values.ContainsKey($key)) { return }
        foreach ($each in $values[$key]) {
            if ($each -match '^names:(\\w+)(=?)$') {
                $after = $Matches[2]
                & $words[0] completion --names $Matches[1] --plan $plan 2>$null | ForEach-Object { "$_$after" }
            } else { $each }
        }
    }
    $found = if ($words.Count -lt 2) { $commands.Keys + '--help' + '--version' }
    elseif ($values.ContainsKey("$($words[1]) $($words[-1])")) { Find-Word "$($words[1]) $($words[-1])" }
    elseif ($typed -like '-*') { $commands[$words[1]] }
    else { Find-Word $words[1] }
    $found | Where-Object { $_ -like "$($typed.Trim('"', "'"))*" } | Sort-Object | ForEach-Object {
        $text = if ($_ -match '\\s') { "'$_'" } else { $_ }
        [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
    }
}
"""


def powershell_script(commands: Sequence[CommandWords]) -> str:
    """The script that a profile evaluates; where it offers nothing PowerShell completes files by itself."""
    lines = [_HEAD.rstrip("\n")]
    for command in commands:
        flags = [flag for option in command.options for flag in option.flags]
        lines += [f"        '{command.name}' = {_listed(flags)}"]
    lines += ["    }", "    $values = @{"]
    for command in commands:
        if said := [word for value in command.arguments for word in _said(value)]:
            lines += [f"        '{command.name}' = {_listed(said)}"]
        for option in command.options:
            if option.value is not None and (said := _said(option.value)):
                lines += [f"        '{command.name} {flag}' = {_listed(said)}" for flag in option.flags]
    return "\n".join(lines) + "\n" + _TAIL


def _said(value: WordKind) -> list[str]:
    return [*value.choices, *([f"names:{value.names}{value.after}"] if value.names else [])]


def _listed(words: Sequence[str]) -> str:
    quoted = ", ".join(f"'{word}'" for word in dict.fromkeys(words))
    return f"@({quoted})"
