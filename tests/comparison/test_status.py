"""Statuses, attainment and gates."""

import pytest

from kpiplan.comparison.compare import Missed, behind, under
from kpiplan.comparison.seen import Seen
from kpiplan.comparison.verdict import Verdict, of_count, of_revenue
from kpiplan.plan import Status
from tests.comparison.cases import INBOUND, about, compared, months, seen

PLAIN = "goal: {customers: 120, average_deal: 1000}\nfunnel: [visits, {leads: 20%}, {customers: 50%}]\n"


@pytest.mark.parametrize(
    ("actual", "target", "status"),
    [
        (95, 100, "on_track"),  # 5% below is not more than 5%
        (9500, 10_000, "on_track"),
        (9499, 10_000, "behind"),
        (94, 100, "within_chance"),
        (0, 0.75, "within_chance"),  # in 47 months of 100
        (0, 2.3, "within_chance"),  # 10.03%
        (0, 2.31, "behind"),  # 9.93%
        (0, 0, "on_track"),
        (5, 0, "on_track"),
        (None, 100, None),
        (5, None, None),
    ],
)
def test_status_of_a_count(actual: float | None, target: float | None, status: Verdict | None) -> None:
    assert of_count(actual, target, Status()) == status


def test_settings_of_the_plan_count() -> None:
    assert of_count(94, 100, Status(tolerance=0.07)) == "on_track"
    assert of_count(94, 100, Status(chance=0.3)) == "behind"
    assert of_count(86, 100, Status()) == "behind"  # 8.6%
    assert of_count(86, 100, Status(dispersion=2)) == "within_chance"  # P(43 or less of 50): 17.8%
    comparison = compared(f"{PLAIN}status: {{dispersion: 2}}\n", seen(visits=months(86)), 1)
    assert comparison.get("visits").to_date.status == "within_chance"


def test_a_conversion_is_binomial() -> None:
    """Of 20 leads at 50%, 6: 5.8% of the time; by Poisson it were 13%."""
    assert of_count(6, 10, Status(), trials=20) == "behind"
    assert of_count(6, 10, Status()) == "within_chance"
    assert of_count(6, 10, Status(dispersion=2), trials=20) == "within_chance"  # 3 of 10: 17%
    export = seen(leads=months(20), customers=months(6))
    [_, plain] = compared(PLAIN, export, 1).conversions
    assert (plain.came, plain.expected, plain.status, plain.lagged) == (6, about(10), "behind", False)
    for change in ("lag: 1 month", "direct: 0.001"):
        text = PLAIN.replace("{customers: 50%}", f"{{customers: {{rate: 50%, {change}}}}}")
        [_, other] = compared(text, export, 1).conversions
        assert (other.status, other.lagged) == ("within_chance", "lag" in change)
    [_, each] = compared(PLAIN.replace("customers: 50%", "customers: {each: 0.5}"), export, 1).conversions
    assert each.status == "within_chance"


def test_a_conversion_is_binomial_where_all_units_above_are_known() -> None:
    """Of February's leads nothing is known: 14 of 20 to be expected are 10.5% by Poisson, of 40 leads they were 4%."""
    [_, customers] = compared(PLAIN, seen(leads={1: 20}, customers=months(7, 7)), 2).conversions
    assert (customers.came, customers.expected, customers.status) == (14, about(20), "within_chance")
    assert customers.actual == about(7 / 20)  # in January


def test_a_conversion_without_actuals_above_is_judged_by_what_is_known() -> None:
    [leads, customers] = compared(PLAIN, seen(visits=months(50), customers=months(5)), 1).conversions
    assert leads[3:] == (about(0.2), None, None, None, None, False)
    assert customers[3:] == (about(0.5), None, 5, about(5), "on_track", False)


def test_revenue_is_judged_by_the_customers_that_it_is_worth() -> None:
    assert of_revenue(1_000_000, 2_475_000, 2.25, Status()) == "within_chance"  # P(0 of 2.25): 10.5%
    assert of_revenue(1_000_000, 2_750_000, 2.5, Status()) == "behind"  # 8.2%
    assert of_revenue(0, 0, 0, Status()) == "on_track"
    assert of_revenue(-5, 0, 0, Status()) == of_revenue(-5, 100, 10, Status()) == "behind"  # more refunds than sales
    assert of_revenue(None, 5, 1, Status()) is None


def test_absence_is_not_zero() -> None:
    comparison = compared(PLAIN, seen(visits={1: 100, 3: 0}), 3)
    visits, leads = comparison.get("visits"), comparison.get("leads")
    assert visits.actual[:4] == (100, None, 0, None)
    assert visits.status[:4] == ("on_track", None, "behind", None)
    assert visits.to_date == (200, 100, 0.5, "behind")  # of February nothing is known
    assert visits.months == (1, 3)
    assert leads.to_date == (60, None, None, None)
    assert set(leads.status) == {None}
    with pytest.raises(KeyError):
        comparison.get("accounts")


def test_attainment_needs_a_target() -> None:
    text = "goal: {customers: [0, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10]}\nfunnel: [leads, {customers: 50%}]\n"
    found = compared(text, seen(leads=months(4)), 1).get("leads").to_date
    assert found == (0, 4, None, "on_track")


def test_spend_has_no_status() -> None:
    text = f"{PLAIN}costs: {{marketing: 1000}}\n"
    export = Seen({}, {}, {"marketing_spend": {1: 500.0, 2: 1500.0}})
    comparison = compared(text, export, 2, 0.5)
    [spend] = [figure for figure in comparison.figures if "spend" in figure.kpi]
    assert (spend.kpi, spend.unit) == ("marketing_spend", "currency")
    assert spend.attainment[:3] == (0.5, 3.0, None)
    assert spend.to_date == (1500, 2000, about(4 / 3), None)
    assert set(spend.status) == {None}
    unplanned = compared(PLAIN, export, 2).get("marketing_spend")
    assert unplanned.to_date == (None, 2000, None, None)


def test_gates() -> None:
    export = seen(visits=months(16_200), leads=months(80), customers=months(0))
    comparison = compared(INBOUND, export, 1)
    assert behind(comparison) == [Missed(None, "leads", about(93.75), 80, about(80 / 93.75))]
    assert under(comparison, "leads", 0.9) == about(80 / 93.75)
    assert under(comparison, "leads", 0.85) is None
    assert under(comparison, "customers", 0.9) == 0.0  # literal: chance is no excuse
    assert under(comparison, "mqls", 0.9) is None  # nothing known
    with pytest.raises(KeyError):
        under(comparison, "accounts", 0.9)


def test_what_is_met_to_the_digit_is_met() -> None:
    """To September 2,000 visits come out as 2000.0000000000002: 1,900 are 95% of them all the same."""
    text = PLAIN.replace("20%", "15%").replace("50%", "30%")
    comparison = compared(text, seen(visits=months(*[200] * 8, 300)), 9)
    visits = comparison.get("visits").to_date
    assert visits.target == about(2000)
    assert visits.target != 2000
    assert visits.status == "on_track"  # not more than 5% below
    assert under(comparison, "visits", 0.95) is None


def test_more_dispersion_never_makes_a_count_less_likely() -> None:
    """37 of 46 was within chance, and with months that jump more, behind: counts were cut to whole ones."""
    for dispersion in (1.0, 1.05, 1.1, 1.3, 2.0):
        assert of_count(37, 46, Status(dispersion=dispersion)) == "within_chance"
        assert of_count(37, 92, Status(dispersion=dispersion), 184) == "behind"
