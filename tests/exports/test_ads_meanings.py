"""Columns of ads and analytics that mean something else than they are called, or are one of several of a kind."""

from __future__ import annotations

from kpiplan.exports import read_exports
from kpiplan.exports.files.inputs import from_bytes
from tests.exports.helpers import codes, columns, kpis, months, notes, read


def test_kakao_counts_within_seven_days() -> None:
    actuals = read(
        "캠페인 이름,일,비용,노출수,클릭수,구매(1일),구매(7일),구매금액(1일),구매금액(7일)\n"
        '비즈보드,2026-04-30,"11,000","5,000",50,1,2,"30,000","80,000"\n'
        '비즈보드,2026-05-01,"12,000","6,000",60,2,3,"60,000","90,000"\n'
    )
    assert actuals.sources[0].system == "Kakao Moment"
    assert months(actuals, "customers") == {"2026-04": 2, "2026-05": 3}
    assert months(actuals, "revenue") == {"2026-04": 80000, "2026-05": 90000}
    assert codes(actuals, "error") == []


def test_revenue_of_display_ads_is_what_they_cost() -> None:
    actuals = read(
        "Date,Insertion Order,Impressions,Clicks,Revenue (Adv Currency),Total Conversions\n"
        "2026/04/30,IO,1000,10,25.50,2\n2026/05/01,IO,1100,11,26.50,3\n"
    )
    assert months(actuals, "spend") == {"2026-04": 25.5, "2026-05": 26.5}
    assert kpis(actuals) == ["impressions", "clicks", "spend", "conversions"]


def test_results_of_tiktok_are_of_any_kind() -> None:
    actuals = read(
        "Campaign name,By Day,Cost,Impressions,Clicks (destination),Results\nA,2026-04-30,10,1000,21,21\n"
        "A,2026-05-01,11,1100,22,22\n"
    )
    assert months(actuals, "leads") == {}
    assert notes(actuals) == ["not read: 'Results'"]


def test_conversions_of_matomo_before_the_visits_that_had_some() -> None:
    text = "Date,Visits,Actions,Visits with Conversions,Conversions\n2026-04-30,100,300,4,5\n2026-05-01,120,310,6,8\n"
    assert columns(read(text))["conversions"] == ("Conversions", "Date")


def test_purchases_of_meta_and_what_they_are_worth() -> None:
    actuals = read(
        "Reporting starts,Reporting ends,Campaign name,Day,Results,Result indicator,Amount spent (EUR),Leads,"
        "Purchases,Purchases conversion value\n"
        "2026-04-30,2026-05-01,A,2026-04-30,3,actions:offsite_conversion.fb_pixel_purchase,10.50,7,3,90.00\n"
        "2026-04-30,2026-05-01,A,2026-05-01,4,actions:offsite_conversion.fb_pixel_purchase,11.50,8,4,120.50\n"
    )
    assert months(actuals, "leads") == {"2026-04": 7, "2026-05": 8}
    assert months(actuals, "customers") == {"2026-04": 3, "2026-05": 4}
    assert months(actuals, "revenue") == {"2026-04": 90, "2026-05": 120.5}


def test_ads_leave_customers_and_revenue_to_deals() -> None:
    ads = b"Day,Campaign,Currency code,Cost,Clicks,Conv. value\n2026-04-30,A,EUR,10,5,90\n2026-05-31,A,EUR,11,6,95\n"
    deals = (
        b"Deal Name,Record ID,Deal Stage,Close Date,Create Date,Amount\n"
        b"A,1,Closed Won,2026-04-05,2026-04-01,100\nB,2,Closed Won,2026-05-25,2026-05-01,50\n"
    )
    actuals = read_exports([from_bytes("ads.csv", ads), from_bytes("deals.csv", deals)])
    assert codes(actuals, "error") == []
    assert months(actuals, "revenue") == {"2026-04": 100, "2026-05": 50}
    assert months(actuals, "spend") == {"2026-04": 10, "2026-05": 11}
