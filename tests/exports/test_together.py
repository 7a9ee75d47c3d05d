"""Several files together: which months all cover, and what two of them say of the same month."""

from __future__ import annotations

import io
import itertools
import zipfile
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.exports import read_exports
from kpiplan.exports.files.inputs import Input, from_bytes
from kpiplan.exports.plan_names import PlanNames
from kpiplan.exports.results import ColumnUse
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules, Rule
from tests.exports.helpers import codes, daily, error, kpis, months, notes

FUNNEL = from_bytes("funnel.csv", b"Month,Leads\n2024-01,1\n2024-02,1\n2024-03,2\n2024-04,2\n")
QUARTERLY = from_bytes("nps.csv", b"month,kpi,value\n2023-12,NPS,40\n2024-03,NPS,41\n")
SEARCH = from_bytes(
    "search.csv", b"Date,Clicks,Impressions,CTR,Position\n2024-01-01,5,50,10%,3\n2024-02-29,6,60,10%,3.5\n"
)
ADS = from_bytes("ads.csv", b"Day,Campaign,Cost,Clicks,Impr.\n2024-01-01,A,10,7,70\n2024-02-29,B,20,8,80\n")


def test_a_score_of_a_quarter_does_not_bound_the_months() -> None:
    wanted = {"net_promoter_score": "NPS"}
    for stages, chosen in (([], {}), (["leads"], {}), (["leads"], wanted)):
        actuals = read_exports([FUNNEL, QUARTERLY], names=PlanNames(stages, kpis=chosen))
        assert (actuals.first, actuals.last, actuals.partial) == (Month(2023, 12), Month(2024, 4), None)
        assert actuals.reach == {"leads": (Month(2024, 4), 30), "net_promoter_score": (Month(2024, 3), 31)}
        assert actuals.bounds == {"leads"}
        assert actuals.levels == {"net_promoter_score"}


def test_where_nothing_else_is_there_all_bound() -> None:
    late = from_bytes("late.csv", b"month,kpi,value\n2024-04,happiness,7\n")
    actuals = read_exports([QUARTERLY, late])
    assert actuals.last == Month(2024, 3)
    assert actuals.bounds == {"net_promoter_score", "happiness"}


def test_clicks_do_not_bound_but_money_does() -> None:
    clicks = from_bytes("clicks.csv", ("Date,Clicks\n" + "".join(f"{d},1\n" for d in daily("2024-03-01", 40))).encode())
    actuals = read_exports([FUNNEL, clicks])
    assert (actuals.last, actuals.partial) == (Month(2024, 4), None)
    assert actuals.reach["clicks"] == (Month(2024, 4), 9)
    costs = from_bytes("costs.csv", ("Date,Cost\n" + "".join(f"{d},1\n" for d in daily("2024-03-01", 40))).encode())
    bounded = read_exports([FUNNEL, costs, QUARTERLY])
    assert bounded.last == Month(2024, 3)
    assert bounded.partial is not None
    assert (bounded.partial.month, bounded.partial.day) == (Month(2024, 4), 9)
    assert bounded.partial.days == {"leads": 30, "spend": 9}


def test_the_stages_of_the_plan_bound_not_others() -> None:
    other = from_bytes("mqls.csv", b"Month,MQLs\n2024-01,1\n2024-02,1\n")
    assert read_exports([FUNNEL, other]).last == Month(2024, 2)
    assert read_exports([FUNNEL, other], names=PlanNames(["visits", "leads"])).last == Month(2024, 4)
    assert read_exports([FUNNEL, other], names=PlanNames(["leads", "mqls"])).last == Month(2024, 2)


def test_what_two_files_say_and_nobody_wants_is_left_out_of_both() -> None:
    for stages, wanted in ((["leads"], {}), ([], {"bounce_rate": ""})):
        actuals = read_exports([SEARCH, ADS], names=PlanNames(stages, kpis=wanted))
        assert kpis(actuals) == ["spend"]
        assert codes(actuals, "error") == []
        assert notes(actuals) == [
            "clicks left out: ads.csv says the same months; impressions left out: ads.csv says the same months",
            "clicks left out: search.csv says the same months; impressions left out: search.csv says the same months",
        ]
        assert [dict(source.columns) for source in actuals.sources] == [{}, {"spend": ColumnUse("Cost", "Day")}]


def test_what_the_plan_wants_is_asked_about_and_what_a_rule_names_goes_first() -> None:
    expected = (
        "same-month-twice: clicks of 2024-01 and 1 more month stands in search.csv too | "
        "leave one out, or say `add: true` for the one that adds to the other"
    )
    wanted = read_exports([SEARCH, ADS], names=PlanNames(["leads"], kpis={"clicks": ""}))
    assert error(wanted) == expected
    assert notes(wanted)[0] == "impressions left out: ads.csv says the same months"
    rules = [FileRules("ads.csv", kpis={"clicks": Rule(sum="Clicks", by="Day")})]
    ruled = read_exports([SEARCH, ADS], rules=rules, names=PlanNames(["leads"]))
    assert (codes(ruled), months(ruled, "clicks")) == ([], months(read_exports([ADS]), "clicks"))
    assert notes(ruled)[0].startswith("clicks left out: ads.csv says the same months")
    both = [FileRules("*", kpis={"clicks": Rule(sum="Clicks")})]
    assert error(read_exports([SEARCH, ADS], rules=both, names=PlanNames(["leads"]))) == expected
    assert error(read_exports([SEARCH, ADS])).startswith("same-month-twice: clicks, impressions of 2024-01")
    added = read_exports([SEARCH, ADS], rules=[FileRules("ads.csv", add=True)], names=PlanNames(["leads"]))
    assert months(added, "clicks") == {"2024-01": 12, "2024-02": 14}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_of_files_does_not_matter(order: tuple[int, ...]) -> None:
    later = from_bytes("later.csv", b"Date,Clicks\n2024-03-01,5\n2024-03-31,6\n")
    files: list[Input] = [SEARCH, ADS, later]
    actuals = read_exports([files[i] for i in order], names=PlanNames(["leads"]))
    assert months(actuals, "clicks") == {"2024-03": 11}
    assert months(actuals, "spend") == {"2024-01": 10, "2024-02": 20}
    assert codes(actuals, "error") == []


def test_a_file_of_which_nothing_is_left_does_not_say_when_the_figures_begin() -> None:
    early = from_bytes("early.csv", b"Month,Clicks\n2023-06,1\n2024-01,2\n")
    again = from_bytes("again.csv", b"Month,Clicks\n2023-06,1\n2024-01,2\n")
    actuals = read_exports([FUNNEL, early, again], names=PlanNames(["leads"]))
    assert (actuals.first, actuals.last) == (Month(2024, 1), Month(2024, 4))
    assert kpis(actuals) == ["leads"]


def test_each_of_many_files_that_say_the_same_is_told_once() -> None:
    """So that a folder of a thousand copies is told in a thousand lines, not half a million."""
    files = [from_bytes(f"{at:02}.csv", b"Date,Leads\n2024-01-01,5\n2024-01-31,6\n") for at in range(20)]
    problems = [problem for problem in read_exports(files).problems if problem.severity == "error"]
    assert [problem.file for problem in problems] == [f"{at:02}.csv" for at in range(1, 20)]
    assert {problem.message for problem in problems} == {"leads of 2024-01 stands in 00.csv too"}
    unwanted = read_exports(files, names=PlanNames(["visits"]))
    assert codes(unwanted, "error") == []
    assert kpis(unwanted) == []
    assert len(unwanted.sources) == 20


def test_a_file_of_the_whole_meets_those_of_every_segment() -> None:
    header = b"Month,Segment,Leads\n"
    files = [
        from_bytes("a.csv", header + b"2024-01,inbound,1\n"),
        from_bytes("b.csv", header + b"2024-01,outbound,2\n"),
        from_bytes("c.csv", b"Month,Leads\n2024-01,3\n"),
        from_bytes("d.csv", b"Month,Leads\n2024-01,4\n"),
    ]
    actuals = read_exports(files, names=PlanNames(segments={"inbound": "", "outbound": ""}))
    said = [(problem.file, problem.message.split(" in ")[1]) for problem in actuals.problems]
    assert said == [("c.csv", "a.csv too"), ("c.csv", "b.csv too"), *(("d.csv", f"{each}.csv too") for each in "abc")]


# parts of one table


def _days(start: str, count: int, leads: int = 1, header: str = "Date,Leads") -> bytes:
    return (f"{header}\n" + "".join(f"{day},{leads}\n" for day in daily(start, count))).encode()


def test_files_of_one_layout_whose_days_do_not_overlap_are_one_table() -> None:
    weeks = [("2024-01-01", 7), ("2024-01-08", 7), ("2024-01-15", 14), ("2024-01-29", 10), ("2024-02-08", 22)]
    files = [from_bytes(f"week/{start}.csv", _days(start, count)) for start, count in weeks]
    for order in (files, files[::-1]):
        actuals = read_exports(order)
        assert months(actuals, "leads") == {"2024-01": 31, "2024-02": 29}
        assert codes(actuals) == []
        assert (actuals.first, actuals.last, actuals.partial) == (Month(2024, 1), Month(2024, 2), None)
        assert notes(actuals) == ["added to 4 more of the same columns"] * 5


def test_a_day_that_two_of_them_have_is_told_of_the_two() -> None:
    starts = [("a", "2024-01-01", 10), ("b", "2024-01-11", 10), ("c", "2024-01-20", 12), ("d", "2024-02-01", 29)]
    actuals = read_exports([from_bytes(f"{name}.csv", _days(start, count)) for name, start, count in starts])
    (problem,) = [each for each in actuals.problems if each.severity == "error"]
    assert (problem.code, problem.file, problem.message) == (
        "same-month-twice", "c.csv", "leads of 2024-01 stands in b.csv too"
    )  # fmt: skip


def test_other_columns_are_another_table() -> None:
    one, two = (
        from_bytes("a.csv", _days("2024-01-01", 10)),
        from_bytes("b.csv", _days("2024-01-11", 21, 1, "Day,Leads")),
    )
    assert codes(read_exports([one, two]), "error") == ["same-month-twice"]


def test_lists_of_leads_by_half_a_month_are_one() -> None:
    """Their customers may come on the same days: what tells parts from copies is when the leads came."""
    header = "Lead date,SQL date\n"
    one = from_bytes("a.csv", (header + "2024-01-01,2024-02-20\n2024-01-15,2024-02-29\n").encode())
    two = from_bytes("b.csv", (header + "2024-01-16,2024-02-20\n2024-01-31,2024-02-29\n2024-02-29,\n").encode())
    actuals = read_exports([one, two])
    assert codes(actuals, "error") == []
    assert months(actuals, "leads") == {"2024-01": 4, "2024-02": 1}
    assert months(actuals, "sqls") == {"2024-01": 0, "2024-02": 4}
    again = from_bytes("c.csv", one.open().read())
    assert codes(read_exports([one, again]), "error") == ["same-units-twice"]


def test_of_a_level_the_last_part_counts() -> None:
    one = from_bytes("a.csv", _days("2024-01-01", 16, 5, "Date,Followers"))
    two = from_bytes("b.csv", _days("2024-01-17", 15, 7, "Date,Followers"))
    for files in ([one, two], [two, one]):
        assert months(read_exports(files), "followers") == {"2024-01": 7}
        assert codes(read_exports(files), "error") == []


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8), st.randoms())
def test_a_table_cut_into_files_by_day_is_the_table(sizes: list[int], shuffle: Random) -> None:
    rows = [f"{day},{at % 5},{at % 3}\n" for at, day in enumerate(daily("2024-01-25", sum(sizes)))]
    header, files, at = "Date,Leads,Cost\n", [], 0
    for size in sizes:
        files.append(from_bytes(f"{at}.csv", (header + "".join(rows[at : at + size])).encode()))
        at += size
    shuffle.shuffle(files)
    parts, whole = read_exports(files), read_exports([from_bytes("whole.csv", (header + "".join(rows)).encode())])
    assert codes(parts, "error") == []
    assert {m.kpi: m.values for m in parts.measures} == {m.kpi: m.values for m in whole.measures}
    assert (parts.first, parts.last, parts.partial) == (whole.first, whole.last, whole.partial)
    assert codes(parts) == codes(whole)


def test_a_folder_of_many_files_takes_time_as_they_are_many() -> None:
    """Each day is looked up once: nothing is held against all that came before."""
    files = [from_bytes(f"{day}.csv", _days(day, 1)) for day in daily("2020-01-01", 400)]
    assert sum(read_exports(files).values("leads").values()) == 400


def test_a_zip_without_dates_is_one_error() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for at in range(13):
            archive.writestr(f"card {at:02}.csv", "Campaign,Clicks\nA,5\nB,6\n")
    actuals = read_exports([from_bytes("overview.zip", packed.getvalue())])
    (problem,) = actuals.problems
    assert (problem.code, problem.file) == ("no-date", "overview.zip")
    assert problem.message.startswith("none of 13 files can be used: nothing says to which month the rows belong")
    assert "'card 00.csv'" in problem.hint
