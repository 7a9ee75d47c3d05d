"""Statuses, attainment and gates."""

import math

import pytest

from kpiplan.analysis.gates import Floor, Gate, gates, missed
from kpiplan.analysis.variance.actuals import Seen
from kpiplan.analysis.variance.status import Basis, Judge, Verdict
from kpiplan.plan.model import Status
from tests.analysis.variance.cases import INBOUND, STAGES, about, compared, months, seen

PLAIN = "goal: {customers: 120, average_deal: 1000}\nfunnel: [visits, {leads: 20%}, {customers: 50%}]\n"


ONE = Judge(Status(), 2)  # proven is what has a chance under 10% / (5 * 2) = 1%


def judged(actual: float | None, target: float | None, judge: Judge = ONE, given: Basis | None = None) -> str | None:
    """The status of a count, of which as much as its target was to be expected unless said otherwise."""
    own = Basis(target or 0.0)
    return judge.of_count(actual, target, given or own, own).status


@pytest.mark.parametrize(
    ("actual", "target", "status"),
    [
        (95, 100, "on_track"),  # 5% below is not more than 5%
        (9500, 10_000, "on_track"),
        (9499, 10_000, "behind"),
        (94, 100, "within_chance"),
        (86, 100, "watch"),  # 8.6%
        (77, 100, "watch"),  # 1.03%
        (76, 100, "behind"),  # 0.79%
        (0, 0.75, "within_chance"),  # in 47 months of 100
        (0, 2.3, "within_chance"),  # 10.03%
        (0, 2.31, "watch"),  # 9.93%
        (0, 4.6, "watch"),  # 1.005%
        (0, 4.61, "behind"),  # 0.995%
        (0, 0, "on_track"),
        (5, 0, "on_track"),
        (None, 100, None),
        (5, None, None),
    ],
)
def test_status_of_a_count(actual: float | None, target: float | None, status: Verdict | None) -> None:
    assert judged(actual, target) == status


def test_settings_of_the_plan_count() -> None:
    assert judged(94, 100, Judge(Status(tolerance=0.07))) == "on_track"
    assert judged(94, 100, Judge(Status(watch=0.3))) == "watch"  # 29.6%
    assert judged(78, 100, Judge(Status(chance=0.15), 2)) == "behind"  # 1.34% < 15% / 10
    assert judged(86, 100, Judge(Status(dispersion=2))) == "within_chance"  # P(43 or less of 50): 17.8%
    calm = compared(f"{PLAIN}status: {{noise: 0%}}\n", seen(visits=months(86)), 1)
    assert calm.get("visits").to_date.status == "watch"
    for status in (
        "{dispersion: 2, noise: 0%}",
        "{noise: 10%}",
        "{noise: {leads: 5%}}",
    ):
        comparison = compared(f"{PLAIN}status: {status}\n", seen(visits=months(86)), 1)
        assert comparison.get("visits").to_date.status == "within_chance"


def test_the_more_rows_are_judged_the_less_is_proven() -> None:
    """76 of 100 have a chance of 0.79%: proven where 2 rows are judged together, not where 3 are."""
    export = seen(visits=months(76))
    text = f"{PLAIN}status: {{noise: 0%}}\n"
    assert compared(text, export, 1).get("visits").to_date.status == "behind"
    crowded = seen(visits=months(76), leads=months(15), customers=months(8))
    assert compared(text, crowded, 1).get("visits").to_date.status == "watch"
    with_revenue = Seen({"visits": months(76), "leads": months(15)}, months(8000.0))
    assert compared(text, with_revenue, 1).get("visits").to_date.status == "watch"


def test_months_vary_at_the_top_by_more_than_chance() -> None:
    """5,650 of 6,250 visits: by Poisson never, by months that vary by 10% in 17 of 100. Over three months less."""
    [one, three] = (compared(INBOUND, seen(visits=months(*[5650] * n)), n).get("visits").to_date for n in (1, 3))
    assert (one.status, three.status) == ("within_chance", "watch")
    calm = compared(f"{INBOUND}status: {{noise: {{visits: 0%}}}}\n", seen(visits=months(5650)), 1)
    assert calm.get("visits").to_date.status == "behind"


def test_a_stage_is_judged_given_the_stage_above() -> None:
    """Half the visits: half the leads follow, and are not blamed; a third of them is."""
    follows = compared(PLAIN, seen(visits=months(500), leads=months(100)), 1).get("leads")
    assert follows.to_date.status == "on_track"
    text = PLAIN.replace("120", "1200")
    export = seen(visits=months(500), leads=months(100), customers=months(49))
    statuses = [figure.to_date.status for figure in compared(text, export, 1).figures if figure.unit == "count"]
    assert statuses == ["behind", "follows", "follows"]
    export = seen(visits=months(500), leads=months(60), customers=months(30))
    comparison = compared(text, export, 1)
    statuses = [figure.to_date.status for figure in comparison.figures if figure.unit == "count"]
    assert statuses == ["behind", "behind", "follows"]
    # a conversion has the status of the stage that it leads to
    assert [row.status for row in comparison.conversions] == ["behind", "follows"]


def test_a_conversion_is_binomial() -> None:
    """Of 20 leads at 50%, 6: 5.8% of the time; by Poisson it were 13%."""
    leads = Basis(10, trials=20)
    assert judged(6, 10, given=leads) == "watch"
    assert judged(6, 10) == "within_chance"
    assert judged(6, 10, Judge(Status(dispersion=2)), leads) == "within_chance"  # 3 of 10: 17%
    export = seen(leads=months(20), customers=months(6))
    [_, plain] = compared(PLAIN, export, 1).conversions
    assert (plain.came, plain.expected, plain.status, plain.lagged) == (6, about(10), "watch", False)
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
    # 10 were the target, 5 are what 50 visits bring: 6.7% for 5 of 10, so they follow
    assert customers[3:] == (about(0.5), None, 5, about(5), "follows", False)


def test_what_is_not_known_above_varies_as_it_does() -> None:
    """Without visits, 800 of 1,000 leads: as little as their noise of 10% makes in 3 of 100 months, Poisson in none."""
    text = PLAIN.replace("120", "6000")
    known = compared(text, seen(visits=months(5000), leads=months(800)), 1).get("leads")
    blind = compared(text, seen(leads=months(800)), 1).get("leads")
    assert (known.to_date.status, blind.to_date.status) == ("behind", "watch")
    lagged = text.replace("{leads: 20%}", "{leads: {rate: 20%, lag: 1 month}}")
    shown = [compared(lagged, seen(visits=more, leads=months(800)), 1).get("leads") for more in ({1: 5000}, {0: 5000})]
    assert [each.to_date.status for each in shown] == ["watch", "behind"]  # January's leads are December's visits


def test_revenue_is_judged_by_the_customers_that_it_is_worth() -> None:
    def of(actual: float | None, target: float, wanted: float, won: float | None = None) -> str | None:
        return ONE.of_revenue(actual, target, Basis(wanted), won).status

    assert of(1_000_000, 2_475_000, 2.25) == "within_chance"  # P(0 of 2.25): 10.5%
    assert of(1_000_000, 2_750_000, 2.5) == "watch"  # 8.2%
    assert of(0, 0, 0) == "on_track"
    assert of(-5, 0, 0) == of(-5, 100, 10) == "behind"  # more refunds than sales
    assert of(None, 5, 1) is None
    assert of(700, 1000, 10) == "within_chance"  # 7 of 10: 22%
    assert of(900, 1000, 100, won=70) == "within_chance"  # fewer customers than 100, with larger deals
    assert of(500, 1000, 100, won=70) == "behind"  # 70 of 100: 0.08%
    assert of(700, 1000, 10, won=14) == "watch"  # 14 were won, and bring what 7 should: 3.2%


def test_revenue_belongs_to_the_verdict() -> None:
    """As many customers as planned, at 30% of the planned deal."""
    text = PLAIN.replace("120", "360")
    export = Seen({"visits": months(300), "leads": months(60), "customers": months(30)}, months(9000.0))
    comparison = compared(text, export, 1)
    assert [figure.to_date.status for figure in comparison.figures] == ["on_track", "on_track", "on_track", "behind"]
    [gate] = missed(gates(comparison, on="behind"))
    assert (gate.kpi, gate.unit, gate.attainment) == ("revenue", "currency", about(0.3))


def test_what_would_show() -> None:
    """Of 94 leads a month, given the visits, in June; and of too few customers nothing would."""
    half = {name: [6 * wanted] for name, wanted in zip(STAGES, (6250, 93.75, 18.75, 3.75, 1.5, 0.75), strict=True)}
    export = seen(**{name: months(*[count[0] / 6] * 6) for name, count in half.items()})
    comparison = compared(INBOUND, export, 6)
    shows = {figure.kpi: figure.shows for figure in comparison.figures if figure.unit == "count"}
    assert shows["leads"] == about(0.113, 1e-2)
    assert shows["mqls"] is not None
    assert 0.2 < shows["mqls"] < 0.3
    assert shows["customers"] == 1.0  # that none of 9 opportunities is won happens in 2 of 1,000 half-years
    few = compared(INBOUND, seen(opportunities=months(1, 2), customers=months(1, 0)), 2)
    assert few.get("customers").shows is None
    assert comparison.get("revenue").shows is None


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


def at_most(count: int, trials: int, rate: float) -> float:
    """P(X <= count) of the binomial distribution, as it is defined."""
    return math.fsum(math.comb(trials, k) * rate**k * (1 - rate) ** (trials - k) for k in range(count + 1))


def test_gates() -> None:
    export = seen(visits=months(16_200), leads=months(80), mqls=months(10), customers=months(0))
    comparison = compared(INBOUND, export, 1)
    leads = Gate("behind", None, "leads", "behind", "count", about(93.75), 80, about(80 / 93.75))
    mqls = Gate("watch", None, "mqls", "watch", "count", about(18.75), 10, about(10 / 18.75))
    leads = leads._replace(chance=about(at_most(80, 16_200, 0.015)))
    mqls = mqls._replace(chance=about(at_most(10, 80, 0.2)))
    leads, mqls = leads._replace(limit=about(0.1 / (5 * 4))), mqls._replace(limit=0.1)  # four rows judged together
    assert gates(comparison) == ()
    assert missed(gates(comparison, on="behind")) == (leads,)
    assert missed(gates(comparison, on="watch")) == (leads, mqls)
    held = gates(comparison, on="behind")[1:]
    assert [(gate.kpi, gate.status) for gate in held if gate.holds] == [
        ("visits", "on_track"),
        ("mqls", "watch"),
        ("customers", "within_chance"),
    ]
    assert held[1] == mqls._replace(kind="behind", limit=leads.limit, holds=True)


def test_floors_are_taken_literally() -> None:
    export = seen(visits=months(16_200), leads=months(80), mqls=months(10), customers=months(0))
    comparison = compared(INBOUND, export, 1)
    nine_tenths, lower = Floor("leads", 0.9, "90%"), Floor("leads", 0.85, "85%")
    (gate,) = missed(gates(comparison, [nine_tenths, lower]))
    assert (gate.kind, gate.status, gate.floor, gate.limit) == ("under", "behind", nine_tenths, 0.9)
    assert (gate.actual, gate.attainment) == (80, about(80 / 93.75))
    assert gate.chance is not None
    (gate,) = missed(gates(comparison, [Floor("customers", 0.9, "90%")]))  # chance is no excuse
    assert (gate.status, gate.attainment) == ("within_chance", 0.0)


@pytest.mark.parametrize("kpi", ["sqls", "accounts"])
def test_without_actuals_no_floor_is_kept(kpi: str) -> None:
    (gate,) = missed(gates(compared(INBOUND, seen(leads=months(80)), 1), [Floor(kpi, 0.1, "10%")]))
    assert (gate.kind, gate.kpi, gate.actual, gate.attainment) == ("under", kpi, None, None)


def test_gates_of_segments_say_which() -> None:
    text = INBOUND + "segments: {in: {share: 50%}, out: {share: 50%}}\n"
    comparison = compared(text, {"in": seen(leads=months(20)), "out": seen(leads=months(47))}, 1)
    found = [(gate.segment, gate.kpi, gate.status) for gate in missed(gates(comparison, on="behind"))]
    assert found == [("in", "leads", "behind"), (None, "leads", "behind")]


def test_what_is_met_to_the_digit_is_met() -> None:
    """To September 2,000 visits come out as 2000.0000000000002: 1,900 are 95% of them all the same."""
    text = PLAIN.replace("20%", "15%").replace("50%", "30%")
    comparison = compared(text, seen(visits=months(*[200] * 8, 300)), 9)
    visits = comparison.get("visits").to_date
    assert visits.target == about(2000)
    assert visits.target != 2000
    assert visits.status == "on_track"  # not more than 5% below
    assert missed(gates(comparison, [Floor("visits", 0.95, "95%")])) == ()


def test_more_dispersion_never_makes_a_count_less_likely() -> None:
    """37 of 46 was within chance, and with months that jump more, behind: counts were cut to whole ones."""
    for dispersion in (1.0, 1.05, 1.1, 1.3, 2.0):
        judge = Judge(Status(dispersion=dispersion))
        assert judged(37, 46, judge) == "within_chance"
        assert judged(37, 92, judge, Basis(92, trials=184)) == "behind"


def test_a_judge_of_one_row_looks_at_it_alone() -> None:
    """10% of the years over five looks: 2%, and half of it for two rows; no rows are judged as one."""
    assert [Judge(Status(), *rows).alpha for rows in ((), (1,), (2,), (0,))] == about([0.02, 0.02, 0.01, 0.02])


def test_a_chance_at_a_limit_is_not_below_it() -> None:
    assert [ONE.weighed(chance) for chance in (0.0, 0.00999, ONE.alpha, 0.0999, 0.1, 1.0)] == [
        "behind", "behind", "watch", "watch", "within_chance", "within_chance",
    ]  # fmt: skip
    half, whole = Basis(50), Basis(100)
    limit = ONE.chance(86, whole)
    for watch, status in ((limit, "within_chance"), (limit * 1.001, "follows")):
        assert Judge(Status(watch=watch), 2).of_count(86, 100, half, whole).status == status


@pytest.mark.parametrize("mean", [3.5, 4.9, 9.9, 21.0, 100.0, 399.5])
@pytest.mark.parametrize("tolerance", [0.0, 0.05, 0.6, 1.0])
def test_the_smallest_drop_that_shows_is_the_largest_count_that_is_proven(mean: float, tolerance: float) -> None:
    """Tried out count by count; a count within the tolerance is never behind, so no smaller drop shows."""
    judge, basis = Judge(Status(tolerance=tolerance)), Basis(mean)
    proven = [count for count in range(math.ceil(mean)) if judge.chance(count, basis) < judge.alpha]
    allowed = [count for count in proven if count <= mean * (1 - tolerance)]
    wanted = None if not proven else max(1 - max(allowed, default=0) / mean, tolerance)
    assert judge.shows(basis) == (wanted if wanted is None else about(wanted))


def test_of_a_million_and_more_the_drop_that_shows_is_the_normal_distributions() -> None:
    """Of 4 million, counts vary by 2,000: 2% of them fall short by 2.0537 times that, 0.103%; twice as far by four
    times the variance; and no drop within the tolerance shows."""
    for dispersion, wanted in ((1, 2.0537489 / 2000), (4, 2.0537489 / 1000)):
        assert Judge(Status(tolerance=0, dispersion=dispersion)).shows(Basis(4e6)) == about(wanted, 1e-6)
    assert Judge(Status(tolerance=0.0005)).shows(Basis(4e6)) == about(2.0537489 / 2000, 1e-6)
    assert Judge(Status()).shows(Basis(4e6)) == 0.05
    # where counting ends and the distribution begins, both say the same
    exact, normal = (Judge(Status(tolerance=0)).shows(Basis(mean)) for mean in (1e6, 1.000001e6))
    assert exact == about(normal, 1e-5)


def test_nothing_shows_where_nothing_is_expected() -> None:
    assert Judge(Status()).shows(Basis(0)) is None
    assert Judge(Status()).shows(Basis(3.9)) is None  # exp(-3.9) = 2.02%
    assert Judge(Status()).shows(Basis(3.92)) == 1.0  # 1.98%
