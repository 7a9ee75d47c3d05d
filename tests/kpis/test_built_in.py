"""The registry of built-in figures: every reader takes them from it, formulas say what is computed, and so do docs."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.kpis import find, formula_of
from kpiplan.kpis.built_in import (
    BUILT_IN,
    EXPORTED,
    FIGURES,
    LAST,
    NO_FEES,
    RATIOS,
    RESERVED_NAMES,
    SPEND,
    STAGES,
    Terms,
)
from kpiplan.kpis.formulas import parse
from kpiplan.kpis.measures import MEASURES
from tests.conftest import TOP
from tests.funnel.worked import figures_from

CODE = TOP / "kpiplan"
DOCS = TOP / "docs"

# Names of another kind that happen to be those of figures, by the file or folder that holds them, and why.
OTHER_LISTS = {
    "kpis/built_in.py": "the registry itself, which says of what each figure is made",
    "analysis/workbook/ratios.py": "the formula of each ratio in a spreadsheet",
    "documents": "what a program finds in the result of one command",
    "exports/languages": "what exports call things in a language",
    "exports/systems": "the columns of one system's export",
}


def test_a_figure_more_is_a_record_more(tmp_path: Path) -> None:
    """100 customers at 1k from 10% of 1,000 leads at $5: $100k and $5,000 are $105k, and $5 for each lead. Both figures
    stand in their place, with their label, in every format; no stage can have their names.
    """
    shutil.copytree(CODE, tmp_path / "kpiplan", ignore=shutil.ignore_patterns("__pycache__"))
    registry = tmp_path / "kpiplan" / "kpis" / "built_in.py"
    text = registry.read_text(encoding="utf-8")
    sums = (
        '    BuiltIn("turnover", "currency", "sum", "revenue", "all turnover", "revenue + spend", '
        '("revenue", "spend"), _added, prominent=True),\n'
    )
    ratio = (
        '    BuiltIn("spend_per_lead", "currency", "ratio", "ratios", "all cost of a lead", "spend / leads", '
        '("spend", "leads"), _divided),\n'
    )
    for record, before in ((sums, '    BuiltIn(\n        "cost_per_lead"'), (ratio, ")  # fmt: skip\n")):
        assert text.count(before) == 1
        text = text.replace(before, record + before)
    registry.write_text(text, encoding="utf-8")
    plan = (
        "name: More\nyear: 2026\ncurrency: USD\ngoal: {customers: 100, average_deal: 1k}\n"
        "funnel:\n  - leads: {cost: 5}\n  - customers: 10%\n"
    )
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    (tmp_path / "stage.yaml").write_text(plan.replace("leads", "turnover"), encoding="utf-8")

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "kpiplan", *words], capture_output=True, text=True, cwd=tmp_path, check=False
        )
        return done.stdout + done.stderr

    header, year, *_ = (row.split(",") for row in run("target", "plan.yaml", "--by", "year", "--format", "csv").split())
    added = {name: float(value) for name, value in zip(header, year, strict=True) if name not in ("period", "segment")}
    assert [added["turnover"], added["spend_per_lead"]] == pytest.approx([105_000, 5])
    kpis = [name for name in header if name not in ("period", "segment", "leads", "customers")]
    assert kpis == [
        "revenue", "marketing_spend", "sales_spend", "spend", "turnover", "cost_per_lead", "customer_acquisition_cost",
        "marketing_roi", "spend_per_lead",
    ]  # fmt: skip
    table = run("target", "plan.yaml")
    assert re.search(r"^all turnover +\$8,750 +\$26\.25k +\$105k$", table, re.MULTILINE), table
    assert re.search(r"^all cost of a lead +\$5 +\$5 +\$5$", table, re.MULTILINE), table
    assert "turnover" in run("check", "stage.yaml").splitlines()[0]
    assert "bad-name" in run("check", "stage.yaml")


def _lists(tree: ast.Module) -> Iterator[tuple[int, set[str]]]:
    """The names of figures that stand together: in a list, tuple or set, as keys, or as the words of one text."""
    for node in ast.walk(tree):
        together: list[object] = []
        match node:
            case ast.List(elts=held) | ast.Tuple(elts=held) | ast.Set(elts=held):
                together = [each.value for each in held if isinstance(each, ast.Constant)]
            case ast.Dict(keys=keys):
                together = [each.value for each in keys if isinstance(each, ast.Constant)]
            case ast.Constant(value=str() as text) if re.fullmatch(r"[a-z_]+(\s+[a-z_]+)+", text.strip()):
                together = [word for word in text.split() if "_" in word]
        yield getattr(node, "lineno", 0), BUILT_IN.keys() & {each for each in together if isinstance(each, str)}


def test_no_other_module_lists_figures() -> None:
    found = {
        (str(file.relative_to(CODE)), line)
        for file in CODE.rglob("*.py")
        for line, names in _lists(ast.parse(file.read_text(encoding="utf-8")))
        if len(names) > 1
    }
    rooms = {file if file in OTHER_LISTS else file.rpartition("/")[0] for file, _ in found}
    assert rooms == OTHER_LISTS.keys(), sorted(found)


@pytest.mark.parametrize(
    "text", ['A = ("spend", "revenue")', 'A = {"spend": 1, "revenue": 2}', 'A = "marketing_spend sales_spend"']
)
def test_a_list_of_figures_is_seen(text: str) -> None:
    assert any(len(names) > 1 for _, names in _lists(ast.parse(text)))


AMOUNT = st.floats(1, 1e6)


@given(amounts=st.fixed_dictionaries(dict.fromkeys((*EXPORTED, "existing_revenue", "leads", LAST), AMOUNT)),
       margin=st.floats(0.1, 2), churn=st.floats(0.001, 1))  # fmt: skip
@pytest.mark.parametrize("name", [each.id for each in FIGURES if each.computed])
def test_a_formula_says_what_is_computed(name: str, amounts: dict[str, float], margin: float, churn: float) -> None:
    """With fees where the figure needs them, each the margin of revenue / customers, paid for 1 / churn months."""
    figure, fees = BUILT_IN[name], Terms(margin, 1 / churn)
    terms = NO_FEES if figure.when(NO_FEES) else fees
    assert figure.when(terms)
    assert figure.computed is not None
    words = {**amounts, "customers": amounts[LAST], "churn": churn}
    words["fee"] = amounts["revenue"] / amounts[LAST] * margin
    words["customer_acquisition_cost"] = amounts["spend"] / amounts[LAST]
    assert figure.computed(terms, *(amounts[each] for each in figure.of)) == pytest.approx(
        parse(figure.formula).value(words)
    )


def test_every_record_says_how_it_adds_up_and_what_it_is_made_of() -> None:
    for figure in BUILT_IN.values():
        assert bool(figure.formula) == bool(figure.computed) == bool(figure.of), figure.id
        assert figure.computed or figure.adds_up != "ratio", figure.id
        assert figure.label, figure.id
        assert not figure.exported or figure.unit == "currency", figure.id
    assert [figure.id for figure in FIGURES if figure.group == "ratios"] == list(RATIOS)
    assert FIGURES[0] is STAGES


def test_reserved_names_are_those_that_no_stage_can_have() -> None:
    assert BUILT_IN.keys() < RESERVED_NAMES
    assert "leads" not in RESERVED_NAMES
    assert EXPORTED[1:] == SPEND


def test_the_catalogue_says_the_same_of_kpis_that_are_figures() -> None:
    """There customers are new ones; with fees the plan knows more than the catalogue, which is held against formulas
    of the scorecard.
    """
    figures = [each for each in BUILT_IN.values() if each.adds_up == "ratio"]
    assert all(find(figure.id) for figure in figures)
    for figure in figures:
        kpi = find(figure.id)
        assert kpi is not None
        said = formula_of(kpi).text
        if figure.scorecard:
            assert figure.scorecard.format(won="new_customers") == said
        elif figure.when(NO_FEES):
            assert figure.formula == said
        else:
            assert figure.scorecard_fees.format(margin=" * gross_margin", value="customer_lifetime_value") == said
        assert figure.unit == kpi.unit


def test_base_measures_agree_with_figures() -> None:
    for figure in BUILT_IN.values():
        if base := MEASURES.get(figure.id):
            assert (base.unit, base.over) == (figure.unit, figure.adds_up)
            assert not figure.formula or figure.formula in base.otherwise


def test_the_documentation_lists_the_figures_in_their_order() -> None:
    page = (DOCS / "output.md").read_text(encoding="utf-8")
    rows = page.partition("| kpi | unit | there is one |\n| --- | --- | --- |\n")[2].partition("\n\n")[0].splitlines()
    stages, *others = (row.strip("| ").split(" | ") for row in rows)
    assert stages[1] == STAGES.unit
    listed = [(name, unit) for names, unit, _ in others for name in re.findall(r"`(\w+)`", names)]
    assert listed == [(figure.id, figure.unit) for figure in BUILT_IN.values()]


def test_the_documentation_states_the_formulas() -> None:
    page = (DOCS / "arithmetic.md").read_text(encoding="utf-8")
    money = page.partition("\n## Money\n")[2].partition("\n## ")[0]
    lines = dict(re.findall(r"^    (\w+) = (.+?)(?:  .*)?$", money, re.MULTILINE))
    lines.pop("fee")  # a word of formulas, no figure
    assert lines == {figure.id: figure.formula for figure in BUILT_IN.values() if figure.formula}


def test_a_stage_called_won_is_no_last_stage() -> None:
    """10 of 20 `won` become customers: an acquisition cost of 1,200 * 12 / 120, not of those won."""
    results = figures_from("""
        goal: {customers: 120}
        costs: {marketing: 1.2k}
        funnel: [won, {customers: 50%}]
    """)
    assert results.get("customer_acquisition_cost").total == pytest.approx(120)
