"""What a file, zip or folder says twice: sheets that repeat each other, segments that overlap, parts of the whole."""

from __future__ import annotations

import io
import zipfile

import pytest

from kpiplan.exports.files import sheets
from tests.exports.helpers import codes, error, kpis, left_out, months, notes, read
from tests.exports.test_providers import in_chunks, same
from tests.exports.workbooks import xlsx

START = "# ----\n# Free form\n# Start date: 20260430\n# End date: 20260501\n# ----\n\n"
SEGMENTS = (
    START + "Segment,Date,Sessions,Key events\n,,360,33,Grand total\n{all},20260430,100,10\nPhones,20260430,40,4\n"
    "{all},20260501,150,13\nPhones,20260501,70,6\n"
)


def test_segments_that_overlap_count_by_that_of_all() -> None:
    for everybody in ("All Users", "모든 사용자", "すべてのユーザー", "Todos los usuarios", "Alle Nutzer"):
        actuals = read(SEGMENTS.format(all=everybody))
        assert months(actuals, "visits") == {"2026-04": 100, "2026-05": 150}
        assert months(actuals, "key_events") == {"2026-04": 10, "2026-05": 13}
        assert notes(actuals) == [f"rows where Segment is {everybody}"]
    assert left_out(actuals) == {"total": 1, "counts towards nothing": 2}


def test_segments_without_that_of_all_are_asked_about() -> None:
    asked = error(read(SEGMENTS.format(all="Paid traffic")))
    assert asked.startswith("no-measure: 'Segment' holds segments of visitors, who may be in several of them: 'Paid")
    assert "{visits: {sum: Sessions, by: Date, where: {Segment: Paid traffic}}}" in asked


def test_a_table_of_some_beside_that_of_all() -> None:
    table = "# {who}\n# Start date: 20260401\n# End date: 20260430\nChannel,Sessions\nOrganic,{n}\nDirect,20\n"
    text = "# Traffic\n#\n" + table.format(who="Phones", n=60) + "#\n" + table.format(who="All Users", n=100)
    actuals = read(text)
    assert months(actuals, "visits") == {"2026-04": 120}
    assert codes(actuals) == []


def test_a_sheet_that_repeats_another_one() -> None:
    rows = [
        ["Day", "Campaign name", "Reporting starts", "Reporting ends", "Amount spent (EUR)", "Impressions"],
        ["2026-04-30", "A", "2026-04-30", "2026-05-01", 30.5, 1000],
        ["2026-05-01", "A", "2026-04-30", "2026-05-01", 45, 2000],
    ]
    actuals = read(xlsx(("Formatted Report", rows), ("Raw Data Report", rows)), "report.xlsx")
    assert months(actuals, "spend") == {"2026-04": 30.5, "2026-05": 45}
    assert codes(actuals, "error") == []
    other = [*rows[:2], ["2026-05-01", "A", "2026-04-30", "2026-05-01", 46, 2000]]
    assert codes(read(xlsx(("One", rows), ("Two", other)), "report.xlsx"), "error") == ["two-tables"]


def test_a_breakdown_beside_the_whole() -> None:
    files = {
        "imported_visitors.csv": "date,visitors,pageviews,bounces,visits,visit_duration\n"
        "2026-04-30,80,300,40,100,12000\n2026-05-01,90,310,45,120,13000\n",
        "imported_sources.csv": "date,source,visitors,pageviews,visits,visit_duration,bounces\n"
        "2026-04-30,Search,50,200,60,1,2\n2026-04-30,,30,100,40,1,2\n2026-05-01,Search,90,310,125,1,2\n",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    actuals = read(packed.getvalue(), "stats.zip")
    assert months(actuals, "visits") == {"2026-04": 100, "2026-05": 120}
    assert months(actuals, "page_views") == {"2026-04": 300, "2026-05": 310}
    assert codes(actuals, "error") == []
    assert "visits" in kpis(actuals)


def test_kinds_and_segments_far_below_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    ads = "Day,Campaign name,Results,Result indicator\n" + "2026-04-30,A,1,actions:lead\n" * 400
    ads += "2026-05-01,B,50,actions:link_click\n2026-05-01,C,2,actions:leadgen_grouped\n"
    segments = START + "Segment,Date,Sessions\n" + "All Users,20260430,1\n" * 400 + "Phones,20260501,5\n"
    monkeypatch.setattr(sheets, "HEAD_BYTES", 300)
    for text, kpi, figures in ((ads, "leads", {"2026-04": 400, "2026-05": 2}), (segments, "visits", {"2026-04": 400})):
        small, large = read(text), in_chunks(text, 1000)
        assert months(large, kpi) == figures
        same(small, large)
