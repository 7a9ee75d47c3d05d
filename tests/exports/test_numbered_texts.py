"""Cells of large files get numbers: equal ones the same, whatever their length, block and marks of quotation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.exports.cells.formulas import as_written
from kpiplan.exports.files.large import numbered_texts
from kpiplan.exports.files.large.blocks import LONGEST, WORD
from kpiplan.exports.files.large.numbered_texts import CellSpans, NumberedTexts


def cells_of(texts: Sequence[str], *, quoted: bool = False) -> CellSpans:
    """Cells that stand in a text one behind the other."""
    raws = [text.encode() for text in texts]
    sizes = np.array([len(raw) for raw in raws], np.int64)
    text = b",".join(raws) + b"\0" * (LONGEST + WORD)
    begins = np.concatenate(([0], np.cumsum(sizes + 1)[:-1])).astype(np.int64)
    return CellSpans(text, np.ndarray((len(text) - WORD + 1,), "<u8", text, strides=(1,)), begins, sizes, quoted)


def told(known: NumberedTexts, texts: Sequence[str], *, quoted: bool = False) -> list[str]:
    """What cells are by their numbers."""
    return [known.texts[number][0] for number in known.codes(cells_of(texts, quoted=quoted)).tolist()]


# Of one letter, so that long ones begin like shorter ones, and of lengths around those of a word and of the longest.
TEXT = st.one_of(
    st.sampled_from([0, 1, 7, 8, 9, 15, 16, 17, LONGEST - 1, LONGEST, LONGEST + 1, 3 * LONGEST]).map(lambda n: "a" * n),
    st.sampled_from(["b", "ab", "aaaaaaab", "é", "합계", "a" * 7 + "é", " a", "a ", "\u3000", "'-5", "\0", "a\0"]),
    st.text(st.characters(codec="utf-8", exclude_characters=',\n"'), max_size=12),
)


@given(st.lists(st.lists(TEXT, min_size=1, max_size=20), min_size=1, max_size=6), st.data())
@settings(deadline=None, max_examples=150)
def test_a_number_stands_for_one_text(blocks: list[list[str]], data: st.DataObject) -> None:
    known = NumberedTexts()
    for texts in blocks:
        if data.draw(st.booleans()):
            numbers = known.numbers(text.encode() for text in texts)
            assert [known.texts[number][0] for number in numbers.tolist()] == [as_read(text) for text in texts]
        else:
            assert told(known, texts) == [as_read(text) for text in texts]
    raws = list(dict.fromkeys(text for texts in blocks for text in texts))
    assert len(set(known.codes(cells_of(raws)).tolist())) == len(raws)


def as_read(text: str) -> str:
    return (as_written(text) if text.startswith("'") else text).strip()


def test_marks_in_quoted_cells_stand_in_pairs() -> None:
    known = NumberedTexts()
    assert told(known, ['5"" pipe', "x", '5"" pipe'], quoted=True) == ['5" pipe', "x", '5" pipe']
    assert told(known, ['5"" pipe', '""'], quoted=True) == ['5" pipe', '"']


@pytest.mark.parametrize("longer", ["b" * 20, "b" * 3 * LONGEST, "b"])
def test_what_was_met_is_found_at_once(longer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where longer texts came up below it, and where most cells are empty."""
    known = NumberedTexts()
    texts = ["", "Won", "2026-01-31", "2026-02-28"]
    known.numbers([b"Won", b""])
    told(known, [*texts, longer])
    told(known, [*texts, *[""] * 9])
    monkeypatch.setattr(NumberedTexts, "_one_by_one", None)
    assert told(known, [*texts, *[""] * 9]) == [*texts, *[""] * 9]
    assert told(known, texts) == texts


def test_more_texts_than_are_kept_are_looked_up_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbered_texts, "MOST", 50)
    known = NumberedTexts()
    texts = [str(number) for number in range(200)]
    assert told(known, texts) == texts
    assert known.many
    assert told(known, [*texts, "new"]) == [*texts, "new"]
