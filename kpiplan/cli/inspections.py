"""What a command found, as a CI is told it: files by the names that the repository has for them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kpiplan.cli import console
from kpiplan.cli.errors import SHORT
from kpiplan.cli.inputs import STDIN, shown_name
from kpiplan.cli.report_options import CI_FORMATS, Destination
from kpiplan.language.overlay.change import OPTION
from kpiplan.loader import Loaded
from kpiplan.reports.inspection import Annotation, Inspection, inspection, of_problem


def inspected(
    command: str,
    annotations: Iterable[Annotation],
    files: Iterable[str],
    held: Mapping[str, Sequence[str]] | None = None,
) -> Inspection:
    """The annotations of some files, those without any too; `held`: by file what was asked of it and holds."""
    from importlib.metadata import version

    named = list(dict.fromkeys(map(repository_name, files)))
    holding = {repository_name(file): names for file, names in (held or {}).items()}
    settled = (_settled(each, named[0] if named else each.file) for each in annotations)
    return inspection(command, version("kpiplan"), settled, named, holding)


def inspection_text(found: Inspection, format: str) -> str:
    """An inspection in one of the formats of CIs."""
    if format == "github":
        from kpiplan.formats.github import workflow_annotations

        return workflow_annotations(found)
    if format == "gitlab":
        from kpiplan.formats.gitlab import code_quality

        return code_quality(found)
    if format == "sarif":
        from kpiplan.formats.sarif import sarif_text

        return sarif_text(found)
    from kpiplan.formats.junit import junit_xml

    return junit_xml(found)


def refused_plans(command: str, loaded: Sequence[Loaded], remarks: Sequence[str], asked: Destination) -> console.Result:
    """Plans with errors have no result: their problems, for a CI too, and exit 1."""
    problems = [of_problem(problem) for each in loaded for problem in each.problems]
    found = inspected(command, problems, [each.source.file for each in loaded])
    ci = [each for each in asked.reports if each.format in CI_FORMATS]
    text = inspection_text(found, asked.format) if asked.format in CI_FORMATS else ""
    return asked.result(text, [(each.file, inspection_text(found, each.format)) for each in ci], remarks, SHORT)


def repository_name(file: str) -> str:
    """A file by its path from where kpiplan runs, with `/`; one that lies elsewhere from the root of the system."""
    if file == shown_name(STDIN):
        return file
    for path, here in ((os.path.abspath(file), os.getcwd()), (os.path.realpath(file), os.path.realpath(os.curdir))):
        if Path(path).is_relative_to(here):
            return Path(path).relative_to(here).as_posix()
    return Path(os.path.abspath(file)).as_posix()


def _settled(each: Annotation, first: str) -> Annotation:
    """An annotation at a file that there is, where it lies in an option or a part of a file (a zip, a sheet).

    There is no line to show then: the message says where it is.
    """
    if each.file == OPTION:
        where = ":".join(str(part) for part in (OPTION, each.line, *(each.columns or ())[:1]))
        return each._replace(file=first, line=None, columns=None, message=f"{where}: {each.message}")
    container = each.file
    while container and not os.path.lexists(container):
        container = os.path.dirname(container)
    if container == each.file or not os.path.isfile(container):
        return each._replace(file=repository_name(each.file))
    part = each.file[len(container) :].lstrip("/\\")
    where = f"{part}:{each.line}" if each.line else part
    return each._replace(
        file=repository_name(container), at=part, line=None, columns=None, message=f"{where}: {each.message}"
    )
