"""What levers cost: six stages in each of five segments, with the chance of the goal (`python -m …levers`)."""

from __future__ import annotations

import time
from collections.abc import Iterable

from kpiplan.analysis.levers.levers import levers
from kpiplan.funnel.targets import plan_targets
from kpiplan.loader import load

RISK = "leads: 231 of 10_000, mqls: 70 of 231, sqls: 35 of 70, opportunities: 40 of 90, customers: 45 of 200"


def plan(segments: int = 5, *, before: bool = False, risk: bool = False) -> str:
    """A plan of segments with funnels of their own: what is under way stated, or what the rates rest on."""
    return "\n".join(_lines(segments, before=before, risk=risk)) + "\n"


def _lines(segments: int, *, before: bool, risk: bool) -> Iterable[str]:
    yield "name: Five funnels\nstart: 2026-01\ncurrency: USD\ngoal: {revenue: 60M, average_deal: 40k}\nsegments:"
    for at in range(segments):
        yield f"  seg{at}:\n    share: {100 / segments:g}%\n    funnel:\n      - visits: {{cost: 0.40}}"
        yield f"      - leads: {{rate: {2 + at / 10}%, direct: 20}}\n      - mqls: 30%\n      - sqls: 50%"
        yield "      - opportunities: {rate: 45%, lag: 1 month}\n      - customers: {rate: 22%, lag: 1 quarter}"
        if before:
            yield "    before: {opportunities: {2025-Q4: 350}}"
        if risk:
            yield f"    risk: {{{RISK}}}"


def main() -> None:
    """Seconds of this process beyond start-up, numpy loaded: all levers, and without chances."""
    cases = {
        "nothing stated": plan(),
        "carry-in stated": plan(before=True),
        "25 lines of risk": plan(before=True, risk=True),
    }
    print("6 stages x 5 segments     levers   with chance   without")
    for name, text in cases.items():
        found = load(text.encode(), "plan.yaml").plan
        assert found
        targets = plan_targets(found)
        number = len(levers(targets).levers)
        begin = time.process_time()
        levers(targets)
        middle = time.process_time()
        levers(targets, chance=False)
        end = time.process_time()
        print(f"  {name:20} {number:9} {middle - begin:11.2f} s {end - middle:8.2f} s")


if __name__ == "__main__":
    main()
