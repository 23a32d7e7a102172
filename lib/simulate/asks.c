/* Those who ask.
 *
 * The number of a source and day comes from one stream, each patient from another. The times follow
 * the hourly profile of the practice: an inhomogeneous Poisson process, given its number of points,
 * has them independent with density proportional to its rate (Lewis & Shedler 1979).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/asks.h"

#include "practice/behaviour.h"

#include <math.h>
#include <stdlib.h>

enum { FIRST_MINUTE = 8 * 60, TRIES = 40 };

bool ipso__asks_add(ipso__asks *asks, const ipso__ask *ask)
{
    if (!ipso__grow(&asks->items, &asks->capacity, asks->count + 1, sizeof *asks->items))
        return false;
    asks->items[asks->count++] = *ask;
    return true;
}

static int by_time(const void *one, const void *other)
{
    const ipso__ask *a = one, *b = other;

    if (a->ask.time_min != b->ask.time_min)
        return a->ask.time_min < b->ask.time_min ? -1 : 1;
    return a->key < b->key ? -1 : a->key > b->key;
}

void ipso__asks_sort(ipso__asks *asks)
{
    if (asks->count > 1)
        qsort(asks->items, asks->count, sizeof *asks->items, by_time);
}

/* ---- one patient ---- */

/* The minute of [start, end) at which the hourly profile has reached the share u. */
static int draw_minute(const ipso__world *world, int start, int end, double u)
{
    const double *hours = ipso__behaviour_hours(ipso_practice_behaviour(world->practice));
    double whole = 0;

    for (int minute = start; minute < end; minute += 60 - minute % 60) {
        int next = minute + 60 - minute % 60;
        whole += hours[minute / 60] * ((next < end ? next : end) - minute);
    }
    if (whole <= 0)
        return start + (int)(u * (end - start));
    for (int minute = start; minute < end; minute += 60 - minute % 60) {
        int next = minute + 60 - minute % 60;
        double part = hours[minute / 60] * ((next < end ? next : end) - minute);

        if (u * whole < part)
            return minute + (int)(u * whole / hours[minute / 60]);
        u -= part / whole;
    }
    return end - 1;
}

/* Whether the class of a patient counts; IPSO_ANY none. */
static int class_of_patient(const ipso__world *world, int patient)
{
    ipso__random random;
    int count = ipso_practice_class_count(world->practice);

    ipso__stream_open(&random, ipso__stream_key(world->settings->seed, IPSO__PURPOSE_PATIENT,
                                                (uint64_t)patient, 0));
    double u = ipso__random_open(&random);
    for (int class = 0; class < count; class ++) {
        if (u < world->class_share[class])
            return class;
        u -= world->class_share[class];
    }
    return IPSO_ANY;
}

/* A patient of the panels at a site (IPSO_ANY, or where nobody has a panel: of all). */
static int draw_from_panels(const ipso__world *world, int site, ipso__random *random)
{
    int all = 0;

    for (int p = 0; p < world->people && site != IPSO_ANY; p++)
        if (world->home[p] == site)
            all += world->first_patient[p + 1] - world->first_patient[p];
    if (all == 0)
        return (int)ipso__random_below(random, (uint32_t)world->patients);
    int at = (int)ipso__random_below(random, (uint32_t)all);
    for (int p = 0; p < world->people; p++) {
        int panel = world->first_patient[p + 1] - world->first_patient[p];

        if (world->home[p] != site)
            continue;
        if (at < panel)
            return world->first_patient[p] + at;
        at -= panel;
    }
    return 0;
}

static int practitioner_of(const ipso__world *world, int patient)
{
    int low = 0, high = world->people - 1;

    if (!world->panels)
        return IPSO_ANY;
    while (low < high) {
        int middle = (low + high + 1) / 2;
        if (world->first_patient[middle] <= patient)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

static int draw_patient(const ipso__world *world, const ipso_sim_ask *ask, ipso__random *random)
{
    int own = ask->practitioner, patient = 0;
    int panel = own == IPSO_ANY ? 0 : world->first_patient[own + 1] - world->first_patient[own];

    for (int tries = 0; tries < TRIES; tries++) {
        patient = panel > 0
                      ? world->first_patient[own] + (int)ipso__random_below(random, (uint32_t)panel)
                      : draw_from_panels(world, ask->site, random);
        int class = class_of_patient(world, patient);
        double visits = class == IPSO_ANY ? 1 : world->class_visits[class];

        if (ask->patient_class != IPSO_ANY
                ? class == ask->patient_class
                : ipso__random_open(random) * world->most_visits < visits)
            break;
    }
    return patient;
}

static ipso__fate draw_fate(ipso__random *random)
{
    double u[8];

    for (int i = 0; i < 8; i++)
        u[i] = ipso__random_open(random);
    return (ipso__fate){u[0], u[1], u[2], u[3], u[4], u[5], u[6], u[7]};
}

void ipso__ask_draw_fate(ipso__ask *ask)
{
    ipso__random random;

    ipso__stream_open(&random, ask->key);
    ask->fate = draw_fate(&random);
}

static bool gives(const ipso__world *world, int practitioner, int type)
{
    return ipso_practice_who_matches(world->practice,
                                     &ipso_practice_type(world->practice, type)->who, practitioner);
}

/* Fills in who the patient is, when the wanted and the last day are, and the fate. */
static void complete(ipso__ask *ask, const ipso__world *world, ipso__random *random, bool known)
{
    ipso_sim_ask *asked = &ask->ask;
    const ipso_type *type = ipso_practice_type(world->practice, asked->type);
    const ipso_care_behaviour *care = &world->cares[type->care];
    asked->care = type->care;
    bool others = ipso__random_open(random) < care->accepts_others;
    bool tele = ipso__random_open(random) < care->accepts_tele;
    int ahead = ipso__random_geometric(random, known ? care->ahead_days : 0);
    int most = world->settings->ahead_days - 7;

    ask->patience_days = ipso__random_geometric(random, care->patience_days);
    asked->patient = draw_patient(world, asked, random);
    if (asked->patient_class == IPSO_ANY)
        asked->patient_class = class_of_patient(world, asked->patient);
    if (!known) {
        int own = practitioner_of(world, asked->patient);

        asked->practitioner = own != IPSO_ANY && gives(world, own, asked->type) ? own : IPSO_ANY;
        asked->accepts_others = others;
        asked->accepts_tele = tele || type->modes == IPSO_MODE_TELE;
    }
    if (asked->practitioner == IPSO_ANY || !world->works[asked->practitioner])
        asked->accepts_others = true;
    asked->wanted_day = asked->day + (ahead < most ? ahead : most);
    asked->last_day = asked->wanted_day + ask->patience_days;
    ask->fate = draw_fate(random);
    ask->first = true;
}

/* ---- sources ---- */

static void draw_entry(ipso__ask *ask, const ipso__world *world, const ipso__source *source,
                       ipso__random *random)
{
    const ipso_type *type = ipso_practice_type(world->practice, source->type);
    bool acute = type->care == IPSO_CARE_ACUTE;
    bool whole_day = source->start_min == 0 && source->end_min == IPSO_DAY_MIN;
    int time =
        acute ? draw_minute(world, source->start_min, source->end_min, ipso__random_open(random))
              : draw_minute(world, 0, IPSO_DAY_MIN, ipso__random_open(random));

    ask->ask.type = source->type;
    ask->ask.patient_class = source->patient_class;
    ask->ask.site = source->site;
    ask->ask.practitioner = IPSO_ANY;
    ask->ask.time_min = time;
    if (!acute && !whole_day) {
        ask->ask.window_count = 1;
        ask->ask.windows[0].weekdays = IPSO_ALL_DAYS;
        ask->ask.windows[0].start_min = source->start_min;
        ask->ask.windows[0].end_min = source->end_min;
    }
    complete(ask, world, random, false);
}

static void draw_known(ipso__ask *ask, const ipso__world *world, ipso__random *random)
{
    const ipso__want *want = &world->wants[ipso__random_below(random, (uint32_t)world->want_count)];
    int day = ask->ask.day;

    ask->ask = want->ask;
    ask->ask.day = day;
    ask->ask.time_min = draw_minute(world, 0, IPSO_DAY_MIN, ipso__random_open(random));
    complete(ask, world, random, true);
}

/* Whether the ask is one that follow-ups of appointments stand for: more and more as they begin. */
static bool is_booked_already(const ipso__world *world, const ipso__ask *ask, ipso__random *random)
{
    const ipso_care_behaviour *care =
        &world->cares[ipso_practice_type(world->practice, ask->ask.type)->care];
    double begun = 1 - exp(-ask->ask.day / care->follow_up_days);

    return ipso__random_open(random) < world->booked_already[ask->ask.type] * begun;
}

bool ipso__asks_draw(ipso__asks *asks, const ipso__world *world, uint64_t seed, int day)
{
    const double *months = ipso__behaviour_months(ipso_practice_behaviour(world->practice));
    int month;

    ipso_date_to_ymd(ipso_practice_horizon(world->practice)->first_day + day, NULL, &month, NULL);
    for (int s = 0; s < world->source_count; s++) {
        const ipso__source *source = &world->sources[s];
        double mean = source->mean[day % world->cycle_days] * months[month - 1];
        uint64_t at = (uint64_t)s << 32 | (uint64_t)day;
        ipso__random random;

        if (mean <= 0)
            continue;
        ipso__stream_open(&random, ipso__stream_key(seed, IPSO__PURPOSE_COUNT, at, 0));
        int count = source->dispersion == 0 ? (int)floor(mean + 0.5)
                                            : ipso__random_count(&random, mean, source->dispersion);
        for (int i = 0; i < count; i++) {
            ipso__ask ask = {.key = ipso__stream_key(seed, IPSO__PURPOSE_ASK, at, (uint64_t)i)};

            ipso__stream_open(&random, ask.key);
            ask.ask.day = day;
            if (source->entry == IPSO_ANY)
                draw_known(&ask, world, &random);
            else
                draw_entry(&ask, world, source, &random);
            if (!is_booked_already(world, &ask, &random) && !ipso__asks_add(asks, &ask))
                return false;
        }
    }
    return true;
}

/* ---- those who come back ---- */

void ipso__ask_again(ipso__ask *again, const ipso__ask *of, int day, int time_min, int wanted_day)
{
    *again = *of;
    again->key = ipso__stream_key(of->key, IPSO__PURPOSE_FOLLOW_UP, 1, 0);
    ipso__ask_draw_fate(again);
    again->ask.day = day;
    again->ask.time_min = time_min;
    again->ask.wanted_day = wanted_day;
    again->ask.last_day = wanted_day + of->patience_days;
    again->first = again->counted = false;
}

bool ipso__ask_follow_up(ipso__ask *follow_up, const ipso__world *world, const ipso__ask *of,
                         int practitioner, int day)
{
    ipso_care care = ipso_practice_type(world->practice, of->ask.type)->care;
    int type = world->follow_up[of->ask.type];
    ipso__random random;

    if (type == IPSO_ANY || of->fate.followed >= world->cares[care].follow_up)
        return false;
    ipso_care next = ipso_practice_type(world->practice, type)->care;
    *follow_up = *of;
    follow_up->key = ipso__stream_key(of->key, IPSO__PURPOSE_FOLLOW_UP, 0, 0);
    ipso__stream_open(&random, follow_up->key);
    int in_days = 1 + ipso__random_geometric(&random, world->cares[care].follow_up_days - 1);
    int wanted = day + in_days, latest = wanted - world->settings->ahead_days + 7;
    follow_up->patience_days = ipso__random_geometric(&random, world->cares[next].patience_days);
    follow_up->fate = draw_fate(&random);
    follow_up->ask.type = type;
    follow_up->ask.care = next;
    follow_up->ask.practitioner = gives(world, practitioner, type) ? practitioner : IPSO_ANY;
    follow_up->ask.accepts_others = follow_up->ask.practitioner == IPSO_ANY ||
                                    of->fate.follow_accepts < world->cares[next].accepts_others;
    follow_up->ask.day = latest > day + 1 ? latest : day + 1;
    follow_up->ask.time_min = FIRST_MINUTE;
    follow_up->ask.wanted_day = wanted;
    follow_up->ask.last_day = wanted + follow_up->patience_days;
    follow_up->ask.window_count = 0;
    follow_up->first = true;
    follow_up->counted = false;
    return true;
}
