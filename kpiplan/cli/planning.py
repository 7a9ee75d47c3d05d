"""A plan for commands that compute something of it: read, computed and checked, or refused."""

from typing import NamedTuple

from kpiplan.checks import findings
from kpiplan.cli import console, inputs
from kpiplan.cli.reporting import refused
from kpiplan.formats.text import explained
from kpiplan.funnel.targets import PlanTargets, plan_targets
from kpiplan.loader import load
from kpiplan.locales.english import Locale
from kpiplan.plan.model import Plan
from kpiplan.problems import Problem


class Planned(NamedTuple):
    """A plan without errors with its targets, its problems, what is to be said beside the result.

    What its KPIs must be is spread over the months as the plan itself spreads it.
    """

    targets: PlanTargets
    file: str
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...]
    text: str  # of the file

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.targets.plan


def planned(name: str, locale: Locale) -> Planned | console.Result:
    """The plan of a file; for one with errors the result is what they are, and exit 1. Raises WrongUseError."""
    loaded = load(inputs.read_input(name), inputs.shown_name(name))
    file = loaded.source.file
    if loaded.plan is None:
        return refused(loaded, locale)
    targets = plan_targets(loaded.plan)
    problems = loaded.source.locate(findings(targets, loaded.problems))
    command = "kpiplan check" if name == inputs.STDIN else f"kpiplan check {inputs.as_word(name)}"
    if loaded.plan.kpis:  # few plans choose any, and only they load what that needs
        from kpiplan.analysis.scorecard.timing import timed

        targets = timed(targets)
    said = explained(file, problems, command, locale).rstrip("\n")
    return Planned(targets, file, problems, (said,) if said else (), loaded.source.text)
