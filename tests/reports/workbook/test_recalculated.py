"""The workbook computes what `kpiplan target` does: by another program, as it is written and after edits."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kpiplan.funnel.targets import figures, plan_targets
from kpiplan.locales.choice import locale_named
from tests.conftest import SAMPLES
from tests.funnel.generated import Data, plan_of
from tests.funnel.generated import loaded as loaded_data
from tests.reports.workbook.edits import pulled_text, random_edits
from tests.workbooks import differences, edited, inputs_of, loaded, made, opened, recalculated, same

PLANS = sorted(SAMPLES.glob("*.yaml"))
RANDOM = range(10)


def numbers_of(data: bytes, text: str) -> list[str]:
    """Where a workbook differs from the targets of a plan."""
    plan = loaded(text).plan
    assert plan is not None
    return list(differences(opened(data, values=True), figures(plan_targets(plan))))


@pytest.mark.parametrize("file", PLANS, ids=lambda file: file.stem)
def test_sample_plans(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    data = made(loaded(text))
    assert numbers_of(data, text) == []  # as it is written, for those who only look
    assert numbers_of(recalculated(data), text) == []


@pytest.mark.parametrize("seed", RANDOM)
def test_random_plans(seed: int) -> None:
    text = text_of(plan_of(seed))
    if text is None:
        return
    data = made(loaded(text))
    assert numbers_of(data, text) == []
    assert numbers_of(recalculated(data), text) == []


def text_of(data: Data) -> str | None:
    """The text of a random plan; None where it has errors, as few have."""
    found = loaded_data(data)
    return found.source.text if found.plan else None


@pytest.mark.parametrize("file", PLANS, ids=lambda file: file.stem)
def test_what_is_written_is_what_is_recalculated(file: Path) -> None:
    """Every cell, also those of the engine: a viewer that doesn't compute shows the same as one that does."""
    data = made(loaded(file.read_text(encoding="utf-8")))
    before, after = opened(data, values=True), opened(recalculated(data), values=True)
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                again = after[sheet.title][cell.coordinate].value
                number = isinstance(cell.value, float | int) and not isinstance(cell.value, bool)
                assert same(again, cell.value) if number else (again or "") == (cell.value or ""), cell


@pytest.mark.parametrize("seed", [*RANDOM, *(file.stem for file in PLANS)])
def test_after_edits_it_is_the_plan_that_pull_makes(seed: int | str) -> None:
    """Rates, lags, rounding, deals, all else, edited at random: the workbook has the targets of the pulled plan."""
    rng = random.Random(str(seed))
    text = text_of(plan_of(seed)) if isinstance(seed, int) else (SAMPLES / f"{seed}.yaml").read_text(encoding="utf-8")
    if text is None:
        return
    found = loaded(text)
    edits = random_edits(rng, inputs_of(found))
    data = edited(made(found), edits)
    pulled = pulled_text(data, found)
    if pulled is not None:
        assert numbers_of(recalculated(data), pulled) == []


def test_most_random_edits_can_be_pulled() -> None:
    """So that the test above is one."""
    pulled = 0
    for seed in RANDOM:
        text = text_of(plan_of(seed))
        if text is None:
            continue
        found = loaded(text)
        data = edited(made(found), random_edits(random.Random(str(seed)), inputs_of(found)))
        pulled += pulled_text(data, found) is not None
    assert pulled >= len(RANDOM) * 0.6


def test_a_longer_lag_asks_for_more_before_the_plan() -> None:
    """saas: 3 months become 10/20/30/40% by age; a worked edit beside the random ones."""
    text = (SAMPLES / "saas.yaml").read_text(encoding="utf-8")
    found = loaded(text)
    edits: dict[str, list[object]] = {
        "rate_mqls": [0.25] * 12,
        "lag_customers": [0.1, 0.2, 0.3, 0.4, 0, 0],
        "goal_average_deal": [41_000] * 12,
        "goal_round_customers": ["up"],
    }
    data = edited(made(found), edits)
    changed = text.replace("mqls: 30%", "mqls: 25%").replace("lag: 1 quarter", "lag: [10%, 20%, 30%, 40%]")
    changed = changed.replace("average_deal: 40k", "average_deal: 41k\n  round_customers: up")
    assert numbers_of(recalculated(data), changed) == []


@pytest.mark.parametrize("lang", ["ko", "zh-Hant"])
def test_languages_change_no_number(lang: str) -> None:
    text = (SAMPLES / "inbound_outbound.yaml").read_text(encoding="utf-8")
    assert numbers_of(recalculated(made(loaded(text), locale=locale_named(lang))), text) == []
