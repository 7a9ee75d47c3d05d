"""A workbook that LibreOffice has saved is still one that `pull` reads: names, hidden sheet, numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpiplan.cli.workbook_pull import pull
from kpiplan.formats.workbook.reading import read_workbook
from tests.conftest import SAMPLES
from tests.outside import office
from tests.workbooks import edited, loaded, made

pytestmark = pytest.mark.skipif(
    office.PROGRAM is None, reason="LibreOffice is not here; .ci/outside says how to get it"
)


def test_saved_as_it_was_and_edited(tmp_path: Path) -> None:
    plans = {file.stem: loaded(file.read_text(encoding="utf-8")) for file in sorted(SAMPLES.glob("*.yaml"))}
    files = [tmp_path / f"{name}.xlsx" for name in plans]
    for file, found in zip(files, plans.values(), strict=True):
        file.write_bytes(made(found))
    for file, found in zip(office.recalculated(files, tmp_path / "home"), plans.values(), strict=True):
        assert found.plan is not None
        same = pull(read_workbook(file.read_bytes()), found.plan, found)
        assert (same.found.changes, same.found.faults) == ((), ()), file
        other = edited(file.read_bytes(), {"goal_next_year": [0.37]})
        changed = pull(read_workbook(other), found.plan, found)
        assert [change.input.key for change in changed.found.changes] == ["next_year"], file
        assert changed.text is not None
