/* Known requests: patients who wait for an appointment in the week.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/needs.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define MORNING_MIN   480
#define NOON_MIN      780
#define EVENING_MIN   1020
#define CLOSE_MIN     1200
#define LATE_MIN      1260
#define MAX_LINKS     IPSO__MAX_STAFF
#define LINK_DAYS_MIN (3 * IPSO_DAY_MIN) /* the second of two linked appointments within 3 days */

/* The site's requests while they are made. */
typedef struct site_requests {
    ipso__build *build;
    ipso__random random;
    int site;
    bool site_only;
    int weekdays[5]; /* Monday to Friday, public holidays left out */
    int weekday_count;
    int firsts[MAX_LINKS]; /* requests that a follow-up with the doctor comes after */
    int first_count;
} site_requests;

static bool percent(ipso__random *random, int chance)
{
    return ipso__random_below(random, 100) < (uint32_t)chance;
}

static int pick_weekday(site_requests *requests)
{
    return requests
        ->weekdays[ipso__random_below(&requests->random, (uint32_t)requests->weekday_count)];
}

/* ---- who ---- */

static bool works_at(const ipso_practitioner *who, int site)
{
    for (size_t i = 0; i < who->site_count; i++) {
        if (who->sites[i].site == site)
            return true;
    }
    return false;
}

static bool away_all_week(const ipso__build *build, int person)
{
    const ipso_practitioner *who = ipso_practice_practitioner(build->practice, person);
    return who->leave_count > 0 && who->leave[0].first <= build->first_day &&
           who->leave[0].last >= build->first_day + 5;
}

/* Patients a practitioner draws requests from: the panel, or where none is kept the contract. */
static int weight_of(const ipso__build *build, int person, int site, ipso__kind kind)
{
    const ipso_practitioner *who = ipso_practice_practitioner(build->practice, person);
    if (!ipso__kind_given_by(kind, who->role) || !works_at(who, site))
        return 0;
    bool panelled = ipso__kind_given_by(IPSO__FOLLOW_UP, who->role);
    if (panelled)
        return who->sites[0].site == site ? who->panel : 0;
    return who->share_percent;
}

/* A practitioner who gives the type at the site, with a chance proportional to the weight. */
static int pick_own(site_requests *requests, ipso__kind kind)
{
    const ipso__build *build = requests->build;
    int count = ipso_practice_practitioner_count(build->practice);
    int total = 0;
    for (int person = 0; person < count; person++)
        total += weight_of(build, person, requests->site, kind);
    if (total == 0)
        return IPSO_ANY;
    int draw = (int)ipso__random_below(&requests->random, (uint32_t)total);
    int person = 0;
    while (draw >= weight_of(build, person, requests->site, kind)) {
        draw -= weight_of(build, person, requests->site, kind);
        person++;
    }
    return person;
}

/* The class of a patient who needs the type, with a chance in proportion to the need. */
static int pick_needing(const ipso__needs *needs, ipso__random *random, ipso__kind kind)
{
    int64_t total = 0;
    for (int i = 0; i < needs->portion_count; i++)
        total += needs->portions[i].known ? ipso__need_of(needs, i, kind) : 0;
    int64_t draw = ipso__random_below(random, 1000000) * total / 1000000;
    for (int i = 0; i < needs->portion_count; i++) {
        int64_t need = needs->portions[i].known ? ipso__need_of(needs, i, kind) : 0;
        if (draw < need)
            return needs->portions[i].patient_class;
        draw -= need;
    }
    return IPSO_ANY;
}

static int pick_class(const ipso__build *build, ipso__random *random, ipso__kind kind)
{
    if (build->needs != NULL)
        return pick_needing(build->needs, random, kind);
    bool heavy = kind == IPSO__LONG_REVIEW || kind == IPSO__CHRONIC || kind == IPSO__HOME_VISIT;
    int draw = (int)ipso__random_below(random, 100);
    if (kind == IPSO__MIDWIFE)
        return IPSO_ANY;
    if (draw < (heavy ? 40 : 20))
        return IPSO__ELDERLY;
    if (draw < (heavy ? 80 : 35))
        return IPSO__LONG_TERM;
    if (draw < (heavy ? 88 : 38))
        return IPSO__DISABLED;
    return !heavy && draw < 50 ? IPSO__CHILD : IPSO_ANY;
}

/* With the own practitioner alone, with others of the site, or with anybody who gives the type. */
static void choose_practitioner(site_requests *requests, ipso_request *request, ipso__kind kind)
{
    ipso__random *random = &requests->random;
    bool attached = percent(random, kind == IPSO__NURSING ? 30 : 90);
    bool open_minded = percent(random, kind == IPSO__LONG_REVIEW ? 25 : 55);
    int own = pick_own(requests, kind);
    if (attached && own != IPSO_ANY) {
        request->practitioner = own;
        request->accepts_others = open_minded || away_all_week(requests->build, own);
    }
    if (requests->site_only && request->accepts_others)
        request->site = requests->site;
}

/* ---- when ---- */

static ipso_window window_of(const ipso__build *build, int first, int last, int start_min,
                             int end_min)
{
    return (ipso_window){build->first_day + first, build->first_day + last, start_min, end_min};
}

/* The windows of a request: any time of the week (none); from a day on; one day; half a day or two;
 * after work; on Saturday; two hours
 * before or after work. Returns how many of windows (room for 2) are used. */
static size_t choose_windows(site_requests *requests, ipso_window *windows)
{
    const ipso__build *build = requests->build;
    int draw = (int)ipso__random_below(&requests->random, 100);
    int day = pick_weekday(requests);
    bool morning = percent(&requests->random, 50);
    if (draw < 25)
        return 0;
    if (draw < 45)
        windows[0] = window_of(build, day, 5, 0, IPSO_DAY_MIN);
    else if (draw < 60)
        windows[0] = window_of(build, day, day, 0, IPSO_DAY_MIN);
    else if (draw < 85)
        windows[0] = window_of(build, day, day, morning ? MORNING_MIN : NOON_MIN,
                               morning ? NOON_MIN : CLOSE_MIN);
    else if (draw < 93)
        windows[0] = window_of(build, 0, 4, EVENING_MIN, LATE_MIN);
    else if (draw < 97)
        windows[0] = window_of(build, 5, 5, MORNING_MIN, EVENING_MIN);
    else
        windows[0] = window_of(build, day, day, morning ? MORNING_MIN : EVENING_MIN,
                               morning ? MORNING_MIN + 120 : EVENING_MIN + 120);

    int second = pick_weekday(requests);
    if (draw < 73 || draw >= 85 || second == day)
        return 1;
    windows[1] = windows[0];
    windows[1].first = windows[1].last = build->first_day + second;
    return 2;
}

/* The home visits' afternoons, an acute patient's Monday, the day on which somebody comes from
 * another site, and else what the patient asked for. */
static size_t choose_times(site_requests *requests, ipso_window *windows, ipso__kind kind)
{
    if (kind == IPSO__ACUTE) {
        windows[0] = window_of(requests->build, 0, 0, MORNING_MIN, NOON_MIN);
        return 1;
    }
    if (kind == IPSO__HOME_VISIT) {
        if (percent(&requests->random, 50))
            return 0;
        int day = pick_weekday(requests);
        windows[0] = window_of(requests->build, day, day < 4 ? day + 1 : day, NOON_MIN, CLOSE_MIN);
        return 1;
    }
    int visit_day = ipso__visit_day(requests->build, requests->site, kind);
    if (visit_day < 0)
        return choose_windows(requests, windows);
    windows[0] = window_of(requests->build, visit_day, visit_day, 0, IPSO_DAY_MIN);
    return percent(&requests->random, 50) ? 1 : 0;
}

/* Days between booking and appointment: not the same day (the patient is known already), then as
 * the French lead times have it; 15, 57 and 28 of 100 (docs/scenarios.md). */
static int choose_no_show(site_requests *requests, bool *long_wait)
{
    const ipso__no_shows *rates = requests->build->no_shows;
    int draw = (int)ipso__random_below(&requests->random, 100);
    *long_wait = draw >= 72;
    if (draw < 15)
        return rates->next_day;
    return draw < 72 ? rates->this_week : rates->later;
}

static int priority_of(const ipso__build *build, ipso__kind kind, int patient_class, bool long_wait)
{
    int priority = 100;
    bool plain = patient_class == IPSO_ANY || patient_class == IPSO__CHILD ||
                 (build->needs != NULL && patient_class == build->needs->plain_class);
    if (kind != IPSO__ACUTE && !plain)
        priority += 20;
    if (long_wait)
        priority += 20;
    return priority;
}

/* ---- requests and links ---- */

static void add_one(site_requests *requests, ipso__kind kind, int after)
{
    ipso__build *build = requests->build;
    char id[32], patient[32];
    ipso_window windows[2];
    bool long_wait;
    ipso_request request;
    ipso_request_init(&request);
    snprintf(id, sizeof id, "r%04d", build->next_request++);
    request.id = id;
    request.type = build->types[kind];
    request.patient_class = pick_class(build, &requests->random, kind);
    choose_practitioner(requests, &request, kind);
    request.accepts_tele =
        (kind == IPSO__ACUTE || kind == IPSO__FOLLOW_UP || kind == IPSO__SOCIAL) &&
        percent(&requests->random, 30);
    request.windows = windows;
    request.window_count = choose_times(requests, windows, kind);
    request.no_show = choose_no_show(requests, &long_wait) / 1000.0;
    request.priority_percent = priority_of(build, kind, request.patient_class, long_wait);
    if (request.window_count == 0 && percent(&requests->random, 20))
        request.wanted = build->first_day + pick_weekday(requests);
    request.patient = patient;
    if (after == IPSO_ANY) {
        snprintf(patient, sizeof patient, "patient-%04d", build->next_patient++);
    } else {
        const ipso_request *first = ipso_practice_request(build->practice, after);
        snprintf(patient, sizeof patient, "%s", first->patient);
        request.patient_class = first->patient_class;
        request.window_count = 0;
        request.wanted = 0;
        request.after = after;
        request.max_gap_min = LINK_DAYS_MIN;
    }
    build->status = ipso_practice_add_request(build->practice, &request, build->err);
}

/* One in six requests for midwife, nursing or long-term care is seen by the doctor next. */
static bool opens_link(const site_requests *requests, ipso__kind kind, int number)
{
    bool led = kind == IPSO__MIDWIFE || kind == IPSO__NURSING || kind == IPSO__CHRONIC;
    return led && number % 6 == 0 && requests->first_count < MAX_LINKS;
}

static void add_kind(site_requests *requests, ipso__kind kind, int count)
{
    ipso__build *build = requests->build;
    for (int i = 0; i < count && ipso__build_ok(build); i++) {
        int after = IPSO_ANY;
        if (kind == IPSO__FOLLOW_UP && requests->first_count > 0)
            after = requests->firsts[--requests->first_count];
        if (opens_link(requests, kind, i))
            requests->firsts[requests->first_count++] =
                ipso_practice_request_count(build->practice);
        add_one(requests, kind, after);
    }
}

void ipso__add_requests(ipso__build *build, int site, bool site_only,
                        const ipso__load loads[IPSO__KIND_COUNT])
{
    if (!ipso__build_ok(build))
        return;
    site_requests requests = {.build = build, .site = site, .site_only = site_only};
    requests.random = ipso__build_stream(build, IPSO__STREAM_REQUESTS, site);
    for (int day = 0; day < 5; day++) {
        if (!ipso__build_holiday(build, day))
            requests.weekdays[requests.weekday_count++] = day;
    }
    /* The follow-ups come last, since some are linked to the others. */
    for (int kind = 0; kind < IPSO__KIND_COUNT; kind++) {
        if (kind != IPSO__FOLLOW_UP)
            add_kind(&requests, (ipso__kind)kind, loads[kind].requested);
    }
    add_kind(&requests, IPSO__FOLLOW_UP, loads[IPSO__FOLLOW_UP].requested);
}
