"""Numpy with one thread for its linear algebra: more only wait for each other here (290 ms where one takes 15)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")


@contextmanager
def one_thread() -> Iterator[None]:
    """What loads numpy within loads it with one thread, where it is not loaded yet and nobody says otherwise."""
    if _is_settled():
        yield
        return
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name in _THREADS:
            del os.environ[name]


def load_numpy() -> None:
    """Load numpy so, before anything else does."""
    if not _is_settled():
        with one_thread():
            import_module("numpy")


def _is_settled() -> bool:
    return "numpy" in sys.modules or any(name in os.environ for name in _THREADS)
