"""Meta: reports of the Ads Manager, and the Business Suite's tables whose KPI stands in a title."""

from kpiplan.exports.cells.names import COLUMN_NAMES as COLUMNS
from kpiplan.exports.cells.names import STAGE_NAMES as STAGES
from kpiplan.exports.languages import names
from kpiplan.exports.systems.system import System

RESULTS = names(lambda language: language.results)
_STARTS = (
    "Reporting starts", "보고 시작", "报告开始日期", "報告開始", "レポート開始日", "Inicio del informe",
    "Início dos relatórios", "Début des rapports", "Inizio dei report", "Inizio report", "Berichtsstart",
    "Berichtsbeginn", "Beginn der Auswertung", "Begin rapportage", "Rapportage begint", "Дата начала отчетности",
)  # fmt: skip

ADS = System(
    name="Meta Ads",
    needs=(
        _STARTS,
        ("Amount spent", "Impressions", "Results", *COLUMNS["impressions"], *STAGES["spend"], *RESULTS),
    ),
    measures={
        "spend": ("Amount spent", "지출 금액"),
        "leads": ("Leads", "Results", *RESULTS),
        "clicks": (
            "Clicks (all)", "클릭(전체)", "クリック(すべて)", "点击量(全部)", "點擊次數(全部)", "Clics (todos)",
            "Cliques (todos)", "Clics (tous)", "Clic (tutti)", "Klicks (alle)", "Klikken (alle)", "Клики (все)",
        ),
        "customers": ("Purchases", "Website purchases"),
        "revenue": (
            "Purchases conversion value", "Website purchases conversion value", "구매 전환값", "購入のコンバージョン値",
            "购物转化价值", "購買轉換值", "Valor de conversión de compras", "Valor de conversão da compra",
            "Valeur de conversion des achats", "Valore di conversione degli acquisti", "Conversion-Wert der Käufe",
            "Conversionwert von Käufen", "Conversiewaarde van aankopen", "Ценность конверсии для покупок",
        ),
        "link_clicks": ("Link clicks",),
        "impressions": ("Impressions", "노출"),
        "reach": ("Reach", "도달"),
    },
    dates=(
        "Day", "Week", "Month", "일", "날짜", "日", "日期", "Día", "Dia", "Jour", "Giorno", "Tag", "Dag", "День",
        "주", "월", "週", "周", "月", "Semana", "Mes", "Mês", "Semaine", "Mois", "Settimana", "Mese", "Woche", "Monat",
        "Maand", "Неделя", "Месяц",
    ),
)  # fmt: skip

BUSINESS_SUITE = System(
    name="Meta Business Suite", needs=(("Date", "날짜", "日期", "日付"), ("Primary",)), dates=("Date",)
)
