"""Named tuples that are made quickly are those of `typing` in all that their users see."""

from __future__ import annotations

import copy
import inspect
import pickle
import typing
from collections.abc import Callable
from typing import Any, get_type_hints

import pytest

from kpiplan import tuples


class Quick(tuples.NamedTuple):
    """As kpiplan makes them."""

    name: str
    new: int = 0  # what constructors call another thing
    parts: tuple[float, ...] = ()

    @property
    def whole(self) -> float:
        """The sum of the parts."""
        return sum(self.parts)

    def called(self, name: str) -> Quick:
        """The same under another name."""
        return self._replace(name=name)


class Typed(typing.NamedTuple):
    """As `typing` makes them."""

    name: str
    new: int = 0
    parts: tuple[float, ...] = ()

    @property
    def whole(self) -> float:
        """The sum of the parts."""
        return sum(self.parts)

    def called(self, name: str) -> Typed:
        """The same under another name."""
        return self._replace(name=name)


class Bare(tuples.NamedTuple):
    """Without fields."""


class More(Quick):
    """What can do more than another, whose fields it has."""

    note: str = "no field"

    def __str__(self) -> str:
        return f"{self.name}!"


Made = Callable[[Any], Any]
ALIKE: dict[str, Made] = {
    "by place": lambda kind: tuple(kind("a", 1, (0.5,))),
    "by name": lambda kind: tuple(kind(parts=(0.5,), name="a")),
    "defaults": lambda kind: tuple(kind("a")),
    "of a sequence": lambda kind: tuple(kind._make(iter(("a", 1, ())))),
    "fields": lambda kind: (kind._fields, kind.__match_args__, kind._field_defaults),
    "replaced": lambda kind: tuple(kind("a")._replace(new=2, name="b")),
    "as a dict": lambda kind: kind("a")._asdict(),
    "shown": lambda kind: repr(kind("a", parts=(1.0, 2.0))).partition("(")[2],
    "equal": lambda kind: (kind("a") == ("a", 0, ()), kind("a") < kind("b"), hash(kind("a")) == hash(("a", 0, ()))),
    "read": lambda kind: (kind("a", 7).new, kind("a")[0], len(kind("a"))),
    "own": lambda kind: (kind("a", parts=(1.0, 2.0)).whole, tuple(kind("a").called("b"))),
    "copied": lambda kind: tuple(copy.deepcopy(kind("a", 1, (2.0,)))),
    "pickled": lambda kind: pickle.loads(pickle.dumps(kind("a", 1))) == kind("a", 1),
    "hints": get_type_hints,
    "module": lambda kind: (kind.__module__, hasattr(kind("a"), "__dict__")),
    "signature": lambda kind: [
        (each.name, each.default, each.kind) for each in inspect.signature(kind).parameters.values()
    ],
}
REFUSED: dict[str, Made] = {
    "too few": lambda kind: kind(),
    "too many": lambda kind: kind("a", 1, (), 4),
    "unknown": lambda kind: kind("a", other=1),
    "twice": lambda kind: kind("a", name="b"),
    "changed": lambda kind: setattr(kind("a"), "name", "b"),
    "added": lambda kind: setattr(kind("a"), "other", "b"),
    "of too few": lambda kind: kind._make(()),
}


@pytest.mark.parametrize("asked", ALIKE)
def test_they_do_what_those_of_typing_do(asked: str) -> None:
    assert ALIKE[asked](Quick) == ALIKE[asked](Typed)


@pytest.mark.parametrize("asked", REFUSED)
def test_they_refuse_what_those_of_typing_refuse(asked: str) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError)) as typed:
        REFUSED[asked](Typed)
    with pytest.raises(typed.type) as quick:
        REFUSED[asked](Quick)
    if asked not in ("changed", "added", "of too few"):
        assert str(quick.value) == str(typed.value).replace("Typed", "Quick")


def test_no_other_field_is_replaced() -> None:
    kinds: tuple[Any, ...] = (Quick, Typed)
    for kind in kinds:
        with pytest.raises((TypeError, ValueError), match=r"^Got unexpected field names: \['other'\]$"):
            kind("a")._replace(other=1)


def test_they_match_and_keep_what_they_are() -> None:
    match Quick("a", 5):
        case Quick(name, new=5):
            assert name == "a"
        case _:
            pytest.fail("no match")
    assert type(pickle.loads(pickle.dumps(Quick("a")))) is Quick
    assert type(Quick("a")._replace(name="b")) is Quick
    assert (repr(Quick("a")), repr(Bare())) == ("Quick(name='a', new=0, parts=())", "Bare()")
    assert (str(More("a", 2)), More("a", 2), More.note) == ("a!", Quick("a", 2), "no field")
    assert (More._fields, type(More("a")._replace(new=3))) == (Quick._fields, More)
    assert Quick.__doc__ == "As kpiplan makes them."


def test_none_has_another_class_s_constructor() -> None:
    """Those with as many fields share its code, and nothing else."""

    class Other(tuples.NamedTuple):
        one: int
        two: str = "x"
        three: int = 3

    assert tuple(Other(1)) == (1, "x", 3)
    assert tuple(Quick("a")) == ("a", 0, ())
    assert inspect.signature(Other) != inspect.signature(Quick)
