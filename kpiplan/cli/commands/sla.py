"""`kpiplan sla`: the agreement between those who own the funnel, to sign."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import typer

from kpiplan.analysis.agreement import Agreement, agreement
from kpiplan.cli import console, errors, reporting
from kpiplan.cli.options import FORMAT_HELP, OutputOptions, PlanFile, command, format_of
from kpiplan.cli.planning import planned
from kpiplan.locales.english import Locale
from kpiplan.plan.model import Plan

Format = Literal["markdown", "json"]


@command
def sla(
    plan: PlanFile = None,
    format: Annotated[Format | None, typer.Option(help=f"{FORMAT_HELP}markdown.")] = None,
    *,
    out: OutputOptions,
) -> console.Result:
    """The agreement between marketing and sales: who owes whom what each month, to sign."""
    locale = console.locale(out.lang)
    found = planned(plan, locale)
    if isinstance(found, console.Result):
        return found
    kind = format_of(format, out.output, get_args(Format), locale)
    agreed = agreement(found.targets.outcomes)
    if not agreed.hands_over:
        from kpiplan.reports.agreement.report import one_owner_text

        return console.Result(remarks=f"{found.file}: {one_owner_text(agreed, locale)}".split("\n"), code=errors.SHORT)
    return console.Result(_text(found.plan, agreed, kind, locale), found.remarks, output=out.output, utf8=True)


def _text(plan: Plan, agreed: Agreement, kind: str, locale: Locale) -> str:
    if kind == "json":
        from kpiplan.documents.agreement import agreement_document

        return reporting.document(agreement_document(plan, agreed))
    from kpiplan.reports.agreement.report import agreement_page

    return reporting.printed(agreement_page(plan, agreed, locale))
