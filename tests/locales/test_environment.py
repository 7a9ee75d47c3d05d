"""Which language a command speaks: as its option says, else as the environment does."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from kpiplan.cli import console
from kpiplan.locales import translation
from kpiplan.locales.choice import LANGS, lang_of, locale_named
from tests.conftest import SAMPLES, Kpiplan

PLAN = str(SAMPLES / "inbound_published.yaml")


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "kok_IN"}, "en"),
        ({"LANG": "ko"}, "ko"),
        ({"LANG": "ko_KR"}, "ko"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.eucKR@x"}, "ko"),
        ({"LANG": "zh_TW.UTF-8"}, "zh-Hant"),
        ({"LANG": "zh_HK"}, "zh-Hant"),
        ({"LANG": "zh-Hant"}, "zh-Hant"),
        ({"LANG": "zh_Hant_TW.UTF-8"}, "zh-Hant"),
        ({"LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "zh"}, "en"),
        ({"LANG": "ko_KR", "LC_MESSAGES": "zh_TW"}, "zh-Hant"),
        ({"LANG": "ko_KR", "LC_MESSAGES": "zh_TW", "LC_ALL": "C"}, "en"),
        ({"LANG": "ko_KR", "LC_ALL": ""}, "ko"),
        ({"LANG": "en_US", "KPIPLAN_LANG": "ko"}, "ko"),
        ({"LANG": "ko_KR", "KPIPLAN_LANG": "en"}, "en"),
        ({"LANG": "ko_KR", "KPIPLAN_LANG": ""}, "ko"),
        ({"LANG": "zh_TWX"}, "en"),
        ({"KPIPLAN_LANG": "fr"}, "fr"),
        ({"KPIPLAN_LANG": "C"}, "C"),
    ],
)
def test_the_language_of_an_environment(environ: dict[str, str], lang: str) -> None:
    assert lang_of(environ) == lang


@pytest.mark.parametrize("name", LANGS)
def test_a_language_by_name(name: str) -> None:
    assert locale_named(name).name == name


@pytest.mark.parametrize("name", ["", "fr", "KO", "zh"])
def test_no_such_language(name: str) -> None:
    with pytest.raises(KeyError):
        locale_named(name)


def first_label(out: str) -> str:
    """The label of the first fact of a screen."""
    return out.splitlines()[2].split()[0]


@pytest.mark.parametrize(
    ("environ", "words", "label"),
    [
        ({}, (), "Goal"),
        ({"LC_ALL": "ko_KR.UTF-8"}, (), "목표"),
        ({"KPIPLAN_LANG": "zh-Hant"}, (), "目標"),
        ({"KPIPLAN_LANG": "zh-Hant"}, ("--lang", "ko"), "목표"),
        ({"KPIPLAN_LANG": "fr"}, ("--lang", "en"), "Goal"),
        ({"LC_ALL": "ko_KR.UTF-8"}, ("--lang", "en"), "Goal"),
    ],
)
def test_the_option_wins(environ: dict[str, str], words: tuple[str, ...], label: str, kpiplan: Kpiplan) -> None:
    assert first_label(kpiplan("target", PLAN, *words, environ=environ).out) == label


def test_a_variable_that_names_no_language_is_wrong_use(kpiplan: Kpiplan) -> None:
    run = kpiplan("target", PLAN, environ={"KPIPLAN_LANG": "fr"})
    said = "kpiplan: KPIPLAN_LANG=fr is no language; the choices are " + ", ".join(LANGS) + "\n"
    assert (run.code, run.out, run.err) == (2, "", said)


def test_an_option_that_names_no_language_is_wrong_use(kpiplan: Kpiplan) -> None:
    run = kpiplan("target", PLAN, "--lang", "fr")
    assert (run.code, run.out) == (2, "")
    assert f"'fr' is not one of {', '.join(map(repr, LANGS))}" in run.err


WITHOUT = {
    "ko": "kpiplan: 숫자는 영어식으로 표기합니다. 한국어식 표기: pip install 'kpiplan[languages]'\n",
    "zh-Hant": "kpiplan: 數字以英文格式顯示；中文格式請執行 pip install 'kpiplan[languages]'\n",
}


@pytest.mark.parametrize("lang", ["ko", "zh-Hant"])
def test_numbers_that_cannot_be_written_are_told_once(
    lang: str, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translation, "find_spec", lambda name: None)
    run = kpiplan("target", PLAN, "--lang", lang)
    assert run.err.startswith(WITHOUT[lang])
    assert run.err.count("pip install") == 1
    assert "$9.9M" in run.out
    quiet = kpiplan("target", PLAN, environ={"KPIPLAN_LANG": lang})
    assert quiet.out == run.out
    assert "pip install" not in quiet.err


def test_english_needs_nothing(kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation, "find_spec", lambda name: None)
    assert "pip install" not in kpiplan("target", PLAN, "--lang", "en").err
    assert console.locale("en") is locale_named("en")


def test_english_loads_no_catalogue() -> None:
    script = (
        "import json, sys\n"
        "from kpiplan.__main__ import main\n"
        f"main(['target', {PLAN!r}])\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = json.loads(done.stderr.splitlines()[-1])
    room = {name for name in loaded if name.startswith("kpiplan.locales")}
    words = ("choice", "currencies", "digits", "english", "numbers")
    assert room == {"kpiplan.locales", *(f"kpiplan.locales.{name}" for name in words)}
    assert not {"babel", "tomllib"} & set(loaded)


@pytest.mark.parametrize(
    ("said", "lang"),
    [("zh-TW", "zh-Hant"), ("zh-hant", "zh-Hant"), ("KO", "ko"), ("ko_KR", "ko"), ("EN", "en"), ("fr", "fr")],
)
def test_a_language_as_people_write_it(said: str, lang: str) -> None:
    assert lang_of({"KPIPLAN_LANG": said, "LANG": "en_US.UTF-8"}) == lang
