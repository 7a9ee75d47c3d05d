"""How an agreement writes lags."""

from __future__ import annotations

import pytest

from kpiplan.locales.choice import locale_named
from kpiplan.locales.english import ENGLISH
from kpiplan.plan.model import Lag, spread_lag
from kpiplan.reports.agreement.duties import lag_in_words


@pytest.mark.parametrize(
    ("lag", "text"),
    [
        (Lag(), "same month"),
        (Lag((1.0,), "0 d"), "same month"),
        (Lag(spread_lag(12 / 365.25), "1 d"), "1 day"),
        (Lag(spread_lag(45 * 12 / 365.25), "45 d"), "45 days"),
        (Lag(spread_lag(0.5), "2 w"), "2 weeks"),
        (Lag(spread_lag(1), "1 mo"), "1 month"),
        (Lag(spread_lag(1.5), "1.5 mo"), "1.5 months"),
        (Lag(spread_lag(3), "1 q"), "1 quarter"),
        (Lag(spread_lag(24), "2 y"), "2 years"),
        (Lag((0.5, 0.3, 0.2), "0-2 mo"), "50/30/20% in 0-2 months"),
        (Lag((0.0, 0.0, 0.25, 0.0, 0.75), "2-4 mo"), "25/0/75% in 2-4 months"),
        (Lag((0.2,) * 5, "0-4 mo"), "0-4 months"),
        (Lag((0.5, 0.5)), "50/50% in 0-1 months"),
    ],
)
def test_lags(lag: Lag, text: str) -> None:
    assert lag_in_words(lag, ENGLISH) == text


def test_lags_in_other_languages() -> None:
    lags = [Lag(spread_lag(1.5), "1.5 mo"), Lag(spread_lag(0.5), "2 w"), Lag((0.5, 0.3, 0.2), "0-2 mo"), Lag()]
    assert [lag_in_words(lag, locale_named("ko")) for lag in lags] == ["1.5개월", "2주", "0-2개월에 50/30/20%", "당월"]
    assert [lag_in_words(lag, locale_named("zh-Hant")) for lag in lags] == [
        "1.5 個月",
        "2 週",
        "0-2 個月內 50/30/20%",
        "當月",
    ]
