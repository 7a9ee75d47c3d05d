"""Broken plans: every error at its place, said plainly, and nothing that only follows from another."""

from __future__ import annotations

import pytest

from tests.language.helpers import FUNNEL, GOAL, HEAD, errors, read, said

GOALS = {  # line 4
    "{}": ["4:7 missing-key: goal has no amount"],
    "": [
        "4:1 wrong-type: nothing stands where a goal such as {revenue: 10M, average_deal: 1.1M} should",
    ],
    "{revenue: 10M}": ["4:7 missing-key: goal has no average_deal"],
    "{revenue: 10M, from_elsewhere: 40}": [
        "4:7 missing-key: goal has no average_deal",
        "4:38 bare-percentage: a bare 40 is not a percentage",
    ],
    "{revenu: 10M, averagedeal: 1M}": [
        "4:8 unknown-key: unknown key revenu",
        "4:21 unknown-key: unknown key averagedeal",
    ],
    "{revenue: 10%, average_deal: 0}": [
        "4:17 unexpected-percentage: 10% is a percentage; an amount of money is meant",
        "4:36 out-of-range: 0 is not above 0",
    ],
    "{revenue: [1, 2, 3], average_deal: {jan: 1M}}": [
        "4:17 wrong-length: a list of 3 values",
        "4:43 missing-key: not every month has a value",
    ],
    "{revenue: 10M, average_deal: {fron: 1M, to: 2M}}": ["4:37 unknown-key: unknown key fron"],
    "{revenue: 10M, average_deal: {from: 1M}}": ["4:36 missing-key: average_deal has no to"],
    "{revenue: 10M, average_deal: {}}": [
        "4:36 wrong-type: an empty mapping stands where an amount or a series of them should",
    ],
    "{revenue: 10M, average_deal: {2020-02: 1M}}": [
        "4:37 month-outside: nothing is said of the months before 2020-02",
    ],
    "{revenue: 10M, average_deal: {2020-01: 1M, jan: 1M}}": ["4:50 bad-month: jan is no month"],
    "{revenue: 10M, average_deal: 1M, from_elsewhere: 1}": ["4:56 out-of-range: 1 is not below 100%"],
    "{revenue: 10M, average_deal: 1M, by_month: {nov: 20%, november: 2, smarch: 1}}": [
        "4:56 unexpected-percentage: 20% is a percentage; a plain number is meant",
        "4:61 two-ways: november and nov are the same month",
        "4:74 bad-month: smarch is no month",
    ],
    "{revenue: 10M, average_deal: 1M, by_quarter: [20%, 25%, 25%, 20%]}": [
        "4:52 shares-sum: the shares sum to 90%, not 100%",
    ],
    "{revenue: 10M, average_deal: 1M, by_quarter: [x, 25%, 25%, 20%]}": [
        "4:53 bad-percentage: x can't be read as a percentage",
    ],
    "{revenue: 10M, average_deal: 1M, growth: 2%, by_month: {nov: 2}, by_quarter: [25%, 25%, 25%, 25%]}": [
        "4:72 two-ways: by_month, by_quarter and growth say the same thing",
    ],
    "{revenue: 10M, average_deal: 1M, next_year: None, growth: -100%}": [
        "4:51 bad-percentage: None can't be read as a percentage",
        "4:65 out-of-range: -100% is not above -100%",
    ],
    "{recurring: {from: 640k, too: 800k}, average_deal: 1k}": ["4:32 unknown-key: unknown key too"],
    "{revenue: 10M, customers: 5, average_deal: 1M}": ["4:22 two-ways: revenue and customers are two goals"],
    "{leads: 5}": ["4:8 goal-unit: a goal counts the last stage, and leads is not the last"],
    "{cusotmers: 5}": ["4:8 unknown-key: unknown key cusotmers"],
    "{revenue: €10M, average_deal: 5M ABC}": [
        "4:17 wrong-currency: €10M in a plan whose currency is USD",
        "4:37 wrong-currency: 5M ABC is in ABC, which is no currency",
    ],
    "{revenue: .inf, average_deal: 1e-300}": [
        "4:17 not-finite: .inf is not a finite number",
        "4:37 not-finite: 1e-300 is too small a number to plan with",
    ],
}


@pytest.mark.parametrize("goal", GOALS)
def test_goals(goal: str) -> None:
    assert errors(f"{HEAD}goal: {goal}\n{FUNNEL}") == GOALS[goal]


FUNNELS = {  # from line 6
    "visits": ["5:1 wrong-length: a funnel of one stage"],
    "visits|leads: 20|customers: abc": [
        "7:12 bare-percentage: a bare 20 is not a percentage",
        "8:16 bad-percentage: abc can't be read as a percentage",
    ],
    "visits|leads: 0%|customers: 101%": [
        "7:12 out-of-range: 0% is not above 0%",
        "8:16 out-of-range: 101% is above 100%",
    ],
    "visits|leads 2%|customers:5%": [
        "7:5 missing-key: leads 2% has no colon with a space after it",
        "8:5 missing-key: customers:5% has no colon with a space after it",
    ],
    "visits|leads|customers: {rat: 5%}": [
        "7:5 missing-key: leads has no rate",
        "8:17 unknown-key: unknown key rat",
    ],
    "visits|leads: {lag: 1 moth}|customers: {by_age: [60%, 50%], lag: 1 month}": [
        "7:12 missing-key: leads has no rate, each or by_age",
        "7:18 bad-lag: 1 moth is no lag",
        "8:25 out-of-range: the ages sum to 110%, above 100%",
        "8:37 two-ways: lag and by_age say the same thing",
    ],
    "visits|leads: {by_age: []}|customers: {rate: 5%, lag: 6 years}": [
        "7:21 wrong-type: an empty list stands where conversion by age such as "
        "[5%, 20%, 15%] or {quarters: [2%, 3%, 7%]} should",
        "8:32 lag-too-long: 6 years is a lag of more than 60 months",
    ],
    "visits|leads:|  rate: 2%|  lag: x|customers: 5%": [],
    "visits: {sources: {a: {cost: 5}, b: 50%}}|leads: 2%|customers: 5%": ["6:27 missing-key: a has no share"],
    "visits: {sources: {a: {shar: 60%}, b: 50%}}|leads: 2%|customers: 5%": ["6:28 unknown-key: unknown key shar"],
    "visits: {rate: 5%}|leads: {2020-1: 5%}|customers: 5%": [
        "6:14 unknown-key: rate has no place here: nothing stands above the first stage",
        "7:13 bad-month: 2020-1 is no month",
    ],
    "visits|visits: 2%|vis.its: 5%": [
        "7:5 duplicate-stage: visits is the name of stage 1 already",
        "8:5 bad-name: 'vis.its' can't be a name",
    ],
    "visits|leads: {rate: 2%, direct: {per_cutomer: 0.1}}|customers: {rate: 5%, direct: {foo: 1}}": [
        "7:32 unknown-key: unknown key per_cutomer",
        "8:36 bad-month: foo is no month",
    ],
}
del FUNNELS["visits|leads:|  rate: 2%|  lag: x|customers: 5%"]


@pytest.mark.parametrize("funnel", FUNNELS)
def test_funnels(funnel: str) -> None:
    stages = "".join(f"  - {stage}\n" for stage in funnel.split("|"))
    assert errors(f"{HEAD}{GOAL}funnel:\n{stages}") == FUNNELS[funnel]


def test_settings_beside_a_stage_are_one_error_and_read_all_the_same() -> None:
    funnel = "funnel:\n  - visits\n  - leads:\n    rate: 2%\n    lag: 1 moth\n  - customers: 5%\n"
    assert errors(HEAD + GOAL + funnel) == [
        "8:5 wrong-type: rate stands beside leads, not under it",
        "9:10 bad-lag: 1 moth is no lag",
    ]


OTHERS = {  # from line 9
    "before: {leeds: {2019-12: 5}, leads: {2020-01: 9, dec: 5, 2019-Q4: 3, 2019-12: 1}}": [
        "9:10 unknown-stage: no stage is called leeds",
        "9:39 month-outside: 2020-01 is not before the plan, which begins in 2020-01",
        "9:51 bad-month: dec is no month",
        "9:71 two-ways: 2019-12 is stated already, by 2019-Q4",
    ],
    "existing: {revenu: 4M, churn: 100%}": [
        "9:12 unknown-key: unknown key revenu",
        "9:31 out-of-range: 100% is not below 100%",
    ],
    "existing: {churn: 8%}": ["9:11 missing-key: existing has no revenue"],
    "costs: {marketing: -5, sale: 60k}": [
        "9:20 out-of-range: -5 is below 0",
        "9:24 unknown-key: unknown key sale",
    ],
    "last_year: {leeds: 4}": ["9:13 unknown-stage: no stage is called leeds"],
    "accept: {zero-likely: ok, rounding-shot: ok}": [
        "9:10 unknown-code: zero-likely is a note; only warnings are accepted",
        "9:27 unknown-code: no warning has the code rounding-shot",
    ],
    "segments: {a: {shar: 60%}, b: {share: 40%}}": ["9:16 unknown-key: unknown key shar"],
    "segments: {a: {}, b: {share: 40%}}": ["9:15 missing-key: a has no share and no goal of its own"],
    "segments: {a: {share: 60%}, b: {share: 30%}}": ["9:11 shares-sum: the shares sum to 90%, not 100%"],
    "segments: {a: {share: 60%, goal: {revenue: 3M}}, b: {share: 40%}}": [
        "9:35 two-ways: a has a share and a goal of its own",
    ],
    "segments: {a: {goal: {revenue: x}}, b: {share: 100%}}": ["9:32 bad-money: x can't be read as an amount"],
    "segments: {a: ~, b: {share: 100%}}": [
        "9:15 wrong-type: nothing stands where a segment such as {share: 40%} or {goal: {revenue: 3M}} should",
    ],
    "foo: 1\nbudgt: 5": ["9:1 unknown-key: unknown key foo", "10:1 unknown-key: unknown key budgt"],
    "goal: {revenue: 5}": ["9:1 duplicate-key: goal stands here again (first in line 4)"],
}


@pytest.mark.parametrize("text", OTHERS)
def test_other_keys(text: str) -> None:
    assert errors(f"{HEAD}{GOAL}{FUNNEL}{text}\n") == OTHERS[text]


HEADS = {
    "name: P\n": ["1:1 missing-key: the plan has no year or start"],
    "Name: P\nYear: 2020\n": ["1:1 unknown-key: unknown key Name", "2:1 unknown-key: unknown key Year"],
    "name:\nyear: 20\n": ["1:1 wrong-type: nothing stands where a text should", "2:7 bad-month: 20 is no year"],
    "name: P\nyear: 2020\nstart: 2020-4\n": [
        "3:1 two-ways: year and start say the same thing",
        "3:8 bad-month: 2020-4 is no month",
    ],
}


@pytest.mark.parametrize("head", HEADS)
def test_heads(head: str) -> None:
    assert errors(head + GOAL + FUNNEL) == HEADS[head]


def test_an_empty_mapping_lacks_everything_once() -> None:
    assert errors("{}") == [
        "1:1 missing-key: the plan has no name",
        "1:1 missing-key: the plan has no year or start",
        "1:1 missing-key: the plan has no goal",
        "1:1 missing-key: the plan has no funnel",
    ]


def test_months_are_not_judged_by_a_year_that_cannot_be_read() -> None:
    text = "name: P\nyear: x\n" + GOAL.replace("1M", "{2020-01: 1M, 2020-06: 2M}") + FUNNEL
    assert errors(text + "before: {leads: {2019-12: 5}}\n") == ["2:7 bad-month: x is no year"]


def test_a_goal_in_units_is_not_judged_by_a_funnel_that_cannot_be_read() -> None:
    assert errors(HEAD + "goal: {customers: 120}\nfunnel: visits\n") == [
        "5:9 wrong-type: visits stands where a list of stages such as [visits, {leads: 2%}, {customers: 10%}] should",
    ]


def test_hints_name_what_is_near() -> None:
    hints = {
        "goal: {revenue: 10M, average_deal: 1M, groth: 2%}": "did you mean `growth`?",
        "goal: {revenue: 10M, average_deal: 1,000,000}": 'a number with commas needs quotes here, as in "1,000,000"',
        "goal: {revenue: 10M, average_deal: {2020-1: 1M}}": "did you mean `2020-01`?",
        "goal: {revenue: 10M, average_deal: 1M, growth: 2}": "write 2% or 0.02",
    }
    for goal, hint in hints.items():
        assert read(f"{HEAD}{goal}\n{FUNNEL}").errors[0].hint == hint


def test_all_errors_of_a_file_are_found_in_one_run() -> None:
    text = (
        "name: P\nyear: 2020\ncurrency: usd\ngoal:\n  revenue: ten\n  growth: 2\nfunnel:\n  - visits\n  - leads: 20\n"
        "  - customers:\n      rate: 50%\n      lag: 30\nbefore:\n  leeds: {2019-12: 5}\nbudgt: 5\n"
    )
    assert [line.split(" ")[0] for line in errors(text)] == [
        "3:11", "4:1", "5:12", "6:11", "9:12", "12:12", "14:3", "15:1",
    ]  # fmt: skip


def test_a_problem_within_an_alias_is_said_once() -> None:
    text = HEAD + GOAL + FUNNEL + "segments:\n  a: {share: 50%, costs: &c {sale: 5}}\n  b: {share: 50%, costs: *c}\n"
    assert errors(text) == ["10:30 unknown-key: unknown key sale"]


def hinted(text: str) -> list[tuple[str, str]]:
    """The errors of a plan text, each with its hint."""
    return [(error.message, error.hint) for error in read(text).errors]


CUT = {
    "last_year: {visits: 120,000, leads: 3}": (
        "9:21 bad-number: 120,000 has a comma, which ends a value between braces",
        'a number with commas needs quotes here, as in "120,000"',
    ),
    "before: {leads: {2019-12: 1,200}}": (
        "9:27 bad-number: 1,200 has a comma, which ends a value between braces",
        'a number with commas needs quotes here, as in "1,200"',
    ),
    "costs: {marketing: $1,200,000.50, sales: 5}": (
        "9:20 bad-number: $1,200,000.50 has a comma, which ends a value between braces",
        'a number with commas needs quotes here, as in "$1,200,000.50"',
    ),
    "costs: {marketing: 3,6M}": (
        "9:20 bad-number: 3,6M has a comma, which ends a value between braces",
        "the decimal sign is a point: write 3.6M",
    ),
    "status: {tolerance: 1,8%, chance: 5%}": (
        "9:21 bad-number: 1,8% has a comma, which ends a value between braces",
        "the decimal sign is a point: write 1.8%",
    ),
}


@pytest.mark.parametrize("text", CUT)
def test_a_number_that_commas_cut_between_braces_is_one_error(text: str) -> None:
    (error,) = read(f"{HEAD}{GOAL}{FUNNEL}{text}\n").errors
    assert (errors(f"{HEAD}{GOAL}{FUNNEL}{text}\n")[0], error.hint) == CUT[text]


def test_keys_without_a_value_are_no_rest_of_a_number() -> None:
    assert errors(f"{HEAD}{GOAL}{FUNNEL}costs: {{marketing: 5, 2020: , sale: }}\n") == [
        "9:23 unknown-key: unknown key 2020",
        "9:31 unknown-key: unknown key sale",
    ]


COMMAS = {
    "revenue: 3,6M": ("3,6M can't be read as an amount", "the decimal sign is a point: write 3.6M"),
    "revenue: 1.234,56": ("1.234,56 can't be read as an amount", "the decimal sign is a point: write 1234.56"),
    "from_elsewhere: 1,8%": ("1,8% can't be read as a percentage", "the decimal sign is a point: write 1.8%"),
    "growth: 1,5% a month": (
        "1,5% a month can't be read as a percentage",
        "the decimal sign is a point: write 1.5% a month",
    ),
    "by_month: {nov: '1,5'}": ("'1,5' can't be read as a number", "the decimal sign is a point: write 1.5"),
    "revenue: -3.6M": ("-3.6M is below 0", 'write an amount such as 10M, 640k or "10,000,000"'),
    "average_deal: \u22125k": ("\u22125k is not above 0", 'write an amount such as 10M, 640k or "10,000,000"'),
    "by_month: {nov: -1.2k}": ("-1.2k is below 0", "write a plain weight such as 2 or 0.5"),
    "revenue: -0M": ("-0M can't be read as an amount", 'write an amount such as 10M, 640k or "10,000,000"'),
    "revenue: 3,6,1M": ("3,6,1M can't be read as an amount", 'write an amount such as 10M, 640k or "10,000,000"'),
}


@pytest.mark.parametrize("line", COMMAS)
def test_decimal_commas_and_numbers_below_zero(line: str) -> None:
    others = [one for one in ("revenue: 10M", "average_deal: 1M") if one.split(":")[0] not in line]
    goal = "".join(f"  {one}\n" for one in (line, *others))
    assert hinted(f"{HEAD}goal:\n{goal}{FUNNEL}") == [COMMAS[line]]


BEFORE = {
    ("year: 2027", "{leads: {foo: 5}}"): "write a month such as 2026-12 or a quarter such as 2026-Q4",
    ("start: 2027-02", "{leads: {foo: 5}}"): "write a month such as 2027-01 or a quarter such as 2026-Q4",
    ("start: 2027-06", "{leads: {foo: 5}}"): "write a month such as 2027-05 or a quarter such as 2027-Q1",
    ("year: 2027", "{leads: {dec: 5}}"): "did you mean `2026-12`?",
    ("start: 2027-02", "{leads: {Feb: 5}}"): "did you mean `2026-02`?",
    ("year: 2027", "{leads: {2026-1: 5}}"): "did you mean `2026-01`?",
}


@pytest.mark.parametrize(("begins", "before"), BEFORE)
def test_hints_on_what_was_before_name_months_of_the_plan_at_hand(begins: str, before: str) -> None:
    (error,) = read(f"name: P\n{begins}\n{GOAL}{FUNNEL}before: {before}\n").errors
    assert error.hint == BEFORE[begins, before]


def test_examples_of_what_was_before_are_of_the_plan_at_hand() -> None:
    assert errors(f"name: P\nyear: 2027\n{GOAL}{FUNNEL}before: 5\n") == [
        "8:9 wrong-type: 5 stands where arrivals before the plan such as {leads: {2026-12: 9}} should",
    ]
    assert errors(f"name: P\nstart: 2027-05\n{GOAL}{FUNNEL}before: {{leads: 5}}\n") == [
        "8:17 wrong-type: 5 stands where months before the plan such as "
        "{2027-03: 9, 2027-04: 8}, or {2027-Q1: 28} should",
    ]


DASHES = {
    "- visits|leads: 1.8%|- customers: 5%": ["7:3 leads: 1.8%"],
    "- visits|  leads: 1.8%|- customers: 5%": ["7:5 leads: 1.8%"],
    "- visits|leads: 1.8%|customers: 5%": ["7:3 leads: 1.8%", "8:3 customers: 5%"],
    "- visits:|    owner: me|leads: {rate: 1.8%}|- customers: 5%": ["8:3 leads: {rate: 1.8%}"],
}


@pytest.mark.parametrize("funnel", DASHES)
def test_a_stage_without_its_dash(funnel: str) -> None:
    text = HEAD + GOAL + "funnel:\n" + "".join(f"  {line}\n" for line in funnel.split("|"))
    found = read(text).errors
    assert [error.code for error in found] == ["yaml-syntax"] * len(found)
    assert [(said(error), error.hint) for error in found] == [
        (
            f"{where.split(' ', 1)[0]} yaml-syntax: a list item without its dash",
            f"a list item begins with `- `: write `- {where.split(' ', 1)[1]}`",
        )
        for where in DASHES[funnel]
    ]


def test_what_stands_in_a_line_that_lacks_its_dash_is_read_all_the_same() -> None:
    assert errors(HEAD + GOAL + "funnel:\n  - visits\n  leads: 20\n  - customers: 50\nfoo: 1\n") == [
        "7:3 yaml-syntax: a list item without its dash",
        "7:10 bare-percentage: a bare 20 is not a percentage",
        "8:16 bare-percentage: a bare 50 is not a percentage",
        "9:1 unknown-key: unknown key foo",
    ]


def test_tabs_beside_a_line_without_its_dash() -> None:
    assert errors(HEAD + GOAL + "funnel:\n  - visits\n  leads: 2%\n  - customers: 5%\nstatus:\n\tchance: 5\n") == [
        "7:3 yaml-syntax: a list item without its dash",
        "10:1 yaml-tab: a tab in the indentation",
        "10:10 bare-percentage: a bare 5 is not a percentage",
    ]


NO_PLANS = {
    "period,segment,visits\n2020-01,,5\n": ("a table that kpiplan wrote", "give the plan that it was made from"),
    "# comment\nDate,Sessions\n2020-01-01,5\n": ("a table (CSV)", "exports are read by `kpiplan actuals`"),
    '"Date";"Sessions"\n"2020-01-01";"5"\n': ("a table (CSV)", "exports are read by `kpiplan actuals`"),
    "Date\tSessions\n2020-01-01\t5\n": ("a table (CSV)", "exports are read by `kpiplan actuals`"),
    '{"kind": "target", "plan": "P", "figures": []}': (
        "what `kpiplan target --format json` prints",
        "give the plan that it was made from",
    ),
    '{"kind": "actuals",\n "figures": []}': (
        "what `kpiplan actuals --format json` prints",
        "give the plan that it was made from",
    ),
}


@pytest.mark.parametrize("text", NO_PLANS)
def test_files_that_are_no_plans(text: str) -> None:
    what, hint = NO_PLANS[text]
    assert hinted(text) == [(f"this is {what}, and no plan", hint)]


@pytest.mark.parametrize(
    "text", ["hello, world\n", "name, year\ngoal: a, b\n", "kind: target\n", "{kind: x, figures: 5}"]
)
def test_broken_plans_are_not_taken_for_tables(text: str) -> None:
    assert not any("and no plan" in error.message for error in read(text).errors)
    assert read(text).errors


@pytest.mark.parametrize(
    ("noise", "said"),
    [
        ("{vists: 12%}", "9:18 unknown-stage: no stage is called vists"),
        ("10", "9:17 bare-percentage: a bare 10 is not a percentage"),
        ("{visits: 120%}", "9:26 out-of-range: 120% is above 100%"),
        ("[1%]", "9:17 wrong-type: a list stands where a percentage for the top such as 10%, or {visits: 10%} should"),
        ("{}", "9:17 wrong-type: an empty mapping stands where noise by stage such as {visits: 10%} should"),
    ],
)
def test_noise_that_is_none(noise: str, said: str) -> None:
    assert errors(f"{HEAD}{GOAL}{FUNNEL}status: {{noise: {noise}}}\n") == [said]
