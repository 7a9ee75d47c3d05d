"""The calendar file: read back by the library that wrote it, and as bytes."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from kpiplan.analysis.reviews import due
from kpiplan.formats.icalendar import calendar_text
from kpiplan.locales.choice import locale_named
from kpiplan.locales.english import ENGLISH
from kpiplan.months import Month
from kpiplan.plan.kpi_goals import Band, Chosen, Deed, Limit, Tasks
from kpiplan.plan.kpi_goals import Path as Course
from kpiplan.plan.model import Plan
from kpiplan.reports.calendar import reviews_calendar
from tests.analysis.reviews.helpers import COST, SCORE, plan, reviewed
from tests.conftest import Kpiplan

HOSTILE = "Leads; deals, wins\r\nBEGIN:VEVENT\nSUMMARY:gone\x00\x1b[31m\u2028back\\slash"


def events(text: str) -> list[Any]:
    calendar = Calendar.from_ical(text)
    assert not calendar.errors
    return list(calendar.walk("VEVENT"))


def written(wanted: Plan, month: Month | None = None) -> str:
    return calendar_text(reviews_calendar(wanted, due(wanted, month), ENGLISH))


ONE_REVIEW = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//kpiplan//reviews//EN
X-WR-CALNAME:Small plan
BEGIN:VEVENT
SUMMARY:Review Cost\\, January 2020 (Demand generation)
DTSTART;VALUE=DATE:20200131
DTEND;VALUE=DATE:20200201
DTSTAMP:20200101T000000Z
UID:c7fe9947-3996-5d36-8ff7-f08d6ad38b5f
DESCRIPTION:must be: at most $480\\nfrom Google Ads + HubSpot\\nwhen it is o
 ff: move budget between channels
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
"""


def test_one_review_to_the_letter() -> None:
    chosen = Chosen(
        "cost",
        Band(None, Limit((480.0,) * 12)),
        COST,
        owner="Demand generation",
        source="Google Ads + HubSpot",
        action="move budget between channels",
    )
    text = written(plan(chosen), Month(2020, 1))
    assert text == ONE_REVIEW.replace("\n", "\r\n")
    assert len(events(text)) == 1


def test_every_entry_is_a_free_day() -> None:
    kpis = (reviewed("weekly"), reviewed("quarterly", Course(30, 45, Month(2020, 12)), SCORE))
    found = events(written(plan(*kpis)))
    assert [event["dtstart"].dt for event in found] == [entry.day for entry in due(plan(*kpis))]
    assert len(found) == 56
    for event in found:
        assert (event["dtend"].dt - event["dtstart"].dt).days == 1
        assert not isinstance(event["dtstart"].dt, datetime)
        assert event["dtstamp"].dt == datetime(2020, 1, 1, tzinfo=UTC)
        assert event["transp"] == "TRANSPARENT"
    assert len({event["uid"] for event in found}) == 56


def test_summaries_and_descriptions() -> None:
    kpis = (
        reviewed("quarterly", Course(30, 45, Month(2020, 3)), SCORE),
        Chosen("sla_signed", Deed(False, Month(2020, 3))),
        Chosen("launch", Tasks(("page", "mails", "scoring"), ("page",), Month(2020, 3)), label="Launch", owner="Lee"),
    )
    found = events(written(plan(*kpis), Month(2020, 3)))
    assert [(str(event["summary"]), str(event["description"])) for event in found] == [
        ("Goal of Net promoter score, March 2020 (Sales)", "must be: reach 45"),
        ("Due: Sla signed, March 2020", "must be: done"),
        ("Due: Launch, March 2020 (Lee)", "must be: all 3 done\nto do: mails and scoring"),
    ]


def test_a_fiscal_year() -> None:
    found = events(written(plan(reviewed("quarterly"), start=Month(2025, 2))))
    assert [event["dtstart"].dt for event in found] == [
        date(2025, 4, 30),
        date(2025, 7, 31),
        date(2025, 10, 31),
        date(2026, 1, 30),
    ]
    assert {event["dtstamp"].dt for event in found} == {datetime(2025, 2, 1, tzinfo=UTC)}
    assert str(found[3]["summary"]) == "Review Close rate, November 2025 to January 2026 (Sales)"


def test_names_stay_on_their_line() -> None:
    chosen = reviewed("yearly")._replace(label=HOSTILE, owner=HOSTILE, source=HOSTILE, action=HOSTILE)
    text = written(plan(chosen)._replace(name=HOSTILE))
    (event,) = events(text)
    clean = "Leads; deals, wins BEGIN:VEVENT SUMMARY:gone [31m back\\slash"
    assert str(event["summary"]) == f"Review {clean}, January to December 2020 ({clean})"
    assert str(event["description"]) == f"must be: at least 45%\nfrom {clean}\nwhen it is off: {clean}"
    assert text.count("\r\nBEGIN:VEVENT") == 1
    assert not [char for char in text if not char.isprintable() and char not in "\r\n"]


def test_long_lines_are_folded_between_characters() -> None:
    name = "마케팅 적격 리드의 분기별 점검, 담당 조직과 함께; 수요 창출" * 3
    chosen = reviewed("yearly")._replace(label=name)
    text = written(plan(chosen))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    (event,) = events(text)
    assert str(event["summary"]) == f"Review {name}, January to December 2020 (Sales)"


def test_uids_hold_where_the_entry_is_the_same() -> None:
    one = plan(reviewed("monthly"))
    more = plan(reviewed("monthly")._replace(owner="Ops", source="CRM"), reviewed("yearly", kpi=SCORE))
    before, after = ({str(event["uid"]) for event in events(written(each))} for each in (one, more))
    assert len(before) == 12
    assert before < after
    other = {str(event["uid"]) for event in events(written(one._replace(name="Other plan")))}
    assert not before & other


def test_in_another_language() -> None:
    wanted = plan(reviewed("quarterly"), Chosen("launch", Tasks(("page", "mails"), (), Month(2020, 3)), owner="영업팀"))
    found = events(calendar_text(reviews_calendar(wanted, due(wanted, Month(2020, 3)), locale_named("ko"))))
    assert [(str(event["summary"]), str(event["description"])) for event in found] == [
        ("성사율 점검, 2020년 1월~3월 (Sales)", "기준: 45% 이상"),
        ("완료 기한: Launch, 2020년 3월 (영업팀)", "기준: 2개 모두 완료\n할 일: page 및 mails"),
    ]
    english = events(written(wanted, Month(2020, 3)))
    assert [event["uid"] for event in found] == [event["uid"] for event in english]


def test_an_empty_calendar_is_one() -> None:
    assert events(written(plan())) == []


YAML = """\
name: Small plan
year: 2020
goal: {customers: 120}
funnel: [leads, {customers: 10%}]
kpis:
  net_promoter_score: {reach: 45, from: 30, by: 2020-12, review: half-yearly, owner: 고객 성공팀}
"""


def test_line_ends_reach_file_and_screen(kpiplan: Kpiplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(YAML, encoding="utf-8")
    assert kpiplan("reviews", "plan.yaml", "-o", "reviews.ics").code == 0
    data = Path("reviews.ics").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") > 10
    assert data.count(b"\r") == data.count(b"\n")
    done = _process("reviews", "plan.yaml", "--format", "ics", cwd=tmp_path)
    assert done == data
    assert [str(event["summary"]) for event in events(data.decode())] == [
        "Review Net promoter score, January to June 2020 (고객 성공팀)",
        "Goal of Net promoter score, December 2020 (고객 성공팀)",
    ]


def _process(*words: str, cwd: Path) -> bytes:
    import subprocess

    return subprocess.run([sys.executable, "-m", "kpiplan", *words], capture_output=True, cwd=cwd, check=True).stdout


def test_without_icalendar(kpiplan: Kpiplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(YAML, encoding="utf-8")
    monkeypatch.setitem(sys.modules, "icalendar", None)
    run = kpiplan("reviews", "plan.yaml", "-o", "reviews.ics")
    assert (run.code, run.out) == (2, "")
    assert run.err == "kpiplan: a calendar needs icalendar: pip install 'kpiplan[calendar]'\n"
    assert not Path("reviews.ics").exists()
    assert kpiplan("reviews", "plan.yaml").code == 0
