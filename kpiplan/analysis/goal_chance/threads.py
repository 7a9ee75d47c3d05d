"""Numpy with one thread for its linear algebra: more only wait for each other here (290 ms where one takes 15)."""

from __future__ import annotations

import os
import sys
from importlib import import_module

_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")


def load_numpy() -> None:
    """Load numpy with one thread, where it is not loaded yet and nobody says otherwise.

    Who reads exports first, which loads numpy too, calls this before.
    """
    if "numpy" in sys.modules or any(name in os.environ for name in _THREADS):
        return
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        import_module("numpy")
    finally:
        for name in _THREADS:
            del os.environ[name]
