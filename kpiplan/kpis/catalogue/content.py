"""Content: what is clicked and what is taken along."""

from kpiplan.kpis.record import Kpi

KPIS = (
    Kpi(
        id="cta_click_rate",
        name="Call-to-action click rate",
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
        also=("CTA rate", "CTA CTR"),
    ),
    Kpi(
        id="downloads",
        name="Downloads",
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
    ),
)
