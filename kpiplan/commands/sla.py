"""`kpiplan sla`: the agreement between those who own the funnel, to sign."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from kpiplan import edge
from kpiplan.agreement import agreement
from kpiplan.commands.options import FORMAT_HELP, Language, Output, PlanFile, format_of
from kpiplan.commands.planned import planned


def sla(
    plan: PlanFile,
    format: Annotated[
        Literal["markdown", "json"] | None,
        typer.Option(help=f"{FORMAT_HELP}markdown."),
    ] = None,
    output: Output = None,
    lang: Language = None,
) -> edge.Result:
    """The agreement between marketing and sales: who owes whom what each month, to sign."""
    locale = edge.locale(lang)
    found = planned(plan, locale)
    if isinstance(found, edge.Result):
        return found
    kind = format_of(format, output, ("markdown", "json"), locale)
    agreed = agreement(found.outcomes)
    if not agreed.hands_over:
        from kpiplan.reports.agreement import one_owner_text

        return edge.Result(remarks=f"{found.file}: {one_owner_text(agreed, locale)}".split("\n"), code=edge.SHORT)
    if kind == "json":
        from kpiplan.render.agreement_data import agreement_json

        text = agreement_json(found.plan, agreed)
    else:
        from kpiplan.render.chapters import document_markdown
        from kpiplan.reports.agreement import agreement_document

        text = document_markdown(agreement_document(found.plan, agreed, locale))
    return edge.Result(text, found.remarks, output=output, utf8=True)
