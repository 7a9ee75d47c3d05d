"""HubSpot: contacts with a date for each lifecycle stage, and deals."""

from kpiplan.exports.systems.system import WON, YES, Condition, System, Take

CONTACTS = System(
    name="HubSpot contacts",
    needs=(
        ("Create Date", "Became a Lead Date"),
        ("Became a Lead Date", "Became a Marketing Qualified Lead Date", "Became a Sales Qualified Lead Date",
         "Became an Opportunity Date", "Became a Customer Date"),
    ),
    takes=(
        Take("leads", ("Became a Lead Date", "Create Date")),
        Take("mqls", ("Became a Marketing Qualified Lead Date",)),
        Take("sqls", ("Became a Sales Qualified Lead Date",)),
        Take("opportunities", ("Became an Opportunity Date",)),
        Take("customers", ("Became a Customer Date",)),
    ),
    best=("leads", "mqls", "sqls"),
    others=("HubSpot deals",),
)  # fmt: skip

_WON = (
    Condition("Is Closed Won", YES),
    Condition("Deal Stage", WON),
)
DEALS = System(
    name="HubSpot deals",
    needs=(("Deal Name", "Record ID"), ("Deal Stage",), ("Close Date",)),
    takes=(
        Take("opportunities", ("Create Date",)),
        Take("customers", ("Close Date",), where=_WON),
        Take("revenue", ("Close Date",), value=("Amount in company currency", "Amount"), where=_WON),
    ),
    best=("opportunities", "customers", "revenue"),
    others=("HubSpot contacts",),
)
