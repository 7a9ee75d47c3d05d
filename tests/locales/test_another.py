"""A language that the program does not have is files in a folder, no class: it shouts, with numbers as in German."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kpiplan.kpis import GROUPS
from kpiplan.kpis.record import Kpi
from kpiplan.locales.choice import LANGS
from tests.conftest import SAMPLES, Run
from tests.locales.said import said, told

NAME = "qaa-loud"
ABOUT = """\
english = "Loud"
babel = "de"
environment = ["xx-XX", "zh-Hant-HK"]
full_stop = "!"
money = "#,##0 ¤"
months_short = ["JA", "FE", "MR", "AP", "MY", "JN", "JL", "AU", "SE", "OC", "NO", "DE"]
"""
TERMS = ("visits", "leads", "mqls", "sqls", "opportunities", "customers", "Korean", "Chinese", "Loud")
ALL = tuple(kpi for group in GROUPS.values() for kpi in group)


def loud(text: str) -> str:
    """A text as this language says it; its fields are what they are."""
    return "".join(part if part.startswith("{") else part.upper() for part in re.split(r"(\{\w*\})", text))


def sentence(text: str) -> str:
    """The same with the full stop of this language."""
    return loud(text).removesuffix(".") + "!"


def section(kpi: Kpi) -> str:
    """What it says of a KPI."""
    lines = [f'name = "{kpi.name.upper()}"', f'tells = "{sentence(kpi.tells)}"', f'action = "{sentence(kpi.action)}"']
    also = ['also = ["Zrbl"]'] if kpi.id == "subscribers" else []
    return "\n".join([f"[{kpi.id}]", *lines, *also, f'note = "{kpi.note.upper()}"', ""])


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the language: what it is, its texts, what it says of KPIs."""
    room = tmp_path_factory.mktemp("more")
    folder = room / NAME
    folder.mkdir()
    texts = sorted({found.text for found in said() if found.text} | told() | set(TERMS))
    quoted = {text: text.replace("\\", "\\\\").replace('"', '\\"') for text in texts}
    more = ['"{number} warnings" = "{number} MANY WARNINGS"', '"{number} notes" = "{number} MANY NOTES"']
    lines = [*more, *(f'"{each}" = "{loud(each)}"' for each in quoted.values() if "\n" not in each)]
    (folder / "language.toml").write_text(ABOUT, encoding="utf-8")
    (folder / "texts.toml").write_text("\n".join(lines), encoding="utf-8")
    (folder / "kpi_texts.toml").write_text("\n".join(map(section, ALL)), encoding="utf-8")
    return room


def run(room: Path, *words: str, **environ: str) -> Run:
    """A command line of a program whose languages stand in one more place."""
    script = (
        "import sys, kpiplan.locales\n"
        "kpiplan.locales.__path__.append(sys.argv[1])\n"
        "from kpiplan.__main__ import main\n"
        "sys.exit(main(sys.argv[2:]))\n"
    )
    command = [sys.executable, "-c", script, str(room), *words]
    done = subprocess.run(command, capture_output=True, cwd=SAMPLES, env={**os.environ, "COLUMNS": "80", **environ})
    out, err = (text.decode().replace("\N{NO-BREAK SPACE}", " ") for text in (done.stdout, done.stderr))
    return Run(done.returncode, out, err)


TARGET = """\
Inbound marketing 2020 - JANUARY 2020 TO DECEMBER, USD

  ON COURSE  9 CUSTOMERS, 9,9 Mio. $ IF EVERY TARGET IS MET
  GOAL       10 Mio. $: 9,1 CUSTOMERS AT 1,1 Mio. $ EACH
  TAKES      75.000 VISITS > 1.125 LEADS > 225 MQLS > 45 SQLS > 18 OPPORTUNITIES

               RATE    A MONTH    A QUARTER    THE YEAR
-- Marketing --
VISITS                   6.250       18.750      75.000
LEADS          1,5%         94          281       1.125
MQLS            20%         19           56         225
SQLS            20%        3,8           11          45
-- HANDED TO Sales --
OPPORTUNITIES   40%        1,5          4,5          18
CUSTOMERS       50%       0,75          2,3           9
NEW REVENUE          825.000 $  2,48 Mio. $  9,9 Mio. $

  EVERY MONTH IS THE SAME; --by month, --detail AND --chart SHOW MORE.
"""
CHURN = """\
CHURN RATE - churn_rate

  TELLS     THE SHARE OF CUSTOMERS AT THE START OF A PERIOD WHO LEFT DURING IT!
"""


def test_it_speaks_in_target(room: Path) -> None:
    found = run(room, "target", "inbound.yaml", "--lang", NAME)
    assert found.out == TARGET
    assert found.err == "inbound.yaml: 1 ACCEPTED, 3 MANY NOTES; `kpiplan check inbound.yaml` EXPLAINS THEM\n"


def test_it_speaks_in_kpis(room: Path) -> None:
    found = run(room, "kpis", "churn_rate", "--lang", NAME).out
    assert found.startswith(CHURN)
    assert "  NAMES     Churn rate, 고객 이탈률, 客戶流失率, customer churn, 해지율\n" in found
    listed = run(room, "kpis", "--lang", NAME).out
    assert ["churn_rate", "CHURN", "RATE", "LOWER", "MONTHLY"] in [line.split() for line in listed.splitlines()]
    assert "A SEARCH: KPIPLAN KPIS WORDS, IN ENGLISH, KOREAN, LOUD OR CHINESE." in " ".join(listed.split())
    assert all(line.upper() == line for line in re.sub(r"(?m)^[a-z]\w*", "", listed).splitlines())


def test_it_speaks_in_reviews(room: Path) -> None:
    found = run(room, "reviews", "scorecard.yaml", "--lang", NAME).out
    assert " NET PROMOTER SCORE      TUE 31  JA-MR   AT LEAST 33,75  Service\n" in found
    assert " COST PER LEAD           FRI 31          AT MOST 480 $   Demand generation\n" in found


def test_its_advice_has_its_own_full_stop(room: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(
        "name: Small\nyear: 2020\ngoal: {customers: 12}\nfunnel: [leads, {customers: 10%}]\n"
        "kpis: {sqls: {at_least: 1200 a year, owner: Ann}}\n",
        encoding="utf-8",
    )
    (tmp_path / "crm.csv").write_text("month,leads,customers,sqls\n2020-01,10,1,10\n", encoding="utf-8")
    words = ("actuals", str(tmp_path / "crm.csv"), "--plan", str(tmp_path / "plan.yaml"), "--lang", NAME)
    said = " ".join(run(room, *words, COLUMNS="200").out.split())
    action = next(kpi.action for kpi in ALL if kpi.id == "sqls")
    assert f"{loud(action).removesuffix('.')} (Ann)" in said


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        ("xx_XX.UTF-8", "KPIS THAT A PLAN CAN CHOOSE"),
        ("qaa_loud", "KPIS THAT A PLAN CAN CHOOSE"),
        ("zh_Hant_HK.UTF-8", "KPIS THAT A PLAN CAN CHOOSE"),
        ("zh_HK.UTF-8", "計畫可選用的 KPI"),
        ("xx_YY", "KPIs that a plan can choose"),
    ],
)
def test_it_is_asked_for_by_its_tags(locale: str, title: str, room: Path) -> None:
    assert run(room, "kpis", LC_ALL=locale).out.splitlines()[0] == title


def test_it_is_a_choice_and_no_other_is(room: Path) -> None:
    langs = sorted((*LANGS, "qaa-loud"))
    assert "|".join(langs) in run(room, "target", "--help").out
    said = f"'fr' is not one of {', '.join(map(repr, langs))}"
    assert said in " ".join(run(room, "target", "inbound.yaml", "--lang", "fr").err.split())


def test_kpis_are_found_by_its_names(room: Path) -> None:
    assert run(room, "kpis", "zrbl").out.startswith("Subscribers - subscribers\n")
    kpis = json.loads(run(room, "kpis", "zrbl", "--format", "json").out)["kpis"]
    assert [kpi["names"][NAME] for kpi in kpis] == ["SUBSCRIBERS"]


def test_exports_are_read_by_its_names(room: Path, tmp_path: Path) -> None:
    (tmp_path / "mail.csv").write_text("month,leads,Zrbl\n2020-01,40,70\n2020-02,50,80\n", encoding="utf-8")
    found = json.loads(run(room, "actuals", str(tmp_path / "mail.csv"), "--format", "json").out)
    assert "subscribers" in json.dumps(found)
