"""Dynamics 365: opportunities, as its views are exported to Excel, hidden columns `(Do Not Modify) …` first."""

from kpiplan.exports.systems.system import WON, Condition, System, Take

_CLOSED = ("Actual Close Date",)
_WON = (Condition("Status", WON),)
LEADS = System(
    name="Dynamics 365 leads",
    needs=(("(Do Not Modify) Lead",), ("Created On",)),
    takes=(Take("leads", ("Created On",)),),
)
OPPORTUNITIES = System(
    name="Dynamics 365 opportunities",
    needs=(
        ("(Do Not Modify) Opportunity", "Topic"),
        ("Status",),
        ("Actual Close Date", "Actual Revenue", "Est. Close Date", "Est. Revenue"),
    ),
    takes=(
        Take("opportunities", ("Created On",)),
        Take("customers", _CLOSED, where=_WON),
        Take("revenue", _CLOSED, value=("Actual Revenue",), where=_WON),
    ),
)
