"""LinkedIn Campaign Manager: five lines, then a row a day and campaign, dates as in the United States."""

from kpiplan.exports.systems.system import System

CAMPAIGNS = System(
    name="LinkedIn Campaign Manager",
    needs=(
        ("Start Date",),
        ("Total Spent", "Impressions", "Campaign Name", "Account Name", "Campaign Group Name"),
    ),
    preamble=r"\(in UTC\)|^Report (?:Start|End)|Performance Report",
    measures={
        "spend": ("Total Spent",),
        "leads": ("Leads",),
        "clicks": ("Clicks",),
        "impressions": ("Impressions",),
        "conversions": ("Conversions",),
        "reach": ("Reach",),
    },
    dates=("Start Date",),
    order="mdy",
)
