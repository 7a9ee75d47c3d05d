"""Tables of databases in a plan: what one needs, and that no address, and no password, is in a plan or shown."""

from __future__ import annotations

import pytest

from kpiplan.formats.text import problem_text
from kpiplan.loader import Loaded, load
from kpiplan.problems import masked
from tests.conftest import INBOUND


def loaded(crm: str) -> Loaded:
    """A plan with a table."""
    return load(f"{INBOUND}actuals:\n  crm: {crm}\n".encode(), "plan.yaml")


def errors(crm: str) -> list[str]:
    """What is wrong with it."""
    return [f"{p.code}: {p.message} | {p.hint}" for p in loaded(crm).problems if p.severity == "error"]


def test_a_table_with_all_it_needs() -> None:
    plan = loaded("{connection: Crm_2, table: sales.leads, timezone: Europe/Berlin, leads: {count: AQL date}}").plan
    assert plan is not None
    (rules,) = plan.actuals
    assert (rules.pattern, rules.connection, rules.table) == ("crm", "Crm_2", "sales.leads")
    assert rules.timezone == "Europe/Berlin"
    assert rules.variable == "KPIPLAN_CRM_2"


@pytest.mark.parametrize(
    ("crm", "expected"),
    [
        (
            "{connection: CRM, leads: {count: A}}",
            "missing-key: the connection names no table | add `table: sales.leads`, a table or view",
        ),
        (
            "{connection: CRM, table: leads}",
            "missing-key: the connection has no rule | add what is counted, as in `leads: {count: Created Date}`",
        ),
        (
            "{connection: CRM, table: leads, encoding: utf-8, leads: {count: A}}",
            "two-ways: `encoding` is said of files, and this is a table of a database | remove `encoding`",
        ),
        (
            "{connection: CRM, table: 2, leads: {count: A}}",
            "wrong-type: the tables of a database have names, not numbers | write `table: sales.leads`",
        ),
        (
            "{connection: the crm, table: leads, leads: {count: A}}",
            "bad-name: the crm is no name of a connection | "
            "write a name such as CRM, for the address in the variable KPIPLAN_CRM",
        ),
    ],
)
def test_what_is_wrong_with_a_table(crm: str, expected: str) -> None:
    assert errors(crm) == [expected]


@pytest.mark.parametrize("key", ["connection", "table", "encoding", "timezone", "nonsense", "date"])
@pytest.mark.parametrize("secret", ["hunter2", "p@ss/w:rd", "'quoted"])
def test_passwords_of_addresses_are_not_shown(key: str, secret: str) -> None:
    text = f'{{leads: {{count: A}}, {key}: "postgres://me:{secret}@host/db"}}'
    found = loaded(text)
    shown = "\n".join(problem_text(problem) for problem in found.problems)
    assert secret.strip("'") not in shown
    if key == "connection":
        assert "error bad-name: an address of a database does not belong in a plan: it may hold a password" in shown
        assert "set the variable KPIPLAN_CRM to it, and write `connection: CRM`" in shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgres://me:secret@host/db", "postgres://me:******@host/db"),
        ("a: postgres://:x@h, b", "a: postgres://:*@h, b"),
        ("host=h password=secret dbname=x", "host=h password=****** dbname=x"),
        ("https://example.com/a:b", "https://example.com/a:b"),
        ("mail me@example.com", "mail me@example.com"),
    ],
)
def test_stars_leave_all_else_in_its_place(text: str, expected: str) -> None:
    assert masked(text) == expected
