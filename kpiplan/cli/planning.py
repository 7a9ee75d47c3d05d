"""A plan for commands that compute something of it: read, computed and checked, or refused."""

from collections.abc import Mapping, Sequence

from kpiplan.checks import findings
from kpiplan.cli import console, inputs
from kpiplan.cli.console import Aside, Loudness
from kpiplan.cli.errors import WrongUseError
from kpiplan.cli.reporting import problem_remark, refused
from kpiplan.cli.what_if import AS_IT_STANDS, WhatIf, overlay_of, plan_file, said, said_over
from kpiplan.formats.text import explained, summary
from kpiplan.funnel.targets import PlanTargets, plan_targets
from kpiplan.loader import PlanFile, laid
from kpiplan.locales.english import Locale
from kpiplan.plan.model import EMPTY, Plan
from kpiplan.problems import Problem
from kpiplan.tuples import NamedTuple


class Planned(NamedTuple):
    """A plan without errors with its targets, its problems, what is to be said beside the result.

    What its KPIs must be is spread over the months as the plan itself spreads it. `source` is its tree, changes laid.
    """

    targets: PlanTargets
    file: str
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...]
    source: PlanFile
    under: str = ""  # the changes that it is looked at under, in words and as data
    changes: Mapping[str, object] = EMPTY

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.targets.plan


def planned(name: str | None, locale: Locale, under: WhatIf = AS_IT_STANDS) -> Planned | console.Result:
    """The plan of a file, or (None) plan.yaml here, under changes if any; for one with errors the result is what they
    are, and exit 1.

    Raises WrongUseError.
    """
    name = inputs.plan_or_here(name, locale)
    source = plan_file(name)
    loaded = laid(source, overlay_of(source, under, locale) if under.asked else None)
    file = loaded.source.file
    if loaded.plan is None:
        return refused(loaded, locale)
    targets = plan_targets(loaded.plan)
    problems = loaded.source.locate(findings(targets, loaded.problems))
    command = "kpiplan check" if name == inputs.STDIN else f"kpiplan check {inputs.as_word(name)}"
    if loaded.plan.kpis:  # few plans choose any, and only they load what that needs
        from kpiplan.analysis.scorecard.timing import timed

        targets = timed(targets)
    if under.asked:
        from kpiplan.language.overlay.change import as_data

        remarks = (
            *_in_full(problems, locale),
            *_under(file, under, problems, locale),
            *_standing(loaded.plan, file, locale),
        )
        changes = as_data(loaded.source.changes)
        return Planned(targets, file, problems, remarks, loaded.source, said_over(source, under, locale), changes)
    counts = explained(file, problems, command, locale).rstrip("\n")
    remarks = (Aside(counts),) if counts else ()
    return Planned(targets, file, problems, (*_in_full(problems, locale), *remarks), loaded.source)


def _in_full(problems: Sequence[Problem], locale: Locale) -> tuple[str, ...]:
    """The problems themselves, where everything is wanted."""
    return (problem_remark(problems, locale),) if problems and Loudness.verbose else ()


def _standing(plan: Plan, file: str, locale: Locale) -> tuple[str, ...]:
    """That changes do not move the months that a re-plan states."""
    if not plan.replanned:
        return ()
    text = "{file}: its months under `replan` stand, whatever is changed; change the plan, and re-plan it again"
    return (Aside(locale.say(text, file=file)),)


def refuse_replanned(plan: Plan, locale: Locale) -> None:
    """Questions of what moves the targets are none for months that a re-plan states. Raises WrongUseError."""
    if plan.replanned:
        text = "the months under `replan` stand, whatever is changed: ask the plan that was re-planned"
        raise WrongUseError(locale.say(text))


def _under(file: str, under: WhatIf, problems: Sequence[Problem], locale: Locale) -> tuple[str, ...]:
    """Under which changes the plan is looked at, and those that change nothing."""
    counts = summary(problems, locale)
    what = locale.say("{file} under {changes}", file=file, changes=said(under, locale))
    idle = tuple(problem for problem in problems if problem.code == "no-change")
    return (Aside(f"{what}: {counts}" if counts else what), *([problem_remark(idle, locale)] if idle else []))
