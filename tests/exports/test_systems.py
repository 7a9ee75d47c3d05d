"""Exports of the known systems: what they look like, and the figures in them, counted by hand."""

from __future__ import annotations

import io
import zipfile

import pytest

from kpiplan.exports import read_exports
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.months import Month
from tests.exports.helpers import codes, columns, daily, error, kpis, left_out, months, notes, read


def test_ga4_report_with_comment_lines() -> None:
    text = """# ----------------------------------------
# Traffic acquisition
# Account: Example
# Property: example.com
# ----------------------------------------
#
# Start date: 20240130
# End date: 20240202
Date,Active users,Sessions,Bounce rate
20240201,90,120,0.5
20240130,70,100,0.25
20240131,60,80,12.3%
20240202,50,70,0.4
"""
    actuals = read(text)
    assert months(actuals, "visits") == {"2024-01": 180, "2024-02": 190}
    assert actuals.sources[0].system == "Google Analytics 4"
    assert columns(actuals) == {"visits": ("Sessions", "Date")}
    assert actuals.last == Month(2024, 1)
    assert actuals.partial is not None
    assert (actuals.partial.month, actuals.partial.day) == (Month(2024, 2), 2)


GA4 = {
    "es": "# Fecha de inicio: 20240131\n# Fecha de finalización: 20240201\nFecha,Usuarios activos,Sesiones",
    "pt": "# Data de início: 20240131\n# Data de término: 20240201\nData,Usuários ativos,Sessões",
    "fr": "# Date de début : 20240131\n# Date de fin : 20240201\nDate,Utilisateurs actifs,Sessions",
    "de": "# Startdatum: 20240131\n# Enddatum: 20240201\nDatum,Aktive Nutzer,Sitzungen",
    "it": "# Data di inizio: 20240131\n# Data di fine: 20240201\nData,Utenti attivi,Sessioni",
    "nl": "# Startdatum: 20240131\n# Einddatum: 20240201\nDatum,Actieve gebruikers,Sessies",
    "ru": "# Дата начала: 20240131\n# Дата окончания: 20240201\nДата,Активные пользователи,Сеансы",
}


@pytest.mark.parametrize("language", GA4)
def test_ga4_in_the_language_of_the_account(language: str) -> None:
    actuals = read(f"# Report\n{GA4[language]}\n20240131,70,100\n20240201,60,80\n")
    assert actuals.sources[0].system == "Google Analytics 4"
    assert months(actuals, "visits") == {"2024-01": 100, "2024-02": 80}


SNAPSHOT = """# Reports snapshot
#
# Start date: 20240130
# End date: 20240202
Active users,New users
300,200

#
# Start date: 20240130
# End date: 20240202
Nth day,Sessions
0002,30
0000,10
0001,20
0003,40

#
# Start date: 20240130
# End date: 20240202
Platform,Key events

#
# Start date: 20230130
# End date: 20230202
Nth day,Sessions
0000,1
0001,2
0002,3
0003,4
"""


def test_ga4_snapshot_with_a_table_for_the_earlier_period() -> None:
    actuals = read(SNAPSHOT)
    assert months(actuals, "visits") == {"2023-01": 3, "2023-02": 7, "2024-01": 30, "2024-02": 70}
    assert codes(actuals, "error") == []
    assert "2 other tables not used" in notes(actuals)[0]


def test_ga4_snapshot_one_table_by_number() -> None:
    assert months(read(SNAPSHOT, table=4), "visits") == {"2023-01": 3, "2023-02": 7}
    assert error(read(SNAPSHOT, table=9)).startswith("unknown-table: there is no table 9 | the tables are '1: Active")


def test_ga4_exploration_with_the_grand_total_first_and_a_cell_more() -> None:
    text = """# ----------------------------------------
# Free form 1
# Example
# 20240101-20240203
# ----------------------------------------

Date,Sessions,Active users
,600,500,Grand total
20240131,100,90
20240201,200,180
20240203,300,230
"""
    actuals = read(text)
    assert months(actuals, "visits") == {"2024-01": 100, "2024-02": 500}
    assert left_out(actuals) == {"total": 1}


@pytest.mark.parametrize(("form", "months_of"), [("%m/%d/%y", {"2015-04": 20, "2015-05": 4}),
                                                 ("%d/%m/%Y", {"2015-04": 20, "2015-05": 4})])  # fmt: skip
def test_universal_analytics_day_index(form: str, months_of: dict[str, float]) -> None:
    days = "".join(f'{day.lstrip("0")},"2"\n' for day in daily("2015-04-21", 12, form))
    text = f"""# ----------------------------------------
# All Web Site Data
# Channels
# 20150421-20150502
# ----------------------------------------

Default Channel Grouping,Sessions,% New Sessions
Organic Search,"14",50.00%
Direct,"10",20.00%
,"24",37.50%

Day Index,Sessions
{days},"24"
"""
    actuals = read(text)
    assert months(actuals, "visits") == months_of
    assert actuals.sources[0].system == "Universal Analytics"
    assert left_out(actuals) == {"total without a label": 1}


HEADERS = {
    "en": "Date,Clicks,Impressions,CTR,Position",
    "ko": "날짜,클릭수,노출,CTR,게재 순위",
    "zh": "日期,点击次数,展示,点击率,排名",
    "ja": "日付,クリック数,表示回数,CTR,掲載順位",
    "es": "Fecha,Clics,Impresiones,CTR,Posición",
    "pt": "Data,Cliques,Impressões,CTR,Posição",
    "fr": "Date,Clics,Impressions,CTR,Position",
    "de": "Datum,Klicks,Impressionen,CTR,Position",
    "it": "Data,Clic,Impressioni,CTR,Posizione",
    "nl": "Datum,Klikken,Vertoningen,CTR,Positie",
    "ru": "Дата,Клики,Показы,CTR,Позиция",
}


@pytest.mark.parametrize("language", HEADERS)
def test_search_console_in_every_language(language: str) -> None:
    text = HEADERS[language] + "\n2024-02-29,3,100,3%,12.5\n2024-03-01,2,50,4%,8\n2024-03-02,0,0,,\n"
    actuals = read(text)
    assert kpis(actuals) == ["clicks", "impressions"]
    assert months(actuals, "clicks") == {"2024-02": 3, "2024-03": 2}
    assert months(actuals, "impressions") == {"2024-02": 100, "2024-03": 50}
    assert actuals.sources[0].system == "Search Console"


def test_search_console_zip_uses_the_chart_and_says_that_it_leaves_the_rest() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Chart.csv", HEADERS["en"] + "\n2024-01-31,3,100,3%,1\n2024-02-01,4,10,40%,1\n")
        archive.writestr("Countries.csv", "Country,Clicks,Impressions,CTR,Position\nPoland,7,110,6%,2\n")
        archive.writestr("Filters.csv", "Filter,Value\nSearch type,Web\n")
    actuals = read(packed.getvalue(), "performance.zip")
    assert months(actuals, "clicks") == {"2024-01": 3, "2024-02": 4}
    assert codes(actuals, "error") == []
    (warning,) = (each for each in actuals.problems if each.severity == "warning")
    assert (warning.code, warning.file) == ("unused-file", "performance.zip")
    assert warning.message.startswith(
        "2 files are not used, 'Countries.csv', 'Filters.csv': nothing says to which month"
    )
    assert [s.name for s in actuals.sources] == [
        "performance.zip/Chart.csv", "performance.zip/Countries.csv", "performance.zip/Filters.csv"
    ]  # fmt: skip


def test_google_ads_utf16_with_tabs_totals_and_dashes() -> None:
    text = (
        'Campaign report\n"January 30, 2024 - February 2, 2024"\n'
        "Day\tCampaign\tCurrency code\tCost\tClicks\tCTR\tConversions\tConv. value\n"
        "2024-01-30\tBrand\tUSD\t1,250.50\t10\t1.5%\t0.97\t --\n"
        "2024-01-31\tBrand\tUSD\t49.50\t20\t< 10%\t1.03\t100.00\n"
        "2024-02-01\tSearch\tUSD\t100.00\t30\t3%\t --\t50.00\n"
        " --\tTotal: Campaigns\tUSD\t1,400.00\t60\t2%\t2.00\t150.00\n"
        "Total: Account\t\tUSD\t1,500.00\t66\t2%\t2.00\t150.00\n"
    )
    actuals = read(b"\xff\xfe" + text.replace("\n", "\r\n").encode("utf-16-le"))
    assert months(actuals, "spend") == {"2024-01": 1300, "2024-02": 100}
    assert months(actuals, "conversions") == {"2024-01": 2}
    assert months(actuals, "revenue") == {"2024-01": 100, "2024-02": 50}
    source = actuals.sources[0]
    assert (source.encoding, source.delimiter, source.system) == ("UTF-16LE", "tab", "Google Ads")
    assert left_out(actuals)["total"] == 2
    assert actuals.partial is not None
    assert (actuals.last, actuals.partial.day) == (Month(2024, 1), 2)


def test_google_ads_without_days_belongs_to_the_month_above_or_to_none() -> None:
    table = "Campaign,Cost,Clicks\nBrand,10.50,3\nSearch,20.50,4\nTotal: Account,40,9\n"
    actuals = read('Campaign report\n"March 1, 2024 - March 31, 2024"\n' + table)
    assert months(actuals, "spend") == {"2024-03": 31}
    assert actuals.last == Month(2024, 3)
    assert error(read("Campaign report\n27 January 2024 - 23 February 2024\n" + table)) == (
        "period-spans-months: the rows stand for 2024-01-27 to 2024-02-23 as a whole | "
        "export by day or month, or one month at a time"
    )
    assert error(read("Campaign report\nAll time\n" + table)).startswith("no-date: nothing says to which month")


META = """Reporting starts,Reporting ends,Campaign name,Results,Reach,Amount spent (AUD),CTR
2024-03-01,2024-03-31,,30,900,150.5,
2024-03-01,2024-03-31,Spring,10,500,100.25,1.5
2024-03-01,2024-03-31,Brand,20,400,50.25,2.5
"""


def test_meta_ads_first_row_is_the_total() -> None:
    actuals = read(META)
    assert months(actuals, "leads") == {"2024-03": 30}
    assert months(actuals, "spend") == {"2024-03": 150.5}
    assert left_out(actuals) == {"total without a label": 1}
    assert actuals.sources[0].system == "Meta Ads"
    assert "unique-summed" in codes(actuals, "note")


def test_meta_ads_period_over_two_months() -> None:
    actuals = read(META.replace("2024-03-31", "2024-04-02"))
    assert error(actuals).startswith("period-spans-months: ")
    spread = read(META.replace("2024-03-31", "2024-04-09"), spans="spread")
    assert months(spread, "leads") == {"2024-03": 30 * 31 / 40, "2024-04": 30 * 9 / 40}
    assert months(read(META.replace("2024-03-31", "2024-04-09"), spans="start"), "leads") == {"2024-03": 30}


def test_meta_ads_empty_report() -> None:
    text = META.split("\n")[0] + "\nNo data available.,,,,,,\n"
    assert error(read(text)).startswith("no-rows: the table has no rows of data")


def test_meta_business_suite_title_is_the_name() -> None:
    text = 'sep=,\n"Facebook visits"\n"Date","Primary"\n"2024-01-31T00:00:00","5"\n"2024-02-01T00:00:00","7"\n\n'
    text += '"Instagram profile visits"\n"Date","Primary"\n"2024-01-31T00:00:00","1"\n"2024-02-01T00:00:00","2"\n'
    actuals = read(b"\xff\xfe" + text.encode("utf-16-le"))
    assert months(actuals, "facebook_visits") == {"2024-01": 5, "2024-02": 7}
    assert months(actuals, "instagram_profile_visits") == {"2024-01": 1, "2024-02": 2}
    assert actuals.sources[0].system == "Meta Business Suite"


def test_meta_business_suite_tables_without_a_blank_line() -> None:
    text = '"Facebook visits"\n"Date","Primary"\n"2024-01-31","5"\n"Reach"\n"Date","Primary"\n"2024-01-31","9"\n'
    actuals = read(text)
    assert months(actuals, "facebook_visits") == {"2024-01": 5}
    assert months(actuals, "reach") == {"2024-01": 9}


def test_linkedin_us_dates_below_five_lines() -> None:
    text = (
        "Campaign Performance Report (in UTC)\nReport Start: 02/28/2024\nReport End: 03/31/2024\n"
        'Date Generated: "April 2, 2024"\n\n'
        "Start Date (in UTC),Account Name,Campaign Name,Total Spent,Impressions,Clicks,Leads,Average CPC\n"
        "02/03/2024,A,One,10.00,100,5,1,2\n03/04/2024,A,One,20.00,200,6,2,3\n"
        "03/05/2024,A,Two,5.50,50,1,0,5.5\n"
    )
    actuals = read(text)
    assert months(actuals, "spend") == {"2024-02": 10, "2024-03": 25.5}
    assert months(actuals, "leads") == {"2024-02": 1, "2024-03": 2}
    assert actuals.sources[0].system == "LinkedIn Campaign Manager"


HUBSPOT = """Record ID,Create Date,Lifecycle Stage,Became a Lead Date,Became a Marketing Qualified Lead Date,\
Became a Sales Qualified Lead Date,Became an Opportunity Date,Became a Customer Date
1,2024-01-03 10:00,Customer,2024-01-03 10:00,2024-01-20 09:00,2024-02-01 08:00,2024-02-10 10:00,2024-03-05
2,2024-01-05 10:00,Lead,2024-01-05 10:00,,,,
3,2024-02-06 10:00,Marketing Qualified Lead,2024-02-06 10:00,2024-03-01 00:00,,,
4,2024-03-29 10:00,Subscriber,,,,,
"""


def test_hubspot_contacts_each_stage_by_its_own_date() -> None:
    actuals = read(HUBSPOT)
    assert months(actuals, "leads") == {"2024-01": 2, "2024-02": 1, "2024-03": 0}
    assert months(actuals, "mqls") == {"2024-01": 1, "2024-02": 0, "2024-03": 1}
    assert months(actuals, "sqls") == {"2024-01": 0, "2024-02": 1, "2024-03": 0}
    assert months(actuals, "customers") == {"2024-01": 0, "2024-02": 0, "2024-03": 1}
    assert actuals.sources[0].rows_used == 3
    assert left_out(actuals) == {"no date": 1}


def test_hubspot_deals_won_have_a_condition_and_may_lack_a_date() -> None:
    text = """Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Pipeline,Create Date
1,A,Closed won,2024-02-10 10:00,x,"$64,000.00",Sales,2024-01-03 10:00
2,B,Closed lost,2024-02-11 10:00,x,"$1,000.00",Sales,2024-01-04 10:00
3,C,Closed won,,x,"$2,000.00",Sales,2024-02-05 10:00
4,D,Appointment,2024-12-31 10:00,x,"$9,000.00",Sales,2024-02-29 10:00
4,D,Appointment,2024-12-31 10:00,x,"$9,000.00",Sales,2024-02-29 10:00
"""
    actuals = read(text)
    assert months(actuals, "opportunities") == {"2024-01": 2, "2024-02": 3}
    assert months(actuals, "customers") == {"2024-01": 0, "2024-02": 1}
    assert months(actuals, "revenue") == {"2024-01": 0, "2024-02": 64000}
    assert left_out(actuals)["customers: no Close Date in 1 of 2 rows where Deal Stage is Closed won"] == 1
    assert codes(actuals, "warning") == ["undated-rows", "undated-rows"]
    assert actuals.last == Month(2024, 2)


def test_hubspot_deals_with_stages_of_their_own_say_so() -> None:
    text = "Deal Name,Deal Stage,Close Date,Create Date\n"
    actuals = read(text + "A,Signed,2024-02-10,2024-01-03\nB,Lost,2024-02-11,2024-01-04\n")
    assert kpis(actuals) == ["opportunities"]
    (warning,) = [p for p in actuals.problems if p.severity == "warning"]
    assert warning.message == "customers: no row where Deal Stage is Closed Won"
    assert warning.hint == "The values there are 'Lost', 'Signed'"


def test_salesforce_with_footer() -> None:
    text = """Opportunity Name,Stage,Amount,Created Date,Close Date,Won,Closed
A,Closed Won,"$1,500.00",1/15/2024,2/20/2024,1,1
B,Closed Lost,"$500.00",1/20/2024,2/21/2024,0,1
C,Negotiation,"$700.00",2/25/2024,6/30/2024,0,0

Won deals
Copyright (c) 2000-2024 salesforce.com
Confidential Information - Do Not Distribute
"Generated By: Ann, Example"
Example Inc.
"""
    actuals = read(text)
    assert months(actuals, "opportunities") == {"2024-01": 2, "2024-02": 1}
    assert months(actuals, "customers") == {"2024-01": 0, "2024-02": 1}
    assert months(actuals, "revenue") == {"2024-01": 0, "2024-02": 1500}
    assert actuals.sources[0].rows_used == 3


def test_salesforce_grand_totals() -> None:
    text = "Opportunity Name,Stage,Amount,Created Date,Close Date\nA,Closed Won,100,2024-01-15,2024-01-20\n"
    text += "Grand Totals (1 records),,100,,\n"
    actuals = read(text)
    assert months(actuals, "revenue") == {"2024-01": 100}
    assert left_out(actuals) == {"total": 1}


def test_pipedrive_won_without_a_date() -> None:
    text = """Deal - ID,Deal - Value,Deal - Status,Deal - Deal created,Deal - Won time,Deal - Lost time
1,"1,000",Won,2024-01-02 10:00:00,2024-02-01 10:00:00,
2,"2,000",Won,2024-01-03 10:00:00,,
3,500,Lost,2024-01-04 10:00:00,,2024-02-03 10:00:00
4,700,Open,2024-02-20 10:00:00,,
"""
    actuals = read(text)
    assert months(actuals, "opportunities") == {"2024-01": 3, "2024-02": 1}
    assert months(actuals, "customers") == {"2024-01": 0, "2024-02": 1}
    assert months(actuals, "revenue") == {"2024-01": 0, "2024-02": 1000}
    assert left_out(actuals)["customers: no Deal - Won time in 1 of 2 rows where Deal - Status is Won"] == 1


def test_plausible_prefers_visits_to_visitors() -> None:
    text = "date,visitors,pageviews,visits,views_per_visit,bounce_rate,visit_duration\n"
    text += "2024-01-31,10,40,12,3.3,50,61\n2024-02-01,20,80,25,3.2,40,70\n"
    actuals = read(text)
    assert months(actuals, "visits") == {"2024-01": 12, "2024-02": 25}
    assert kpis(actuals) in (["page_views", "visits"], ["visits", "page_views"])
    assert actuals.sources[0].system == "Plausible"


def test_naver_title_dotted_days_and_commas_in_the_header() -> None:
    text = "캠페인보고서(2024.01.30.~2024.02.29.),account\n"
    text += '캠페인,일별,노출수,클릭수,클릭률(%),"총비용(VAT포함,원)",전환수\n'
    text += '브랜드,2024.01.31.,"1,000",10,1.0,"11,000",2\n브랜드,2024.02.01.,500,5,1.0,"5,500",1\n'
    text += '합계,,"1,500",15,1.0,"16,500",3\n'
    actuals = read(text.encode("cp949"))
    assert months(actuals, "spend") == {"2024-01": 11000, "2024-02": 5500}
    assert months(actuals, "customers") == {"2024-01": 2, "2024-02": 1}
    assert actuals.last == Month(2024, 2)
    assert (actuals.sources[0].encoding, actuals.sources[0].system) == ("cp949", "Naver Search Ads")


def test_the_same_days_in_two_zip_members_are_an_error() -> None:
    one = from_bytes("a.csv", b"Date,Sessions\n2024-01-31,1\n2024-02-01,1\n")
    two = from_bytes("b.csv", b"Date,Sessions\n2024-02-01,2\n")
    assert error(read_exports([one, two])) == (
        "same-month-twice: visits of 2024-02 stands in a.csv too | "
        "leave one out, or say `add: true` for the one that adds to the other"
    )
