"""Bitrix24: deals, in English and Russian. The assumed date of closing is the real one once a deal is closed."""

from kpiplan.exports.systems.system import WON, Condition, System, Take

_CLOSED = (
    "Assumed close date", "Close date", "Предполагаемая дата закрытия", "Дата завершения", "Дата закрытия",
)  # fmt: skip
_WON = (Condition("Stage", WON), Condition("Стадия сделки", WON), Condition("Стадия", WON))
DEALS = System(
    name="Bitrix24 deals",
    needs=(
        ("Deal Name", "Название сделки", "Название"),
        ("Stage", "Стадия сделки", "Стадия"),
        ("Assumed close date", "Предполагаемая дата закрытия", "Дата завершения", "Дата закрытия"),
    ),
    takes=(
        Take("opportunities", ("Created", "Дата создания")),
        Take("customers", _CLOSED, where=_WON),
        Take("revenue", _CLOSED, value=("Income", "Сумма"), where=_WON),
    ),
)
