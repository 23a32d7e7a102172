/* Words for findings: dates, durations, names and pointers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/checking.h"

#include <stdio.h>

static const char *const MONTHS[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

ipso__check_words ipso__check_pointer(const char *list, int index)
{
    ipso__check_words words;

    snprintf(words.text, sizeof words.text, "/%s/%d", list, index);
    return words;
}

ipso__check_words ipso__check_say_minutes(int64_t minutes)
{
    ipso__check_words words;
    long long hours = minutes / 60, rest = minutes % 60;

    if (hours == 0)
        snprintf(words.text, sizeof words.text, "%lld min", rest);
    else if (rest == 0)
        snprintf(words.text, sizeof words.text, "%lld h", hours);
    else
        snprintf(words.text, sizeof words.text, "%lld h %lld min", hours, rest);
    return words;
}

ipso__check_words ipso__check_say_time(int minutes)
{
    ipso__check_words words;
    char time[IPSO_TIME_SIZE];

    ipso_time_format(minutes, time);
    snprintf(words.text, sizeof words.text, "%s", time);
    return words;
}

ipso__check_words ipso__check_say_date(ipso_date date)
{
    ipso__check_words words;
    int month, day;

    ipso_date_to_ymd(date, NULL, &month, &day);
    snprintf(words.text, sizeof words.text, "%d %s", day, MONTHS[month - 1]);
    return words;
}

ipso__check_words ipso__check_say_day(const ipso__checking *checking, int day)
{
    ipso__check_words words, date = ipso__check_say_date(checking->day[day].date);

    snprintf(words.text, sizeof words.text, "%s %.30s",
             ipso_weekday_name(checking->day[day].weekday), date.text);
    return words;
}

ipso__check_words ipso__check_say_week(const ipso__checking *checking, int week)
{
    int day = 0;

    while (checking->day[day].week < week)
        day++;
    return ipso__check_say_date(checking->day[day].date - checking->day[day].weekday);
}

const char *ipso__check_say_name(const ipso__checking *checking, int practitioner)
{
    return ipso_practice_practitioner(checking->practice, practitioner)->name;
}

const char *ipso__check_say_site(const ipso__checking *checking, int site)
{
    return site == IPSO_ANY ? "no site" : ipso_practice_site(checking->practice, site)->name;
}

const char *ipso__check_say_type(const ipso__checking *checking, int type)
{
    return ipso_practice_type(checking->practice, type)->name;
}
