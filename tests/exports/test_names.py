"""Names as they are compared."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kpiplan.exports.cells.names import identifier, key

# Slow where many brackets are open: goes back over itself from each of them.
PLAIN = re.compile(r"\([^)]*\)|\uff08[^\uff09]*\uff09|\[[^\]]*\]")


@given(st.text("()[]\uff08\uff09ab ", max_size=14))
def test_what_stands_in_brackets_is_no_part_of_a_name(name: str) -> None:
    wide = unicodedata.normalize("NFKC", name)
    assert key(name) == "".join(char for char in (PLAIN.sub("", wide) or wide) if char.isalnum())
    assert identifier(name) == re.sub(r"\W+", "_", unicodedata.normalize("NFKC", PLAIN.sub("", name) or name)).strip(
        "_"
    )


def test_a_name_of_brackets_alone_is_read_in_one_go() -> None:
    assert key("(" * 1_000_000) == ""
