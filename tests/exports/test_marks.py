"""Characters that nobody sees: around names, dates, numbers and labels they change nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.exports.cells.marks import seen, seen_bytes
from tests.exports.helpers import codes, left_out, months, read
from tests.exports.test_providers import in_chunks, same

MARKED = """Day\u200e,Campaign\u200f,Cost\ufeff,Clicks\u00a0
\u200e2026-04-29\u200e,North,\u202a25.50\u202c,\u200e50\u200f
\u200e2026-05-01\u200e,North,35.00\u2060,70\u200b
Total\u200e,,60.50,120
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_marks_around_names_and_cells_change_nothing(encoding: str) -> None:
    actuals = read(MARKED.encode(encoding))
    assert months(actuals, "spend") == {"2026-04": 25.5, "2026-05": 35}
    assert months(actuals, "clicks") == {"2026-04": 50, "2026-05": 70}
    assert left_out(actuals) == {"total": 1}
    assert codes(actuals, "error") == []


@pytest.mark.parametrize("block", [7, 64, 1 << 20])
def test_a_large_file_has_none_either(block: int) -> None:
    same(read(MARKED), in_chunks(MARKED, block))


def test_a_rule_names_a_column_with_or_without_its_mark() -> None:
    options: dict[str, Any] = {"date": "Day\u200e"}
    assert months(read(MARKED, **options), "clicks") == {"2026-04": 50, "2026-05": 70}


@given(st.text(st.sampled_from("aé시€\u00ad\u200b\u200d\u200e\u202c\u2060\u2069\ufeff"), max_size=12), st.data())
def test_bytes_are_cleared_of_them_wherever_they_are_parted(text: str, data: st.DataObject) -> None:
    whole = text.encode()
    at = data.draw(st.integers(0, len(whole)))
    made, begun = b"", b""
    for part in (whole[:at], whole[at:]):
        some, begun = seen_bytes(begun + part)
        made += some
    assert (made + begun).decode() == seen(text)
