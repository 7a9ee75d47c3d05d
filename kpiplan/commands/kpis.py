"""`kpiplan kpis`: the catalogue of KPIs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

import typer

from kpiplan import edge
from kpiplan.commands.options import FORMAT_HELP, Language, Output, format_of
from kpiplan.commands.pages import page
from kpiplan.kpis import GROUPS, find, ids, search
from kpiplan.kpis.record import Kpi, Purpose
from kpiplan.locales.english import Locale, phrase
from kpiplan.problems import nearest

Groups = Mapping[str, Sequence[Kpi]]
TITLE = phrase("KPIs that a plan can choose")


def kpis(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID|WORDS...]", help="One KPI in full, or those that are found; left out, all."),
    ] = None,
    purpose: Annotated[Purpose | None, typer.Option(help="Only KPIs that serve this.")] = None,
    format: Annotated[
        Literal["table", "json", "markdown"] | None,
        typer.Option(help=f"{FORMAT_HELP}a table."),
    ] = None,
    lang: Language = None,
    output: Output = None,
) -> edge.Result:
    """The KPIs that a plan can choose: what each tells, its formula, what to do when it is off."""
    locale = edge.locale(lang)
    kind = format_of(format, output, ("table", "json", "markdown"), locale)
    groups = _chosen(" ".join(words or ()), purpose, locale)
    only = _single(groups)
    if kind == "json":
        from kpiplan.render.catalogue import catalogue_json

        return edge.Result(catalogue_json(groups), output=output, utf8=True)
    if kind == "markdown":
        return edge.Result(_markdown(groups, only, locale), output=output, utf8=True)
    from kpiplan.reports.catalogue import example, full_report, list_report

    if only:
        shown = page(full_report(only, next(iter(groups)), locale), kind, output)
        inset = "".join(f"  {line}\n" for line in example(only).splitlines())
        return edge.Result(f"{shown}\n{inset}", output=output)
    return edge.Result(page(list_report(locale.say(TITLE), groups, locale), kind, output), output=output)


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
            raise edge.WrongUseError(locale.say("no KPI is found for {text}; did you mean {near}?", **said, near=near))
        raise edge.WrongUseError(locale.say("no KPI is found for {text}; `kpiplan kpis` lists them all", **said))
    return groups


def _single(groups: Groups) -> Kpi | None:
    """The one KPI that is left, which is shown in full."""
    found = [kpi for kpis in groups.values() for kpi in kpis]
    return found[0] if len(found) == 1 else None


def _markdown(groups: Groups, only: Kpi | None, locale: Locale) -> str:
    from kpiplan.render.catalogue import catalogue_page, kpi_markdown

    if only:
        return kpi_markdown(only, next(iter(groups)), locale)
    return catalogue_page(locale.say(TITLE), groups, locale)
