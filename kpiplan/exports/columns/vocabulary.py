"""Whose name is whose: the plan's stages and KPIs, the standard stages, base measures, the KPIs of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from kpiplan.exports.cells.counted_names import counted_things, without_count, without_stocks
from kpiplan.exports.cells.names import (
    COLUMN_NAMES,
    COLUMN_OF,
    FIRST_NAME_OF,
    STAGE_DATES,
    STAGE_NAMES,
    STAGE_OF,
    Side,
    is_ratio,
    is_unique,
    key,
    opened,
    sided,
    with_currency,
)
from kpiplan.exports.cells.units import split_unit
from kpiplan.exports.columns.readings import Direct
from kpiplan.exports.plan_names import NO_PLAN, PlanNames
from kpiplan.kpis.built_in import EXPORTED
from kpiplan.kpis.measures import MEASURES, Over, adds_up

if TYPE_CHECKING:
    from kpiplan.kpis.record import Kpi

MONEY = frozenset(EXPORTED)
_UNADDED = ("ratio", "score")  # units that do not add up


def _measured_by(kpi: Kpi) -> str:
    """A KPI that is counted as it stands has the identifier of its measure."""
    from kpiplan.kpis.lookup import formula_of

    formula = formula_of(kpi)
    return formula.text.strip() if formula.names == (formula.text.strip(),) else kpi.id


def _first_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of a name that two things have, the first."""
    found: dict[str, str] = {}
    for name, known in pairs:
        found.setdefault(key(name), known)
    return found


def _catalogued(name: str) -> Kpi | None:
    """The KPI of the catalogue with an identifier: most exports have stages and measures alone, and it is not read."""
    from kpiplan.kpis.lookup import find

    return find(name)


_BASE_OF = {**{key(base): base for base in reversed(list(MEASURES))}, **COLUMN_OF}


@cache
def _known_names() -> frozenset[str]:
    """All that stages and base measures are called, as it is written: no ratio is among them (a test sees to it)."""
    return frozenset(
        name.casefold() for tables in (STAGE_NAMES, COLUMN_NAMES) for called in tables.values() for name in called
    )


@cache
def _sure_sums() -> frozenset[str]:
    """Amounts whose own names sound like a ratio: `Total session duration`. Made when such a name comes up."""
    return frozenset(
        key(name)
        for base in MEASURES.values()
        if base.over == "sum" and base.unit not in _UNADDED
        for name in (base.id, *COLUMN_NAMES.get(base.id, ()))
        if is_ratio(name)
    )


def _kpi_of(plain: str) -> str | None:
    """The measure or KPI that a name means: in English, else in languages read from files, which agree (so a test)."""
    return _by_name(translated=False).get(plain) or _by_name(translated=True).get(plain)


@cache
def _by_name(*, translated: bool) -> Mapping[str, str]:
    from kpiplan.kpis.lookup import GROUPS, names_of

    every = [kpi for kpis in GROUPS.values() for kpi in kpis]
    called = {kpi: names_of(kpi) if translated else (kpi.id, kpi.name, *kpi.also) for kpi in every}
    return _first_of((name, _measured_by(kpi)) for kpi, names in called.items() for name in names)


def _counted(name: str) -> str:
    """What a name says that is counted, as names are compared: `Number of leads`, `Leads generated`. `Total leads`,
    too, but of opportunities and customers that may be all there are; empty for what is known as it is.
    """
    plain = key(name)
    rest, total = without_count(name) if plain not in STAGE_OF and plain not in _BASE_OF else ("", False)
    found = key(rest)
    stage = STAGE_OF.get(found)
    stock = stage == "opportunities" or FIRST_NAME_OF.get(found) == "customers"
    money = stage == "customers" and not found.endswith("s")  # `Total order`, `Total purchase`
    if stage in MONEY and any(counted for _, counted in counted_things(name)):  # nobody counts money
        return ""
    return "" if total and (stock or money) else found


def _money(name: str) -> str | None:
    """Revenue or spend, of a name that ends in a currency: `spend_usd`."""
    rest = with_currency(name)[0]
    known = STAGE_OF.get(key(rest)) or STAGE_OF.get(_counted(rest))
    return known if known in MONEY else None


def _labels(names: Mapping[str, str] | Iterable[str]) -> Mapping[str, str]:
    """Each name with its label, empty where it has none."""
    return names if isinstance(names, Mapping) else dict.fromkeys(names, "")


class Vocabulary:
    """The names of a plan's stages and KPIs on top of the known ones."""

    def __init__(self, names: PlanNames | None) -> None:
        names = names or NO_PLAN
        labels, chosen = _labels(names.stages), _labels(names.kpis)
        self._sums = frozenset(names.sums)
        self.segments = tuple(names.segments)
        self.planned = bool(labels or chosen)
        self.timezone = names.timezone
        self._stages = frozenset(labels)
        self.first_stage = next(iter(reversed(tuple(labels))), None)  # a plan names its stages from the last one up
        self._own = {key(text): name for name, label in labels.items() for text in (label, name) if text}
        # A stage whose name is a known one (`won`) takes what is known by the others (`Closed Won`).
        self._renamed = {
            STAGE_OF[key(name)]: name
            for name in reversed(list(labels))
            if key(name) in STAGE_OF and STAGE_OF[key(name)] not in labels
        }
        self._chosen = {name: self._identifier(name) for name in chosen}
        self._labels = {key(text): self._chosen[name] for name, label in chosen.items() for text in (name, label)}
        self._labels.pop("", None)

    def _identifier(self, kpi: str) -> str:
        known = None if kpi in MEASURES else _catalogued(kpi)
        return self.named(_measured_by(known)) if known else kpi

    def own(self, name: str) -> str | None:
        """The plan's stage that has exactly this name or label."""
        return self._own.get(key(opened(name)))

    def stage(self, name: str) -> str | None:
        """The stage, revenue or spend that a column of this name measures."""
        known = STAGE_OF.get(key(name)) or STAGE_OF.get(_counted(name)) or _money(name)
        known = known or STAGE_OF.get(key(split_unit(name)[0]))
        return self.own(name) or (self.named(known) if known else None)

    def named(self, known: str) -> str:
        """The plan's own name of a standard stage, the standard name where it has none."""
        return self._renamed.get(known, known)

    def known_as(self, kpi: str) -> str:
        """The standard name of what may be a plan's own name of a standard stage."""
        return next((known for known, own in self._renamed.items() if own == kpi), kpi)

    def measure(self, name: str) -> str | None:
        """The stage, base measure or KPI that a column or row of this name holds."""
        found = self._sided(name)
        if found is None:
            return self._known(name)
        kpi, side = found
        return kpi if side == "actual" else None

    def _known(self, name: str) -> str | None:
        if stage := self.stage(name):
            return stage
        plain = key(name)
        known = self._labels.get(key(opened(name))) or _BASE_OF.get(plain) or _BASE_OF.get(_counted(name))
        known = known or _kpi_of(plain)
        if known is None and (without := split_unit(name)[0]) != name:
            return self._known(without)
        return (self.named(known) if known else None) or self._counted(name)

    def _counted(self, name: str) -> str | None:
        """What a name means that says that something is counted or added up; nobody counts money."""
        for thing, counted in counted_things(name):
            if (kpi := self.stage(thing)) and not (counted and kpi in MONEY):
                return kpi
        return None

    def planned_for(self, name: str) -> str | None:
        """The stage, base measure or KPI whose target a column or row of this name holds, or how far off it was."""
        found = self._sided(name)
        return found[0] if found and found[1] != "actual" else None

    def target_for(self, name: str) -> str | None:
        """The one whose target it holds, where no plan has targets."""
        found = None if self.planned else self._sided(name)
        return found[0] if found and found[1] == "planned" else None

    def _sided(self, name: str) -> tuple[str, Side] | None:
        """What a name is on which side of a plan; None for one that is known as it is (`Plan upgrades`)."""
        found = sided(name)
        if found is None or (self._known(name) and key(name) != key(found[0])):
            return None
        kpi = self._known(found[0])
        return (kpi, found[1]) if kpi and self.own(name) is None and key(opened(name)) not in self._labels else None

    def beside(self, name: str) -> str | None:
        """The base measure of this name that is no stage: users, where sessions are the visits."""
        known = _BASE_OF.get(key(name))
        if known and known not in STAGE_NAMES:
            return known
        return "users" if is_unique(name) else None

    def known(self, kpi: str) -> bool:
        """Whether it is a measure or KPI of which it is known how it adds up, not one of the plan's own."""
        return kpi in MEASURES or _catalogued(kpi) is not None

    def chosen(self, kpi: str) -> bool:
        """Whether the plan wants to know it by name."""
        return kpi in self._chosen or kpi in self._chosen.values()

    def wants(self, kpi: str) -> bool:
        """Whether the plan needs it; without a plan everything is wanted."""
        return not self.planned or self.bounds(kpi) or self.chosen(kpi)

    def grave(self, kpi: str) -> bool:
        """Whether it must be read or refused, not just left out: stages, money, what the plan wants."""
        return self.stage(kpi) is not None or kpi in MONEY or self.chosen(kpi)

    def counts(self, kpi: str) -> bool:
        """Whether it counts units, which are never fewer than none: a stage, or a measure that is a count."""
        base = MEASURES.get(kpi)
        return kpi not in MONEY and (self.stage(kpi) is not None or (base is not None and base.unit == "count"))

    def closest(self, kpi: str, names: Sequence[str]) -> list[str]:
        """Of the names of columns or rows that could all be a KPI those that go first, new ones before all there are:
        what the plan calls it, then what it is called itself, in any language, then what adds up (sessions, not users);
        else all.
        """
        names = without_stocks(names)
        own = [name for name in names if kpi in (self.own(name), self._labels.get(key(name)))]
        exact = [name for name in names if self.named(key(name)) == kpi or key(name) == key(kpi)]
        first = [name for name in names if self.named(FIRST_NAME_OF.get(key(name), "")) == kpi]
        exactly = [name for name in names if not is_unique(name)]
        return own or exact or first or exactly or list(names)

    def bounds(self, kpi: str) -> bool:
        """Whether the months that are compared end where it ends: a stage, or money."""
        return kpi in MONEY or kpi in (self._stages or STAGE_NAMES)

    def over(self, kpi: str) -> Over:
        """How it comes together over days and months."""
        base = MEASURES.get(kpi)
        return base.over if base and kpi not in self._stages else "sum"

    def direct(self, kpi: str) -> Direct | None:
        """How it is read as it stands, where it is a ratio or score that does not add up; None for what does."""
        if kpi in self._stages or kpi in STAGE_NAMES or kpi in MONEY:
            return None
        if base := MEASURES.get(kpi):
            average = base.over != "sum" and (base.unit == "duration" or is_ratio(kpi))
            return self._direct(kpi, base.unit, base.unit == "ratio") if average or base.unit in _UNADDED else None
        if known := _catalogued(kpi):
            return None if adds_up(known) else self._direct(kpi, known.unit, known.unit == "ratio" and not known.scale)
        return Direct(percent=True) if kpi in self._chosen and kpi not in self._sums else None

    def _direct(self, kpi: str, unit: str, share: bool) -> Direct:
        chosen = self.chosen(kpi)
        return Direct(percent=unit == "ratio" and chosen, share=share and chosen)

    def given(self, name: str) -> bool:
        """Whether a column or row of this name is a KPI of the plan that is taken as it stands."""
        kpi = self.measure(name)
        return kpi is not None and self.as_it_stands(kpi)

    def as_it_stands(self, kpi: str) -> bool:
        """Whether the plan wants it and it does not add up."""
        return self.chosen(kpi) and self.direct(kpi) is not None

    def is_ratio(self, name: str) -> bool:
        """Whether the name says that the numbers do not add up."""
        if name.casefold() in _known_names():
            return False
        return is_ratio(name) and ("%" in name or key(name) not in _sure_sums())

    def dated_stage(self, name: str) -> str | None:
        """The stage that a date column dates: `AQL date`, `Became a Customer Date`, `受注日`."""
        plain = key(name)
        for pattern in STAGE_DATES:
            found = pattern.match(plain)
            stage = self.stage(found["stage"]) or self.own(f"{found['stage']}s") if found else None
            if stage and stage not in MONEY:
                return stage
        return None
