"""A plan beside its scenarios, for the command line: those that can be computed, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpiplan.analysis.scenarios import Variant
from kpiplan.checks import findings
from kpiplan.cli import console, errors
from kpiplan.cli.console import Aside
from kpiplan.cli.reporting import problem_remark, refused
from kpiplan.cli.what_if import named_scenario, plan_file
from kpiplan.formats.text import summary
from kpiplan.funnel.targets import plan_targets
from kpiplan.language.overlay.change import as_data, in_words, of_texts
from kpiplan.language.yaml.nodes import shorten
from kpiplan.loader import Loaded, PlanFile, Under, laid, scenario_names, under
from kpiplan.locales.english import Locale
from kpiplan.problems import Problem
from kpiplan.tuples import NamedTuple


class Beside(NamedTuple):
    """The plan and its scenarios with their targets, problems of all, what is to be said beside, the exit code."""

    variants: tuple[Variant, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...]
    code: int


def beside(name: str, names: Sequence[str], texts: Sequence[str], locale: Locale) -> Beside | console.Result:
    """A plan beside the scenarios that are named (all of them where none are), and one more made of `--set`.

    A plan with errors has none: the result is what these are, and exit 1. Scenarios with errors are left out, their
    errors said, and the exit code is 1. Raises WrongUseError where the plan has no such scenario.
    """
    source = plan_file(name)
    plan = laid(source)
    if plan.plan is None:
        return refused(plan, locale)
    for each in names:
        named_scenario(source, each, locale)
    wanted = dict.fromkeys(names or scenario_names(source))
    cases = [*under(source, wanted), *_given(source, texts)]
    own = plan.source.locate(findings(plan_targets(plan.plan), plan.problems))
    wrong = tuple(problem for case in cases for problem in found_under(case.loaded, case.name, own))
    variants = [Variant(None, plan_targets(plan.plan)), *variants_of(cases)]
    failed = any(case.loaded.plan is None for case in cases)
    counts = summary((*own, *wrong), locale)
    remarks = [problem_remark(wrong, locale)] if wrong else []
    said = [Aside(f"{source.file}: {counts}")] if counts else []
    return Beside(tuple(variants), (*own, *wrong), (*remarks, *said), errors.SHORT if failed else errors.FINE)


def _given(source: PlanFile, texts: Sequence[str]) -> Iterator[Under]:
    if texts:
        overlay = of_texts(texts)
        yield Under(shorten(", ".join(texts)), "", overlay, laid(source, overlay))


def variants_of(cases: Sequence[Under]) -> Iterator[Variant]:
    """Those of some plans under changes that can be computed."""
    for name, why, overlay, loaded in cases:
        if loaded.plan is not None:
            yield Variant(name, plan_targets(loaded.plan), why, as_data(overlay.changes), in_words(overlay.changes))


def found_under(loaded: Loaded, name: str, plan: Sequence[Problem]) -> Iterator[Problem]:
    """Errors and warnings that a plan has under changes, and not as it stands; with their places in the files."""
    there = {(problem.code, problem.path) for problem in plan}
    found = findings(plan_targets(loaded.plan), loaded.problems) if loaded.plan else loaded.problems
    for problem in loaded.source.locate(found):
        grave = problem.severity != "note" or problem.code == "no-change"
        if grave and (problem.code, problem.path) not in there:
            yield problem._replace(message=f"under {name}: {problem.message}")
