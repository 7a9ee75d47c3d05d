"""What `kpiplan help` says beside the commands: short texts, each a screen at the most."""

from __future__ import annotations

TOPICS: dict[str, tuple[str, str]] = {
    "plan": (
        "What a plan file holds.",
        """\
A plan is a YAML file. The smallest useful one:

    name: Inbound marketing 2020
    year: 2020
    currency: USD
    goal: {revenue: 10M, average_deal: 1.1M}
    funnel:
      - visits
      - leads: 1.5%
      - customers: {rate: 4%, lag: 2 months}

kpiplan init writes one to start from, commented; kpiplan init --from exports/
one of what happened last year. kpiplan check says what is wrong with it and
where, kpiplan target what every month must bring. A plan that is left out is
plan.yaml here. kpiplan schema prints the JSON Schema of plans, by which editors
complete and check them.
""",
    ),
    "exports": (
        "How what really happened is read.",
        """\
kpiplan actuals reads exports as systems let people download them: CSV, JSON,
workbooks, zips and folders of these. It finds the columns by itself and says on
standard error which column became which KPI. The plan is --plan, else plan.yaml
beside the first export, else plan.yaml here, else none: then the funnel that
the exports show.

What a file can't say is said in the plan (actuals:) or by an option: --read,
--split, --year, --day-first, --encoding. kpiplan actuals EXPORT --explain shows
what became of every column and row.

--fail-on behind and --fail-under leads=90% are gates for CI: exit 1.
""",
    ),
    "formats": (
        "What results are written as, and where to.",
        """\
--format chooses; left out, it is what the ending of -o says, else a table or
text for people.

    table, text    for people; plain where it is piped
    csv            a row a period, unrounded, no totals
    csv --long     a row a value, in columns that never change
    json           everything; kpiplan schema --of target: its JSON Schema
    markdown       what a comment in a pull request renders
    github, gitlab, sarif, junit
                   problems and gates as a CI shows them
    ics, yaml      a calendar (reviews), a plan (replan)
    xlsx           a workbook with formulas (target, actuals), which kpiplan
                   pull takes back into the plan
    html, svg, png a page to hand on, its charts (report)

Results go to standard output, all else to standard error. -o FILE writes a file
whole or not at all, and never over an input. -q leaves results and errors
alone; --verbose says everything in full.
""",
    ),
    "exit-codes": (
        "How commands end.",
        """\
    0    fine; warnings do not change that, unless check --strict asks
    1    the plan or the numbers fall short: a plan with errors, a gate
         missed, a result that could not be written
    2    the command was wrong: an unknown option, a file that is not there
    3    a defect of kpiplan: one line that says so, the traceback with --debug
    4    an export can't be read as what it should be: nothing was compared
    130  interrupted
""",
    ),
    "environment": (
        "Variables that kpiplan heeds.",
        """\
    COLUMNS        the width of tables, on a terminal and in a pipe
    NO_COLOR       plain text; so does TERM=dumb
    FORCE_COLOR    styles in a pipe too
    KPIPLAN_LANG   the language of what is shown: en, ko, zh-Hant; --lang goes
                   before, LC_ALL and LANG come after
""",
    ),
}
