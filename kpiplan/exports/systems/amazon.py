"""Amazon Ads: reports of sponsored products, brands and display; orders and sales within 7 or 14 days of the click."""

from kpiplan.exports.cells.names import STAGE_NAMES as STAGES
from kpiplan.exports.systems.system import System


def _within(*names: str) -> tuple[str, ...]:
    """Names of what came within so many days of a click, the shorter time first."""
    return tuple(name.format(days) for days in (7, 14) for name in names)


_SALES = _within(
    "{} Day Total Sales", "{} Tage, Umsatz gesamt", "Umsatz gesamt {} Tage", "Gesamtumsatz {} Tage",
    "Ventes totales sur {} jours", "Total des ventes sur {} jours", "Ventas totales de {} días",
    "Total de ventas en {} días", "Vendite totali {} giorni", "Totale vendite {} giorni", "{}日間の総売上高",
    "{}日間の合計売上",
)  # fmt: skip
_ORDERS = _within(
    "{} Day Total Orders", "{} Tage, Aufträge gesamt", "{} Tage, Bestellungen gesamt", "Bestellungen gesamt {} Tage",
    "Commandes totales sur {} jours", "Total des commandes sur {} jours", "Pedidos totales de {} días",
    "Total de pedidos en {} días", "Ordini totali {} giorni", "Totale ordini {} giorni", "{}日間の総注文数",
    "{}日間の合計注文数",
)  # fmt: skip
REPORTS = System(
    name="Amazon Ads",
    needs=(("Spend", *STAGES["spend"]), (*_SALES, *_ORDERS)),
    measures={
        "spend": ("Spend",),
        "clicks": ("Clicks",),
        "impressions": ("Impressions",),
        "customers": _ORDERS,
        "revenue": _SALES,
    },
    dates=("Date", "Datum", "Fecha", "Data", "日付"),
)
