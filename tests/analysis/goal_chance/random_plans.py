"""Plans at random: lags, carry-in, direct arrivals, seasons, segments, ranges, deals that differ, dispersion."""

from __future__ import annotations

from itertools import pairwise
from random import Random

_STAGES = ("visits", "leads", "mqls", "opportunities", "customers")


def random_plan(seed: int) -> str:
    """The text of a plan."""
    draw = Random(seed)
    count = draw.randint(2, 5)
    names = (*_STAGES[: count - 1], "customers")
    funnel, risk = _funnel(draw, names)
    lines = [f"name: Plan {seed}", "year: 2026", _goal(draw), *funnel]
    if draw.random() < 0.4:
        lines.append(f"status: {{dispersion: {draw.choice((1.3, 2))}}}")
    if draw.random() < 0.3:
        risk.append("market: 85% to 112%")
    if draw.random() < 0.4:
        risk.append("deal_spread: " + draw.choice(("40%", "80%")))
    elif draw.random() < 0.5:
        risk.append("average_deal: 8k to 11k")
    lines.append(f"risk: {{{', '.join(risk)}}}" if risk else "risk: {market: 90% to 105%}")
    if draw.random() < 0.4:
        lines += _segments(draw, names)
    return "\n".join(lines) + "\n"


def _goal(draw: Random) -> str:
    timing = draw.choice(("", ", by_quarter: [20%, 25%, 25%, 30%]", ", growth: 2% a month", ", by_month: {nov: 2}"))
    deal = draw.choice(("10k", "10k", "[9k, 9k, 10k, 12k]"))
    return f"goal: {{revenue: {draw.choice((60, 150, 400, 1500))}k, average_deal: {deal}, next_year: 0%{timing}}}"


def _funnel(draw: Random, names: tuple[str, ...]) -> tuple[list[str], list[str]]:
    items, risk, before = [names[0]], [], []
    if draw.random() < 0.3:
        risk.append(f"{names[0]}: {draw.choice(('85% to 110%', '60% to 120%'))}")
    for above, name in pairwise(names):
        rate = draw.choice((5, 20, 35, 60))
        settings = f"rate: {rate}%"
        if draw.random() < 0.25:
            settings = f"rate: {{from: {rate}%, to: {rate * 1.2:g}%}}"
        if draw.random() < 0.4:
            settings += f", lag: {draw.choice(('1 month', '45 days', '[50%, 30%, 20%]', '1 quarter'))}"
            before += _before(draw, above)
        if draw.random() < 0.25:
            settings += ", direct: {mar: 2, oct: 3, else: 0}"
        items.append(f"{name}: {{{settings}}}")
        if draw.random() < 0.5:
            units = draw.choice((15, 60, 400))
            came = rate / 100 * units
            risk.append(f"{name}: " + draw.choice((f"{came:g} of {units}", f"{rate * 0.8:g}% to {rate * 1.15:g}%")))
    lines = ["funnel:", *(f"  - {item}" for item in items)]
    return lines + (["before:", *before] if before else []), risk


def _before(draw: Random, stage: str) -> list[str]:
    if draw.random() < 0.3:
        return []
    return [f"  {stage}: {{2025-12: {draw.choice((7, 20, 33.25))}, 2025-11: {draw.choice((0, 12))}}}"]


def _segments(draw: Random, names: tuple[str, ...]) -> list[str]:
    own = ", ".join([f"calls, {{{names[-1]}: {{rate: 15%, lag: 1 month}}}}"])
    outbound = draw.choice(
        (
            f"{{share: 30%, funnel: [{own}], risk: {{{names[-1]}: 9 of 60}}}}",
            f"{{share: 30%, risk: {{{names[-1]}: 4 of 12}}}}",
            "{share: 30%, goal: {average_deal: 20k}}",
        )
    )
    return ["segments:", "  inbound: {share: 70%}", f"  outbound: {outbound}"]
