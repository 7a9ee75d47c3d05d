"""The page, or one of its charts, in the format that is asked for."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from kpiplan.cli import console, errors
from kpiplan.cli.inputs import STDIN
from kpiplan.cli.page_inputs import PageInputs, page_results
from kpiplan.locales.english import Locale
from kpiplan.problems import nearest
from kpiplan.reports.page.charts import charts
from kpiplan.reports.page.model import Chart
from kpiplan.reports.page.results import PageResults

Format = Literal["html", "svg", "png"]
ChartOption = Annotated[
    str | None,
    typer.Option(metavar="CHART", help="One chart, as svg or png: funnel, year, walk, or months:STAGE."),
]
_LISTED = 12  # charts named where one is not known


def page_result(inputs: PageInputs, kind: str, chart: str | None, output: str | None) -> console.Result:
    """The whole result. Raises WrongUseError for a chart that is none, and what would not be seen where it goes."""
    locale = inputs.locale
    if chart is not None and kind == "html":
        raise errors.WrongUseError(locale.say("--chart is a picture: add --format svg or png"))
    if chart is None and kind != "html":
        said = locale.say("which chart? --chart funnel, year, walk or months:STAGE; a whole page is html")
        raise errors.WrongUseError(said)
    if output in (None, STDIN) and console.prints_to_terminal():
        raise errors.WrongUseError(locale.say("a page is no text for a screen: write it to a file, -o review.html"))
    found = page_results(inputs)
    if isinstance(found, console.Result):
        return found._replace(output=output)
    try:
        text = _page(found.results) if chart is None else _picture(_chart(found.results, chart, locale), kind, locale)
    except ImportError as error:
        raise _missing(error, locale) from None
    return console.Result(text, found.remarks, found.code, output, utf8=True)


def _missing(error: ImportError, locale: Locale) -> errors.WrongUseError:
    """What is not installed, and how to install it."""
    name, extra = ("resvg-py", "kpiplan[pictures]") if error.name == "resvg_py" else ("htpy", "kpiplan[report]")
    text = "a page or picture needs {library}: pip install '{extra}'"
    return errors.WrongUseError(locale.say(text, library=name, extra=extra))


def _page(results: PageResults) -> str:
    from kpiplan.formats.html.page import page_html
    from kpiplan.reports.page.page import report_page

    return page_html(report_page(results))


def _picture(chart: Chart, kind: str, locale: Locale) -> str | bytes:
    from kpiplan.formats.html.picture import picture_png, picture_svg

    return picture_svg(chart) if kind == "svg" else picture_png(chart)


def _chart(results: PageResults, name: str, locale: Locale) -> Chart:
    """The chart of a name. Raises WrongUseError where there is none."""
    known = charts(results)
    if name in known:
        return known[name]()
    if near := nearest(name, list(known)):
        raise errors.WrongUseError(locale.say("no chart {name}; did you mean {near}?", name=name, near=near))
    names = ", ".join(list(known)[:_LISTED])
    raise errors.WrongUseError(locale.say("no chart {name}; there are {names}", name=name, names=names))
