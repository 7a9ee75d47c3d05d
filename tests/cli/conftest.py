"""A quarter of actuals beside the plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.exports import MONTHLY
from tests.conftest import put


@pytest.fixture
def monthly(inbound: Path) -> Path:
    """A first quarter below plan, beside the plan."""
    return put(inbound.parent / "q1.csv", MONTHLY)
