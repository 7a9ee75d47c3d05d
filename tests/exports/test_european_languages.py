"""Exports of accounts in Spanish, Portuguese, French, German, Italian, Dutch and Russian."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kpiplan.exports.cells.dates import leading_month, read_date, read_month_alone, two_languages
from kpiplan.exports.cells.names import COLUMN_OF, STAGE_OF, is_ratio, is_total, key
from kpiplan.exports.files import sheets
from kpiplan.exports.languages import languages, months
from kpiplan.exports.languages.language import Language, Names
from kpiplan.months import Month
from tests.exports.helpers import codes, columns, error, left_out, read
from tests.exports.helpers import months as of

TABLES = {
    "es": """Mes,Visitas,Prospectos,Oportunidades,Clientes nuevos,Facturación,Gasto publicitario
Diciembre 2025,"2.100",50,20,6,"9.000,50 €","800,00 €"
Enero 2026,"2.300",61,24,7,"12.250,00 €","950,50 €"
Total general,"4.400",111,44,13,"21.250,50 €","1.750,50 €"
""",
    "pt": """Mês;Sessões;Leads;Oportunidades;Novos clientes;Faturamento;Investimento
dez/25;2.100;50;20;6;R$ 9.000,50;R$ 800,00
jan/26;2.300;61;24;7;R$ 12.250,00;R$ 950,50
Total geral;4.400;111;44;13;R$ 21.250,50;R$ 1.750,50
""",
    "fr": """Mois;Visites;Prospects;Opportunités;Nouveaux clients;Chiffre d’affaires;Dépenses
déc. 2025;2 100;50;20;6;9 000,50 €;800,00 €
janv. 2026;2 300;61;24;7;12 250,00 €;950,50 €
Somme;4 400;111;44;13;21 250,50 €;1 750,50 €
""",
    "de": """Monat;Sitzungen;Interessenten;Verkaufschancen;Neukunden;Umsatz;Werbekosten
Dez 25;2.100;50;20;6;9.000,50 €;800,00 €
Jan 26;2.300;61;24;7;12.250,00 €;950,50 €
Gesamtergebnis;4.400;111;44;13;21.250,50 €;1.750,50 €
""",
    "it": """Mese;Sessioni;Contatti;Trattative;Nuovi clienti;Fatturato;Spesa pubblicitaria
dicembre 2025;2.100;50;20;6;9.000,50 €;800,00 €
gennaio 2026;2.300;61;24;7;12.250,00 €;950,50 €
Totale complessivo;4.400;111;44;13;21.250,50 €;1.750,50 €
""",
    "nl": """Maand;Sessies;Aanvragen;Verkoopkansen;Nieuwe klanten;Omzet;Advertentiekosten
dec-25;2.100;50;20;6;€ 9.000,50;€ 800,00
jan-26;2.300;61;24;7;€ 12.250,00;€ 950,50
Eindtotaal;4.400;111;44;13;€ 21.250,50;€ 1.750,50
""",
    "ru": """Месяц;Визиты;Заявки;Сделки;Новые клиенты;Выручка;Расход
дек. 2025;2 100;50;20;6;9 000,50;800,00
янв. 2026;2 300;61;24;7;12 250,00;950,50
Итого;4 400;111;44;13;21 250,50;1 750,50
""",
}
COUNTED = {
    "visits": (2100, 2300),
    "leads": (50, 61),
    "opportunities": (20, 24),
    "customers": (6, 7),
    "revenue": (9000.5, 12250),
    "spend": (800, 950.5),
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_by_month_in_its_own_language(table: str) -> None:
    actuals = read(table)
    assert codes(actuals) == []
    assert {kpi: tuple(of(actuals, kpi).values()) for kpi in columns(actuals)} == COUNTED
    assert list(of(actuals, "leads")) == ["2025-12", "2026-01"]
    assert left_out(actuals) == {"total": 1}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_large_file_is_read_the_same(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    small = read(table)
    monkeypatch.setattr(sheets, "SMALL_BYTES", 0)
    large = read(table)
    assert large.measures == small.measures
    assert left_out(large) == left_out(small)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("enero 2026", 1), ("Enero de 2026", 1), ("ene-26", 1), ("set 2026", 9), ("dic. 2026", 12),
        ("jan/26", 1), ("fev/26", 2), ("março 2026", 3), ("out/26", 10), ("Fevereiro de 2026", 2),
        ("janv. 2026", 1), ("févr. 2026", 2), ("févr.-26", 2), ("août 2026", 8), ("juil-26", 7), ("Déc. 2026", 12),
        ("Jan. 2026", 1), ("Mär 26", 3), ("Mrz 26", 3), ("März 2026", 3), ("Dez. 26", 12), ("Jänner 2026", 1),
        ("gen 2026", 1), ("mag-26", 5), ("sett. 2026", 9), ("Luglio 2026", 7),
        ("mrt 2026", 3), ("mei 2026", 5), ("okt.-26", 10), ("augustus 2026", 8),
        ("янв. 2026", 1), ("янв.26", 1), ("Март 2026 г.", 3), ("май 2026 года", 5), ("нояб. 2026 г.", 11),
    ],
)  # fmt: skip
def test_a_month(text: str, month: int) -> None:
    span = read_date(text)
    assert span is not None
    assert (span.grain, span.month) == ("month", Month(2026, month))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15 de enero de 2026", "2026-01-15"), ("15 de enero del 2026", "2026-01-15"), ("15/ene/2026", "2026-01-15"),
        ("1º de fevereiro de 2026", "2026-02-01"), ("1er janvier 2026", "2026-01-01"),
        ("mar. 3 mars 2026", "2026-03-03"), ("lundi 5 janvier 2026", "2026-01-05"), ("15. Januar 2026", "2026-01-15"),
        ("Montag, 5. Januar 2026", "2026-01-05"), ("15 gennaio 2026", "2026-01-15"), ("1 mei 2026", "2026-05-01"),
        ("15 января 2026 г.", "2026-01-15"), ("15 янв. 2026 г., 10:30", "2026-01-15"), ("пн, 5 янв 2026", "2026-01-05"),
        ("15 janv. 2026 à 10:30", "2026-01-15"), ("15. Jan. 2026 um 10:30 Uhr", "2026-01-15"),
        ("15 ene 2026 10:30 a. m.", "2026-01-15"),
    ],
)  # fmt: skip
def test_a_day(text: str, day: str) -> None:
    assert read_date(text) == read_date(day)


@pytest.mark.parametrize(
    "text", ["T1 2026", "1. Quartal 2026", "1er trimestre 2026", "1 кв. 2026", "K1 2026", "2026 T1"]
)
def test_a_quarter(text: str) -> None:
    assert read_date(text) == read_date("Q1 2026")


@pytest.mark.parametrize(
    ("first", "last", "between"),
    [("1 de enero de 2026", "15 de enero de 2026", "al"), ("1. Januar 2026", "15. Januar 2026", "bis"),
     ("1 января 2026", "15 января 2026", "по"), ("1 januari 2026", "15 januari 2026", "t/m"),
     ("1er janvier 2026", "15 janvier 2026", "au"), ("1 gennaio 2026", "15 gennaio 2026", "al")],
)  # fmt: skip
def test_a_range(first: str, last: str, between: str) -> None:
    span, start, end = read_date(f"{first} {between} {last}"), read_date(first), read_date(last)
    assert span is not None
    assert start is not None
    assert end is not None
    assert (span.start, span.end) == (start.start, end.end)


def test_a_tuesday_is_no_march() -> None:
    assert read_date("mar. 2026") == read_date("2026-03")
    assert read_date("Mar 3 2026") == read_date("2026-03-03")
    assert read_date("mar. 6 janv. 2026") == read_date("2026-01-06")


def test_no_name_is_two_months_and_all_are_read_alone() -> None:
    known = dict(months())
    assert {name: number for name, number in months() if known[name] != number} == {}
    assert {name: read_month_alone(name) for name in known} == known
    for language in languages():
        assert len(language.months) in (0, 12)


def test_a_month_begins_a_word_only_where_the_word_ends() -> None:
    assert leading_month("Märkte 2026") is None
    assert leading_month("Marketing Kosten") is None
    assert leading_month("mars 2026 Prospects") == (2026, 3, "Prospects")
    assert leading_month("jan/26 leads") == (2026, 1, "leads")


def test_a_column_is_read_in_one_language() -> None:
    assert two_languages(["jan/26", "fev/26", "mar/26"]) is None
    assert two_languages(["ene 2026", "Mai 2026", "jun 2026"]) == ("ene 2026", "Mai 2026")
    assert two_languages(["jan 26", "feb 26", "mar 26", "maj 26"]) == ("mar 26", "maj 26")
    assert two_languages(["2026-01", "3/4/2026", "Total 2026", ""]) is None


def test_months_in_two_languages_are_refused() -> None:
    said = error(read("Month,Leads\nene 2026,1\nfeb 2026,2\nMärz 2026,3\n"))
    assert said == (
        "ambiguous-date: the months of 'Month' are named in no one language: 'ene 2026' and 'März 2026' | "
        "name the months in one language, or by number: 2026-01"
    )
    assert "named in no one language: 'Januar' and 'mars'" in error(
        read("Month,Leads\nJanuar,1\nFebruar,2\nmars,3\n", year=2026)
    )
    assert "the columns name months in no one language: 'enero' and 'März'" in error(
        read("KPI,enero,febrero,März\nLeads,1,2,3\n", year=2026)
    )


def test_a_month_that_no_language_has_is_not_lost_in_silence() -> None:
    table = "Month,Visits\njan 26,1\nfeb 26,2\nmar 26,3\napr 26,4\nmaj 26,5\n"
    assert "'mar 26' and 'maj 26'" in error(read(table))


def test_a_row_of_totals_is_no_month_of_another_language() -> None:
    actuals = read("Month,Visits\njan 26,1\nfeb 26,2\nTotal 26,3\n")
    assert of(actuals, "visits") == {"2026-01": 1, "2026-02": 2}


def test_numbers_behind_english_months_may_be_days() -> None:
    assert "column 'Day' can be read as days or as months of a year: 'Jan 20'" in error(
        read("Day,Leads\nJan 20,1\nJan 21,2\nJan 22,2\n")
    )
    assert of(read("Month,Leads\nNov 25,1\nDec 25,2\nJan 26,2\n"), "leads") == {
        "2025-11": 1, "2025-12": 2, "2026-01": 2,
    }  # fmt: skip
    assert of(read("Mes,Leads\nene 24,1\nene 25,2\nene 26,2\n"), "leads")["2025-01"] == 2


def test_months_as_columns() -> None:
    actuals = read("Métrica,ene 2026,feb 2026,mar 2026\nVisitas,10,20,30\nClientes,4,5,6\nTasa de cierre,1,2,3\n")
    assert of(actuals, "visits") == {"2026-01": 10, "2026-02": 20, "2026-03": 30}
    assert of(actuals, "customers") == {"2026-01": 4, "2026-02": 5, "2026-03": 6}


def test_a_row_a_month_and_kpi() -> None:
    actuals = read("Дата;Показатель;Значение\nянварь 2026;Лиды;5\nянварь 2026;Клиенты;2\nфевраль 2026;Лиды;7\n")
    assert of(actuals, "leads") == {"2026-01": 5, "2026-02": 7}
    assert of(actuals, "customers") == {"2026-01": 2}


@pytest.mark.parametrize(
    "cell",
    ["Total general", "Suma", "Total geral", "Total général", "Sous-total", "Gesamt", "Summe", "Gesamtergebnis:",
     "Totale", "Totale complessivo", "Totaal", "Eindtotaal", "Итого", "Всего", "Итого и средние"],
)  # fmt: skip
def test_a_label_of_totals(cell: str) -> None:
    assert is_total(cell)


@pytest.mark.parametrize(
    "name",
    ["Tasa de conversión", "Duración media de la sesión", "Taxa de rejeição", "Custo por lead", "Taux de rebond",
     "Durée moyenne", "Coût par clic", "Absprungrate", "Durchschn. Sitzungsdauer", "Kosten pro Klick", "Klickrate",
     "Frequenza di rimbalzo", "Posizione media", "Costo per clic", "Bouncepercentage", "Gem. positie",
     "Доля новых посетителей", "Отказы", "Глубина просмотра", "Средний чек", "Цена клика", "Конверсия"],
)  # fmt: skip
def test_what_does_not_add_up(name: str) -> None:
    assert is_ratio(name)


@pytest.mark.parametrize(
    "name",
    ["Corporate leads", "Social media", "Visitas", "Medios pagados", "Conversions", "Umsatz", "Konversionen",
     "Angebote", "Bestellungen", "Конверсии", "Расход", "Визиты", "Bezoeken", "Quote requests", "Media coverage"],
)  # fmt: skip
def test_what_adds_up(name: str) -> None:
    assert not is_ratio(name)


def _won(language: Language) -> Names:
    return language.won


def _lost(language: Language) -> Names:
    return language.lost


def test_languages_come_with_names_of_their_own() -> None:
    for first, second in pairwise(languages()):
        assert first.rank < second.rank
    assert STAGE_OF["umsatz"] == "revenue"
    assert COLUMN_OF["показы"] == "impressions"


def test_every_language_says_what_is_won_and_lost_and_none_calls_one_the_other() -> None:
    won, lost = ({key(name) for each in languages() for name in called(each)} for called in (_won, _lost))
    assert not won & lost
    for language in languages():
        assert language.won, language.rank
        assert language.lost, language.rank
        assert {"visits", "leads", "customers", "revenue"} <= set(language.stages)
