"""The loader and the JSON Schema accept and refuse the same plans, as far as a schema can say it.

Two hundred damaged plans in every run; `--schema-plans 600` for three times as many.
"""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from kpiplan.language.json_schema import plan_schema
from kpiplan.language.yaml.nodes import Node, scalar_value
from kpiplan.language.yaml.reader import parse
from kpiplan.loader import load
from kpiplan.problems import Problem

VALIDATOR = Draft7Validator(plan_schema())

# what needs arithmetic, the calendar, another part of the file, or more than JSON has
BEYOND_A_SCHEMA = {
    "shares-sum": "a sum",
    "goal-empty": "a sum",
    "existing-above-goal": "a sum",
    "rounded-to-zero": "a sum",
    "segments-above-goal": "a sum",
    "segments-below-goal": "a sum",
    "month-outside": "depends on the plan's first month",
    "unknown-stage": "depends on the funnel",
    "bad-change": "depends on what is changed",
    "unknown-path": "depends on what is there",
    "unclear-path": "depends on what is there",
    "bad-extends": "depends on other files",
    "unknown-segment": "depends on the segments",
    "unclear-number": "JSON numbers have no digits: 20.000 is 20",
    "bad-rule": "depends on the name of the KPI",
    "goal-unit": "depends on the funnel",
    "belief-counts": "compares two numbers within a text",
    "belief-range": "compares two numbers within a text",
    "belief-too-wide": "the size of numbers within a text",
    "belief-misplaced": "depends on the funnel and the goal",
    "belief-above-one": "depends on the funnel",
    "belief-no-last-year": "depends on last_year",
    "duplicate-stage": "compares the names of a list's items",
    "wrong-currency": "depends on the plan's currency",
    "lag-too-long": "the size of a number within a text",
    "not-finite": "JSON has no infinity; the size of a number within a text",
}


def sayable(problem: Problem) -> bool:
    """Whether a schema can refuse a plan for it."""
    path, message = problem.path, problem.message
    if problem.severity != "error" or problem.code in BEYOND_A_SCHEMA:
        return False
    if problem.code == "unknown-key":
        # a goal may count any last stage, an export any KPI and segment, whatever its name
        return not {"goal", "split"} & set(path[-2:-1]) and (path[0] != "actuals" or len(path) > 3)
    if problem.code == "bad-choice":
        return path[0] != "actuals" or path[-1] != "encoding"  # Python's codecs are no list
    if problem.code == "two-ways":
        return message.endswith("say the same thing")  # not: the same month by two names, goals of two kinds
    if problem.code == "missing-key":
        # a key that its own mapping lacks, not one that another part of the plan would have to have
        return f"has no {path[-1] if path else ''}" in message
    return not message.startswith(("the ages sum", "nothing ever converts"))


def as_json(node: Node) -> Any:
    """A tree as an editor's schema checker sees it."""
    if node.kind == "list":
        return [as_json(item) for item in node.items]
    if node.kind == "mapping":
        return {key.text: as_json(value) for key, value in node.pairs}
    return scalar_value(node)


def agree(plan: Any) -> None:
    text = yaml.safe_dump(plan, allow_unicode=True, sort_keys=False)
    note(text)
    loaded = load(text.encode(), "plan.yaml")
    root = parse(text).root
    assert root is not None
    refusals = [
        f"{'.'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in VALIDATOR.iter_errors(as_json(root))
    ]
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    if not errors:
        assert not refusals
    said = [problem for problem in errors if sayable(problem)]
    assert refusals or not said, [(p.code, p.path, p.message) for p in said]


MONTHS = ("jan", "Feb", "MAR", "april", "may", "June", "jul", "aug", "sept", "oct", "november", "dec")


def series(*values: Any) -> st.SearchStrategy[Any]:
    one = st.sampled_from(values)
    return st.one_of(
        one,
        st.lists(one, min_size=12, max_size=12),
        st.lists(one, min_size=4, max_size=4),
        st.fixed_dictionaries({"from": one, "to": one}),
        st.fixed_dictionaries({"mar": one, "Oct": one, "else": one}),
        st.fixed_dictionaries(dict.fromkeys(MONTHS, one)),
        st.fixed_dictionaries({"2026-01": one, "2026-05": one}),
    )


MONEY = (
    "10M",
    1_000_000,
    "10_000_000",
    "10,000,000",
    "$10M",
    "10m",
    "1억",
    "1000만",
    "1억 5000만",
    "640k USD",
    2.5,
    "0x10",
)
DEALS = series("40k", 40_000, "$1,000", "5만", 0.5)
RATES = series("20%", 0.2, "1.5 %", "100%", 1, "+5%", ".5%", "0.20%")
COUNTS = series(0, 12, "1.2k", "61,000", "3만", 0.5)
GROWTHS = st.sampled_from(
    ("2% a month", "16% a year", "2%", 0.02, "-10% a year", "1.5% monthly", "0.01 per month", "120%")
)
LAGS = st.sampled_from(
    ("30 days", "2 weeks", "1 month", "1.5 quarters", "1 year", ["50%", 0.3, "20%"], ["100%"], "1 mo")
)
TIMINGS: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    (
        {},
        {"by_month": {"nov": 2, "Dec": "1.5", "else": 1}},
        {"by_month": [1] * 12},
        {"by_quarter": ["20%", "25%", "25%", "30%"], "in_quarter": ["15%", "25%", 0.6]},
        {"growth": "2% a month"},
    )
)
SHARES = st.sampled_from(({"a": "60%", "b": 0.4}, {"a": {"share": "30%", "cost": 2.5, "label": "A"}, "b": "70%"}))
COMMON = {"label": st.just("Some"), "owner": st.sampled_from(("sales", 5)), "cost": DEALS, "sources": SHARES}


CELLS = st.sampled_from(("Closed Won", 7, True, ["Web", "", 1.5, False]))
WHERE = st.dictionaries(st.sampled_from(("Stage", "단계")), CELLS, min_size=1)
COUNTED = st.fixed_dictionaries({"count": st.just("AQL date")}, optional={"by": st.just("Day"), "where": WHERE})
SUMMED = st.fixed_dictionaries({"sum": st.sampled_from(("Amount", 2024))}, optional={"by": st.just(5), "where": WHERE})
FILES = st.fixed_dictionaries(
    {},
    optional={
        "leads": COUNTED,
        "followers": st.one_of(COUNTED, SUMMED),
        "revenue": SUMMED,
        "marketing_spend": SUMMED,
        "add": st.booleans(),
        "year": st.sampled_from((2024, "2024")),
        "day_first": st.booleans(),
        "encoding": st.sampled_from(("utf-8", 949, "EUC-KR")),
        "table": st.sampled_from((1, 2.0, "Day index")),
        "decimal": st.sampled_from((".", ",")),
        "spans": st.sampled_from(("start", "spread")),
        "timezone": st.sampled_from(("Asia/Seoul", "Europe/Berlin")),
    },
)


RISKS = st.fixed_dictionaries(
    {},
    optional={
        "visits": st.sampled_from(("85% to 110%", "80 % to .9%")),
        "leads": st.sampled_from(("231 of 16_200", "1.2k of 61,000", "last_year", "1% to 3.5 %", "0.5 of 3만")),
        "average_deal": st.sampled_from(("36k to 44k", "$1,000 to $2,000", "5만 to 6만")),
        "deal_spread": st.sampled_from(("60%", 0.6, "250%", 0, "0%")),
        "market": st.sampled_from(("85% to 115%", "0% to 5%")),
    },
)


SCENARIOS = st.dictionaries(
    st.sampled_from(("cautious", "계획", "a b")),
    st.sampled_from(
        ({"leads": "1.2%", "why": "a reason"}, {"goal": {"average_deal": "5k"}, "leads*": 0.5}, {"why": "x"})
    ),
    min_size=1,
)


@st.composite
def stages(draw: st.DrawFn, last: str = "customers") -> list[Any]:
    top = draw(st.one_of(st.none(), st.fixed_dictionaries({}, optional=COMMON)))
    found: list[Any] = [draw(st.sampled_from(("visits", {"visits": top})))]
    for name in ("leads", last):
        extras = draw(
            st.fixed_dictionaries(
                {},
                optional={**COMMON, "direct": st.one_of(COUNTS, st.just({"per_customer": 0.01, "opening": 85}))},
            )
        )
        rate = draw(
            st.one_of(
                st.fixed_dictionaries({"rate": RATES}, optional={"lag": LAGS}),
                st.fixed_dictionaries({"each": series(2.3, "1.5", 3)}, optional={"lag": LAGS}),
                st.fixed_dictionaries({"by_age": st.sampled_from((["5%", 0.2], {"quarters": ["2%", "3%"]}))}),
            )
        )
        short = list(rate) == ["rate"] and not extras
        found.append({name: rate["rate"] if short and draw(st.booleans()) else rate | extras})
    return found


@st.composite
def goals(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(("revenue", "customers", "recurring")))
    goal: dict[str, Any] = {kind: draw(st.sampled_from(MONEY if kind == "revenue" else (120, "25_000", "1.2k")))}
    if kind == "recurring":
        goal[kind] = {
            "from": "640k",
            "to": "800k",
            "churn": "1.5% a month",
            "expansion": draw(st.sampled_from(("-0%", 0))),
        }
    else:
        goal |= draw(TIMINGS)
    if kind != "customers" or draw(st.booleans()):
        goal["average_deal"] = draw(DEALS)
    options = {
        "from_elsewhere": st.sampled_from(("40%", 0, 0.99)),
        "next_year": st.one_of(GROWTHS, st.just("none")),
    }
    return goal | draw(st.fixed_dictionaries({}, optional=options))


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    plan: dict[str, Any] = {"name": draw(st.sampled_from(("P", "계획", 5, "no"))), "currency": "USD"}
    begins: tuple[dict[str, Any], ...] = ({"year": 2026}, {"year": "2026"}, {"start": "2026-01"})
    plan |= draw(st.sampled_from(begins))
    plan |= {"goal": draw(goals()), "funnel": draw(stages())}
    optional: dict[str, st.SearchStrategy[Any]] = {
        "why": st.just("a reason"),
        "before": st.sampled_from(({"leads": {"2025-11": 9, "2025-12": "8"}}, {"leads": {"2025-Q4": 28}})),
        "costs": st.fixed_dictionaries({"marketing": DEALS}),
        "budget": st.sampled_from(("1.2M", 5)),
        "last_year": st.just({"visits": 61_000, "leads": "870", "revenue": "5M"}),
        "stated": st.just({"visits": 6000, "customers": 0.75}),
        "accept": st.just({"rounding-short": "agreed"}),
        "status": st.sampled_from(
            [
                {"tolerance": "5%", "chance": 0.1, "dispersion": 1},
                {"watch": "20%", "noise": "15%"},
                {"noise": {"visits": 0.1}},
                {"watch": 0},
                {"noise": {}},
                {"noise": ["10%"]},
                {"noise": {"visits": "110%"}},
            ]
        ),
        "segments": st.fixed_dictionaries(
            {
                "in": st.fixed_dictionaries({"share": st.sampled_from(("60%", 0.6))}, optional={"funnel": stages()}),
                "out": st.fixed_dictionaries(
                    {"share": st.just("40%")}, optional={"goal": TIMINGS, "costs": st.just({})}
                ),
            }
        ),
        "actuals": st.dictionaries(st.sampled_from(("deals*.csv", "-")), FILES, min_size=1),
        "kpis": st.just([1]),
        "risk": RISKS,
        "so_far": st.sampled_from(
            ({"after": "2026-03", "seen": ["leads"]}, {"after": "2026-12", "rates": {"leads": 0.9}})
        ),
        "scenarios": SCENARIOS,
    }
    return plan | draw(st.fixed_dictionaries({}, optional=optional))


ODDITIES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1,
    20,
    1e12,
    0.5,
    "",
    " ",
    "no",
    "x",
    "20%",
    "0%",
    "-5%",
    "101%",
    "120 %",
    "1_0%",
    "-0%",
    "099%",
    "100% a year",
    "-100%",
    "1 a month",
    "$5 EUR",
    "5M",
    "-5M",
    "1,00",
    "１０",
    "２０%",
    "30 dais",
    "30",
    "0 days",
    "none",
    "up",
    "2026-13",
    "2019-Q4",
    [],
    {},
    ["20%"],
    ["25%"] * 4,
    ["x"] * 12,
    {"jan": 1},
    {"from": "5%"},
    {"from": 1, "to": 2, "x": 3},
    {"2026-02": 5},
    {"nov": 2, "x": 1},
    {"share": "100%"},
    {"rate": "5%", "each": 2},
    {"jan": "5%", "else": "7%", "2026-01": 5},
    "5 of 7",
    "5% to 7%",
    "7k to 5k",
    "-1% to 7%",
    "5 of 0",
    "1 to 7%",
    {"leads": "5 of 7", "market": "x"},
    {"quarters": []},
    {"opening": 5},
    "rounding-short",
    "USD",
    "a.b",
    "revenue",
    "9" * 30,
    {"JAN": "5%", "else": "7%"},
    {"ſept": 1},
    {"count": "A", "sum": "B"},
    {"column": "Source", "in": "Web", "out": ["Web"]},
    {"column": "Source"},
    {"where": {"": 1}},
    ["a", ["b"]],
)
NAMES = (
    "x",
    "share",
    "goal",
    "rate",
    "each",
    "lag",
    "revenue",
    "average_deal",
    "a.b",
    "",
    "jan",
    "2025-12",
    "from",
    "customers",
    "split",
    "column",
    "where",
    "encoding",
    "risk",
    "market",
    "deal_spread",
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all values within a value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, held in pairs for found in [(*path, key), *places(held, (*path, key))]]


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """A plan with one to three changes: a value, a key, a length."""
    plan = copy.deepcopy(draw(plans()))
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(places(plan)))
        parent: Any = plan
        for step in way:
            parent = parent[step]
        change = draw(st.sampled_from(("value", "value", "drop", "rename", "repeat", "add")))
        odd = copy.deepcopy(draw(st.sampled_from(ODDITIES)))
        if change == "drop":
            del parent[last]
        elif change == "rename" and isinstance(parent, dict):
            held = parent.pop(last)
            parent[draw(st.sampled_from(NAMES))] = held
        elif change == "repeat" and isinstance(parent, list):
            parent.append(copy.deepcopy(parent[last]))
        elif change == "add" and isinstance(parent, dict):
            parent[draw(st.sampled_from(NAMES))] = odd
        else:
            parent[last] = odd
        if not places(plan):
            break
    return plan


QUICK = settings(derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def count(request: pytest.FixtureRequest) -> int:
    """How many damaged plans to try."""
    return int(request.config.getoption("--schema-plans"))


@pytest.mark.hypothesis
def test_both_accept_valid_plans(count: int) -> None:
    settings(QUICK, max_examples=max(1, count // 4))(given(plans())(agree))()


@pytest.mark.hypothesis
def test_both_refuse_what_a_schema_can_tell(count: int) -> None:
    settings(QUICK, max_examples=count)(given(mutated())(agree))()


def test_it_is_draft_7() -> None:
    Draft7Validator.check_schema(plan_schema())


def parts(schema: Any) -> list[dict[str, Any]]:
    """All mappings within a schema."""
    held = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    return ([schema] if isinstance(schema, dict) else []) + [part for value in held for part in parts(value)]


def test_its_patterns_are_read_alike_by_python_and_ecma_262() -> None:
    found = [part["pattern"] for part in parts(plan_schema()) if isinstance(part.get("pattern"), str)]
    found += [pattern for part in parts(plan_schema()) for pattern in part.get("patternProperties", {})]
    assert len(found) > 10
    for pattern in found:
        re.compile(pattern)
        assert not re.search(r"\(\?[a-zP>]|[*+?}]\+|\\[AZzhd]|\[\^?\]", pattern), pattern


def test_every_key_has_a_description() -> None:
    for part in parts(plan_schema()):
        for name, value in part.get("properties", {}).items():
            if not isinstance(value, dict):
                continue
            assert value.get("description"), name


def test_every_reference_leads_somewhere() -> None:
    schema = plan_schema()
    references = {part["$ref"].removeprefix("#/definitions/") for part in parts(schema) if "$ref" in part}
    assert references <= set(schema["definitions"])
    assert references
