"""The chance of the goal against a million draws, and against squiggle-lang where node and it are there.

Run as `python -m tests.benchmarks.chance [FOLDER]`: where `npm install @quri/squiggle-lang` was run (left out:
here). Times are processor seconds of the analysis beyond start-up, the best of several; ratios are printed and never
asserted. Draws take the square of the digits: beside the ratio of times stands that for the same four digits.
"""

from __future__ import annotations

import math
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

from kpiplan.analysis.goal_chance.threads import load_numpy

load_numpy()  # before anything else loads it with many threads

import numpy as np  # noqa: E402

from kpiplan.analysis.goal_chance.answer import answer  # noqa: E402
from kpiplan.analysis.goal_chance.engine import chance_now  # noqa: E402
from kpiplan.funnel.targets import PlanTargets, plan_targets  # noqa: E402
from kpiplan.loader import load  # noqa: E402
from tests.benchmarks.__main__ import cost  # noqa: E402
from tests.conftest import SAMPLES  # noqa: E402

DRAWS = 1_000_000
PLAN = SAMPLES / "inbound_risk.yaml"
RATES = ((912, 61_000, 0.015), (184, 912, 0.2), (36, 184, 0.2), (15, 36, 0.4), (7, 15, 0.5))
VISITS, VOLUME, GOAL = 75_000, (0.9, 1.1), 9
ERROR = 1e-4  # four digits
SAMPLES_DRAWN = 1_000  # by squiggle, unless told otherwise
SQUIGGLE = """
import { run } from "@quri/squiggle-lang";
const code = `rate(k, n) = beta(k + 0.5, n - k + 0.5)
volume = 75000 * normal(1, 0.078) * rate(912, 61000) * rate(184, 912) * rate(36, 184) * rate(15, 36) * rate(7, 15)
parts = [1, 1, 2, 6, 24, 120, 720, 5040, 40320]
tail(m) = 1 - exp(-m) * List.reduce(List.upTo(0, 8), 0, {|sum, k| sum + m ^ k / parts[k]})
mean(SampleSet.map(SampleSet.fromDist(volume), tail))`;
let best = Infinity, said;
for (let turn = 0; turn < 9; turn++) {
  const begin = process.cpuUsage();
  const output = await run(code);
  if (!output.result.ok) throw new Error(output.result.value.toString());
  const used = process.cpuUsage(begin);
  best = Math.min(best, (used.user + used.system) / 1e6);
  said = output.result.value.result.toString();
}
console.log(best, said);
"""


def best(run: Callable[[], object], times: int = 7) -> float:
    """Processor seconds of the fastest of several runs."""
    found = []
    for _ in range(times):
        begin = time.process_time()
        run()
        found.append(time.process_time() - begin)
    return min(found)


def targets_of(text: str) -> PlanTargets:
    """A plan with its targets."""
    loaded = load(text.encode(), "plan.yaml")
    if loaded.plan is None:
        raise SystemExit(str(loaded.problems))
    return plan_targets(loaded.plan)


def drawn(seed: int = 1) -> float:
    """The same chance from a million years drawn with numpy."""
    draw = np.random.default_rng(seed)
    low, high = VOLUME
    shape = (1 / ((high - low) / 2.5631031)) ** 2
    mean = VISITS * draw.gamma(shape, 1 / shape, DRAWS)
    for came, units, _ in RATES:
        mean *= draw.beta(came + 0.5, units - came + 0.5, DRAWS)
    return float(np.mean(draw.poisson(mean) >= GOAL))


def against_draws() -> float:
    """One question by kpiplan and by a million draws: customers alone; the seconds of kpiplan."""
    told = PLAN.read_text(encoding="utf-8")
    everything = targets_of(told)
    deals = ("  average_deal:", "  deal_spread:", "  revenue:", "  round_customers:")
    lines = [line for line in told.splitlines() if not line.startswith(deals)]
    targets = targets_of("\n".join(lines).replace("goal:", f"goal:\n  customers: {GOAL}").partition("accept:")[0])
    exact = chance_now(targets).chance.customers
    ours, theirs = best(lambda: chance_now(targets)), best(drawn, 3)
    error = math.sqrt(exact * (1 - exact) / DRAWS)
    print("at least 9 customers, six stages with risk")
    print(f"  kpiplan                {ours * 1000:9.2f} ms   {exact:.8f}, every digit each time")
    print(f"  numpy, a million draws {theirs * 1000:9.2f} ms   {drawn():.6f}, standard error {error:.6f}")
    _ratio("numpy", theirs, ours, error)
    whole = best(lambda: answer(everything, safe=0.8))
    print(f"  all that `chance` says: revenue, months, what makes it safe {whole * 1000:7.1f} ms")
    return ours


def _ratio(name: str, theirs: float, ours: float, error: float) -> None:
    print(f"  {name} / kpiplan {theirs / ours:13.0f}   to four digits {theirs / ours * (error / ERROR) ** 2:,.0f}")


def against_squiggle(ours: float, folder: str) -> None:
    """The same by squiggle-lang: the mean of Poisson tails over its samples, whose deviation is about 0.29."""
    if shutil.which("node") is None:
        print("  squiggle-lang: no node here")
        return
    words = ["node", "--input-type=module", "-"]
    done = subprocess.run(words, input=SQUIGGLE, capture_output=True, text=True, check=False, cwd=folder)
    if done.returncode:
        print("  squiggle-lang: not here (npm install @quri/squiggle-lang)")
        return
    seconds, _, said = done.stdout.strip().partition(" ")
    error = 0.29 / math.sqrt(SAMPLES_DRAWN)
    print(f"  squiggle-lang          {float(seconds) * 1000:9.2f} ms   {float(said):.6f}, standard error {error:.6f}")
    _ratio("squiggle", float(seconds), ours, error)


def wide(segments: int, *, market: bool) -> str:
    """A plan of twelve stages, each with a line of `risk`, and so many segments; lags make of a market an outer sum."""
    rates = (40, 55, 50, 60, 45, 50, 55, 60, 50, 40, 50)
    names = [f"s{at}" for at in range(11)] + ["customers"]
    lag = {3, 11}
    items = [f"  - {names[0]}"]
    items += [
        f"  - {name}: {{rate: {rate}%{', lag: 1 month' if at in lag else ''}}}"
        for at, (name, rate) in enumerate(zip(names[1:], rates, strict=True), start=1)
    ]
    risk = [f"{name}: {2 * rate} of 200" for name, rate in zip(names[1:], rates, strict=True)]
    risk += ["market: 85% to 115%"] * market
    parts = [f"  g{at}: {{share: {100 / segments:g}%}}" for at in range(segments)]
    goal = "goal: {customers: 600, average_deal: 10k}"
    head = ["name: Wide", "year: 2026", goal, "funnel:", *items, f"risk: {{{', '.join(risk)}}}"]
    return "\n".join([*head, "segments:", *parts]) + "\n"


def scale() -> None:
    """Twelve stages and twenty segments, with all that `chance` says."""
    print("\n12 stages x 20 segments, all that `chance` says, the safe factor too")
    for name, market in (("without a market", False), ("with a market", True)):
        targets = targets_of(wide(20, market=market))
        seconds = best(partial(answer, targets, safe=0.8), 3)
        print(f"  {name:22} {seconds * 1000:9.0f} ms   goal: 600")


def startup() -> None:
    """Whole processes, interleaved, medians: what `chance` takes over what it has to import."""
    commands = {
        "typer + rich + yaml + numpy": ["-c", "import typer, yaml, rich.table, rich.console, numpy"],
        "chance": ["-m", "kpiplan", "chance", str(PLAN)],
    }
    for words in commands.values():
        cost(words)
    runs = [{name: cost(words).seconds for name, words in commands.items()} for _ in range(9)]
    seconds = {name: statistics.median(run[name] for run in runs) for name in commands}
    print("\nstart-up, whole processes")
    for name, median in seconds.items():
        print(f"  {name:30} {median * 1000:8.1f} ms")
    ratio = seconds["chance"] / seconds["typer + rich + yaml + numpy"]
    print(f"  chance / imports               {ratio:8.2f}   with what it computes; goal for start-up alone: 1.4")


if __name__ == "__main__":
    against_squiggle(against_draws(), sys.argv[1] if sys.argv[1:] else ".")
    scale()
    startup()
