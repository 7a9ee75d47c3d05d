"""Shape of a funnel: its stages from top to bottom, each a name, a name with a rate, or a name with settings."""

import re
from collections.abc import Mapping
from typing import Any

from kpiplan.language.keys.names import name_known, name_schema
from kpiplan.language.values.containers import ByKind, Deferred, MapOf
from kpiplan.language.values.limits import ABOVE_ZERO, Limits
from kpiplan.language.values.percentages import Percentage
from kpiplan.language.values.quantities import Count, MoneyAmount, Multiplier
from kpiplan.language.values.records import Key, Record
from kpiplan.language.values.series import SeriesOf, sums_to_one
from kpiplan.language.values.shape import Reading, Schema, Shape, any_of, described
from kpiplan.language.values.words import Text
from kpiplan.language.yaml.nodes import Node, scalar_value, shorten
from kpiplan.problems import Path, nearest
from kpiplan.tuples import NamedTuple

RATE = SeriesOf(
    Percentage("a rate such as 20% or 0.2", Limits(low=0, high=1, open_low=True)),
    "a rate or a series of them",
)
COST = SeriesOf(MoneyAmount(), "a cost or a series of them")


def _source_shares(values: dict[str, Any], node: Node, path: Path, reading: Reading) -> None:
    shares = [value.get("share") if isinstance(value, dict) else value for value in values.values()]
    good = [share for share in shares if share is not None]
    if len(good) == len(node.pairs):
        sums_to_one(good, node, path, reading)


SOURCE = Record(
    "a source such as {share: 30%, cost: 2.50}",
    {
        "share": Key(Percentage(), "Part of the stage's arrivals that comes from here.", required=True, example="30%"),
        "cost": Key(COST, "Cost of one arrival from here, beside the stage's own cost."),
        "label": Key(Text(), "What tables call it."),
    },
)
SOURCES = MapOf(
    ByKind("a share such as 30%, or {share: 30%, cost: 2.50}", scalar=Percentage(), mapping=SOURCE),
    "sources with their shares such as {organic: 60%, paid: 40%}",
    name_known,
    name_schema(),
    total_rule=_source_shares,
)
REFERRAL = Record(
    "referrals such as {per_customer: 0.01, opening: 85}",
    {
        "per_customer": Key(
            Multiplier("a number such as 0.01", Limits(low=0)),
            "Arrivals that each customer won before brings in a month.",
            required=True,
            example="0.01",
        ),
        "opening": Key(Count(), "Customers there already on the first day."),
    },
)


_ARRIVALS = SeriesOf(Count(), "a number or a series of them")


class DirectShape(Shape[Any]):
    """Arrivals that do not come from the stage above: a series, or referrals."""

    def __init__(self, what: str = "direct arrivals: a number, a series, or {per_customer: 0.01, opening: 85}") -> None:
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> Any:
        shape: Shape[Any] = _ARRIVALS
        if any(nearest(key.text, REFERRAL.keys) for key, _ in node.pairs):
            shape = REFERRAL
        return shape.read(node, path, reading)

    def schema(self) -> Schema:
        return any_of(REFERRAL.schema(), _ARRIVALS.schema())


# few plans have these
_AGES = "kpiplan.language.values.ages"
_BY_AGE = Deferred(_AGES, "BY_AGE", "conversion by age such as [5%, 20%, 15%]")
_LAG = Deferred(_AGES, "LAG", "a lag such as 10 days")

_COMMON = {
    "label": Key(Text(), "What tables call the stage."),
    "owner": Key(Text(), "Who owns the stage; costs of a stage that sales owns are sales costs."),
    "cost": Key(COST, "Cost of one arrival."),
    "sources": Key(SOURCES, "Where the arrivals come from, with shares that sum to 100%."),
}
_RATED = {
    "rate": Key(RATE, "Conversion from the stage above, above 0% up to 100%.", example="20%"),
    "each": Key(
        SeriesOf(Multiplier("a number such as 2.3", ABOVE_ZERO), "a number or a series of them"),
        "How many follow from each unit above, where it may be more than one.",
        example="2.3",
    ),
    "by_age": Key(_BY_AGE, "Conversion by months of age: rate and lag in one.", example="[5%, 20%, 15%]"),
    "lag": Key(_LAG, "Time from the stage above."),
    "direct": Key(DirectShape(), "Arrivals that do not come from the stage above: fairs, partners, referrals."),
}
_TOP_HAS_NONE = "nothing stands above the first stage"
TOP = Record(
    "settings of the first stage such as {owner: marketing}",
    _COMMON,
    misplaced=dict.fromkeys(_RATED, _TOP_HAS_NONE),
)
STAGE = Record(
    "a rate such as 20%, or settings such as {rate: 20%, lag: 1 month}",
    {**_RATED, **_COMMON},
    exclusive=[("rate", "each", "by_age"), ("lag", "by_age")],
    needed=[("rate", "each", "by_age")],
)


class StageDraft(NamedTuple):
    """A stage as read: its name, and the values that are valid."""

    name: str
    values: Mapping[str, Any]


class FunnelShape(Shape[tuple[StageDraft, ...]]):
    """The stages, top to bottom, from two on."""

    def __init__(self, what: str = "a list of stages such as [visits, {leads: 2%}, {customers: 10%}]") -> None:
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> tuple[StageDraft, ...] | None:
        if node.kind != "list":
            self.wrong_type(node, path, reading)
            return None
        if len(node.items) < 2:
            message = "a funnel of one stage" if node.items else "a funnel without stages"
            reading.report("wrong-length", message, path, node.place, "write two stages or more, top to bottom")
        drafts = [_stage(item, (*path, at), at == 0, reading) for at, item in enumerate(node.items)]
        stages = [draft for draft in drafts if draft is not None]
        seen: dict[str, int] = {}
        for at, draft in enumerate(drafts):
            if draft and draft.name in seen:
                message = f"{draft.name} is the name of stage {seen[draft.name] + 1} already"
                reading.report("duplicate-stage", message, (*path, at), node.items[at].place, "rename one of them")
            elif draft:
                seen[draft.name] = at
        return tuple(stages)

    def schema(self) -> Schema:
        name = {"type": "string", **name_schema()}
        top = any_of(name, _one_name(any_of(TOP.schema(), {"type": "null"})))
        stage = _one_name(any_of(RATE.schema(), STAGE.schema()))
        return {"type": "array", "minItems": 2, "items": [top], "additionalItems": stage}


def _one_name(value: Schema) -> Schema:
    return {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "propertyNames": name_schema(),
        "additionalProperties": value,
    }


_RUN_TOGETHER = r"(.+?)(?::| |: )([0-9][0-9.,]*\s?%?)"


def stage_names(node: Node) -> tuple[str, ...]:
    """The names in a funnel, without reporting anything; an empty one where it can't be seen."""
    heads = [item.pairs[0][0] if item.kind == "mapping" and item.pairs else item for item in node.items]
    return tuple(_name_in(head) if head.kind == "scalar" and not head.broken else "" for head in heads)


def _name_in(head: Node) -> str:
    text = head.text
    together = re.fullmatch(_RUN_TOGETHER, text) if " " in text or ":" in text else None
    return together[1] if together else text


def _stage(node: Node, path: Path, top: bool, reading: Reading) -> StageDraft | None:
    if node.broken:
        return None
    if node.kind == "scalar" and isinstance(scalar_value(node), str):
        return _bare_stage(node, path, top, reading)
    if node.kind != "mapping" or not node.pairs:
        message = f"{described(node)} stands where a stage should"
        reading.report("wrong-type", message, path, node.place, "write a name, or `name: rate`")
        return None
    key, value = node.pairs[0]
    value = _with_stray(node, key, value, path, reading)
    if not name_known(key.text, (*path, key.text), key, reading):
        return None
    shape = value_shape(value, top)
    values = shape.take(value, (*path, key.text), reading) if shape else {}
    return StageDraft(key.text, values if isinstance(values, dict) else {"rate": values})


def _bare_stage(node: Node, path: Path, top: bool, reading: Reading) -> StageDraft | None:
    together = re.fullmatch(_RUN_TOGETHER, node.text)
    if together and node.plain:
        message = f"{shorten(node.text)} has no colon with a space after it"
        reading.report("missing-key", message, path, node.place, f"write `{together[1]}: {together[2]}`")
        return None
    if not name_known(node.text, path, node, reading):
        return None
    if not top:
        hint = f"write `{shorten(node.text)}: 20%` with its own rate"
        reading.report("missing-key", f"{shorten(node.text)} has no rate", path, node.place, hint)
    return StageDraft(node.text, {})


def _with_stray(node: Node, key: Node, value: Node, path: Path, reading: Reading) -> Node:
    """The value of a stage, with settings that stand beside its name instead of under it; those are reported."""
    strays = node.pairs[1:]
    owner = shorten(key.text)
    if strays and value.empty and all(stray.text in STAGE.keys for stray, _ in strays):
        first = strays[0][0]
        message = f"{first.text} stands beside {owner}, not under it"
        hint = f"indent {first.text} further than {owner}"
        reading.report("wrong-type", message, (*path, first.text), first.place, hint)
        return Node("mapping", value.place, pairs=strays)
    for stray, _ in strays:
        hint = f"indent {shorten(stray.text)} under {owner}, or begin a new line with `- `"
        message = f"{shorten(stray.text)} stands beside {owner}, as if it were a stage of its own"
        reading.report("wrong-type", message, (*path, stray.text), stray.place, hint)
    return value


def value_shape(value: Node, top: bool) -> Shape[Any] | None:
    """The shape of what stands behind the name of a stage: a rate, or settings; None for nothing at the top."""
    if top:
        return None if value.empty else TOP
    names = [key.text for key, _ in value.pairs]
    is_series = names and all(name not in STAGE.keys and _names_a_value(name) for name in names)
    return RATE if value.kind == "list" or is_series or (value.kind == "scalar" and not value.empty) else STAGE


def in_short(value: Node) -> bool:
    """Whether the value of a stage is its rate alone."""
    return value_shape(value, top=False) is RATE


def _names_a_value(name: str) -> bool:
    if name in ("from", "to", "else") or name[:1].isdigit():
        return True
    from kpiplan.locales.calendar_words import named_month

    return bool(named_month(name))
