"""The screen of `kpiplan diff`: what a change of the plan does, what was changed, which change does how much."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from kpiplan.analysis.plan_diff.bundles import Bundle
from kpiplan.analysis.plan_diff.diff import Moved, PlanDiff, Share
from kpiplan.figures import Unit
from kpiplan.funnel.branches import recurs
from kpiplan.kpis.built_in import built_in
from kpiplan.language.overlay.pairing import Edit
from kpiplan.language.yaml.nodes import shorten
from kpiplan.locales.digits import NOISE
from kpiplan.locales.english import Locale
from kpiplan.months import YEAR_MONTHS, plan_months
from kpiplan.plan.model import Plan, Stage, whole_labels
from kpiplan.problems import Place
from kpiplan.reports.cells import NOTHING, section, words
from kpiplan.reports.differences import Values, cells, figure_label, more_cell
from kpiplan.reports.model import Cell, Column, Fact, Report, Row, Table
from kpiplan.tuples import NamedTuple

_WIDEST = 26  # characters of a value or a name of a change; more are cut
_MOST_NAMED = 3  # changes that the first lines name


class TwoPlans(NamedTuple):
    """Two plans, what they are called, and what was found."""

    found: PlanDiff
    old: str
    new: str
    locale: Locale

    @property
    def currency(self) -> str | None:
        """That of the new plan."""
        return self.found.new.currency

    def label(self, kpi: str) -> str:
        """What a figure is called."""
        plans = self.found.new, self.found.old
        labels = whole_labels(funnel for plan in reversed(plans) for funnel in _funnels(plan))
        return figure_label(self.locale, kpi, labels, recurring=all(map(recurs, plans)))


def _funnels(plan: Plan) -> Iterator[Sequence[Stage]]:
    yield plan.funnel
    yield from (segment.funnel for segment in plan.segments)


def diff_report(old: str, new: str, found: PlanDiff, locale: Locale) -> Report:
    """What it does in the first lines, then the changes, the year, and the parts."""
    view, say = TwoPlans(found, old, new, locale), locale.say
    span = locale.span(plan_months(found.new.start)[0], plan_months(found.new.start)[-1])
    title = f"{found.new.name} - {span}"
    title = f"{title}, {view.currency}" if view.currency else title
    facts = (Fact(say("From"), (f"{old} > {new}",)), *_facts(view))
    tables = [_changes(view)] if found.edits else []
    if any(each.difference != 0 for each in found.figures) or _chances(view) or _under_way(found):
        tables.append(_year(view))
    if len(found.parts) > 1 and any(any(share.parts.values()) for share in found.parts):
        tables.append(_parts(view))
    return Report(title, facts, tuple(tables), tuple(_remarks(view)))


def _facts(view: TwoPlans) -> Iterator[Fact]:
    say, found = view.locale.say, view.found
    if not found.edits:
        yield Fact(say("Changed"), (say("nothing: both plans say the same"),))
        return
    moved = [_moves(view, kpi) for kpi in found.kpis]
    said = [text for text in moved if text] or [say("nothing to the targets")]
    yield Fact(say("Does"), (*said, *([chance] if (chance := _chances(view)) else [])))
    most = list(_most(view))
    if most:
        yield Fact(say("By"), tuple(most))


def _moves(view: TwoPlans, kpi: str) -> str:
    """`visits 6,250 to 3,750 a month (-40%)`; empty where it does not move."""
    each, locale = view.found.figure(kpi), view.locale
    if each is None or each.difference == 0:
        return ""
    label = view.label(kpi)
    if each.old is None or each.new is None:
        text = "{figure} is new" if each.old is None else "{figure} is gone"
        return locale.say(text, figure=label)
    monthly = each.unit == "count"
    shown = Values(tuple(value / YEAR_MONTHS if monthly else value for value in (each.old, each.new)), each.unit)
    old, new = (cell.text for cell in cells(shown, view.currency, locale))
    part = more_cell(shown.values[1], shown.values[0], shown, view.currency, locale).text
    text = "{figure} {old} to {new} a month: {more}" if monthly else "{figure} {old} to {new} a year: {more}"
    return locale.say(text, figure=label, old=old, new=new, more=part)


def _chances(view: TwoPlans) -> str:
    """`chance 51% to 30%`; empty where that does not move."""
    if view.found.chances is None:
        return ""
    old, new = (view.locale.percent(each.customers) for each in view.found.chances)
    return view.locale.say("chance of the goal {old} to {new}", old=old, new=new) if old != new else ""


def _under_way(found: PlanDiff) -> dict[str, tuple[float, float]]:
    """What must be under way on the first day, by stage, where it differs."""
    stages: dict[str, list[tuple[float, float]]] = {}
    for row in found.under_way:
        stages.setdefault(row.stage, []).append((row.old, row.new))
    sums = {name: (math.fsum(a for a, _ in pairs), math.fsum(b for _, b in pairs)) for name, pairs in stages.items()}
    return {name: pair for name, pair in sums.items() if abs(pair[1] - pair[0]) > NOISE * max(pair)}


def _most(view: TwoPlans) -> Iterator[str]:
    """The changes that move the first stage most, largest first."""
    found, locale = view.found, view.locale
    kpi = next((kpi for kpi in found.kpis if any(share.parts[kpi] for share in found.parts)), None)
    if kpi is None:
        return
    ranked = sorted((share for share in found.parts if share.parts[kpi]), key=lambda share: -abs(share.parts[kpi]))
    for share in ranked[:_MOST_NAMED]:
        amount = _signed(share.parts[kpi], _unit(view, kpi), view)
        names = {"change": _said(share.bundle, view), "amount": amount, "figure": view.label(kpi)}
        yield locale.say("{change}: {amount} {figure} a year", **names)
    if len(ranked) > _MOST_NAMED:
        yield locale.say("and {number} more", number=len(ranked) - _MOST_NAMED)


def _unit(view: TwoPlans, kpi: str) -> Unit:
    each = view.found.figure(kpi)
    return each.unit if each else "count"


def _signed(value: float, unit: Unit, view: TwoPlans) -> str:
    size = cells(Values((abs(value),), unit), view.currency, view.locale)[0].text
    return f"{'-' if value < 0 else '+' if value > 0 else ''}{size}"


def _said(bundle: Bundle, view: TwoPlans) -> str:
    """A change in words: `leads 1.5% to 2%`; of several that are one their names."""
    if len(bundle) > 1:
        return shorten(view.locale.say(", ").join(edit.short for edit in bundle), 2 * _WIDEST)
    (edit,) = bundle
    if any(isinstance(value, dict | list) and len(text) > _WIDEST for text, value in _values(edit)):
        if edit.kind == "added":
            return view.locale.say("{name} added", name=edit.short)
        if edit.kind == "removed":
            return view.locale.say("{name} taken out", name=edit.short)
        return view.locale.say("{name} changed", name=edit.short)
    values = {"name": edit.short, "old": shorten(edit.old, _WIDEST), "new": shorten(edit.new, _WIDEST)}
    if edit.kind == "added":
        return view.locale.say("{name} {new} added", **values)
    if edit.kind == "removed":
        return view.locale.say("{name} {old} taken out", **values)
    return view.locale.say("{name} {old} to {new}", **values)


def _values(edit: Edit) -> Iterator[tuple[str, object]]:
    """The old value and the new one: as written, and plain."""
    return zip((edit.old, edit.new), edit.values, strict=True)


def _value(text: str, value: object, view: TwoPlans) -> str:
    """A value as the table has room for it: of a long mapping its keys, of a long list how many it holds."""
    if len(text) > _WIDEST and isinstance(value, dict):
        text = view.locale.say(", ").join(map(str, value))
    elif len(text) > _WIDEST and isinstance(value, list):
        text = view.locale.say("{number} values", number=len(value))
    return shorten(text, _WIDEST)


def _changes(view: TwoPlans) -> Table:
    say = view.locale.say
    columns = (
        Column(say("what was changed"), words=True),
        Column(say("from"), words=True),
        Column(say("to"), words=True),
        Column(say("lines"), words=True, group="tail"),
    )
    return Table(columns, tuple(_change(edit, view) for edit in view.found.edits))


def _change(edit: Edit, view: TwoPlans) -> Row:
    kind = {"added": view.locale.say("(added)"), "removed": view.locale.say("(taken out)")}
    texts = [_value(text, value, view) for text, value in _values(edit)]
    label = shorten(edit.short, _WIDEST + 6)
    if edit.kind == "renamed":
        label = view.locale.say("{name} (renamed)", name=label)
    first = texts[0] or kind.get(edit.kind, "")
    return Row((words(label), words(first), words(texts[1] or kind.get(edit.kind, "")), words(_lines(edit))))


def _lines(edit: Edit) -> str:
    """The line in both files: `8 > 9`; that of another file with its name."""
    return " > ".join("-" if place is None else _line(place) for place in edit.places)


def _line(place: Place) -> str:
    return f"{place.file}:{place.line}" if place.file else str(place.line)


def _year(view: TwoPlans) -> Table:
    say = view.locale.say
    columns = (
        Column(say("the year"), words=True),
        Column(say("old")),
        Column(say("new")),
        Column(say("difference")),
        Column(say("most in"), words=True, group="tail"),
    )
    return Table(columns, tuple(_year_rows(view)))


def _year_rows(view: TwoPlans) -> Iterator[Row]:
    found, say = view.found, view.locale.say
    several = any(each.segment is not None for each in found.figures)
    before: object = ""
    for each in found.figures:
        if several and each.segment != before:
            yield section(say("whole plan") if each.segment is None else _segment(found, each.segment, view.locale))
        before = each.segment
        record = built_in(each.kpi)
        shown = Values((each.old, each.new), each.unit, record.multiple)
        yield _figure(view.label(each.kpi), shown, view, _peak(each, view), prominent=record.prominent)
    for stage, sums in _under_way(found).items():
        yield _figure(say("under way: {stage}", stage=view.label(stage)), Values(sums, "count"), view)
    if found.chances:
        old, new = found.chances
        yield _figure(say("chance"), Values((old.customers, new.customers), "ratio"), view)


def _segment(found: PlanDiff, name: str, locale: Locale) -> str:
    labels = [each.label for plan in (found.new, found.old) for each in plan.segments if each.name == name]
    return locale.term(name, labels[0] if labels else "")


def _figure(label: str, shown: Values, view: TwoPlans, peak: str = "", *, prominent: bool = False) -> Row:
    old, new = shown.values
    more = more_cell(new, old, shown, view.currency, view.locale)
    row = (words(label), *cells(shown, view.currency, view.locale), more, words(peak))
    return Row(row, "total" if prominent else "plain")


def _peak(each: Moved, view: TwoPlans) -> str:
    """The month in which a figure moves most, where one does."""
    off = [abs(value or 0.0) for value in each.months]
    most = max(off)
    if built_in(each.kpi).adds_up != "sum" or most == 0 or max(off) - min(off) <= NOISE * max(most, 1.0):
        return ""
    return view.locale.month_short(view.found.new.start.plus(off.index(most)))


def _parts(view: TwoPlans) -> Table:
    """The parts, which add up to the differences; figures that nothing moves are left out."""
    found, say = view.found, view.locale.say
    kpis = [kpi for kpi in found.kpis if any(share.parts[kpi] for share in found.parts)]
    columns = (Column(say("which change does how much"), words=True), *(Column(view.label(kpi)) for kpi in kpis))
    moving = [share for share in found.parts if any(share.parts.values())]
    rows = [
        Row((words(_named(share, view)), *(_part(share.parts[kpi], kpi, view) for kpi in kpis))) for share in moving
    ]
    sums = [_part(math.fsum(share.parts[kpi] for share in moving), kpi, view) for kpi in kpis]
    return Table(columns, (*rows, Row((words(say("together")), *sums), "total")))


def _named(share: Share, view: TwoPlans) -> str:
    """What a change is called in a row."""
    names = [shorten(edit.short, _WIDEST) for edit in share.bundle]
    if len(names) > 2:
        return view.locale.say("{name} and {number} more", name=names[0], number=len(names) - 1)
    return view.locale.say(", ").join(names)


def _part(value: float, kpi: str, view: TwoPlans) -> Cell:
    unit = _unit(view, kpi)
    return Cell(_signed(value, unit, view), value, unit) if value else NOTHING


def _remarks(view: TwoPlans) -> Iterator[str]:
    found, say = view.found, view.locale.say
    if found.old.start != found.new.start:
        yield say("The plans are of different years: month stands beside month.")
    if len(found.parts) > 1 and any(any(share.parts.values()) for share in found.parts):
        yield say("Parts add up, and do not depend on the order of the changes (Shapley).")
    if any(len(share.bundle) > 1 for share in found.parts):
        yield say("Changes in one row make sense only together, or are too many to tell apart.")
