"""One shape a kind of value: percentages, money, series, lags."""
