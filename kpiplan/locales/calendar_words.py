"""What people call months and units of time, one entry a language. Data: the plan language and exports both read it."""

from collections.abc import Mapping
from functools import cache

from kpiplan.tuples import NamedTuple

Words = tuple[str, ...]


class CalendarWords(NamedTuple):
    """The words of a language, in lower case: of the twelve months, where they are words, and of units of time.

    `marks` stand behind the number of a month: 11월.
    """

    months: tuple[Words, ...]
    units: Mapping[str, Words]
    marks: Words = ()


CALENDARS: Mapping[str, CalendarWords] = {
    "en": CalendarWords(
        (
            ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may", "may"),
            ("jun", "june"), ("jul", "july"), ("aug", "august"), ("sep", "september", "sept"), ("oct", "october"),
            ("nov", "november"), ("dec", "december"),
        ),
        {
            "day": ("day", "days", "d"),
            "week": ("week", "weeks", "w"),
            "month": ("month", "months", "mo"),
            "quarter": ("quarter", "quarters", "q"),
            "year": ("year", "years", "y"),
        },
    ),
    "ko": CalendarWords(
        (),
        {
            "day": ("일",),
            "week": ("주", "주일", "주간"),
            "month": ("개월", "달"),
            "quarter": ("분기", "개분기"),
            "year": ("년",),
        },
        ("월",),
    ),
    "zh": CalendarWords(
        (),
        {
            "day": ("天", "日"),
            "week": ("周", "週", "星期", "个星期", "個星期"),
            "month": ("个月", "個月"),
            "quarter": ("季度", "个季度", "個季度", "季"),
            "year": ("年",),
        },
        ("月", "月份"),
    ),
    "ja": CalendarWords(
        (),
        {
            "day": ("日", "日間"),
            "week": ("週間", "週"),
            "month": ("か月", "ヶ月", "カ月", "ヵ月", "箇月"),
            "quarter": ("四半期",),
            "year": ("年", "年間"),
        },
        ("月",),
    ),
    "es": CalendarWords(
        (
            ("enero", "ene"), ("febrero", "feb"), ("marzo", "mar"), ("abril", "abr"), ("mayo", "may"),
            ("junio", "jun"), ("julio", "jul"), ("agosto", "ago"),
            ("septiembre", "setiembre", "sep", "sept", "set"), ("octubre", "oct"), ("noviembre", "nov"),
            ("diciembre", "dic"),
        ),
        {
            "day": ("día", "días", "dia", "dias"),
            "week": ("semana", "semanas"),
            "month": ("mes", "meses"),
            "quarter": ("trimestre", "trimestres"),
            "year": ("año", "años"),
        },
    ),
    "pt": CalendarWords(
        (
            ("janeiro", "jan"), ("fevereiro", "fev"), ("março", "mar"), ("abril", "abr"), ("maio", "mai"),
            ("junho", "jun"), ("julho", "jul"), ("agosto", "ago"), ("setembro", "set"), ("outubro", "out"),
            ("novembro", "nov"), ("dezembro", "dez"),
        ),
        {
            "day": ("dia", "dias"),
            "week": ("semana", "semanas"),
            "month": ("mês", "mes", "meses"),
            "quarter": ("trimestre", "trimestres"),
            "year": ("ano", "anos"),
        },
    ),
    "fr": CalendarWords(
        (
            ("janvier", "janv", "jan"), ("février", "févr", "fév", "fevrier", "fevr", "fev"), ("mars", "mar"),
            ("avril", "avr"), ("mai",), ("juin",), ("juillet", "juil", "juill"), ("août", "aout", "aoû"),
            ("septembre", "sept", "sep"), ("octobre", "oct"), ("novembre", "nov"),
            ("décembre", "déc", "decembre", "dec"),
        ),
        {
            "day": ("jour", "jours"),
            "week": ("semaine", "semaines"),
            "month": ("mois",),
            "quarter": ("trimestre", "trimestres"),
            "year": ("an", "ans", "année", "années"),
        },
    ),
    "de": CalendarWords(
        (
            ("januar", "jan", "jänner", "jän"), ("februar", "feb", "feber"), ("märz", "mär", "mrz", "maerz"),
            ("april", "apr"), ("mai",), ("juni", "jun"), ("juli", "jul"), ("august", "aug"),
            ("september", "sep", "sept"), ("oktober", "okt"), ("november", "nov"), ("dezember", "dez"),
        ),
        {
            "day": ("tag", "tage", "tagen"),
            "week": ("woche", "wochen"),
            "month": ("monat", "monate", "monaten"),
            "quarter": ("quartal", "quartale", "quartalen"),
            "year": ("jahr", "jahre", "jahren"),
        },
    ),
    "it": CalendarWords(
        (
            ("gennaio", "gen"), ("febbraio", "feb"), ("marzo", "mar"), ("aprile", "apr"), ("maggio", "mag"),
            ("giugno", "giu"), ("luglio", "lug"), ("agosto", "ago"), ("settembre", "set", "sett"),
            ("ottobre", "ott"), ("novembre", "nov"), ("dicembre", "dic"),
        ),
        {
            "day": ("giorno", "giorni"),
            "week": ("settimana", "settimane"),
            "month": ("mese", "mesi"),
            "quarter": ("trimestre", "trimestri"),
            "year": ("anno", "anni"),
        },
    ),
    "nl": CalendarWords(
        (
            ("januari", "jan"), ("februari", "feb"), ("maart", "mrt", "mar"), ("april", "apr"), ("mei",),
            ("juni", "jun"), ("juli", "jul"), ("augustus", "aug"), ("september", "sep", "sept"), ("oktober", "okt"),
            ("november", "nov"), ("december", "dec"),
        ),
        {
            "day": ("dag", "dagen"),
            "week": ("week", "weken"),
            "month": ("maand", "maanden"),
            "quarter": ("kwartaal", "kwartalen"),
            "year": ("jaar", "jaren"),
        },
    ),
    "ru": CalendarWords(
        (
            ("январь", "января", "янв"), ("февраль", "февраля", "фев", "февр"), ("март", "марта", "мар"),
            ("апрель", "апреля", "апр"), ("май", "мая"), ("июнь", "июня", "июн"), ("июль", "июля", "июл"),
            ("август", "августа", "авг"), ("сентябрь", "сентября", "сен", "сент"), ("октябрь", "октября", "окт"),
            ("ноябрь", "ноября", "ноя", "нояб"), ("декабрь", "декабря", "дек"),
        ),
        {
            "day": ("день", "дня", "дней"),
            "week": ("неделя", "недели", "неделю", "недель"),
            "month": ("месяц", "месяца", "месяцев"),
            "quarter": ("квартал", "квартала", "кварталов"),
            "year": ("год", "года", "лет"),
        },
    ),
}  # fmt: skip


class NamedMonth(NamedTuple):
    """The number of a month, 1..12, and the languages in which a word means it."""

    number: int
    languages: frozenset[str]


@cache
def _months() -> Mapping[str, int]:
    """The number of the month that each word means: the same in all languages that have the word."""
    return {word: number for words in CALENDARS.values() for number in range(1, 13) for word in _called(words, number)}


def _called(words: CalendarWords, number: int) -> Words:
    """What a language calls a month."""
    return (*(words.months[number - 1] if words.months else ()), *(f"{number}{mark}" for mark in words.marks))


def named_month(text: str) -> NamedMonth | None:
    """The month that a word means in some language: `mar`, `März`, `11월`; None where it is none."""
    word = text.lower().removesuffix(".")
    if not text.isascii():
        from unicodedata import normalize

        word = normalize("NFC", text).lower().removesuffix(".")
    number = _months().get(word)
    if number is None:
        return None
    return NamedMonth(number, frozenset(code for code, words in CALENDARS.items() if word in _called(words, number)))


@cache
def units() -> dict[str, str]:
    """The unit that each word of time means: `weeks`, `Wochen`, `주` are weeks."""
    return {word: unit for words in CALENDARS.values() for unit, called in words.units.items() for word in called}


def month_words() -> Words:
    """Every word that means a month."""
    return tuple(_months())
