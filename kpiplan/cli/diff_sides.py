"""The two plans of `kpiplan diff`: files, or what git keeps of them; both read, or both told what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.checks import findings
from kpiplan.cli import errors, inputs
from kpiplan.cli.reporting import problem_remark
from kpiplan.cli.revisions import Committed, committed, last_committed, read_committed
from kpiplan.cli.what_if import plan_file
from kpiplan.formats.text import summary
from kpiplan.funnel.targets import PlanTargets, plan_targets
from kpiplan.language.overlay.copies import moved
from kpiplan.language.yaml.nodes import Node
from kpiplan.loader import Loaded, PlanFile, laid, read_file
from kpiplan.locales.english import Locale
from kpiplan.problems import Place, Problem
from kpiplan.tuples import NamedTuple


class PlanRead(NamedTuple):
    """One of the two plans: its file, its targets, its tree, its problems."""

    source: PlanFile
    targets: PlanTargets
    root: Node
    problems: tuple[Problem, ...]


class BrokenPlans(NamedTuple):
    """Those of the plans that have errors, and what is to be said of them."""

    loaded: tuple[Loaded, ...]
    remarks: tuple[str, ...]


def sides(old: str, new: str | None, locale: Locale) -> tuple[PlanRead, PlanRead] | BrokenPlans:
    """Both plans, or what is wrong with them; of one alone the last that was committed, and itself.

    Raises WrongUseError.
    """
    if new is None and (old == inputs.STDIN or committed(old)):
        raise errors.WrongUseError(locale.say("compared with what? name two plans, or one that is a file"))
    if old == new == inputs.STDIN:
        raise errors.WrongUseError(locale.say("standard input can't be both plans"))
    sources = [_last(old, locale), plan_file(old)] if new is None else [_source(name, locale) for name in (old, new)]
    loaded = [laid(source) for source in sources]
    if any(each.plan is None for each in loaded):
        return _broken(loaded, locale)
    first, second = (side for each in loaded if (side := _side(each)) is not None)
    return first, second


def _side(loaded: Loaded) -> PlanRead | None:
    if loaded.plan is None or loaded.source.root is None:
        return None
    targets = plan_targets(loaded.plan)
    problems = loaded.source.locate(findings(targets, loaded.problems))
    return PlanRead(loaded.source, targets, loaded.source.root, problems)


def _last(name: str, locale: Locale) -> PlanFile:
    inputs.read_input(name)  # which says what is wrong where there is no such file
    return _of_git(last_committed(name), locale)


def _source(name: str, locale: Locale) -> PlanFile:
    asked = committed(name)
    return plan_file(name) if asked is None else _of_git(asked, locale)


def _of_git(asked: Committed, locale: Locale) -> PlanFile:
    """A plan of a revision, with all that it extends there; places have the name of the revision."""

    def reads(path: str) -> bytes:
        try:
            return read_committed(asked._replace(path=path), locale)
        except errors.WrongUseError as error:
            raise OSError(0, str(error)) from None

    def named(place: Place) -> Place:
        return place._replace(file=f"{asked.revision}:{place.file}") if place.file else place

    found = read_file(read_committed(asked, locale), asked.path, reads)
    return found._replace(
        file=asked.name,
        root=moved(found.root, named) if found.root is not None and found.texts else found.root,
        problems=tuple(each._replace(place=named(each.place)) if each.place else each for each in found.problems),
        texts={f"{asked.revision}:{file}": text for file, text in found.texts.items()},
    )


def _broken(loaded: Sequence[Loaded], locale: Locale) -> BrokenPlans:
    """The errors of both plans, each at its file."""
    wrong = [each for each in loaded if each.plan is None]
    remarks = [problem_remark([problem for each in wrong for problem in each.errors], locale)]
    counts = [f"{each.source.file}: {summary(each.problems, locale)}" for each in wrong]
    return BrokenPlans(tuple(wrong), (*remarks, *counts))
