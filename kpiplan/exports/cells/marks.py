"""Characters that nobody sees: marks of direction and width that systems put around dates, numbers and names."""

from __future__ import annotations

import re

# Zero-width spaces and word joiners, marks of direction, soft hyphens, marks of byte order that are not at the start;
# not the joiners that make letters and pictures what they are.
_MARKS = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_MARK = re.compile(f"[{_MARKS}]")
_BYTES = re.compile(rb"\xc2\xad|\xe2(?:\x80[\x8b\x8e\x8f\xaa-\xae]|\x81[\xa0\xa6-\xa9])|\xef\xbb\xbf")
_BEGINS = (b"\xc2\xad", b"\xe2\x80", b"\xe2\x81", b"\xef\xbb")  # quicker to look for
_BEGUN = (b"\xe2\x80", b"\xe2\x81", b"\xef\xbb", b"\xe2", b"\xef", b"\xc2")  # what a block may end with


def seen(text: str) -> str:
    """A text without them."""
    return text if text.isascii() else _MARK.sub("", text)


def seen_bytes(data: bytes) -> tuple[bytes, bytes]:
    """The same of a piece of UTF-8, and what at its end may be the begin of one."""
    if data.isascii():
        return data, b""
    kept = next((end for end in _BEGUN if data.endswith(end)), b"")
    data = data[: len(data) - len(kept)]
    return (_BYTES.sub(b"", data) if any(mark in data for mark in _BEGINS) else data), kept
