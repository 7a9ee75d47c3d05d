"""Salesforce: a report of opportunities."""

from kpiplan.exports.systems.system import WON, YES, Condition, System, Take

_WON = (Condition("Won", YES), Condition("Stage", WON))
OPPORTUNITIES = System(
    name="Salesforce opportunities",
    needs=(("Opportunity Name", "Opportunity ID"), ("Stage", "Won"), ("Close Date",)),
    takes=(
        Take("opportunities", ("Created Date",)),
        Take("customers", ("Close Date",), where=_WON),
        Take("revenue", ("Close Date",), value=("Amount", "Amount (converted)"), where=_WON),
    ),
)
