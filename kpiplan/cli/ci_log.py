"""What a machine that runs jobs obeys in a log: lines of text that came from a file must not be among it."""

from __future__ import annotations

import os
import re

# GitHub and those that took over its workflow commands, Azure, TeamCity
_VARIABLES = ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")
_BEGINS = r"(?:\A|(?<=[\r\n]))(\s*):(?=:)"  # `::command::`, blanks before it aside
_ANYWHERE = r"##(?=\w*\[)"  # `##[command]`, `##vso[`, `##teamcity[`


def unobeyed(text: str, *, ours: bool = False) -> str:
    """The text with a blank inside what a machine that watches would take for a command; elsewhere as it is.

    `ours`: lines that begin like commands are those of kpiplan, whatever else stands in them.
    """
    if not any(os.environ.get(name) for name in _VARIABLES):
        return text
    text = re.sub(_ANYWHERE, "## ", text)
    return text if ours else re.sub(_BEGINS, r"\1: ", text)
