"""Shopify: orders, a row a line item with the order's own cells on its first row alone; and sessions by day."""

from kpiplan.exports.systems.system import EMPTY, Condition, System, Take

_ORDER = (Condition("Total"), Condition("Cancelled at", EMPTY, exact=True))
_PAID = Condition("Financial Status", ("paid",), exact=True)
_ORDERED = ("Created at",)
ORDERS = System(
    name="Shopify orders",
    needs=(("Name",), ("Financial Status",), _ORDERED, ("Total",)),
    takes=(
        Take("customers", _ORDERED, every=_ORDER),
        Take("revenue", _ORDERED, value=("Total",), every=(*_ORDER, _PAID)),
    ),
    rows="a row a line of an order",
)
SESSIONS = System(
    name="Shopify sessions",
    needs=(
        ("Sessions", "Online store visitors"),
        ("Sessions with cart additions", "Sessions that reached checkout", "Sessions that completed checkout"),
    ),
    measures={"visits": ("Sessions", "Online store visitors"), "page_views": ("Pageviews",)},
    dates=("Day", "Date", "Week", "Month"),
)
