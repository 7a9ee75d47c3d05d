"""What changes of a plan cost: a thousand overlays of ten segments, each of several changes (`python -m …overlays`)."""

from __future__ import annotations

import time

from kpiplan.funnel.targets import plan_targets
from kpiplan.language.overlay.change import of_texts
from kpiplan.loader import laid, read_file
from tests.benchmarks.__main__ import segmented

NUMBER = 1_024


def changes(at: int) -> list[str]:
    """Those of one overlay: which differ in every one."""
    return [f"s3.customers={1 + at / 100}%", f"average_deal={1_000 + at}", f"s6.customers.lag={at % 9} weeks"]


def main() -> None:
    """Seconds of this process: the plan under each overlay, and its targets."""
    source = read_file(segmented(10).encode(), "plan.yaml")
    overlays = [of_texts(changes(at)) for at in range(NUMBER)]
    begin = time.process_time()
    plans = [laid(source, overlay).plan for overlay in overlays]
    read = time.process_time()
    for plan in plans:
        assert plan
        plan_targets(plan)
    end = time.process_time()
    print(f"{NUMBER:,} overlays of 10 segments: {read - begin:.2f} s, with their targets {end - begin:.2f} s")


if __name__ == "__main__":
    main()
