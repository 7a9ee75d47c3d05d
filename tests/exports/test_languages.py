"""What exports call things, one file a language."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kpiplan.exports.cells.dates import read_date
from kpiplan.exports.cells.names import COLUMN_NAMES, STAGE_NAMES, is_ratio, is_unique
from kpiplan.exports.columns import vocabulary
from kpiplan.exports.languages import languages
from tests.exports.helpers import columns, left_out, months, read

OF_ITS_OWN = '''"""A language that nobody speaks."""

from kpiplan.exports.languages.language import Language

LANGUAGE = Language(
    rank=99,
    stages={"leads": ("zorblu",), "customers": ("leads", "quixi")},
    columns={"page_views": ("klip klap",)},
    ratio=r"\\bovro\\b",
    date=r"\\btagu\\b",
    day=("tagu",),
    months=(
        ("unario",), ("duario",), ("triario",), ("kvarario",), ("kvinario",), ("sesario",), ("separio",), ("okario",),
        ("naŭario", "n9"), ("dekario",), ("dekunuariolo",), ("dekduario",),
    ),
    total="sumo",
    total_hints=("sumo",),
    empty_report=("nenio",),
)
'''
# With a folder more on the path of the package; in a process of its own, for names are put together once.
READ = """
import json, sys
import kpiplan.exports.languages as room
room.__path__.append(sys.argv[1])
from kpiplan.exports import read_exports
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.reports.actuals.sources import source_lines
actuals = read_exports([from_bytes("export.csv", sys.argv[2].encode())])
print(json.dumps({
    "values": {m.kpi: {str(month): value for month, value in m.values.items()} for m in actuals.measures},
    "problems": [problem.code for problem in actuals.problems],
    "said": source_lines(actuals.sources),
}))
"""
EXPORT = """Tagu,Zorblu,Quixi,Klip-Klap,Zorblu ovro
5 Triario 2024,3,1,70,0.1
31 triario 2024,4,0,80,0.2
30 Naŭario 2024,5,2,90,0.3
Sumo,12,3,240,
"""


def read_with(folder: Path, export: str) -> Any:
    """What an export says to somebody who has the language."""
    (folder / "zz.py").write_text(OF_ITS_OWN, encoding="utf-8")
    told = [sys.executable, "-X", "utf8", "-c", READ, str(folder), export]
    return json.loads(subprocess.run(told, check=True, capture_output=True, text=True, encoding="utf-8").stdout)


def test_a_language_is_a_file_and_nothing_else(tmp_path: Path) -> None:
    found = read_with(tmp_path, EXPORT)
    assert found["values"] == {
        "leads": {"2024-03": 7.0, "2024-09": 5.0},
        "customers": {"2024-03": 1.0, "2024-09": 2.0},
        "page_views": {"2024-03": 150.0, "2024-09": 90.0},
    }
    (said,) = found["said"]
    assert said.startswith("export.csv  leads = Zorblu, customers = Quixi, page_views = Klip-Klap by Tagu; 3 rows")
    assert "1 left out: total" in said
    assert found["problems"] == []


def test_of_a_name_in_two_languages_the_first_has_it(tmp_path: Path) -> None:
    found = read_with(tmp_path, "Tagu,Leads,Quixi\n5 Triario 2024,3,1\n31 triario 2024,4,0\n")
    assert found["values"] == {"leads": {"2024-03": 7.0}, "customers": {"2024-03": 1.0}}


def test_languages_come_by_rank_and_no_two_have_the_same() -> None:
    ranks = [language.rank for language in languages()]
    assert ranks == sorted(set(ranks))
    assert languages()[0].stages["leads"][0] == "leads"


@pytest.mark.parametrize("mark", "월화수목금토일月火水木金土日")
def test_a_day_of_the_week_in_brackets_is_no_part_of_a_date(mark: str) -> None:
    assert read_date(f"2024/03/03({mark})") == read_date("2024-03-03")


def test_sundays_of_a_japanese_export_count() -> None:
    actuals = read("日付,リード\n2024/03/02(土),1\n2024/03/03(日),2\n2024/03/04(月),4\n")
    assert months(actuals, "leads") == {"2024-03": 7}
    assert columns(actuals) == {"leads": ("リード", "日付")}
    assert left_out(actuals) == {}


def test_no_name_of_what_adds_up_sounds_like_a_ratio() -> None:
    """`Vocabulary.is_ratio` takes it for granted."""
    assert [
        name for known in (STAGE_NAMES, COLUMN_NAMES) for called in known.values() for name in called if is_ratio(name)
    ] == []


@pytest.mark.parametrize(
    ("name", "unique"),
    [
        ("Users", True),
        ("active_users", True),
        ("Engaged users today", True),
        ("ActiveUsers", True),
        ("Users2", False),  # another word
        ("Superusers", False),
        ("Sessions", False),
        ("순방문자수 합", True),  # without a blank around it
        ("u", False),
    ],
)
def test_people_are_told_from_visits_by_whole_words(name: str, unique: bool) -> None:
    assert is_unique(name) is unique


def test_no_language_calls_a_kpi_what_english_calls_another() -> None:
    english, every = vocabulary._by_name(translated=False), vocabulary._by_name(translated=True)
    assert {name: kpi for name, kpi in english.items() if every[name] != kpi} == {}
    assert len(every) > len(english) > 100
