"""Kommo: leads, which are its deals; what is called a sale, or a budget, is the amount of one."""

from kpiplan.exports.systems.system import WON, Condition, System, Take

_CLOSED = ("Closed at", "Date closed")
_WON = (Condition("Lead stage", WON), Condition("Lead status", WON))
LEADS = System(
    name="Kommo leads",
    needs=(("Lead title", "Lead name"), ("Lead stage", "Lead status"), ("Sale", "Budget"), _CLOSED),
    takes=(
        Take("leads", ("Created at", "Date Created")),
        Take("customers", _CLOSED, where=_WON),
        Take("revenue", _CLOSED, value=("Sale", "Budget"), where=_WON),
    ),
)
