"""A document as JSON, as every command writes it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

# What moves a cursor, turns the direction of writing or is half a character; and `##[`, which some machines obey
# wherever it stands in a log. JSON has another way to write each, so that the data are the same.
_ESCAPED = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]|(?<=#)#(?=\\w*\\[)")


def json_text(document: Mapping[str, Any] | Sequence[Any]) -> str:
    """The document on lines of its own, harmless to a terminal and to who watches a log, whatever texts are in it."""
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    if text.isascii() and "\x7f" not in text and "##" not in text:  # most are: looking at each character takes its time
        return text + "\n"
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
