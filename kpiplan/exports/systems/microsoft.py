"""Microsoft Advertising: reports whose columns are called as in its interface for programs.

Column names: Reporting service, CampaignPerformanceReportColumn (learn.microsoft.com).
"""

from kpiplan.exports.systems.system import System

_DATES = ("TimePeriod", "GregorianDate", "WeekStartDate", "MonthStartDate")
REPORTS = System(
    name="Microsoft Advertising",
    needs=(_DATES, ("Spend",), ("Impressions", "Clicks")),
    measures={
        "spend": ("Spend",),
        "clicks": ("Clicks",),
        "impressions": ("Impressions",),
        "conversions": ("Conversions", "Conv."),
        "revenue": ("Revenue",),
    },
    dates=_DATES,
)
