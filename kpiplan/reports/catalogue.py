"""The catalogue of KPIs: by group, as found by a search, one in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kpiplan.kpis.measures import STATED_ALONE
from kpiplan.kpis.record import Kpi
from kpiplan.kpis.resolve import needed
from kpiplan.kpis.texts import names_by_language, other_names, texts_of
from kpiplan.kpis.words import scale_text
from kpiplan.locales.english import Locale, phrase
from kpiplan.locales.languages import titles
from kpiplan.reports.cells import row, section
from kpiplan.reports.model import Book, Column, Fact, Report, Row, Table

UNITS = {
    "count": phrase("a count"),
    "currency": phrase("an amount of money"),
    "ratio": phrase("a ratio"),
    "score": phrase("a score"),
    "duration": phrase("a time"),
}
BETTER = {"higher": phrase("higher"), "lower": phrase("lower")}
LEVELS = {"high": phrase("high (company)"), "low": phrase("low (team or process)")}
REACHES = {"inbound": phrase("inbound"), "outbound": phrase("outbound"), "both": phrase("inbound and outbound")}


def list_report(title: str, groups: Mapping[str, Sequence[Kpi]], locale: Locale) -> Report:
    """KPIs by group: identifier, name, what is better, how often to look."""
    say = locale.say
    columns = (
        Column(say("identifier"), words=True),
        Column(say("name"), words=True, group="period"),
        Column(say("better"), words=True, group="period"),
        Column(say("review"), words=True, group="period"),
    )
    rows: list[Row] = []
    for group, kpis in groups.items():
        rows.append(section(say(group)))
        for kpi in kpis:
            name, better, review = texts_of(kpi, locale).name, say(BETTER[kpi.better]), locale.term(kpi.cadence)
            rows.append(row(kpi.id, name, better, review))
    *languages, last = map(say, (phrase("English"), *titles()))
    remarks = (
        say(
            "One in full: kpiplan kpis ID. A search: kpiplan kpis WORDS, in {languages} or {last}.",
            languages=say(", ").join(languages),
            last=last,
        ),
        say("Three to five are enough: choose those that somebody acts on when they are off."),
    )
    return Report(title, (), (Table(columns, tuple(rows)),), remarks)


def full_report(kpi: Kpi, group: str, locale: Locale) -> Report:
    """One KPI in full, and how a plan chooses it."""
    title = f"{texts_of(kpi, locale).name} - {kpi.id}"
    return Report(title, tuple(_facts(kpi, group, locale)), example=_example(kpi))


def catalogue_book(title: str, groups: Mapping[str, Sequence[Kpi]], locale: Locale) -> Book:
    """What documents the KPIs: a part a group, each KPI in full."""
    parts = (
        (locale.say(group), tuple(full_report(kpi, group, locale) for kpi in kpis)) for group, kpis in groups.items()
    )
    return Book(title, tuple(parts))


def _facts(kpi: Kpi, group: str, locale: Locale) -> Iterator[Fact]:
    say = locale.say
    said = texts_of(kpi, locale)
    others = [name for name in names_by_language(kpi).values() if name != said.name]
    yield Fact(say("Tells"), (said.tells,))
    yield Fact(say("When off"), (said.action,))
    yield Fact(say("Formula"), (kpi.formula, *([said.note] if said.note else [])))
    yield Fact(say("Made of"), (locale.listed(needed(kpi)),))
    yield Fact(
        say("Unit"), (say("{unit}, {direction} is better", unit=_unit(kpi, locale), direction=say(BETTER[kpi.better])),)
    )
    yield Fact(say("Review"), (locale.term(kpi.cadence),))
    yield Fact(say("Level"), (say("{level}; {reach}", level=say(LEVELS[kpi.level]), reach=say(REACHES[kpi.reach])),))
    yield Fact(say("Purpose"), (say("{purpose}; {group}", purpose=say(kpi.purpose), group=say(group)),))
    yield Fact(say("Names"), (", ".join([*others, *other_names(kpi)]),))
    yield Fact(say("Source"), (say(kpi.source),))


def _unit(kpi: Kpi, locale: Locale) -> str:
    scale = scale_text(kpi, locale)
    return (
        locale.say("{unit} ({scale})", unit=locale.say(UNITS[kpi.unit]), scale=scale)
        if scale
        else locale.say(UNITS[kpi.unit])
    )


def _example(kpi: Kpi) -> str:
    """How a plan chooses it."""
    limit = "at_least" if kpi.better == "higher" else "at_most"
    said = f"kpis:\n  {kpi.id}: {{{limit}: …, review: {kpi.cadence}, owner: …, source: …, action: …}}"
    stated = [name for name in STATED_ALONE if name in needed(kpi)]
    return f"{said}\neconomics: {{{', '.join(f'{name}: …' for name in stated)}}}" if stated else said
