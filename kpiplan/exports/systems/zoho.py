"""Zoho CRM: deals (formerly potentials); the closing date is the expected one until a deal is won or lost."""

from kpiplan.exports.systems.system import WON, Condition, System, Take

_CLOSING = ("Closing Date",)
_WON = (Condition("Stage", WON),)
DEALS = System(
    name="Zoho CRM deals",
    needs=(("Created Time",), _CLOSING, ("Stage",)),
    takes=(
        Take("opportunities", ("Created Time",)),
        Take("customers", _CLOSING, where=_WON),
        Take("revenue", _CLOSING, value=("Amount",), where=_WON),
    ),
)
