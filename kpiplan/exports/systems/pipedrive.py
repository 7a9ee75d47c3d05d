"""Pipedrive: a list of deals."""

from kpiplan.exports.systems.system import Condition, System, Take

_WON = (Condition("Deal - Status", ("Won",)), Condition("Status", ("Won",)))
_WON_TIME = ("Deal - Won time", "Won time")
DEALS = System(
    name="Pipedrive deals",
    needs=(
        ("Deal - Status", "Status"),
        _WON_TIME,
        ("Deal - ID", "Deal - Title", "Deal - Value", "Value", "ID"),
    ),
    takes=(
        Take("opportunities", ("Deal - Deal created", "Deal - Add time", "Deal created", "Add time")),
        Take("customers", _WON_TIME, where=_WON),
        Take("revenue", _WON_TIME, value=("Deal - Value", "Value"), where=_WON),
    ),
)
