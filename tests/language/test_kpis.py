"""`kpis:` and `economics:`: what each shape reads to, and the exact message, with its place, for what can't be read."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft7Validator

from kpiplan.language.json_schema import plan_schema
from kpiplan.language.yaml.nodes import Node, scalar_value
from kpiplan.language.yaml.reader import parse
from kpiplan.months import Month, Series
from kpiplan.plan.kpi_goals import Aim, Band, Chosen, Deed, Limit, Path, Tasks
from kpiplan.plan.model import Plan
from tests.language.helpers import FUNNEL, GOAL, HEAD, read, said

VALIDATOR = Draft7Validator(plan_schema())
CATALOGUE = """\
kpis:
  cost_per_lead: {at_most: 480, review: monthly, owner: Demand generation, source: Google Ads + HubSpot,
                  action: move budget between channels}
  close_rate: {at_least: 45%, review: quarterly, owner: Sales}
  net_promoter_score: {reach: 45, from: 30, by: 2020-12}     # a path, progress from start to goal
  sales_sla_signed: {done: false, due: 2020-02}              # yes or no
  launch_tasks: {tasks: [landing page, nurture mails, scoring], done: [landing page], due: 2020-03}
"""


def text(kpis: str) -> str:
    """A plan with KPIs from line 9 on."""
    return f"{HEAD}{GOAL}{FUNNEL}{kpis}\n"


def as_json(node: Node | None) -> Any:
    """A tree as an editor's schema checker sees it."""
    assert node is not None
    if node.kind == "list":
        return [as_json(item) for item in node.items]
    if node.kind == "mapping":
        return {key.text: as_json(value) for key, value in node.pairs}
    return scalar_value(node)


def schema_takes(plan: str) -> bool:
    return VALIDATOR.is_valid(as_json(parse(plan).root))


def plan_of(kpis: str) -> Plan:
    """A plan that both the loader and the schema accept."""
    plan = text(kpis)
    loaded = read(plan)
    assert loaded.plan is not None, [said(problem) for problem in loaded.errors]
    assert schema_takes(plan)
    return loaded.plan


def chosen(kpis: str) -> Chosen:
    (found,) = plan_of(kpis).kpis
    return found


def of(aim: Aim) -> tuple[Series | None, Series | None]:
    assert isinstance(aim, Band)
    return aim.low and aim.low.months, aim.high and aim.high.months


def low(kpis: str) -> Series:
    found, none = of(chosen(kpis).aim)
    assert found is not None
    assert none is None
    return found


def found(kpis: str) -> list[str]:
    """The errors and notes about KPIs, with what would be right."""
    problems = read(text(kpis)).problems
    mine = [problem for problem in problems if problem.path[:1] in (("kpis",), ("economics",))]
    return [f"{said(problem)}" + (f" -> {problem.hint}" if problem.hint else "") for problem in mine]


def test_the_examples_of_the_catalogue() -> None:
    kpis = plan_of(CATALOGUE).kpis
    assert [(each.id, each.aim) for each in kpis] == [
        ("cost_per_lead", Band(None, Limit((480.0,) * 12))),
        ("close_rate", Band(Limit((0.45,) * 12), None)),
        ("net_promoter_score", Path(30, 45, Month(2020, 12))),
        ("sales_sla_signed", Deed(False, Month(2020, 2))),
        ("launch_tasks", Tasks(("landing page", "nurture mails", "scoring"), ("landing page",), Month(2020, 3))),
    ]
    assert [each.cadence for each in kpis] == ["monthly", "quarterly", "quarterly", None, None]
    assert kpis[0][4:7] == ("Demand generation", "Google Ads + HubSpot", "move budget between channels")
    assert [each.kpi is None for each in kpis] == [False, False, False, True, True]


def test_at_least_at_most_both_and_between() -> None:
    assert of(chosen("kpis: {close_rate: {at_least: 45%}}").aim) == ((0.45,) * 12, None)
    assert of(chosen("kpis: {close_rate: {at_most: 0.45}}").aim) == (None, (0.45,) * 12)
    both = ((0.4,) * 12, (0.6,) * 12)
    assert of(chosen("kpis: {close_rate: {at_least: 40%, at_most: 60%}}").aim) == both
    assert of(chosen("kpis: {close_rate: {between: [40%, 60%]}}").aim) == both


def test_a_path_ends_with_the_plan_unless_it_says_when() -> None:
    assert chosen("kpis: {net_promoter_score: {from: 30, reach: 45}}").aim == Path(30, 45, Month(2020, 12))
    assert chosen("kpis: {net_promoter_score: {from: 30, reach: 45, by: 2021-06}}").aim == Path(30, 45, Month(2021, 6))
    assert chosen("kpis: {keyword_ranking: {from: 20, reach: 8, by: 2020-01}}").aim == Path(20, 8, Month(2020, 1))
    assert chosen("kpis: {churn_rate: {from: 8%, reach: 0.05}}").aim == Path(0.08, 0.05, Month(2020, 12))


def test_deeds_and_tasks() -> None:
    assert chosen("kpis: {sla: {done: true}}").aim == Deed(True, None)
    assert chosen("kpis: {launch: {tasks: [a, b], done: true}}").aim == Tasks(("a", "b"), ("a", "b"), None)
    assert chosen("kpis: {launch: {tasks: [a, b], done: false}}").aim == Tasks(("a", "b"), (), None)
    assert chosen("kpis: {launch: {tasks: [a, b], done: []}}").aim == Tasks(("a", "b"), (), None)
    assert chosen("kpis: {launch: {tasks: a, done: [a]}}").aim == Tasks(("a",), ("a",), None)
    assert chosen("kpis: {launch: {tasks: [b, a, 5], done: [5, b]}}").aim == Tasks(("b", "a", "5"), ("b", "5"), None)


def test_what_is_done_or_not_is_no_measure_even_under_the_name_of_one() -> None:
    assert chosen("kpis: {net_promoter_score: {done: false, due: 2020-02}}").kpi is None


FALL = tuple(500 - 100 * step / 11 for step in range(12))
QUARTERS = tuple(value for value in (1.0, 2.0, 3.0, 4.0) for _ in range(3))
LEVELS = {  # what doesn't add up
    "cost_per_lead: {at_least: 480}": (480.0,) * 12,
    "cost_per_lead: {at_least: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}": tuple(float(n) for n in range(1, 13)),
    "cost_per_lead: {at_least: [1, 2, 3, 4]}": QUARTERS,
    "cost_per_lead: {at_least: {from: 500, to: 400}}": FALL,
    "cost_per_lead: {at_least: {mar: 400, else: 500}}": (500.0, 500.0, 400.0, *(500.0,) * 9),
    "cost_per_lead: {at_least: {2020-01: 500, 2020-06: 400}}": (500.0,) * 5 + (400.0,) * 7,
    "followers: {at_least: [1, 2, 3, 4]}": QUARTERS,
    "close_rate: {at_least: [10%, 12%, 12%, 15%]}": (0.1,) * 3 + (0.12,) * 6 + (0.15,) * 3,
}


@pytest.mark.parametrize("kpi", LEVELS)
def test_series_of_what_does_not_add_up(kpi: str) -> None:
    assert low(f"kpis: {{{kpi}}}") == pytest.approx(LEVELS[kpi])
    assert found(f"kpis: {{{kpi}}}") == []


@pytest.mark.parametrize(
    ("limit", "stated"),
    [
        ("20 a month", "month"),
        ("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]", "month"),
        ("{jan: 10, else: 20}", "month"),
        ("60 a quarter", "quarter"),
        ("[30, 60, 60, 90]", "quarter"),
        ("240 yearly", "year"),
        ("240", "year"),
    ],
)
def test_an_amount_knows_what_it_was_stated_of(limit: str, stated: str) -> None:
    aim = chosen(f"kpis: {{new_customers: {{at_least: 1 a month, at_most: {limit}}}}}").aim
    assert isinstance(aim, Band)
    assert aim.low is not None
    assert aim.high is not None
    assert (aim.low.stated, aim.high.stated) == ("month", stated)


AMOUNTS = {  # of what adds up, month by month
    "20 a month": (20.0,) * 12,
    "20 per month": (20.0,) * 12,
    "20/month": (20.0,) * 12,
    "20 monthly": (20.0,) * 12,
    "60 a quarter": (20.0,) * 12,
    "60 quarterly": (20.0,) * 12,
    "240 a year": (20.0,) * 12,
    "2.4k yearly": (200.0,) * 12,
    "[3, 6, 9, 12]": QUARTERS,
    "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]": tuple(float(n) for n in range(1, 13)),
    "{mar: 60, else: 20}": (20.0, 20.0, 60.0, *(20.0,) * 9),
    "{mar: 60}": (0.0, 0.0, 60.0, *(0.0,) * 9),
}


@pytest.mark.parametrize("amount", AMOUNTS)
def test_amounts_of_what_adds_up(amount: str) -> None:
    assert low(f"kpis: {{mqls: {{at_least: {amount}}}}}") == pytest.approx(AMOUNTS[amount])
    assert found(f"kpis: {{mqls: {{at_least: {amount}}}}}") == []


def test_a_bare_amount_is_the_years() -> None:
    assert low("kpis: {mqls: {at_least: 240}}") == (20.0,) * 12
    assert found("kpis: {mqls: {at_least: 240}}") == [
        "9:25 assumed-kpi-year: 240 is taken as the amount of the year -> write `240 a year`, or `… a month`"
    ]
    assert low("kpis: {new_revenue: {at_least: $1.2M a year}}") == pytest.approx((100_000,) * 12)
    assert low("kpis: {leads: {at_least: 1_200 a year}}") == pytest.approx((100,) * 12)  # a stage of the plan


VALUES = {
    "new_revenue: {at_least: $12k a month}": 12_000,
    "average_deal: {at_least: 40k}": 40_000,
    "average_deal: {at_least: 40k USD}": 40_000,
    "marketing_roi: {at_least: 300%}": 3.0,
    "marketing_roi: {at_least: -20%}": -0.2,
    "marketing_roi: {at_least: 1}": 1.0,
    "revenue_growth: {at_least: '-20 %'}": -0.2,
    "revenue_growth: {at_least: \u221220%}": -0.2,
    "revenue_growth: {at_least: -0.05}": -0.05,
    "ltv_to_cac: {at_least: 3}": 3.0,
    "ltv_to_cac: {at_least: '3'}": 3.0,
    "ltv_to_cac: {at_least: 3x}": 3.0,
    "ltv_to_cac: {at_least: 2.5 times}": 2.5,
    "ltv_to_cac: {at_least: '3:1'}": 3.0,
    "ltv_to_cac: {at_least: 300%}": 3.0,
    "ltv_to_cac: {at_least: 0%}": 0.0,
    "cac_payback: {at_least: 14 months}": 14.0,
    "cac_payback: {at_least: 14}": 14.0,
    "cac_payback: {at_least: 1 quarter}": 3.0,
    "cac_payback: {at_least: 1 year}": 12.0,
    "cac_payback: {at_least: 365.25 days}": 12.0,
    "sales_cycle: {at_least: 45 days}": 45.0,
    "sales_cycle: {at_least: 45d}": 45.0,
    "sales_cycle: {at_least: 2 weeks}": 14.0,
    "sales_cycle: {at_least: 2  weeks}": 14.0,
    "sales_cycle: {at_least: 2 months}": 60.875,
    "average_session_duration: {at_least: 90 s}": 90.0,
    "average_session_duration: {at_least: 90 secs}": 90.0,
    "average_session_duration: {at_least: 2 min}": 120.0,
    "average_session_duration: {at_least: 1.5 minutes}": 90.0,
    "average_session_duration: {at_least: 1 hour}": 3_600.0,
    "net_promoter_score: {at_least: -20}": -20.0,
    "net_promoter_score: {at_least: '-20'}": -20.0,
    "net_promoter_score: {at_least: \u221220}": -20.0,
    "pages_per_session: {at_least: 2.5}": 2.5,
    "visits: {at_least: 6k a month}": 6_000,
}


@pytest.mark.parametrize("kpi", VALUES)
def test_values_by_unit(kpi: str) -> None:
    assert low(f"kpis: {{{kpi}}}") == pytest.approx((VALUES[kpi],) * 12)


REFUSED = {
    "{close_rate: {at_least: 45}}": [
        "9:31 bare-percentage: a bare 45 is not a percentage -> write 45% or 0.45",
    ],
    "{marketing_roi: {at_least: 150}}": [
        "9:34 bare-percentage: a bare 150 is not a percentage -> write 150% or 1.5",
    ],
    "{revenue_growth: {at_least: -5}}": [
        "9:35 bare-percentage: a bare -5 is not a percentage -> write -5% or -0.05",
    ],
    "{cost_per_lead: {at_most: €480}}": [
        "9:33 wrong-currency: €480 in a plan whose currency is USD -> "
        "write the amount without €, or change `currency`",
    ],
    "{new_revenue: {at_least: €20k a month}}": [
        "9:32 wrong-currency: €20k in a plan whose currency is USD -> "
        "write the amount without €, or change `currency`",
    ],
    "{sales_cycle: {at_most: 3 fortnights}}": [
        "9:31 bad-number: 3 fortnights can't be read as a number -> write a number of days such as 12, or 12 days",
    ],
    "{sales_cycle: {at_most: -3 days}}": [
        "9:31 bad-number: -3 days can't be read as a number -> write a number of days such as 12, or 12 days",
    ],
    "{net_promoter_score: {at_least: high}}": [
        "9:39 bad-number: high can't be read as a number -> write a number such as 45",
    ],
    "{mqls: {at_least: 20%}}": [
        "9:25 unexpected-percentage: 20% is a percentage; a plain number is meant -> write a number such as 45",
    ],
    "{mqls: {at_least: [1, 2, 3]}}": [
        "9:25 wrong-length: a list of 3 values -> write 12 values (months) or 4 (quarters)",
    ],
    "{mqls: {at_least: {smarch: 3}}}": [
        "9:26 bad-month: smarch is no month -> did you mean `march`?",
    ],
    "{close_rate: {between: [60%, 40%]}}": [
        "9:30 out-of-range: the lowest is above the highest -> "
        "write the lowest and the highest such as [40%, 60%]",
    ],
    "{close_rate: {between: 40%}}": [
        "9:30 wrong-type: 40% stands where the lowest and the highest such as [40%, 60%] should",
    ],
    "{close_rate: {at_least: 60%, at_most: 40%}}": [
        "9:45 out-of-range: at_least is above at_most -> swap them",
    ],
    "{close_rate: {at_least: 40%, between: [40%, 60%]}}": [
        "9:36 two-ways: at_least and between say the same thing -> keep one of them",
    ],
    "{close_rate: {at_least: 40%, formula: won / leads}}": [
        "9:36 two-ways: close_rate is in the catalogue, which states its formula -> "
        "remove formula, or call the KPI something else",
    ],
    "{leads: {at_least: 40 a year, formula: visits / 50}}": [
        "9:37 two-ways: leads is a stage of the plan, which states its formula -> "
        "remove formula, or call the KPI something else",
    ],
    "{net_promoter_score: {from: 30, reach: 45, by: 2019-12}}": [
        "9:54 month-outside: 2019-12 lies before the plan year, which begins in 2020-01 -> "
        "write 2020-12, or a month from 2020-01 on",
    ],
    "{net_promoter_score: {from: 30, at_least: 20}}": [
        "9:28 missing-key: net_promoter_score has from, but no reach -> add `reach: 45`",
    ],
    "{net_promoter_score: {at_least: 20, by: 2020-06}}": [
        "9:28 missing-key: net_promoter_score has by, but no reach -> add `reach: 45`",
    ],
    "{net_promoter_score: {reach: 20}}": [
        "9:28 missing-key: net_promoter_score has reach, but no from -> add `from: 30`",
    ],
    "{net_promoter_score: {at_least: 20, due: 2020-06}}": [
        "9:28 missing-key: net_promoter_score has due, but no done or tasks -> add `done: false`",
    ],
    "{net_promoter_score: {owner: Service}}": [
        "9:28 missing-key: net_promoter_score has no at_least, at_most, reach or done -> "
        "add `at_least: 45%`, `at_most: 480`, `reach: 45` or `done: false`",
    ],
    "{sla: {done: maybe}}": [
        "9:20 bad-choice: maybe is not a choice for done -> write true or false",
    ],
    "{sla: {done: false, at_least: 5}}": [
        "9:27 two-ways: at_least and done say the same thing -> keep one of them",
    ],
    "{launch: {tasks: []}}": [
        "9:24 wrong-type: an empty list stands where tasks such as [landing page, scoring] should",
    ],
    "{launch: {done: [a], due: 2020-02}}": [
        "9:16 missing-key: launch lists what is done, but no tasks -> add `tasks: [landing page, scoring]`",
    ],
    "{launch: {tasks: [landing page, scoring], done: [scorng, party]}}": [
        "9:56 unknown-task: no task is called scorng -> did you mean `scoring`?",
        "9:64 unknown-task: no task is called party -> the tasks are landing page, scoring",
    ],
    "{close_rat: {at_least: 45%}}": [
        "9:8 unknown-kpi: no KPI is called close_rat -> did you mean `close_rate`? "
        "`kpiplan kpis` lists them; one of your own has `unit: count` or a `formula`",
    ],
    "{costumers: {at_least: 9}}": [
        "9:8 unknown-kpi: no KPI is called costumers -> did you mean `customers`? "
        "`kpiplan kpis` lists them; one of your own has `unit: count` or a `formula`",
    ],
    "{close_rate: {at_lest: 45%}}": [
        "9:21 unknown-key: unknown key at_lest -> did you mean `at_least`?",
    ],
    "{close_rate: {at_least: 45%, review: fortnightly}}": [
        "9:44 bad-choice: fortnightly is not a choice for review -> "
        "write weekly, monthly, quarterly, half-yearly or yearly",
    ],
    "{close_rate: 45%}": [
        "9:20 wrong-type: 45% stands where a KPI should -> write {at_most: 480, owner: Demand generation}",
    ],
    "[close_rate]": [
        "9:7 wrong-type: a list stands where KPIs such as "
        "{cost_per_lead: {at_most: 480, owner: Demand generation}} should",
    ],
    "": [
        "9:1 wrong-type: nothing stands where KPIs such as "
        "{cost_per_lead: {at_most: 480, owner: Demand generation}} should",
    ],
    "{partner leads: {unit: count, at_least: 5 a year}}": [
        "9:8 bad-name: 'partner leads' can't be the name of a KPI -> "
        "write letters, digits and _, such as partner_leads",
    ],
}  # fmt: skip


@pytest.mark.parametrize("kpis", REFUSED)
def test_messages(kpis: str) -> None:
    assert found(f"kpis: {kpis}") == REFUSED[kpis]
    assert read(text(f"kpis: {kpis}")).plan is None


def test_a_schema_refuses_wrong_keys_names_and_shapes() -> None:
    for kpis in (
        "{close_rate: {at_lest: 45%}}",
        "{close_rate: {owner: Sales}}",
        "{close_rate: 45%}",
        "{close_rate: {at_least: 45%, between: [1%, 2%]}}",
        "{close_rate: {at_least: 45%, review: fortnightly}}",
        "{partner leads: {unit: count, at_least: 5}}",
        "{launch: {tasks: []}}",
        "{sla: {done: maybe}}",
        "{own: {unit: pounds, at_least: 5}}",
        "[close_rate]",
        "{}",
    ):
        assert not schema_takes(text(f"kpis: {kpis}")), kpis
    assert not schema_takes(text("economics: {purchases: 2}"))
    assert not schema_takes(text("economics: {years_kept: 0}"))


OWN = {
    "demo_rate: {formula: demos / leads, unit: ratio, at_least: 10%}": ("demos / leads", "ratio", "higher"),
    "demo_rate: {formula: demos / leads, at_least: 10%}": ("demos / leads", "ratio", "higher"),  # the value says so
    "demo_rate: {formula: demos / leads, between: [[1%, 2%, 3%, 4%], 9%]}": ("demos / leads", "ratio", "higher"),
    "net_adds: {formula: customers - lost_customers, at_least: 5 a year}": (
        "customers - lost_customers", "count", "higher",
    ),
    "csat: {unit: score, at_least: 4.2}": ("csat", "score", "higher"),
    "tickets: {unit: count, at_most: 50 a month}": ("tickets", "count", "lower"),
    "margin: {unit: currency, direction: lower, at_least: 5 a month}": ("margin", "currency", "lower"),
    "share: {unit: ratio, from: 10%, reach: 20%}": ("share", "ratio", "higher"),
    "데모: {unit: count, at_least: 5 a month}": ("데모", "count", "higher"),
    "展示率: {formula: 展示 / leads, at_least: 5%}": ("展示 / leads", "ratio", "higher"),
}  # fmt: skip


@pytest.mark.parametrize("kpi", OWN)
def test_kpis_of_the_plans_own(kpi: str) -> None:
    record = chosen(f"kpis: {{{kpi}}}").kpi
    assert record is not None
    assert (record.formula, record.unit, record.better) == OWN[kpi]


def test_what_is_made_of_a_ratio_of_the_plans_own_is_no_amount_of_the_year() -> None:
    kpis = "kpis: {cost: {formula: spend / leads, unit: currency, at_most: 40}, %s: {formula: %s, unit: currency, %s}}"
    assert found(kpis % ("dear", "cost * 2", "at_most: 80")) == []
    assert found(kpis % ("both", "spend + revenue", "at_least: 80")) == [
        "9:128 assumed-kpi-year: 80 is taken as the amount of the year -> write `80 a year`, or `… a month`"
    ]


def test_names_that_tables_show() -> None:
    own = chosen("kpis: {demo_rate: {name: Demos of leads, formula: demos / leads, at_least: 10%}}")
    assert (own.label, own.kpi and own.kpi.name) == ("Demos of leads", "Demos of leads")
    assert chosen("kpis: {close_rate: {name: Wins, at_least: 45%}}").label == "Wins"


FORMULAS = {
    "demos / leads.count": [
        "9:37 bad-formula: a formula has numbers, measures, + - * / and parentheses, nothing else -> "
        "write a formula such as demos / leads",
    ],
    "demos / (leads": [
        "9:32 bad-formula: this can't be read as a formula of numbers, measures, + - * / and parentheses -> "
        "write a formula such as demos / leads",
    ],
    "demos ** 2": [
        "9:24 bad-formula: a formula has numbers, measures, + - * / and parentheses, nothing else -> "
        "write a formula such as demos / leads",
    ],
    "clicks / impresions": [
        "9:33 unknown-measure: no measure is called impresions -> did you mean `impressions`?",
    ],
    "leads / vists": ["9:32 unknown-measure: no measure is called vists -> did you mean `visits`?"],
    "demos / leads": [
        "9:24 own-measure: demos is taken as a measure of your own -> "
        "exports must have it: a column, or a row of a table month,kpi,value",
    ],
    "leads / other": [],  # another of the plan's own
    "close_rate * leads": [],
    "rate": [
        "9:24 bad-formula: the formula of rate leads back to itself -> name base measures; for what exports have "
        "under its own name leave the formula out, and say `unit: count`"
    ],
    "demos / (4 - 4)": [
        "9:33 bad-formula: this is 0, and nothing can be divided by it -> write a formula such as demos / leads"
    ],
    "rate * 2": ["9:24 bad-formula: the formula of rate leads back to itself -> name base measures"],
    "other + back": [
        "9:24 bad-formula: the formula of rate leads back to itself -> name base measures",
        "9:124 bad-formula: the formula of back leads back to itself -> name base measures",
    ],
}


@pytest.mark.parametrize("formula", FORMULAS)
def test_formulas(formula: str) -> None:
    rest = "unit: ratio, at_least: 1%}, other: {unit: count, at_least: 1 a year}"
    last = "back: {formula: rate * 2, unit: ratio, at_least: 1%}"
    assert found(f"kpis: {{rate: {{formula: {formula}, {rest}, {last}}}") == FORMULAS[formula]


def test_a_formula_may_not_lead_back_to_itself_through_the_catalogue() -> None:
    own = "{marketing_spend: {formula: cost_per_lead * leads, unit: currency, at_most: 5}}"
    assert found(f"kpis: {own}") == [
        "9:35 bad-formula: the formula of marketing_spend leads back to itself -> name base measures"
    ]


@pytest.mark.parametrize("name", ["class", "import", "None", "2nd_calls", "\ufb01x"])
def test_a_measure_has_a_name_that_formulas_can_have(name: str) -> None:
    expected = [
        f"9:8 bad-name: '{name}' can't be the name of a KPI -> write letters, digits and _, such as partner_leads"
    ]
    assert found(f"kpis: {{{name}: {{unit: count, at_least: 5 a year}}}}") == expected
    staged = text(f"kpis: {{{name}: {{at_least: 5 a year}}}}").replace("leads:", f"{name}:")
    assert [said(problem) for problem in read(staged).errors] == [part.partition(" ->")[0] for part in expected]
    assert chosen(f"kpis: {{{name}: {{done: true}}}}").id == name  # nothing is computed of a deed


def test_all_problems_of_a_block_in_one_go() -> None:
    kpis = (
        "kpis:\n"
        "  close_rat: {at_least: 5%}\n"
        "  close_rate: {at_least: 45, ownr: Sales}\n"
        "  net_promoter_score: {reach: 45, from: x, by: 2019-13}\n"
        "  launch: {tasks: [a], done: [b], due: soon}\n"
        "  own: {formula: a b, unit: ratios, at_least: 5%}\n"
        "economics: {gross_margin: 70}"
    )
    codes = [line.split(":")[1].split(" ")[1] for line in found(kpis)]
    assert codes == [
        "unknown-kpi", "bare-percentage", "unknown-key", "bad-number", "bad-month", "unknown-task", "bad-month",
        "bad-formula", "bad-choice", "bare-percentage",
    ]  # fmt: skip


def test_economics() -> None:
    found = plan_of("economics: {purchases_per_year: 2, years_kept: 4.5, gross_margin: 70%, average_purchase: $40k}")
    assert found.economics == {
        "purchases_per_year": 2, "years_kept": 4.5, "gross_margin": 0.7, "average_purchase": 40_000,
    }  # fmt: skip


ECONOMICS = {
    "{purchases_per_year: 0}": ["9:33 out-of-range: 0 is not above 0 -> write a number such as 2"],
    "{years_kept: 20%}": [
        "9:25 unexpected-percentage: 20% is a percentage; a plain number is meant -> write a number such as 4"
    ],
    "{gross_margin: 70}": ["9:27 bare-percentage: a bare 70 is not a percentage -> write 70% or 0.7"],
    "{gross_margin: 120%}": [
        "9:27 out-of-range: 120% is above 100% -> write a percentage such as 20% or 0.2",
    ],
    "{average_purchase: €5}": [
        "9:31 wrong-currency: €5 in a plan whose currency is USD -> write the amount without €, or change `currency`"
    ],
    "{years: 3}": ["9:13 unknown-key: unknown key years -> did you mean `years_kept`?"],
    "5": [
        "9:12 wrong-type: 5 stands where numbers that no export knows such as "
        "{purchases_per_year: 2, years_kept: 4, gross_margin: 70%} should"
    ],
}


@pytest.mark.parametrize("economics", ECONOMICS)
def test_economics_refused(economics: str) -> None:
    assert found(f"economics: {economics}") == ECONOMICS[economics]


HOSTILE = {
    "ten thousand": ("{" + ", ".join(f"k{n}: {{done: true}}" for n in range(10_000)) + "}", "out-of-range"),
    "line break": ('{"ab\\n": {done: true}}', "bad-name"),
    "long name": ("{" + "a" * 61 + ": {done: true}}", "bad-name"),
    "megabyte": ("{own: {formula: " + "a + " * 250_000 + "a, at_least: 1 a year}}", "too-large"),
    "too long": ("{own: {formula: " + "a + " * 75 + "a, at_least: 1 a year}}", "bad-formula"),
    "nesting": ("{own: {formula: " + "(" * 140 + "a" + ")" * 140 + " * 2, at_least: 1 a year}}", "own-measure"),
    "deep": ("{own: {formula: " + "-(" * 120 + "a" + ")" * 20 + ", at_least: 1 a year}}", "bad-formula"),
    "power": ("{own: {formula: 9**9**9**9, at_least: 1 a year}}", "bad-formula"),
    "attribute": ("{own: {formula: leads.__class__, at_least: 1 a year}}", "bad-formula"),
    "call": ("{own: {formula: '__import__(1)', at_least: 1 a year}}", "bad-formula"),
    "large": ("{own: {formula: 1e999 * leads, at_least: 1 a year}}", "bad-formula"),
    "long value": ("{mqls: {at_least: " + "9" * 100_000 + "}}", "too-large"),
    "long text": ("{mqls: {at_least: " + "a" * 100_000 + " a month}}", "too-large"),
    "long digits": ("{mqls: {at_least: " + "9" * 1_000 + "}}", "not-finite"),
    "many measures": (
        "{" + ", ".join(f"k{n}: {{formula: {' + '.join(f'zz{n}q{m}' for m in range(30))}, at_least: 1 a year}}"
                        for n in range(100)) + "}", "own-measure",
    ),
}  # fmt: skip


def test_a_name_with_a_control_character() -> None:
    loaded = read(text('kpis: {"a\\u0007b": {done: true}, sla: {done: true}}'))
    assert [said(problem) for problem in loaded.errors] == ["9:8 not-text: the character U+0007 has no place in a text"]


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_get_a_short_message(kind: str) -> None:
    kpis, code = HOSTILE[kind]
    lines = found(f"kpis: {kpis}")
    assert code in lines[0]
    assert len(lines) <= 60
    assert max(map(len, lines)) < 300
    assert all(line.isprintable() for line in lines)
