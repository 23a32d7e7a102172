/* Civil dates, times of day and public holidays.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include <ipsosched/civil.h>

#include <string.h>

static ipso_date date_of(const char *text)
{
    ipso_date date = 0;
    assert_true(ipso_date_parse(&date, text));
    return date;
}

static void assert_date(ipso_date date, const char *expected)
{
    char text[IPSO_DATE_SIZE];
    ipso_date_format(date, text);
    assert_string_equal(text, expected);
}

static void dates_count_days_from_the_first_of_january_1970(void **state)
{
    (void)state;
    assert_int_equal(date_of("1970-01-01"), 0);
    assert_int_equal(date_of("1969-12-31"), -1);
    /* 30 years of which 1972, 76, 80, 84, 88, 92, 96 are leap: 30 * 365 + 7 = 10957. */
    assert_int_equal(date_of("2000-01-01"), 10957);
    /* 31 + 29 + 1 days into the leap year 2000. */
    assert_int_equal(date_of("2000-03-01"), 10957 + 60);
    /* 67 years before 1970, leap 1904 to 1968 (17), 1903-01-01 to 1970-01-01. */
    assert_int_equal(date_of("1903-01-01"), -(67 * 365 + 17));
}

static void every_day_of_the_calendar_follows_the_day_before(void **state)
{
    (void)state;
    int year = 1583, month = 1, day = 1;
    ipso_date last = date_of("9999-12-31");
    for (ipso_date date = date_of("1583-01-01"); date <= last; date++) {
        int y, m, d;
        ipso_date_to_ymd(date, &y, &m, &d);
        if (y != year || m != month || d != day)
            fail_msg("%d is %d-%d-%d, not %d-%d-%d", (int)date, y, m, d, year, month, day);
        ipso_date back = 0;
        assert_true(ipso_date_from_ymd(&back, y, m, d));
        if (back != date)
            fail_msg("%d-%d-%d comes back as %d, not %d", y, m, d, (int)back, (int)date);
        ipso_date next = 0;
        if (ipso_date_from_ymd(&next, year, month, day + 1))
            day++;
        else if (month < 12)
            month++, day = 1;
        else
            year++, month = 1, day = 1;
    }
    assert_int_equal(year, 10000);
}

static void a_leap_day_exists_in_leap_years_only(void **state)
{
    (void)state;
    ipso_date date = 7;
    assert_true(ipso_date_from_ymd(&date, 2024, 2, 29));
    assert_true(ipso_date_from_ymd(&date, 2000, 2, 29));
    date = 7;
    assert_false(ipso_date_from_ymd(&date, 2026, 2, 29));
    assert_false(ipso_date_from_ymd(&date, 1900, 2, 29));
    assert_int_equal(date, 7);
}

static void days_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    ipso_date date = 7;
    assert_false(ipso_date_from_ymd(&date, 2026, 4, 31));
    assert_false(ipso_date_from_ymd(&date, 2026, 0, 1));
    assert_false(ipso_date_from_ymd(&date, 2026, 13, 1));
    assert_false(ipso_date_from_ymd(&date, 2026, 1, 0));
    assert_false(ipso_date_from_ymd(&date, 1582, 12, 31));
    assert_false(ipso_date_from_ymd(&date, 10000, 1, 1));
    assert_int_equal(date, 7);
}

static void malformed_dates_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",           "2026",        "2026-1-01",   "2026/01/01",
                                      "2026-01-1",  "2026-01-01 ", " 2026-01-01", "2026-01-0a",
                                      "+026-01-01", "20260101",    "2026-02-30",  "-026-01-01"};
    ipso_date date = 7;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (ipso_date_parse(&date, bad[i]))
            fail_msg("\"%s\" was taken for a date", bad[i]);
    }
    assert_false(ipso_date_parse(&date, NULL));
    assert_int_equal(date, 7);
}

static void weekdays_follow_each_other_on_both_sides_of_1970(void **state)
{
    (void)state;
    /* 1 January 1970 was a Thursday; 14 July 1789 a Tuesday; 21 November 2026 is a Saturday. */
    assert_int_equal(ipso_date_weekday(0), 3);
    assert_int_equal(ipso_date_weekday(date_of("1789-07-14")), 1);
    assert_int_equal(ipso_date_weekday(date_of("2026-11-21")), 5);
    for (ipso_date date = -1000; date < 1000; date++)
        assert_int_equal(ipso_date_weekday(date + 1), (ipso_date_weekday(date) + 1) % 7);
}

static void weekdays_have_english_names(void **state)
{
    (void)state;
    assert_string_equal(ipso_weekday_name(0), "Monday");
    assert_string_equal(ipso_weekday_name(6), "Sunday");
    assert_null(ipso_weekday_name(7));
    assert_null(ipso_weekday_name(-1));
}

static void dates_are_written_as_they_are_read(void **state)
{
    (void)state;
    assert_date(date_of("2026-11-21"), "2026-11-21");
    assert_date(date_of("1583-01-01"), "1583-01-01");
    assert_date(date_of("9999-12-31"), "9999-12-31");
    assert_date(date_of("9999-12-31") + 1, "----------");
    assert_date(INT32_MIN, "----------");
    assert_date(INT32_MAX, "----------");
}

/* 719468 days before 1970-01-01 was 0000-03-01 (Hinnant 2013); the day before ended a leap year. */
static void days_before_the_year_one_are_counted_too(void **state)
{
    (void)state;
    int year = -1, month = -1, day = -1;
    ipso_date_to_ymd(-719468, &year, &month, &day);
    assert_true(year == 0 && month == 3 && day == 1);
    ipso_date_to_ymd(-719469, &year, &month, &day);
    assert_true(year == 0 && month == 2 && day == 29);
    ipso_date_to_ymd(-719469 - 366, &year, &month, &day);
    assert_true(year == -1 && month == 2 && day == 28);
}

static void parts_of_a_date_that_nobody_wants_may_be_null(void **state)
{
    (void)state;
    int month = 0;
    ipso_date_to_ymd(date_of("2026-11-21"), NULL, &month, NULL);
    assert_int_equal(month, 11);
}

static void times_of_day_run_from_midnight_to_midnight(void **state)
{
    (void)state;
    int minutes = -1;
    assert_true(ipso_time_parse(&minutes, "00:00"));
    assert_int_equal(minutes, 0);
    assert_true(ipso_time_parse(&minutes, "08:05"));
    assert_int_equal(minutes, 8 * 60 + 5);
    assert_true(ipso_time_parse(&minutes, "24:00"));
    assert_int_equal(minutes, IPSO_DAY_MIN);
}

static void malformed_times_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",      "8:00",   "24:01", "25:00", "12:60", "12.30",
                                      "12:3 ", "12:300", "-1:00", "1200",  "ab:cd", "+8:00"};
    int minutes = 7;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (ipso_time_parse(&minutes, bad[i]))
            fail_msg("\"%s\" was taken for a time", bad[i]);
    }
    assert_false(ipso_time_parse(&minutes, NULL));
    assert_int_equal(minutes, 7);
}

static void every_minute_of_the_day_is_read_as_it_was_written(void **state)
{
    (void)state;
    char text[IPSO_TIME_SIZE];
    for (int minute = 0; minute <= IPSO_DAY_MIN; minute++) {
        int back = -1;
        ipso_time_format(minute, text);
        assert_true(ipso_time_parse(&back, text));
        assert_int_equal(back, minute);
    }
    ipso_time_format(1439, text);
    assert_string_equal(text, "23:59");
    ipso_time_format(1441, text);
    assert_string_equal(text, "--:--");
    ipso_time_format(-1, text);
    assert_string_equal(text, "--:--");
}

/* The dates Meeus gives in "Astronomical Algorithms" (1991), chapter 8: his examples, and the
 * earliest (22 March) and latest (25 April) Easters. */
static void easter_falls_where_meeus_says(void **state)
{
    (void)state;
    static const char *const easters[] = {"1818-03-22", "1886-04-25", "1943-04-25", "1954-04-18",
                                          "1991-03-31", "1992-04-19", "1993-04-11", "2000-04-23",
                                          "2038-04-25", "2285-03-22"};
    for (size_t i = 0; i < sizeof easters / sizeof easters[0]; i++) {
        int year = 0;
        ipso_date_to_ymd(date_of(easters[i]), &year, NULL, NULL);
        assert_date(ipso_easter(year), easters[i]);
    }
}

/* The ecclesiastical rule by another route: Easter is the Sunday after the paschal full moon, which
 * the Gregorian epact gives (Clavius 1582; Knuth, "The Art of Computer Programming", 1.3.2,
 * exercise 14: algorithm E). */
static ipso_date easter_by_epact(int year)
{
    int golden = year % 19 + 1;
    int century = year / 100 + 1;
    int leap_correction = 3 * century / 4 - 12;
    int moon_correction = (8 * century + 5) / 25 - 5;
    int sunday = 5 * year / 4 - leap_correction - 10;
    int epact = ((11 * golden + 20 + moon_correction - leap_correction) % 30 + 30) % 30;
    if ((epact == 25 && golden > 11) || epact == 24)
        epact++;
    int march_day = 44 - epact;
    if (march_day < 21)
        march_day += 30;
    march_day += 7 - (sunday + march_day) % 7;
    ipso_date march_first = 0;
    assert_true(ipso_date_from_ymd(&march_first, year, 3, 1));
    return march_first + march_day - 1;
}

static void easter_agrees_with_the_epact_in_every_year(void **state)
{
    (void)state;
    for (int year = 1583; year <= 9999; year++) {
        if (ipso_easter(year) != easter_by_epact(year))
            fail_msg("the Easters of %d differ", year);
    }
}

/* Asserts that the holidays of a year are exactly those expected, in order of date. */
static void assert_holidays(ipso_calendar calendar, int year, const char *const (*expected)[2],
                            size_t count)
{
    ipso_date date = 0, last = 0;
    assert_true(ipso_date_from_ymd(&date, year, 1, 1));
    assert_true(ipso_date_from_ymd(&last, year, 12, 31));
    size_t found = 0;
    for (; date <= last; date++) {
        const char *name = ipso_calendar_holiday(calendar, date);
        if (name == NULL)
            continue;
        assert_true(found < count);
        assert_date(date, expected[found][0]);
        assert_string_equal(name, expected[found][1]);
        found++;
    }
    assert_int_equal(found, count);
}

/* The dates of https://www.service-public.fr/particuliers/vosdroits/F2405 for 2026. */
static void france_has_eleven_public_holidays_in_2026(void **state)
{
    (void)state;
    static const char *const expected[][2] = {
        {"2026-01-01", "New Year's Day"},  {"2026-04-06", "Easter Monday"},
        {"2026-05-01", "Labour Day"},      {"2026-05-08", "Victory Day"},
        {"2026-05-14", "Ascension Day"},   {"2026-05-25", "Whit Monday"},
        {"2026-07-14", "Bastille Day"},    {"2026-08-15", "Assumption Day"},
        {"2026-11-01", "All Saints' Day"}, {"2026-11-11", "Armistice Day"},
        {"2026-12-25", "Christmas Day"}};
    assert_holidays(IPSO_CALENDAR_FR, 2026, expected, 11);
}

static void alsace_and_moselle_add_good_friday_and_saint_stephen(void **state)
{
    (void)state;
    static const char *const expected[][2] = {
        {"2026-01-01", "New Year's Day"},     {"2026-04-03", "Good Friday"},
        {"2026-04-06", "Easter Monday"},      {"2026-05-01", "Labour Day"},
        {"2026-05-08", "Victory Day"},        {"2026-05-14", "Ascension Day"},
        {"2026-05-25", "Whit Monday"},        {"2026-07-14", "Bastille Day"},
        {"2026-08-15", "Assumption Day"},     {"2026-11-01", "All Saints' Day"},
        {"2026-11-11", "Armistice Day"},      {"2026-12-25", "Christmas Day"},
        {"2026-12-26", "Saint Stephen's Day"}};
    assert_holidays(IPSO_CALENDAR_FR_ALSACE_MOSELLE, 2026, expected, 13);
}

/* Easter 2008 was 23 March, so that Ascension, 39 days on, fell on the first of May. */
static void two_holidays_on_one_day_are_one_holiday(void **state)
{
    (void)state;
    assert_int_equal(date_of("2008-03-23") + 39, date_of("2008-05-01"));
    assert_string_equal(ipso_calendar_holiday(IPSO_CALENDAR_FR, date_of("2008-05-01")),
                        "Labour Day");
}

static void without_a_calendar_no_day_is_a_holiday(void **state)
{
    (void)state;
    assert_null(ipso_calendar_holiday(IPSO_CALENDAR_NONE, date_of("2026-12-25")));
    assert_null(ipso_calendar_holiday(IPSO_CALENDAR_FR, INT32_MAX));
    assert_null(ipso_calendar_holiday(IPSO_CALENDAR_FR, INT32_MIN));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_count_days_from_the_first_of_january_1970),
        cmocka_unit_test(every_day_of_the_calendar_follows_the_day_before),
        cmocka_unit_test(a_leap_day_exists_in_leap_years_only),
        cmocka_unit_test(days_that_do_not_exist_are_refused),
        cmocka_unit_test(malformed_dates_are_refused),
        cmocka_unit_test(weekdays_follow_each_other_on_both_sides_of_1970),
        cmocka_unit_test(weekdays_have_english_names),
        cmocka_unit_test(dates_are_written_as_they_are_read),
        cmocka_unit_test(days_before_the_year_one_are_counted_too),
        cmocka_unit_test(parts_of_a_date_that_nobody_wants_may_be_null),
        cmocka_unit_test(times_of_day_run_from_midnight_to_midnight),
        cmocka_unit_test(malformed_times_are_refused),
        cmocka_unit_test(every_minute_of_the_day_is_read_as_it_was_written),
        cmocka_unit_test(easter_falls_where_meeus_says),
        cmocka_unit_test(easter_agrees_with_the_epact_in_every_year),
        cmocka_unit_test(france_has_eleven_public_holidays_in_2026),
        cmocka_unit_test(alsace_and_moselle_add_good_friday_and_saint_stephen),
        cmocka_unit_test(two_holidays_on_one_day_are_one_holiday),
        cmocka_unit_test(without_a_calendar_no_day_is_a_holiday),
    };
    return cmocka_run_group_tests_name("civil", tests, NULL, NULL);
}
