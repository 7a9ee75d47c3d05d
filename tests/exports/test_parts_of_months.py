"""Months that exports cover in part, at either end: measured by their days, never stretched by a stray date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.analysis.matching import Matched, match, read_for
from kpiplan.analysis.variance.compare import compare
from kpiplan.exports import read_exports
from kpiplan.exports.cutoff import Taken, taken
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.exports.months.coverage import coverage
from kpiplan.exports.months.tallies import DAY_ZERO
from kpiplan.exports.results import Exports
from kpiplan.funnel.targets import plan_targets
from kpiplan.loader import load
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules, Rule, Split
from tests.exports.helpers import codes, daily, months, read

VISITS = b"{name: T, year: 2026, goal: {customers: 36}, funnel: [visits, {customers: 1%}]}"  # 300 visits a month
LEADS = b"{name: T, year: 2026, goal: {customers: 36}, funnel: [leads, {customers: 10%}]}"  # 30 leads a month


def against(plan: bytes, text: str, through: Month | None = None) -> Matched:
    loaded = load(plan, "plan.yaml").plan
    assert loaded is not None
    targets = plan_targets(loaded)
    found = match(targets, read_for(loaded, [from_bytes("a.csv", text.encode())], (), through), through)
    assert isinstance(found, Matched)
    return found


def to_date(plan: bytes, found: Matched, kpi: str) -> tuple[float, float, str | None]:
    loaded = load(plan, "plan.yaml").plan
    assert loaded is not None
    value = compare(plan_targets(loaded), found.actuals).get(kpi).to_date
    assert value.target is not None
    assert value.actual is not None
    return round(value.target, 2), value.actual, value.status


def counted(days: Iterable[str], name: str = "Sessions", each: int = 10) -> str:
    return f"Date,{name}\n" + "".join(f"{day},{each}\n" for day in days)


def test_ten_days_of_a_month_are_held_against_their_part_of_the_target() -> None:
    found = against(VISITS, counted(daily("2026-01-17", 10)), Month(2026, 1))
    assert (found.day, found.found.begin, found.found.since) == (26, Month(2026, 1), 17)
    assert to_date(VISITS, found, "visits") == (96.77, 100, "on_track")


def test_a_first_month_in_part_counts_by_its_part() -> None:
    found = against(VISITS, counted(daily("2026-01-15", 17 + 28)))
    assert to_date(VISITS, found, "visits") == (464.52, 450, "on_track")
    outlook = compare_year(VISITS, found)
    # what the first fortnight brought nobody knows: it stays at its target
    assert outlook == pytest.approx(36 - (464.52 - 450) / 100, abs=0.001)


def compare_year(plan: bytes, found: Matched) -> float:
    loaded = load(plan, "plan.yaml").plan
    assert loaded is not None
    return compare(plan_targets(loaded), found.actuals).outlooks[-1].at_plan.year.customers


@given(st.integers(1, 31), st.integers(1, 31))
def test_at_the_pace_of_the_plan_whatever_days_are_covered_everything_is_on_track(one: int, other: int) -> None:
    since, day = min(one, other), max(one, other)
    days = [f"2026-03-{at:02}" for at in range(since, day + 1)]
    found = against(VISITS, counted(days, each=31), Month(2026, 3))  # 31 a day: 3.2 times the plan
    target, actual, _ = to_date(VISITS, found, "visits")
    assert actual / target == pytest.approx(31 * 31 / 300, rel=1e-3)


def test_a_month_before_the_plan_that_is_covered_in_part_is_left_out() -> None:
    found = against(VISITS, counted(daily("2025-12-20", 12 + 31)))
    assert months_of(found.found, "visits") == {"2026-01": 310}
    assert [note.code for note in found.notes] == ["begins-within"]


def months_of(found: Taken, kpi: str) -> dict[str, float]:
    return {str(month): value for month, value in found.figures.get((None, kpi), {}).items()}


def test_days_that_are_told_are_not_estimated() -> None:
    visits = counted(daily("2026-02-27", 6), each=5) + "2026-03-05,80\n"
    leads = counted(daily("2026-02-27", 6), "Leads", 1)
    actuals = read_exports([from_bytes("a.csv", visits.encode()), from_bytes("b.csv", leads.encode())])
    found = taken(actuals, Month(2026, 3))
    assert isinstance(found, Taken)
    assert (found.day, found.since, months_of(found, "visits")["2026-03"]) == (4, 27, 20)
    assert months_of(found, "leads")["2026-03"] == 4
    assert not found.notes


def test_what_is_told_by_the_week_is_taken_in_proportion_and_said() -> None:
    visits = "Week,Sessions\n2026-03-02 - 2026-03-08,70\n2026-03-09 - 2026-03-15,70\n"
    leads = counted(daily("2026-03-02", 10), "Leads", 1)
    actuals = read_exports([from_bytes("a.csv", visits.encode()), from_bytes("b.csv", leads.encode())])
    found = taken(actuals, Month(2026, 3))
    assert isinstance(found, Taken)
    assert months_of(found, "visits")["2026-03"] == 100
    assert [(note.code, note.fields["taken"], note.fields["parts"]) for note in found.notes] == [
        ("part-of-days", 10, 14)
    ]


def test_a_source_that_begins_late_in_the_month_is_left_out_of_it() -> None:
    visits, leads = counted(daily("2026-01-01", 59)), counted(daily("2026-01-28", 32), "Leads", 1)
    actuals = read_exports([from_bytes("a.csv", visits.encode()), from_bytes("b.csv", leads.encode())])
    found = taken(actuals, None)
    assert isinstance(found, Taken)
    assert (found.begin, months_of(found, "visits"), months_of(found, "leads")) == (
        None,
        {"2026-01": 310, "2026-02": 280},
        {"2026-02": 28},
    )
    assert [note.code for note in found.notes] == ["begins-within"]


@pytest.mark.parametrize("stray", ["2026-12-07", "2026-05-12", "2025-06-01"])
@pytest.mark.parametrize("table", ["Lead date\n{}\n", "Date,Leads\n{},1\n"])
def test_one_stray_date_does_not_stretch_what_is_covered(stray: str, table: str) -> None:
    head, row, _ = table.split("\n")
    text = "\n".join([head, *(row.format(day) for day in [*daily("2026-01-01", 90), stray]), ""])
    actuals = read(text)
    assert (actuals.first, actuals.last) == (Month(2026, 1), Month(2026, 3))
    assert codes(actuals) == ["far-dates"]


def test_a_season_is_no_slip() -> None:
    text = counted([*daily("2025-01-01", 59), *daily("2025-10-01", 92)], "Leads", 1)
    actuals = read(text)
    assert (actuals.first, actuals.last, codes(actuals)) == (Month(2025, 1), Month(2025, 12), [])


def test_gaps_are_judged_where_they_are() -> None:
    days = [date(2026, 1, 1) + timedelta(2 * at) for at in range(47)]
    text = "Lead date\n2025-06-01\n" + "".join(f"{day}\n" for day in days)  # to 3 April
    actuals = read(text)
    assert actuals.partial is not None
    assert (actuals.last, actuals.partial.month, actuals.partial.day) == (Month(2026, 3), Month(2026, 4), 3)
    found = against(LEADS, text)
    assert to_date(LEADS, found, "leads")[:2] == (90, 45)


def test_months_named_by_their_last_day_are_whole() -> None:
    actuals = read("Date,Leads\n2026-01-31,5\n2026-02-28,6\n2026-03-31,7\n")
    assert (actuals.first, actuals.last, codes(actuals)) == (Month(2026, 1), Month(2026, 3), [])


def test_rows_of_no_segment_are_in_the_whole() -> None:
    text = "Lead date,Source\n2026-01-05,Web\n2026-01-20,Event\n2026-01-31,SDR\n"
    actuals = read(text, split=Split("Source", {"inbound": ("Web",), "outbound": ("SDR",)}))
    assert [months(actuals, "leads", part) for part in ("inbound", "outbound", None)] == [
        {"2026-01": 1},
        {"2026-01": 1},
        {"2026-01": 3},
    ]
    plan = b"""{name: T, year: 2026, goal: {customers: 36}, funnel: [leads, {customers: 10%}],
        segments: {inbound: {share: 50%}, outbound: {share: 50%}}}"""
    loaded = load(plan, "plan.yaml").plan
    assert loaded is not None
    rules = [FileRules(split=Split("Source", {"inbound": ("Web",), "outbound": ("SDR",)}))]
    exports = read_for(loaded, [from_bytes("a.csv", text.encode())], rules, Month(2026, 1))
    matched = match(plan_targets(loaded), exports, Month(2026, 1))
    assert isinstance(matched, Matched)
    comparison = compare(plan_targets(loaded), matched.actuals)
    assert [comparison.get("leads", part).to_date.actual for part in ("inbound", "outbound", None)] == [1, 1, 3]
    walk = comparison.walks[-1]
    assert sum(step.customers for step in walk.steps) == pytest.approx(walk.gap.customers)


def test_weeks_across_the_end_of_a_month_count_and_are_said_to() -> None:
    text = "Week,Sessions\n2026-01-05,70\n2026-01-12,70\n2026-01-19,70\n2026-01-26,70\n2026-02-02,70\n"
    for spans, january in (("start", 280), ("spread", 270)):
        actuals = read(text, spans=spans)
        assert months(actuals, "visits")["2026-01"] == january
        (source,) = actuals.sources
        assert (source.rows_used, source.left_out) == (5, ())


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60, unique=True))
def test_what_is_covered_lies_between_the_first_and_the_last_month_of_rows(days: list[int]) -> None:
    found = coverage(day + 20_000 for day in days)
    assert found is not None
    assert found.first <= max(days) + 20_000 + DAY_ZERO
    assert found.last >= min(days) + 20_000 + DAY_ZERO
    assert found.first <= found.last


WON = [FileRules("deals*", kpis={"customers": Rule(count="Close Date", where={"Stage": ("Won",)})})]


def beside_leads(deals: Iterable[str], last: int = 120, rules: Iterable[FileRules] = ()) -> Exports:
    """Deals of so many lines, beside leads of each day from January on."""
    texts = {
        "leads.csv": counted(daily("2026-01-01", last), "Leads", 1),
        "deals.csv": "Deal,Stage,Close Date\n" + "".join(f"{line}\n" for line in deals),
    }
    return read_exports([from_bytes(name, text.encode()) for name, text in texts.items()], rules=rules)


def closed(days: Iterable[str], stage: str) -> list[str]:
    return [f"D{day},{stage},{day}" for day in days]


@pytest.mark.parametrize("rules", [WON, ()])
def test_months_in_which_deals_were_lost_alone_have_no_customers(rules: Iterable[FileRules]) -> None:
    deals = closed(daily("2026-01-01", 40), "Won") + closed(daily("2026-02-10", 80), "Lost")
    found = beside_leads(deals, rules=rules)
    assert (found.last, found.partial) == (Month(2026, 4), None)
    assert months(found, "customers") == {"2026-01": 31, "2026-02": 9, "2026-03": 0, "2026-04": 0}
    assert found.reach["customers"] == (Month(2026, 4), 30)


def test_deals_that_are_open_show_nothing_of_months_ahead() -> None:
    deals = closed(daily("2026-01-01", 40), "Won") + closed(daily("2026-02-10", 10), "Lost")
    found = beside_leads(deals + closed(daily("2026-03-01", 61), "Proposal"), rules=WON)
    assert months(found, "customers") == {"2026-01": 31, "2026-02": 9}
    assert (found.last, found.partial and found.partial.day) == (Month(2026, 1), 19)


def test_what_is_lost_shows_no_further_months_than_others_cover() -> None:
    deals = closed(daily("2026-01-01", 40), "Won") + closed(daily("2026-02-10", 80), "Lost")
    found = beside_leads(deals, 90, WON)
    assert found.last == Month(2026, 3)
    assert months(found, "customers") == {"2026-01": 31, "2026-02": 9, "2026-03": 0}


def test_a_rule_for_some_rows_of_a_table_does_not_shorten_the_months_of_others() -> None:
    rows = [f"{day},{'web' if day < '2026-02-11' else 'fair'},2" for day in daily("2026-01-05", 86)]
    rules = [FileRules("visits*", kpis={"visits": Rule(sum="Sessions", where={"Source": ("web",)})})]
    texts = {
        "leads.csv": counted(daily("2026-01-01", 90), "Leads", 1),
        "visits.csv": "\n".join(["Date,Source,Sessions", "2026-01-01,fair,1", "2026-01-02,fair,1", *rows]) + "\n",
    }
    found = read_exports([from_bytes(name, text.encode()) for name, text in texts.items()], rules=rules)
    assert found.last == Month(2026, 3)
    assert months(found, "visits") == {"2026-01": 54, "2026-02": 20, "2026-03": 0}
    assert found.begins["visits"] == (Month(2026, 1), 1)
    assert "first-month-partial" not in codes(found)
