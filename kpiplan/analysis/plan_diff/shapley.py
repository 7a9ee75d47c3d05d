"""The Shapley value: what each of several changes adds to an amount, whatever the order in which they are made.

Of the differences that a change makes after each set of the others, the mean over all orders (L. S. Shapley, "A value
for n-person games", 1953). The parts add up to the whole difference; a change that never makes one has none.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

Amounts = Sequence[float]


def shapley(players: int, amounts: Callable[[int], Amounts]) -> list[tuple[float, ...]]:
    """The parts of each player, one an amount; `amounts` of a set of players, a bit each, is asked for once."""
    values = [tuple(amounts(mask)) for mask in range(1 << players)]
    orders = [math.factorial(size) * math.factorial(players - size - 1) for size in range(players)]
    every = math.factorial(players)
    found = []
    for player in range(players):
        bit = 1 << player
        without = [mask for mask in range(1 << players) if not mask & bit]
        weights = [orders[mask.bit_count()] / every for mask in without]
        parts = [
            math.fsum(
                weight * (values[mask | bit][at] - values[mask][at])
                for weight, mask in zip(weights, without, strict=True)
            )
            for at in range(len(values[0]))
        ]
        found.append(tuple(parts))
    return found
