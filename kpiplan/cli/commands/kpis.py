"""`kpiplan kpis`: the catalogue of KPIs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, get_args

import typer

from kpiplan.cli import console, errors, reporting
from kpiplan.cli.options import FORMAT_HELP, OutputOptions, command, format_of
from kpiplan.kpis import GROUPS, find, ids, search
from kpiplan.kpis.record import Kpi, Purpose
from kpiplan.locales.english import Locale, phrase
from kpiplan.problems import nearest

Groups = Mapping[str, Sequence[Kpi]]
TITLE = phrase("KPIs that a plan can choose")
Format = Literal["table", "json", "markdown"]


@command
def kpis(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID|WORDS...]", help="One KPI in full, or those that are found; left out, all."),
    ] = None,
    purpose: Annotated[Purpose | None, typer.Option(help="Only KPIs that serve this.")] = None,
    format: Annotated[Format | None, typer.Option(help=f"{FORMAT_HELP}a table.")] = None,
    *,
    out: OutputOptions,
) -> console.Result:
    """The KPIs that a plan can choose: what each tells, its formula, what to do when it is off."""
    locale = console.locale(out.lang)
    kind = format_of(format, out.output, get_args(Format), locale)
    groups = _chosen(" ".join(words or ()), purpose, locale)
    return console.Result(_text(groups, kind, out.output, locale), output=out.output, utf8=kind != "table")


def _chosen(text: str, purpose: Purpose | None, locale: Locale) -> Groups:
    """The KPIs that are asked for, by group. Raises WrongUseError where there are none."""
    only = find(text)
    found = {only.id} if only else {kpi.id for kpi in search(text)} if text else set(ids())
    groups = {
        group: kept
        for group, kpis in GROUPS.items()
        if (kept := [kpi for kpi in kpis if kpi.id in found and purpose in (None, kpi.purpose)])
    }
    if not groups:
        said = {"text": text or purpose}
        if near := nearest(text, ids()) if text else None:
            raise errors.WrongUseError(
                locale.say("no KPI is found for {text}; did you mean {near}?", **said, near=near)
            )
        raise errors.WrongUseError(locale.say("no KPI is found for {text}; `kpiplan kpis` lists them all", **said))
    return groups


def _single(groups: Groups) -> Kpi | None:
    """The one KPI that is left, which is shown in full."""
    found = [kpi for kpis in groups.values() for kpi in kpis]
    return found[0] if len(found) == 1 else None


def _text(groups: Groups, kind: str, output: str | None, locale: Locale) -> str:
    """One KPI in full, ready to be pasted into a plan; of several a list, or a page that has each in full."""
    if kind == "json":
        from kpiplan.documents.kpis import catalogue_document

        return reporting.document(catalogue_document(groups))
    from kpiplan.reports.catalogue import catalogue_book, full_report, list_report

    if only := _single(groups):
        return reporting.page(full_report(only, next(iter(groups)), locale), kind, output)
    if kind == "markdown":
        return reporting.book(catalogue_book(locale.say(TITLE), groups, locale))
    return reporting.page(list_report(locale.say(TITLE), groups, locale), kind, output)
