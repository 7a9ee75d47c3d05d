"""Shape of a goal: its amount, its timing, the deal size, and the rules among them."""

from __future__ import annotations

from typing import Any, Literal

from kpiplan.language.numerals import Timed
from kpiplan.language.values.amounts import AmountOf, MonthWeights
from kpiplan.language.values.limits import ABOVE_ZERO, Limits
from kpiplan.language.values.percentages import CHURN, EXPANSION, GROWTH, Percentage, TimedPercentage
from kpiplan.language.values.quantities import Count, MoneyAmount, Multiplier
from kpiplan.language.values.records import Key, Others, Record, report_unknown
from kpiplan.language.values.series import SeriesOf, Shares
from kpiplan.language.values.shape import Reading, Schema, Shape, any_of, listed
from kpiplan.language.values.words import Choice
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.problems import Path, nearest

SURE = 0.8  # so near is no unit (`customers` is not meant to be `round_customers`)
_NEXT_YEAR = TimedPercentage(GROWTH.limits, GROWTH.refused_text, "a percentage such as 10%, or none")


class NextYearShape(Shape[Timed | Literal["none"]]):
    """The goal of the year after over this year's; `none` where nothing is wanted then."""

    def __init__(self, what: str = _NEXT_YEAR.what) -> None:
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> Timed | Literal["none"] | None:
        if node.kind == "scalar" and node.text == "none":
            return "none"
        return _NEXT_YEAR.read(node, path, reading)

    def schema(self) -> Schema:
        return any_of({"const": "none"}, GROWTH.schema())


def _unit_known(name: str, path: Path, key: Node, reading: Reading) -> bool:
    last = reading.last_stages(path)
    if name in last:
        return True
    unsure = not last or not all(last)
    known = [shorten(stage) for stage in last]
    if name in reading.stages(path) and not unsure:
        message = f"a goal counts the last stage, and {shorten(name)} is not the last"
        hint = "write " + listed([f"`{stage}: …`" for stage in known], "or")
        reading.report("goal-unit", message, path, key.place, hint)
    elif name[:1].isdigit() or nearest(name, last) or nearest(name, GOAL.keys, SURE):
        report_unknown(key, path, (*GOAL.keys, *filter(None, last)), reading)
    elif not unsure:
        hint = f"a goal counts the last stage, {listed(known, 'or')}; else it has {', '.join(GOAL.keys)}"
        reading.report("unknown-key", f"unknown key {shorten(name)}", path, key.place, hint)
    else:
        return True
    return False


_MONEY = ("revenue", "recurring")


def amounts(goal: Node) -> list[Node]:
    """The keys of a goal that state its amount, or are meant to."""
    keys = [key for key, _ in goal.pairs]
    return [
        key for key in keys if _meant(key) in _MONEY or not (_meant(key) in GOAL.keys or key.text in GOAL.misplaced)
    ]


def in_money(goal: Node) -> bool:
    """Whether a goal states an amount of money."""
    return any(_meant(key) in _MONEY for key, _ in goal.pairs)


def has_deal(goal: Node) -> bool:
    """Whether a goal states the deal size, or is meant to."""
    return any(_meant(key) == "average_deal" for key, _ in goal.pairs)


def _meant(key: Node) -> str:
    return key.meant or key.text


def _one_amount(values: dict[str, Any], node: Node, path: Path, reading: Reading) -> None:
    """A goal has one amount; the list of a goal's months or quarters is a timing of its own."""
    stated = [key for key in amounts(node) if key.text in values]
    names = list(dict.fromkeys(key.text for key in stated))
    if len(names) > 1:
        message = f"{listed(names, 'and')} are two goals"
        reading.report("two-ways", message, (*path, stated[-1].text), stated[-1].place, "keep one of them")
    timed = next((key.text for key in stated if key.text != "recurring"), None)
    if timed is None or not (values[timed].months or values[timed].quarters):
        return
    clashing = ["by_month", "by_quarter", "growth"] + (["in_quarter"] if values[timed].months else [])
    for key, _ in node.pairs:
        if key.text in clashing:
            message = f"{timed} is given for every part of the year already, so {key.text} has no place"
            reading.report("two-ways", message, (*path, key.text), key.place, "keep one of them")


_RECURRING = Record(
    "recurring revenue such as {from: 640k, to: 800k, churn: 1.5% a month}",
    {
        "from": Key(MoneyAmount(limits=ABOVE_ZERO), "Monthly recurring revenue now.", True, "640k"),
        "to": Key(MoneyAmount(limits=ABOVE_ZERO), "Monthly recurring revenue at the year's end.", True, "800k"),
        "churn": Key(CHURN, "Part of it lost, a month unless stated otherwise."),
        "expansion": Key(EXPANSION, "Part of it gained from customers there, a month unless stated otherwise."),
    },
)
GOAL = Record(
    "a goal such as {revenue: 10M, average_deal: 1.1M}",
    {
        "revenue": Key(
            AmountOf(MoneyAmount(), "an amount such as 10M, or 12 or 4 of them"),
            "The year's revenue goal, or 12 months, or 4 quarters.",
        ),
        "recurring": Key(_RECURRING, "A goal of monthly recurring revenue."),
        "average_deal": Key(
            SeriesOf(MoneyAmount(limits=ABOVE_ZERO), "an amount or a series of them"),
            "Revenue of one new customer.",
            example="40k",
        ),
        "round_customers": Key(
            Choice(("nearest", "up", "down"), "nearest, up or down"),
            "Round the year's customers to a whole number.",
        ),
        "from_elsewhere": Key(
            Percentage("a percentage below 100%", Limits(0, 1, open_high=True)),
            "Part of the new business that this funnel need not bring.",
        ),
        "by_month": Key(
            MonthWeights(Multiplier("a plain weight such as 2 or 0.5")),
            "Weights of the months; months not named weigh 1.",
        ),
        "by_quarter": Key(Shares("4 shares such as [20%, 25%, 25%, 30%]", (4,)), "Shares of the plan's quarters."),
        "in_quarter": Key(
            Shares("3 shares such as [15%, 25%, 60%]", (3,)), "Shares of the months within each quarter."
        ),
        "growth": Key(GROWTH, "Growth of the goal, a month unless stated otherwise."),
        "next_year": Key(
            NextYearShape(),
            "Goal of the year after over this year's, or none.",
        ),
    },
    exclusive=[
        ("recurring", "by_month", "by_quarter", "growth"),
        ("recurring", "by_month", "growth", "in_quarter"),
    ],
    rules=[_one_amount],
    others=Others(AmountOf(Count(), "a number such as 120, or 12 or 4 of them"), _unit_known),
    misplaced={"existing": "it stands beside goal, not in it", "share": "it stands beside goal, not in it"},
)
