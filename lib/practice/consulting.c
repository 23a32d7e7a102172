/* Consulting time: cuts a duty at every edge, gives each piece its admission, joins equal ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/consulting.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

/* A piece of the duty that is taken out, or left to some types. */
typedef struct closing {
    int start_min, end_min;
    const ipso_protected *protected_time; /* NULL for a break */
} closing;

typedef struct cutting {
    const ipso_practice *practice;
    const ipso_duty *duty;
    ipso__arena arena;
    closing *closings;
    int closing_count;
    int *edges;
    int edge_count;
    ipso__session *sessions;
    int session_count;
} cutting;

static bool protects(const cutting *cut, const ipso_protected *time, int practitioner, int day)
{
    return (time->site == IPSO_ANY || time->site == cut->duty->site) &&
           ipso_practice_day_matches(cut->practice, &time->days, day) &&
           ipso_practice_who_matches(cut->practice, &time->who, practitioner);
}

/* Adds [start, end) cut to the duty, when anything is left of it. */
static void add_closing(cutting *cut, int start_min, int end_min, const ipso_protected *time)
{
    closing item = {start_min, end_min, time};
    if (item.start_min < cut->duty->start_min)
        item.start_min = cut->duty->start_min;
    if (item.end_min > cut->duty->end_min)
        item.end_min = cut->duty->end_min;
    if (item.start_min < item.end_min)
        cut->closings[cut->closing_count++] = item;
}

static void add_protected(cutting *cut, const ipso_protected *time)
{
    const ipso_duty *duty = cut->duty;
    if (time->start_min < time->end_min)
        add_closing(cut, time->start_min, time->end_min, time);
    add_closing(cut, duty->start_min, duty->start_min + time->minutes_at_start, time);
    add_closing(cut, duty->end_min - time->minutes_at_end, duty->end_min, time);
}

static bool collect_closings(cutting *cut, int practitioner, int day)
{
    const ipso_duty *duty = cut->duty;
    int protected_count = ipso_practice_protected_count(cut->practice);
    size_t room = duty->break_count + 3 * (size_t)protected_count;
    cut->closings = ipso__arena_alloc(&cut->arena, room, sizeof *cut->closings);
    if (cut->closings == NULL)
        return false;
    for (size_t i = 0; i < duty->break_count; i++)
        add_closing(cut, duty->breaks[i].start_min, duty->breaks[i].end_min, NULL);
    for (int i = 0; i < protected_count; i++) {
        const ipso_protected *time = ipso_practice_protected(cut->practice, i);
        if (protects(cut, time, practitioner, day))
            add_protected(cut, time);
    }
    return true;
}

static int compare_ints(const void *left, const void *right)
{
    int a = *(const int *)left;
    int b = *(const int *)right;
    return (a > b) - (a < b);
}

static bool collect_edges(cutting *cut)
{
    size_t count = 2 + 2 * (size_t)cut->closing_count;
    cut->edges = ipso__arena_alloc(&cut->arena, count, sizeof *cut->edges);
    cut->sessions = ipso__arena_alloc(&cut->arena, count, sizeof *cut->sessions);
    if (cut->edges == NULL || cut->sessions == NULL)
        return false;
    cut->edges[cut->edge_count++] = cut->duty->start_min;
    cut->edges[cut->edge_count++] = cut->duty->end_min;
    for (int i = 0; i < cut->closing_count; i++) {
        cut->edges[cut->edge_count++] = cut->closings[i].start_min;
        cut->edges[cut->edge_count++] = cut->closings[i].end_min;
    }
    qsort(cut->edges, count, sizeof *cut->edges, compare_ints);
    return true;
}

static bool lists(const ipso_protected *time, int type)
{
    for (size_t i = 0; i < time->admit_count; i++) {
        if (time->admits[i] == type)
            return true;
    }
    return false;
}

/* Narrows *admits (NULL: all types) to what time admits. *left is how many types remain. */
static bool narrow(cutting *cut, unsigned char **admits, int *left, const ipso_protected *time)
{
    int types = ipso_practice_type_count(cut->practice);
    if (*admits == NULL) {
        *admits = ipso__arena_alloc(&cut->arena, (size_t)types, 1);
        if (*admits == NULL)
            return false;
        memset(*admits, 1, (size_t)types);
    }
    *left = 0;
    for (int c = 0; c < types; c++) {
        (*admits)[c] = (unsigned char)((*admits)[c] != 0 && lists(time, c));
        *left += (*admits)[c];
    }
    return true;
}

static bool same_admission(const cutting *cut, const unsigned char *a, const unsigned char *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return memcmp(a, b, (size_t)ipso_practice_type_count(cut->practice)) == 0;
}

/* Appends [start, end), joined to the session before it when they touch and admit the same. */
static void add_piece(cutting *cut, int start_min, int end_min, const unsigned char *admits)
{
    ipso__session *last = cut->session_count > 0 ? &cut->sessions[cut->session_count - 1] : NULL;
    if (last != NULL && last->end_min == start_min && same_admission(cut, last->admits, admits))
        last->end_min = end_min;
    else
        cut->sessions[cut->session_count++] = (ipso__session){start_min, end_min, admits};
}

/* The admission of the piece [start, end), in which no edge lies. */
static bool cut_piece(cutting *cut, int start_min, int end_min)
{
    unsigned char *admits = NULL;
    int left = 1;
    for (int i = 0; i < cut->closing_count && left > 0; i++) {
        const closing *item = &cut->closings[i];
        if (item->start_min > start_min || item->end_min < end_min)
            continue;
        if (item->protected_time == NULL)
            left = 0;
        else if (!narrow(cut, &admits, &left, item->protected_time))
            return false;
    }
    if (left > 0)
        add_piece(cut, start_min, end_min, admits);
    return true;
}

static bool cut_duty(cutting *cut, int practitioner, int day)
{
    if (!collect_closings(cut, practitioner, day) || !collect_edges(cut))
        return false;
    for (int i = 0; i + 1 < cut->edge_count; i++) {
        if (cut->edges[i] < cut->edges[i + 1] && !cut_piece(cut, cut->edges[i], cut->edges[i + 1]))
            return false;
    }
    return true;
}

ipso_status ipso__consulting_make(ipso__consulting *consulting, const ipso_practice *practice,
                                  int practitioner, int day, int duty, ipso_error *err)
{
    cutting cut = {.practice = practice, .duty = ipso_practice_duty(practice, duty)};
    if (!cut_duty(&cut, practitioner, day)) {
        ipso__arena_finish(&cut.arena);
        return ipso__fail_nomem(err);
    }
    *consulting = (ipso__consulting){cut.sessions, cut.session_count, cut.arena};
    return IPSO_OK;
}

void ipso__consulting_finish(ipso__consulting *consulting)
{
    ipso__arena_finish(&consulting->arena);
    *consulting = (ipso__consulting){0};
}

int ipso__consulting_minutes(const ipso__consulting *consulting)
{
    int minutes = 0;
    for (int i = 0; i < consulting->session_count; i++)
        minutes += consulting->sessions[i].end_min - consulting->sessions[i].start_min;
    return minutes;
}

bool ipso__session_admits(const ipso__session *session, int type)
{
    return session->admits == NULL || session->admits[type] != 0;
}

const ipso__session *ipso__consulting_session(const ipso__consulting *consulting, int type,
                                              int start_min, int end_min)
{
    for (int i = 0; i < consulting->session_count; i++) {
        const ipso__session *session = &consulting->sessions[i];
        if (session->start_min <= start_min && end_min <= session->end_min)
            return ipso__session_admits(session, type) ? session : NULL;
    }
    return NULL;
}
