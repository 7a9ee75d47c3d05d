"""Law 5: level plans.

"With a level goal, level rates and next_year 0%, a lag changes no target of the plan months: it only adds carry-in.
With `none`, targets stay level until they stop."
"""

from hypothesis import given

from ..generated import STABLE, Data, last_stage, near, outcomes_of, plans, results_of, without
from ..reference.funnel import ages


def level(data: Data, next_year: str) -> Data:
    """The plan with a level goal and level rates, nothing direct, no segments."""
    plain = without(data, "direct", "segments", "existing", "before", "costs")
    plain["goal"] = {last_stage(data): 120, "next_year": next_year}
    for entry in plain["funnel"]:
        for name, spec in entry.items() if isinstance(entry, dict) else ():
            if isinstance(spec, list) or (isinstance(spec, dict) and not spec.keys() & {"rate", "each", "by_age"}):
                entry[name] = "10%" if entry is not plain["funnel"][0] else spec
            elif isinstance(spec, dict):
                spec |= {key: "30%" if key == "rate" else 1.7 for key in ("rate", "each") if key in spec}
    return plain


def without_lags(data: Data) -> Data:
    """The plan with the same rates and no lag."""
    plain = without(data, "lag")
    for entry in plain["funnel"]:
        for spec in entry.values() if isinstance(entry, dict) else ():
            if isinstance(spec, dict) and "by_age" in spec:
                spec["rate"] = sum(ages(spec.pop("by_age")))
    return plain


@STABLE
@given(plans())
def test_a_lag_changes_no_target_of_a_level_plan(data: Data) -> None:
    lagged = results_of(level(data, "0%"))
    plain = results_of(without_lags(level(data, "0%")))
    assert plain.carry_in == ()
    assert len(lagged.figures) == len(plain.figures)
    for one, two in zip(lagged.figures, plain.figures, strict=True):
        assert (one.kpi, one.unit) == (two.kpi, two.unit)
        assert all(near(x, y) for x, y in zip([*one.values, one.total], [*two.values, two.total], strict=True))
    months = {figure.kpi: figure.values[0] for figure in lagged.figures}
    for row in lagged.carry_in:
        assert near(row.needed, months[row.stage])


@STABLE
@given(plans())
def test_where_nothing_is_wanted_after_the_plan_targets_stay_level_until_they_stop(data: Data) -> None:
    [outcome] = outcomes_of(level(data, "none"))
    [whole] = outcomes_of(level(data, "0%"))
    last = 12
    for stage in range(len(outcome.targets.stages) - 1, -1, -1):
        run, found = whole.targets.arrivals[stage], outcome.targets.arrivals[stage]
        assert all(near(found.at(month), run.at(1)) for month in range(found.first, last + 1)), stage
        assert all(found.at(month) == 0.0 for month in range(last + 1, 13)), stage
        last -= outcome.targets.stages[stage].lag.shortest
