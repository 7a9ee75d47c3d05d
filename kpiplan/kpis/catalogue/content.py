"""Content: what is clicked and what is taken along."""

from kpiplan.kpis.record import Kpi, Said

KPIS = (
    Kpi(
        id="cta_click_rate",
        en="Call-to-action click rate",
        ko="CTA 클릭률",
        zh_hant="行動呼籲點擊率",
        formula="cta_clicks / cta_views",
        unit="ratio",
        better="higher",
        level="low",
        reach="inbound",
        cadence="monthly",
        purpose="engagement",
        tells="The share of those who see a call to action who click it.",
        action="Say what one gets by clicking, make the button stand out, and put it where the text has convinced.",
        source="20 content-marketing KPIs",
        note="Where a call to action is not counted apart, all clicks and views stand in.",
        also=("CTA rate", "CTA CTR", "CTA 點擊率"),
        in_ko=Said(
            tells="행동 유도 버튼을 본 사람 중 클릭한 비율입니다.",
            action="클릭하면 얻는 것을 말하고 버튼을 눈에 띄게 하며 글이 설득한 자리에 둡니다.",
            note="CTA를 따로 세지 않으면 전체 클릭과 조회로 대신합니다.",
        ),
        in_zh_hant=Said(
            tells="看到行動呼籲的人當中點擊的比率。",
            action="說明點擊的好處、讓按鈕醒目，並放在內容最具說服力之處。",
            note="未單獨統計行動呼籲時，以全部點擊與瀏覽代替。",
        ),
    ),
    Kpi(
        id="downloads",
        en="Downloads",
        ko="다운로드",
        zh_hant="下載次數",
        formula="downloads",
        unit="count",
        better="higher",
        level="low",
        reach="inbound",
        cadence="monthly",
        purpose="engagement",
        tells="How often white papers, guides and other files were downloaded.",
        action=(
            "Offer the file in the articles on its subject, show a page of it, and ask for the e-mail address alone."
        ),
        source="20 content-marketing KPIs",
        also=("content downloads",),
        in_ko=Said(
            tells="백서, 가이드 등의 파일이 다운로드된 횟수입니다.",
            action="관련 글에서 파일을 제안하고 한 쪽을 미리 보여주며 이메일 주소만 묻습니다.",
        ),
        in_zh_hant=Said(
            tells="白皮書、指南等檔案的下載次數。",
            action="在相關文章中提供檔案、預覽其中一頁，並只要求電子郵件地址。",
        ),
    ),
)
