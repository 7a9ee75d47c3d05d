"""A workbook that LibreOffice has saved is still one that `pull` and `actuals` read: names, hidden sheet, numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpiplan.analysis.matching import Matched, match, read_for
from kpiplan.analysis.variance.actuals import Actuals, Seen
from kpiplan.cli.workbook_pull import pull
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.formats.workbook.reading import read_workbook
from kpiplan.funnel.targets import plan_targets
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


def test_actuals_that_it_has_saved_are_read(tmp_path: Path) -> None:
    """Of every sample plan a month of what its targets are, by segment where it has any."""
    plans = {file.stem: loaded(file.read_text(encoding="utf-8")) for file in sorted(SAMPLES.glob("*.yaml"))}
    files = [tmp_path / f"{name}.xlsx" for name in plans]
    wanted: dict[str, dict[str | None, Seen]] = {}
    for file, found in zip(files, plans.values(), strict=True):
        assert found.plan is not None
        seen: dict[str | None, Seen] = {
            outcome.branch.segment: Seen(
                {
                    stage.name: {1: run.at(1) + 1.5}
                    for stage, run in zip(outcome.targets.stages, outcome.targets.arrivals, strict=True)
                }
            )
            for outcome in plan_targets(found.plan).outcomes
        }
        wanted[file.stem] = seen
        file.write_bytes(made(found, Actuals(seen, 1)))
    for file, found in zip(office.recalculated(files, tmp_path / "home"), plans.values(), strict=True):
        assert found.plan is not None
        read = read_for(found.plan, [from_bytes(file.name, file.read_bytes())], (), None)
        assert not [problem for problem in read.problems if problem.severity == "error"], file
        matched = match(plan_targets(found.plan), read, None)
        assert isinstance(matched, Matched), file
        for segment, each in wanted[file.stem].items():
            for name, months in each.arrivals.items():
                assert matched.actuals.seen[segment].arrivals[name] == pytest.approx(months), (file, segment, name)
