"""Random plans that are valid by plan-language.md, as plain data; every feature with a good chance."""

import random
from collections.abc import Callable
from itertools import pairwise
from typing import Any

Data = dict[str, Any]

NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
STAGES = ["visits", "leads", "mqls", "sqls", "opportunities", "customers"]
OWN_STAGES = ["calls", "leads", "meetings", "proposals", "accounts"]
Spell = Callable[[random.Random, float], object]


def amount(rng: random.Random, value: float) -> object:
    """A whole amount of at least 1 in one of its spellings."""
    whole = max(1, round(value))
    spelled = [whole, f"{whole:_}", f"{whole:,}", f"{whole / 1000!r}k"]
    if whole % 10_000 == 0:
        spelled += [f"{whole / 1e6!r}M", f"{whole / 1e6!r}m", f"{whole // 10_000}만"]
    return rng.choice(spelled)


def money(rng: random.Random, value: float) -> object:
    """An amount, at times with a currency sign."""
    return amount(rng, value) if rng.random() < 0.8 else f"${max(1, round(value)):,}"


def small(rng: random.Random, value: float) -> object:
    """An amount that need not be whole."""
    return rng.choice([round(value, 2), f"{value:.2f}"])


def percent(rng: random.Random, value: float) -> object:
    """A share above 0 and at most 1."""
    hundredths = min(max(round(value * 10_000), 1), 10_000)
    return rng.choice([f"{hundredths / 100:g}%", hundredths / 10_000]) if hundredths < 10_000 else "100%"


def parts(rng: random.Random, count: int, least: int = 1) -> list[str]:
    """Whole percentages that sum to 100%, each at least so much."""
    cuts = sorted(rng.randint(0, 100 - least * count) for _ in range(count - 1))
    ends = [0, *cuts, 100 - least * count]
    return [f"{high - low + least}%" for low, high in pairwise(ends)]


def month(start: tuple[int, int], m: int) -> str:
    """The plan month m as `2020-04`."""
    count = start[0] * 12 + start[1] + m - 2
    return f"{count // 12}-{count % 12 + 1:02}"


def series(rng: random.Random, level: float, spell: Spell, start: tuple[int, int]) -> object:
    """Any form of a series about a level, below 1.5 times it."""

    def draw() -> object:
        return spell(rng, level * rng.uniform(0.7, 1.4))

    form = rng.choice(["scalar", "scalar", "scalar", "twelve", "four", "from", "named", "all named", "dated"])
    if form in ("twelve", "four"):
        return [draw() for _ in range(12 if form == "twelve" else 4)]
    if form == "from":
        return {"from": draw(), "to": draw()}
    if form == "named":
        return {name: draw() for name in rng.sample(NAMES, rng.randint(1, 4))} | {"else": draw()}
    if form == "all named":
        return {name: draw() for name in NAMES}
    if form == "dated":
        return {month(start, m): draw() for m in [1, *sorted(rng.sample(range(2, 13), rng.randint(1, 3)))]}
    return draw()


def timing(rng: random.Random) -> Data:
    """The timing keys of a goal, if any."""
    return rng.choice(
        [
            {},
            {},
            {"by_month": {name: rng.choice([0, 0.5, 2, 3]) for name in rng.sample(NAMES, rng.randint(1, 4))}},
            {"by_month": [rng.choice([0.5, 1, 1.5, 2]) for _ in range(12)]},
            {"by_quarter": parts(rng, 4, 5)},
            {"in_quarter": parts(rng, 3, 5)},
            {"by_quarter": parts(rng, 4, 5), "in_quarter": parts(rng, 3, 5)},
            {"growth": rng.choice(["2% a month", "16% a year", "1.5%", 0.03, "-10% a year"])},
        ]
    )


def timed(rng: random.Random, key: str, year: float) -> Data:
    """A year's amount with its timing: one number, 12 or 4 of them."""
    form = rng.choice(["year", "year", "year", "twelve", "four"])
    if form == "year" or key != "revenue":
        return {key: (money if key == "revenue" else amount)(rng, year)} | timing(rng)
    count = 12 if form == "twelve" else 4
    inside = {"in_quarter": parts(rng, 3, 5)} if count == 4 and rng.random() < 0.5 else {}
    return {key: [money(rng, year / count * rng.uniform(0.6, 1.4)) for _ in range(count)]} | inside


def options(rng: random.Random) -> Data:
    """What else a goal may say."""
    said: Data = {}
    if rng.random() < 0.35:
        said["round_customers"] = rng.choice(["nearest", "up", "down"])
    if rng.random() < 0.3:
        said["from_elsewhere"] = percent(rng, rng.uniform(0.05, 0.5))
    if rng.random() < 0.5:
        said["next_year"] = rng.choice(["10%", "none", "none", "-5%", 0.2, "1% a month", "25% a year"])
    return said


def lag(rng: random.Random) -> object:
    """A lag of any form, now and then longer than a year."""
    forms = [
        f"{rng.randint(3, 120)} days",
        f"{rng.randint(1, 9)} weeks",
        f"{rng.choice([1, 2, 3])} months",
        f"{rng.choice([0.5, 1.5, 2.25])} months",
        "1 month",
        "1 quarter",
        "2 quarters",
        "1.5 quarters",
        parts(rng, rng.randint(2, 5)),
        parts(rng, rng.randint(2, 4), 0),
        ["0%", *parts(rng, 3)],
        [0.5, 0.25, 0.25],
    ]
    return rng.choice(forms) if rng.random() < 0.93 else rng.choice(["14 months", "5 quarters", "400 days"])


def direct(rng: random.Random, level: float, year: float, start: tuple[int, int]) -> object:
    """Direct arrivals, mostly well below the need."""
    if rng.random() < 0.4:
        opening = rng.randint(10, 200)
        known = {} if rng.random() < 0.2 else {"opening": opening}
        return {"per_customer": round(level * rng.uniform(0.05, 0.2) / (opening + year), 6)} | known
    return series(rng, level * rng.uniform(0.02, 0.2), small, start)


def stage(rng: random.Random, year: float, level: float, start: tuple[int, int]) -> tuple[object, float]:
    """The entry of a stage for `level` units a month, and how many it asks of the stage above."""
    spec: Data = {}
    form = rng.choice(["rate", "rate", "rate", "months", "quarters", "each"])
    rate = rng.uniform(0.05, 0.7)
    if form == "rate":
        spec["rate"] = series(rng, rate, percent, start)
    elif form == "each":
        rate = rng.uniform(1.6, 3)
        spec["each"] = series(rng, rate, small, start)
    else:
        ages = [f"{rng.choice([0, 1, 2.5, 4, 7, 12])}%" for _ in range(rng.randint(1, 4))] + ["5%"]
        rate = sum(float(age[:-1]) for age in ages) / 100
        spec["by_age"] = ages if form == "months" else {"quarters": ages}
    if form in ("rate", "each") and rng.random() < 0.55:
        spec["lag"] = lag(rng)
    if rng.random() < 0.3:
        spec["direct"] = direct(rng, level, year, start)
    spec |= extras(rng, start)
    short = list(spec) == ["rate"] and isinstance(spec["rate"], str | float)
    return spec["rate"] if short else spec, level / rate


def extras(rng: random.Random, start: tuple[int, int]) -> Data:
    """Label, owner, cost and sources of a stage."""
    said: Data = {"label": "Some stage"} if rng.random() < 0.1 else {}
    if rng.random() < 0.4:
        said["owner"] = rng.choice(["marketing", "sales"])
    if rng.random() < 0.2:
        said["cost"] = series(rng, rng.uniform(0.5, 50), small, start)
    if rng.random() < 0.25:
        names = rng.sample(["organic", "paid", "email", "fairs"], rng.randint(1, 4))
        said["sources"] = {
            name: {"share": share, "cost": series(rng, 3, small, start)} if rng.random() < 0.4 else share
            for name, share in zip(names, parts(rng, len(names)), strict=True)
        }
    return said


def funnel(rng: random.Random, names: list[str], last: str, year: float, start: tuple[int, int]) -> list[Any]:
    """Two to six stages, top to bottom, for so many units a year."""
    above = sorted(rng.sample(range(len(names)), rng.randint(1, len(names))))
    entries: list[Any] = []
    level = year / 12
    for name in [last, *(names[i] for i in reversed(above[1:]))]:
        entry, level = stage(rng, year, level, start)
        entries.insert(0, {name: entry})
    top = extras(rng, start)
    return [{names[above[0]]: top} if top else names[above[0]], *entries]


def goal(rng: random.Random, kind: str, last: str, units: float, deal: float, start: tuple[int, int]) -> Data:
    """A goal of about so many units at such a deal; if in units, now and then without average_deal."""
    if kind == "recurring":
        base = round(units * deal * rng.uniform(0.5, 2))
        rates: list[Data] = [
            {},
            {"churn": "1.5% a month", "expansion": "0.7% a month"},
            {"churn": "10% a year"},
            {"churn": 0.01, "expansion": "4% a year"},
        ]
        said: Data = {"from": money(rng, base), "to": money(rng, base + units * deal)}
        said = {"recurring": said | rng.choice(rates)}
    else:
        key, year = ("revenue", units * deal) if kind == "revenue" else (last, units)
        said = timed(rng, key, year)
    if kind != "units" or rng.random() < 0.7:
        said["average_deal"] = series(rng, deal, money, start)
    return said | options(rng)


def own_goal(
    rng: random.Random, plan_goal: Data, kind: str, last: str, units: float, deal: float, start: tuple[int, int]
) -> Data:
    """A segment's own goal, of any form that the plan's measure can be compared with."""
    priced = "average_deal" in plan_goal
    forms = {
        "revenue": ["revenue", "units"],
        "recurring": ["recurring", "units"],
        "units": ["units", "revenue"] if priced else ["units"],
    }[kind]
    said = goal(rng, rng.choice(forms), last, units, deal, start)
    if not priced or rng.random() < 0.5:
        said.pop("average_deal", None)
    return said


def segments(
    rng: random.Random, plan: Data, kind: str, last: str, units: float, deal: float, start: tuple[int, int]
) -> Data:
    """One to three segments, at least one of them with a share."""
    names = rng.sample(["inbound", "outbound", "partners"], rng.randint(1, 3))
    shared = rng.randint(1, len(names))
    shares, result = parts(rng, shared, 15), {}
    for place, name in enumerate(names):
        segment: Data = {"share": shares[place]} if place < shared else {}
        bottom, size = last, units * (0.2 if segment else 0.08)
        if rng.random() < 0.35:
            bottom = last if kind == "units" else rng.choice([last, "accounts"])
            segment["funnel"] = funnel(rng, OWN_STAGES[:4], bottom, size, start)
        if not segment.get("share"):
            segment["goal"] = own_goal(rng, plan["goal"], kind, bottom, size, deal, start)
        elif rng.random() < 0.6:
            segment["goal"] = timing(rng) | options(rng)
            if "average_deal" in plan["goal"] and rng.random() < 0.5:
                segment["goal"]["average_deal"] = series(rng, deal, money, start)
        result[name] = {key: value for key, value in (segment | overrides(rng, plan, segment, start)).items() if value}
    return result


def overrides(rng: random.Random, plan: Data, segment: Data, start: tuple[int, int]) -> Data:
    """Fixed costs, or what came before, that a segment states for itself."""
    said: Data = {}
    if rng.random() < 0.2:
        said["costs"] = {rng.choice(["marketing", "sales"]): series(rng, 9_000, money, start)}
    if rng.random() < 0.2:
        said["before"] = before(rng, {"funnel": segment.get("funnel", plan["funnel"])}, start)
    return said


def before(rng: random.Random, plan: Data, start: tuple[int, int]) -> Data:
    """What reached some stages before the plan, by months or by a calendar quarter."""
    names = [next(iter(entry)) if isinstance(entry, dict) else entry for entry in plan["funnel"]][:-1]
    result: Data = {}
    for name in rng.sample(names, rng.randint(1, len(names))):
        result[name] = {month(start, -back): rng.randint(0, 40) for back in range(rng.randint(1, 4))}
        if rng.random() < 0.4:
            quarter = (start[0] * 12 + start[1] - 1) // 3 - 1
            result[name] = {f"{quarter // 4}-Q{quarter % 4 + 1}": rng.randint(0, 90)}
    return result


def random_plan(rng: random.Random) -> Data:
    """A valid plan as plain data."""
    start = (rng.randint(2019, 2026), rng.choice([1, 1, rng.randint(1, 12)]))
    plan: Data = {"name": "Random plan", "currency": "USD"}
    plan |= {"year": start[0]} if start[1] == 1 and rng.random() < 0.7 else {"start": month(start, 1)}
    kind, last = rng.choice(["revenue", "revenue", "units", "recurring"]), rng.choice(["customers", "orders"])
    several = rng.random() < 0.4
    units, deal = rng.randint(40, 600) * (10 if several else 1), rng.choice([500, 4_000, 100_000])
    plan["goal"] = goal(rng, kind, last, units, deal, start)
    plan["funnel"] = funnel(rng, STAGES[:5], last, units, start)
    if kind == "revenue" and rng.random() < 0.4:
        kept = money(rng, units * deal * rng.uniform(0.05, 0.4))
        plan["existing"] = {"revenue": kept} | rng.choice(
            [{}, {"churn": "8%", "expansion": "12%"}, {"churn": "1% a month"}, {"expansion": "0.5% a month"}]
        )
    if rng.random() < 0.4:
        sides = rng.choice([["marketing", "sales"], ["marketing"], ["sales"]])
        plan["costs"] = {side: series(rng, 40_000, money, start) for side in sides}
    if rng.random() < 0.3:
        plan["before"] = before(rng, plan, start)
    if several:
        plan["segments"] = segments(rng, plan, kind, last, units, deal, start)
    return plan
