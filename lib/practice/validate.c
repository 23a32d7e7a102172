/* Validation: what joins the parts of a practice.
 *
 * Every error is reported, not only the first: each check reports through a finder that goes on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/practice.h"

#include "base/error.h"
#include "practice/copy.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct findings {
    ipso_finding_fn found;
    void *user;
    ipso_error *err;
    ipso_status status;
} findings;

static void report(findings *finder, const char *text, const char *format, ...) IPSO__PRINTF(3, 4);

/* Reports text at a printf-formatted pointer. */
static void report(findings *finder, const char *text, const char *format, ...)
{
    char where[IPSO_ERROR_WHERE_SIZE];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(where, sizeof where, format, arguments);
    va_end(arguments);
    if (finder->found != NULL)
        finder->found(finder->user, where, text);
    ipso__fail(finder->err, IPSO_INPUT, where, "%s", text);
    if (finder->status == IPSO_OK)
        finder->status = IPSO_INPUT;
}

/* ---- unique ids ---- */

typedef struct named {
    const char *id;
    size_t index;
} named;

static int by_id(const void *a, const void *b)
{
    const named *x = a, *y = b;
    int order = strcmp(x->id, y->id);

    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

/* Every list of things with ids keeps the id first: the common initial member of its kind. */
static void find_repeated_ids(findings *finder, const ipso__list *list, size_t size,
                              const char *section)
{
    named *names = ipso__calloc(list->count, sizeof *names);

    if (names == NULL) {
        finder->status = ipso__fail_nomem(finder->err);
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        memcpy(&names[i].id, (const char *)list->items + i * size, sizeof names[i].id);
        names[i].index = i;
    }
    qsort(names, list->count, sizeof *names, by_id);
    for (size_t i = 1; i < list->count; i++)
        if (strcmp(names[i].id, names[i - 1].id) == 0) {
            char text[IPSO_ERROR_TEXT_SIZE];

            snprintf(text, sizeof text, "id \"%s\" is already that of /%s/%zu", names[i].id,
                     section, names[i - 1].index);
            report(finder, text, "/%s/%zu", section, names[i].index);
        }
    free(names);
}

static void check_ids(findings *finder, const ipso_practice *practice)
{
    find_repeated_ids(finder, &practice->sites, sizeof(ipso_site), "sites");
    find_repeated_ids(finder, &practice->classes, sizeof(ipso_patient_class), "patient_classes");
    find_repeated_ids(finder, &practice->fair, sizeof(ipso_fair), "fair_turns");
    find_repeated_ids(finder, &practice->practitioners, sizeof(ipso_practitioner), "practitioners");
    find_repeated_ids(finder, &practice->duties, sizeof(ipso_duty), "duties");
    find_repeated_ids(finder, &practice->covers, sizeof(ipso_cover), "cover");
    find_repeated_ids(finder, &practice->types, sizeof(ipso_type), "appointment_types");
    find_repeated_ids(finder, &practice->protected_time, sizeof(ipso_protected), "protected_time");
    find_repeated_ids(finder, &practice->requests, sizeof(ipso_request), "requests");
    find_repeated_ids(finder, &practice->fixed, sizeof(ipso_fixed), "fixed_appointments");
}

/* ---- something to plan ---- */

static void check_presence(findings *finder, const ipso_practice *practice)
{
    if (practice->sites.count == 0)
        report(finder, "a practice needs at least one site", "/sites");
    if (practice->practitioners.count == 0)
        report(finder, "a practice needs at least one practitioner", "/practitioners");
    if (practice->duties.count == 0)
        report(finder, "a practice needs at least one duty", "/duties");
    if (practice->types.count == 0)
        report(finder, "a practice needs at least one appointment type", "/appointment_types");
    if (practice->demand.count + practice->requests.count + practice->fixed.count == 0)
        report(finder, "there is nobody to see: no demand, request or fixed appointment",
               "/demand");
}

/* ---- references that may point forward ---- */

static void check_who(findings *finder, const ipso_practice *practice, const ipso_who *who,
                      const char *section, size_t index)
{
    for (size_t i = 0; i < who->practitioner_count; i++)
        if (who->practitioners[i] < 0 ||
            (size_t)who->practitioners[i] >= practice->practitioners.count)
            report(finder, "there is no such practitioner", "/%s/%zu/practitioners/%zu", section,
                   index, i);
}

static void check_who_of_rules(findings *finder, const ipso_practice *practice)
{
    for (size_t i = 0; i < practice->fair.count; i++)
        check_who(finder, practice, &IPSO__ITEM(practice->fair, ipso_fair, i)->who, "fair_turns",
                  i);
    for (size_t i = 0; i < practice->duties.count; i++)
        check_who(finder, practice, &IPSO__ITEM(practice->duties, ipso_duty, i)->who, "duties", i);
    for (size_t i = 0; i < practice->covers.count; i++)
        check_who(finder, practice, &IPSO__ITEM(practice->covers, ipso_cover, i)->who, "cover", i);
    for (size_t i = 0; i < practice->successions.count; i++)
        check_who(finder, practice, &IPSO__ITEM(practice->successions, ipso_succession, i)->who,
                  "successions", i);
    for (size_t i = 0; i < practice->kind_limits.count; i++)
        check_who(finder, practice, &IPSO__ITEM(practice->kind_limits, ipso_kind_limit, i)->who,
                  "kind_limits", i);
    for (size_t i = 0; i < practice->types.count; i++)
        check_who(finder, practice, &IPSO__ITEM(practice->types, ipso_type, i)->who,
                  "appointment_types", i);
    for (size_t i = 0; i < practice->protected_time.count; i++)
        check_who(finder, practice, &IPSO__ITEM(practice->protected_time, ipso_protected, i)->who,
                  "protected_time", i);
}

static void check_supervisors(findings *finder, const ipso_practice *practice)
{
    for (size_t i = 0; i < practice->practitioners.count; i++) {
        const ipso_practitioner *person = IPSO__ITEM(practice->practitioners, ipso_practitioner, i);

        for (size_t j = 0; j < person->supervisor_count; j++) {
            int supervisor = person->supervisors[j];

            if (supervisor < 0 || (size_t)supervisor >= practice->practitioners.count)
                report(finder, "there is no such practitioner",
                       "/practitioners/%zu/supervisors/%zu", i, j);
            else if ((size_t)supervisor == i)
                report(finder, "nobody supervises themselves", "/practitioners/%zu/supervisors/%zu",
                       i, j);
        }
    }
}

/* ---- requests ---- */

static bool meets_horizon(const ipso_practice *practice, const ipso_request *request)
{
    ipso_date first = practice->horizon.first_day, last = first + practice->horizon.days - 1;

    for (size_t i = 0; i < request->window_count; i++)
        if (request->windows[i].first <= last && request->windows[i].last >= first)
            return true;
    return request->window_count == 0;
}

static int known_after(const ipso_practice *practice, size_t index)
{
    int after = IPSO__ITEM(practice->requests, ipso_request, index)->after;

    return after >= 0 && (size_t)after < practice->requests.count ? after : IPSO_ANY;
}

/* Walks each chain of "after" once: a chain that meets its own trail (marked with its number) runs
 * in a circle. */
static void check_circles(findings *finder, const ipso_practice *practice)
{
    size_t *trail = ipso__calloc(practice->requests.count, sizeof *trail);

    if (trail == NULL) {
        finder->status = ipso__fail_nomem(finder->err);
        return;
    }
    for (size_t start = 0; start < practice->requests.count; start++) {
        int at = (int)start;

        while (at != IPSO_ANY && trail[at] == 0) {
            trail[at] = start + 1;
            at = known_after(practice, (size_t)at);
        }
        if (at != IPSO_ANY && trail[at] == start + 1)
            report(finder, "linked requests run in a circle", "/requests/%d/after", at);
    }
    free(trail);
}

static void check_requests(findings *finder, const ipso_practice *practice)
{
    for (size_t i = 0; i < practice->requests.count; i++) {
        const ipso_request *request = IPSO__ITEM(practice->requests, ipso_request, i);
        bool known = request->after == IPSO_ANY ||
                     (request->after >= 0 && (size_t)request->after < practice->requests.count);

        if (!meets_horizon(practice, request))
            report(finder, "none of its windows meets the horizon", "/requests/%zu/windows", i);
        if (!known)
            report(finder, "there is no such request", "/requests/%zu/after", i);
    }
    check_circles(finder, practice);
}

/* ---- fixed appointments ---- */

static int fixed_end_min(const ipso_practice *practice, const ipso_fixed *fixed)
{
    const ipso_type *type = IPSO__ITEM(practice->types, ipso_type, fixed->type);

    return fixed->start_min + fixed->length_min +
           (fixed->mode == IPSO_MODE_HOME ? type->travel_min : 0);
}

static void check_one_fixed(findings *finder, const ipso_practice *practice, size_t index)
{
    const ipso_fixed *fixed = IPSO__ITEM(practice->fixed, ipso_fixed, index);
    const ipso_type *type = IPSO__ITEM(practice->types, ipso_type, fixed->type);
    ipso_date first = practice->horizon.first_day, last = first + practice->horizon.days - 1;

    if (fixed->date < first || fixed->date > last)
        report(finder, "the date is outside the horizon", "/fixed_appointments/%zu/date", index);
    if (fixed_end_min(practice, fixed) > IPSO_DAY_MIN)
        report(finder, "it ends after midnight", "/fixed_appointments/%zu/start", index);
    if (!ipso_practice_who_matches(practice, &type->who, fixed->practitioner))
        report(finder, "the practitioner may not give appointments of this type",
               "/fixed_appointments/%zu/practitioner", index);
}

typedef struct booking {
    const char *patient; /* NULL when sorted by practitioner */
    int practitioner;    /* -1 when sorted by patient */
    ipso_date date;
    int start_min, end_min;
    size_t index;
} booking;

static int by_owner_and_time(const void *a, const void *b)
{
    const booking *x = a, *y = b;
    int order = x->patient == NULL ? 0 : strcmp(x->patient, y->patient);

    if (order == 0)
        order = (x->practitioner > y->practitioner) - (x->practitioner < y->practitioner);
    if (order == 0)
        order = (x->date > y->date) - (x->date < y->date);
    if (order == 0)
        order = (x->start_min > y->start_min) - (x->start_min < y->start_min);
    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

static bool same_owner(const booking *a, const booking *b)
{
    return a->practitioner == b->practitioner && a->date == b->date &&
           (a->patient == NULL || strcmp(a->patient, b->patient) == 0);
}

/* Sorted by owner and start, two appointments overlap only if two neighbours do. */
static void find_clashes(findings *finder, booking *bookings, size_t count, const char *owner)
{
    qsort(bookings, count, sizeof *bookings, by_owner_and_time);
    for (size_t i = 1; i < count; i++)
        if (same_owner(&bookings[i - 1], &bookings[i]) &&
            bookings[i].start_min < bookings[i - 1].end_min) {
            char text[IPSO_ERROR_TEXT_SIZE];

            snprintf(text, sizeof text, "its %s is in fixed appointment %zu at that time", owner,
                     bookings[i - 1].index);
            report(finder, text, "/fixed_appointments/%zu", bookings[i].index);
        }
}

static void check_fixed_clashes(findings *finder, const ipso_practice *practice)
{
    size_t count = practice->fixed.count;
    booking *bookings = ipso__calloc(count, sizeof *bookings);

    if (bookings == NULL) {
        finder->status = ipso__fail_nomem(finder->err);
        return;
    }
    for (int by_patient = 0; by_patient < 2; by_patient++) {
        for (size_t i = 0; i < count; i++) {
            const ipso_fixed *fixed = IPSO__ITEM(practice->fixed, ipso_fixed, i);

            bookings[i] = (booking){.patient = by_patient ? fixed->patient : NULL,
                                    .practitioner = by_patient ? -1 : fixed->practitioner,
                                    .date = fixed->date,
                                    .start_min = fixed->start_min,
                                    .end_min = fixed_end_min(practice, fixed),
                                    .index = i};
        }
        find_clashes(finder, bookings, count, by_patient ? "patient" : "practitioner");
    }
    free(bookings);
}

/* ---- demand ---- */

static bool fill_demand_means(ipso_practice *practice)
{
    double *means = ipso__arena_alloc(&practice->arena, practice->demand.count + 1, sizeof *means);

    if (means == NULL)
        return false;
    for (size_t i = 0; i < practice->demand.count; i++)
        means[i] = ipso_practice_demand_mean(practice, (int)i);
    practice->demand_mean = means;
    return true;
}

static void check_demand(findings *finder, const ipso_practice *practice)
{
    for (size_t i = 0; i < practice->demand.count; i++) {
        double mean = ipso_practice_demand_mean(practice, (int)i);

        if (mean > 500) {
            char text[IPSO_ERROR_TEXT_SIZE];

            snprintf(text, sizeof text, "%g expected patients a day are more than 500", mean);
            report(finder, text, "/demand/%zu", i);
        }
    }
}

ipso_status ipso_practice_validate(ipso_practice *practice, ipso_finding_fn found, void *user,
                                   ipso_error *err)
{
    findings finder = {.found = found, .user = user, .err = err, .status = IPSO_OK};
    ipso_status status = ipso__practice_open(practice, err);

    if (status != IPSO_OK)
        return status;
    check_presence(&finder, practice);
    check_ids(&finder, practice);
    check_who_of_rules(&finder, practice);
    check_supervisors(&finder, practice);
    check_requests(&finder, practice);
    for (size_t i = 0; i < practice->fixed.count; i++)
        check_one_fixed(&finder, practice, i);
    check_fixed_clashes(&finder, practice);
    if (finder.status == IPSO_OK)
        check_demand(&finder, practice);
    if (finder.status != IPSO_OK)
        return finder.status;
    if (!fill_demand_means(practice))
        return ipso__fail_nomem(err);
    practice->validated = true;
    return IPSO_OK;
}
