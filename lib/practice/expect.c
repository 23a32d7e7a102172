/* Range checks of descriptions, with JSON pointers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/expect.h"

#include "base/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MAX_TEXT_BYTES 200

void ipso__checker_init(ipso__checker *checker, ipso_error *err, ipso_status *status,
                        const char *format, ...)
{
    va_list arguments;

    checker->err = err;
    checker->status = status;
    *status = IPSO_OK;
    va_start(arguments, format);
    vsnprintf(checker->where, sizeof checker->where, format, arguments);
    va_end(arguments);
}

ipso__checker ipso__checker_child(const ipso__checker *parent, const char *field, size_t index)
{
    ipso__checker child = *parent;
    size_t length = strlen(child.where);

    snprintf(child.where + length, sizeof child.where - length, "/%s/%zu", field, index);
    return child;
}

void ipso__expect(ipso__checker *checker, bool ok, const char *field, const char *format, ...)
{
    char text[IPSO_ERROR_TEXT_SIZE];
    char where[IPSO_ERROR_WHERE_SIZE + 64];
    va_list arguments;

    if (ok || *checker->status != IPSO_OK)
        return;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    snprintf(where, sizeof where, "%s%s%s", checker->where, field[0] == '\0' ? "" : "/", field);
    *checker->status = ipso__fail(checker->err, IPSO_INPUT, where, "%s", text);
}

/* A field's own name: "rest_min" of "rules/rest_min". */
static const char *name_of(const char *field)
{
    const char *name = field;

    for (const char *at = field; *at != '\0'; at++)
        if (*at == '/')
            name = at + 1;
    return name;
}

void ipso__expect_int(ipso__checker *checker, const char *field, int64_t value, int64_t low,
                      int64_t high)
{
    ipso__expect(checker, value >= low && value <= high, field, "%s is %lld, outside %lld to %lld",
                 name_of(field), (long long)value, (long long)low, (long long)high);
}

void ipso__expect_number(ipso__checker *checker, const char *field, double value, double low,
                         double high)
{
    ipso__expect(checker, isfinite(value) && value >= low && value <= high, field,
                 "%s is %g, outside %g to %g", name_of(field), value, low, high);
}

void ipso__expect_index(ipso__checker *checker, const char *field, int value, size_t count,
                        bool any_allowed)
{
    bool any = any_allowed && value == IPSO_ANY;

    ipso__expect(checker, any || (value >= 0 && (size_t)value < count), field,
                 "%s is %d; there are %zu so far", name_of(field), value, count);
}

void ipso__expect_points(ipso__checker *checker, const char *field, int64_t value)
{
    ipso__expect_int(checker, field, value, 0, IPSO_MAX_POINTS);
}

void ipso__expect_price(ipso__checker *checker, const char *field, int64_t value)
{
    if (value != IPSO_HARD)
        ipso__expect_points(checker, field, value);
}

static bool is_plain_text(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;

    while (*at != '\0') {
        size_t length = ipso__utf8_length(at);

        if (length == 0 || *at < 0x20 || *at == 0x7f)
            return false;
        at += length;
    }
    return true;
}

void ipso__expect_text(ipso__checker *checker, const char *field, const char *value)
{
    if (value == NULL)
        return;
    ipso__expect(checker, strlen(value) <= MAX_TEXT_BYTES, field,
                 "%s is %zu bytes long, at most %d are allowed", name_of(field), strlen(value),
                 MAX_TEXT_BYTES);
    ipso__expect(checker, is_plain_text(value), field,
                 "%s holds a control character or is not UTF-8", name_of(field));
}

void ipso__expect_id(ipso__checker *checker, const char *field, const char *value)
{
    ipso__expect(checker, value != NULL && value[0] != '\0', field, "%s is missing or empty",
                 field);
    ipso__expect_text(checker, field, value);
}

/* Times are told as people write them; one outside the day shows as dashes. */
void ipso__expect_span(ipso__checker *checker, int start_min, int end_min)
{
    char start[IPSO_TIME_SIZE], end[IPSO_TIME_SIZE];

    ipso_time_format(start_min, start);
    ipso_time_format(end_min, end);
    ipso__expect(checker, start_min >= 0 && end_min <= IPSO_DAY_MIN && start_min < end_min, "",
                 "from %s to %s is not a span of time within a day", start, end);
}

void ipso__expect_time(ipso__checker *checker, const char *field, int value, int low, int high)
{
    char time[IPSO_TIME_SIZE], first[IPSO_TIME_SIZE], last[IPSO_TIME_SIZE];

    ipso_time_format(value, time);
    ipso_time_format(low, first);
    ipso_time_format(high, last);
    ipso__expect(checker, value >= low && value <= high, field, "%s is %s, outside %s to %s",
                 name_of(field), time, first, last);
}

void ipso__expect_time_grid(ipso__checker *checker, const char *field, int minutes, int grid_min)
{
    char time[IPSO_TIME_SIZE];

    ipso_time_format(minutes, time);
    ipso__expect(checker, minutes % grid_min == 0, field, "%s is %s, not on the %d min grid", field,
                 time, grid_min);
}

void ipso__expect_grid(ipso__checker *checker, const char *field, int minutes, int grid_min)
{
    ipso__expect(checker, minutes % grid_min == 0, field,
                 "%s is %d min, not a multiple of the %d min grid", field, minutes, grid_min);
}

void ipso__expect_date(ipso__checker *checker, const char *field, ipso_date date)
{
    ipso_date low, high;

    ipso_date_from_ymd(&low, 1583, 1, 1);
    ipso_date_from_ymd(&high, 9999, 12, 31);
    ipso__expect(checker, date >= low && date <= high, field, "%s is not a date of 1583 to 9999",
                 field);
}

void ipso__expect_limit(ipso__checker *checker, const char *field, const ipso_limit *limit)
{
    ipso__expect(checker, limit->min >= 0, field, "%s: min %d is below 0", name_of(field),
                 limit->min);
    ipso__expect(checker, limit->max >= limit->min, field, "%s: max %d is below min %d",
                 name_of(field), limit->max, limit->min);
    ipso__expect_price(checker, field, limit->points);
}

static void expect_empirical(ipso__checker *checker, const ipso_law *law)
{
    double sum = 0;

    ipso__expect(checker, law->count >= 1 && law->count <= 1000, "minutes",
                 "an empirical law has 1 to 1000 values, not %zu", law->count);
    for (size_t i = 0; i < law->count && *checker->status == IPSO_OK; i++) {
        ipso__checker minute = ipso__checker_child(checker, "minutes", i);
        ipso__checker share = ipso__checker_child(checker, "shares", i);

        ipso__expect(&minute, law->minutes[i] >= 0 && law->minutes[i] <= 480, "",
                     "%g minutes is outside 0 to 480", law->minutes[i]);
        ipso__expect(&share, law->shares[i] >= 0 && law->shares[i] <= 1, "",
                     "a share of %g is outside 0 to 1", law->shares[i]);
        sum += law->shares[i];
    }
    ipso__expect(checker, fabs(sum - 1) <= 1e-9, "shares", "the shares sum to %.12g, not to 1",
                 sum);
}

void ipso__expect_law(ipso__checker *checker, const ipso_law *law)
{
    ipso__expect(checker, (unsigned)law->kind <= IPSO_LAW_EMPIRICAL, "law",
                 "law %d is none of the known ones", (int)law->kind);
    if (law->kind == IPSO_LAW_EMPIRICAL) {
        expect_empirical(checker, law);
        return;
    }
    ipso__expect(checker, law->mean_min > 0 && law->mean_min <= 480, "mean_min",
                 "mean_min is %g, outside 0 (excluded) to 480", law->mean_min);
    if (law->kind == IPSO_LAW_LOGNORMAL)
        ipso__expect_number(checker, "cv", law->cv, 0, 3);
}
