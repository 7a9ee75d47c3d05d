"""Problems and gates as JUnit's XML, which test reports of every CI show: a suite a file, a case a problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

from kpiplan.formats.lines import one_line
from kpiplan.reports.inspection import Annotation, InspectedFile, Inspection

_CHECKED = "no problems"  # the one case of a file that has none


def junit_xml(found: Inspection) -> str:
    """A document with a case for each problem but notes, and for each gate.

    What the run fails for is a failure; a warning that is accepted, or that it does not fail for, is skipped and says
    so; a file without either has one case, which passes.
    """
    suites = [_suite(file) for file in found.files]
    top = ElementTree.Element("testsuites", {"name": f"kpiplan {found.command}", **_counts(suites)})
    top.extend(suites)
    ElementTree.indent(top)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(top, encoding="unicode") + "\n"


def _counts(suites: list[ElementTree.Element]) -> dict[str, str]:
    return {name: str(sum(int(suite.get(name, 0)) for suite in suites)) for name in ("tests", "failures", "skipped")}


def _suite(file: InspectedFile) -> ElementTree.Element:
    name = one_line(file.file)
    cases = [*_cases(file)] or [_case(name, _CHECKED)]
    failures, skipped = (sum(case.find(kind) is not None for case in cases) for kind in ("failure", "skipped"))
    numbers = {"tests": len(cases), "failures": failures, "errors": 0, "skipped": skipped}
    suite = ElementTree.Element("testsuite", {"name": name, **{key: str(number) for key, number in numbers.items()}})
    suite.extend(cases)
    return suite


def _cases(file: InspectedFile) -> Iterator[ElementTree.Element]:
    """Those of annotations, then of what holds; of several of one name, all but the first have a number."""
    seen: Counter[str] = Counter()
    for each in file.annotations:
        if each.severity == "note":
            continue
        case = _case(one_line(file.file), _numbered(each.case, seen), each.line)
        case.append(_outcome(each))
        yield case
    for name in file.held:
        yield _case(one_line(file.file), _numbered(name, seen))


def _numbered(name: str, seen: Counter[str]) -> str:
    seen[name] += 1
    return one_line(name if seen[name] == 1 else f"{name} ({seen[name]})")


def _case(suite: str, name: str, line: int | None = None) -> ElementTree.Element:
    place = {"file": suite, "line": str(line)} if line else {"file": suite}
    return ElementTree.Element("testcase", {"classname": suite, "name": name, **place})


def _outcome(each: Annotation) -> ElementTree.Element:
    message = one_line(each.message)
    if each.accepted is not None:
        return ElementTree.Element("skipped", {"message": one_line(f"accepted: {each.accepted}: {each.message}")})
    if not each.fails:
        return ElementTree.Element("skipped", {"message": f"{each.severity}: {message}"})
    outcome = ElementTree.Element("failure", {"type": each.rule, "message": message})
    first = each.columns[0] if each.columns else None
    where = ":".join(str(part) for part in (one_line(each.file), each.line, first) if part)
    outcome.text = "\n".join([f"{where}: {message}", *([one_line(each.hint)] if each.hint else [])])
    return outcome
