"""What options of the command line say about exports: columns to stages, rows to segments. Text -> values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kpiplan.cli.errors import WrongUseError
from kpiplan.cli.export_options import ReadingOptions
from kpiplan.locales.currencies import CURRENCIES
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.plan.export_rules import Exchange, FileRules, Rule, Split
from kpiplan.problems import Problem, nearest

if TYPE_CHECKING:
    from kpiplan.plan.model import Plan

_READ_FORM = "KPI: count COLUMN [where COLUMN = VALUE] or KPI: sum COLUMN by COLUMN [where COLUMN = VALUE]"
_OF_FILES = ("table", "year", "day_first", "encoding", "decimal")  # said of files, and of no table of a database
_SPLIT_FORM = "COLUMN: SEGMENT = VALUE, VALUE; SEGMENT = VALUE"


def with_option(problem: Problem) -> Problem:
    """A problem whose hint speaks of options, where it spoke of the plan."""
    return problem._replace(hint=problem.option or problem.hint)


def read_rules(options: Iterable[str], known: Sequence[str], locale: Locale = ENGLISH) -> dict[str, Rule]:
    """`customers: count Closing Date where Stage = Closed Won` as rules by KPI.

    Columns and values in quotation marks stand for themselves. `known` are the KPIs there can be, any where it is
    empty. Raises WrongUseError.
    """
    say = locale.say
    rules: dict[str, Rule] = {}
    for option in options:
        kpi, rule = _read_rule(option, locale)
        if known and kpi not in known:
            if near := nearest(kpi, known):
                raise WrongUseError(say("--read: the plan has no {kpi}; did you mean {near}?", kpi=kpi, near=near))
            names = ", ".join(known)
            raise WrongUseError(say("--read: the plan has no {kpi}; it has {names}", kpi=kpi, names=names))
        if kpi in rules:
            raise WrongUseError(say("--read: {kpi} is said twice", kpi=kpi))
        rules[kpi] = rule
    return rules


def _read_rule(option: str, locale: Locale) -> tuple[str, Rule]:
    from kpiplan.plan.rule_text import RuleTextError, parse_rule  # few runs are told rules

    say, shown = locale.say, repr(option)
    try:
        return parse_rule(option)
    except RuleTextError as error:
        said = {"option": shown, "text": repr(error.part)}
        match error.code:
            case "twice":
                message = say("--read {option}: {text} is a second list of values; write both as COLUMN = A, B", **said)
            case "number":
                message = say("--read {option}: {text} compares with no number; write COLUMN > 1000", **said)
            case "condition":
                message = say("--read {option}: {text} is no condition; write COLUMN = VALUE, VALUE", **said)
            case _:
                message = say("--read {option} is not of the form {form}", option=shown, form=_READ_FORM)
        raise WrongUseError(message) from None


def split_rule(option: str | None, locale: Locale = ENGLISH) -> Split | None:
    """`Lead Source: inbound = Web, Organic; outbound = SDR` as a split. Raises WrongUseError."""
    if option is None:
        return None
    from kpiplan.plan.rule_text import RuleTextError, parse_split

    try:
        return parse_split(option)
    except RuleTextError:
        wrong = locale.say("--split {option} is not of the form {form}", option=repr(option), form=_SPLIT_FORM)
        raise WrongUseError(wrong) from None


def exchange_rates(options: Iterable[str], locale: Locale = ENGLISH) -> dict[str, float]:
    """`EUR=1.08`: what one unit of a currency is worth. Raises WrongUseError."""
    rates: dict[str, float] = {}
    for option in options:
        from kpiplan.plan.rule_text import bound

        code, _, worth = (part.strip() for part in option.partition("="))
        rate = bound(worth)
        if code not in CURRENCIES or rate is None or rate <= 0:
            said = locale.say("--exchange {option} is not of the form EUR=1.08", option=repr(option))
            raise WrongUseError(said)
        rates[code] = rate
    return rates


def rules_over(
    plan: Plan | None, said: ReadingOptions, locale: Locale = ENGLISH, known: Sequence[str] | None = None
) -> tuple[FileRules, ...]:
    """The plan's rules with what options say of all exports put over them. `known` are the KPIs that a rule may name
    (all where it is empty), else those of the plan. Raises WrongUseError.
    """
    if known is None:
        known = _known(plan) if plan else []
    told = {
        **said._asdict(),
        "kpis": read_rules(said.read or (), known, locale),
        "split": split_rule(said.split, locale),
        "add": said.add or None,
        "decimal": {"point": ".", "comma": ",", None: None}[said.decimal],
    }
    if rates := exchange_rates(said.exchange or (), locale):
        own = plan.exchange if plan else {}
        told["exchange"] = Exchange(plan.currency if plan else None, {**own, **rates})
    else:
        told["exchange"] = None
    del told["read"], told["timeout"]  # which says nothing of what is read
    return overlaid(plan.reading_rules if plan else (), told)


def _known(plan: Plan) -> list[str]:
    """The KPIs that a rule may name."""
    from kpiplan.analysis.matching import compared_names
    from kpiplan.analysis.scorecard.names import wanted_names

    return list(dict.fromkeys([*compared_names(plan), *wanted_names(plan)]))


def overlaid(rules: Sequence[FileRules], told: Mapping[str, Any]) -> tuple[FileRules, ...]:
    """The plan's rules with what options say of all files put over them; KPIs are added to those of the plan."""
    said = {name: value for name, value in told.items() if value is not None and value != {}}
    if not said:
        return tuple(rules)
    if "table" in said and str(said["table"]).isdigit():
        said["table"] = int(said["table"])
    kpis = said.pop("kpis", {})
    of_tables = {name: value for name, value in said.items() if name not in _OF_FILES}
    return tuple(
        each._replace(**(of_tables if each.connection else said), kpis={**each.kpis, **kpis})
        for each in (*rules, FileRules("*"))
    )
