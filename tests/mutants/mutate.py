"""Files damaged as editors, transfers and people damage them; a number says which damage, the same on every machine."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.conftest import SAMPLES, TOP

EVERYTHING = Path(__file__).with_name("everything.yaml")
PLANS = (*sorted(SAMPLES.glob("*.yaml")), *sorted((TOP / "tests/problems").glob("*.yaml")))
EXPORTS = (
    *sorted((SAMPLES / "actuals").glob("*.csv")),
    *sorted((TOP / "docs/exports").glob("*.csv")),
    *sorted((TOP / "tests/problems/exports").glob("*.csv")),
)

_BOTH = """
0|-0|1|-1|2|12|1e18|1e300|1e308|1e309|1e-320|-5%|0%|100%|101%|1000%|50|0.5|9999999999999999999|1_000|1,5|1.5|１２|½|∞
nan|NaN|inf|-inf|.inf|.nan|1/0|null|~|true|no|2020|2020-01|2020-13|2020-00|0001-01|9999-12|2020-02-30|2020-Q4|2020-Q5
일|1억|₩5|€|$|%|"|'|""|''|,|;|:|#|\\|/|(|)|[|]|{|}|<|>|=1+1|@|*|&|!|`|a b|é|訪問|👍
"""
_PLAN = r"""
- |: |:|? |- - |[]|{}|[[|}}|[a, b]|{a: 1}|{from: 1, to: 2}|&a |*a|<<: *a|!!str |!!python/name:os.system |--- |...|---
#x| #|>|>-|\x00|"\L"|"\x1b"|'it''s'|jan|dec|else|none|each|1 month|30 days|6 years|0 days|1 quarter|2% a month
-100% a year|goal|revenue|average_deal|customers|visits|leads|funnel|segments|share|stated|before|last_year|existing
kpis|formula|rate|lag|by_age|direct|per_customer|opening|recurring|churn|round_customers|up|by_month|growth|next_year
"""
_CHARACTERS = (
    "|", "\t", "\r", "\n", "\r\n", "\x85", "\u2028", "\u2029", "\0", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\ufeff",
    "\ufffe", "\u202e", "\u200b", "e\u0301", " ", "  ", "x" * 300,
)  # fmt: skip


def _split(texts: str) -> tuple[str, ...]:
    return tuple(text for line in texts.strip("\n").split("\n") for text in line.split("|"))


TOKENS = _split(_BOTH) + _CHARACTERS
PLAN_TOKENS = TOKENS + _split(_PLAN)
_WORD = re.compile(rb"[\w.%$-]+")


def mutant(files: Sequence[Path], number: int) -> tuple[Path, bytes]:
    """The mutant of a number, and the file that it was."""
    rng = random.Random(number)
    file = EVERYTHING if files is PLANS and number % 4 == 0 else rng.choice(files)
    data = file.read_bytes()
    tokens = PLAN_TOKENS if files is PLANS else TOKENS
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 5))):
        data = rng.choice(_DAMAGES)(data, rng, tokens)
    return file, data


Tokens = Sequence[str]


def _flipped(data: bytes, rng: random.Random, tokens: Tokens) -> bytes:
    """One bit, or one byte, is another."""
    if not data:
        return data
    at = rng.randrange(len(data))
    byte = data[at] ^ (1 << rng.randrange(8)) if rng.random() < 0.5 else rng.randrange(256)
    return data[:at] + bytes([byte]) + data[at + 1 :]


def _cut(data: bytes, rng: random.Random, tokens: Tokens) -> bytes:
    """The end is missing, or a part within."""
    at = rng.randrange(len(data) + 1)
    return data[:at] if rng.random() < 0.3 else data[:at] + data[at + rng.randint(1, 8) :]


def _lines(data: bytes, rng: random.Random, tokens: Tokens) -> bytes:
    """A line is gone, doubled, elsewhere, in the place of another, indented otherwise."""
    lines = data.splitlines(keepends=True) or [b""]
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(6):
        case 0:
            del lines[one]
        case 1:
            lines.insert(other, lines[one])
        case 2:
            lines[one], lines[other] = lines[other], lines[one]
        case 3:
            lines.insert(other, lines.pop(one))
        case 4:
            lines[one] = rng.choice((b" ", b"  ", b"    ", b"\t", b"- ")) + lines[one]
        case _:
            lines[one] = lines[one].lstrip() if rng.random() < 0.5 else lines[one].rstrip(b"\r\n")
    return b"".join(lines)


def _inserted(data: bytes, rng: random.Random, tokens: Tokens) -> bytes:
    """Something nasty stands anywhere."""
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(tokens).encode() + data[at:]


def _replaced(data: bytes, rng: random.Random, tokens: Tokens) -> bytes:
    """Something nasty, or another word of the file, stands in the place of a word."""
    words = list(_WORD.finditer(data))
    if not words:
        return data
    word = rng.choice(words)
    new = rng.choice(tokens).encode() if rng.random() < 0.7 else rng.choice(words)[0]
    return data[: word.start()] + new + data[word.end() :]


_DAMAGES: tuple[Callable[[bytes, random.Random, Tokens], bytes], ...] = (
    _flipped, _cut, _lines, _lines, _inserted, _inserted, _replaced, _replaced, _replaced,
)  # fmt: skip
