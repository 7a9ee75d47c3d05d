"""What the files of a language say, read when asked for: `language.toml`, `kpi_texts.toml`, and its texts."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kpiplan.locales import ABOUT, folders
from kpiplan.tuples import NamedTuple

KPI_TEXTS = "kpi_texts.toml"  # beside it and `language.toml` every other file of a folder: English text -> what is said


class LanguageFacts(NamedTuple):
    """What a language is, beside its words.

    `name` is that of the folder, a tag of BCP 47; `english` is what English calls it. `environment` are further tags of
    the locales that mean it (zh-TW), `babel` is what the library babel calls it. `full_stop` ends its sentences;
    `money` is the pattern of whole amounts (CLDR; #,##0 ¤ where the currency stands behind); `months_short` are its
    names of the twelve months where there is little room, left out the long ones. `wide`: its terminals show characters
    such as blocks, whose width depends on the language, two columns wide.
    """

    name: str
    english: str
    babel: str
    environment: tuple[str, ...] = ()
    full_stop: str = "."
    money: str = "¤#,##0"
    months_short: tuple[str, ...] = ()
    wide: bool = False


class KpiTexts(NamedTuple):
    """What a language says of a KPI: its name, what it tells, what to do when it is off, what to know of its formula,
    other names. What it leaves out is said in English.
    """

    name: str = ""
    tells: str = ""
    action: str = ""
    note: str = ""
    also: tuple[str, ...] = ()


@cache
def language(name: str) -> LanguageFacts:
    """What the file of a language says of it. Raises KeyError where there is no such language."""
    said = _read(folders()[name] / ABOUT)
    return LanguageFacts(name, **{key: _frozen(value) for key, value in said.items()})


def titles() -> tuple[str, ...]:
    """What English calls each language; other languages translate it."""
    return tuple(language(name).english for name in folders())


@cache
def kpi_texts(name: str) -> Mapping[str, KpiTexts]:
    """What a language says of KPIs, by identifier; nothing where it has no such file. Raises KeyError as `language`."""
    file = folders()[name] / KPI_TEXTS
    said = _read(file) if file.exists() else {}
    return {kpi: KpiTexts(**{key: _frozen(value) for key, value in texts.items()}) for kpi, texts in said.items()}


def catalogue(name: str) -> dict[str, str]:
    """The texts of a language by their English ones, of all files of its folder. Raises KeyError as `language`."""
    files = sorted(file for file in folders()[name].glob("*.toml") if file.name not in (ABOUT, KPI_TEXTS))
    return {english: said for file in files for english, said in _read(file).items()}


def _read(file: Path) -> dict[str, Any]:
    import tomllib  # English reads no file

    return tomllib.loads(file.read_text(encoding="utf-8"))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
