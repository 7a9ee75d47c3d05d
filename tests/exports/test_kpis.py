"""KPIs and measures by name, and those that stand in a table as they are: a ratio, a score."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.exports import read_breakdown, read_exports
from kpiplan.exports.files.inputs import Input, from_bytes
from kpiplan.exports.plan_names import PlanNames
from kpiplan.exports.results import Exports
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules, Rule
from tests.exports.helpers import codes, error, kpis, left_out, months, notes, read

LONG = "month,kpi,value\n"


def note(actuals: Exports) -> str:
    """The note of the one source."""
    (said,) = notes(actuals)
    return said


@pytest.mark.parametrize(
    ("name", "kpi"),
    [
        ("delivered", "delivered"), ("Successful deliveries", "delivered"), ("promoters", "promoters"),
        ("net_promoter_score", "net_promoter_score"), ("NPS", "net_promoter_score"), ("nps", "net_promoter_score"),
        ("순추천지수", "net_promoter_score"), ("Bounce rate", "bounce_rate"), ("이탈률", "bounce_rate"),
        ("跳出率", "bounce_rate"), ("Net Promoter Score", "net_promoter_score"), ("팔로워", "followers"),
        ("Page views", "page_views"), ("Bounces", "single_page_sessions"), ("Cost per lead", "cost_per_lead"),
    ],
)  # fmt: skip
def test_names_of_measures_and_of_the_catalogue(name: str, kpi: str) -> None:
    actuals = read(f"{LONG}2024-01,{name},0.4\n2024-02,{name},0.5\n", wanted=[kpi])
    assert months(actuals, kpi) == {"2024-01": 0.4, "2024-02": 0.5}
    assert kpis(actuals) == [kpi]
    assert codes(actuals) == []
    wide = read(f"KPI,2024-01,2024-02\n{name},0.4,0.5\nLeads,1,2\n", wanted=[kpi])
    assert months(wide, kpi) == {"2024-01": 0.4, "2024-02": 0.5}


def test_names_of_the_plans_own() -> None:
    own = {"happiness": "Team happiness", "demos_held": ""}
    text = f"{LONG}2024-01,team happiness,7.5\n2024-01,Demos held,12\n2024-02,happiness (0-10),8\n"
    assert error(read(text, wanted=own)).startswith("ambiguous-column: 2 columns could be happiness")
    text = text.replace("happiness (0-10)", "team happiness")
    actuals = read(text, wanted=own)
    assert months(actuals, "happiness") == {"2024-01": 7.5, "2024-02": 8}
    assert months(actuals, "demos_held") == {"2024-01": 12}
    assert actuals.levels == {"happiness", "demos_held"}


def test_what_only_the_plan_knows_adds_up_where_it_says_so() -> None:
    text = "Date,Leads,Demos held\n2024-01-30,1,5\n2024-01-31,1,7\n"
    assert kpis(read(text, wanted=["demos_held"])) == ["leads"]
    assert months(read(text, wanted=["demos_held"], sums=["demos_held"]), "demos_held") == {"2024-01": 12}
    rows = "date,kpi,value\n2024-01-30,Demos held,5\n2024-01-31,Demos held,7\n"
    assert error(read(rows, wanted=["demos_held"])).startswith("ratio-summed: 'Demos held' of 2024-01 stands there")
    assert months(read(rows, wanted=["demos_held"], sums=["demos_held"]), "demos_held") == {"2024-01": 12}


def test_a_kpi_that_is_counted_has_the_name_of_its_measure() -> None:
    text = f"{LONG}2024-01,Total sessions,70\n2024-01,New customers,5\n2024-01,Newsletter signups,3\n"
    actuals = read(text, wanted=["new_customers", "newsletter_signups"])
    assert months(actuals, "customers") == {"2024-01": 5}
    assert months(actuals, "newsletter_signups") == {"2024-01": 3}
    renamed = read(text, stages=["won"], wanted={"new_customers": "New logos"})
    assert months(renamed, "customers") == {"2024-01": 5} or months(renamed, "won") == {"2024-01": 5}


def test_a_stage_goes_before_a_kpi_of_the_same_name() -> None:
    actuals = read("Month,New customers\n2024-01,5\n", stages={"signed": "New customers"}, wanted=["new_customers"])
    assert kpis(actuals) == ["signed"]


@pytest.mark.parametrize(
    ("cell", "value"), [("45%", 0.45), ("0.45", 0.45), ("45.5 %", 0.455), ("\uff14\uff15\uff05", 0.45), ("1", 1.0)]
)
def test_ratios_in_per_cent_or_parts_of_one(cell: str, value: float) -> None:
    assert months(read(f"{LONG}2024-01,Bounce rate,{cell}\n", wanted=["bounce_rate"]), "bounce_rate") == {
        "2024-01": pytest.approx(value)
    }
    wide = read(f"KPI,2024-01,2024-02\nBounce rate,{cell},\nLeads,1,2\n", wanted=["bounce_rate"])
    assert months(wide, "bounce_rate") == {"2024-01": pytest.approx(value)}


def test_a_unit_beside_or_in_the_name_says_per_cent() -> None:
    text = "KPI,Unit,2024-01,2024-02\nLeads,#,1,2\nBounce rate,%,45,46.5%\nNPS,,41,42\n"
    actuals = read(text, wanted=["bounce_rate", "net_promoter_score"])
    assert months(actuals, "bounce_rate") == pytest.approx({"2024-01": 0.45, "2024-02": 0.465})
    assert months(actuals, "net_promoter_score") == {"2024-01": 41, "2024-02": 42}
    column = read("Month,Leads,Bounce rate (%)\n2024-01,1,45\n2024-02,2,0.5\n", wanted=["bounce_rate"])
    assert months(column, "bounce_rate") == pytest.approx({"2024-01": 0.45, "2024-02": 0.005})


def test_a_ratio_above_one_is_asked_about() -> None:
    assert error(read(f"{LONG}2024-01,Bounce rate,45\n", wanted=["bounce_rate"])) == (
        "bare-percentage: 'Bounce rate' can be meant in per cent or not: '45' | write 45% or 0.45"
    )
    times = read(f"{LONG}2024-01,Pages per session,3.2\n", wanted=["pages_per_session"])
    assert months(times, "pages_per_session") == {"2024-01": 3.2}


def test_a_score_is_no_percentage() -> None:
    assert error(read(f"{LONG}2024-01,NPS,45%\n", wanted=["net_promoter_score"])) == (
        "ratio-summed: 'NPS' holds percentages, and net_promoter_score is none | "
        "write the number without a per cent sign"
    )
    assert months(read(f"{LONG}2024-01,NPS,-12\n", wanted=["net_promoter_score"]), "net_promoter_score") == {
        "2024-01": -12
    }


def test_a_percentage_that_would_be_summed_is_refused() -> None:
    text = f"{LONG}2024-01-01,leads,5%\n2024-01-02,leads,6%\n"
    assert error(read(text, wanted=["bounce_rate"])) == (
        "ratio-summed: 'leads' holds percentages, and ratios do not add up | "
    )


def test_a_month_said_twice_is_an_error_never_a_sum() -> None:
    text = f"{LONG}2024-01,NPS,41\n2024-02,NPS,43\n2024-02,NPS,45\n2024-01,leads,3\n"
    expected = (
        "ratio-summed: 'NPS' of 2024-02 stands there more than once, and net_promoter_score does not add up | "
        "keep one row a month, or say `split`"
    )
    assert error(read(text, wanted=["net_promoter_score"])) == expected
    assert error(read(text)) == expected
    actuals = read(text, stages=["leads"])
    assert kpis(actuals) == ["leads"]
    assert left_out(actuals)["NPS: more than one a month, which do not add up"] == 3
    levels = f"{LONG}2024-02,followers,6000\n2024-02,followers,6500\n"
    assert error(read(levels, wanted=["followers"])) == (
        "same-month-twice: 'followers' of 2024-02 stands there more than once | "
        "keep one row a month, or say `add: true` where they add up"
    )
    counts = f"{LONG}2024-02,leads,60\n2024-02,leads,65\n"
    assert error(read(counts, stages=["leads"])).startswith("same-month-twice: 'leads' of 2024-02")
    assert months(read(counts, stages=["leads"], add=True), "leads") == {"2024-02": 125}
    by_day = f"{LONG}2024-02-01,leads,60\n2024-02-01,leads,65\n"  # records of a day add up
    assert months(read(by_day, stages=["leads"]), "leads") == {"2024-02": 125}
    ratio = f"{LONG}2024-02,Bounce rate,41%\n2024-02,Bounce rate,43%\n"
    assert error(read(ratio, wanted=["bounce_rate"])).startswith("ratio-summed: 'Bounce rate' of 2024-02 stands there")
    own = f"{LONG}2024-02,happiness,4\n2024-02,happiness,5\n"
    assert error(read(own, wanted=["happiness"])).startswith("ratio-summed: 'happiness' of 2024-02 stands there more")


def test_two_files_never_add_up_what_stands_as_it_is() -> None:
    def export(name: str, value: int) -> Input:
        return from_bytes(name, f"{LONG}2024-01,NPS,{value}\n2024-01,leads,3\n".encode())

    inputs = [export("a.csv", 40), export("b.csv", 45)]
    actuals = read_exports(
        inputs, rules=[FileRules("b.csv", add=True)], names=PlanNames(kpis={"net_promoter_score": ""})
    )
    assert error(actuals) == "ratio-summed: net_promoter_score of 2024-01 stands in a.csv too | leave one out"


def test_ratios_of_days_stay_out_and_the_account_says_so() -> None:
    text = "date,kpi,value\n2024-01-01,CTR,2%\n2024-01-31,CTR,3%\n2024-01-01,leads,2\n2024-01-31,leads,1\n"
    actuals = read(text, wanted=["keyword_ctr"])
    assert kpis(actuals) == ["leads"]
    assert codes(actuals) == []
    assert note(actuals) == "CTR is left out: ratios of days or weeks do not add up"
    table = read("Date,Leads,Bounce rate\n2024-01-30,1,40%\n2024-01-31,1,45%\n", wanted=["bounce_rate"])
    assert kpis(table) == ["leads"]
    assert note(table) == "Bounce rate left out: it does not add up, and months have several rows"


def test_columns_of_a_table_with_a_row_a_month() -> None:
    text = "Month,Leads,NPS,Bounce rate,Cost per lead,Height\n2024-01,1,40,45%,$480,7\n2024-02,2,41,0.4,$470,7\n"
    wanted = ["net_promoter_score", "bounce_rate", "cost_per_lead"]
    actuals = read(text, wanted=wanted)
    assert months(actuals, "leads") == {"2024-01": 1, "2024-02": 2}
    assert months(actuals, "net_promoter_score") == {"2024-01": 40, "2024-02": 41}
    assert months(actuals, "bounce_rate") == {"2024-01": 0.45, "2024-02": 0.4}
    assert months(actuals, "cost_per_lead") == {"2024-01": 480, "2024-02": 470}
    assert kpis(read(text)) == ["leads"]
    assert kpis(read(text.replace("2024-02", "2024-01"), wanted=wanted)) == ["leads"]


def test_a_column_that_can_not_be_read_as_it_stands_is_left_out() -> None:
    text = (
        "date,visitors,visits,pageviews,bounce_rate,visit_duration\n2024-01-31,9,9,30,50,61\n2024-02-29,8,8,20,40,70\n"
    )
    actuals = read(text, wanted=["bounce_rate"])
    assert kpis(actuals) == ["visits", "page_views"]
    assert left_out(actuals) == {"bounce_rate: per cent or parts of one": 2}


def test_a_rule_may_name_what_stands_as_it_is() -> None:
    text = "When,Promoter balance\n2024-01,41\n2024-02,43\n"
    rule = {"net_promoter_score": Rule(sum="Promoter balance", by="When")}
    actuals = read(text, kpis=rule, wanted=["net_promoter_score"])
    assert months(actuals, "net_promoter_score") == {"2024-01": 41, "2024-02": 43}
    twice = read(text.replace("2024-02", "2024-01"), kpis=rule, wanted=["net_promoter_score"])
    assert error(twice).startswith("ratio-summed: 'Promoter balance' of 2024-01 stands there more than once")
    counted = {"demos_held": Rule(sum="Promoter balance", by="When")}
    assert months(read(text.replace("2024-02", "2024-01"), kpis=counted, wanted=["demos_held"]), "demos_held") == {
        "2024-01": 84
    }


def test_without_wanted_kpis_ratios_stay_out() -> None:
    text = "KPI,2024-01,2024-02\nBounce rate,45%,46%\nLeads,1,2\nNPS,40,41\n"
    assert kpis(read(text)) == ["leads", "net_promoter_score"]
    assert kpis(read(f"{LONG}2024-01,Bounce rate,45%\n2024-01,leads,3\n")) == ["leads"]
    assert kpis(read(f"{LONG}2024-01,Bounce rate,45%\n2024-01,leads,3\n", stages=["leads"])) == ["leads"]


def test_people_beside_sessions_where_the_plan_wants_them() -> None:
    text = "# Start date: 20240101\n# End date: 20240229\nNth month,Sessions,Total users\n0000,100,80\n0001,110,90\n"
    assert kpis(read(text)) == ["visits"]
    actuals = read(text, wanted=["users"])
    assert months(actuals, "visits") == {"2024-01": 100, "2024-02": 110}
    assert months(actuals, "users") == {"2024-01": 80, "2024-02": 90}


def test_what_is_not_needed_is_left_out_where_it_is_not_clear() -> None:
    text = "Date,Leads,Likes and reactions,Reactions\n2024-01-31,3,1,2\n"
    actuals = read(text)
    assert kpis(actuals) == ["leads"]
    assert note(actuals) == "likes left out: 2 columns could be likes: 'Likes and reactions', 'Reactions'"
    assert error(read(text, wanted=["likes"])).startswith("ambiguous-column: 2 columns could be likes")
    rows = f"{LONG}2024-01,Likes and reactions,1\n2024-01,Reactions,2\n"
    assert kpis(read(rows)) == ["likes_and_reactions", "reactions"]
    assert error(read(rows, wanted=["likes"])).startswith("ambiguous-column: 2 columns could be likes")
    assert error(read("Date,Likes and reactions,Reactions\n2024-01-31,1,2\n")).startswith(
        "ambiguous-column: 2 columns could be likes"
    )


def test_a_table_of_nothing_that_the_plan_needs_is_not_used() -> None:
    text = "Week,Likes\n2024-01-29,7\n2024-02-05,7\n"
    assert error(read(text)).startswith("period-spans-months: ")
    assert error(read(text, stages=["leads"])).startswith("no-measure: the plan needs none of 'likes': 1 row stands")
    assert error(read(text, stages=["leads"], wanted=["likes"])).startswith("period-spans-months: ")


def test_a_list_of_deals_is_not_decided_by_a_score() -> None:
    text = "Date,Stage,Amount,Customer satisfaction\n2024-01-31,Won,5,4\n"
    assert error(read(text)).startswith("no-measure: which rows are won is not known")
    assert error(read(text, wanted=["customer_satisfaction"])).startswith("no-measure: which rows are won is not known")


def test_a_hand_kept_value_counts_for_its_whole_month() -> None:
    actuals = read(f"{LONG}2024-01-15,NPS,41\n2024-02-10,NPS,43\n", wanted=["net_promoter_score"])
    assert months(actuals, "net_promoter_score") == {"2024-01": 41, "2024-02": 43}
    assert actuals.reach == {"net_promoter_score": (Month(2024, 2), 29)}
    assert (actuals.first, actuals.last, actuals.partial) == (Month(2024, 1), Month(2024, 2), None)
    assert codes(actuals) == []


MONTHLY = st.dictionaries(st.integers(0, 40), st.integers(-1000, 1000).map(lambda n: n / 10), min_size=1, max_size=15)


@given(MONTHLY, MONTHLY, st.randoms())
def test_the_order_of_rows_does_not_matter(
    scores: dict[int, float], rates: dict[int, float], dice: random.Random
) -> None:
    start = Month(2022, 1)
    rows = [f"{start.plus(k)},NPS,{v}" for k, v in scores.items()]
    rows += [f"{start.plus(k)},Bounce rate,{v}%" for k, v in rates.items()]
    dice.shuffle(rows)
    actuals = read(LONG + "\n".join(rows) + "\n", wanted=["net_promoter_score", "bounce_rate"], decimal=".")
    assert months(actuals, "net_promoter_score") == {str(start.plus(k)): scores[k] for k in sorted(scores)}
    assert months(actuals, "bounce_rate") == pytest.approx({str(start.plus(k)): rates[k] / 100 for k in sorted(rates)})
    assert list(actuals.values("bounce_rate")) == sorted(actuals.values("bounce_rate"))


CELLS = st.sampled_from(
    ["", "Date", "Month", "kpi", "value", "NPS", "Bounce rate", "Followers", "Leads", "Region", "period", "segment",
     "a",
     "45%", "45", "0.4", "--", "2024-01", "2024-01-31", "2024-02-01", "2024-W05", "Total", "Send Date", "Opens",
     "Clicks", "Unsubscribes", "NPS score", "Email", "9", "10", "1.234", "# Start date: 20240101"]
)  # fmt: skip


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=8), st.sampled_from(",;\t"))
@settings(max_examples=300, deadline=None)
def test_no_table_raises(rows: list[list[str]], delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in rows).encode()
    wanted = {"net_promoter_score": "NPS", "bounce_rate": "", "followers": "", "own": "a"}
    actuals = read_exports([from_bytes("a.csv", text)], names=PlanNames(kpis=wanted))
    assert actuals.measures or codes(actuals, "error")
    parts = read_breakdown(
        [from_bytes("a.csv", text)], ["Region", "Email", "kpi", "segment"], names=PlanNames(kpis=wanted)
    )
    assert all(measure.segment for measure in parts.measures)
