"""Several tables of one file that say the same: days beside whole months, people who are counted once a period."""

from __future__ import annotations

from tests.exports.helpers import codes, kpis, months, notes, read

PERIOD = "# Start date: 20260101\n# End date: 20260131\n"
OVERALL = "Active users,New users,Event count\n30,20,100\n"
SOURCES = "Session source / medium,Sessions\ngoogle,30\ndirect,20\n"
BY_DAY = "Nth day,new,returning\n0000,15,2\n0001,10,0\n0030,1,1\n"


def test_a_table_of_a_whole_month_is_as_good_as_one_of_days() -> None:
    actuals = read("\n".join(PERIOD + table for table in (OVERALL, SOURCES, BY_DAY)))
    assert months(actuals, "visits") == {"2026-01": 50}  # sessions, before users
    assert months(actuals, "new_users") == {"2026-01": 20}  # 26 is the sum of those of each day
    assert months(actuals, "returning_users") == {"2026-01": 3}
    assert codes(actuals, "error") == []


def test_what_is_said_of_a_table_that_is_not_used_is_not_said() -> None:
    daily = "Nth day,Sessions\n0000,30\n0001,20\n0030,1\n"
    actuals = read(PERIOD + "Active users,Sessions\n30,50\n\n" + PERIOD + daily)
    assert months(actuals, "visits") == {"2026-01": 51}
    assert codes(actuals) == []
    assert notes(actuals) == ["1 other tables not used (no months, or nothing known in them): 'Active users, Sessions'"]


def test_parts_that_differ_are_not_the_whole() -> None:
    tables = (SOURCES, "Page path,Sessions\n/,31\n/about,9\n", "Nth day,new\n0000,15\n0030,1\n")
    actuals = read("\n".join(PERIOD + table for table in tables))
    assert kpis(actuals) == ["new_users"]
    alike = read("\n".join(PERIOD + table for table in (*tables[::2], "City,Sessions\nSeoul,48\nBusan,2\n")))
    assert months(alike, "visits") == {"2026-01": 50}


def test_the_first_column_of_a_table_that_a_period_dates_is_read() -> None:
    assert months(read(PERIOD + "Sessions,New users\n30,20\n"), "visits") == {"2026-01": 30}
