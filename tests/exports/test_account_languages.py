"""Exports of analytics and ads in the language of their account, as those systems write them."""

from __future__ import annotations

import pytest

from tests.exports.helpers import codes, left_out, months, read

# Of each language: what stands above the table, and what its columns are called.
NTH = {
    "de": ("Startdatum", "Enddatum", "Tag N", "Sitzungen"),
    "es": ("Fecha de inicio", "Fecha de finalización", "Día N", "Sesiones"),
    "pt": ("Data de início", "Data de término", "Enésimo dia", "Sessões"),
    "fr": ("Date de début", "Date de fin", "Nième jour", "Sessions"),
    "it": ("Data di inizio", "Data di fine", "N-esimo giorno", "Sessioni"),
    "nl": ("Begindatum", "Einddatum", "N-de dag", "Sessies"),
    "ru": ("Дата начала", "Дата окончания", "N-й день", "Сеансы"),
    "ko": ("시작일", "종료일", "N번째 일", "세션수"),
    "ja": ("開始日", "終了日", "N 日目", "セッション"),
    "zh": ("开始日期", "结束日期", "第 N 天", "会话数"),
    "zh-TW": ("開始日期", "結束日期", "第 N 天", "工作階段"),
    "a name that is not known": ("Start date", "End date", "Päivä", "Sessions"),
}


@pytest.mark.parametrize("language", NTH)
def test_days_counted_from_the_start_of_a_report(language: str) -> None:
    start, end, nth, sessions = NTH[language]
    actuals = read(f"# {start}: 20260429\n# {end}: 20260503\n{nth},{sessions}\n0000,7\n0001,20\n0003,30\n0002,5\n")
    assert months(actuals, "visits") == {"2026-04": 27, "2026-05": 35}


def test_codes_and_hours_are_no_days() -> None:
    text = "# Start date: 20260401\n# End date: 20260430\nHour,Sessions\n0000,5\n0100,6\n1300,7\n"
    assert months(read(text), "visits") == {"2026-04": 18}


WHOLE = {
    "de": ("Kampagnenbericht", "1. März 2026 - 31. März 2026", "Status,Kampagne,Kosten,Impr.,Klicks"),
    "fr": ("Rapport", "1 mars 2026 - 31 mars 2026", "État,Campagne,Coût,Impr.,Clics"),
    "es": ("Informe", "1 de marzo de 2026 - 31 de marzo de 2026", "Estado,Campaña,Coste,Impr.,Clics"),
    "pt": ("Relatório", "1 de março de 2026 - 31 de março de 2026", "Status,Campanha,Custo,Impr.,Cliques"),
    "it": ("Rapporto", "1 marzo 2026 - 31 marzo 2026", "Stato,Campagna,Costo,Impr.,Clic"),
    "nl": ("Rapport", "1 maart 2026 t/m 31 maart 2026", "Status,Campagne,Kosten,Vertoningen,Klikken"),
    "ru": ("Отчет", "1 марта 2026 г. - 31 марта 2026 г.", "Статус,Кампания,Расход,Показы,Клики"),
    "ja": ("レポート", "2026年3月1日 - 2026年3月31日", "状態,キャンペーン,費用,表示回数,クリック数"),
    "ko": ("보고서", "2026. 3. 1. ~ 2026. 3. 31.", "캠페인 상태,캠페인,비용,노출수,클릭수"),
    "zh": ("报告", "2026年3月1日 - 2026年3月31日", "状态,广告系列,费用,展示次数,点击次数"),
    "en": ("Report Time: 3/1/2026,3/31/2026", "", "Status,Campaign,Spend,Impressions,Clicks"),
}


@pytest.mark.parametrize("language", WHOLE)
def test_a_report_of_a_month_says_so_above_its_rows(language: str) -> None:
    title, days, header = WHOLE[language]
    actuals = read(f'"{title}"\n"{days}"\n{header}\nx,North,100.50,1000,50\nx,South,21.00,500,10\n')
    assert months(actuals, "spend") == {"2026-03": 121.5}
    assert months(actuals, "clicks") == {"2026-03": 60}
    assert months(actuals, "impressions") == {"2026-03": 1500}


CONVERSIONS = {
    "fr": ("Coût", "Conversions", "Valeur de conv."),
    "es": ("Coste", "Conversiones", "Valor de conv."),
    "pt": ("Custo", "Conversões", "Valor conv."),
    "it": ("Costo", "Conversioni", "Valore conv."),
    "nl": ("Kosten", "Conversies", "Conv.-waarde"),
    "ja": ("費用", "コンバージョン", "コンバージョン値"),
    "ko": ("비용", "전환수", "전환 가치"),
    "zh": ("费用", "转化次数", "转化价值"),
}


@pytest.mark.parametrize("language", CONVERSIONS)
def test_conversions_of_ads_and_what_they_are_worth(language: str) -> None:
    spend, conversions, value = CONVERSIONS[language]
    header = f"Day,Campaign,통화 코드,{spend},{conversions},{value}"
    actuals = read(f"{header}\n2026-04-30,A,EUR,10.50,2.5,90.00\n2026-05-01,A,EUR,11.50,1.0,40.00\n")
    assert months(actuals, "spend") == {"2026-04": 10.5, "2026-05": 11.5}
    assert months(actuals, "conversions") == {"2026-04": 2.5, "2026-05": 1}
    assert months(actuals, "revenue") == {"2026-04": 90, "2026-05": 40}


# Reporting starts and ends, campaign, day, results, their kind, spend, reach, impressions, clicks on links, all clicks.
META = {
    "de": "Berichtsstart,Berichtsende,Kampagnenname,Tag,Ergebnisse,Ergebnisindikator,Ausgegebener Betrag (EUR),"
    "Reichweite,Impressionen,Link-Klicks,Klicks (alle)",
    "es": "Inicio del informe,Fin del informe,Nombre de la campaña,Día,Resultados,Indicador de resultado,"
    "Importe gastado (EUR),Alcance,Impresiones,Clics en el enlace,Clics (todos)",
    "pt": "Início dos relatórios,Encerramento dos relatórios,Nome da campanha,Dia,Resultados,Indicador de resultados,"
    "Valor gasto (EUR),Alcance,Impressões,Cliques no link,Cliques (todos)",
    "fr": "Début des rapports,Fin des rapports,Nom de la campagne,Jour,Résultats,Indicateur de résultat,"
    "Montant dépensé (EUR),Couverture,Impressions,Clics sur un lien,Clics (tous)",
    "it": "Inizio report,Fine report,Nome della campagna,Giorno,Risultati,Indicatore dei risultati,Importo speso (EUR),"
    "Copertura,Impression,Clic sul link,Clic (tutti)",
    "ja": "レポート開始日,レポート終了日,キャンペーン名,日,結果,結果インジケーター,消化金額 (EUR),リーチ,"
    "インプレッション,リンクのクリック,クリック(すべて)",
    "zh-TW": "報告開始,報告結束,行銷活動名稱,天數,成果,成果指標,花費金額 (EUR),觸及人數,"
    "曝光次數,連結點擊次數,點擊次數(全部)",
    "zh": "报告开始日期,报告结束日期,广告系列名称,日期,成效,成效指标,已花费金额 (EUR),覆盖人数,展示次数,链接点击量,"
    "点击量(全部)",
}


@pytest.mark.parametrize("language", META)
def test_results_spend_and_clicks_of_meta(language: str) -> None:
    actuals = read(
        f"{META[language]}\n"
        "2026-04-30,2026-05-01,,,12,,48.40,2000,3000,81,101\n"
        "2026-04-30,2026-05-01,Form,2026-04-30,5,actions:lead,20.10,1000,1200,30,40\n"
        "2026-04-30,2026-05-01,Form,2026-05-01,7,actions:lead,28.30,1500,1800,51,61\n"
    )
    assert left_out(actuals) == {"total without a label": 1}
    figures = {"leads": (5, 7), "spend": (20.1, 28.3), "impressions": (1200, 1800), "clicks": (40, 61)}
    for kpi, (april, may) in {**figures, "link_clicks": (30, 51), "reach": (1000, 1500)}.items():
        assert months(actuals, kpi) == {"2026-04": april, "2026-05": may}, kpi


SNAPSHOT = """# Fecha de inicio: 20260301
# Fecha de finalización: 20260331
Usuarios activos,Usuarios nuevos
900,700

# Fecha de inicio: 20260301
# Fecha de finalización: 20260331
Canal de la sesión,Sesiones
Organic Search,800
Direct,430
"""


def test_sessions_before_users_where_no_table_has_days() -> None:
    actuals = read(SNAPSHOT)
    assert months(actuals, "visits") == {"2026-03": 1230}
    assert months(actuals, "new_users") == {"2026-03": 700}
    assert codes(actuals) == []


def test_users_of_parts_of_a_period_are_not_those_of_several_days() -> None:
    text = "# Start date: 20260301\n# End date: 20260331\nPage path,Total users\n/,800\n/about,430\n"
    (note,) = read(text).problems
    assert note.code == "unique-summed"
    assert note.message.endswith("added up, who is in several rows counts several times")


def test_a_report_beside_that_of_an_earlier_period() -> None:
    before = SNAPSHOT.replace("202603", "202602").replace("0231", "0228").replace("800", "750").replace("700", "650")
    actuals = read(f"{SNAPSHOT}\n{before}")
    assert months(actuals, "visits") == {"2026-02": 1180, "2026-03": 1230}
    assert months(actuals, "new_users") == {"2026-02": 650, "2026-03": 700}


def test_tables_that_differ_are_asked_about() -> None:
    text = "# Start date: 20260301\n# End date: 20260331\n{},Sessions\nA,800\nB,{}\n"
    assert codes(read(text.format("Channel", 430)), "error") == []
    assert codes(read(f"{text.format('Channel', 430)}\n{text.format('Page', 90)}"), "error") == ["two-tables"]


MAILS = {
    "es": "Título,Fecha de envío,Total de destinatarios,Entregas correctas,Total de rebotes,Aperturas únicas,"
    "Total de aperturas,Clics únicos,Total de clics,Cancelaciones de suscripción",
    "de": "Titel,Versanddatum,Empfänger gesamt,Zugestellt,Bounces gesamt,Eindeutige Öffnungen,Öffnungen,"
    "Eindeutige Klicks,Klicks,Abmeldungen",
    "fr": "Titre,Date d'envoi,Destinataires,Livrés,Total des rebonds,Ouvertures uniques,Ouvertures,Clics uniques,Clics,"
    "Désabonnements",
    "it": "Titolo,Data di invio,Destinatari,Consegnati,Email respinte,Aperture uniche,Aperture,Clic unici,"
    "Clic,Disiscrizioni",
    "pt": "Título,Data de envio,Destinatários,Entregues,Total de devoluções,Aberturas únicas,Aberturas,Cliques únicos,"
    "Cliques,Descadastros",
    "a day, whatever was sent": "Subject,Date,Requests,Delivered,Bounces,"
    "Unique Opens,Opens,Unique Clicks,Clicks,Unsubscribes",
}


@pytest.mark.parametrize("language", MAILS)
def test_clicks_in_mails_are_none_of_ads(language: str) -> None:
    """Titles may be months: what dates a mail is its day."""
    actuals = read(
        f"{MAILS[language]}\nEnero,2026-04-15 10:00,1000,990,10,400,700,90,150,3\n"
        "Febrero,2026-05-12 10:00,1100,1085,15,500,800,100,170,4\n"
    )
    figures = {"emails_sent": (1000, 1100), "delivered": (990, 1085), "opens": (400, 500), "email_clicks": (90, 100)}
    for kpi, (april, may) in {**figures, "unsubscribes": (3, 4), "emails_bounced": (10, 15)}.items():
        assert months(actuals, kpi) == {"2026-04": april, "2026-05": may}, kpi
    assert months(actuals, "clicks") == {}
    assert codes(actuals, "error") == []


TIKTOK = {
    "en": "Campaign name,By Day,Cost,CPC (destination),Impressions,Clicks (destination),Conversions",
    "es": "Nombre de la campaña,Por día,Coste,CPC (destino),Impresiones,Clics (destino),Conversiones",
    "ko": "캠페인 이름,일별,비용,CPC (랜딩 페이지),노출수,클릭수 (랜딩 페이지),전환수",
    "ja": "キャンペーン名,日別,費用,CPC(遷移先),インプレッション,クリック数(遷移先),コンバージョン",
}


@pytest.mark.parametrize("language", TIKTOK)
def test_conversions_of_tiktok_are_no_customers(language: str) -> None:
    actuals = read(
        f"{TIKTOK[language]}\nA,2026-04-30 00:00:00,10.50,0.5,1000,21,2\nA,2026-05-01 00:00:00,11.00,0.5,1200,22,3\n"
        "Total of 2 results,-,21.50,0.5,2200,43,5\n"
    )
    assert actuals.sources[0].system == "TikTok Ads"
    for kpi, (april, may) in {"spend": (10.5, 11), "clicks": (21, 22), "conversions": (2, 3)}.items():
        assert months(actuals, kpi) == {"2026-04": april, "2026-05": may}, kpi
    assert months(actuals, "customers") == {}
    assert codes(actuals, "warning") == []  # a dash is no date that can't be read


AMAZON = {
    "de": "Datum;Währung;Kampagnenname;Ausgaben;7 Tage, Umsatz gesamt ;"
    "Umsatzkosten (ACOS) ;7 Tage, Aufträge gesamt (#)",
    "fr": "Date;Devise;Nom de la campagne;Dépenses;Ventes totales sur 7 jours;ACOS;Commandes totales sur 7 jours (nº)",
    "ja": "日付;通貨;キャンペーン名;広告費;7日間の総売上高;広告費の割合 (ACOS);7日間の総注文数(#)",
}


@pytest.mark.parametrize("language", AMAZON)
def test_orders_and_sales_of_amazon(language: str) -> None:
    actuals = read(
        f"{AMAZON[language]}\n2026-04-30;EUR;Auto;15,50 €;75,00 €;20,67 %;3\n"
        "2026-05-01;EUR;Auto;25,00 €;1.125,00 €;20,00 %;5\n"
    )
    for kpi, (april, may) in {"spend": (15.5, 25), "revenue": (75, 1125), "customers": (3, 5)}.items():
        assert months(actuals, kpi) == {"2026-04": april, "2026-05": may}, kpi
