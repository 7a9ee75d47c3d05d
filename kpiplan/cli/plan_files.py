"""The plans that a folder holds, and those of its files that are none."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from kpiplan.cli.errors import WrongUseError
from kpiplan.cli.inputs import PLAN_ENDINGS, STDIN, plan_or_here
from kpiplan.language.yaml.decoding import MAX_BYTES
from kpiplan.locales.english import Locale
from kpiplan.tuples import NamedTuple

# what no plan is without, however broken: a file without any of them is another program's
_KEYS = re.compile(rb"^[^\w\s#]{0,4}(?:goal|funnel|extends)[\"']?\s*:", re.MULTILINE)


class PlanFiles(NamedTuple):
    """Files to be checked, and those of folders that are passed over, for they have no key that a plan has."""

    files: tuple[str, ...]
    others: tuple[str, ...]


def plan_files(names: Sequence[str] | None, locale: Locale) -> PlanFiles:
    """The plan files that are named, those of the folders that are, or plan.yaml here where nothing is.

    Raises WrongUseError where there is none.
    """
    files: list[str] = []
    others: list[str] = []
    for name in names or (plan_or_here(None, locale),):
        if name == STDIN or not os.path.isdir(name):
            files.append(name)
            continue
        found = list(_yaml_files(name))
        files += (plans := [each for each in found if _looks_like_a_plan(each)])
        others += [each for each in found if each not in plans]
        if not plans:
            raise WrongUseError(locale.say("no plan is in {folder}", folder=name))
    return PlanFiles(tuple(dict.fromkeys(files)), tuple(dict.fromkeys(others)))


def _yaml_files(folder: str) -> Iterator[str]:
    """The YAML files of a folder and of those below it, but for hidden ones, in the order of their names."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for each in sorted(files):
            if each.lower().endswith(PLAN_ENDINGS) and not each.startswith("."):
                yield os.path.normpath(os.path.join(here, each))


def _looks_like_a_plan(name: str) -> bool:
    """Whether a file has a key that only plans need to have; one that can't be read is left to who checks it."""
    with suppress(OSError), open(name, "rb") as file:
        head = file.read(MAX_BYTES)
        wide = head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head[:64]  # UTF-16 and its like
        return wide or _KEYS.search(head) is not None
    return True
