"""Exports that the tests of `kpiplan actuals` read, how they are told to be read, and a plan with segments."""

from __future__ import annotations

from datetime import date, timedelta

MONTHLY = """\
month,visits,leads,mqls,sqls,opportunities,customers,revenue
2020-01,5600,80,15,3,1,1,1000000
2020-02,5500,81,16,3,1,0,0
2020-03,5100,70,13,2,1,0,0
"""

DEALS = """\
AQL date,Stage,Closing Date,Amount,Lead Source
2020-01-05,Closed Won,2020-01-20,"$1,000,000",Web
2020-01-15,Closed Lost,2020-02-20,"$1,000,000",SDR
2020-02-10,Open,,,Web
2020-02-12,Closed Won,2020-03-12,900000,Web
2020-03-20,Closed Won,,500000,SDR
2020-03-29,Open,,,Web
"""

# two segments with a funnel of their own, no time between stages
SEGMENTS = """\
name: Two ways in
year: 2020
currency: EUR
goal: {revenue: 1.2M, average_deal: 10k}
funnel: [visits, {leads: 2%}, {customers: 10%}]
segments:
  inbound: {share: 75%}
  outbound:
    share: 25%
    funnel: [calls, {customers: 5%}]
"""

WON = ("--read", "customers: count Closing Date where Stage = Closed Won")

READ = (
    *("--read", "leads: count AQL date"),
    *WON,
    *("--read", "revenue: sum Amount by 'Closing Date' where Stage = \"closed won\", Won and Lead Source = Web"),
)


def daily(last: date) -> str:
    """A row a day from New Year on: 190 visits, 2 or 3 leads, a customer on the 13th of odd months."""
    rows = ["Date,Sessions,Leads,Customers"]
    for offset in range((last - date(2020, 1, 1)).days + 1):
        day = date(2020, 1, 1) + timedelta(offset)
        won = int(day.day == 13 and day.month % 2 == 1)
        rows.append(f"{day},190,{2 + day.day % 2},{won}")
    return "\n".join(rows) + "\n"
