"""Exports of shops, payments, ads, analytics and CRMs in their real layouts, with figures counted by hand."""

from __future__ import annotations

import pytest

from kpiplan.exports.files import sheets
from kpiplan.exports.systems import SYSTEMS
from tests.exports.helpers import codes, columns, error, kpis, left_out, months, notes, read

ORDERS = """Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Cancelled at,Id
#2001,a@example.com,paid,EUR,95.00,2026-03-30 09:00:00 +0200,1,Lamp,,1
#2001,a@example.com,,,,,2,Bulb,,
#2002,b@example.com,pending,EUR,30.00,2026-03-31 21:00:00 +0200,1,Cord,,2
#2003,c@example.com,paid,EUR,60.00,2026-04-02 10:00:00 +0200,2,Cord,,3
#2004,d@example.com,voided,EUR,40.00,2026-04-03 10:00:00 +0200,1,Lamp,2026-04-03 11:00:00 +0200,4
#2004,d@example.com,,,,,1,Bulb,,
#2005,e@example.com,refunded,EUR,40.00,2026-04-30 10:00:00 +0200,1,Lamp,,5
"""


def test_shopify_orders_count_once_whatever_their_lines() -> None:
    actuals = read(ORDERS)
    assert actuals.sources[0].system == "Shopify orders"
    assert codes(actuals) == ["first-month-partial"]
    assert months(actuals, "customers") == {"2026-03": 2, "2026-04": 2}  # 2001, 2002; 2003, 2005
    assert months(actuals, "revenue") == {"2026-03": 95, "2026-04": 60}  # of those paid
    assert columns(actuals) == {"customers": ("Created at", "Created at"), "revenue": ("Total", "Created at")}


def test_shopify_orders_in_two_currencies_do_not_add_up() -> None:
    assert "USD" in error(read(ORDERS.replace("paid,EUR,60.00", "paid,USD,60.00")))


def test_shopify_lines_that_repeat_the_order_count_once_by_their_total() -> None:
    repeated = ORDERS.replace("#2001,a@example.com,,,,,", "#2001,a@example.com,paid,EUR,,2026-03-30 09:00:00 +0200,")
    assert repeated != ORDERS
    assert months(read(repeated), "customers") == {"2026-03": 2, "2026-04": 2}


@pytest.mark.parametrize("small", [sheets.SMALL_BYTES, 0])
def test_a_row_that_begins_with_a_hash_and_blanks_is_an_order(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "SMALL_BYTES", small)
    at_the_till = (
        "#2006,,paid,EUR,20.00,2026-04-12 10:00:00 +0200,2,Cord,,6\n#2006,,,,,2026-04-12 10:00:00 +0200,1,Bulb,,\n"
    )
    head, order = ORDERS.split("#2003", maxsplit=1)
    actuals = read(f"{head}{at_the_till}#2003{order}")
    assert months(actuals, "customers") == {"2026-03": 2, "2026-04": 3}
    assert months(actuals, "revenue") == {"2026-03": 95, "2026-04": 80}
    assert "footer" not in left_out(actuals)


def test_shopify_sessions_by_day() -> None:
    actuals = read(
        '"Day","Online store visitors","Sessions","Sessions with cart additions","Sessions that reached checkout",'
        '"Sessions that completed checkout","Average session duration","Pageviews"\n'
        '"2026-03-31",80,100,15,10,5,120,500\n"2026-04-01",160,200,30,20,10,180,1000\n'
    )
    assert actuals.sources[0].system == "Shopify sessions"
    assert months(actuals, "visits") == {"2026-03": 100, "2026-04": 200}
    assert months(actuals, "page_views") == {"2026-03": 500, "2026-04": 1000}
    unread = "'Sessions with cart additions', 'Sessions that reached checkout', 'Sessions that completed checkout'"
    assert notes(actuals) == [f"Online store visitors not used: Sessions is visits; not read: {unread}"]


PAYMENTS = """id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Description,Fee,Seller Message,Status
ch_1,2026-03-31 15:04:00,"1,249.00",0.00,eur,true,Plan,1.72,Payment complete.,Paid
ch_2,2026-04-01 15:04:00,49.00,0.00,eur,true,Plan,1.72,Payment complete.,Paid
ch_3,2026-04-02 15:04:00,10.00,0.00,eur,false,Plan,0.00,The bank declined.,Failed
ch_4,2026-04-03 15:04:00,20.00,20.00,eur,true,Plan,0.50,Payment complete.,Refunded
"""


def test_stripe_payments_that_are_paid() -> None:
    actuals = read(PAYMENTS)
    assert actuals.sources[0].system == "Stripe payments"
    assert months(actuals, "revenue") == {"2026-03": 1249, "2026-04": 49}
    assert months(actuals, "transactions") == {"2026-03": 1, "2026-04": 1}
    assert kpis(actuals) == ["transactions", "revenue"]  # who pays each month is no new customer each month


def test_stripe_payments_without_their_ids() -> None:
    actuals = read("\n".join(line.split(",", 1)[1] for line in PAYMENTS.splitlines()))
    assert actuals.sources[0].system == "Stripe payments"
    assert months(actuals, "revenue") == {"2026-03": 1249, "2026-04": 49}


def test_bitrix_by_the_names_of_its_fields() -> None:
    actuals = read(
        "ID,STAGE_ID,OPPORTUNITY,BEGINDATE,CLOSEDATE,DATE_CREATE\n"
        "1,C2:WON,500,2026-01-05T03:00:00+03:00,2026-02-05T03:00:00+03:00,2026-01-05T10:00:00+03:00\n"
        "2,C2:LOSE,90,2026-01-06T03:00:00+03:00,2026-02-06T03:00:00+03:00,2026-01-06T10:00:00+03:00\n"
        "3,C2:NEW,70,2026-02-07T03:00:00+03:00,2026-03-07T03:00:00+03:00,2026-02-07T10:00:00+03:00\n"
    )
    assert actuals.sources[0].system == "Bitrix24 deals"
    assert months(actuals, "opportunities") == {"2026-01": 2, "2026-02": 1}
    assert months(actuals, "customers")["2026-02"] == 1
    assert months(actuals, "revenue")["2026-02"] == 500


def test_stripe_payments_in_several_currencies_need_the_converted_amount() -> None:
    mixed = PAYMENTS.replace(",49.00,0.00,eur", ",49.00,0.00,usd")
    assert "usd" in error(read(mixed))
    converted = "\n".join(
        f"{line},{extra}"
        for line, extra in zip(
            mixed.splitlines(), ["Converted Amount", "1249.00", "45.10", "10.00", "20.00"], strict=True
        )
    )
    assert months(read(converted), "revenue") == {"2026-03": 1249, "2026-04": 45.1}


def test_stripe_subscriptions_begin_and_end() -> None:
    actuals = read(
        "id,Customer ID,Customer Email,Plan,Quantity,Currency,Interval,Amount,Status,Created (UTC),Start (UTC),"
        "Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),Trial End (UTC),Canceled At (UTC),"
        "Ended At (UTC)\n"
        "sub_1,cus_1,a@example.com,pro,1,eur,month,49.00,active,2026-03-05 10:00,2026-03-05 10:00,2026-04-05 10:00,"
        "2026-05-05 10:00,,,,\n"
        "sub_2,cus_2,b@example.com,pro,1,eur,month,49.00,canceled,2026-03-06 10:00,2026-03-06 10:00,2026-04-06 10:00,"
        "2026-05-06 10:00,,,2026-04-10 10:00,2026-05-06 10:00\n"
        "sub_3,cus_3,c@example.com,pro,1,eur,month,49.00,trialing,2026-04-06 10:00,2026-04-06 10:00,2026-04-06 10:00,"
        "2026-05-06 10:00,2026-04-06 10:00,2026-05-06 10:00,,\n"
        "sub_4,cus_4,d@example.com,pro,1,eur,month,49.00,incomplete_expired,2026-04-07 10:00,2026-04-07 10:00,"
        "2026-04-07 10:00,2026-05-07 10:00,,,,\n"
        "sub_5,cus_5,e@example.com,pro,1,eur,month,49.00,past_due,2026-04-08 10:00,2026-04-08 10:00,2026-04-08 10:00,"
        "2026-05-08 10:00,,,,\n"
    )
    assert actuals.sources[0].system == "Stripe subscriptions"
    assert months(actuals, "customers") == {"2026-03": 2, "2026-04": 1, "2026-05": 0}
    assert months(actuals, "lost_customers") == {"2026-03": 0, "2026-04": 0, "2026-05": 1}


@pytest.mark.parametrize(
    ("header", "visits"),
    [
        ("date,nb_uniq_visitors,nb_users,nb_visits,nb_actions,bounce_count,bounce_rate", "nb_visits"),
        ("Date,Unique visitors,Users,Visits,Actions,Bounces,Bounce Rate", "Visits"),
    ],
)
def test_matomo(header: str, visits: str) -> None:
    actuals = read(f"{header}\n2026-03-31,80,0,100,300,40,40%\n2026-04-01,90,0,120,310,50,41%\n")
    assert actuals.sources[0].system == "Matomo"
    assert months(actuals, "visits") == {"2026-03": 100, "2026-04": 120}
    assert months(actuals, "single_page_sessions") == {"2026-03": 40, "2026-04": 50}
    assert columns(actuals)["visits"][0] == visits


ADS = {
    "Microsoft Advertising": """"Report Name: Campaigns"
"Report Time: 2026-03-31,2026-04-01"
"Time Zone: (GMT+01:00) Paris"
"Report Aggregation: Daily"
"Rows: 3"

"TimePeriod","AccountName","CampaignName","CurrencyCode","Impressions","Clicks","Ctr","Spend","Conversions"
"2026-03-31","A","Brand","EUR","1000","50","5.00%","25.00","2"
"2026-04-01","A","Brand","EUR","1100","60","5.45%","30.00","3"
"2026-04-01","A","Other","EUR","100","6","6.00%","3.00","0"

"@2026 Microsoft Corporation. All rights reserved. "
""",
    "TikTok Ads": """Campaign name,By Day,Cost,CPC (destination),CPM,Impressions,Clicks (destination),\
CTR (destination),Conversions,Cost per conversion,Currency
Brand,2026-03-31,25.00,0.50,25.00,1000,50,5.00%,2,12.50,EUR
Brand,2026-04-01,33.00,0.50,27.50,1200,66,5.50%,3,11.00,EUR
Total of 2 results,-,58.00,0.50,26.36,2200,116,5.27%,5,11.60,EUR
""",
    "Pinterest Ads": """Date,Campaign name,Spend in account currency,Impressions,Pin clicks,Outbound clicks,CTR,eCPC,\
Total conversions
2026-03-31,Brand,25.00,1000,50,20,5.0%,0.50,2
2026-04-01,Brand,33.00,1200,66,25,5.5%,0.50,3
""",
    "Amazon Ads": """Date,Portfolio name,Currency,Campaign Name,Impressions,Clicks,Click-Thru Rate (CTR),\
Cost Per Click (CPC),Spend,7 Day Total Sales ,Total Advertising Cost of Sales (ACOS) ,7 Day Total Orders (#)
"Mar 31, 2026",No Portfolio,EUR,Brand,1000,50,5.0000%,0.50,25.00,90.00,27.7778%,2
"Apr 01, 2026",No Portfolio,EUR,Brand,1200,66,5.5000%,0.50,33.00,120.00,27.5%,3
""",
    "Yandex Direct": """День,Кампания,Показы,Клики,"CTR, %","Расход, ₽",Конверсии,"CPA, ₽"
Итого,-,2200,116,5.27,58.00,5,11.60
31.03.2026,Бренд,1000,50,5.00,25.00,2,12.50
01.04.2026,Бренд,1200,66,5.50,33.00,3,11.00
""",
}


@pytest.mark.parametrize("system", ADS)
def test_ads_by_day(system: str) -> None:
    actuals = read(ADS[system])
    assert actuals.sources[0].system == system
    assert codes(actuals, "error") == codes(actuals, "warning") == []
    assert months(actuals, "spend") == {"2026-03": 25, "2026-04": 33}
    assert months(actuals, "clicks") == {"2026-03": 50, "2026-04": 66}
    assert months(actuals, "impressions") == {"2026-03": 1000, "2026-04": 1200}
    counted = "customers" if system == "Amazon Ads" else "conversions"
    assert months(actuals, counted) == {"2026-03": 2, "2026-04": 3}


def test_a_total_of_results_is_a_total() -> None:
    assert left_out(read(ADS["TikTok Ads"])) == {"total": 1}
    assert left_out(read(ADS["Yandex Direct"])) == {"total": 1}


def test_ads_in_korean() -> None:
    actuals = read("일별,캠페인 이름,비용,노출수,Clicks (destination),전환수\n2026-03-31,가,25,1000,50,2\n")
    assert actuals.sources[0].system == "TikTok Ads"
    assert months(actuals, "conversions") == {"2026-03": 2}


@pytest.mark.parametrize(
    ("dates", "march", "april"),
    [("Дата визита", "2026-03-31", "2026-04-01"),
     ("Интервал дат визита", "2026-03-01 - 2026-03-31", "2026-04-01 - 2026-04-30")],
)  # fmt: skip
def test_yandex_metrica(dates: str, march: str, april: str) -> None:
    actuals = read(
        f'"{dates}","Визиты","Посетители","Просмотры","Доля новых посетителей","Отказы","Глубина просмотра",'
        '"Время на сайте"\n"Итого и средние","300","200","900","0.8","0.17","3.0","00:03:45"\n'
        f'"{march}","100","80","300","0.8","0.14","3.0","00:04:15"\n'
        f'"{april}","200","120","600","0.8","0.14","3.0","00:04:15"\n'
    )
    assert actuals.sources[0].system == "Yandex Metrica"
    assert months(actuals, "visits") == {"2026-03": 100, "2026-04": 200}
    assert months(actuals, "page_views") == {"2026-03": 300, "2026-04": 600}
    assert kpis(actuals) == ["visits", "page_views"]
    assert left_out(actuals) == {"total": 1}


DEALS = {
    "Zoho CRM deals": """Record Id,Deal Owner,Deal Name,Amount,Closing Date,Stage,Lead Source,Created Time
zcrm_1,J,A,1000,2026-04-10,Closed Won,Web,2026-03-05 10:00:00
zcrm_2,J,B,500,2026-04-11,Closed Lost,Web,2026-03-06 10:00:00
zcrm_3,J,C,700,2026-06-11,Negotiation/Review,Web,2026-04-06 10:00:00
""",
    "Bitrix24 deals": """ID;Стадия сделки;Название сделки;Сумма;Валюта;Дата создания;Предполагаемая дата закрытия
1;Сделка успешна;А;1000;Евро;05.03.2026 10:00:00;10.04.2026
2;Сделка провалена;Б;500;Евро;16.03.2026 10:00:00;11.04.2026
3;В работе;В;700;Евро;06.04.2026 10:00:00;30.06.2026
""",
    "Dynamics 365 opportunities": """(Do Not Modify) Opportunity,(Do Not Modify) Row Checksum,Topic,Account,Status,\
Created On,Est. Close Date,Est. Revenue,Actual Close Date,Actual Revenue
{1},x,A,Acme,Won,2026-03-05 10:00,2026-04-28,1200,2026-04-10,1000
{2},x,B,Acme,Lost,2026-03-06 10:00,2026-04-28,500,2026-04-11,
{3},x,C,Acme,Open,2026-04-06 10:00,2026-06-28,700,,
""",
}


@pytest.mark.parametrize("system", DEALS)
def test_deals(system: str) -> None:
    actuals = read(DEALS[system])
    assert actuals.sources[0].system == system
    assert codes(actuals) == []
    assert months(actuals, "opportunities") == {"2026-03": 2, "2026-04": 1}
    assert months(actuals, "customers") == {"2026-03": 0, "2026-04": 1}
    assert months(actuals, "revenue") == {"2026-03": 0, "2026-04": 1000}


def test_bitrix_in_english() -> None:
    actuals = read(
        "ID,Stage,Deal Name,Income,Currency,Created,Assumed close date\n"
        "1,Deal won,A,1000,Euro,03/25/2026 10:00:00 am,04/20/2026\n2,Deal lost,B,500,Euro,03/26/2026,04/21/2026\n"
    )
    assert actuals.sources[0].system == "Bitrix24 deals"
    assert months(actuals, "revenue") == {"2026-03": 0, "2026-04": 1000}


@pytest.mark.parametrize(
    "won", ["Cierre ganado", "Negócio fechado", "Fermé gagné", "Abgeschlossen und gewonnen", "Chiuso vinto",
            "Gesloten en gewonnen", "Успешно реализовано", "赢单", "受注", "성사"]
)  # fmt: skip
def test_a_deal_is_won_in_the_language_of_the_account(won: str) -> None:
    actuals = read(DEALS["Zoho CRM deals"].replace("Closed Won", won))
    assert months(actuals, "customers") == {"2026-03": 0, "2026-04": 1}


def test_what_is_won_is_said_as_the_file_has_it() -> None:
    undated = DEALS["Zoho CRM deals"].replace("2026-04-10,Closed Won", ",Gewonnen")
    undated += "zcrm_4,J,D,1,2026-04-12,Gewonnen,Web,2026-03-07 10:00:00\n"
    assert "customers: no Closing Date in 1 of 2 rows where Stage is Gewonnen" in left_out(read(undated))


@pytest.mark.parametrize("export", [ORDERS, PAYMENTS, *ADS.values(), *DEALS.values()])
def test_a_large_file_is_read_the_same(export: str, monkeypatch: pytest.MonkeyPatch) -> None:
    small = read(export)
    monkeypatch.setattr(sheets, "SMALL_BYTES", 0)
    assert read(export).measures == small.measures


def test_systems_have_names_of_their_own_and_read_something() -> None:
    shared = {"LinkedIn page followers", "Bitrix24 deals"}  # two layouts of one export
    names = [system.name for system in SYSTEMS]
    assert {name for name in names if names.count(name) > 1} == shared
    for system in SYSTEMS:
        assert system.takes or system.measures or system.name == "Meta Business Suite"
        assert not (system.takes and system.measures)


API = """{{"object": "list", "data": [
{{"id": "ch_1", "object": "charge", "amount": 4900, "amount_refunded": 0, "created": 1777638600, "currency": "{code}",
 "status": "succeeded"}},
{{"id": "ch_2", "object": "charge", "amount": 9900, "amount_refunded": 0, "created": 1777638900, "currency": "{code}",
 "status": "failed"}},
{{"id": "ch_3", "object": "charge", "amount": 1250, "amount_refunded": 0, "created": 1780316999, "currency": "{code}",
 "status": "succeeded"}}]}}"""


@pytest.mark.parametrize(("code", "cents"), [("usd", 100), ("krw", 1)])
def test_payments_of_the_api_are_in_cents_and_dated_in_seconds(code: str, cents: int) -> None:
    actuals = read(API.format(code=code), "charges.json")
    assert actuals.sources[0].system == "Stripe payments (API)"
    assert months(actuals, "revenue") == {"2026-05": 4900 / cents, "2026-06": 1250 / cents}
    assert notes(actuals)[0].startswith("created holds seconds since 1970: 1777638600 is 2026-05-01 in UTC")
    there = read(API.format(code=code), "charges.json", timezone="America/New_York")
    assert months(there, "revenue")["2026-06"] == 1250 / cents  # 1 June, 8 in the morning


def test_seconds_since_1970_are_a_date_where_a_column_is_called_so() -> None:
    actuals = read("lead_id,created_at,phone\n1,1777638600,1777638600\n2,1777638600000,1777638900\n3,1780317000,17\n")
    assert months(actuals, "leads") == {"2026-05": 2, "2026-06": 1}
