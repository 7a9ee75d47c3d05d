"""amoCRM: deals, in Russian. The budget of a deal is its amount."""

from kpiplan.exports.systems.system import WON, Condition, System, Take

_CLOSED = ("Дата закрытия",)
_WON = (Condition("Этап сделки", WON), Condition("Статус сделки", WON))
DEALS = System(
    name="amoCRM deals",
    needs=(("Название сделки",), ("Этап сделки", "Статус сделки"), ("Бюджет", "Бюджет сделки")),
    takes=(
        Take("opportunities", ("Дата создания", "Дата создания сделки")),
        Take("customers", _CLOSED, where=_WON),
        Take("revenue", _CLOSED, value=("Бюджет", "Бюджет сделки"), where=_WON),
    ),
)
