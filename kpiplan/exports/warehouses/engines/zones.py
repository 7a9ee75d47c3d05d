"""What clocks show in a time zone at an instant: a function that engines have, by whatever name."""

from __future__ import annotations

from typing import Any


def by_function(name: str, *arguments: Any) -> Any:
    """A call of a function of the engine that gives a time without a zone; texts and times may be its arguments."""
    import ibis

    parts = [ibis.literal(each) if isinstance(each, str) else each for each in arguments]
    types = tuple(part.type() for part in parts)
    build = {
        1: lambda a: ...,
        2: lambda a, b: ...,
        3: lambda a, b, c: ...,
    }[len(parts)]
    return ibis.udf.scalar.builtin(build, name=name, signature=(types, ibis.dtype("timestamp")))(*parts)
