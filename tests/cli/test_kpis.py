"""`kpiplan kpis`: the whole catalogue, what a search finds, one KPI in full, as table, JSON and Markdown."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest
from rich.cells import cell_len

from kpiplan.kpis import find, ids
from tests.conftest import TOP, Kpiplan

PAGE = TOP / "docs/kpi-catalogue.md"


def test_the_list_has_every_kpi_in_its_group(kpiplan: Kpiplan) -> None:
    run = kpiplan("kpis", environ={"COLUMNS": "80"})
    lines = run.out.splitlines()
    assert (run.code, run.err, lines[0]) == (0, "", "KPIs that a plan can choose")
    assert lines[2:5] == [
        "identifier                    name                          better  review",
        "Lead generation and sales",
        "cost_per_lead                 Cost per lead                 lower   monthly",
    ]
    assert [line.split()[0] for line in lines if "_" in line.split(" ")[0]] == [name for name in ids() if "_" in name]
    assert max(map(len, lines)) <= 80


def prose(text: str) -> str:
    """A text of the catalogue as a column of 80 characters has it."""
    return textwrap.fill(text, 80, initial_indent=" " * 12, subsequent_indent=" " * 12).lstrip()


def test_one_in_full(kpiplan: Kpiplan) -> None:
    churn = find("churn_rate")
    assert churn is not None
    run = kpiplan("kpis", "churn_rate", environ={"COLUMNS": "80"})
    assert run.out == (
        "Churn rate - churn_rate\n"
        "\n"
        f"  Tells     {prose(churn.tells)}\n"
        f"  When off  {prose(churn.action)}\n"
        "  Formula   lost_customers / customers_start\n"
        f"            {prose(churn.note)}\n"
        "  Made of   lost_customers, customers_start, new_customers, customers_end and\n"
        "            customers\n"
        "  Unit      a ratio, lower is better\n"
        "  Review    monthly\n"
        "  Level     high (company); inbound and outbound\n"
        "  Purpose   retention; Retention\n"
        "  Names     고객 이탈률, 客戶流失率, customer churn, 해지율\n"
        "  Source    Marketing KPI guide\n"
        "\n"
        "  kpis:\n"
        "    churn_rate: {at_most: …, review: monthly, owner: …, source: …, action: …}\n"
    )


@pytest.mark.parametrize("words", [["NPS"], ["순추천지수"], ["淨推薦值"], ["net", "promoter"], ["net_promoter_score"]])
def test_a_search_that_finds_one_shows_it(kpiplan: Kpiplan, words: list[str]) -> None:
    assert kpiplan("kpis", *words).out.startswith("Net promoter score - net_promoter_score\n")


def test_a_search_that_finds_several_lists_them(kpiplan: Kpiplan) -> None:
    out = kpiplan("kpis", "traffic").out
    assert [line.split()[0] for line in out.splitlines() if "_traffic " in line] == [
        "organic_traffic",
        "referral_traffic",
        "direct_traffic",
        "paid_traffic",
        "email_traffic",
        "social_traffic",
    ]


def test_a_purpose_leaves_out_the_others(kpiplan: Kpiplan) -> None:
    found = json.loads(kpiplan("kpis", "--purpose", "retention", "--format", "json").out)["kpis"]
    assert {kpi["purpose"] for kpi in found} == {"retention"}
    assert "churn_rate" in {kpi["id"] for kpi in found}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["costperled"], "kpiplan: no KPI is found for costperled; did you mean cost_per_lead?\n"),
        (["zzzz"], "kpiplan: no KPI is found for zzzz; `kpiplan kpis` lists them all\n"),
        (["nps", "--purpose", "awareness"], "kpiplan: no KPI is found for nps; `kpiplan kpis` lists them all\n"),
    ],
)
def test_what_is_not_found(kpiplan: Kpiplan, words: list[str], said: str) -> None:
    run = kpiplan("kpis", *words)
    assert (run.code, run.out, run.err) == (2, "", said)


def test_json_is_the_same_in_every_language(kpiplan: Kpiplan) -> None:
    texts = {kpiplan("kpis", "--format", "json", "--lang", lang).out for lang in ("en", "ko", "zh-Hant")}
    assert len(texts) == 1
    document = json.loads(texts.pop())
    assert document["kind"] == "kpis"
    assert [kpi["id"] for kpi in document["kpis"]] == list(ids())
    first = document["kpis"][0]
    assert first["names"] == {"en": "Cost per lead", "ko": "리드당 비용", "zh-Hant": "每位潛在客戶成本"}
    assert (first["group"], first["formula"]) == ("Lead generation and sales", "marketing_spend / leads")
    assert first["measures"] == ["marketing_spend", "leads", "spend", "sales_spend"]


@pytest.mark.parametrize(
    ("lang", "name", "directions"),
    [("ko", "고객 이탈률", ("높을수록 좋음", "낮을수록 좋음")), ("zh-Hant", "客戶流失率", ("越高越好", "越低越好"))],
)
def test_other_languages_line_up(kpiplan: Kpiplan, lang: str, name: str, directions: tuple[str, str]) -> None:
    lines = kpiplan("kpis", "--purpose", "retention", "--lang", lang, environ={"COLUMNS": "80"}).out.splitlines()
    rows = [line for line in lines if line.split(" ")[0] in ids()]
    assert any(name in row for row in rows)
    begins = {cell_len(row[: row.index(word)]) for row in rows for word in directions if word in row}
    assert len(begins) == 1
    assert max(map(cell_len, lines)) <= 80


def test_the_page_of_the_documentation_is_made_of_the_catalogue(kpiplan: Kpiplan, tmp_path: Path) -> None:
    file = tmp_path / "kpis.md"
    assert kpiplan("kpis", "-o", str(file)).code == 0
    assert PAGE.read_text(encoding="utf-8") == file.read_text(encoding="utf-8"), (
        "run: kpiplan kpis -o docs/kpi-catalogue.md"
    )


def test_one_in_full_as_markdown_is_a_part_of_the_page(kpiplan: Kpiplan) -> None:
    assert kpiplan("kpis", "close_rate", "--format", "markdown").out in PAGE.read_text(encoding="utf-8")
