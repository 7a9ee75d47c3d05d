"""What programs read: a result a file, as a dict that JSON holds or as rows of plain values.

No sentence is made here: where a document has some, they come in from who has the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Document = dict[str, Any]
Datum = str | float | None
Rows = list[Sequence[Datum]]  # the first one names the columns
