"""Names that look like an amount in a currency: `TOP10`, `ALL 5` and `TRY 2` begin with codes of currencies."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kpiplan.exports.cells.names import STAGE_OF, key
from kpiplan.exports.cells.numbers import UNKNOWN, is_number
from kpiplan.kpis.built_in import EXPORTED
from kpiplan.locales.currencies import CURRENCIES

_CODED = re.compile(r"([A-Z]{3})[\s_-]?\d{1,6}")  # amounts have decimals or thousands, some time
_CODES = frozenset(CURRENCIES)
# Those that are words, too.
_WORDS = frozenset(["ALL", "BAM", "BOB", "COP", "CUP", "GEL", "MAD", "MOP", "PEN", "RON", "SOS", "TOP", "TRY"])


def is_coded(text: str) -> bool:
    """Whether a cell is a code of a currency and a whole number, and nothing else."""
    return _code(text) in _CODES


def numbers_among(name: str, texts: Iterable[str]) -> list[str]:
    """Those of the cells of a column that are numbers.

    A code with a whole number is the name of something where other cells are no numbers, or have other codes, and where
    the code is a word; not in a column that is called like money.
    """
    known = [text for text in texts if text.casefold() not in UNKNOWN]
    numbers = [text for text in known if is_number(text)]
    codes = {code for text in numbers if (code := _code(text)) in _CODES}
    if not codes or STAGE_OF.get(key(name)) in EXPORTED:
        return numbers
    if len(codes) > 1 or len(numbers) < len(known) or codes & _WORDS:
        return [text for text in numbers if not is_coded(text)]
    return numbers


def _code(text: str) -> str:
    found = _CODED.fullmatch(text.strip())
    return found[1] if found else ""
