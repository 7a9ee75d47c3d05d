"""Shape of a goal: its amount, its timing, the deal size, and the rules among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from kpiplan.language.nodes import Node, shorten
from kpiplan.language.numerals import Timed
from kpiplan.language.quantities import (
    ABOVE_ZERO,
    Choice,
    Count,
    Limits,
    MoneyAmount,
    Percentage,
    TimedPercentage,
)
from kpiplan.language.series import AmountOf, MonthWeights, SeriesOf, Shares
from kpiplan.language.shapes import Key, Reading, Record, Schema, Shape, any_of, report_unknown
from kpiplan.problems import Path

_GROWTH = TimedPercentage("growth")


@dataclass(frozen=True)
class NextYearShape(Shape[Timed | Literal["none"]]):
    """The goal of the year after over this year's; `none` where nothing is wanted then."""

    what: str = "a percentage such as 10%, or none"

    def read(self, node: Node, path: Path, reading: Reading) -> Timed | Literal["none"] | None:
        if node.kind == "scalar" and node.text == "none":
            return "none"
        return _GROWTH.read(node, path, reading)

    def schema(self) -> Schema:
        return any_of({"const": "none"}, _GROWTH.schema())


def _unit_known(name: str, path: Path, key: Node, reading: Reading) -> bool:
    last = reading.last_stages(path)
    if name in last:
        return True
    if name in reading.stages(path):
        message = f"a goal counts the last stage, and {shorten(name)} is not the last"
        reading.report("goal-unit", message, (*path, name), key.place, f"write `{' or '.join(last)}: …`")
    elif name not in GOAL.misplaced:
        report_unknown(key, path, (*GOAL.keys, *last), reading)
    return False


def _one_amount(values: dict[str, Any], node: Node, path: Path, reading: Reading) -> None:
    """A goal has one amount; the list of a goal's months or quarters is a timing of its own."""
    amounts = [key for key, _ in node.pairs if key.text in ("revenue", "recurring") or key.text not in GOAL.keys]
    amounts = [key for key in amounts if key.text in values]
    if len(amounts) > 1:
        message = f"{' and '.join(key.text for key in amounts)} are two goals"
        reading.report("two-ways", message, (*path, amounts[1].text), amounts[1].place, "keep one of them")
    timed = next((key for key in amounts if getattr(values[key.text], "year", None) is not None), None)
    if timed is None:
        return
    amount = values[timed.text]
    clashing = (
        ("by_month", "by_quarter", "growth", "in_quarter") if amount.months else ("by_month", "by_quarter", "growth")
    )
    if amount.months or amount.quarters:
        for key, _ in node.pairs:
            if key.text in clashing:
                message = f"{timed.text} is given for every part of the year already, so {key.text} has no place"
                reading.report("two-ways", message, (*path, key.text), key.place, "keep one of them")


GOAL = Record(
    "a goal such as {revenue: 10M, average_deal: 1.1M}",
    {
        "revenue": Key(
            AmountOf(MoneyAmount(), "an amount such as 10M, or 12 or 4 of them"),
            "The year's revenue goal, or 12 months, or 4 quarters.",
        ),
        "recurring": Key(
            Record(
                "recurring revenue such as {from: 640k, to: 800k, churn: 1.5% a month}",
                {
                    "from": Key(MoneyAmount(limits=ABOVE_ZERO), "Monthly recurring revenue now.", True, "640k"),
                    "to": Key(
                        MoneyAmount(limits=ABOVE_ZERO),
                        "Monthly recurring revenue at the year's end.",
                        True,
                        "800k",
                    ),
                    "churn": Key(TimedPercentage("churn"), "Part of it lost, a month unless stated otherwise."),
                    "expansion": Key(
                        TimedPercentage("expansion"),
                        "Part of it gained from customers there, a month unless stated otherwise.",
                    ),
                },
            ),
            "A goal of monthly recurring revenue.",
        ),
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
            MonthWeights(Count("a plain weight such as 2 or 0.5")), "Weights of the months; months not named weigh 1."
        ),
        "by_quarter": Key(Shares("4 shares such as [20%, 25%, 25%, 30%]", (4,)), "Shares of the plan's quarters."),
        "in_quarter": Key(
            Shares("3 shares such as [15%, 25%, 60%]", (3,)), "Shares of the months within each quarter."
        ),
        "growth": Key(TimedPercentage("growth"), "Growth of the goal, a month unless stated otherwise."),
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
    others=AmountOf(Count(), "a number such as 120, or 12 or 4 of them"),
    other_known=_unit_known,
    misplaced={"existing": "it stands beside goal, not in it", "share": "it stands beside goal, not in it"},
)
