"""The catalogue is complete, every record is filled, and no name means two things."""

from __future__ import annotations

import subprocess
import sys
from typing import get_args

import pytest

from kpiplan import kpis
from kpiplan.figures import Unit
from kpiplan.kpis import GROUPS, find, formula_of, ids
from kpiplan.kpis.lookup import names_of
from kpiplan.kpis.measures import MEASURES
from kpiplan.kpis.record import Better, Cadence, Kpi, Level, Purpose, Reach, Scale
from kpiplan.kpis.resolve import needed
from kpiplan.kpis.texts import names_by_language, other_names, texts_of
from kpiplan.language.keys.own_kpis import own_record
from kpiplan.locales.choice import LANGS, locale_named
from kpiplan.locales.languages import KpiTexts, catalogue, kpi_texts

ALL = tuple(kpi for group in GROUPS.values() for kpi in group)
IDS = [kpi.id for kpi in ALL]
TRANSLATED = [lang for lang in LANGS if lang != "en"]
NAMED_IN_THE_GUIDES = """
    cost_per_lead mqls sqls lead_to_close_rate visit_to_lead_rate lead_conversion_rate landing_page_conversion_rate
    form_completion_rate conversion_rate mql_to_sql_rate sql_to_opportunity_rate opportunity_to_proposal_rate
    proposal_to_won_rate close_rate new_customers new_revenue revenue_growth average_deal sales_cycle pipeline_coverage
    sales_velocity

    customer_acquisition_cost customer_lifetime_value ltv_to_cac cac_payback marketing_roi expansion_mrr

    customer_retention_rate churn_rate repeat_purchase_rate net_promoter_score

    sessions users page_views organic_traffic referral_traffic direct_traffic paid_traffic social_traffic email_traffic
    pages_per_session average_session_duration time_on_page bounce_rate

    linking_root_domains backlinks keyword_ranking keyword_ctr brand_mentions pr_mentions

    open_rate email_click_rate unsubscribe_rate newsletter_signups subscribers

    reach followers social_engagement engagement_rate social_shares comments tags_and_mentions social_sentiment
    social_conversion_rate cta_click_rate

    spam_complaint_rate newsletter_forwards customer_satisfaction account_upgrades downloads event_attendance
    demo_requests quote_requests lead_score referral_conversion_rate media_coverage influencer_mentions page_speed
    customer_profit
"""
PRINTED_WRONGLY = ("lead_to_close_rate", "average_session_duration", "churn_rate")
GIVEN_BY_EXPORTS_ALONE = {"events", "new_users"}  # for formulas of a plan's own


def plain(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def test_every_kpi_of_the_guides_is_there_and_no_other() -> None:
    assert sorted(IDS) == sorted(NAMED_IN_THE_GUIDES.split())


def test_groups() -> None:
    assert {title: len(group) for title, group in GROUPS.items()} == {
        "Lead generation and sales": 26,
        "Economics": 7,
        "Retention": 6,
        "Website": 13,
        "Search and PR": 8,
        "E-mail": 7,
        "Social and content": 12,
    }


def test_identifiers_are_unique_and_find_their_record() -> None:
    assert len(set(IDS)) == len(IDS)
    assert all(name.isidentifier() and name == name.lower() for name in IDS)
    assert ids() == tuple(IDS)
    assert all(find(kpi.id) is kpi for kpi in ALL)
    assert find("cost_per_led") is None


@pytest.mark.parametrize("kpi", ALL, ids=IDS)
def test_every_field_is_filled(kpi: Kpi) -> None:
    assert kpi.unit in get_args(Unit)
    assert kpi.better in get_args(Better)
    assert kpi.level in get_args(Level)
    assert kpi.reach in get_args(Reach)
    assert kpi.cadence in get_args(Cadence)
    assert kpi.purpose in get_args(Purpose)
    assert kpi.scale in get_args(Scale)
    assert kpi.source in {
        "Marketing KPI guide",
        "19 B2B marketing KPIs",
        "20 content-marketing KPIs",
        "Annual marketing plan",
    }
    for text in (kpi.tells, kpi.action):
        assert text.endswith(".")
        assert text[0].isupper()
    for text in (kpi.name, kpi.tells, kpi.action, kpi.note, *kpi.also):
        assert text == text.strip()
        assert not set("{}") & set(text)
    assert all((kpi.name, *kpi.also))


@pytest.mark.parametrize("kpi", ALL, ids=IDS)
def test_a_record_is_english(kpi: Kpi) -> None:
    for text in (kpi.name, kpi.tells, kpi.action, kpi.note, *kpi.also):
        assert not [char for char in text if char.isalpha() and not char.isascii()]


@pytest.mark.parametrize("kpi", ALL, ids=IDS)
def test_names_are_in_their_language(kpi: Kpi) -> None:
    names = names_by_language(kpi)
    assert tuple(names) == LANGS
    assert kpi.name[0].isupper()
    assert any("가" <= char <= "힣" for char in names["ko"])
    assert any("一" <= char <= "鿿" for char in names["zh-Hant"])
    assert [texts_of(kpi, locale_named(lang)).name for lang in LANGS] == list(names.values())
    assert set(kpi.also) <= set(other_names(kpi))


def test_a_duration_says_how_it_is_read() -> None:
    scaled = {kpi.id: kpi.scale for kpi in ALL if kpi.scale}
    assert scaled == {
        "sales_cycle": "days",
        "pipeline_coverage": "times",
        "sales_velocity": "a day",
        "ltv_to_cac": "times",
        "cac_payback": "months",
        "pages_per_session": "number",
        "average_session_duration": "seconds",
        "time_on_page": "seconds",
        "page_speed": "seconds",
    }
    assert all(kpi.scale for kpi in ALL if kpi.unit == "duration")


def test_less_is_better_of_what_costs_leaves_or_takes_time() -> None:
    assert {kpi.id for kpi in ALL if kpi.better == "lower"} == {
        "cost_per_lead",
        "sales_cycle",
        "customer_acquisition_cost",
        "cac_payback",
        "churn_rate",
        "bounce_rate",
        "page_speed",
        "keyword_ranking",
        "unsubscribe_rate",
        "spam_complaint_rate",
    }


def test_names_and_other_names_mean_one_kpi() -> None:
    meant: dict[str, str] = {}
    for kpi in ALL:
        for name in {plain(name) for name in names_of(kpi)}:
            assert meant.setdefault(name, kpi.id) == kpi.id, name


def test_formulas_name_measures_and_other_kpis_alone() -> None:
    for kpi in ALL:
        for name in formula_of(kpi).names:
            assert name in MEASURES or (find(name) and name != kpi.id), (kpi.id, name)
        assert set(needed(kpi)) <= set(MEASURES)


def test_every_measure_serves_a_kpi() -> None:
    serving = {name for kpi in ALL for name in needed(kpi)}
    assert set(MEASURES) - serving == GIVEN_BY_EXPORTS_ALONE


@pytest.mark.parametrize("name", PRINTED_WRONGLY)
def test_what_a_guide_prints_wrongly_is_said(name: str) -> None:
    kpi = find(name)
    assert kpi is not None
    assert kpi.note


@pytest.mark.parametrize("name", ["cost_per_lead", "customer_acquisition_cost"])
def test_costs_by_campaign_are_broken_down_in_the_plan(name: str) -> None:
    kpi = find(name)
    assert kpi is not None
    assert "`per:`" in kpi.note


@pytest.mark.parametrize("lang", TRANSLATED)
def test_every_text_is_translated(lang: str) -> None:
    texts = catalogue(lang)
    said = {
        *GROUPS,
        *get_args(Purpose),
        *get_args(Cadence),
        *(kpi.source for kpi in ALL),
    }
    assert said - set(texts) == set()
    assert all(texts[text].strip() for text in said)


@pytest.mark.parametrize("lang", TRANSLATED)
def test_a_language_speaks_of_every_kpi_in_their_order(lang: str) -> None:
    assert list(kpi_texts(lang)) == IDS


@pytest.mark.parametrize("lang", TRANSLATED)
@pytest.mark.parametrize("kpi", ALL, ids=lambda kpi: kpi.id)
def test_a_language_says_everything_of_a_kpi(kpi: Kpi, lang: str) -> None:
    """Adding a KPI is adding a record, and a section of the same identifier to each language."""
    said = kpi_texts(lang)[kpi.id]
    texts = (said.name, said.tells, said.action, said.note, *said.also)
    assert all(text == text.strip() for text in texts)
    assert all((said.name, said.tells, said.action, *said.also))
    assert bool(said.note) == bool(kpi.note)
    assert not {said.tells, said.action, said.note} & {kpi.tells, kpi.action, kpi.note or None}
    assert not set("{}") & set("".join(texts))


def test_a_kpi_of_the_plan_that_has_a_known_identifier_is_not_the_catalogues() -> None:
    own = own_record("churn_rate", "lost / clients", "ratio", "lower", "Lost clients")
    assert {texts_of(own, locale_named(lang)) for lang in LANGS} == {KpiTexts("Lost clients")}


@pytest.mark.parametrize("lang", TRANSLATED)
def test_every_measure_is_named(lang: str) -> None:
    assert set(MEASURES) - set(catalogue(lang)) == set()


def test_a_record_is_there_without_the_catalogue() -> None:
    script = (
        "import sys, kpiplan.kpis, kpiplan.kpis.record\n"
        "print(*sorted(name for name in sys.modules if name.startswith('kpiplan.kpis')))\n"
        "from kpiplan.kpis import find\n"
        "print('kpiplan.kpis.lookup' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "kpiplan.kpis kpiplan.kpis.record\nTrue\n"


def test_the_package_has_nothing_else() -> None:
    with pytest.raises(AttributeError, match=r"^module 'kpiplan.kpis' has no attribute 'nothing'$"):
        kpis.__getattribute__("nothing")
