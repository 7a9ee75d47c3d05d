"""Universal Analytics: `#` lines with the range of days, a table, and a second one by `Day Index`."""

from kpiplan.exports.systems.system import System

REPORTS = System(
    name="Universal Analytics",
    needs=(
        (
            "Day Index",
            "Week Index",
            "Month Index",
            "Users",
            "Pageviews",
            "Pages / Session",
            "Avg. Session Duration",
        ),
    ),
    preamble=r"^# *\d{8}-\d{8}",
    measures={
        "visits": ("Sessions", "Visits", "Users"),
        "revenue": ("Revenue", "Product Revenue"),
        "customers": ("Transactions",),
        "page_views": ("Pageviews",),
    },
    segments=True,
    dates=("Day Index", "Date", "Week Index", "Month Index"),
)
