"""Workbooks in LibreOffice: numbers are those of `kpiplan target`, as written and after edits that `pull` takes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kpiplan.funnel.targets import figures, plan_targets
from tests.conftest import SAMPLES
from tests.funnel.generated import loaded as loaded_data
from tests.funnel.generated import plan_of
from tests.outside import office
from tests.reports.workbook.edits import pulled_text, random_edits
from tests.reports.workbook.test_hostile import HOSTILE
from tests.reports.workbook.test_hostile import plan_of as hostile_plan
from tests.workbooks import differences, edited, inputs_of, loaded, made, opened

pytestmark = pytest.mark.skipif(
    office.PROGRAM is None, reason="LibreOffice is not here; .ci/outside says how to get it"
)


def texts(random_plans: int) -> dict[str, str]:
    """Plans by name: samples, and random ones."""
    found = {file.stem: file.read_text(encoding="utf-8") for file in sorted(SAMPLES.glob("*.yaml"))}
    for seed in range(random_plans):
        data = loaded_data(plan_of(seed))
        if data.plan:
            found[f"random-{seed}"] = data.source.text
    return found


@pytest.fixture
def random_plans(request: pytest.FixtureRequest) -> int:
    """How many random plans are tried."""
    number: int = request.config.getoption("--office-plans")
    return number


def test_targets_as_written(random_plans: int, tmp_path: Path) -> None:
    plans = texts(random_plans) | {f"hostile-{at}": hostile_plan(name) for at, name in enumerate(HOSTILE)}
    _compare({name: (made(loaded(text)), text) for name, text in plans.items()}, tmp_path)


def test_targets_after_edits(random_plans: int, tmp_path: Path) -> None:
    books: dict[str, tuple[bytes, str]] = {}
    for name, text in texts(random_plans).items():
        found = loaded(text)
        data = edited(made(found), random_edits(random.Random(name), inputs_of(found)))
        pulled = pulled_text(data, found)
        if pulled is not None:
            books[name] = data, pulled
    assert len(books) > random_plans * 0.6
    _compare(books, tmp_path)


def _compare(books: dict[str, tuple[bytes, str]], folder: Path) -> None:
    files = [folder / f"{name}.xlsx" for name in books]
    for file, (data, _) in zip(files, books.values(), strict=True):
        file.write_bytes(data)
    found = {}
    for file, (_, text) in zip(office.recalculated(files, folder / "home"), books.values(), strict=True):
        plan = loaded(text).plan
        assert plan is not None
        book = opened(file.read_bytes(), values=True)
        assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "e"], file
        if wrong := list(differences(book, figures(plan_targets(plan)))):
            found[file.stem] = wrong
    assert found == {}
