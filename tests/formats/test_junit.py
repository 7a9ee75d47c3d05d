"""JUnit's XML: suites, cases, what fails and what is skipped."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from kpiplan.formats.github import workflow_annotations
from kpiplan.formats.gitlab import code_quality
from kpiplan.formats.junit import junit_xml
from kpiplan.formats.sarif import sarif_text
from kpiplan.problems import Place, Problem
from kpiplan.reports.inspection import inspection, missed_gate, of_problem
from tests.formats.inspections import everything

WANTED = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="kpiplan check" tests="6" failures="2" skipped="2">
  <testsuite name="p.yaml" tests="5" failures="2" errors="0" skipped="2">
    <testcase classname="p.yaml" name="bare-percentage at funnel.leads" file="p.yaml" line="10">
      <failure type="bare-percentage" message="a bare 20 &amp; more">p.yaml:10:12: a bare 20 &amp; more
write 20%</failure>
    </testcase>
    <testcase classname="p.yaml" name="stated-rate" file="p.yaml">
      <skipped message="warning: m" />
    </testcase>
    <testcase classname="p.yaml" name="stated-rate (2)" file="p.yaml">
      <skipped message="accepted: agreed: m" />
    </testcase>
    <testcase classname="p.yaml" name="in.sqls under" file="p.yaml">
      <failure type="gate-under" message="under 90%">p.yaml: under 90%</failure>
    </testcase>
    <testcase classname="p.yaml" name="leads under" file="p.yaml" />
  </testsuite>
  <testsuite name="sound.yaml" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="sound.yaml" name="no problems" file="sound.yaml" />
  </testsuite>
</testsuites>
"""
ERROR = Problem("bare-percentage", "a bare 20 & more", ("funnel", 1, "leads"), "write 20%", "p.yaml", Place(10, 12, 2))
WARNING = Problem("stated-rate", "m", file="p.yaml")


def test_to_the_letter() -> None:
    problems = [ERROR, WARNING, WARNING._replace(accepted="agreed"), Problem("zero-likely", "n", file="p.yaml")]
    found = [*map(of_problem, problems), missed_gate("under", "in.sqls", "under 90%", "p.yaml")]
    assert junit_xml(inspection("check", "1", found, ["p.yaml", "sound.yaml"], {"p.yaml": ["leads under"]})) == WANTED


def test_a_strict_check_fails_for_warnings() -> None:
    found = [of_problem(each, strict=True) for each in (WARNING, WARNING._replace(accepted="agreed"))]
    top = ElementTree.fromstring(junit_xml(inspection("check", "1", found, [])))
    assert (top.get("failures"), top.get("skipped")) == ("1", "1")


def test_whatever_is_in_a_text_it_is_xml() -> None:
    odd = Problem("bad-name", "\x00\x1b[31m\ud800\ufffe\uffff<&>\"'\r\n]]>", file="a\x01\udcff<.yaml", hint="\x0b\x85")
    top = ElementTree.fromstring(junit_xml(inspection("check", "1", [of_problem(odd)], [])).encode())
    (failure,) = top.iter("failure")
    assert "<&>\"'" in (failure.get("message") or "")


@given(st.text(), st.text(), st.text(), st.text())
def test_any_text_is_xml_json_and_one_line_of_a_log(message: str, hint: str, file: str, at: str) -> None:
    found = [of_problem(Problem("bad-name", message, (at,), hint, file)), missed_gate("under", at, message, file)]
    seen = inspection("check", "1", found, [file])
    ElementTree.fromstring(junit_xml(seen).encode())
    for text in (sarif_text(seen), code_quality(seen)):
        assert json.loads(text.encode())
    assert len(workflow_annotations(seen).splitlines()) == 2


def test_counts_add_up_and_names_differ() -> None:
    top = ElementTree.fromstring(junit_xml(everything()))
    suites = [*top.iter("testsuite")]
    for kind, tag in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")):
        assert int(top.get(kind, "")) == sum(int(suite.get(kind, "")) for suite in suites) == len([*top.iter(tag)])
    names = [(case.get("classname"), case.get("name")) for case in top.iter("testcase")]
    assert len(set(names)) == len(names) > 50
