"""Single values: how YAML 1.2 reads them, and what people's ways of writing numbers mean."""

from __future__ import annotations

import math
from typing import Any

import pytest

from kpiplan.language import numerals, times
from kpiplan.language.values.calendar import guessed_month
from kpiplan.language.yaml.nodes import find, scalar_value
from kpiplan.language.yaml.reader import parse
from kpiplan.loader import load
from kpiplan.months import Month
from kpiplan.plan.model import Plan
from kpiplan.problems import Place
from tests.language.helpers import FUNNEL, GOAL, HEAD, errors, read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("Null", None),
        ("010", 10),
        ("0o10", 8),
        ("0x10", 16),
        ("1:30", "1:30"),
        ("1e6", 1e6),
        ("1_000", "1_000"),
        (".5", 0.5),
        ("5.", 5.0),
        ("+3", 3),
        ("2020-01-01", "2020-01-01"),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("'5'", "5"),
        ("!!str 5", "5"),
        ("=", "="),
        ("9" * 400, math.inf),
    ],
)
def test_scalars_are_read_as_yaml_1_2(text: str, value: Any) -> None:
    root = parse(f"key: {text}").root
    assert root is not None
    found = scalar_value(root.pairs[0][1])
    assert found == value
    assert type(found) is type(value)


def test_not_a_number() -> None:
    root = parse("key: .nan").root
    assert root is not None
    assert math.isnan(float(str(scalar_value(root.pairs[0][1]))))


@pytest.mark.parametrize(
    ("text", "amount", "symbol"),
    [
        ("10M", 10_000_000, ""),
        ("10m", 10_000_000, ""),
        ("10_000_000", 10_000_000, ""),
        ("$1.1M", 1_100_000, "$"),
        ("10,000,000", 10_000_000, ""),
        ("640k EUR", 640_000, "EUR"),
        ("EUR 640 k", 640_000, "EUR"),
        ("2bn", 2e9, ""),
        ("1억", 100_000_000, ""),
        ("1000만", 10_000_000, ""),
        ("1억 5000만", 150_000_000, ""),
        ("3천만원", 30_000_000, "원"),
        ("5萬", 50_000, ""),
        ("1.5亿元", 150_000_000, "元"),
        ("2兆", 2e12, ""),
        (".5k", 500, ""),
        ("1억 2000만", 120_000_000, ""),
        ("3천6백만", 36_000_000, ""),
        ("1억 3천5백만", 135_000_000, ""),
        ("12억 5천", 1_250_000_000, ""),
        ("12억 5천3백만원", 1_253_000_000, "원"),
        ("1조 2천억", 1_200_000_000_000, ""),
        ("2천억", 200_000_000_000, ""),
        ("2조5천", 2_500_000_000_000, ""),
        ("3千6百萬", 36_000_000, ""),
        ("1兆2千億円", 1_200_000_000_000, "円"),
        ("1.2万亿", 1_200_000_000_000, ""),
        ("三千六百萬", 36_000_000, ""),
        ("삼천육백만원", 36_000_000, "원"),
        ("천만원", 10_000_000, "원"),
        ("二十五萬", 250_000, ""),
        ("3만 6000", 36_000, ""),
        ("3천600", 3600, ""),
        ("₩1,234만 5,678", 12_345_678, "₩"),
        ("1억2만3천4백5십6", 100_023_456, ""),
        ("12,34,567", 1_234_567, ""),
        ("2.5T", 2.5e12, ""),
    ],
)
def test_money(text: str, amount: float, symbol: str) -> None:
    assert numerals.money(text) == numerals.Money(amount, symbol)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "1,00",
        "1.2.3",
        "10MM",
        "-5M",
        "5M!",
        "１０",
        "$5 EUR",
        "5%",
        "1__0",
        "k",
        "1 000",
        "만",
        "3만 2억",
        "1억 20000만",
        "1.5억 3000만",
        "3천16백",
        "三",
        "만억",
        "1억 2000",
    ],
)
def test_no_money(text: str) -> None:
    assert numerals.money(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("20%", 0.2), ("1.5 %", 0.015), (".5%", 0.005), ("-5%", -0.05), ("+5%", 0.05)]
)
def test_percentages(text: str, value: float) -> None:
    assert numerals.percentage(text) == value


@pytest.mark.parametrize("text", ["20", "20%%", "1,5%", "20 percent", "２０%", "1_0%", "%"])
def test_no_percentages(text: str) -> None:
    assert numerals.percentage(text) is None


@pytest.mark.parametrize(
    ("text", "value", "base"),
    [
        ("2% a month", 0.02, "month"),
        ("16% per year", 0.16, "year"),
        ("2%/month", 0.02, "month"),
        ("2%", 0.02, None),
        ("2% monthly", 0.02, "month"),
        ("16% annually", 0.16, "year"),
        ("-10% a year", -0.1, "year"),
        ("0.02 a month", 0.02, "month"),
    ],
)
def test_percentages_of_time(text: str, value: float, base: str | None) -> None:
    found = numerals.timed(text)
    assert found is not None
    assert (found.value, found.base) == (value, base)


def test_percentages_of_time_compound() -> None:
    year = numerals.Timed(0.21, "year")
    assert numerals.monthly_growth(year, "month") == pytest.approx(1.21 ** (1 / 12) - 1, rel=1e-15)
    assert numerals.yearly_growth(numerals.Timed(0.01, "month"), "year") == pytest.approx(1.01**12 - 1, rel=1e-15)
    assert numerals.monthly_churn(year, "month") == pytest.approx(1 - 0.79 ** (1 / 12), rel=1e-12)
    assert numerals.yearly_churn(numerals.Timed(0.01, None), "year") == 0.01


@pytest.mark.parametrize(
    ("text", "months", "short"),
    [
        ("1 month", 1, "1 mo"),
        ("1.5 months", 1.5, "1.5 mo"),
        ("1 quarter", 3, "1 q"),
        ("2 weeks", 14 * 12 / 365.25, "2 w"),
        ("30 days", 30 * 12 / 365.25, "30 d"),
        ("30d", 30 * 12 / 365.25, "30 d"),
        ("1 year", 12, "1 y"),
        ("2mo", 2, "2 mo"),
    ],
)
def test_lags(text: str, months: float, short: str) -> None:
    found = times.lag_months(text)
    assert found is not None
    assert found[0] == pytest.approx(months, rel=1e-15)
    assert found[1] == short


@pytest.mark.parametrize(
    ("text", "unit"), [("3.6", 0.1), ("6000", 1.0), ("6.2k", 100.0), ("0.75", 0.01), ("1만", 10_000.0)]
)
def test_the_last_digit_that_was_written(text: str, unit: float) -> None:
    assert numerals.decimals(text) == unit


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2020-4", Month(2020, 4)),
        ("2020-04-01", Month(2020, 4)),
        ("04/2020", Month(2020, 4)),
        ("April 2020", Month(2020, 4)),
        ("2020-13", None),
        ("2020", None),
        ("soon", None),
        ("٢٠٢٠-1", None),
    ],
)
def test_months_that_were_probably_meant(text: str, month: Month | None) -> None:
    assert guessed_month(text) == month


def plan(goal: str = GOAL, funnel: str = FUNNEL, extra: str = "", head: str = HEAD) -> Plan:
    loaded = read(head + goal + funnel + extra)
    assert loaded.plan is not None, loaded.problems
    return loaded.plan


STEPS = tuple(100 + 100 * step / 11 for step in range(12))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("5", (5,) * 12),
        ("[1, 2, 3, 4]", (1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4)),
        ("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]", tuple(range(1, 13))),
        ("{from: 100, to: 200}", STEPS),
        # the plan begins in April
        ("{mar: 60, October: 110, else: 1}", (1, 1, 1, 1, 1, 1, 110, 1, 1, 1, 1, 60)),
        ("{2020-01: 3, 2020-06: 5, 2021-03: 7}", (3, 3, 5, 5, 5, 5, 5, 5, 5, 5, 5, 7)),
    ],
)
def test_series_of_a_fiscal_year(text: str, values: tuple[float, ...]) -> None:
    head = "name: P\nstart: 2020-04\n"
    found = plan(head=head, goal=f"goal: {{revenue: 10M, average_deal: {text}}}\n").goal.average_deal
    assert found == pytest.approx(values, rel=1e-15)


def test_quarters_before_are_spread_over_their_months() -> None:
    found = plan(extra="before: {leads: {2019-Q4: 27, 2019-07: 4}}\n").before["leads"]
    assert found == {Month(2019, 10): 9, Month(2019, 11): 9, Month(2019, 12): 9, Month(2019, 7): 4}


def test_conversion_by_age_is_rate_and_lag_in_one() -> None:
    stage = plan(funnel="funnel: [visits, {customers: {by_age: {quarters: [3%, 6%]}}}]\n").funnel[1]
    assert stage.rate == pytest.approx((0.09,) * 12)
    assert stage.lag.shares == pytest.approx((1 / 9, 1 / 9, 1 / 9, 2 / 9, 2 / 9, 2 / 9))


def test_places_are_those_of_values_and_of_keys_of_blocks() -> None:
    root = parse("a:\n  b: [1, {c: 2}]\n  d:\n").root
    assert root is not None
    assert find(root, ("a",)) == Place(1, 1, 1)
    assert find(root, ("a", "b", 1, "c")) == Place(2, 14, 1)
    assert find(root, ("a", "d")) == Place(3, 3, 1)
    assert find(root, ("a", "b", 7, "x")) == Place(2, 6, 1)


def test_merge_keys_give_what_is_not_written() -> None:
    text = "x: &x {cost: 5, label: X}\nvisits: {<<: *x, label: Y}\n"
    root = parse(text).root
    assert root is not None
    visits = root.get("visits")
    assert visits is not None
    assert [(key.text, value.text) for key, value in visits.pairs] == [("label", "Y"), ("cost", "5")]


@pytest.mark.parametrize(
    ("noise", "top", "leads"),
    [("", 0.1, 0.0), ("15%", 0.15, 0.0), ("0%", 0.0, 0.0), ("{leads: 3%}", 0.1, 0.03), ("{visits: 20%}", 0.2, 0.0)],
)
def test_noise_is_of_the_top_or_by_stage(noise: str, top: float, leads: float) -> None:
    loaded = read(HEAD + GOAL + FUNNEL + (f"status: {{noise: {noise}}}\n" if noise else ""))
    assert isinstance(loaded.plan, Plan)
    status = loaded.plan.status
    assert (status.noise_of("visits", top=True), status.noise_of("leads", top=False)) == (top, leads)


def test_a_time_zone_is_one_of_the_worlds_clocks() -> None:
    plan = HEAD + "timezone: Asia/Seoul\n" + GOAL + FUNNEL
    found = load(plan.encode(), "plan.yaml").plan
    assert found is not None
    assert found.timezone == "Asia/Seoul"
    for wrong in ("Asia/Soul", "Asia", "/etc/passwd", "../UTC", "KST+9:00 or so"):
        assert errors(plan.replace("Asia/Seoul", wrong)) == [f"4:11 bad-choice: {wrong} is no time zone"]
    assert errors(plan.replace("Asia/Seoul", "9")) == [
        "4:11 wrong-type: 9 stands where a time zone such as Asia/Seoul should"
    ]
    (problem,) = load(plan.replace("Asia/Seoul", "Asia/Soul").encode(), "plan.yaml").problems
    assert problem.hint == "did you mean `Asia/Seoul`?"
