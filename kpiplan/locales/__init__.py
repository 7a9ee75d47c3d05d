"""Languages of what people read: words, a folder each; numbers, money and months as each has them.

Only reports speak; data (JSON, CSV) has identifiers in every language. English stands in the code. Every other language
is a folder of files, here or elsewhere on the path of this package, and no code: `language.toml` says what it is
(`languages.Language`), `kpi_texts.toml` what it calls and says of KPIs; all other files are English texts and its own.

Folders stand in this package, or in any other place that is on its path (`kpiplan.locales.__path__`).
"""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

ABOUT = "language.toml"


@cache
def folders() -> Mapping[str, Path]:
    """The folder of each language by its name, in the order of the names; of two with one name the first."""
    found: dict[str, Path] = {}
    for room in __path__:
        with os.scandir(room) as entries:
            for entry in entries:
                if os.path.exists(os.path.join(entry.path, ABOUT)):
                    found.setdefault(entry.name, Path(entry.path))
    return dict(sorted(found.items()))
