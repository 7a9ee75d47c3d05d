"""The promise of `--fail-on behind`: how often a business on plan is called behind, and when a fall is proven.

Run as `python -m tests.benchmarks.promise [years]` (300 unless given): years drawn unit by unit, each reviewed after
every month, revenue too. In at most 10 of 100 years as planned anything may be called behind in any month, in at most
12 where visits vary by 10% from month to month; a 15% fall at 94 a month is to be proven by June in 80 of 100.
"""

from __future__ import annotations

import sys

from tests.analysis.variance.cases import INBOUND, plan_of
from tests.analysis.variance.simulated import PLANS, World, false_alarms, proven

WORLDS = {
    "pure Poisson": World(),
    "visits +-10%": World(0.1),
    "visits not exported": World(0.1, blind=True),
}


def main() -> None:
    """Two tables, of 100 years each."""
    years = int(sys.argv[1]) if sys.argv[1:] else 300
    print(f"called behind, of 100 years as planned ({years} drawn)")
    print(f"{'':24}" + "".join(f"{name:>22}" for name in WORLDS))
    for name, text in PLANS.items():
        plan = plan_of(text)
        shares = (100 * false_alarms(plan, world, 1, years) / years for world in WORLDS.values())
        print(f"{name:24}" + "".join(f"{share:22.1f}" for share in shares), flush=True)
    print(f"\nproven by the end of a month, of 100 years with 15% less from January on ({years} drawn)")
    print(f"{'':24}{'March':>8}{'June':>8}{'December':>10}")
    plan = plan_of(INBOUND)
    for kpi, monthly in (("visits", 6250), ("leads", 94), ("mqls", 19), ("sqls", 4)):
        by_month = proven(plan, World(0.1, {kpi: 0.85}), kpi, 2, years)
        march, june, december = (100 * by_month[month - 1] / years for month in (3, 6, 12))
        print(f"{f'{kpi}, {monthly:,} a month':24}{march:8.0f}{june:8.0f}{december:10.0f}", flush=True)


if __name__ == "__main__":
    main()
