from datetime import date

import pytest

from rareearth_cli.model.dates import format_newest_date, parse_date


@pytest.mark.parametrize(
    ("text", "last_day", "formatted"),
    [
        ("2025", date(2025, 12, 31), "2025"),
        ("2025-01", date(2025, 1, 31), "Jan 2025"),
        ("2024-02", date(2024, 2, 29), "Feb 2024"),
        ("2023-01-01", date(2023, 1, 1), "1 Jan 2023"),
    ],
)
def test_a_date_counts_from_the_last_day_it_may_mean(text, last_day, formatted):
    parsed = parse_date(text)
    assert (parsed.last_day, parsed.formatted) == (last_day, formatted)


@pytest.mark.parametrize(
    "text", ["2025-13", "2025-00", "2025-02-30", "c. 2018", "2025-1-1", "25", "", "2025-01-01T00:00", "0000"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        parse_date(text)


def test_the_newest_of_some_dates_counts_a_year_from_its_last_day():
    assert format_newest_date([parse_date("2025-03"), None, parse_date("2025"), parse_date("2025-06-30")]) == "2025"
    assert format_newest_date([parse_date("2025-03-01"), parse_date("2025-02")]) == "1 Mar 2025"
    assert format_newest_date([]) == ""
