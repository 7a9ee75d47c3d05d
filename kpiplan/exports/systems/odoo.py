"""Odoo: the pipeline of opportunities, whose one amount is called an expected revenue, won or not."""

from kpiplan.exports.systems.system import WON, Condition, System, Take

_CLOSED = ("Closed Date", "Closed on", "Date Closed")
_WON = (Condition("Stage", WON),)
OPPORTUNITIES = System(
    name="Odoo opportunities",
    needs=(("Opportunity", "Opportunity Name"), ("Expected Revenue",), ("Stage",), ("Created on",)),
    takes=(
        Take("opportunities", ("Created on",)),
        Take("customers", _CLOSED, where=_WON),
        Take("revenue", _CLOSED, value=("Expected Revenue",), where=_WON),
    ),
)
