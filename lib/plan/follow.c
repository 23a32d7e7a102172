/* Letting a practice follow on a past: histories and the pins of published days.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/past.h"

#include "base/error.h"
#include "practice/rewrite.h"

#include <stdlib.h>
#include <string.h>

/* What is made before the practice is touched. */
typedef struct follower {
    const ipso_practice *practice;
    const ipso_past *past;
    int days;       /* of the past, before the practice starts */
    int *successor; /* of each practitioner of the past, IPSO_ANY when they left */
    ipso_history *histories;
    const ipso_history **changed; /* one per practitioner, NULL for newcomers */
    ipso_pin *pins;
    size_t pin_count, pin_capacity;
    ipso__arena arena;
    ipso_error *err;
} follower;

/* ---- does the past fit? ---- */

static ipso_status check_dates(const follower *f, ipso_date published_until)
{
    ipso_date first = ipso_practice_horizon(f->practice)->first_day;
    char starts[IPSO_DATE_SIZE], ends[IPSO_DATE_SIZE], wanted[IPSO_DATE_SIZE];

    ipso_date_format(ipso_past_first_day(f->past), starts);
    ipso_date_format(ipso_past_last_day(f->past), ends);
    ipso_date_format(first, wanted);
    if (ipso_past_first_day(f->past) > first)
        return ipso__fail(
            f->err, IPSO_INPUT, "/practice/first_day",
            "the plan starts on %s, after the first day of the practice that is to follow "
            "it, %s",
            starts, wanted);
    if (ipso_past_last_day(f->past) + 1 < first)
        return ipso__fail(
            f->err, IPSO_INPUT, "/practice/days",
            "the plan ends on %s, before the eve of the practice that is to follow it, "
            "which starts on %s: the days between are unknown",
            ends, wanted);
    ipso_date_format(published_until, wanted);
    if (published_until > ipso_past_last_day(f->past))
        return ipso__fail(f->err, IPSO_INPUT, "/practice/days",
                          "the plan ends on %s: no days can be published until %s", ends, wanted);
    return IPSO_OK;
}

static ipso_status check_name(const follower *f)
{
    const char *before = ipso_practice_horizon(f->past->practice)->name;
    const char *after = ipso_practice_horizon(f->practice)->name;

    if (before[0] == '\0' || after[0] == '\0' || strcmp(before, after) == 0)
        return IPSO_OK;
    return ipso__fail(f->err, IPSO_INPUT, "/practice/name",
                      "this is a plan of \"%s\", not of \"%s\"", before, after);
}

static int practitioner_of_id(const ipso_practice *practice, const char *id)
{
    for (int p = 0; p < ipso_practice_practitioner_count(practice); p++)
        if (strcmp(ipso_practice_practitioner(practice, p)->id, id) == 0)
            return p;
    return IPSO_ANY;
}

static ipso_status find_successors(follower *f)
{
    int count = ipso_practice_practitioner_count(f->past->practice), found = 0;

    for (int q = 0; q < count; q++) {
        f->successor[q] =
            practitioner_of_id(f->practice, ipso_practice_practitioner(f->past->practice, q)->id);
        found += f->successor[q] != IPSO_ANY;
    }
    if (found > 0)
        return IPSO_OK;
    return ipso__fail(f->err, IPSO_INPUT, "/history/practitioners",
                      "none of the plan's %d practitioners is in the practice that is to follow it",
                      count);
}

/* ---- history ---- */

static ipso_status make_histories(follower *f)
{
    ipso_status status = IPSO_OK;

    for (int q = 0; status == IPSO_OK && q < ipso_practice_practitioner_count(f->past->practice);
         q++) {
        int p = f->successor[q];

        if (p == IPSO_ANY)
            continue;
        status = ipso__past_history(&f->histories[p], f->past, q, f->practice, p, f->days,
                                    &f->arena, f->err);
        f->changed[p] = &f->histories[p];
    }
    return status;
}

/* ---- pins ---- */

static ipso_status add_pin(follower *f, int practitioner, int day, int duty, bool forbidden)
{
    ipso_pin *pin;

    if (!ipso__grow(&f->pins, &f->pin_capacity, f->pin_count + 1, sizeof *f->pins))
        return ipso__fail_nomem(f->err);
    pin = &f->pins[f->pin_count++];
    ipso_pin_init(pin);
    pin->practitioner = practitioner;
    pin->date = ipso_practice_horizon(f->practice)->first_day + day;
    pin->duty = duty;
    pin->forbidden = forbidden;
    return IPSO_OK;
}

static const char *site_id(const ipso_practice *practice, int site)
{
    return site == IPSO_ANY ? "" : ipso_practice_site(practice, site)->id;
}

static bool same_times(const ipso_duty *a, const ipso_duty *b)
{
    if (a->start_min != b->start_min || a->end_min != b->end_min ||
        a->break_count != b->break_count)
        return false;
    for (size_t i = 0; i < a->break_count; i++)
        if (a->breaks[i].start_min != b->breaks[i].start_min ||
            a->breaks[i].end_min != b->breaks[i].end_min)
            return false;
    return true;
}

/* The duty of the practice that is the published one. */
static ipso_status find_duty(const follower *f, const ipso_duty *published, int *duty)
{
    int k = 0, count = ipso_practice_duty_count(f->practice);

    while (k < count && strcmp(ipso_practice_duty(f->practice, k)->id, published->id) != 0)
        k++;
    if (k == count)
        return ipso__fail(f->err, IPSO_INPUT, "/roster",
                          "the published duty \"%s\" is not one of the practice", published->id);
    *duty = k;
    if (same_times(ipso_practice_duty(f->practice, k), published) &&
        strcmp(site_id(f->practice, ipso_practice_duty(f->practice, k)->site),
               site_id(f->past->practice, published->site)) == 0)
        return IPSO_OK;
    return ipso__fail(f->err, IPSO_INPUT, "/roster",
                      "the published duty \"%s\" has other times or another site in the practice",
                      published->id);
}

/* Where two duties a day are allowed, one that is published has no other beside it. */
static ipso_status forbid_others(follower *f, int practitioner, int day, const int *worked,
                                 int count)
{
    ipso_status status = IPSO_OK;

    for (int k = 0; status == IPSO_OK && k < ipso_practice_duty_count(f->practice); k++) {
        const ipso_duty *duty = ipso_practice_duty(f->practice, k);
        bool kept = false;

        for (int i = 0; i < count; i++)
            kept = kept || worked[i] == k;
        if (!kept && ipso_practice_day_matches(f->practice, &duty->days, day) &&
            ipso_practice_who_matches(f->practice, &duty->who, practitioner))
            status = add_pin(f, practitioner, day, k, true);
    }
    return status;
}

/* Pins what practitioner q of the past does on a day of the practice. */
static ipso_status pin_day(follower *f, int q, int day)
{
    int p = f->successor[q], count = 0, worked[2];
    const ipso_practitioner *person = ipso_practice_practitioner(f->practice, p);
    int end = ipso__past_find(f->past, q, f->days + day + 1);
    ipso_status status = IPSO_OK;

    if (ipso__on_leave(person, ipso_practice_horizon(f->practice)->first_day + day))
        return IPSO_OK;
    for (int i = ipso__past_find(f->past, q, f->days + day); status == IPSO_OK && i < end; i++) {
        int duty = ipso_plan_assignment(f->past->plan, i)->duty;

        status = find_duty(f, ipso_practice_duty(f->past->practice, duty), &duty);
        if (status == IPSO_OK)
            status = add_pin(f, p, day, duty, false);
        if (count < 2)
            worked[count++] = duty;
    }
    if (status == IPSO_OK && count == 0)
        status = add_pin(f, p, day, IPSO_ANY, true);
    if (status == IPSO_OK && count == 1 && person->rules.duties_per_day > 1)
        status = forbid_others(f, p, day, worked, count);
    return status;
}

static ipso_status make_pins(follower *f, ipso_date published_until)
{
    const ipso_horizon *horizon = ipso_practice_horizon(f->practice);
    ipso_status status = IPSO_OK;

    for (int q = 0; q < ipso_practice_practitioner_count(f->past->practice); q++)
        for (int t = 0; status == IPSO_OK && f->successor[q] != IPSO_ANY && t < horizon->days &&
                        horizon->first_day + t <= published_until;
             t++)
            status = pin_day(f, q, t);
    return status;
}

/* ---- all of it ---- */

static ipso_status follow(follower *f, ipso_practice *practice, ipso_date published_until)
{
    size_t before = (size_t)ipso_practice_practitioner_count(f->past->practice);
    size_t after = (size_t)ipso_practice_practitioner_count(practice);
    ipso_status status;

    f->successor = ipso__arena_alloc(&f->arena, before, sizeof *f->successor);
    f->histories = ipso__arena_alloc(&f->arena, after, sizeof *f->histories);
    f->changed = ipso__arena_alloc(&f->arena, after, sizeof *f->changed);
    if (f->successor == NULL || f->histories == NULL || f->changed == NULL)
        return ipso__fail_nomem(f->err);
    status = find_successors(f);
    if (status == IPSO_OK)
        status = make_histories(f);
    if (status == IPSO_OK)
        status = make_pins(f, published_until);
    if (status == IPSO_OK)
        status = ipso__practice_rewrite(practice, f->changed, f->pins, f->pin_count, f->err);
    return status;
}

ipso_status ipso_practice_follow(ipso_practice *practice, const ipso_past *past,
                                 ipso_date published_until, ipso_error *err)
{
    follower f = {.practice = practice, .past = past, .err = err};
    ipso_status status;

    if (!ipso_practice_validated(practice))
        return ipso__fail(err, IPSO_STATE, "", "the practice is not validated");
    f.days = ipso_practice_horizon(practice)->first_day - ipso_past_first_day(past);
    status = check_name(&f);
    if (status == IPSO_OK)
        status = check_dates(&f, published_until);
    if (status == IPSO_OK)
        status = follow(&f, practice, published_until);
    free(f.pins);
    ipso__arena_finish(&f.arena);
    return status;
}
