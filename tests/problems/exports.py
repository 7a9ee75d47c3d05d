"""Examples of what can be wrong with an export: files, what a plan says of them, and what reading them says."""

from __future__ import annotations

import io
import shutil
import zipfile
from atexit import register
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from kpiplan.analysis.matching import breakdowns, match, stage_names, template_problems
from kpiplan.analysis.variance.compare import compare
from kpiplan.exports import read_exports
from kpiplan.exports.files.inputs import Input, from_bytes
from kpiplan.exports.plan_names import PlanNames
from kpiplan.exports.results import Refusal
from kpiplan.exports.sources import TableSource
from kpiplan.funnel.targets import plan_targets
from kpiplan.plan.model import Plan
from kpiplan.problems import Problem
from kpiplan.starter.plans import plan_from
from tests import plans

FOLDER = Path(__file__).parent / "exports"
FILE = "export.csv"
PLAN = """\
name: Inbound 2024
year: 2024
currency: USD
goal: {revenue: 1_200_000, average_deal: 50_000}
funnel: [visits, {leads: 2%}, {customers: 10%}]
"""
KOREAN = "날짜,방문수\n2024-01-31,100\n"


def _zip_of_two() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("chart.csv", "Date,Clicks,Leads\n2024-01-31,70,5\n")
        archive.writestr("pages.csv", "Page,Clicks\n/,40\n/about,30\n")
    return packed.getvalue()


FOLDER_OF_TABLES = Path(mkdtemp(prefix="kpiplan-tables-"))
register(shutil.rmtree, FOLDER_OF_TABLES, ignore_errors=True)


def _table(columns: str) -> TableSource:
    """A database with a table of leads, in a file of its own."""
    import duckdb

    file = FOLDER_OF_TABLES / f"{len(list(FOLDER_OF_TABLES.iterdir()))}.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"CREATE TABLE leads ({columns})")
        connection.execute("CREATE VIEW broken AS SELECT DATE '2024-01-31' AS \"Created\", error('disk is full') AS b")
    return TableSource("crm", f"duckdb:///{file}", "KPIPLAN_CRM")


# files that are no text, or too large to be kept: what they are, and what is given
Given = Input | str | TableSource
MADE: dict[str, tuple[str, Given]] = {
    "no-connection": (
        "A table of a database whose address no variable holds.",
        TableSource("crm", None, "KPIPLAN_CRM"),
    ),
    "query-failed": ("A view of a database that can't be computed.", _table('"Created" DATE')),
    "column-type": ("A table whose column `Created` is text.", _table('"Created" VARCHAR')),
    "no-timezone": ("A table whose column `Created` holds instants.", _table('"Created" TIMESTAMPTZ')),
    "unreadable-file": ("A file that is not there.", "no-such-file.csv"),
    "unreadable-zip": (
        "The first half of a zip, whose download broke off.",
        from_bytes("export.zip", _zip_of_two()[:100]),
    ),
    "too-many-tables": (
        "A file of 501 tables, each of them a title, `Date,Leads` and a row.",
        from_bytes(FILE, b"".join(b"Team %d\nDate,Leads\n2024-01-31,1\n\n" % number for number in range(501))),
    ),
    "empty-export": ("A file without content.", from_bytes(FILE, b"")),
    "binary-file": ("A workbook of Excel that was renamed to `.csv`.", from_bytes(FILE, b"\xd0\xcf\x11\xe0\xa1\xb1")),
    "undecided-encoding": (
        "Three letters beyond ASCII that are letters in several encodings.",
        from_bytes(FILE, b"Date,Campaign,Sessions\n2024-01-31,\xa4\xa4\xa5\xa4\xb9\xfa,100\n"),
    ),
    "broken-encoding": ("A file in cp949, the encoding of Korean Windows.", from_bytes(FILE, KOREAN.encode("cp949"))),
    "line-too-long": ("A file of one line of 100,000 letters.", from_bytes(FILE, b"x" * 100_000)),
    "too-many-columns": ("A table of 5,000 columns.", from_bytes(FILE, (b"a," * 4999 + b"a\n") * 2)),
    "too-many-values": (
        "A campaign of its own for each of 1,001 leads, of a plan that breaks a KPI down by `per: Campaign`.",
        from_bytes(FILE, "".join(["Date,Campaign,Leads\n", *(f"2024-01-31,{n},1\n" for n in range(1001))]).encode()),
    ),
    "unused-file": (
        "A zip of two files, one by day and one by page: `chart.csv` begins with `Date,Clicks,Leads`, `pages.csv` with "
        "`Page,Clicks`.",
        from_bytes("export.zip", _zip_of_two()),
    ),
}


def given(code: str) -> tuple[str, Sequence[Given]]:
    """The example of a code as the documentation shows it, and as it is read. Raises OSError where there is none."""
    said = FOLDER / f"{code}.yaml"
    if code in MADE:
        shown, made = MADE[code]
        inputs: list[Given] = [made]
    else:
        files = sorted(FOLDER.glob(f"{code}.*.csv")) or [FOLDER / f"{code}.csv"]
        names = [file.name.removeprefix(f"{code}.") if len(files) > 1 else FILE for file in files]
        texts = [file.read_text(encoding="utf-8") for file in files]
        inputs = [from_bytes(name, text.encode()) for name, text in zip(names, texts, strict=True)]
        blocks = [f"```csv\n{text.rstrip()}\n```" for text in texts]
        if len(files) > 1:
            blocks = [f"`{name}`:\n\n{block}" for name, block in zip(names, blocks, strict=True)]
        shown = "\n\n".join(blocks)
    if said.exists():
        shown += f"\n\nThe plan says\n\n```yaml\n{said.read_text(encoding='utf-8').rstrip()}\n```"
    return shown, inputs


def plan_of(code: str) -> Plan:
    """The plan that the export of a code is read with."""
    said = FOLDER / f"{code}.yaml"
    return plans.plan_of(PLAN + (said.read_text(encoding="utf-8") if said.exists() else ""))


def problems_of(code: str, inputs: Sequence[Given]) -> tuple[Problem, ...]:
    """What is found in exports, and, where they can be compared with the plan, in the comparison."""
    if code == "records-too-young":  # of a year that a plan is made from
        return tuple(p._replace(file=FILE) for p in plan_from([str(FOLDER / f"{code}.csv")], "plan.yaml")[1])
    plan = plan_of(code)
    names = PlanNames(stage_names(plan), [segment.name for segment in plan.segments])
    found = read_exports(inputs, rules=plan.actuals, names=names)
    if any(problem.severity == "error" for problem in found.problems):
        return found.problems
    broken_down = breakdowns(plan, inputs, plan.actuals, None).values()
    targets = plan_targets(plan)
    matched = match(targets, found, None)
    if isinstance(matched, Refusal):
        return found.problems
    template = template_problems(compare(targets, matched.actuals), FILE)
    return (*found.problems, *(problem for split in broken_down for problem in split.problems), *template)
