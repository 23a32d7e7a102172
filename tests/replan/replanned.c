/* A draft, a change and what replanning makes of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "replan/replanned.h"

#include <string.h>

void start(replanned *r)
{
    memset(r, 0, sizeof *r);
    a_draft(&r->d);
    ipso_change_init(&r->change);
    r->change.away = r->away;
    r->change.shut = r->shut;
    ipso_replan_settings_init(&r->settings);
    r->settings.planner.gap = 0;
    r->settings.planner.time_limit_s = 1000;
}

ipso_away *is_away(replanned *r, int practitioner, int first, int last)
{
    ipso_away *away = &r->away[r->change.away_count++];

    ipso_away_init(away);
    away->practitioner = practitioner;
    away->first = date_of(first);
    away->last = date_of(last);
    return away;
}

void is_shut(replanned *r, int site, int first, int last)
{
    r->shut[r->change.shut_count++] = (ipso_shut){site, date_of(first), date_of(last)};
}

static void count_conflict(void *user, const char *where, const char *text)
{
    (void)where;
    (void)text;
    (*(int *)user)++;
}

void replan(replanned *r)
{
    ipso_plan *unused = NULL;

    build(&r->d, &r->practice, &r->plan);
    if (r->has_grown) {
        r->grown.work_count = r->grown.slots_count = 0;
        build(&r->grown, &r->grown_practice, &unused);
        ipso_plan_free(unused);
        r->change.grown = r->grown_practice;
    }
    ipso_error_init(&r->err);
    r->status = ipso_replan_make(&r->result, r->plan, &r->change, &r->settings, &r->outcome,
                                 count_conflict, &r->conflicts, &r->err);
}

void replan_well(replanned *r)
{
    ipso_report *report;

    replan(r);
    if (r->status != IPSO_OK)
        print_error("%s: %s\n", r->err.where, r->err.text);
    assert_int_equal(r->status, IPSO_OK);
    assert_non_null(r->result);
    assert_int_equal(ipso_check(&report, ipso_replan_plan(r->result), NULL), IPSO_OK);
    assert_int_equal(ipso_report_violation_count(report), 0);
    ipso_report_free(report);
    must_lose_nothing(r->plan, r->result);
}

void finish(replanned *r)
{
    ipso_replan_free(r->result);
    ipso_plan_free(r->plan);
    ipso_practice_free(r->practice);
    ipso_practice_free(r->grown_practice);
}

const ipso_move *move_of(const replanned *r, const char *id)
{
    for (int i = 0; i < ipso_replan_move_count(r->result); i++)
        if (strcmp(ipso_replan_move(r->result, i)->id, id) == 0)
            return ipso_replan_move(r->result, i);
    return NULL;
}

const ipso_call *call_of(const replanned *r, const char *id)
{
    for (int i = 0; i < ipso_replan_call_count(r->result); i++)
        if (strcmp(ipso_replan_call(r->result, i)->id, id) == 0)
            return ipso_replan_call(r->result, i);
    return NULL;
}

/* The id of the appointment of a slot, or NULL. */
static const char *id_of(const ipso_plan *plan, const ipso_slot *slot)
{
    const ipso_practice *practice = ipso_plan_practice(plan);

    if (slot->use == IPSO_SLOT_FIXED)
        return ipso_practice_fixed(practice, slot->fixed)->id;
    if (slot->use == IPSO_SLOT_BOOKED)
        return ipso_practice_request(practice, slot->request)->id;
    return NULL;
}

/* The slot of the appointment of that id, or NULL. */
static const ipso_slot *slot_of(const ipso_plan *plan, const char *id)
{
    for (int i = 0; i < ipso_plan_slot_count(plan); i++) {
        const char *other = id_of(plan, ipso_plan_slot(plan, i));
        if (other != NULL && strcmp(id, other) == 0)
            return ipso_plan_slot(plan, i);
    }
    return NULL;
}

void must_be_at(const replanned *r, const char *id, int practitioner, int day, int start_min)
{
    const ipso_slot *slot = slot_of(ipso_replan_plan(r->result), id);

    assert_non_null(slot);
    assert_int_equal(slot->practitioner, practitioner);
    assert_int_equal(slot->day, day);
    assert_int_equal(slot->start_min, start_min);
}

static bool same_place(const ipso_slot *a, const ipso_slot *b)
{
    return a->practitioner == b->practitioner && a->day == b->day && a->site == b->site &&
           a->start_min == b->start_min && a->length_min == b->length_min && a->mode == b->mode &&
           a->type == b->type;
}

static void must_be_told(const ipso_replan *result, const char *id, const ipso_slot *before,
                         const ipso_slot *after)
{
    int told = 0;

    for (int i = 0; i < ipso_replan_move_count(result); i++) {
        const ipso_move *move = ipso_replan_move(result, i);
        if (strcmp(move->id, id) != 0)
            continue;
        told++;
        assert_true(same_place(&move->from, before));
        assert_non_null(after);
        assert_true(same_place(&move->to, after));
        assert_false(same_place(before, after));
        assert_int_equal(before->length_min, after->length_min);
        assert_true(move->reason[0] != '\0');
    }
    for (int i = 0; i < ipso_replan_call_count(result); i++) {
        const ipso_call *call = ipso_replan_call(result, i);
        if (strcmp(call->id, id) != 0)
            continue;
        told++;
        assert_true(same_place(&call->from, before));
        assert_null(after);
        assert_string_equal(ipso_practice_request(ipso_replan_practice(result), call->request)->id,
                            id);
    }
    assert_int_equal(told, after != NULL && same_place(before, after) ? 0 : 1);
}

void must_lose_nothing(const ipso_plan *before, const ipso_replan *result)
{
    const ipso_replan_totals *totals = ipso_replan_summary(result);
    int others = 0;

    for (int i = 0; i < ipso_plan_slot_count(before); i++) {
        const ipso_slot *slot = ipso_plan_slot(before, i);
        const char *id = id_of(before, slot);
        if (id != NULL)
            must_be_told(result, id, slot, slot_of(ipso_replan_plan(result), id));
    }
    for (int i = 0; i < ipso_replan_move_count(result); i++)
        others += !ipso_replan_move(result, i)->touched;
    assert_int_equal(others, totals->others_moved);
    assert_true(others <= totals->others_most);
    assert_int_equal(totals->touched, totals->moved + totals->calls);
    assert_int_equal(totals->calls, ipso_replan_call_count(result));
    assert_true(totals->bound <= totals->cost);
}
