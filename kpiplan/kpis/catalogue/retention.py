"""Retention: who stays, who comes back, who recommends."""

from kpiplan.kpis.record import Kpi, Said

KPIS = (
    Kpi(
        id="customer_retention_rate",
        en="Customer retention rate",
        ko="고객 유지율",
        zh_hant="客戶留存率",
        formula="(customers_end - new_customers) / customers_start",
        unit="ratio",
        better="higher",
        level="high",
        reach="both",
        cadence="monthly",
        purpose="retention",
        tells="The share of customers at the start of a period who are still customers at its end.",
        action="Call the customers who use less than before, and fix what those who left complained about.",
        source="Marketing KPI guide",
        note="Of one review period: of several, those who stayed over those at the start of each.",
        also=("CRR", "retention rate", "顧客保留率"),
        in_ko=Said(
            tells="기간 초의 고객 중 기간 말에도 남아 있는 비율입니다.",
            action="사용이 줄어든 고객에게 연락하고 떠난 고객이 불평한 문제를 고칩니다.",
            note="검토 주기 하나를 기준으로 하며, 여러 주기는 남은 고객의 합을 각 주기 초 고객의 합으로 나눕니다.",
        ),
        in_zh_hant=Said(
            tells="期初客戶在期末仍為客戶的比率。",
            action="主動聯繫使用量下降的客戶，並改善流失客戶抱怨的問題。",
            note="以一個檢視週期計；跨多個週期時，以各週期留下的客戶總和除以各週期期初客戶總和。",
        ),
    ),
    Kpi(
        id="churn_rate",
        en="Churn rate",
        ko="고객 이탈률",
        zh_hant="客戶流失率",
        formula="lost_customers / customers_start",
        unit="ratio",
        better="lower",
        level="high",
        reach="both",
        cadence="monthly",
        purpose="retention",
        tells="The share of customers at the start of a period who left during it.",
        action=(
            "Ask everyone who leaves for the reason, and act on the most frequent; help new customers to early success."
        ),
        source="Marketing KPI guide",
        note=(
            "One guide calls this the retention rate: it is what the retention rate leaves of 100%. Of one review "
            "period: of several, those lost over those at the start of each."
        ),
        also=("customer churn", "해지율"),
        in_ko=Said(
            tells="기간 초의 고객 중 기간 동안 떠난 비율입니다.",
            action="떠나는 고객에게 이유를 묻고 가장 잦은 이유에 대응하며, 신규 고객이 빨리 성과를 내도록 돕습니다.",
            note=(
                "검토 주기 하나를 기준으로 하며, 여러 주기는 떠난 고객의 합을 각 주기 초 고객의 합으로 나눕니다. "
                "한 가이드는 이것을 유지율이라 부르지만, 100%에서 유지율을 뺀 값입니다."
            ),
        ),
        in_zh_hant=Said(
            tells="期初客戶在期間內離開的比率。",
            action="詢問每位離開的客戶原因並處理最常見者，協助新客戶及早見效。",
            note=(
                "以一個檢視週期計；跨多個週期時，以流失客戶總和除以各週期期初客戶總和。"
                "有一份指南把它稱為留存率；它其實是 100% 減去留存率。"
            ),
        ),
    ),
    Kpi(
        id="repeat_purchase_rate",
        en="Repeat purchase rate",
        ko="재구매율",
        zh_hant="回購率",
        formula="repeat_customers / buyers",
        unit="ratio",
        better="higher",
        level="high",
        reach="both",
        cadence="quarterly",
        purpose="retention",
        tells="The share of those who bought in a period who had bought before.",
        action="Write to customers when they are likely to need more, with an offer that fits what they bought.",
        source="Marketing KPI guide",
        note=(
            "Buyers are all customers who bought, new and old. New customers can't stand in for them: nobody among "
            "them has bought before."
        ),
        also=("RPR", "repeat customer rate", "複購率"),
        in_ko=Said(
            tells="기간 중 구매한 고객에서 이전에도 구매한 고객의 비율입니다.",
            action="고객이 다시 필요해질 시점에 구매 내역에 맞는 제안을 보냅니다.",
            note=(
                "구매 고객은 신규와 기존을 합친 전체입니다. 신규 고객 중에는 이전 구매자가 없으므로 신규 고객 수로 "
                "대신할 수 없습니다."
            ),
        ),
        in_zh_hant=Said(
            tells="期間內購買者中曾經買過的比率。",
            action="在客戶可能再次需要時，寄送符合其購買紀錄的優惠。",
            note="購買客戶包含新舊客戶；新客戶都不曾購買過，因此不能以新客戶數代替。",
        ),
    ),
    Kpi(
        id="net_promoter_score",
        en="Net promoter score",
        ko="순추천지수",
        zh_hant="淨推薦值",
        formula="(promoters - detractors) / responses * 100",
        unit="score",
        better="higher",
        level="high",
        reach="both",
        cadence="quarterly",
        purpose="retention",
        tells="How many more customers would recommend you than warn of you, from -100 to 100.",
        action="Call the detractors within two days, and ask the promoters for references and introductions.",
        source="Marketing KPI guide",
        note="Promoters answered 9 or 10 of 10, passives 7 or 8, detractors 0 to 6; responses are all three.",
        also=("NPS", "순고객추천지수"),
        in_ko=Said(
            tells="추천할 고객이 비추천할 고객보다 얼마나 많은지 -100에서 100 사이로 나타냅니다.",
            action="비추천 고객에게 이틀 안에 연락하고 추천 고객에게는 사례와 소개를 부탁합니다.",
            note=(
                "추천 고객은 10점 중 9~10점, 중립 고객은 7~8점, 비추천 고객은 0~6점이며 응답은 셋을 모두 합친 수입니다."
            ),
        ),
        in_zh_hant=Said(
            tells="願意推薦的客戶比不願推薦的多出多少，介於 -100 到 100。",
            action="兩天內聯繫批評者，並請推薦者提供見證與引薦。",
            note="滿分 10 分中，推薦者為 9 至 10 分，被動者 7 至 8 分，批評者 0 至 6 分；回覆數為三者合計。",
        ),
    ),
    Kpi(
        id="customer_satisfaction",
        en="Customer satisfaction",
        ko="고객 만족도",
        zh_hant="客戶滿意度",
        formula="customer_satisfaction",
        unit="score",
        better="higher",
        level="high",
        reach="both",
        cadence="quarterly",
        purpose="retention",
        tells="How satisfied customers say they are, on the scale of your survey.",
        action="Read the lowest answers first, solve those cases, and remove their most frequent cause.",
        source="Marketing KPI guide",
        note="Keep to one scale and one question through the year; over several months the latest holds.",
        also=("CSAT",),
        in_ko=Said(
            tells="고객이 답한 만족도로, 설문의 척도를 따릅니다.",
            action="가장 낮은 응답부터 읽고 해결한 뒤 가장 잦은 원인을 없앱니다.",
            note="한 해 동안 같은 척도와 질문을 쓰며, 여러 달에서는 가장 최근 값을 씁니다.",
        ),
        in_zh_hant=Said(
            tells="客戶自評的滿意程度，以問卷的量表為準。",
            action="先看評分最低的回覆並逐一解決，再排除最常見的原因。",
            note="全年使用同一量表與題目；多個月時以最近一個月為準。",
        ),
    ),
    Kpi(
        id="account_upgrades",
        en="Account upgrades",
        ko="계정 업그레이드",
        zh_hant="帳戶升級",
        formula="account_upgrades",
        unit="count",
        better="higher",
        level="low",
        reach="both",
        cadence="monthly",
        purpose="retention",
        tells="How many customers moved to a larger plan.",
        action="Show in the product and in mails what the next plan adds, when a customer comes close to needing it.",
        source="20 content-marketing KPIs",
        also=("upgrades",),
        in_ko=Said(
            tells="상위 요금제로 옮긴 고객 수입니다.",
            action="고객에게 필요해질 무렵 제품과 메일에서 상위 요금제의 장점을 보여줍니다.",
        ),
        in_zh_hant=Said(
            tells="改用更高方案的客戶數。",
            action="在客戶即將需要時，於產品與郵件中說明進階方案的好處。",
        ),
    ),
)
