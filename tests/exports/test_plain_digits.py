"""Words of digits come to what Python reads in them, to the last bit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kpiplan.exports.files.large.plain_digits import Numbers, numbers_of


def numbers(texts: Sequence[str]) -> Numbers:
    ends = [text.encode()[-16:].rjust(16, b"x") for text in texts]  # what stands before a cell is no matter
    words = np.frombuffer(b"".join(ends), "<u8").reshape(-1, 2)
    return numbers_of(words[:, 0], words[:, 1], np.array([len(text.encode()) for text in texts], np.int64))


DIGITS = st.from_regex(r"-?([0-9]{1,15}|[0-9]{1,14}\.[0-9]{0,3}|[0-9]{0,7}\.[0-9]{1,8})", fullmatch=True)
OTHERS = st.one_of(
    st.sampled_from(["", "-", ".", "-.", "1.2.3", "1-2", "--1", "1,5", "1e3", "1 0", "x", "/", ":", "1" * 40, "+1"]),
    st.text(max_size=20),
)


@given(st.lists(DIGITS, min_size=1, max_size=30))
@example(["9007199254740.992", "-0", "0.1", "1.", ".5", "-.5", "00000007", "12345678.12345678"])
@settings(deadline=None, max_examples=300)
def test_plain_digits_are_the_nearest_floats(texts: list[str]) -> None:
    found = numbers(texts)
    read = dict(zip(texts, found.values.tolist(), strict=True))
    assert all(read[text] == float(text) for text, plain in zip(texts, found.plain, strict=True) if plain)
    few = [len(text) <= 16 and int(text.lstrip("-").replace(".", "")) <= 2**53 for text in texts]
    assert found.plain.tolist() == few


@given(st.lists(DIGITS | OTHERS, min_size=1, max_size=30))
@settings(deadline=None, max_examples=300)
def test_what_is_more_than_digits_is_not_plain(texts: list[str]) -> None:
    for text, plain in zip(texts, numbers(texts).plain.tolist(), strict=True):
        if plain:
            assert text.isascii()
            assert text.removeprefix("-").replace(".", "", 1).isdigit()


def test_a_point_may_be_the_decimal_mark_or_stand_between_thousands() -> None:
    texts = ["5", "2.5", "2.50", "1.234", "12.345", "1234.567", "0.125", ".125", "1.2345", "-1.234", "1.234.567"]
    found = numbers(texts)
    assert [text for text, sure in zip(texts, found.sure.tolist(), strict=True) if sure] == [
        "2.5", "2.50", "0.125", ".125", "1.2345"
    ]  # fmt: skip
    assert [text for text, open_ in zip(texts, found.undecided.tolist(), strict=True) if open_] == [
        "1.234", "12.345", "-1.234"
    ]  # fmt: skip
