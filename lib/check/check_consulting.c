/* Roster rules about consulting time: R21 and R23.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/checking.h"

#include <stdlib.h>
#include <string.h>

/* ---- R21 ---- */

/* What staffing counts with. A set of practitioners is one byte each. Supply and need lie by site,
 * with one more place for all sites together. */
typedef struct staffing {
    ipso__checking *checking;
    unsigned char *sets; /* one after the other, distinct */
    int set_count;
    int *type_set;     /* by type: index of its set, or -1 when nobody asks for it */
    bool *within;      /* by set, set: whether the first is part of the second */
    double *reference; /* by type: mean minutes that one patient takes of an agenda */
    int *minutes;      /* by cell and site: consulting minutes */
    int64_t *asked;    /* by type, day and site: thousandths of minutes */
    int64_t *need;     /* by site, of one day and set: thousandths of minutes */
    int64_t *supply;
} staffing;

static unsigned char *set_at(const staffing *staff, int set)
{
    return staff->sets + (size_t)set * (size_t)staff->checking->practitioners;
}

/* The shortest length of the type that is at least its mean service time, else the longest; with
 * travel when it can only be held at home on a site duty. */
static double reference_length(const ipso_type *type)
{
    double mean = ipso_law_mean_min(&type->law, 1);
    int length = type->lengths_min[type->length_count - 1];
    bool home = (type->modes & IPSO_MODE_HOME) != 0 && (type->modes & IPSO_MODE_SITE) == 0;

    for (size_t i = 0; i < type->length_count; i++)
        if (type->lengths_min[i] >= mean) {
            length = type->lengths_min[i];
            break;
        }
    return length + (home ? type->travel_min : 0);
}

/* The index of the type's set of practitioners, added when new. */
static int find_set(staffing *staff, int type)
{
    const ipso_practice *practice = staff->checking->practice;
    const ipso_who *who = &ipso_practice_type(practice, type)->who;
    size_t size = (size_t)staff->checking->practitioners;
    unsigned char *fresh = set_at(staff, staff->set_count);

    for (size_t p = 0; p < size; p++)
        fresh[p] = ipso_practice_who_matches(practice, who, (int)p);
    for (int set = 0; set < staff->set_count; set++)
        if (memcmp(set_at(staff, set), fresh, size) == 0)
            return set;
    return staff->set_count++;
}

static bool is_within(const staffing *staff, int part, int whole)
{
    const unsigned char *a = set_at(staff, part), *b = set_at(staff, whole);

    for (int p = 0; p < staff->checking->practitioners; p++)
        if (a[p] && !b[p])
            return false;
    return true;
}

/* The place of a site among the lines: with one site, remote and any site are that site. */
static int line_of(const ipso__checking *checking, int site)
{
    if (site != IPSO_ANY)
        return site;
    return checking->sites == 1 ? 0 : checking->sites;
}

static void find_minutes(staffing *staff)
{
    const ipso__checking *checking = staff->checking;
    int lines = checking->sites + 1;

    for (size_t i = 0; i < checking->session_count; i++) {
        const ipso__check_session *session = &checking->sessions[i];
        int site = ipso_practice_duty(checking->practice, session->duty)->site;
        int cell = ipso__check_cell(checking, session->practitioner, session->day);
        staff->minutes[cell * lines + line_of(checking, site)] +=
            session->end_min - session->start_min;
    }
}

static int64_t *asked_of(const staffing *staff, int type, int day)
{
    size_t row = (size_t)type * (size_t)staff->checking->days + (size_t)day;

    return &staff->asked[row * (size_t)(staff->checking->sites + 1)];
}

/* Counts thousandths of minutes that patients ask for on a day, at their site and over all. */
static void count_asked(staffing *staff, int type, int day, int site, double thousandths)
{
    int64_t amount = ipso__check_nearest(thousandths), *asked = asked_of(staff, type, day);
    int line = line_of(staff->checking, site), all = staff->checking->sites;

    asked[line] += amount;
    if (line != all)
        asked[all] += amount;
}

static bool opens_at_all(const ipso__checking *checking, const ipso_site *site, int day)
{
    ipso_date date = checking->day[day].date;

    for (size_t i = 0; i < site->closure_count; i++)
        if (site->closures[i].first <= date && date <= site->closures[i].last)
            return false;
    for (size_t i = 0; i < site->hours_count; i++) {
        ipso_days named = {.weekdays = site->hours[i].days, .dates = NULL, .date_count = 0};
        if (ipso_practice_day_matches(checking->practice, &named, day))
            return true;
    }
    return false;
}

/* Whether a request is counted on a day: one of its windows has the day, and its site, or any site
 * when it names none, opens. */
static bool asks_on(const ipso__checking *checking, const ipso_request *request, int day)
{
    ipso_date date = checking->day[day].date;
    bool in_window = request->window_count == 0;

    for (size_t i = 0; i < request->window_count; i++)
        in_window |= request->windows[i].first <= date && request->windows[i].last >= date;
    if (!in_window)
        return false;
    if (request->site != IPSO_ANY)
        return opens_at_all(checking, ipso_practice_site(checking->practice, request->site), day);
    for (int s = 0; s < checking->sites; s++)
        if (opens_at_all(checking, ipso_practice_site(checking->practice, s), day))
            return true;
    return false;
}

static void count_request(staffing *staff, const ipso_request *request)
{
    int days = 0;

    for (int t = 0; t < staff->checking->days; t++)
        days += asks_on(staff->checking, request, t) ? 1 : 0;
    for (int t = 0; t < staff->checking->days; t++)
        if (asks_on(staff->checking, request, t))
            count_asked(staff, request->type, t, request->site,
                        1000 * staff->reference[request->type] / days);
}

static void find_asked(staffing *staff)
{
    const ipso_practice *practice = staff->checking->practice;

    for (int c = 0; c < staff->checking->types; c++)
        staff->reference[c] = reference_length(ipso_practice_type(practice, c));
    for (int d = 0; d < ipso_practice_demand_count(practice); d++) {
        const ipso_demand *demand = ipso_practice_demand(practice, d);
        double minutes = ipso_practice_demand_mean(practice, d) * staff->reference[demand->type];
        for (int t = 0; t < staff->checking->days; t++)
            if (ipso_practice_day_matches(practice, &demand->days, t))
                count_asked(staff, demand->type, t, demand->site, 1000 * minutes);
    }
    for (int r = 0; r < ipso_practice_request_count(practice); r++)
        count_request(staff, ipso_practice_request(practice, r));
}

static bool is_asked_for(const staffing *staff, int type)
{
    for (int t = 0; t < staff->checking->days; t++)
        if (asked_of(staff, type, t)[staff->checking->sites] > 0 || asked_of(staff, type, t)[0] > 0)
            return true;
    return false;
}

static void find_sets(staffing *staff)
{
    const ipso__checking *checking = staff->checking;

    for (int c = 0; c < checking->types; c++)
        staff->type_set[c] = -1;
    for (int c = 0; c < checking->types; c++)
        if (is_asked_for(staff, c))
            staff->type_set[c] = find_set(staff, c);
    for (int a = 0; a < staff->set_count; a++)
        for (int b = 0; b < staff->set_count; b++)
            staff->within[a * checking->types + b] = is_within(staff, a, b);
}

/* Need and supply of one set on one day, by site and, in the last place, over all of them. */
static void weigh_day(staffing *staff, int set, int day)
{
    const ipso__checking *checking = staff->checking;
    int lines = checking->sites + 1, all = checking->sites;

    for (int line = 0; line < lines; line++) {
        staff->need[line] = 0;
        staff->supply[line] = 0;
    }
    for (int c = 0; c < checking->types; c++)
        for (int line = 0; line < lines && staff->type_set[c] >= 0; line++)
            if (staff->within[staff->type_set[c] * checking->types + set])
                staff->need[line] += asked_of(staff, c, day)[line];
    for (int p = 0; p < checking->practitioners; p++)
        for (int line = 0; line < lines && set_at(staff, set)[p]; line++) {
            int minutes = staff->minutes[ipso__check_cell(checking, p, day) * lines + line];
            staff->supply[line] += minutes;
            if (line != all)
                staff->supply[all] += minutes;
        }
}

static const char *some_type_of(const staffing *staff, int set)
{
    for (int c = 0; c < staff->checking->types; c++)
        if (staff->type_set[c] == set)
            return ipso__check_say_type(staff->checking, c);
    return "";
}

/* Staffing (R21): consulting time of those who may give a set of types against what is expected of
 * them, per site and day and over all sites. */
static void charge_day(staffing *staff, int set, int day)
{
    ipso__checking *checking = staff->checking;
    int64_t price = ipso_practice_weights(checking->practice)->staffing_points;
    int last = checking->sites == 1 ? 1 : checking->sites + 1;

    weigh_day(staff, set, day);
    for (int line = 0; line < last; line++) {
        int64_t need = (staff->need[line] + 500) / 1000;
        bool all = line == checking->sites;
        ipso__check_charge(
            checking, IPSO_RULE_STAFFING, price, need - staff->supply[line],
            all ? "" : ipso__check_pointer("sites", line).text,
            "those who may give %s have %s for the %s expected on %s at %s",
            some_type_of(staff, set), ipso__check_say_minutes(staff->supply[line]).text,
            ipso__check_say_minutes(need).text, ipso__check_say_day(checking, day).text,
            all ? "all sites" : ipso__check_say_site(checking, line));
    }
}

static bool make_staffing(staffing *staff)
{
    ipso__checking *checking = staff->checking;
    ipso__arena *arena = &checking->arena;
    size_t types = (size_t)checking->types, people = (size_t)checking->practitioners;
    size_t lines = (size_t)checking->sites + 1;

    staff->sets = ipso__arena_alloc(arena, types * people, 1);
    staff->type_set = ipso__arena_alloc(arena, types, sizeof *staff->type_set);
    staff->within = ipso__arena_alloc(arena, types * types, sizeof *staff->within);
    staff->reference = ipso__arena_alloc(arena, types, sizeof *staff->reference);
    staff->minutes =
        ipso__arena_alloc(arena, people * (size_t)checking->days * lines, sizeof *staff->minutes);
    staff->asked =
        ipso__arena_alloc(arena, types * (size_t)checking->days * lines, sizeof *staff->asked);
    staff->need = ipso__arena_alloc(arena, lines, sizeof *staff->need);
    staff->supply = ipso__arena_alloc(arena, lines, sizeof *staff->supply);
    return staff->sets != NULL && staff->type_set != NULL && staff->within != NULL &&
           staff->reference != NULL && staff->minutes != NULL && staff->asked != NULL &&
           staff->need != NULL && staff->supply != NULL;
}

static void check_staffing(ipso__checking *checking)
{
    staffing staff = {.checking = checking};

    if (!make_staffing(&staff)) {
        checking->failed = true;
        return;
    }
    find_minutes(&staff);
    find_asked(&staff);
    find_sets(&staff);
    for (int set = 0; set < staff.set_count; set++)
        for (int t = 0; t < checking->days; t++)
            charge_day(&staff, set, t);
}

/* ---- R23 ---- */

static bool duty_holds(const ipso__checking *checking, const ipso_fixed *fixed, int day)
{
    const int *first =
        &checking->first_session[ipso__check_cell(checking, fixed->practitioner, day)];
    int travel = fixed->mode == IPSO_MODE_HOME
                     ? ipso_practice_type(checking->practice, fixed->type)->travel_min
                     : 0;

    for (int i = first[0]; i < first[1]; i++) {
        const ipso__check_session *session = &checking->sessions[i];
        const ipso_duty *duty = ipso_practice_duty(checking->practice, session->duty);
        bool tele = duty->tele || duty->site == IPSO_ANY;
        if (duty->site == fixed->site && (!tele || fixed->mode == IPSO_MODE_TELE) &&
            ipso__check_session_admits(session, fixed->type) &&
            session->start_min <= fixed->start_min &&
            session->end_min >= fixed->start_min + fixed->length_min + travel)
            return true;
    }
    return false;
}

/* Fixed duty (R23): each fixed appointment lies in consulting time of a duty worked. */
static void check_fixed_duty(ipso__checking *checking, int index)
{
    const ipso_fixed *fixed = ipso_practice_fixed(checking->practice, index);
    int day = fixed->date - checking->day[0].date;

    if (day < 0 || day >= checking->days || duty_holds(checking, fixed, day))
        return;
    ipso__check_charge(checking, IPSO_RULE_FIXED_DUTY, IPSO_HARD, 1,
                       ipso__check_pointer("fixed_appointments", index).text,
                       "%s does not consult on %s at %s, when the fixed appointment %s is",
                       ipso__check_say_name(checking, fixed->practitioner),
                       ipso__check_say_day(checking, day).text,
                       ipso__check_say_time(fixed->start_min).text, fixed->id);
}

void ipso__check_consulting(ipso__checking *checking)
{
    check_staffing(checking);
    for (int i = 0; i < ipso_practice_fixed_count(checking->practice); i++)
        check_fixed_duty(checking, i);
}
