"""Which language is asked for: by name, or by what the environment of a process says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from kpiplan.locales import folders
from kpiplan.locales.english import ENGLISH, Locale

LANGS: tuple[str, ...] = (ENGLISH.name, *folders())
if TYPE_CHECKING:
    Lang = str
else:
    Lang = Literal[LANGS]  # what an option may say
VARIABLE = "KPIPLAN_LANG"
_POSIX = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set holds
_NONE = ("", "c", "posix")  # what environments say that want no language


def locale_named(name: str) -> Locale:
    """The language of a name. Raises KeyError where there is none."""
    if name not in LANGS:
        raise KeyError(name)
    if name == ENGLISH.name:
        return ENGLISH
    from kpiplan.locales.translation import Translated  # few ask for it

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
    """The language of a tag as people and systems write it: ko_KR.UTF-8, zh-TW, EN.

    It is the one that has the longest beginning of it as its name or among its tags: zh-TW is that of zh-TW, not of zh.
    """
    plain = _plain(tag.partition(".")[0].partition("@")[0])
    first = plain.partition("_")[0]
    if first in (*_NONE, ENGLISH.name):  # most ask for no other, and so read no file
        return None if first in _NONE else ENGLISH.name
    from kpiplan.locales.languages import language

    tags = {_plain(said): name for name in folders() for said in (name, *language(name).environment)}
    meant = [said for said in tags if f"{plain}_".startswith(f"{said}_")]
    return tags[max(meant, key=len)] if meant else None


def _plain(tag: str) -> str:
    return tag.replace("-", "_").lower()
