"""What programs read: a result a file, as a dict that JSON holds or as rows of plain values.

No sentence is made here: where a document has some, they come in from who has the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Document = dict[str, Any]
Datum = str | float | None
Rows = list[Sequence[Datum]]  # the first one names the columns

VERSION = 1  # of the form of documents: it grows when a field goes or changes its meaning, not when one is added


def stamped(found: Document) -> Document:
    """A document as it goes out: what it is, and of which form, then what it holds."""
    return {"kind": found["kind"], "version": VERSION, **found}
