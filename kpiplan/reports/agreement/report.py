"""The agreement as a document to sign: who owes whom what each month, what the words mean, what follows a miss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpiplan.analysis.agreement import Agreement, party_key
from kpiplan.kpis.record import Cadence
from kpiplan.locales import numbers
from kpiplan.locales.english import Locale, phrase
from kpiplan.months import plan_months
from kpiplan.plan.kpi_goals import Chosen
from kpiplan.plan.model import Plan, Stage
from kpiplan.reports.agreement.chapters import Chapter, Items, PrintedPage
from kpiplan.reports.agreement.duties import Writer, section_chapters
from kpiplan.reports.cells import UNKNOWN, words
from kpiplan.reports.labels import kpi_name
from kpiplan.reports.model import Cell, Column, Row, Table
from kpiplan.reports.scorecard.limit_words import aim_text

BLANK = "." * 16  # to be filled in by hand
_BLANK, _WIDE = Cell(BLANK), Cell(BLANK * 2)
_HANDED = ("sqls", "opportunities")  # stages that sales takes over, as an example
_CADENCES: dict[Cadence, str] = {
    "weekly": phrase("weekly"),
    "monthly": phrase("monthly"),
    "quarterly": phrase("quarterly"),
    "half-yearly": phrase("half-yearly"),
    "yearly": phrase("yearly"),
}


def agreement_page(plan: Plan, agreed: Agreement, locale: Locale) -> PrintedPage:
    """The whole page."""
    writer = Writer(plan, agreed, locale)
    names = [writer.named(key) for key in agreed.parties]
    title = locale.say("Agreement between {parties}", parties=locale.listed(names))
    chapters = [chapter for section in agreed.sections for chapter in section_chapters(writer, section)]
    if plan.kpis:
        chapters.append(_watched(writer))
    chapters += [_definitions(writer), _missed(writer), _signed(writer, names)]
    return PrintedPage(title, Items(tuple(_about(writer))), tuple(chapters))


def _about(writer: Writer) -> Iterator[str]:
    plan, say = writer.plan, writer.locale.say
    months = plan_months(plan.start)
    yield say("Plan: {name}", name=plan.name)
    yield say("Year: {span}", span=writer.locale.span(months[0], months[-1]))
    if plan.currency:
        yield say("Currency: {currency}", currency=plan.currency)
    if plan.why:
        yield say("What for: {why}", why=plan.why)


def _watched(writer: Writer) -> Chapter:
    """The chosen KPIs: whose, what each must be, how often it is looked at, what to do when it is off."""
    say = writer.locale.say
    heads = ("KPI", say("whose"), say("must be"), say("reviewed"), say("where from"), say("when it is off"))
    rows = tuple(_watch(writer, chosen) for chosen in writer.plan.kpis)
    return Chapter(say("Who watches what"), (Table(_headed(heads), rows),))


def _watch(writer: Writer, chosen: Chosen) -> Row:
    cadence = words(_cadence(writer, chosen.cadence) if chosen.cadence else UNKNOWN)
    name, goal = words(kpi_name(writer.locale, chosen)), words(aim_text(chosen, writer.plan, writer.locale))
    owner, source, action = (words(text) if text else _BLANK for text in (chosen.owner, chosen.source, chosen.action))
    return Row((name, owner, goal, cadence, source, action))


def _cadence(writer: Writer, cadence: Cadence) -> str:
    return writer.locale.say(_CADENCES[cadence])


def _definitions(writer: Writer) -> Chapter:
    """Every stage once for each owner, with room to write down what counts as one."""
    say = writer.locale.say
    rows: dict[tuple[str, str, str], Row] = {}
    for section in writer.agreed.sections:
        for side in section.sides:
            for stage in (duty.stage for duty in side.duties):
                cells = (words(writer.locale.term(stage.name, stage.label)), words(writer.party(side)), _WIDE)
                rows.setdefault((stage.name, side.key, stage.label), Row(cells))
    heads = (say("stage"), say("whose"), say("what counts as one"))
    return Chapter(say("What the words mean"), (Table(_headed(heads), tuple(rows.values())),))


def _missed(writer: Writer) -> Chapter:
    """What happens when a month is missed. What is owed each month is looked at each month."""
    say = writer.locale.say
    often = _cadence(writer, "monthly")
    lines = (
        say("The parties look at these numbers together: {often}.", often=often),
        say("Who sees first that a month is missed tells the others within {blank} working days.", blank=BLANK),
        say("The parties then agree on what makes up for it, who does it, and by when."),
        say("What is missed {blank} months in a row is decided by: {blank}.", blank=BLANK),
    )
    return Chapter(say("When a number is missed"), (Items(lines),))


def _signed(writer: Writer, names: Sequence[str]) -> Chapter:
    say = writer.locale.say
    heads = (say("party"), say("full name"), say("date"), say("signature"))
    rows = tuple(Row((words(name), _BLANK, _BLANK, _WIDE)) for name in names)
    return Chapter(say("Signed"), (Table(_headed(heads), rows),))


def _headed(heads: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(head, words=True) for head in heads)


def one_owner_text(agreed: Agreement, locale: Locale) -> str:
    """Why a plan with a single owner has no agreement, and what to write."""
    say = locale.say
    owner = next(iter(agreed.parties.values())) or say("Marketing")
    stages = agreed.sections[0].branch.stages
    stage = next((stage for stage in stages[1:] if stage.name in _HANDED), stages[-1])
    lines = [f"- {stage.name}: {{{_pace(stage)}, owner: sales}}"]
    if party_key(owner) == "sales":
        lines.insert(0, f"- {stages[0].name}: {{owner: marketing}}")
    written = "\n".join(f"    {line}" for line in lines)
    said = say(
        "one owner has the whole funnel ({owner}), and an agreement needs two. Say who takes over where:", owner=owner
    )
    return f"{said}\n{written}"


def _pace(stage: Stage) -> str:
    """A stage's rate as a plan writes it."""
    if len(set(stage.rate)) > 1:
        return "rate: …"
    return f"each: {stage.rate[0]:g}" if stage.each else f"rate: {numbers.percent(stage.rate[0])}"
