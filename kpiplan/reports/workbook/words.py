"""What sheets call things: inputs, lines of the engine."""

from __future__ import annotations

from kpiplan.kpis.built_in import BUILT_IN
from kpiplan.locales.english import Locale, phrase
from kpiplan.plan.model import Plan, Stage, whole_labels

# names of sheets are the same in every language: `actuals` finds its sheet by its name
TARGETS, BEFORE, INPUTS, ACTUALS, VARIANCE, ENGINE, KPIPLAN = (
    "Targets", "Before", "Inputs", "Actuals", "Variance", "Engine", "kpiplan",
)  # fmt: skip

INPUT_WORDS = {
    "start": phrase("first month"),
    "revenue": phrase("revenue goal"),
    "units": phrase("goal in units"),
    "recurring_from": phrase("recurring revenue now"),
    "recurring_to": phrase("recurring revenue at the year's end"),
    "recurring_churn": phrase("churn a month"),
    "recurring_expansion": phrase("expansion a month"),
    "average_deal": phrase("average deal"),
    "by_month": phrase("weights of the months"),
    "from_elsewhere": phrase("from elsewhere"),
    "round_customers": phrase("whole customers a year"),
    "next_year": phrase("growth of the year after"),
    "existing": phrase("existing revenue"),
    "existing_churn": phrase("of it lost in the year"),
    "existing_expansion": phrase("of it gained in the year"),
    "rate": phrase("rate"),
    "lag": phrase("time from the stage above"),
    "direct": phrase("direct arrivals"),
    "per_customer": phrase("referrals a month for each customer"),
    "opening": phrase("customers on the first day"),
    "cost": phrase("cost of one"),
    "source_share": phrase("share"),
    "share": phrase("share of the goal"),
    "costs": phrase("fixed costs a month"),
    "gross_margin": phrase("gross margin"),
    "purchases_per_year": phrase("purchases a year"),
    "years_kept": phrase("years that a customer stays"),
}
ENGINE_WORDS = {
    "goal": phrase("new business"),
    "recurring": phrase("recurring revenue"),
    "amount": phrase("its part of the goal"),
    "part": phrase("its part of the plan"),
    "total goal": phrase("goal of all segments"),
    "left": phrase("left for segments with a share"),
    "elsewhere": phrase("from elsewhere"),
    "exact": phrase("customers, exact"),
    "exact year": phrase("customers of the year, exact"),
    "rounding": phrase("whole customers a year"),
    "factor": phrase("factor that makes them whole"),
    "next year": phrase("growth of the year after"),
    "arrivals": phrase("{stage}: arrivals"),
    "covers": phrase("{stage}: first and last month covered"),
    "ages": phrase("{stage}: ages with a share"),
    "need": phrase("{stage}: from the stage above"),
    "reach": phrase("{stage}: months covered"),
    "direct": phrase("{stage}: direct arrivals"),
    "told": phrase("{stage}: segments that say something"),
    "known": phrase("{stage}: what they say"),
    "silent": phrase("{stage}: targets of the others"),
    "silent year": phrase("{stage}: their targets of the year"),
    "got": phrase("{stage}: known"),
    "older": phrase("{stage}: parts by age, the oldest first"),
    "expected": phrase("{stage}: to be expected"),
    "rest": phrase("{stage}: of the last month still to come"),
    "came": phrase("{stage}: known, else to be expected"),
    "ratio": phrase("{stage}: over its target"),
    "plain": phrase("{stage}: not planned, by its rate"),
    "got revenue": phrase("revenue: known"),
    "so far": phrase("customers so far"),
    "brought": phrase("revenue so far"),
    "year": phrase("revenue of the year"),
}


class Words:
    """What a plan's own things are called in a language."""

    def __init__(self, plan: Plan, locale: Locale) -> None:
        self.plan = plan
        self.locale = locale
        self.say = locale.say
        funnels: dict[str | None, tuple[Stage, ...]] = {None: plan.funnel}
        funnels |= {segment.name: segment.funnel or plan.funnel for segment in plan.segments}
        self._stages = {(name, stage.name): stage.label for name, funnel in funnels.items() for stage in funnel}
        self._sources = {
            (name, f"{stage.name}.{source.name}"): source.label or source.name
            for name, funnel in funnels.items()
            for stage in funnel
            for source in stage.sources
        }
        self._whole = whole_labels([segment.funnel or plan.funnel for segment in plan.segments] or [plan.funnel])

    def stage(self, segment: str | None, name: str) -> str:
        """What a stage is called, of a segment or of the whole plan."""
        label = self._stages.get((segment, name)) or self._whole.get(name, "")
        return self.locale.term(name, label)

    def of(self, segment: str | None, name: str) -> str:
        """What a stage, a source of one, or a side that spends is called."""
        if name in ("marketing", "sales"):
            return self.say("marketing") if name == "marketing" else self.say("sales")
        if (segment, name) in self._sources:
            stage = name.partition(".")[0]
            return f"{self.stage(segment, stage)}: {self.source(segment, name)}"
        return self.stage(segment, name) if name else ""

    def segment(self, name: str | None) -> str:
        """What a segment is called."""
        found = next((each for each in self.plan.segments if each.name == name), None)
        return self.locale.term(found.name, found.label) if found else self.say("whole plan")

    def source(self, segment: str | None, kpi: str) -> str:
        """What a source of a stage is called."""
        name = kpi.partition(".")[2]
        known = {label for (_, of), label in self._sources.items() if of == kpi}
        return self.locale.term(name, self._sources.get((segment, kpi)) or (known.pop() if len(known) == 1 else ""))

    def figure(self, kpi: str) -> str:
        """What a stage of any funnel, or a figure of money, is called in columns of all of them."""
        return self.say(BUILT_IN[kpi].label) if kpi in BUILT_IN else self.stage(None, kpi)
