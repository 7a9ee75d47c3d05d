"""What a change may be called, and what it does: each against the file edited by hand."""

from __future__ import annotations

import pytest

from tests.language.overlay.helpers import PLAN, edited, plan_under, stage, under


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("goal.average_deal=36k", "average_deal: 30k", "average_deal: 36k"),
        ("average_deal=36k", "average_deal: 30k", "average_deal: 36k"),
        ("revenue=12M", "revenue: 6M", "revenue: 12M"),
        ("existing.revenue=2M", "revenue: 1M", "revenue: 2M"),
        ("funnel[2].mqls=24%", "mqls: 20%", "mqls: 24%"),
        ("funnel.mqls=24%", "mqls: 20%", "mqls: 24%"),
        ("mqls=24%", "mqls: 20%", "mqls: 24%"),
        ("mqls=[18%, 20%, 20%, 22%]", "mqls: 20%", "mqls: [18%, 20%, 20%, 22%]"),
        ("mqls={from: 18%, to: 22%}", "mqls: 20%", "mqls: {from: 18%, to: 22%}"),
        ("mqls.lag=3 weeks", "mqls: 20%", "mqls: {rate: 20%, lag: 3 weeks}"),
        ("mqls={lag: 3 weeks, owner: Sales}", "mqls: 20%", "mqls: {rate: 20%, lag: 3 weeks, owner: Sales}"),
        ("leads=1.8%", "rate: {from: 1.5%, to: 2%}", "rate: 1.8%"),
        ("leads.rate.to=3%", "to: 2%", "to: 3%"),
        ("leads.direct={mar: 80, else: 1}", "{mar: 60, else: 0}", "{mar: 80, else: 1}"),
        ("leads.direct.mar=80", "mar: 60", "mar: 80"),
        ("leads.direct.oct=80", "mar: 60", "mar: 60, oct: 80"),
        ("leads.direct=null", ", direct: {mar: 60, else: 0}", ""),
        ("visits.cost=0.75", "cost: 0.50", "cost: 0.75"),
        ("visits.paid.cost=3", "cost: 2}", "cost: 3}"),
        ("visits.sources.organic.cost=0.10", "organic: 60%", "organic: {share: 60%, cost: 0.10}"),
        ("trials=1.8", "each: 1.5", "each: 1.8"),
        ("trials=80%", "each: 1.5", "rate: 80%"),
        ("goal.by_quarter[0]=20.0%", "[20%,", "[20.0%,"),
        ("growth=2% a month", "by_quarter: [20%, 25%, 25%, 30%]", "growth: 2% a month"),
        ("in_quarter=[20%, 30%, 50%]", "30%]}", "30%], in_quarter: [20%, 30%, 50%]}"),
        ("start=2026-04", "year: 2026", "start: 2026-04"),
        ("outbound.meetings=5%", "meetings: 4%", "meetings: 5%"),
        ("meetings=5%", "meetings: 4%", "meetings: 5%"),
        ("segments.outbound.funnel[1].meetings=5%", "meetings: 4%", "meetings: 5%"),
        ("outbound.customers=30%", "rate: 25%", "rate: 30%"),
        ("outbound.average_deal=80k", "average_deal: 90k", "average_deal: 80k"),
        ("outbound.revenue=1M", "share: 40%\n    goal: {", "goal: {revenue: 1M, "),
        ("mqls*=1.1", "mqls: 20%", "mqls: 22%"),
        ("leads*=1.1", "{from: 1.5%, to: 2%}", "{from: 1.65%, to: 2.2%}"),
        ("trials*=2", "each: 1.5", "each: 3"),
        ("revenue*=110%", "revenue: 6M", "revenue: 6_600_000"),
        ("visits.cost*=1.1", "cost: 0.50", "cost: 0.55"),
        ("visits.cost*=2.25", "cost: 0.50", "cost: 1.1250"),  # 1.125 might be more than a thousand
        ("outbound.average_deal*=0.5", "average_deal: 90k", "average_deal: 45k"),
        ("outbound.customers.lag*=2", "lag: 2 months", "lag: 4 months"),
        ("leads.direct*=0.5", "mar: 60", "mar: 30"),
        ("funnel[4].customers*=0.5", "[5%, 20%, 15%]", "[2.5%, 10%, 7.5%]"),
    ],
)  # fmt: skip
def test_a_change_is_what_editing_the_file_is(text: str, old: str, new: str) -> None:
    plan = PLAN if text != "outbound.revenue=1M" else PLAN.replace("{share: 60%}", "{share: 100%}")
    assert plan_under(text, plan=plan) == edited((old, new), plan=plan)


def test_null_takes_a_stage_out() -> None:
    assert [each.name for each in plan_under("mqls=null").funnel] == ["visits", "leads", "trials", "customers"]


def test_several_are_laid_one_after_the_other() -> None:
    both = plan_under("mqls=24%", "mqls*=0.5", "average_deal=36k")
    assert both == edited(("mqls: 20%", "mqls: 12%"), ("average_deal: 30k", "average_deal: 36k"))


def test_conversion_by_age_keeps_its_shape() -> None:
    """40% in all, 1/8 of it at once: 20% has 2.5% at once."""
    before, after = (stage(plan.funnel, "customers") for plan in (plan_under(), plan_under("funnel[4].customers=20%")))
    assert after.rate == (0.2,) * 12
    assert after.lag == before.lag


def test_a_lag_takes_the_place_of_ages_whose_rate_stays() -> None:
    """5 + 20 + 15%."""
    found = stage(plan_under("funnel[4].customers.lag=1 month").funnel, "customers")
    assert found.rate[0] == pytest.approx(0.4)
    assert found.lag.shares == (0.0, 1.0)


def test_a_rate_said_in_full_takes_the_place_of_ages() -> None:
    found = stage(plan_under("funnel[4].customers.rate=30%").funnel, "customers")
    assert (found.rate[0], found.lag.shares, found.lag_stated) == (0.3, (1.0,), False)


def test_a_segment_gets_its_own_funnel_where_it_shares_the_plans() -> None:
    plan = plan_under("inbound.mqls=30%")
    assert stage(plan.segments[0].funnel, "mqls").rate[0] == 0.3
    assert stage(plan.funnel, "mqls").rate[0] == 0.2
    assert stage(plan.segments[0].funnel, "customers") == stage(plan.funnel, "customers")


def test_a_goal_of_its_own_gives_way_to_a_share() -> None:
    plan = PLAN.replace("    share: 40%\n    goal: {average_deal", "    goal: {revenue: 1M, average_deal")
    found = plan_under("outbound.share=40%", plan=plan).segments[1]
    assert (found.share, found.goal.revenue, found.goal.average_deal) == (0.4, None, (90_000.0,) * 12)


def test_the_last_stage_is_a_rate_in_percent_and_else_the_goal() -> None:
    plan = (
        "name: N\nyear: 2026\ngoal: {revenue: 1M, average_deal: 5k}\nfunnel: [visits, {leads: 2%}, {customers: 10%}]\n"
    )
    assert plan_under("customers=12%", plan=plan).funnel[2].rate[0] == 0.12
    assert plan_under("customers=0.12", plan=plan).funnel[2].rate[0] == 0.12
    counted = plan_under("customers=120", plan=plan)
    assert (counted.goal.units, counted.goal.revenue) == (120, None)
    assert plan_under("customers*=1.1", plan=plan).funnel[2].rate[0] == pytest.approx(0.11)
    assert plan_under("revenue=2M", plan=plan.replace("revenue: 1M", "customers: 5")).goal.units is None


@pytest.mark.parametrize(
    ("text", "code", "says", "hint"),
    [
        ("leds=1%", "unknown-path", "nothing of the plan is called leds", "did you mean `leads`?"),
        ("__class__=1", "unknown-path", "nothing of the plan is called __class__", "known here: visits, leads,"),
        ("leads.lagg=1 mo", "unknown-path", "nothing in funnel[1].leads is called lagg", "`funnel[1].leads.lag`"),
        ("funnel[9].leads=1%", "unknown-path", "nothing in funnel is called 9", "known here: visits"),
        ("funnel[1].mqls=1%", "unknown-path", "is called mqls", "known here: leads"),
        ("segments.outbond.share=1%", "unknown-path", "nothing in segments is called outbond", "`segments.outbound`"),
        ("outbound.mqls=1%", "unknown-path", "nothing in segments.outbound is called mqls", "known here: share"),
        ("average_deal[7]=5k", "unknown-path", "nothing stands at goal.average_deal[7]", "change the whole value"),
        ("customers=25%", "unclear-path", "can mean funnel[4].customers or segments.outbound.funnel[2]", "in full"),
        ("visits=6000", "bad-change", "visits is the first stage", "change the goal"),
        ("visits*=1.1", "bad-change", "visits is the first stage", "="),
        ("leads*=many", "bad-change", "can't be multiplied", "such as 1.1 or 110%"),
        ("goal*=2", "bad-change", "holds several things: name one", "="),
        ("budget*=2", "bad-change", "the plan states no number", "="),
        ("name*=2", "bad-change", "nothing to multiply", "="),
        ("scenarios.bold.leads=1%", "bad-change", "scenarios are changed in the plan's file", ""),
        ("extends=x.yaml", "bad-change", "can't be changed here", ""),
        ("leads", "bad-change", "leads has no =", "leads=1.8%"),
        ("=5", "bad-change", "has no path before =", "leads=1.8%"),
        ("leads=", "bad-change", "nothing stands after leads=", "null to take out"),
        ("a..b=1", "bad-change", "a..b is no path", "mqls.lag"),
        ("[2]=1", "bad-change", "[2] is no path", "mqls.lag"),
        ("x" * 5000 + "=1", "bad-change", "... is no path", "mqls.lag"),
        (".".join("a" * 50) + "=1", "bad-change", "is no path", "mqls.lag"),
        ("leads=" + "[" * 500, "too-deep", "nested", ""),
        ("leads=!!python/object:os.system x", "yaml-tag", "has no place in a plan", "remove the tag"),
        ("leads={a: 1", "yaml-syntax", "", ""),
        ("leads=1%\x1b[31m", "not-text", "U+001B has no place", "remove it"),
        ("leads=\udcff", "not-text", "U+DCFF has no place", "remove it"),
        ("funnel={nobody: 5%}", "unknown-stage", "no stage is called nobody", "the stages are visits"),
        ("leads=220%", "out-of-range", "220% is above 100%", "20%"),
        ("leads={a: *b}", "unknown-alias", "names nothing", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_where_it_stands(text: str, code: str, says: str, hint: str) -> None:
    found = under("mqls=21%", text)
    assert found.plan is None
    problem = found.errors[0]
    assert (problem.code, problem.file) == (code, "--set")
    assert problem.place is not None
    assert problem.place.line == 2
    assert says in problem.message
    assert hint in problem.hint
    assert len(problem.message) < 300


def test_a_place_is_that_of_the_value() -> None:
    """The 7th character of the second option; of a block, where it stands in it."""
    assert under("mqls=21%", "leads=220%").errors[0].place == (2, 7, 4, "--set")
    assert under("leads=\n  rate: 220%", "mqls=x").errors[0].place == (2, 9, 4, "--set")
    assert under("leads=\n  rate: 20%", "mqls=x").errors[0].place == (3, 6, 1, "--set")


def test_all_problems_are_told_at_once() -> None:
    assert [p.code for p in under("leds=1%", "leads=220%", "mqls=").errors] == [
        "unknown-path",
        "out-of-range",
        "bad-change",
    ]


def test_ten_thousand_changes_are_too_many() -> None:
    found = under(*["leads=2%"] * 10_000)
    assert [p.message for p in found.errors] == ["10,000 changes; at most 1,000 are laid over a plan"]


@pytest.mark.parametrize(
    "text", ["mqls=20%", "mqls=0.2", "mqls.rate=20.0%", "revenue=6_000_000", "mqls.lag=null", "mqls*=1"]
)
def test_a_change_that_the_plan_has_is_said(text: str) -> None:
    found = under(text)
    assert found.plan == plan_under()
    assert [(p.code, p.severity) for p in found.problems if p.file == "--set"] == [("no-change", "note")]
