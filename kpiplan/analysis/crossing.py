"""Where a continuous function comes to nothing between two points that lie on its two sides."""

from __future__ import annotations

from collections.abc import Callable

STEPS = 100
PATIENCE = 40  # steps after which it only halves
CLOSE = 1e-14


def crossing(
    function: Callable[[float], float],
    low: tuple[float, float],
    high: tuple[float, float],
    close: float = CLOSE,
    nothing: float = 0.0,
) -> float:
    """A point where the function is 0; `low` and `high` are points with its values there, of which the signs differ.

    The rule of false position in its Illinois form (M. Dowell, P. Jarratt, A modified regula falsi method, 1971),
    halving now and then. It ends where the points are as close as `close`, over their size, or the function is no more
    than `nothing`.
    """
    (a, at_a), (b, at_b) = low, high
    best, side = (a, at_a) if abs(at_a) < abs(at_b) else (b, at_b), 0
    if abs(best[1]) <= nothing:
        return best[0]
    for step in range(STEPS):
        if abs(b - a) <= close * max(abs(a), abs(b)):
            break
        middle = (a * at_b - b * at_a) / (at_b - at_a)
        if step % 8 == 7 or step >= PATIENCE or not min(a, b) < middle < max(a, b):
            middle = (a + b) / 2
        here = function(middle)
        if abs(here) <= abs(best[1]):
            best = middle, here
        if abs(here) <= nothing:
            break
        if (here > 0) == (at_b > 0):
            b, at_b = middle, here
            at_a, side = (at_a / 2 if side > 0 else at_a), 1
        else:
            a, at_a = middle, here
            at_b, side = (at_b / 2 if side < 0 else at_b), -1
    return best[0]
