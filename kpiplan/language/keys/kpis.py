"""Shape of `kpis` and `economics`: which KPIs a plan chooses and what each must be, also by formulas of its own."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from kpiplan.kpis import find, formula_of, ids, search
from kpiplan.kpis.formulas import Formula, FormulaError, parse
from kpiplan.kpis.measures import MEASURES, levels_of
from kpiplan.kpis.record import Kpi
from kpiplan.language.keys.kpi_keys import aim_of, kpi_record, loose_record
from kpiplan.language.keys.own_kpis import OWN, is_own, own_kpi, own_record
from kpiplan.language.values.limits import ABOVE_ZERO, Limits
from kpiplan.language.values.percentages import Percentage
from kpiplan.language.values.quantities import MoneyAmount, Multiplier
from kpiplan.language.values.records import Key, Record
from kpiplan.language.values.shape import Reading, Schema, Shape, described
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.plan.kpi_goals import Chosen, Deed, Tasks
from kpiplan.problems import Path, nearest

LONGEST = 60  # characters of a name
_NAME = re.compile(rf"\w{{1,{LONGEST}}}")
# the same for a schema, which knows no letters but Latin ones: no ASCII but letters, digits and _
_NAME_SCHEMA = {"pattern": r"^[^\x00-/:-@\[-^`{-\x7f]+$", "maxLength": LONGEST}
MOST = 100  # KPIs of one plan
_DEEDS = ("done", "tasks")
_LIKE = 0.8  # a measure so near is meant
_EXAMPLE = "write {at_most: 480, owner: Demand generation}"

ECONOMICS = Record(
    "numbers that no export knows such as {purchases_per_year: 2, years_kept: 4, gross_margin: 70%}",
    {
        "purchases_per_year": Key(Multiplier("a number such as 2", ABOVE_ZERO), "How often a customer buys in a year."),
        "years_kept": Key(Multiplier("a number such as 4", ABOVE_ZERO), "How many years a customer stays."),
        "gross_margin": Key(Percentage(limits=Limits(0, 1, open_low=True)), "What of revenue remains as gross profit."),
        "average_purchase": Key(MoneyAmount(limits=ABOVE_ZERO), "Revenue of one purchase; left out: of one customer."),
    },
)


class KpisShape(Shape[tuple[Chosen, ...]]):
    """The chosen KPIs in the order of the file."""

    what = "KPIs such as {cost_per_lead: {at_most: 480, owner: Demand generation}}"

    def read(self, node: Node, path: Path, reading: Reading) -> tuple[Chosen, ...] | None:
        if node.kind != "mapping" or not node.pairs:
            self.wrong_type(node, path, reading)
            return None
        if len(node.pairs) > MOST:
            message = f"{len(node.pairs)} KPIs; a plan has at most {MOST}"
            reading.report("out-of-range", message, path, node.place, "three to five are enough")
            return None
        own = _own(node)
        found = [_chosen(key, held, (*path, key.text), own, reading) for key, held in node.pairs]
        _no_circles(node, path, [each for each in found if each], reading)
        return tuple(each for each in found if each is not None)

    def schema(self) -> Schema:
        return {
            "type": "object",
            "minProperties": 1,
            "maxProperties": MOST,
            "propertyNames": _NAME_SCHEMA,
            "additionalProperties": loose_record().schema(),
        }


def _own(node: Node) -> dict[str, bool]:
    """The KPIs that are the plan's own, and whether each is a level, which does not add up over the months."""
    own = {key.text: held for key, held in node.pairs if is_own(held)}
    levels = levels_of({name: own_kpi(name, held) for name, held in own.items() if _is_measure(name)})
    return {name: name in levels for name in own}


def _chosen(key: Node, held: Node, path: Path, own: Mapping[str, bool], reading: Reading) -> Chosen | None:
    """One chosen KPI; None where what it is can't be told."""
    if not _NAME.fullmatch(key.text):
        _report_name(key, path, reading)
        return None
    if held.kind != "mapping":
        if not held.broken:
            reading.report("wrong-type", f"{described(held)} stands where a KPI should", path, held.place, _EXAMPLE)
        return None
    known = find(key.text)
    stage = _of_stage(key.text, reading)
    if (known or stage) and (same := next((k for k, _ in held.pairs if k.text in OWN), None)):
        where = "in the catalogue" if known else "a stage of the plan"
        message = f"{key.text} is {where}, which states its {same.text}"
        hint = f"remove {same.text}, or call the KPI something else"
        reading.report("two-ways", message, (*path, same.text), same.place, hint)
        return None
    kpi = known or stage or (own_kpi(key.text, held) if is_own(held) else None)
    if kpi is None and not _is_deed(held):
        report_unknown_kpi(key, path, reading)
        return None
    if kpi and not known and not _is_measure(key.text):
        _report_name(key, path, reading)
        return None
    if kpi and own.get(key.text):
        kpi = kpi._replace(given=True)
    values = kpi_record(kpi).read(held, path, reading) or {}
    if formula := values.get("formula"):
        _names_known(formula, held.get("formula"), (*path, "formula"), own, reading)
    aim = aim_of(values, held, path, reading)
    if aim is None:
        return None
    shown = {name: values.get(name, "") for name in ("owner", "source", "action")}
    if isinstance(aim, Deed | Tasks):
        kpi = None  # done or not, whatever is measured under that name
    return Chosen(
        key.text, aim, kpi, values.get("name", ""), **shown, review=values.get("review"), per=values.get("per", ())
    )


def _is_deed(held: Node) -> bool:
    """Whether nothing is measured: something is done or not, or a list of tasks; also where a key is only meant so."""
    return any(nearest(key.text, _DEEDS, _LIKE) for key, _ in held.pairs)


def _of_stage(name: str, reading: Reading) -> Kpi | None:
    """A stage of the plan is a KPI too: its arrivals."""
    return own_record(name, name, "count", "higher") if name in reading.stages(()) else None


def _is_measure(name: str) -> bool:
    """Whether formulas can name it: not 2nd_calls, nor a word such as `import`."""
    try:
        return parse(name).names == (name,)
    except FormulaError:
        return False


def _report_name(key: Node, path: Path, reading: Reading) -> None:
    message = f"'{shorten(key.text)}' can't be the name of a KPI"
    reading.report("bad-name", message, path, key.place, "write letters, digits and _, such as partner_leads")


def report_unknown_kpi(key: Node, path: Path, reading: Reading) -> None:
    """Report a KPI that neither the catalogue nor the plan knows, with the nearest that is known."""
    near = nearest(key.text, (*ids(), *reading.stages(())))
    if not near and (found := search(key.text.replace("_", " "))):
        near = found[0].id
    hint = f"did you mean `{near}`? " if near else ""
    message = f"no KPI is called {shorten(key.text)}"
    hint += "`kpiplan kpis` lists them; one of your own has `unit: count` or a `formula`"
    reading.report("unknown-kpi", message, path, key.place, hint)


def _names_known(formula: Formula, node: Node | None, path: Path, own: Collection[str], reading: Reading) -> None:
    """Every name of a formula is a measure, a KPI or a stage; one that is like none is a measure of the plan's own."""
    if node is None:
        return
    known = (*MEASURES, *ids(), *own, *reading.stages(()))
    for name in formula.names:
        if name in known:
            continue
        at = re.search(rf"\b{re.escape(name)}\b", node.text)
        place = node.place
        if node.plain and not node.block and at:
            place = place._replace(column=place.column + at.start(), length=len(name))
        # demos is no mistake for the plan's own demos_rate, which is named after it
        others = [other for other in known if not (other in own and other.startswith(name))]
        if near := nearest(name, others, _LIKE):
            reading.report("unknown-measure", f"no measure is called {name}", path, place, f"did you mean `{near}`?")
        else:
            message = f"{name} is taken as a measure of your own"
            hint = "exports must have it: a column, or a row of a table month,kpi,value"
            reading.report("own-measure", message, path, place, hint)


def _no_circles(node: Node, path: Path, found: Sequence[Chosen], reading: Reading) -> None:
    """Formulas of the plan's own KPIs may name each other and the catalogue's, but none may lead back to itself."""
    own = [(each.id, parse(each.kpi.formula)) for each in found if each.kpi and find(each.id) is None]
    formulas = {name: formula.names if _stated(node, name, formula) else () for name, formula in own}
    for name in formulas:
        seen: set[str] = set()
        ahead = list(formulas[name])
        while ahead:
            used = ahead.pop()
            if used == name:
                held = node.get(name)
                place = ((held and held.get("formula")) or node).place
                message = f"the formula of {name} leads back to itself"
                hint = "name base measures"
                if dict(own)[name].text.strip() == name:
                    hint += "; for what exports have under its own name leave the formula out, and say `unit: count`"
                reading.report("bad-formula", message, (*path, name, "formula"), place, hint)
                break
            if used not in seen:
                seen.add(used)
                inner = find(used)
                ahead += formulas.get(used, formula_of(inner).names if inner else ())


def _stated(kpis: Node, name: str, formula: Formula) -> bool:
    """Whether a formula is as the plan states it; one left out, or unreadable, was taken as the KPI's own name."""
    held = kpis.get(name)
    stated = held.get("formula") if held else None
    return formula.text.strip() != name or (stated is not None and stated.text.strip() == name)


KPIS = KpisShape()
