"""The year from here."""

from tests.analysis.variance.cases import about, compared, months, seen

PLAIN = "goal: {customers: 120, average_deal: 1000}\nfunnel: [visits, {leads: 20%}, {customers: 50%}]\n"
MONTH = "goal: {customers: 120, average_deal: 1000}\nfunnel: [leads, {customers: {rate: 50%, lag: 1 month}}]\n"


def test_what_is_in_the_funnel_is_carried_down() -> None:
    """30 leads of March bring 15 customers in April."""
    [outlook] = compared(MONTH, seen(leads=months(20, 20, 30), customers=months(10, 10, 10)), 3).outlooks
    assert outlook.at_plan.rest.customers == about(95)
    assert outlook.at_plan.year == (about(125), about(125_000))
    needed = outlook.needed
    assert needed is not None
    assert needed.customers == about(10)
    # 90 wanted, 15 come of March's leads; April to November bring 10 each a month
    assert needed.at_plan == {"leads": about(20 * 75 / 80)}
    # leads at 70 of 60
    assert outlook.at_rates.rest.customers == about(15 + 80 * 70 / 60)


def test_rates_to_date_are_those_of_the_cohorts_above() -> None:
    """Half of the leads of December were there, and 4 of the 5 customers that they should bring came in January."""
    [outlook] = compared(MONTH, seen(leads={0: 10, 1: 20}, customers=months(4)), 1).outlooks
    assert outlook.at_plan.rest.customers == about(110)
    assert outlook.at_rates.rest.customers == about(88)
    assert outlook.needed is not None
    assert outlook.needed.at_rates == {"leads": about(20 * (116 - 8) / 80)}


def test_too_late_to_reach_the_goal() -> None:
    """What reaches the top in December is a customer next year."""
    full = seen(leads=months(*[20] * 11), customers=months(*[9] * 11))
    [outlook] = compared(MONTH, full, 11).outlooks
    assert outlook.needed is not None
    assert outlook.needed.customers == about(21)
    assert outlook.needed.at_plan is None
    assert outlook.needed.at_rates is None


def test_a_goal_that_is_reached_needs_nothing() -> None:
    [outlook] = compared(PLAIN, seen(customers=months(130)), 1).outlooks
    assert outlook.needed is not None
    assert (outlook.needed.customers, outlook.needed.at_plan, outlook.needed.at_rates) == (
        0,
        {"visits": 0},
        {"visits": 0},
    )
    [ended] = compared(PLAIN, seen(customers=months(*[9] * 12)), 12).outlooks
    assert ended.needed is None
    assert ended.at_plan.rest == (about(0), about(0))
    assert ended.at_plan.year == ended.at_rates.year == ended.so_far == (about(108), about(108_000))


def test_a_plan_that_wants_no_more_can_still_be_asked_for_more() -> None:
    """The goal ends in June; 20 visits are missing for each of the 2 customers lost, over 6 months."""
    weights = ", ".join([*["1"] * 6, *["0"] * 6])
    text = f"goal: {{customers: 60, by_month: [{weights}]}}\nfunnel: [visits, {{customers: 10%}}]\n"
    [outlook] = compared(text, seen(visits=months(*[100] * 6), customers=months(8, *[10] * 5)), 6).outlooks
    assert outlook.needed is not None
    assert outlook.needed.planned == {"visits": about(0)}
    assert outlook.needed.at_plan == {"visits": about(20 / 6)}
    assert outlook.needed.at_rates == {"visits": about(20 / 6 * 60 / 58)}


def test_the_rest_of_an_incomplete_month_is_still_to_come() -> None:
    export = seen(visits=months(40), leads=months(8), customers=months(4))
    [outlook] = compared(PLAIN, export, 1, 0.5).outlooks
    assert outlook.so_far == (about(4), about(4000))
    assert outlook.at_plan.rest.customers == about(115)
    assert outlook.at_rates.rest.customers == about(115 * 0.8)
    assert outlook.needed is not None
    assert outlook.needed.months == about(11.5)
    assert outlook.needed.customers == about(116 / 11.5)
    assert outlook.needed.at_plan == {"visits": about(1160 / 11.5)}


def test_segments_have_outlooks_and_the_whole_scales_all_alike() -> None:
    text = f"{PLAIN}segments:\n  smb: {{share: 50%}}\n  big: {{share: 50%, funnel: [accounts, {{customers: 10%}}]}}\n"
    parts = {
        "smb": seen(visits=months(50), leads=months(10), customers=months(5)),
        "big": seen(accounts=months(50), customers=months(0)),
    }
    smb, big, whole = compared(text, parts, 1).outlooks
    assert (smb.at_plan.year.customers, big.at_plan.year.customers) == (about(60), about(55))
    assert whole.at_plan.year.customers == about(115)
    assert whole.at_rates.year.customers == about(60)
    assert whole.needed is not None
    assert whole.needed.at_plan == {"visits": about(50 * 115 / 110), "accounts": about(50 * 115 / 110)}
    assert big.needed is not None
    assert big.needed.at_rates is None  # none came through so far


def test_deals_go_on_at_their_size_to_date() -> None:
    """6 and 4 customers at $1,000 and $2,000 were to bring $14,000 and brought $7,000; of March's revenue nothing is
    known, of April's customers nothing. From May on 10 a month at $1,000 are to come: $80,000, of half the size 40,000.
    """
    text = PLAIN.replace("1000", "[1000, 2000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000]")
    export = seen(revenue={1: 3000, 2: 4000, 4: 999}, leads=months(12, 8, 20, 20), customers={1: 6, 2: 4, 3: 10})
    [outlook] = compared(text, export, 4).outlooks
    assert outlook.at_plan.rest == (about(80), about(80_000))
    assert outlook.at_rates.rest.revenue == about(outlook.at_rates.rest.customers * 500)
    # seen where it was, at planned deals where not
    assert outlook.so_far == (about(30), about(3000 + 4000 + 10_000 + 999))


def test_deals_of_a_month_in_part_are_those_of_its_own_month() -> None:
    """Half of February, at $4,000: 5 of its 10 customers are to come, $20,000, then 100 at $1,000."""
    text = PLAIN.replace("1000", "[1000, 4000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000]")
    [outlook] = compared(
        text, seen(visits=months(100, 50), leads=months(20, 10), customers=months(10, 5)), 2, 0.5
    ).outlooks
    assert outlook.goal == (about(120), about(150_000))
    assert outlook.so_far == (about(15), about(10_000 + 20_000))
    assert outlook.at_plan.rest == (about(105), about(20_000 + 100_000))
    assert outlook.needed is not None
    assert (outlook.needed.months, outlook.needed.customers) == (about(10.5), about(10))
    assert outlook.needed.planned == outlook.needed.at_plan == outlook.needed.at_rates == {"visits": about(100)}


def test_deals_stay_at_their_planned_size_where_no_months_revenue_and_customers_are_known() -> None:
    """At 8 of 10 customers a month 80 are to come, at $1,000 each: what February brought is not January's."""
    for revenue in ({}, {2: 99.0}, {0: 99.0}):
        export = seen(revenue=revenue, leads=months(20, 20), customers=months(8))
        [outlook] = compared(PLAIN, export, 2).outlooks
        assert outlook.at_rates.rest == (about(80), about(80_000))


def test_the_top_of_a_month_in_part_is_planned_by_that_month() -> None:
    """200 visits in February, of which half are to come, then 90 a month: 1,000 in 10.5 months."""
    text = PLAIN.replace("120", f"[10, 20, {', '.join(['9'] * 10)}]")
    export = seen(visits=months(100, 100), leads=months(20, 20), customers=months(10, 10))
    [outlook] = compared(text, export, 2, 0.5).outlooks
    assert outlook.needed is not None
    assert outlook.needed.planned == outlook.needed.at_plan == {"visits": about(1000 / 10.5)}
