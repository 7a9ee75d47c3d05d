"""What Python programs use: load a plan, compute its targets, compare them with what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from kpiplan import loader
from kpiplan.analysis.goal_chance.answer import Answer, answer
from kpiplan.analysis.levers.levers import Expected, Lever, Levers
from kpiplan.analysis.levers.levers import levers as analysed_levers
from kpiplan.analysis.matching import Matched, breakdowns, match, read_for
from kpiplan.analysis.plan_diff.diff import PlanDiff, plan_diff
from kpiplan.analysis.replan import replan as replanning
from kpiplan.analysis.replan.way import Rates
from kpiplan.analysis.scenarios import Scenery, Variant, scenery
from kpiplan.analysis.scorecard import from_exports
from kpiplan.analysis.scorecard.score import Score
from kpiplan.analysis.scorecard.timing import timed
from kpiplan.analysis.solve import SolvedFor
from kpiplan.analysis.trials.answer import solved
from kpiplan.analysis.trials.condition import given_of
from kpiplan.analysis.variance import compare as core
from kpiplan.checks import findings
from kpiplan.documents.goal_chance import chance_rows
from kpiplan.documents.levers import levers_rows
from kpiplan.documents.plan_diff import long_rows as diff_rows
from kpiplan.documents.replan import long_rows as replan_rows
from kpiplan.documents.scenarios import long_rows
from kpiplan.documents.solve import solve_rows
from kpiplan.documents.targets import tidy_rows
from kpiplan.exports.results import Refusal
from kpiplan.figures import By, Figures
from kpiplan.formats.dataframe import diff_frame, replan_frame, rows_frame, scenarios_frame, to_frame
from kpiplan.funnel.targets import PlanTargets, figures, plan_targets
from kpiplan.language.overlay.change import as_data, in_words
from kpiplan.language.yaml.decoding import MAX_BYTES
from kpiplan.language.yaml.nodes import Node
from kpiplan.loader import Loaded, PlanFile
from kpiplan.months import parse_month
from kpiplan.plan.model import Plan
from kpiplan.problems import ExportError, PlanError, Problem
from kpiplan.reports.actuals.cutoff import refusal_said
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    import pandas as pd

Files = Iterable[str | PathLike[str]]


class Results(Figures):
    """Figures of a plan, with the problems found on the way."""

    def to_frame(self) -> pd.DataFrame:
        """A tidy pandas DataFrame: period, start, segment, kpi, unit, value (`formats.dataframe`)."""
        return to_frame(tidy_rows(self))


class Scenarios(NamedTuple):
    """A plan and its scenarios, the plan first: figures and chances under each (`analysis.scenarios.Scenery`)."""

    shown: tuple[Scenery, ...]
    problems: tuple[Problem, ...]

    def to_frame(self) -> pd.DataFrame:
        """A tidy pandas DataFrame: scenario, period, segment, kpi, unit, value; the plan itself has no scenario."""
        return scenarios_frame([row for one in self.shown for row in long_rows(one)])


class LeverTable(NamedTuple):
    """The levers of a plan, the strongest first, and what it is expected to bring (`analysis.levers.levers`)."""

    base: Expected
    levers: tuple[Lever, ...]

    def to_frame(self) -> pd.DataFrame:
        """A pandas DataFrame, one row a lever: differences of the year, as the command writes them to csv."""
        return rows_frame(levers_rows(Levers(self.base, self.levers)))


class Solution(SolvedFor):
    """What an unknown of the plan has to be (`analysis.solve.SolvedFor`)."""

    __slots__ = ()

    def to_frame(self) -> pd.DataFrame:
        """A pandas DataFrame of one row: what is given, the unknown as planned, last year and as it has to be."""
        return rows_frame(solve_rows(self))


class Diff(PlanDiff):
    """What differs between two plans (`analysis.plan_diff.diff.PlanDiff`)."""

    def to_frame(self) -> pd.DataFrame:
        """A tidy pandas DataFrame: segment, kpi, change, unit, old, new, difference, of the year.

        Figures as a whole have no change; the parts of the changes, which add up to their difference, stand below.
        """
        return diff_frame(diff_rows(self))


class ChanceOfGoal(NamedTuple):
    """The chance of a plan's goal, how it went so far (`analysis.goal_chance.answer.Answer`)."""

    targets: PlanTargets
    answer: Answer

    def to_frame(self) -> pd.DataFrame:
        """A pandas DataFrame, one row for customers and one for revenue, by segment, the whole plan last."""
        return rows_frame(chance_rows(self.targets, self.answer.now))


class Replan(replanning.RestOfYear):
    """The rest of the year, planned anew (`analysis.replan.replan.RestOfYear`)."""

    def to_frame(self) -> pd.DataFrame:
        """A tidy pandas DataFrame: period, segment, kpi, planned, replanned, at_other_rates, of the months left."""
        return replan_frame(replan_rows(self))


def load_plan(
    path: str | PathLike[str], *, set: Mapping[str, object] | None = None, scenario: str | None = None
) -> Loaded:
    """Read a plan file: the plan, or None where it has errors, and all its problems.

    With a `scenario` of the plan, or values to `set` (`{"leads": "1.8%", "goal.revenue": 12_000_000}`; a path that ends
    in `*` is multiplied), it is the plan under these changes, those of the scenario first. Never raises for what the
    file holds or what is set; raises OSError where the file can't be read, KeyError where it has no such scenario.
    """
    return loader.changed(_source(path), set or {}, scenario)


def read_plan(
    text: str, name: str = "plan", *, set: Mapping[str, object] | None = None, scenario: str | None = None
) -> Loaded:
    """Read a plan from a text; `name` is what messages call it. Changes are those of `load_plan`."""
    return loader.changed(loader.read_file(text.encode(), name), set or {}, scenario)


def _source(path: str | PathLike[str]) -> PlanFile:
    return loader.read_file(_bytes(str(path)), str(path), _bytes)


def _bytes(name: str) -> bytes:
    with open(name, "rb") as file:
        return file.read(MAX_BYTES + 1)


def scenarios(
    plan: Loaded | str | PathLike[str], names: Iterable[str] | None = None, *, by: By = "month", chance: bool = True
) -> Scenarios:
    """A plan and some of its scenarios (left out: all of them) side by side: figures by period, the chance of the goal.

    Raises PlanError where the plan has errors, alone or under one of the scenarios, KeyError where it has no such
    scenario, OSError where a file can't be read.
    """
    loaded = plan if isinstance(plan, Loaded) else loader.laid(_source(plan))
    variants, problems = [Variant(None, plan_targets(_plan(loaded)))], [*loaded.problems]
    for name, why, overlay, found in loader.under(loaded.source, names or loader.scenario_names(loaded.source)):
        computed = plan_targets(_plan(found))
        problems += found.source.locate(findings(computed, found.problems))
        variants.append(Variant(name, computed, why, as_data(overlay.changes), in_words(overlay.changes)))
    return Scenarios(scenery(variants, by, chance=chance), tuple(dict.fromkeys(problems)))


def levers(plan: Loaded | Plan | str | PathLike[str], *, point: bool = False, chance: bool = True) -> LeverTable:
    """What a tenth more of each input is worth, or with `point` one percentage point of each rate.

    At the same work and at the same goal; `chance=False` leaves chances out, which need numpy where something is
    uncertain. Raises PlanError where the plan has errors, OSError where a file can't be read.
    """
    return LeverTable(*analysed_levers(plan_targets(_plan(plan)), point=point, chance=chance))


def solve(plan: Loaded | str | PathLike[str], given: str, unknown: str) -> Solution:
    """What an unknown of the plan (`leads`, `revenue`, `visits.cost`, any number's path) has to be.

    `given` is a figure and what it is to be: `visits=5000 a month`, `chance=80%`. Where no value is enough, `value` is
    None and `why` says why. Raises ValueError where either means nothing, PlanError where the plan has errors, alone or
    with the unknown in it, OSError where a file can't be read.
    """
    loaded = plan if isinstance(plan, Loaded) else loader.laid(_source(plan))
    computed = plan_targets(_plan(loaded))
    found = solved(loader.ground_of(loaded.source), computed, given_of(given, computed), unknown)
    if not isinstance(found, SolvedFor):
        raise PlanError(found.problems)
    return Solution(*found)


def diff(old: Loaded | str | PathLike[str], new: Loaded | str | PathLike[str]) -> Diff:
    """What one plan changes of another: its changes, every figure in both, the part that each change has.

    Raises PlanError where one of them has errors, OSError where a file can't be read.
    """
    was, now = (each if isinstance(each, Loaded) else loader.laid(_source(each)) for each in (old, new))
    first, second = ((plan_targets(_plan(each)), cast(Node, each.tree)) for each in (was, now))  # none without a tree
    return Diff(*plan_diff(first, second, partial(loader.built, was.source)))


def targets(plan: Loaded | Plan, *, by: By = "month", segment: str | None = None, whole: bool = False) -> Results:
    """What every period must bring for the plan's goal: arrivals a stage, money, ratios, what must be under way.

    `whole` rounds counts so that they sum to the rounded year. Raises PlanError where the plan has errors, KeyError
    where no segment has the name. Problems have a place in the file where the plan was loaded from one.
    """
    loaded = plan if isinstance(plan, Loaded) else None
    computed = plan_targets(_plan(plan))
    found = figures(computed, by=by, segment=segment, whole_numbers=whole)
    problems = findings(computed, loaded.problems if loaded else ())
    if loaded:
        problems = loaded.source.locate(problems)
    return Results(*found._replace(problems=problems))


def compare(plan: Loaded | Plan, exports: Files, *, through: str | None = None) -> core.Comparison:
    """What really happened, read from exports, against the plan: status, the walk, the year from here.

    `exports` are files, folders and zips, read by what the plan's `actuals` says of them. `through` is the last month,
    such as `2020-06`; left out, the last one that every source covers whole. Raises PlanError where the plan has
    errors, ExportError where the exports can't be read or say nothing of the plan's year, ValueError where `through`
    is no month.
    """
    computed = plan_targets(_plan(plan))
    return core.compare(computed, _matched(computed, exports, through).actuals)


def chance(
    plan: Loaded | Plan | str | PathLike[str],
    exports: Files = (),
    *,
    goal: float | None = None,
    safe: float | None = None,
    through: str | None = None,
) -> ChanceOfGoal:
    """How likely the goal is, or another one: by the plan alone, or with exports from where the year stands.

    `safe` (0.8) asks what reaches it in so many of 100 years. Exports and errors are those of `compare`; raises
    ValueError where the plan has more customers than can be told one by one.
    """
    computed, files = plan_targets(_plan(plan)), list(exports)
    actuals = _matched(computed, files, through).actuals if files else None
    return ChanceOfGoal(computed, answer(computed, actuals, goal=goal, safe=safe))


def replan(
    plan: Loaded | Plan | str | PathLike[str],
    exports: Files,
    *,
    goal: float | Literal["reachable"] | None = None,
    rates: Rates = "plan",
    safe: float | None = None,
    through: str | None = None,
) -> Replan:
    """What each month left must bring so that the year still reaches its goal, or another one.

    `reachable` is what the work left as planned brings; `safe` (0.8) asks for a goal that is reached in so many of 100
    years; `rates` are the plan's or those seen so far. Exports and errors are those of `compare`.
    """
    computed = plan_targets(_plan(plan))
    actuals = _matched(computed, exports, through).actuals
    return Replan(*replanning.replan(computed, actuals, replanning.RestAsked(goal, rates, safe)))


def score(plan: Loaded | Plan, exports: Files, *, through: str | None = None) -> tuple[Score, ...]:
    """How the KPIs that the plan chooses stand: of the whole plan, each followed by its segments and break-down.

    Exports and errors are those of `compare`. Empty where the plan chooses none.
    """
    good, files = _plan(plan), [Path(name) for name in exports]
    computed = timed(plan_targets(good))
    matched = _matched(computed, files, through)
    split = breakdowns(good, files, good.reading_rules, matched.last)
    return from_exports.scorecard(computed, matched.found, matched.actuals.window, split)


def _matched(targets: PlanTargets, exports: Files, through: str | None) -> Matched:
    plan = targets.plan
    last = parse_month(through) if through else None
    if through and last is None:
        raise ValueError(f"{through!r} is no month; write it as 2020-06")
    found = read_for(plan, [Path(name) for name in exports], plan.reading_rules, last)
    if any(problem.severity == "error" for problem in found.problems):
        raise ExportError(found.problems)
    matched = match(targets, found, last)
    if isinstance(matched, Refusal):
        raise ExportError(found.problems, refusal_said(matched))
    return matched


def _plan(plan: Loaded | Plan | str | PathLike[str]) -> Plan:
    if isinstance(plan, Plan):
        return plan
    loaded = plan if isinstance(plan, Loaded) else loader.laid(_source(plan))
    if loaded.plan is None:
        raise PlanError(loaded.problems)
    return loaded.plan
