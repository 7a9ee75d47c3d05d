"""What the whole plan saw, and its segments: who is given which part, what is summed, which months count."""

import pytest

from kpiplan.analysis.variance.actuals import Actuals, Seen, Window
from tests.analysis.variance.cases import about, compared, months, seen

PLAIN = "goal: {customers: 120, average_deal: 1000}\nfunnel: [leads, {customers: 50%}]\n"
SEGMENTS = f"{PLAIN}segments: {{north: {{share: 60%}}, south: {{share: 30%}}, east: {{share: 10%}}}}\n"


def so_far(parts: dict[str | None, Seen], through: int = 1, text: str = SEGMENTS) -> list[float]:
    """Customers to date of the whole."""
    return [compared(text, parts, through).outlooks[-1].so_far.customers]


def test_what_is_left_of_the_whole_goes_to_those_who_say_nothing() -> None:
    """North says 5 of 13: the other 8 are 6 of south and 2 of east, whose leads bring half as many each."""
    lags = PLAIN.replace("{customers: 50%}", "{offers: 50%}, {customers: 50%}")
    text = f"{lags}segments: {{north: {{share: 60%}}, south: {{share: 30%}}, east: {{share: 10%}}}}\n"
    parts: dict[str | None, Seen] = {"north": seen(offers=months(5)), None: seen(offers=months(13))}
    comparison = compared(text, parts, 1)
    assert comparison.get("offers").to_date.actual == about(13)
    assert comparison.get("offers", "north").to_date.actual == 5
    assert comparison.allocated  # though not to north
    assert comparison.outlooks[-1].so_far.customers == about(13 / 2)


def test_what_several_segments_say_is_taken_from_the_whole() -> None:
    """North says 5 and south 3 of 13 leads: 5 are left to east, 2.5 customers of its 1 planned."""
    parts: dict[str | None, Seen] = {
        "north": seen(leads=months(5)), "south": seen(leads=months(3)), None: seen(leads=months(13)),
    }  # fmt: skip
    assert compared(SEGMENTS, parts, 1).get("leads").to_date.actual == about(13)
    assert so_far(parts) == [about(6.5)]


def test_segments_that_say_more_than_the_whole_leave_nothing() -> None:
    """North says 20 of 13: south and east have none, and the whole is what its parts are."""
    parts: dict[str | None, Seen] = {"north": seen(customers=months(20)), None: seen(customers=months(13))}
    comparison = compared(SEGMENTS, parts, 1)
    assert comparison.get("customers").to_date.actual == 20
    assert so_far(parts) == [20]


def test_each_month_is_given_out_by_itself() -> None:
    """January is said by north, February by nobody."""
    parts: dict[str | None, Seen] = {
        "north": seen(customers={1: 4}), "south": seen(customers={2: 3}), None: seen(customers=months(8, 10)),
    }  # fmt: skip
    comparison = compared(SEGMENTS, parts, 2)
    assert comparison.get("customers").actual[:3] == (about(8), about(10), None)
    assert comparison.get("customers", "north").actual[:2] == (4, None)
    assert [walk.allocated for walk in comparison.walks] == [True, True, True]


def test_where_nothing_is_planned_all_parts_are_alike() -> None:
    """Existing revenue grows beyond the goal by itself: no segment has a target; of 9 customers each has 4.5."""
    text = """
        goal: {recurring: {from: 100k, to: 110k, expansion: 5%}, average_deal: 1k}
        funnel: [leads, {customers: 10%}]
        segments: {big: {share: 75%}, small: {share: 25%, goal: {average_deal: 3k}}}
    """
    comparison = compared(text, seen(customers=months(9)), 1)
    assert comparison.outlooks[-1].so_far == (about(9), about(4.5 * 1000 + 4.5 * 3000))


def test_a_month_counts_for_the_whole_where_every_segment_is_known() -> None:
    parts = {
        "north": seen(leads=months(10, 10)), "south": seen(leads={2: 5.0}), "east": seen(leads=months(1, 2, 3)),
    }  # fmt: skip
    whole = compared(SEGMENTS, parts, 3).get("leads")
    assert whole.actual[:4] == (None, 17, None, None)
    assert (whole.months, whole.to_date[:2]) == ((2,), (about(20), 17))


def test_spend_of_the_whole_is_what_is_told_of_it_else_the_sum_of_all_segments() -> None:
    def spent(*amounts: float) -> Seen:
        return Seen(spend={"marketing_spend": months(*amounts)})

    parts: dict[str | None, Seen] = {"north": spent(10, 20, 30), "south": spent(1, 2), "east": spent(100, 200, 300)}
    assert compared(SEGMENTS, parts, 3).get("marketing_spend").actual[:4] == (111, 222, None, None)
    told: dict[str | None, Seen] = {**parts, None: Seen(spend={"marketing_spend": {2: 7.0, 3: 9.0}})}
    assert compared(SEGMENTS, told, 3).get("marketing_spend").actual[:4] == (111, 7, 9, None)
    assert compared(SEGMENTS, told, 2).get("marketing_spend", "north").actual[:3] == (10, 20, None)


def test_kinds_of_spend_have_targets_of_their_own() -> None:
    """Marketing 1,000 and sales 2,000 a month; 20 leads cost 5 each."""
    text = PLAIN.replace("leads,", "{leads: {cost: 5}},") + "costs: {marketing: 1000, sales: 2000}\n"
    spend = {"spend": months(2900), "sales_spend": months(1900), "marketing_spend": months(1000)}
    figures = [each for each in compared(text, Seen(spend=spend), 1).figures if each.kpi in spend]
    assert [(each.kpi, each.to_date.target, each.to_date.actual) for each in figures] == [
        ("marketing_spend", about(1100), 1000), ("sales_spend", about(2000), 1900), ("spend", about(3100), 2900),
    ]  # fmt: skip


def test_the_months_compared() -> None:
    window = Window(3, 0.25)
    assert window.months == (1, 2, 3)
    assert window.left == 9.75
    assert window.covered((4.0,) * 12) == (4, 4, 1, *[4] * 9)
    assert window.known({0: 9, 2: 8, 3: 7, 4: 6}) == {2: 8, 3: 7}
    assert (Window(12).left, Window(1).left, Window(12, 0.5).left) == (0, 11, 0.5)


@pytest.mark.parametrize(("through", "part"), [(0, 1.0), (13, 1.0), (-1, 1.0), (6, 0.0), (6, -0.5), (6, 1.001)])
def test_what_is_no_part_of_the_plan_year(through: int, part: float) -> None:
    with pytest.raises(ValueError, match=f"through month {through}, {part} of it"):
        _ = Actuals({}, through, part).window


def test_the_first_and_the_last_month_are_parts_of_the_plan_year() -> None:
    assert [Actuals({}, through, part).window for through, part in ((1, 1.0), (12, 1.0), (12, 0.001))] == [
        Window(1), Window(12), Window(12, 0.001),
    ]  # fmt: skip


def test_revenue_is_given_out_by_the_deals_of_its_month() -> None:
    """In January 5 customers at $1,000 and 5 at $3,000: $8,000 are $2,000 and $6,000, 40% of each. South's later deals
    are smaller: 55 customers each are to come at $1,000, 40% of that."""
    deals = ", ".join(["3000", *["1000"] * 11])
    text = f"""
        funnel: [leads, {{customers: 50%}}]
        segments:
          north: {{goal: {{customers: 60, average_deal: 1000}}}}
          south: {{goal: {{customers: [5, 15, 5, 5, 5, 5, 5, 5, 5, 5, 0, 0], average_deal: [{deals}]}}}}
    """
    export = seen(revenue=months(8000), leads=months(20), customers=months(10))
    [whole] = compared(text, export, 1).outlooks
    assert whole.at_plan.rest == (about(110), about(110_000))
    assert whole.at_rates.rest == (about(110), about(44_000))


def test_revenue_is_given_out_by_customers_where_a_segment_has_no_deal() -> None:
    """5 customers each: half of $8,000 is north's, where 5 at $1,000 were planned."""
    text = "goal: {customers: 120}\nfunnel: [leads, {customers: 50%}]\n"
    text += "segments: {north: {share: 50%, goal: {average_deal: 1000}}, south: {share: 50%}}\n"
    parts: dict[str | None, Seen] = {
        "north": seen(leads=months(10), customers=months(5)), None: seen(revenue=months(8000)),
    }  # fmt: skip
    [north, whole] = compared(text, parts, 1).walks
    assert north.gap.revenue == about(4000 - 5000)
    assert whole.gap.revenue is None


def test_a_comparison_has_the_months_of_the_plan_year() -> None:
    periods = compared(PLAIN, seen(), 2).periods
    assert ([period.id for period in periods][::11], len(periods)) == (["2020-01", "2020-12"], 12)


def test_a_month_without_targets_is_given_out_by_the_whole_year() -> None:
    """Of the year north wants 0.4 and south 0.2: of 9 customers in February, when nobody is wanted, 6 are north's."""
    text = """
        funnel: [leads, {customers: 50%}]
        segments:
          north: {goal: {customers: [0.3, 0, 0.1, 0, 0, 0, 0, 0, 0, 0, 0, 0], average_deal: 1000}}
          south: {goal: {customers: [0, 0, 0.2, 0, 0, 0, 0, 0, 0, 0, 0, 0], average_deal: 3000}}
    """
    [whole] = compared(text, seen(customers={2: 9}), 2).outlooks
    assert whole.so_far == (about(0.3 + 9), about(300 + 6000 + 9000))


def test_a_month_is_covered_wholly_unless_its_part_is_said() -> None:
    assert Actuals({}, 12).window == Window(12) == Window(12, 1.0)
