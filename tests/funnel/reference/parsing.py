"""Reading scalars, months and series: the plan language as it stands, naive and literal.

A month is a whole number: 1..12 in the plan, below 1 before it, above 12 after it. Plans are valid.
"""

import re
from typing import Any

Data = dict[str, Any]
Months = dict[int, float]
YEAR = range(1, 13)
NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
SCALE = {"": 1.0, "k": 1e3, "m": 1e6, "b": 1e9, "bn": 1e9, "천": 1e3, "만": 1e4, "억": 1e8, "%": 1 / 100}


def number(value: object) -> float:
    """`10M, 10_000_000, "10,000,000", $10M, 10m, 1억, 1000만`; `1.5% or 0.015`."""
    if isinstance(value, int | float):
        return float(value)
    plain = re.sub(r"[,_\s$€£¥₩]", "", str(value)).lower()
    pieces = re.findall(r"([-+]?[\d.]+(?:e[-+]?\d+)?)([^\d.+-]*)", plain)
    return sum(float(digits) * SCALE[unit] for digits, unit in pieces)


def percentage_of_time(value: object, wanted: str, bare: str, sign: int = 1) -> float:
    """Growth g a year is (1+g)^(1/12)-1 a month, churn (sign -1) c a year is 1-(1-c)^(1/12) a month."""
    said = re.search(r"\s+(?:a|per)\s+(month|year)\s*$", str(value))
    stated = number(str(value)[: said.start()]) if said else number(value)
    if wanted == (said[1] if said else bare):
        return stated
    return sign * ((1 + sign * stated) ** (12 if wanted == "year" else 1 / 12) - 1)


def calendar(text: object) -> int:
    """`2019-10` as a count of calendar months."""
    year, month = str(text).split("-")
    return int(year) * 12 + int(month) - 1


def first_month(plan: Data) -> int:
    """`year: 2020`, or `start: 2020-04` for a fiscal year; as a count of calendar months."""
    return calendar(plan["start"]) if "start" in plan else int(plan["year"]) * 12


def month_name(start: int, m: int) -> str:
    """The plan month m as `2019-12`."""
    return f"{(start + m - 1) // 12:04}-{(start + m - 1) % 12 + 1:02}"


def named_months(spec: Data, start: int, other: object) -> Months:
    """Named calendar months `{mar: 60, oct: 110, else: 0}`."""
    named = {NAMES.index(str(key).lower()[:3]): value for key, value in spec.items() if key != "else"}
    return {m: number(named.get((start + m - 1) % 12, other)) for m in YEAR}


def dated_steps(spec: Data, start: int) -> Months:
    """Dated steps `{2025-02: 20%, 2025-05: 22%}`, each holding until the next (the first also before)."""
    steps = sorted((calendar(key) - start + 1, number(value)) for key, value in spec.items())
    return {m: [value for since, value in steps if since <= max(m, steps[0][0])][-1] for m in YEAR}


def series(spec: object, start: int) -> Months:
    """A scalar; 12 values from the plan's first month; 4, one a quarter; `{from, to}` in 11 equal steps; …"""
    if isinstance(spec, list):
        return {m: number(spec[(m - 1) * len(spec) // 12]) for m in YEAR}
    if not isinstance(spec, dict):
        return {m: number(spec) for m in YEAR}
    if "from" in spec:
        low, high = number(spec["from"]), number(spec["to"])
        return {m: low + (high - low) * (m - 1) / 11 for m in YEAR}
    if any(str(key)[0].isdigit() for key in spec):
        return dated_steps(spec, start)
    return named_months(spec, start, spec.get("else"))


def before_of(values: Data, start: int) -> Months:
    """What reached a stage before the plan; quarters (`2019-Q4`) are spread evenly."""
    stated: Months = {}
    for key, value in values.items():
        year, period = str(key).split("-")
        length = 3 if period.startswith("Q") else 1
        first = calendar(f"{year}-{int(period[1]) * 3 - 2}" if length == 3 else key) - start + 1
        stated |= {first + k: number(value) / length for k in range(length)}
    return stated


def at(values: Months, m: int) -> float:
    """Outside the year series stay at their first or last value."""
    return values[min(max(m, 1), 12)]


def scaled(values: Months, factor: float) -> Months:
    """Of absolute amounts its part of the goal."""
    return {m: value * factor for m, value in values.items()}


def scaled_to_one(values: Months) -> Months:
    """`scaled to sum to 1`."""
    return {m: values[m] / sum(values.values()) for m in YEAR}
