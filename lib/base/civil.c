/* Civil dates, times of day and public holidays.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/civil.h>

#include <string.h>

enum { FIRST_YEAR = 1583, LAST_YEAR = 9999 };

static bool is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

/* Years run from March, so that the leap day ends one; 719468 days lie between 0000-03-01 and
 * 1970-01-01 (Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013). year >= 1. */
static ipso_date days_of(int year, int month, int day)
{
    int march_year = month > 2 ? year : year - 1;
    int century4 = march_year / 400;
    int year_of_4 = march_year % 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_4 = year_of_4 * 365 + year_of_4 / 4 - year_of_4 / 100 + day_of_year;
    return century4 * 146097 + day_of_4 - 719468;
}

bool ipso_date_from_ymd(ipso_date *date, int year, int month, int day)
{
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month))
        return false;
    *date = days_of(year, month, day);
    return true;
}

void ipso_date_to_ymd(ipso_date date, int *year, int *month, int *day)
{
    int64_t shifted = (int64_t)date + 719468;
    int64_t century4 = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int day_of_4 = (int)(shifted - century4 * 146097);
    int year_of_4 = (day_of_4 - day_of_4 / 1460 + day_of_4 / 36524 - day_of_4 / 146096) / 365;
    int day_of_year = day_of_4 - (365 * year_of_4 + year_of_4 / 4 - year_of_4 / 100);
    int march_month = (5 * day_of_year + 2) / 153;
    int civil_month = march_month < 10 ? march_month + 3 : march_month - 9;

    if (year != NULL)
        *year = (int)(century4 * 400) + year_of_4 + (civil_month <= 2 ? 1 : 0);
    if (month != NULL)
        *month = civil_month;
    if (day != NULL)
        *day = day_of_year - (153 * march_month + 2) / 5 + 1;
}

int ipso_date_weekday(ipso_date date)
{
    return (date % 7 + 10) % 7; /* day 0 was a Thursday, weekday 3 */
}

/* Reads exactly count digits; -1 when one of them is none. */
static int read_digits(const char *text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static void write_digits(char *text, int count, int value)
{
    for (int i = count - 1; i >= 0; i--) {
        text[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

bool ipso_date_parse(ipso_date *date, const char *text)
{
    if (text == NULL || strlen(text) != IPSO_DATE_SIZE - 1 || text[4] != '-' || text[7] != '-')
        return false;
    return ipso_date_from_ymd(date, read_digits(text, 4), read_digits(text + 5, 2),
                              read_digits(text + 8, 2));
}

void ipso_date_format(ipso_date date, char text[IPSO_DATE_SIZE])
{
    int year, month, day;
    ipso_date_to_ymd(date, &year, &month, &day);
    memcpy(text, "----------", IPSO_DATE_SIZE);
    if (year < FIRST_YEAR || year > LAST_YEAR)
        return;
    write_digits(text, 4, year);
    write_digits(text + 5, 2, month);
    write_digits(text + 8, 2, day);
}

bool ipso_time_parse(int *minutes, const char *text)
{
    if (text == NULL || strlen(text) != IPSO_TIME_SIZE - 1 || text[2] != ':')
        return false;
    int hour = read_digits(text, 2);
    int minute = read_digits(text + 3, 2);
    if (hour < 0 || minute < 0 || minute > 59 || hour * 60 + minute > IPSO_DAY_MIN)
        return false;
    *minutes = hour * 60 + minute;
    return true;
}

void ipso_time_format(int minutes, char text[IPSO_TIME_SIZE])
{
    memcpy(text, "--:--", IPSO_TIME_SIZE);
    if (minutes < 0 || minutes > IPSO_DAY_MIN)
        return;
    write_digits(text, 2, minutes / 60);
    write_digits(text + 3, 2, minutes % 60);
}

const char *ipso_weekday_name(int weekday)
{
    static const char *const names[7] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                         "Friday", "Saturday", "Sunday"};
    return weekday >= 0 && weekday < 7 ? names[weekday] : NULL;
}

/* Letters as in Meeus, "Astronomical Algorithms", chapter 8. */
ipso_date ipso_easter(int year)
{
    int a = year % 19;
    int b = year / 100;
    int c = year % 100;
    int d = b / 4;
    int e = b % 4;
    int f = (b + 8) / 25;
    int g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30;
    int i = c / 4;
    int k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return days_of(year, n / 31, n % 31 + 1);
}

static const char *fixed_holiday(int month, int day)
{
    static const struct {
        int month, day;
        const char *name;
    } holidays[] = {{1, 1, "New Year's Day"},  {5, 1, "Labour Day"},
                    {5, 8, "Victory Day"},     {7, 14, "Bastille Day"},
                    {8, 15, "Assumption Day"}, {11, 1, "All Saints' Day"},
                    {11, 11, "Armistice Day"}, {12, 25, "Christmas Day"}};
    for (size_t i = 0; i < sizeof holidays / sizeof holidays[0]; i++) {
        if (holidays[i].month == month && holidays[i].day == day)
            return holidays[i].name;
    }
    return NULL;
}

static const char *movable_holiday(int days_after_easter)
{
    switch (days_after_easter) {
    case 1:
        return "Easter Monday";
    case 39:
        return "Ascension Day";
    case 50:
        return "Whit Monday";
    default:
        return NULL;
    }
}

const char *ipso_calendar_holiday(ipso_calendar calendar, ipso_date date)
{
    int year, month, day;
    ipso_date_to_ymd(date, &year, &month, &day);
    if (calendar == IPSO_CALENDAR_NONE || year < FIRST_YEAR || year > LAST_YEAR)
        return NULL;

    int days_after_easter = date - ipso_easter(year);
    const char *name = fixed_holiday(month, day);
    if (name == NULL)
        name = movable_holiday(days_after_easter);
    if (name != NULL || calendar != IPSO_CALENDAR_FR_ALSACE_MOSELLE)
        return name;
    if (days_after_easter == -2)
        return "Good Friday";
    return month == 12 && day == 26 ? "Saint Stephen's Day" : NULL;
}
