"""The same figures by the values of a column."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.exports import read_breakdown, read_exports
from kpiplan.exports.files import sheets
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.exports.files.large import arrays
from kpiplan.exports.plan_names import PlanNames
from kpiplan.exports.results import Exports
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules, Rule, Split
from tests.exports.helpers import codes, error, months

ADS = """Day,Campaign,Cost,Clicks
2024-01-31,Brand,10,1
2024-01-31,Generic,20,2
2024-02-29,Brand,30,3
2024-02-29,,5,1
Total: Account,,65,7
"""
DEALS = """Deal - ID,Deal - Value,Deal - Status,Deal - Deal created,Deal - Won time,Source channel
1,100,Won,2024-01-02,2024-02-01,Web
2,200,Open,2024-01-03,,web
3,300,Won,2024-02-03,2024-02-29,Web
"""


def broken(text: str, *columns: str, name: str = "export.csv", **options: Any) -> Exports:
    """One export by the first of the columns."""
    return read_breakdown([from_bytes(name, text.encode())], columns, **options)


def parts(actuals: Exports, kpi: str) -> dict[str | None, dict[str, float]]:
    """The months of a KPI by segment."""
    return {m.segment: {str(k): v for k, v in m.values.items()} for m in actuals.measures if m.kpi == kpi}


def test_every_value_is_a_segment() -> None:
    actuals = broken(ADS, "Campaign")
    assert parts(actuals, "spend") == {
        "(none)": {"2024-02": 5}, "Brand": {"2024-01": 10, "2024-02": 30}, "Generic": {"2024-01": 20}
    }  # fmt: skip
    assert parts(actuals, "clicks")["Brand"] == {"2024-01": 1, "2024-02": 3}
    assert (actuals.first, actuals.last) == (Month(2024, 1), Month(2024, 2))


def test_values_stand_as_they_are_written_and_records_have_zeros() -> None:
    actuals = broken(DEALS, "campaign", "source_channel")
    assert parts(actuals, "opportunities") == {"Web": {"2024-01": 2, "2024-02": 1}}  # Web and web are one
    assert parts(actuals, "revenue") == {"Web": {"2024-01": 0, "2024-02": 400}}


def test_the_first_column_that_is_there_and_tables_without_any() -> None:
    assert parts(broken(ADS, "Ad group", "campaign", "Day"), "spend").keys() == {"(none)", "Brand", "Generic"}
    nothing = broken(ADS, "Ad group")
    assert (nothing.measures, nothing.problems, nothing.last) == ((), (), None)
    hopeless = broken("Height,Leads\n1,2\n", "Campaign")
    assert (hopeless.measures, hopeless.problems) == ((), ())
    missing = read_breakdown(["no such file.csv"], ["Campaign"])
    assert (missing.measures, missing.problems) == ((), ())


def test_problems_of_tables_that_have_the_column() -> None:
    assert error(broken("Day,Campaign,Cost\n3/4/2024,A,1\n", "Campaign")).startswith("ambiguous-date: column 'Day'")
    assert error(broken("Day,Campaign,campaign,Cost\n2024-01-31,A,B,1\n", "campaigns", "CAMPAIGN")).startswith(
        "ambiguous-column: 2 columns are called"
    )


def test_tables_that_say_nothing_are_passed_over() -> None:
    text = "# Start date: 20240101\n# End date: 20240229\nCampaign,Sessions\nA,9\n\n"
    text += "# Start date: 20240101\n# End date: 20240229\nNth month,Campaign,Sessions\n0000,A,3\n0001,A,6\n"
    actuals = broken(text, "Campaign")
    assert parts(actuals, "visits") == {"A": {"2024-01": 3, "2024-02": 6}}
    assert codes(actuals) == []
    useless = broken("Campaign,Leads\nA,5\nB,6\n", "Campaign")
    assert (useless.measures, useless.problems) == ((), ())


def test_the_split_of_a_rule_is_replaced_the_rest_of_it_holds() -> None:
    rules = [FileRules(
        kpis={"leads": Rule(count="When", where={"Stage": ("Won",)})}, split=Split("Kind", {"one": ("a",)})
    )]  # fmt: skip
    text = "When,Kind,Stage,Owner\n2024-01-05,a,Won,Ann\n2024-01-31,b,Won,Bob\n2024-01-31,b,Lost,Bob\n"
    assert parts(broken(text, "Owner", rules=rules), "leads") == {"Ann": {"2024-01": 1}, "Bob": {"2024-01": 1}}


def test_rows_of_month_kpi_and_value() -> None:
    text = "month,Region,kpi,value\n2024-01,N,leads,1\n2024-01,S,leads,2\n2024-01,N,NPS,40\n2024-01,S,NPS,50\n"
    actuals = broken(text, "region", names=PlanNames(kpis={"net_promoter_score": ""}))
    assert parts(actuals, "leads") == {"N": {"2024-01": 1}, "S": {"2024-01": 2}}
    assert parts(actuals, "net_promoter_score") == {"N": {"2024-01": 40}, "S": {"2024-01": 50}}
    assert codes(actuals) == []


@pytest.mark.parametrize("head", ["KPI,Region", "Region,KPI", "구분,Region"])
def test_a_column_a_month(head: str) -> None:
    rows = [("Leads", "N", "1,2"), ("Leads", "S", "3,4"), ("Bounce rate", "N", "40%,50%"), ("Bounce rate", "S", ",1%")]
    region = head.startswith("Region")
    lines = [",".join((where, kpi, rest) if region else (kpi, where, rest)) for kpi, where, rest in rows]
    actuals = broken(
        f"{head},2024-01,2024-02\n" + "\n".join(lines) + "\n", "Region", names=PlanNames(kpis={"bounce_rate": ""})
    )
    assert parts(actuals, "leads") == {"N": {"2024-01": 1, "2024-02": 2}, "S": {"2024-01": 3, "2024-02": 4}}
    assert parts(actuals, "bounce_rate") == {"N": {"2024-01": 0.4, "2024-02": 0.5}, "S": {"2024-02": 0.01}}


def test_two_measures_a_month_by_shop() -> None:
    text = "2024년\n\n매장,1월 이용객,1월 순매출액,2월 이용객,2월 순매출액\n"
    text += "강남,100,15,110,12\n홍대,50,5,60,2\n합계,150,20,170,14\n"
    actuals = broken(text, "매장")
    assert parts(actuals, "visits") == {
        "강남": {"2024-01": 100, "2024-02": 110}, "홍대": {"2024-01": 50, "2024-02": 60}
    }  # fmt: skip


def test_kpiplans_own_segments() -> None:
    text = "period,segment,visits\n2020-01,inbound,10\n2020-01,outbound,5\n2020-01,,15\n"
    assert parts(broken(text, "segment"), "visits") == {"inbound": {"2020-01": 10}, "outbound": {"2020-01": 5}}


def test_columns_of_a_month_that_are_given_by_segment() -> None:
    text = "Month,Region,Leads,NPS\n2024-01,N,1,40\n2024-01,S,2,50\n"
    actuals = broken(text, "Region", names=PlanNames(kpis={"net_promoter_score": ""}))
    assert parts(actuals, "net_promoter_score") == {"N": {"2024-01": 40}, "S": {"2024-01": 50}}


def test_files_of_the_same_campaign_and_month() -> None:
    inputs = [from_bytes(name, ADS.encode()) for name in ("a.csv", "b.csv")]
    assert error(read_breakdown(inputs, ["Campaign"])).startswith(
        "same-month-twice: spend, clicks of 2024-01 and 1 more"
    )
    other = from_bytes(
        "b.csv", ADS.replace("Brand", "Else").replace("Generic", "More").replace("29,,5", "29,X,5").encode()
    )
    actuals = read_breakdown([inputs[0], other], ["Campaign"])
    assert codes(actuals, "error") == []
    assert set(parts(actuals, "spend")) == {"(none)", "Brand", "Generic", "Else", "More", "X"}


def test_a_thousand_values_and_one_more() -> None:
    def table(values: int) -> str:
        return "Day,Campaign,Cost\n" + "".join(f"2024-01-{1 + k % 31:02},C{k},1\n" for k in range(values))

    actuals = broken(table(1000), "Campaign")
    assert len(parts(actuals, "spend")) == 1000
    refused = broken(table(1001), "Campaign")
    (problem,) = refused.problems
    assert refused.measures == ()
    assert (problem.code, problem.message, problem.hint) == (
        "too-many-values",
        "'Campaign' has more than 1,000 different values",
        "break down by a column with fewer, or group them with `split`",
    )


def test_through_ends_the_months() -> None:
    assert parts(broken(ADS, "Campaign", through=Month(2024, 1)), "spend") == {
        "Brand": {"2024-01": 10}, "Generic": {"2024-01": 20}
    }  # fmt: skip


RECORDS = st.lists(
    st.tuples(
        st.dates(date(2024, 1, 1), date(2024, 4, 30)), st.sampled_from(["a", "A", "", "b c"]), st.integers(0, 10**6)
    ),
    min_size=9,
    max_size=40,
)


@given(RECORDS, st.randoms(), st.sampled_from([1, 7, 1 << 22]))
@settings(deadline=None, max_examples=60)
def test_parts_add_up_to_the_whole_in_any_order_and_size(
    records: list[tuple[date, str, int]], dice: random.Random, dense: int
) -> None:
    def export(rows: list[tuple[date, str, int]]) -> bytes:
        return ("When,Kind,Amount\n" + "".join(f"{when},{kind},{amount}\n" for when, kind, amount in rows)).encode()

    rules = [FileRules(kpis={"leads": Rule(count="When"), "revenue": Rule(sum="Amount", by="When")}, decimal=".")]
    whole = read_exports([from_bytes("a.csv", export(records))], rules=rules)
    shuffled = list(records)
    dice.shuffle(shuffled)
    small = read_breakdown([from_bytes("a.csv", export(shuffled))], ["kind"], rules=rules)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "SMALL_BYTES", 100)
        patch.setattr(sheets, "HEAD_BYTES", 140)
        patch.setattr(arrays, "DENSE", dense)
        large = read_breakdown([from_bytes("a.csv", export(records))], ["kind"], rules=rules)
    for kpi in ("leads", "revenue"):
        assert parts(small, kpi) == parts(large, kpi)
        kinds = sorted(kind for _, kind, _ in records)  # A before a, which is the same
        assert set(parts(small, kpi)) == {
            next(k for k in kinds if k.lower() == kind.lower()) or "(none)" for kind in kinds
        }
        for month, value in months(whole, kpi).items():
            assert value == sum(part.get(month, 0) for part in parts(small, kpi).values())
    assert (small.first, small.last, small.partial) == (whole.first, whole.last, whole.partial)
