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

_ENDED = ("CLOSEDATE",)
_STAGES = tuple(f"C{pipeline}:WON" for pipeline in range(1000))  # of every pipeline but the first
_SUCCEEDED = (Condition("STAGE_SEMANTIC_ID", ("S",)), Condition("STAGE_ID", (*WON, *_STAGES)))
# As its interface for programs names them: OPPORTUNITY is the amount.
FIELDS = System(
    name="Bitrix24 deals",
    needs=(("STAGE_ID", "STAGE_SEMANTIC_ID"), ("OPPORTUNITY",), ("DATE_CREATE",)),
    takes=(
        Take("opportunities", ("DATE_CREATE",)),
        Take("customers", _ENDED, where=_SUCCEEDED),
        Take("revenue", _ENDED, value=("OPPORTUNITY",), where=_SUCCEEDED),
    ),
)
