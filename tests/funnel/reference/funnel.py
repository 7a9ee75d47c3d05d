"""Up the funnel and down it. A stage's dictionary has the months that it covers; outside, its target is 0."""

import math
import re
from dataclasses import dataclass

from .parsing import YEAR, Data, Months, at, month_name, number, series


@dataclass
class Stage:
    """A step of the funnel; `shares` are the w[k] above 0."""

    name: str
    rate: Months
    shares: Months
    arrivals: Months
    referrals: tuple[float, float]
    owner: str
    costs: dict[str, Months]
    sources: dict[str, float]


@dataclass
class Part:
    """What is planned as one: a goal's customers and a funnel; absolute amounts are scaled already."""

    name: str | None
    start: int
    customers: Months
    next_year: float | None
    deal: Months | None
    recurring: Months | None
    churn: float | None
    stages: list[Stage]
    costs: dict[str, Months]
    before: dict[str, Months]


def lag_shares(lag: object) -> Months:
    """A lag of L months splits between the two whole months around it; a list: shares by months of age."""
    if isinstance(lag, list):
        return {k: number(share) for k, share in enumerate(lag) if number(share) > 0}
    [(count, unit)] = re.findall(r"^([\d.]+)\s*(day|week|month|quarter)s?$", str(lag).strip())
    length = float(count) * {"day": 12 / 365.25, "week": 7 * 12 / 365.25, "month": 1, "quarter": 3}[unit]
    whole, rest = math.floor(length), length - math.floor(length)
    return {k: share for k, share in ((whole, 1 - rest), (whole + 1, rest)) if share > 0}


def ages(by_age: Data | list[object]) -> list[float]:
    """`by_age: {quarters: […]}` spreads each quarter's over its three months evenly."""
    if isinstance(by_age, dict):
        return [number(share) / 3 for share in by_age["quarters"] for _ in range(3)]
    return [number(share) for share in by_age]


def stage_of(entry: Data | str, start: int) -> Stage:
    """`- visits`, `- leads: 1.5%`, `- leads: {rate | each | by_age, lag, direct, owner, cost, sources}`."""
    [(name, stated)] = entry.items() if isinstance(entry, dict) else [(entry, {})]
    spec: Data = stated if isinstance(stated, dict) else {"rate": stated}
    rate = series(spec.get("rate", spec.get("each", 1)), start)
    shares = lag_shares(spec.get("lag", "0 months"))
    if "by_age" in spec:  # rate = their sum; shares = each over the sum
        aged = ages(spec["by_age"])
        rate = dict.fromkeys(YEAR, sum(aged))
        shares = {k: share / sum(aged) for k, share in enumerate(aged) if share > 0}
    arrivals = spec.get("direct", 0)
    referrals = (0.0, 0.0)
    if isinstance(arrivals, dict) and "per_customer" in arrivals:
        referrals = number(arrivals["per_customer"]), number(arrivals.get("opening", 0))
        arrivals = 0
    sources = {
        key: source if isinstance(source, dict) else {"share": source}
        for key, source in spec.get("sources", {}).items()
    }
    costs = {name: spec} | {f"{name}.{key}": source for key, source in sources.items()}
    return Stage(
        name,
        rate,
        shares,
        series(arrivals, start),
        referrals,
        str(spec.get("owner", "")),
        {key: series(paid["cost"], start) for key, paid in costs.items() if "cost" in paid},
        {f"{name}.{key}": number(source["share"]) for key, source in sources.items()},
    )


def wanted(part: Part, m: int) -> float:
    """After the plan: C[m+12y] = C[m] * (1 + next_year)^y."""
    return part.customers[(m - 1) % 12 + 1] * (1 + (part.next_year or 0.0)) ** ((m - 1) // 12)


def direct(part: Part, i: int, m: int) -> float:
    """d_i[m]; referrals: q * (K + all customers of the goal won in the months 1 to m-1); before the plan q * K.

    Where m lies beyond the plan, those wanted after it are among them; with `none` nothing is wanted there.
    """
    each, opening = part.stages[i].referrals
    last = m if part.next_year is not None else min(m, 13)
    won = sum(wanted(part, j) for j in range(1, last))
    return at(part.stages[i].arrivals, m) + each * (opening + won)


def need(part: Part, a: list[Months], i: int) -> Months:
    """need_i[m] = max(0, a_i[m] - d_i[m]) for m covered by stage i."""
    return {m: max(0.0, a[i][m] - direct(part, i, m)) for m in a[i]}


def cohort(stage: Stage, needed: Months, c: int) -> float:
    """sum_k w_i[k] * need_i[c+k] / ( r_i[c] * sum_k w_i[k] ), over the k with c+k covered by stage i."""
    shares = {k: share for k, share in stage.shares.items() if c + k in needed}
    landing = sum(share * needed[c + k] for k, share in shares.items())
    return landing / (at(stage.rate, c) * sum(shares.values())) if shares else 0.0


def targets(part: Part) -> list[Months]:
    """a_i[m]: stage n covers 1..∞ (none: 1..12), stage i-1 [lo_i - longest lag, hi_i - shortest lag].

    ∞ is as far ahead as month 12 of the top needs, so that there every cohort is seen whole.
    """
    endless = part.next_year is not None
    high = 12 + sum(max(stage.shares) for stage in part.stages[1:]) if endless else 12
    a: list[Months] = [{} for _ in part.stages]
    a[-1] = {m: wanted(part, m) for m in range(1, high + 1)}
    for i in range(len(part.stages) - 1, 0, -1):
        stage, needed = part.stages[i], need(part, a, i)
        low = min(needed) - max(stage.shares)
        high = max(needed) - (max if endless else min)(stage.shares)
        a[i - 1] = {c: cohort(stage, needed, c) for c in range(low, high + 1)}
    return a


def flow(part: Part, a: list[Months], i: int, c: int, m: int) -> float:
    """flow_i(c -> m) = w_i[m-c] * need_i[m], m covered by stage i."""
    return part.stages[i].shares.get(m - c, 0.0) * need(part, a, i).get(m, 0.0)


def carry_in(part: Part) -> list[Data]:
    """The targets of months c < 1 whose next stage they still reach in the plan (c + longest lag >= 1)."""
    a, rows = targets(part), []
    for i, stage in enumerate(part.stages[1:], 1):
        above = part.stages[i - 1].name
        for c in range(1 - max(stage.shares), 1):
            rows.append(
                {
                    "segment": part.name,
                    "stage": above,
                    "month": month_name(part.start, c),
                    "needed": a[i - 1].get(c, 0.0),
                    "brings": sum(flow(part, a, i, c, m) for m in YEAR),
                    "stated": part.before.get(above, {}).get(c),
                }
            )
    return rows


def chance(part: Part, a: list[Months], i: int, m: int, c: int) -> float:
    """p_i(m | c) = flow_i(c -> m) / a_{i-1}[c], and r_i[c] * w_i[m-c] where a_{i-1}[c] is 0."""
    if not a[i - 1].get(c):
        return at(part.stages[i].rate, c) * part.stages[i].shares.get(m - c, 0.0)
    return flow(part, a, i, c, m) / a[i - 1][c]


def expected(part: Part, a: list[Months], i: int, x: Months) -> Months:
    """e_i[m] = d_i[m] + sum_c p_i(m | c) * x_{i-1}[c] in the plan's months; x: arrivals above."""
    lags = part.stages[i].shares
    return {m: direct(part, i, m) + sum(chance(part, a, i, m, m - k) * x[m - k] for k in lags) for m in YEAR}


def down(part: Part, top: Months | None = None) -> list[Months]:
    """What to expect of `top` (the target unless given); before the plan: `before`, else the target."""
    a = targets(part)
    known: list[Months] = []
    for i, stage in enumerate(part.stages):
        stated = part.before.get(stage.name, {})
        early = {m: stated.get(m, a[i].get(m, 0.0)) for m in range(min(a[i]), 1)}
        inside = expected(part, a, i, known[-1]) if i else top or {m: a[0].get(m, 0.0) for m in YEAR}
        known.append(early | inside)
    return known
