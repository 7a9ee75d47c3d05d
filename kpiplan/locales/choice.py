"""Which language is asked for: by name, or by what the environment of a process says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from kpiplan.locales.english import ENGLISH, Locale

Lang = Literal["en", "ko", "zh-Hant"]
LANGS: tuple[str, ...] = get_args(Lang)
VARIABLE = "KPIPLAN_LANG"
_POSIX = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set holds
_TRADITIONAL = ("zh_hant", "zh_tw", "zh_hk", "zh_mo")


def locale_named(name: str) -> Locale:
    """The language of a name. Raises KeyError where there is none."""
    if name not in LANGS:
        raise KeyError(name)
    if name == ENGLISH.name:
        return ENGLISH
    from kpiplan.locales.translated import Translated  # few ask for it

    return Translated(name)


def lang_of(environ: Mapping[str, str]) -> str:
    """The name of the language that an environment asks for: KPIPLAN_LANG, else what POSIX says.

    A POSIX locale that is no language of kpiplan is English; a KPIPLAN_LANG that is none stays as it stands.
    """
    if asked := environ.get(VARIABLE):
        return _language(asked) or asked
    said = next((environ[name] for name in _POSIX if environ.get(name)), "")
    return _language(said) or ENGLISH.name


def _language(tag: str) -> str | None:
    """The language of a tag as people and systems write it: ko_KR.UTF-8, zh-TW, EN."""
    plain = tag.partition(".")[0].partition("@")[0].replace("-", "_").lower()
    if plain.startswith(_TRADITIONAL):
        return "zh-Hant"
    return next((lang for lang in LANGS if plain.partition("_")[0] == lang), None)
