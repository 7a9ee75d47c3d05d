"""Stripe: payments, of which those that are paid count, and subscriptions by the day they start and end."""

from kpiplan.exports.systems.system import Condition, System, Take

_CREATED = ("Created date (UTC)", "Created (UTC)")
_PAID = (Condition("Status", ("Paid",)),)
PAYMENTS = System(
    name="Stripe payments",
    needs=(
        ("id", "Captured", "Converted Amount", "Amount Refunded"),
        ("Created date (UTC)",),
        ("Amount",),
        ("Status",),
    ),
    takes=(
        Take("transactions", _CREATED, where=_PAID),
        Take("revenue", _CREATED, value=("Converted Amount", "Amount"), where=_PAID),
    ),
    rows="a row a payment",
)
_SUCCEEDED = (Condition("status", ("succeeded",)),)
API_PAYMENTS = System(
    name="Stripe payments (API)",
    needs=(("object",), ("amount",), ("amount_refunded", "amount_received"), ("created",), ("currency",), ("status",)),
    takes=(
        Take("transactions", ("created",), where=_SUCCEEDED),
        Take("revenue", ("created",), value=("amount",), where=_SUCCEEDED, cents=True),
    ),
    rows="a row a payment",
)
# What never was paid for (incomplete, in trial) has no customer yet.
_BEGUN = (Condition("Status", ("active", "past_due", "canceled", "unpaid", "paused")),)
SUBSCRIPTIONS = System(
    name="Stripe subscriptions",
    needs=(
        ("id",),
        ("Customer ID", "Customer Email"),
        ("Created (UTC)", "Start Date (UTC)", "Start (UTC)"),
        ("Canceled At (UTC)", "Ended At (UTC)", "Current Period Start (UTC)"),
        ("Status",),
    ),
    takes=(
        Take("customers", ("Start Date (UTC)", "Created (UTC)", "Start (UTC)"), where=_BEGUN),
        Take("lost_customers", ("Ended At (UTC)", "Canceled At (UTC)"), where=(Condition("Status", ("canceled",)),)),
    ),
    rows="a row a subscription",
)
