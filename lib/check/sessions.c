/* Consulting time: the sessions of every duty worked, recounted from breaks and protected time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/checking.h"

#include <stdlib.h>
#include <string.h>

enum { WORD_BITS = 64 };

/* One duty being cut. marks are the minutes at which breaks or protected times begin or end. */
typedef struct cutting {
    ipso__checking *checking;
    const ipso_duty *duty;
    int practitioner, day, duty_index;
    int *marks;
    size_t mark_count, mark_capacity;
    uint64_t *admits; /* of the piece in hand */
    size_t words;
} cutting;

/* Where a protected time lies on a duty: its window, or minutes at the duty's start or end. A duty
 * has two intervals when it has both; which is 0 or 1. False when there is none. */
static bool protected_interval(const ipso_protected *time, const ipso_duty *duty, int which,
                               ipso_interval *interval)
{
    if (time->start_min < time->end_min)
        *interval = (ipso_interval){time->start_min, which == 0 ? time->end_min : time->start_min};
    else if (which == 0)
        *interval = (ipso_interval){duty->start_min, duty->start_min + time->minutes_at_start};
    else
        *interval = (ipso_interval){duty->end_min - time->minutes_at_end, duty->end_min};
    if (interval->start_min < duty->start_min)
        interval->start_min = duty->start_min;
    if (interval->end_min > duty->end_min)
        interval->end_min = duty->end_min;
    return interval->start_min < interval->end_min;
}

static bool protected_matches(const cutting *cut, const ipso_protected *time)
{
    const ipso_practice *practice = cut->checking->practice;

    return (time->site == IPSO_ANY || time->site == cut->duty->site) &&
           ipso_practice_day_matches(practice, &time->days, cut->day) &&
           ipso_practice_who_matches(practice, &time->who, cut->practitioner);
}

static bool add_marks(cutting *cut, int start_min, int end_min)
{
    if (!ipso__grow(&cut->marks, &cut->mark_capacity, cut->mark_count + 2, sizeof *cut->marks))
        return false;
    cut->marks[cut->mark_count++] = start_min;
    cut->marks[cut->mark_count++] = end_min;
    return true;
}

static int compare_ints(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;

    return (x > y) - (x < y);
}

static bool find_marks(cutting *cut)
{
    const ipso_duty *duty = cut->duty;
    ipso_interval interval;
    bool ok;

    cut->mark_count = 0;
    ok = add_marks(cut, duty->start_min, duty->end_min);
    for (size_t i = 0; i < duty->break_count && ok; i++)
        ok = add_marks(cut, duty->breaks[i].start_min, duty->breaks[i].end_min);
    for (int i = 0; i < ipso_practice_protected_count(cut->checking->practice) && ok; i++) {
        const ipso_protected *time = ipso_practice_protected(cut->checking->practice, i);
        if (!protected_matches(cut, time))
            continue;
        for (int which = 0; which < 2 && ok; which++)
            if (protected_interval(time, duty, which, &interval))
                ok = add_marks(cut, interval.start_min, interval.end_min);
    }
    if (ok)
        qsort(cut->marks, cut->mark_count, sizeof *cut->marks, compare_ints);
    return ok;
}

static bool in_break(const ipso_duty *duty, int minute)
{
    for (size_t i = 0; i < duty->break_count; i++)
        if (minute >= duty->breaks[i].start_min && minute < duty->breaks[i].end_min)
            return true;
    return false;
}

static bool protects(const cutting *cut, const ipso_protected *time, int minute)
{
    ipso_interval interval;

    if (!protected_matches(cut, time))
        return false;
    for (int which = 0; which < 2; which++)
        if (protected_interval(time, cut->duty, which, &interval) && minute >= interval.start_min &&
            minute < interval.end_min)
            return true;
    return false;
}

static bool listed(const ipso_protected *time, int type)
{
    for (size_t i = 0; i < time->admit_count; i++)
        if (time->admits[i] == type)
            return true;
    return false;
}

/* What may be given at a minute: everything (*all), or the types of cut->admits. False when
 * nothing may. */
static bool admission_at(cutting *cut, int minute, bool *all)
{
    const ipso__checking *checking = cut->checking;
    uint64_t any = 0;

    *all = true;
    memset(cut->admits, 0xff, cut->words * sizeof *cut->admits);
    for (int i = 0; i < ipso_practice_protected_count(checking->practice); i++) {
        const ipso_protected *time = ipso_practice_protected(checking->practice, i);
        if (!protects(cut, time, minute))
            continue;
        *all = false;
        for (int c = 0; c < checking->types; c++)
            if (!listed(time, c))
                cut->admits[c / WORD_BITS] &= ~(UINT64_C(1) << (c % WORD_BITS));
    }
    for (int c = 0; c < checking->types; c++)
        any |= cut->admits[c / WORD_BITS] & (UINT64_C(1) << (c % WORD_BITS));
    return *all || any != 0;
}

/* Whether the last session ends here, belongs to this duty and admits the same. */
static bool continues(const cutting *cut, const ipso__check_session *last, int start_min, bool all)
{
    if (last->duty != cut->duty_index || last->practitioner != cut->practitioner ||
        last->day != cut->day || last->end_min != start_min || (last->admits == NULL) != all)
        return false;
    return all || memcmp(last->admits, cut->admits, cut->words * sizeof *cut->admits) == 0;
}

static bool add_piece(cutting *cut, int start_min, int end_min, bool all)
{
    ipso__checking *checking = cut->checking;
    ipso__check_session session = {.practitioner = cut->practitioner,
                                   .day = cut->day,
                                   .duty = cut->duty_index,
                                   .start_min = start_min,
                                   .end_min = end_min};

    if (checking->session_count > 0) {
        ipso__check_session *last = &checking->sessions[checking->session_count - 1];
        if (continues(cut, last, start_min, all)) {
            last->end_min = end_min;
            return true;
        }
    }
    if (!all) {
        session.admits =
            ipso__arena_copy(&checking->arena, cut->admits, cut->words, sizeof *cut->admits);
        if (session.admits == NULL)
            return false;
    }
    if (!ipso__grow(&checking->sessions, &checking->session_capacity, checking->session_count + 1,
                    sizeof *checking->sessions))
        return false;
    checking->sessions[checking->session_count++] = session;
    return true;
}

static bool cut_duty(cutting *cut)
{
    bool ok = find_marks(cut);

    for (size_t i = 0; i + 1 < cut->mark_count && ok; i++) {
        int from = cut->marks[i], to = cut->marks[i + 1];
        bool all;
        if (from < to && !in_break(cut->duty, from) && admission_at(cut, from, &all))
            ok = add_piece(cut, from, to, all);
    }
    return ok;
}

static bool cut_duties(ipso__checking *checking, cutting *cut)
{
    int cells = checking->practitioners * checking->days;

    for (int cell = 0; cell < cells; cell++) {
        checking->first_session[cell] = (int)checking->session_count;
        for (int i = checking->first_work[cell]; i < checking->first_work[cell + 1]; i++) {
            const ipso_assignment *work = ipso_plan_assignment(checking->plan, i);
            cut->practitioner = work->practitioner;
            cut->day = work->day;
            cut->duty_index = work->duty;
            cut->duty = ipso_practice_duty(checking->practice, work->duty);
            if (!cut_duty(cut))
                return false;
        }
    }
    checking->first_session[cells] = (int)checking->session_count;
    return true;
}

/* ---- sessions and slots ---- */

/* Index of the session of the cell, at the site, that contains [start, end), or -1. */
static int session_at(const ipso__checking *checking, int practitioner, int day, int site,
                      int start_min, int end_min)
{
    const int *first = &checking->first_session[ipso__check_cell(checking, practitioner, day)];

    for (int i = first[0]; i < first[1]; i++) {
        const ipso__check_session *session = &checking->sessions[i];
        if (session->start_min <= start_min && session->end_min >= end_min &&
            ipso_practice_duty(checking->practice, session->duty)->site == site)
            return i;
    }
    return -1;
}

bool ipso__check_find_sessions(ipso__checking *checking)
{
    cutting cut = {.checking = checking,
                   .words = ((size_t)checking->types + WORD_BITS - 1) / WORD_BITS};
    bool ok;

    cut.admits = ipso__arena_alloc(&checking->arena, cut.words, sizeof *cut.admits);
    ok = cut.admits != NULL && cut_duties(checking, &cut);
    free(cut.marks);
    for (int i = 0; i < ipso_plan_slot_count(checking->plan) && ok; i++) {
        const ipso_slot *slot = ipso_plan_slot(checking->plan, i);
        checking->slot_session[i] =
            session_at(checking, slot->practitioner, slot->day, slot->site, slot->start_min,
                       slot->start_min + ipso__check_slot_width(slot));
    }
    return ok;
}

bool ipso__check_session_admits(const ipso__check_session *session, int type)
{
    return session->admits == NULL ||
           ((session->admits[type / WORD_BITS] >> (type % WORD_BITS)) & 1) != 0;
}

unsigned ipso__check_session_mode(const ipso__checking *checking,
                                  const ipso__check_session *session, int type)
{
    const ipso_duty *duty = ipso_practice_duty(checking->practice, session->duty);
    const ipso_type *care = ipso_practice_type(checking->practice, type);
    const ipso_practitioner *person =
        ipso_practice_practitioner(checking->practice, session->practitioner);
    unsigned mode = care->modes & IPSO_MODE_TELE;

    if (!ipso__check_session_admits(session, type) ||
        !ipso_practice_who_matches(checking->practice, &care->who, session->practitioner))
        return 0;
    if (duty->site != IPSO_ANY && !duty->tele && (care->modes & IPSO_MODE_SITE) != 0)
        return IPSO_MODE_SITE;
    if (duty->site != IPSO_ANY && !duty->tele && (care->modes & IPSO_MODE_HOME) != 0)
        return IPSO_MODE_HOME;
    return person->teleconsultation ? mode : 0;
}
