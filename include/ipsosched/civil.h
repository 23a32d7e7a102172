/* Civil dates, times of day and public holidays.
 *
 * A date is a count of days since 1970-01-01 in the proleptic Gregorian calendar; a time of day is
 * a count of minutes since midnight, 0 to 1440. No function knows a time zone or reads the clock.
 * Nothing here owns memory; every function may be called from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_CIVIL_H
#define IPSOSCHED_CIVIL_H

#include <ipsosched/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int32_t ipso_date; /* days since 1970-01-01 */

#define IPSO_DATE_SIZE 11 /* "YYYY-MM-DD" and its terminator */
#define IPSO_TIME_SIZE 6  /* "HH:MM" and its terminator */
#define IPSO_DAY_MIN   1440

/* Days of the week and the public holiday, as bits of a set. A public holiday belongs to
 * IPSO_HOLIDAY alone, whatever its weekday. */
enum {
    IPSO_MONDAY = 1 << 0,
    IPSO_TUESDAY = 1 << 1,
    IPSO_WEDNESDAY = 1 << 2,
    IPSO_THURSDAY = 1 << 3,
    IPSO_FRIDAY = 1 << 4,
    IPSO_SATURDAY = 1 << 5,
    IPSO_SUNDAY = 1 << 6,
    IPSO_HOLIDAY = 1 << 7,
    IPSO_ALL_DAYS = 0xff
};

/* Which rule computes public holidays. */
typedef enum ipso_calendar {
    IPSO_CALENDAR_NONE = 0,         /* only the dates given one by one */
    IPSO_CALENDAR_FR,               /* the eleven French public holidays */
    IPSO_CALENDAR_FR_ALSACE_MOSELLE /* with Good Friday and 26 December */
} ipso_calendar;

/* The date of year-month-day, years 1583 to 9999. False when there is no such day. */
IPSO_API bool ipso_date_from_ymd(ipso_date *date, int year, int month, int day);

/* Year, month 1..12 and day 1..31 of a date; each out pointer may be NULL. */
IPSO_API void ipso_date_to_ymd(ipso_date date, int *year, int *month, int *day);

/* 0 Monday .. 6 Sunday. */
IPSO_API int ipso_date_weekday(ipso_date date);

/* Exactly "YYYY-MM-DD". False when text is NULL, malformed or no such day. */
IPSO_API bool ipso_date_parse(ipso_date *date, const char *text);

/* "YYYY-MM-DD", or ten dashes for a date outside the years 1583 to 9999. */
IPSO_API void ipso_date_format(ipso_date date, char text[IPSO_DATE_SIZE]);

/* Exactly "HH:MM", 00:00 to 24:00, in minutes. False when text is NULL or malformed. */
IPSO_API bool ipso_time_parse(int *minutes, const char *text);

/* "HH:MM" of 0 to 1440 minutes, "--:--" of anything else. */
IPSO_API void ipso_time_format(int minutes, char text[IPSO_TIME_SIZE]);

/* "Monday" .. "Sunday" for 0..6, else NULL. */
IPSO_API const char *ipso_weekday_name(int weekday);

/* Easter Sunday of a year 1583 to 9999 (Gregorian computus; Meeus/Jones/Butcher, 1876/1991). */
IPSO_API ipso_date ipso_easter(int year);

/* English name of the public holiday on date under calendar, or NULL. French law: Code du travail,
 * articles L3133-1 and L3134-13 (Alsace and Moselle). The string is static. */
IPSO_API const char *ipso_calendar_holiday(ipso_calendar calendar, ipso_date date);

#ifdef __cplusplus
}
#endif
#endif
