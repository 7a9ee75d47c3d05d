"""What a workbook changes in a plan, line by line, and what can't be taken from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kpiplan.analysis.workbook.changes import FaultCode, InputChange, InputFault
from kpiplan.analysis.workbook.inputs import SheetInput
from kpiplan.analysis.workbook.values import Value, day_of
from kpiplan.locales.english import Locale, phrase
from kpiplan.months import Month, plan_months
from kpiplan.plan.model import Plan
from kpiplan.problems import Path, printable

Line = Callable[[Path], int]  # where in the plan file a value stands

_FAULTS: dict[FaultCode, str] = {
    "missing": phrase("{what}: the workbook has no range of the name {name} any more"),
    "moved": phrase("{what}: rows or columns were inserted in its cells, or taken out; there were {number} of them"),
    "formula": phrase("{what}: {cell} holds a formula; type the number that it comes to"),
    "text": phrase("{what}: {found} in {cell} is not what belongs there"),
    "empty": phrase("{what}: {cell} is empty"),
    "gone": phrase("{what}: the plan has no such number any more"),
    "conflict": phrase("{what}: the plan has changed it too since the workbook was made, to {found}"),
    "unwritable": phrase("{what}: can't be written into the text of the plan without losing some of it; edit it there"),
}


class ChangeLines:
    """Changes and faults of one plan in words."""

    def __init__(self, plan: Plan, file: str, line: Line, locale: Locale) -> None:
        self._plan = plan
        self._file = file
        self._line = line
        self._locale = locale

    def change(self, change: InputChange) -> Iterator[str]:
        """`rate mqls: 30% -> 25% (plan.yaml:17)`; a line each month where not all of them have changed alike."""
        each, before, after = change.input, change.input.values, change.after
        where = f"{self._file}:{self._line(each.path)}"
        text = "{what}: {before} -> {after} ({where})"
        if each.form == "months" and not (len(set(before)) == 1 and len(set(after)) == 1):
            months = zip(plan_months(self._plan.start), before, after, strict=True)
            for month, old, new in months:
                if old != new and not _close(old, new):
                    what = f"{self.what(each)} {month}"
                    yield self._locale.say(
                        text, what=what, before=self._value(each, old), after=self._value(each, new), where=where
                    )
            return
        yield self._locale.say(
            text, what=self.what(each), before=self.values(each, before), after=self.values(each, after), where=where
        )

    def fault(self, fault: InputFault) -> str:
        """Why an input can't be taken back."""
        each = fault.input
        found = repr(_text(fault.found))
        if fault.code == "conflict":
            one = each.form == "ages" or len(set(each.values)) == 1
            found = self.values(each, each.values) if one else self._locale.say("other values")
        return self._locale.say(
            _FAULTS[fault.code],
            what=self.what(each),
            name=each.name,
            number=len(each.values),
            cell=fault.cell,
            found=found,
        )

    def what(self, each: SheetInput) -> str:
        """An input as the plan language names it: `rate mqls`, `inbound: share`."""
        name = str(each.path[-1]) if each.key in ("existing", "costs", "units") else each.key
        words = [name, each.of] if each.key != "costs" else ["costs", each.of]
        if each.key.startswith(("existing", "recurring")):
            words = [str(part) for part in each.path if part not in ("goal", "segments", each.segment)]
        said = printable(" ".join(word for word in words if word))
        return f"{printable(each.segment)}: {said}" if each.segment else said

    def values(self, each: SheetInput, values: tuple[Value, ...]) -> str:
        """The values of an input, in short."""
        if each.form == "ages":
            shares = [value if isinstance(value, float) else 0.0 for value in values]
            last = max((age for age, share in enumerate(shares) if share > 0), default=0)
            if shares[last] == 1:
                return self._locale.say("{number} mo", number=last)
            return self._locale.shares(shares[: last + 1])
        return self._value(each, values[0]) if len(set(values)) == 1 else f"{len(values)}"

    def _value(self, each: SheetInput, value: Value) -> str:
        if value is None or value == "":
            return self._locale.say("not stated")
        if isinstance(value, str):
            return printable(value)
        match each.kind:
            case "percent" | "weight" | "next year":
                return self._locale.percent(value, 6)
            case "money":
                return self._locale.money(value, self._plan.currency, cents=value != int(value))
            case "month":
                day = day_of(value)
                return str(Month(day.year, day.month))
            case _:
                return self._locale.significant(value, 6) if value != int(value) else self._locale.count(value)


def _close(one: Value, other: Value) -> bool:
    return isinstance(one, float) and isinstance(other, float) and abs(one - other) <= 1e-11 * max(abs(one), abs(other))


def _text(value: Value) -> str:
    return printable(str(value if value is not None else ""))[:60]
