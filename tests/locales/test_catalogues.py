"""Every text that the code says stands in every language, once, with the same fields, and nothing else does."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from string import Formatter

import babel
import pytest

from kpiplan.codes import CODES
from kpiplan.exports.cells.names import STAGE_NAMES
from kpiplan.kpis.built_in import BUILT_IN
from kpiplan.loader import load
from kpiplan.locales import ABOUT
from kpiplan.locales.choice import LANGS, lang_of
from kpiplan.locales.languages import KPI_TEXTS, catalogue, kpi_texts, language, titles
from tests.conftest import SAMPLES
from tests.locales.said import LANGUAGE_ROOM, said, told

OTHERS = [lang for lang in LANGS if lang != "en"]
TERMS = "terms.toml"


def files_of(lang: str) -> dict[str, dict[str, str]]:
    """The catalogues of a language by the names of their files."""
    files = sorted(file for file in (LANGUAGE_ROOM / lang).glob("*.toml") if file.name not in (ABOUT, KPI_TEXTS))
    return {file.name: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


def of_more(texts: set[str]) -> set[str]:
    """The texts of more than one of what is counted, which a language may have beside those of one."""
    return {f"{text}s" for text in texts if text.startswith("{number} ")}


def fields(text: str) -> set[str]:
    """The names of the `{fields}` of a template."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_no_text_is_put_together_where_it_is_said() -> None:
    assert [found.where for found in said() if found.text is None] == []


@pytest.mark.parametrize("lang", OTHERS)
def test_nothing_is_left_untranslated(lang: str) -> None:
    texts = catalogue(lang)
    missing = {found.text: found.where for found in said() if found.text is not None and found.text not in texts}
    assert missing == {}


@pytest.mark.parametrize("lang", OTHERS)
def test_what_codes_mean_is_translated(lang: str) -> None:
    texts = catalogue(lang)
    assert [code for code, each in CODES.items() if each.meaning not in texts] == []


@pytest.mark.parametrize("lang", OTHERS)
def test_labels_of_figures_are_translated(lang: str) -> None:
    labels = {text for figure in BUILT_IN.values() for text in (figure.label, figure.fees_label) if text}
    assert labels - catalogue(lang).keys() == set()


@pytest.mark.parametrize("lang", OTHERS)
def test_a_translation_has_the_fields_of_its_text(lang: str) -> None:
    wrong = {english: text for english, text in catalogue(lang).items() if fields(english) != fields(text)}
    assert wrong == {}


@pytest.mark.parametrize("lang", OTHERS)
def test_no_translation_is_left_over(lang: str) -> None:
    known = {found.text for found in said() if found.text} | told()
    known |= of_more(known)
    files = files_of(lang)
    left = {name: [text for text in texts if text not in known] for name, texts in files.items() if name != TERMS}
    assert {name: texts for name, texts in left.items() if texts} == {}


@pytest.mark.parametrize("lang", OTHERS)
def test_a_text_stands_in_one_file(lang: str) -> None:
    times = Counter(text for texts in files_of(lang).values() for text in texts)
    assert [text for text, number in times.items() if number > 1] == []


def test_all_languages_have_the_same_files_and_texts() -> None:
    known = {found.text for found in said() if found.text} | told()
    first, *others = (
        {name: {text for text in texts if name == TERMS or text in known} for name, texts in files_of(lang).items()}
        for lang in OTHERS
    )
    assert all(other == first for other in others)


@pytest.mark.parametrize("lang", OTHERS)
def test_what_a_language_is(lang: str) -> None:
    found = language(lang)
    assert found.name == lang
    assert found.english in titles()
    assert babel.Locale.parse(found.babel)
    assert all(lang_of({"LC_ALL": f"{tag.replace('-', '_')}.UTF-8"}) == lang for tag in (lang, *found.environment))
    assert len(found.months_short) in (0, 12)
    assert found.full_stop


def test_every_language_is_named_in_every_language() -> None:
    assert {lang: {"English", *titles()} - set(catalogue(lang)) for lang in OTHERS} == {lang: set() for lang in OTHERS}


@pytest.mark.parametrize("lang", OTHERS)
def test_translations_are_texts_of_the_language(lang: str) -> None:
    foreign = {"ko": "[\u4e00-\u9fff]", "zh-Hant": "[\uac00-\ud7a3]"}.get(lang, "(?!)")  # of others: nothing is
    of_kpis = [text for said in kpi_texts(lang).values() for text in (said.name, said.tells, said.action, *said.also)]
    notes = [said.note for said in kpi_texts(lang).values() if said.note]
    texts = [*catalogue(lang).values(), *of_kpis, *notes]
    wrong = [text for text in texts if not text or re.search(foreign, text)]
    assert wrong == []


@pytest.mark.parametrize("lang", OTHERS)
def test_terms_are_names_that_plans_give(lang: str) -> None:
    terms = files_of(lang)[TERMS]
    assert [name for name in terms if not re.fullmatch("[a-z]+", name)] == []


@pytest.mark.parametrize("lang", OTHERS)
def test_stages_and_sources_of_the_samples_are_known(lang: str) -> None:
    texts, names = catalogue(lang), set(STAGE_NAMES)
    for file in SAMPLES.glob("*.yaml"):
        plan = load(file.read_bytes(), file.name).plan
        assert plan, file
        funnels = [plan.funnel, *(segment.funnel for segment in plan.segments)]
        stages = [stage for funnel in funnels for stage in funnel]
        names |= {stage.name for stage in stages if not stage.label}
        names |= {source.name for stage in stages for source in stage.sources if not source.label}
    assert sorted(names - set(texts)) == []
