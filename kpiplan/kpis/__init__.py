"""KPIs and figures: a record each, how they are found, what they are made of, what they come to.

The records are loaded when the catalogue is first asked for, not with this package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["GROUPS", "find", "formula_of", "ids", "search"]

if TYPE_CHECKING:
    from kpiplan.kpis.lookup import GROUPS, find, formula_of, ids, search
else:

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import kpiplan.kpis.lookup as lookup

        return getattr(lookup, name)
