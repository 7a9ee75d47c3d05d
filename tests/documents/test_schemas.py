"""JSON Schemas of documents: one a kind, closed in itself, met in every part by what commands really write.

That every JSON output of every test is lawful is seen to in tests/conftest.py.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft7Validator

from kpiplan.analysis.scorecard.standing import Standing
from kpiplan.analysis.variance.status import Verdict
from kpiplan.cli.app import COMMANDS
from kpiplan.cli.document_schemas import KINDS, Kind, document_schema
from kpiplan.documents import VERSION
from tests.conftest import SAMPLES, TOP, Kpiplan, put
from tests.documents.validity import UnlawfulDocumentError, judge

FILES = TOP / "kpiplan" / "documents" / "schemas"
# what a document says it is; only `explanation` and `agreement` are not called by their command
KIND_OF = {"sla": ("agreement",), "actuals": ("actuals", "explanation")}

# of each kind, command lines that have all it can hold between them; PLAN is every sample plan
WRITTEN = """
target PLAN
target PLAN --by quarter --whole
target PLAN --safe 80% --set goal.next_year=0%
check PLAN BROKEN
kpis
kpis ltv
levers PLAN
levers PLAN --set goal.next_year=0% --point
scenarios PLAN
scenarios PLAN --set leads=2%
solve PLAN customers=20 --for revenue
solve INBOUND customers=1 --for visits.cost
solve PLAN "visits=5000 a month" --for leads --set goal.next_year=0%
solve PLAN leads=9000 --for revenue
solve PLAN visits=600k --for revenue
diff INBOUND PLAN
diff PLAN OTHER
diff MONTHLY OTHER --fail-over leads=1%
reviews PLAN
sla PLAN
chance PLAN
chance PLAN --goal 5
chance SCORED EXPORTS
chance BOTH DEALS
actuals EXPORTS --plan PLAN --fail-on watch --fail-under chance=99%
actuals EXPORTS --no-plan
actuals EXPORTS --explain
actuals DEALS --plan BOTH
actuals PART --plan INBOUND
actuals PART --no-plan
actuals RECORDS --no-plan
actuals RECORDS --plan INBOUND
actuals RECORDS --explain
actuals NOTHING --explain
replan LAGGED LATE
actuals FUNDS --plan MONTHLY
replan INBOUND EXPORTS
replan SCORED EXPORTS
""".strip().split("\n")


def test_every_kind_has_a_file_and_every_file_a_kind() -> None:
    assert {path.stem for path in FILES.glob("*.json")} == {*KINDS, "common"}


def test_every_command_that_writes_json_has_its_kinds(kpiplan: Kpiplan) -> None:
    writing = {name for name in COMMANDS if re.search(r"--format <[\w|]*json", kpiplan(name, "--help").out)}
    assert {kind for name in writing for kind in KIND_OF.get(name, (name,))} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_draft_7_and_refers_to_itself_alone(kind: Kind, kpiplan: Kpiplan) -> None:
    schema = json.loads(kpiplan("schema", "--of", kind).out)
    Draft7Validator.check_schema(schema)
    inner = {name.removeprefix("#/definitions/") for name in re.findall(r'"\$ref": "([^"]*)"', json.dumps(schema))}
    assert inner == set(schema["definitions"])
    assert schema["properties"]["kind"]["const"] == kind
    assert schema["properties"]["version"]["const"] == VERSION
    assert {"kind", "version"} <= set(schema["required"])


@pytest.mark.parametrize("name", [*KINDS, "common"])
def test_a_file_says_of_every_field_what_it_holds(name: str) -> None:
    schema = json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))
    silent = [
        f"{way}.{field}"
        for way, part in parts(schema)
        for field, said in part.get("properties", {}).items()
        if not way.endswith(".if") and not ({"description", "$ref"} & set(said))
    ]
    assert silent == []


def test_a_gate_may_stand_as_whatever_it_is_about_does() -> None:
    """A stage as figures do, a KPI as scores do, or nothing."""
    status = document_schema("actuals")["properties"]["gates"]["items"]["properties"]["status"]
    assert set(status["enum"]) == {*get_args(Verdict), *get_args(Standing), None}


def test_shared_definitions_are_shared() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in FILES.glob("*.json"))
    shared = json.loads((FILES / "common.json").read_text(encoding="utf-8"))["definitions"]
    assert {name for name in shared if f'"common.json#/definitions/{name}"' not in text} == set()


def test_who_reads_documents_may_meet_fields_that_are_new() -> None:
    """Additions do not change the version, so no schema refuses them; the tests do."""
    document: dict[str, Any] = {"kind": "check", "version": 1, "files": [], "problems": []}
    judge(document)
    assert Draft7Validator(document_schema("check")).is_valid({**document, "new": 1})
    with pytest.raises(UnlawfulDocumentError, match="new"):
        judge({**document, "new": 1})
    with pytest.raises(UnlawfulDocumentError, match="files"):
        judge({**document, "files": [{"file": "plan.yaml"}]})
    with pytest.raises(UnlawfulDocumentError, match="version"):
        judge({**document, "version": 2})


@pytest.fixture
def files(tmp_path: Path) -> dict[str, list[str]]:
    """What stands for the words of the command lines."""
    plans = {path.stem: str(path) for path in SAMPLES.glob("*.yaml")}
    both = put(tmp_path / "both.yaml", BOTH)
    other = put(tmp_path / "other.yaml", f"extends: what_if.yaml\nname: Other\nleads: 2%\n{MOVED}")
    put(tmp_path / "what_if.yaml", Path(plans["what_if"]).read_text(encoding="utf-8"))
    return {
        "PLAN": [*plans.values(), str(both), str(other)],
        "INBOUND": [plans["inbound"]],
        "SCORED": [plans["scorecard"], plans["inbound_risk"]],
        "BOTH": [str(both)],
        "MONTHLY": [plans["subscription"]],
        "OTHER": [str(other)],
        "BROKEN": [str(put(tmp_path / "broken.yaml", "name: x\n"))],
        "EXPORTS": [str(SAMPLES / "actuals")],
        "DEALS": [str(put(tmp_path / "deals.csv", DEALS))],
        "PART": [str(put(tmp_path / "part.csv", PART))],
        "RECORDS": [str(put(tmp_path / "records.csv", RECORDS))],
        "NOTHING": [str(put(tmp_path / "nothing.csv", "a,b\nno month,no number\n"))],
        "LAGGED": [plans["saas"]],
        "LATE": [str(put(tmp_path / "late.csv", LATE))],
        "FUNDS": [str(put(tmp_path / "funds.csv", "month,recurring revenue,customers\n2026-01,600000,10\n"))],
    }


BOTH = """\
name: Two ways in
year: 2026
currency: EUR
goal: {customers: 120, average_deal: 10k}
segments: {in: {share: 60%}, out: {share: 40%}}
funnel: [{visits: {cost: 2}}, {leads: 10%}, {customers: {rate: 20%, lag: 1 month}}]
before: {leads: {2025-12: 40}}
risk: {leads: 100 of 1000, customers: 15% to 25%}
last_year: {visits: 4000, leads: 400, customers: 80}
kpis: {open_rate: {at_least: 20%}}
"""
MOVED = "goal: {average_deal: 30k}\n"
DEALS = """\
month,segment,visits,leads,customers,delivered,opens
2026-01,in,300,33,4,50,80
2026-01,out,200,18,2,50,60
2026-02,in,330,30,5,70,80
2026-02,out,190,21,4,70,75
"""
PART = "date,visits,leads\n" + "".join(
    f"2020-{month:02}-{day:02},{200 + day},{3 if day % 2 else 2}\n"
    for month, days in ((1, range(10, 32)), (2, range(1, 30)), (3, range(1, 18)))
    for day in days
)
RECORDS = "Create Date,Close Date,Stage,Amount,Note\n" + "".join(
    f"{day},2020-{2 + at % 4:02}-{3 + at % 20:02},{('Closed Won', 'Closed Lost')[at % 2]},{1000 + at},n{at}\n"
    for at in range(60)
    for day in ("soon" if at == 30 else f"2020-{1 + at % 4:02}-{1 + at % 27:02}",)
)
LATE = "period,visits,leads,mqls,opportunities,customers\n" + "".join(
    f"2025-{month:02},30000,900,270,110,18\n" for month in range(2, 12)
)


def runs(line: str, files: dict[str, list[str]]) -> Iterator[list[str]]:
    """The command lines of a line: one for each of the files that a word stands for."""
    found: list[list[str]] = [[]]
    for word in shlex.split(line):
        found = [[*words, each] for words in found for each in files.get(word, [word])]
    return iter(found)


@pytest.fixture
def written(files: dict[str, list[str]], kpiplan: Kpiplan) -> dict[str, list[dict[str, Any]]]:
    """What commands write, by kind; each document is judged as it goes out."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in WRITTEN:
        documents = [
            json.loads(run.out) for words in runs(line, files) if (run := kpiplan(*words, "--format", "json")).out
        ]
        assert documents, line
        for each in documents:
            found.setdefault(each["kind"], []).append(each)
    return found


def test_every_field_of_a_schema_is_written(written: dict[str, list[dict[str, Any]]]) -> None:
    """A field that no command writes says of documents what they are not."""
    unmet = {kind: sorted(named(document_schema(kind)) - met(written[kind])) for kind in KINDS}
    assert unmet == {kind: [] for kind in KINDS}
    assert set(written) == set(KINDS)


def named(schema: dict[str, Any]) -> set[str]:
    """The ways to all fields that a schema names."""
    found: set[str] = set()

    def look(part: dict[str, Any], way: str) -> None:
        if "$ref" in part:
            look(schema["definitions"][part["$ref"].rpartition("/")[2]], way)
        for each in [*part.get("allOf", ()), *part.get("anyOf", ())]:
            look(each, way)
        for name, held in part.get("properties", {}).items():
            found.add(f"{way}.{name}")
            look(held, f"{way}.{name}")
        if "items" in part:
            look(part["items"], f"{way}[]")

    look(schema, "")
    return found


def met(documents: Sequence[dict[str, Any]]) -> set[str]:
    """The ways to all fields that documents have."""
    found: set[str] = set()

    def look(value: Any, way: str) -> None:
        for name, held in value.items() if isinstance(value, dict) else ():
            found.add(f"{way}.{name}")
            look(held, f"{way}.{name}")
        for held in value if isinstance(value, list) else ():
            look(held, f"{way}[]")

    look(list(documents), "")
    return {way.removeprefix("[]") for way in found}


def parts(part: Any, way: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object within a schema, with the way to it."""
    if isinstance(part, dict):
        yield way, part
        for key, held in part.items():
            yield from parts(held, f"{way}.{key}")
    elif isinstance(part, list):
        for held in part:
            yield from parts(held, way)
