"""Lists of deals and contacts as CRMs write them for accounts in other languages, with figures counted by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.exports.helpers import codes, kpis, months, notes, read

Names = tuple[str, ...]


def table(header: Names, rows: Sequence[Names]) -> str:
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in (header, *rows))


# Name, stage, amount, begun, ended; won, lost, open.
DEALS: dict[str, tuple[Names, Names]] = {
    "Salesforce es": (
        ("Nombre de la oportunidad", "Etapa", "Importe", "Fecha de creación", "Fecha de cierre"),
        ("Cerrada ganada", "Cerrada perdida", "Negociación"),
    ),
    "Salesforce de": (
        ("Opportunity-Name", "Phase", "Betrag", "Erstelldatum", "Schlusstermin"),
        ("Geschlossen und gewonnen", "Geschlossen und verloren", "Verhandlung"),
    ),
    "Salesforce ja": (
        ("商談 名", "フェーズ", "金額", "作成日", "完了予定日"),
        ("商談成立", "不成立", "見積"),
    ),
    "Salesforce ko": (
        ("기회 이름", "단계", "금액", "만든 날짜", "마감 날짜"),
        ("성사", "실패", "협상"),
    ),
    "Salesforce zh": (
        ("业务机会名称", "阶段", "金额", "创建日期", "结束日期"),
        ("已结束并赢得客户", "已结束但失去客户", "谈判"),
    ),
    "HubSpot ja": (
        ("取引名", "取引ステージ", "合計金額", "作成日", "クローズ日"),
        ("成約（セールスパイプライン）", "失注（セールスパイプライン）", "契約書送付済み"),
    ),
    "HubSpot ko": (
        ("거래명", "거래 단계", "금액", "생성 날짜", "마감 날짜"),
        ("성사된 거래", "실패한 거래", "계약서 전송됨"),
    ),
    "HubSpot zh-Hant": (
        ("交易名稱", "交易階段", "金額", "建立日期", "結案日期"),
        ("成交", "未成交", "合約已送出"),
    ),
    "Zoho es": (
        ("Nombre de Trato", "Fase", "Importe", "Hora de creación", "Fecha de cierre"),
        ("Cerrado (ganado)", "Cerrado (perdido)", "Negociación"),
    ),
    "Zoho de": (
        ("Name des Geschäftsabschlusses", "Stufe", "Betrag", "Erstellungszeit", "Abschlussdatum"),
        ("Abgeschlossen (gewonnen)", "Abgeschlossen (verloren)", "Verhandlung"),
    ),
    "Zoho pt": (
        ("Nome da Negociação", "Estágio", "Valor", "Hora da criação", "Data de fechamento"),
        ("Fechado (Ganho)", "Fechado (Perdido)", "Negociação"),
    ),
    "amoCRM": (
        ("Название сделки", "Этап сделки", "Бюджет", "Дата создания", "Дата закрытия"),
        ("Успешно реализовано", "Закрыто и не реализовано", "Переговоры"),
    ),
    "Dynamics fr": (
        ("Sujet", "Statut", "Chiffre d'affaires réel", "Créé le", "Date de fermeture réelle"),
        ("Conclue", "Perdue", "Ouverte"),
    ),
    "Dynamics de": (
        ("Thema", "Status", "Tatsächlicher Umsatz", "Erstellt am", "Tatsächliches Abschlussdatum"),
        ("Gewonnen", "Verloren", "Offen"),
    ),
    "Dynamics ja": (
        ("トピック", "状態", "実際の売上", "作成日", "実際の終了日"),
        ("成立", "不成立", "進行中"),
    ),
}


@pytest.mark.parametrize("crm", DEALS)
def test_deals_in_the_language_of_the_account(crm: str) -> None:
    header, (won, lost, still) = DEALS[crm]
    rows = [
        ("A", won, "4000", "2026-04-02", "2026-04-29"),
        ("B", lost, "90", "2026-04-30", "2026-05-02"),
        ("C", still, "70", "2026-05-05", ""),
        ("D", won, "600", "2026-05-06", "2026-06-30"),
    ]
    actuals = read(table(header, rows))
    assert codes(actuals) == []
    assert months(actuals, "opportunities") == {"2026-04": 2, "2026-05": 2, "2026-06": 0}
    assert months(actuals, "customers") == {"2026-04": 1, "2026-05": 0, "2026-06": 1}
    assert months(actuals, "revenue") == {"2026-04": 4000, "2026-05": 0, "2026-06": 600}


# Before each column; ID, value, status, begun, won; won, lost, open.
WON_DAYS: dict[str, tuple[str, Names, Names]] = {
    "es": ("Trato", ("ID", "Valor", "Estado", "Trato creado", "Fecha en que se ganó"), ("Ganado", "Perdido", "Nuevo")),
    "pt": ("Negócio", ("ID", "Valor", "Status", "Negócio criado em", "Ganho em"), ("Ganho", "Perdido", "Aberto")),
    "fr": ("Affaire", ("ID", "Valeur", "Statut", "Affaire créée le", "Gagné le"), ("Gagné", "Perdu", "Ouvert")),
    "it": ("Affare", ("ID", "Valore", "Stato", "Affare creato il", "Data di vincita"), ("Vinto", "Perso", "Aperto")),
    "ru": ("Сделка", ("ID", "Стоимость", "Статус", "Создана", "Дата выигрыша"), ("Выиграна", "Проиграна", "Новая")),
    "ja": ("取引", ("ID", "金額", "ステータス", "作成日時", "成約日"), ("成約", "失注", "進行中")),
    "ko": ("거래", ("ID", "금액", "상태", "생성일", "성사일"), ("성사", "실패", "진행중")),
}  # fmt: skip


@pytest.mark.parametrize("language", WON_DAYS)
def test_columns_that_all_say_what_they_are_of(language: str) -> None:
    thing, names, (won, lost, still) = WON_DAYS[language]
    rows = [
        ("1", "4000", won, "2026-04-02 10:00:00", "2026-04-29 10:00:00"),
        ("2", "90", lost, "2026-04-30 10:00:00", ""),
        ("3", "70", still, "2026-05-05 10:00:00", ""),
        ("4", "600", won, "2026-05-06 10:00:00", "2026-06-30 10:00:00"),
    ]
    actuals = read(table(tuple(f"{thing} - {name}" for name in names), rows))
    assert months(actuals, "opportunities") == {"2026-04": 2, "2026-05": 2, "2026-06": 0}
    assert months(actuals, "customers") == {"2026-04": 1, "2026-05": 0, "2026-06": 1}
    assert months(actuals, "revenue") == {"2026-04": 4000, "2026-05": 0, "2026-06": 600}


# A date for each of lead, MQL, SQL, opportunity, customer.
CONTACTS: dict[str, Names] = {
    "es": (
        "Fecha en que se convirtió en lead",
        "Fecha en que se convirtió en lead calificado para marketing",
        "Fecha en que se convirtió en lead calificado para ventas",
        "Fecha en que se convirtió en oportunidad",
        "Fecha en que se convirtió en cliente",
    ),
    "pt": (
        "Tornou-se um lead em",
        "Tornou-se um lead qualificado pelo marketing em",
        "Tornou-se um lead qualificado por vendas em",
        "Tornou-se uma oportunidade em",
        "Tornou-se um cliente em",
    ),
    "fr": (
        "Devenu lead le",
        "Devenu lead qualifié marketing le",
        "Devenu lead qualifié commercialement le",
        "Devenu opportunité le",
        "Devenu client le",
    ),
    "ja": ("リードになった日付", "MQLになった日付", "SQLになった日付", "商談になった日付", "顧客になった日付"),
    "ko": (
        "리드가 된 날짜",
        "마케팅 적격 리드가 된 날짜",
        "영업 적격 리드가 된 날짜",
        "기회가 된 날짜",
        "고객이 된 날짜",
    ),
    "zh": (
        "成為潛在客戶日期",
        "成為行銷合格潛在客戶日期",
        "成為銷售合格潛在客戶日期",
        "成為商機日期",
        "成為客戶日期",
    ),
}


@pytest.mark.parametrize("language", CONTACTS)
def test_contacts_with_a_date_for_each_stage(language: str) -> None:
    rows = [
        ("1", "2026-04-01", "2026-04-02", "2026-04-30", "2026-05-02", "2026-06-03"),
        ("2", "2026-04-03", "2026-05-02", "", "", ""),
        ("3", "2026-06-30", "", "", "", ""),
    ]
    actuals = read(table(("ID", *CONTACTS[language]), rows))
    assert kpis(actuals) == ["leads", "mqls", "sqls", "opportunities", "customers"]
    assert [sum(months(actuals, kpi).values()) for kpi in kpis(actuals)] == [3, 2, 1, 1, 1]
    assert months(actuals, "mqls") == {"2026-04": 1, "2026-05": 1, "2026-06": 0}
    assert months(actuals, "customers") == {"2026-04": 0, "2026-05": 0, "2026-06": 1}


def test_a_stage_beside_a_value_is_no_kpi_where_deals_are_won() -> None:
    actuals = read(
        "Deal ID,Title,Stage,Status,Value,Created Date,Won Date,Lost Date\n"
        "7,A,Demo,Won,1200,2026-04-13,2026-05-14,\n8,B,Demo,Lost,80,2026-04-14,,2026-05-20\n"
    )
    assert months(actuals, "opportunities") == {"2026-04": 2, "2026-05": 0}
    assert months(actuals, "revenue") == {"2026-04": 0, "2026-05": 1200}


def test_a_payment_is_no_deal_in_any_language() -> None:
    actuals = read("Date,Name,Status,Gross,Transaction ID\n2026-04-13,A,Completed,12,T1\n2026-04-14,B,Completed,9,T2\n")
    assert "opportunities" not in kpis(actuals)


def test_a_day_that_is_only_expected_is_not_called_unclear() -> None:
    text = "Deal,Status,Close Date,Expected Close Date,Created\nA,Won,2026-01-31,2026-02-01,2026-01-01\n"
    actuals = read(text + "B,Lost,2026-01-31,2026-02-01,2026-01-31\n")
    assert codes(actuals) == []
    assert notes(actuals) == [""]


AMOUNTS = ["Opportunity Amount", "Deal Value", "Deal - Value", "Opportunity Value", "Negocio - Valor", "商談 金額"]


@pytest.mark.parametrize("name", AMOUNTS)
def test_amounts_that_say_what_they_are_of(name: str) -> None:
    actuals = read(
        f"Lead Number,Status,{name},Created,Closed\n7001,Won,5000,2026-04-01,2026-04-20\n"
        "7002,Lost,80,2026-04-02,2026-05-20\n7005,Won,600,2026-04-12,2026-05-30\n"
    )
    assert months(actuals, "revenue") == {"2026-04": 5000, "2026-05": 600}


def test_the_one_amount_of_odoo_is_called_expected() -> None:
    actuals = read(
        "Opportunity,Stage,Expected Revenue,Created on,Closed Date\nA,Won,5000,2026-04-01,2026-04-20\n"
        "B,Lost,80,2026-04-02,2026-05-20\nC,New,70,2026-04-02,\n"
    )
    assert months(actuals, "revenue") == {"2026-04": 5000}


def test_leads_of_kommo_are_its_deals() -> None:
    actuals = read(
        "ID,Lead title,Sale,Lead stage,Created at,Closed at\n1,A,5000,Closed - won,2026-04-01,2026-04-20\n"
        "2,B,80,Closed - lost,2026-04-02,2026-05-20\n"
    )
    assert months(actuals, "leads") == {"2026-04": 2}
    assert months(actuals, "revenue") == {"2026-04": 5000}
