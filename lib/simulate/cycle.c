/* The practice of one cycle: dates moved, requests as demand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/cycle.h"

#include "base/error.h"
#include "base/memory.h"

struct copier {
    const ipso_practice *base;
    ipso_practice *made;
    int shift, repeats, release_h;
    double load;
    const int *minutes; /* per practitioner, of the horizon; NULL as the rules say */
    int64_t points;     /* for each minute more or less */
    ipso__arena arena;  /* lists that descriptions borrow while they are added */
    ipso_error *err;
};

int ipso__home_site(const ipso_practice *practice, int practitioner)
{
    const ipso_practitioner *person = ipso_practice_practitioner(practice, practitioner);

    if (person == NULL)
        return IPSO_ANY;
    return person->site_count > 0 ? person->sites[0].site : 0;
}

/* ---- dates ---- */

/* A date of the practice in repeat k. */
static ipso_date date_in(const struct copier *copier, ipso_date date, int k)
{
    return date + copier->shift + k * ipso_practice_horizon(copier->base)->days;
}

static bool move_days(struct copier *copier, ipso_days *days)
{
    size_t count = days->date_count, repeats = (size_t)copier->repeats;
    ipso_date *dates = ipso__arena_alloc(&copier->arena, count * repeats, sizeof *dates);

    if (dates == NULL)
        return false;
    for (size_t i = 0; i < count * repeats; i++)
        dates[i] = date_in(copier, days->dates[i % count], (int)(i / count));
    days->dates = dates;
    days->date_count = count * repeats;
    return true;
}

static bool move_ranges(struct copier *copier, const ipso_date_range **ranges, size_t *counted)
{
    size_t count = *counted, repeats = (size_t)copier->repeats;
    ipso_date_range *moved = ipso__arena_alloc(&copier->arena, count * repeats, sizeof *moved);

    if (moved == NULL)
        return false;
    for (size_t i = 0; i < count * repeats; i++) {
        const ipso_date_range *range = &(*ranges)[i % count];

        moved[i].first = date_in(copier, range->first, (int)(i / count));
        moved[i].last = date_in(copier, range->last, (int)(i / count));
    }
    *ranges = moved;
    *counted = count * repeats;
    return true;
}

static ipso_status make_practice(struct copier *copier)
{
    ipso_horizon horizon = *ipso_practice_horizon(copier->base);
    int days = horizon.days * copier->repeats;
    ipso_date *holidays = ipso__arena_alloc(&copier->arena, (size_t)days, sizeof *holidays);
    size_t count = 0;

    if (holidays == NULL)
        return ipso__fail_nomem(copier->err);
    horizon.first_day += copier->shift;
    for (int day = 0; day < days; day++)
        if (ipso_practice_is_holiday(copier->base, day % horizon.days))
            holidays[count++] = horizon.first_day + day;
    horizon.days = days;
    horizon.calendar = IPSO_CALENDAR_NONE;
    horizon.holidays = holidays;
    horizon.holiday_count = count;
    return ipso_practice_new(&copier->made, &horizon, copier->err);
}

/* ---- the lists ---- */

/* Calls an adder for every element of a list, with `change` done to a copy of each. */
#define COPY_LIST(noun, kind, change)                                                              \
    static ipso_status copy_##noun(struct copier *copier)                                          \
    {                                                                                              \
        ipso_status status = IPSO_OK;                                                              \
        for (int i = 0; i < ipso_practice_##noun##_count(copier->base) && status == IPSO_OK;       \
             i++) {                                                                                \
            kind copy = *ipso_practice_##noun(copier->base, i);                                    \
            if (!(change))                                                                         \
                return ipso__fail_nomem(copier->err);                                              \
            status = ipso_practice_add_##noun(copier->made, &copy, copier->err);                   \
        }                                                                                          \
        return status;                                                                             \
    }

static bool move_wishes(struct copier *copier, ipso_practitioner *person)
{
    ipso_wish *wishes =
        ipso__arena_copy(&copier->arena, person->wishes, person->wish_count, sizeof *wishes);

    if (wishes == NULL)
        return false;
    for (size_t i = 0; i < person->wish_count; i++)
        if (!move_days(copier, &wishes[i].days))
            return false;
    person->wishes = wishes;
    return true;
}

static int days_without_leave(const ipso_practice *practice, const ipso_practitioner *person)
{
    const ipso_horizon *horizon = ipso_practice_horizon(practice);
    int count = 0;

    for (int day = 0; day < horizon->days; day++) {
        ipso_date date = horizon->first_day + day;
        bool away = false;

        for (size_t i = 0; i < person->leave_count; i++)
            away |= date >= person->leave[i].first && date <= person->leave[i].last;
        count += !away;
    }
    return count;
}

/* A minimum over the horizon is scaled by the days without leave (R8): it is raised so that the
 * minutes asked for are left. */
static bool limit_minutes(const struct copier *copier, ipso_practitioner *person, int index)
{
    int days = ipso_practice_horizon(copier->base)->days;
    int present = days_without_leave(copier->base, person);

    if (copier->minutes == NULL)
        return true;
    int minutes = copier->minutes[index];
    person->rules.horizon_minutes = (ipso_limit){
        .min = present == 0 ? 0 : (int)(((int64_t)minutes * days + present - 1) / present),
        .max = minutes,
        .points = copier->points};
    return true;
}

static bool scale_demand(const struct copier *copier, ipso_demand *demand)
{
    demand->mean *= copier->load;
    demand->per_1000_panel *= copier->load;
    return true;
}

COPY_LIST(site, ipso_site, move_ranges(copier, &copy.closures, &copy.closure_count))
COPY_LIST(class, ipso_patient_class, true)
COPY_LIST(fair, ipso_fair, true)
COPY_LIST(practitioner, ipso_practitioner,
          limit_minutes(copier, &copy, i) && move_ranges(copier, &copy.leave, &copy.leave_count) &&
              move_wishes(copier, &copy))
COPY_LIST(duty, ipso_duty, move_days(copier, &copy.days))
COPY_LIST(type, ipso_type, true)
COPY_LIST(protected, ipso_protected, move_days(copier, &copy.days))
COPY_LIST(demand, ipso_demand, scale_demand(copier, &copy) && move_days(copier, &copy.days))
COPY_LIST(cover, ipso_cover, move_days(copier, &copy.days))
COPY_LIST(succession, ipso_succession, true)
COPY_LIST(kind_limit, ipso_kind_limit, true)

static ipso_status copy_pin(struct copier *copier)
{
    int count = ipso_practice_pin_count(copier->base);
    ipso_status status = IPSO_OK;

    for (int i = 0; i < count * copier->repeats && status == IPSO_OK; i++) {
        ipso_pin pin = *ipso_practice_pin(copier->base, i % count);

        pin.date = date_in(copier, pin.date, i / count);
        status = ipso_practice_add_pin(copier->made, &pin, copier->err);
    }
    return status;
}

/* ---- requests and fixed appointments as demand ---- */

enum { WORKWEEK = IPSO_MONDAY | IPSO_TUESDAY | IPSO_WEDNESDAY | IPSO_THURSDAY | IPSO_FRIDAY };

static int count_known(const ipso_practice *base, int type, int site)
{
    int count = 0;

    for (int r = 0; r < ipso_practice_request_count(base); r++) {
        const ipso_request *request = ipso_practice_request(base, r);
        int at = request->site != IPSO_ANY ? request->site
                                           : ipso__home_site(base, request->practitioner);
        count += request->type == type && at == site;
    }
    for (int f = 0; f < ipso_practice_fixed_count(base); f++) {
        const ipso_fixed *fixed = ipso_practice_fixed(base, f);
        int at = fixed->site != IPSO_ANY ? fixed->site : ipso__home_site(base, fixed->practitioner);
        count += fixed->type == type && at == site;
    }
    return count;
}

static ipso_status add_known(struct copier *copier, int type, int site, int days)
{
    int count = count_known(copier->base, type, site);
    ipso_demand demand;

    if (count == 0)
        return IPSO_OK;
    ipso_demand_init(&demand);
    demand.type = type;
    demand.site = site;
    demand.days.weekdays = WORKWEEK;
    demand.mean = count * copier->load / days;
    if (demand.mean > 500)
        demand.mean = 500;
    return ipso_practice_add_demand(copier->made, &demand, copier->err);
}

static ipso_status add_all_known(struct copier *copier)
{
    const ipso_days week = {.weekdays = WORKWEEK};
    ipso_status status = IPSO_OK;
    int days = 0;

    for (int day = 0; day < ipso_practice_horizon(copier->base)->days; day++)
        days += ipso_practice_day_matches(copier->base, &week, day);
    for (int type = 0; type < ipso_practice_type_count(copier->base) && days > 0; type++)
        for (int site = IPSO_ANY;
             site < ipso_practice_site_count(copier->base) && status == IPSO_OK; site++)
            status = add_known(copier, type, site, days);
    return status;
}

/* ---- the copy ---- */

static ipso_status set_rest(struct copier *copier)
{
    ipso_booking_rules booking = *ipso_practice_booking(copier->base);
    ipso_status status =
        ipso_practice_set_extended(copier->made, ipso_practice_extended(copier->base), copier->err);
    if (status == IPSO_OK)
        status = ipso_practice_set_weights(copier->made, ipso_practice_weights(copier->base),
                                           copier->err);
    if (booking.release_h == 0)
        booking.release_h = copier->release_h;
    if (status == IPSO_OK)
        status = ipso_practice_set_booking(copier->made, &booking, copier->err);
    if (status == IPSO_OK)
        status = ipso_practice_set_behaviour(copier->made, ipso_practice_behaviour(copier->base),
                                             copier->err);
    return status;
}

static ipso_status copy_all(struct copier *copier)
{
    static ipso_status (*const steps[])(struct copier *) = {
        make_practice, copy_site,       copy_class,      copy_fair,      copy_practitioner,
        copy_duty,     copy_type,       copy_demand,     copy_protected, copy_pin,
        copy_cover,    copy_succession, copy_kind_limit, add_all_known,  set_rest};
    ipso_status status = IPSO_OK;

    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == IPSO_OK; i++)
        status = steps[i](copier);
    return status == IPSO_OK ? ipso_practice_validate(copier->made, NULL, NULL, copier->err)
                             : status;
}

static ipso_status copy_practice(ipso_practice **practice, struct copier *copier)
{
    ipso_status status = copy_all(copier);

    ipso__arena_finish(&copier->arena);
    if (status != IPSO_OK) {
        ipso_practice_free(copier->made);
        return status;
    }
    *practice = copier->made;
    return IPSO_OK;
}

ipso_status ipso__cycle_practice(ipso_practice **practice, const ipso_practice *base,
                                 int shift_days, int load_percent, ipso_error *err)
{
    struct copier copier = {
        .base = base, .shift = shift_days, .repeats = 1, .load = load_percent / 100.0, .err = err};

    return copy_practice(practice, &copier);
}

ipso_status ipso__budget_practice(ipso_practice **practice, const ipso_practice *base,
                                  const int *minutes, int64_t points, ipso_error *err)
{
    struct copier copier = {
        .base = base, .repeats = 1, .load = 1, .minutes = minutes, .points = points, .err = err};

    return copy_practice(practice, &copier);
}

ipso_status ipso__whole_practice(ipso_practice **practice, const ipso_practice *base, int repeats,
                                 int load_percent, int release_h, ipso_error *err)
{
    struct copier copier = {.base = base,
                            .repeats = repeats,
                            .release_h = release_h,
                            .load = load_percent / 100.0,
                            .err = err};

    return copy_practice(practice, &copier);
}
