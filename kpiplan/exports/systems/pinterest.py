"""Pinterest Ads: reports by day; a pin that is clicked opens, an outbound click leaves for the advertiser's site."""

from kpiplan.exports.systems.system import System

_SPEND = (
    "Spend in account currency", "Ausgaben in Kontowährung", "Dépenses dans la devise du compte",
    "Gasto en la moneda de la cuenta", "Spesa nella valuta dell'account",
)  # fmt: skip
_CLICKS = ("Pin clicks", "Pin-Klicks", "Clics sur les Épingles", "Clics en Pines", "Clic sui Pin")
REPORTS = System(
    name="Pinterest Ads",
    needs=(_SPEND, (*_CLICKS, "Outbound clicks")),
    measures={
        "spend": _SPEND,
        "clicks": _CLICKS,
        "link_clicks": ("Outbound clicks", "Ausgehende Klicks", "Clics sortants", "Clics salientes", "Clic in uscita"),
        "impressions": ("Impressions",),
        "conversions": ("Total conversions",),
        "revenue": ("Checkout value in account currency", "Total order value (Checkout)"),
    },
    dates=("Date", "Day", "Datum", "Fecha", "Data"),
)
