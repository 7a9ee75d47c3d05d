"""Yandex: campaigns of Direct and visits of Metrica, in Russian; the first row is the total."""

from kpiplan.exports.systems.system import System

_SPEND = ("Расход", "Расход с НДС", "Расход без НДС")  # a currency stands behind it: `Расход, ₽`
DIRECT = System(
    name="Yandex Direct",
    needs=(("Показы",), ("Клики",), (*_SPEND, "Расход, ₽", "Расход (руб.)")),
    measures={
        "spend": _SPEND,
        "clicks": ("Клики",),
        "impressions": ("Показы",),
        "conversions": ("Конверсии",),
        "revenue": ("Доход", "Доход, ₽"),
    },
    dates=("День", "Дата", "Неделя", "Месяц"),
)
METRICA = System(
    name="Yandex Metrica",
    needs=(("Визиты",), ("Посетители", "Просмотры"), ("Отказы", "Глубина просмотра", "Время на сайте")),
    measures={
        "visits": ("Визиты", "Посетители"),
        "page_views": ("Просмотры",),
    },
    dates=("Дата визита", "Интервал дат визита", "Дата", "День", "Неделя", "Месяц"),
)
