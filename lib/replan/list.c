/* What has changed, with reasons for people.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan/finish.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- words ---- */

typedef struct words {
    char text[40];
} words;

static words day_of(const ipso__agenda *a, int day)
{
    ipso_date date = ipso_practice_horizon(a->base)->first_day + day;
    char text[IPSO_DATE_SIZE];
    words said;

    ipso_date_format(date, text);
    snprintf(said.text, sizeof said.text, "%s %s", ipso_weekday_name(ipso_date_weekday(date)),
             text);
    return said;
}

static const char *name_of(const ipso__agenda *a, int practitioner)
{
    return ipso_practice_practitioner(a->base, practitioner)->name;
}

/* The text in the result's memory, or NULL; text is finished. */
static const char *keep_text(ipso_replan *made, ipso__text *text)
{
    bool ok = true;
    const char *kept =
        text->failed ? NULL : ipso__arena_string(&made->arena, ipso__text_string(text), &ok);

    ipso__text_finish(text);
    return kept;
}

/* ---- reasons ---- */

/* Why the change takes the old place of an appointment. */
static void say_loss(ipso__text *said, const ipso__agenda *a, const ipso__appointment *item)
{
    const ipso_slot *old = &item->old;
    bool by_site, taken = ipso__changes_take(a->changes, old, &by_site);

    if (taken && by_site)
        ipso__text_printf(said, "%s is closed on %s", ipso_practice_site(a->base, old->site)->name,
                          day_of(a, old->day).text);
    else if (taken)
        ipso__text_printf(said, "%s is away on %s", name_of(a, old->practitioner),
                          day_of(a, old->day).text);
    else
        ipso__text_printf(said, "%s no longer consults then on %s", name_of(a, old->practitioner),
                          day_of(a, old->day).text);
}

/* The appointment that is now where the other was, the touched one before others; NULL for none. */
static const ipso__appointment *successor(const ipso__agenda *a, const ipso__appointment *item)
{
    const ipso__appointment *found = NULL;
    int end = item->old.start_min + item->old.length_min + item->old.travel_min;

    for (int i = 0; i < a->count; i++) {
        const ipso__appointment *other = &a->items[i];
        const ipso_slot *at = &other->place;
        if (other == item || !other->placed || !other->movable ||
            at->practitioner != item->old.practitioner || at->day != item->old.day ||
            at->start_min >= end ||
            at->start_min + at->length_min + at->travel_min <= item->old.start_min)
            continue;
        if (found == NULL || (other->touched && !found->touched))
            found = other;
    }
    return found;
}

static void say_reason(ipso__text *said, const ipso__agenda *a, const ipso__appointment *item)
{
    const ipso__appointment *other;

    if (item->touched) {
        say_loss(said, a, item);
        return;
    }
    other = successor(a, item);
    if (other != NULL)
        ipso__text_printf(said, "makes room for %s of %s", other->id, other->patient);
    else
        ipso__text_printf(said, "makes room for another appointment");
}

/* Whether the practitioner had a duty that day. */
static bool worked_before(const ipso__agenda *a, const ipso_assignment *work)
{
    const ipso_plan *plan = a->changes->plan;

    for (int i = 0; i < ipso_plan_assignment_count(plan); i++)
        if (ipso_plan_assignment(plan, i)->practitioner == work->practitioner &&
            ipso_plan_assignment(plan, i)->day == work->day)
            return true;
    return false;
}

/* Why a duty is new, or gone. */
static void say_duty(ipso__text *said, const ipso__agenda *a, const ipso_assignment *work,
                     bool added)
{
    const ipso__changes *c = a->changes;
    int site = ipso_practice_duty(a->base, work->duty)->site;
    int old = ipso_practice_practitioner_count(ipso_plan_practice(c->plan));

    if (added && work->practitioner >= old)
        ipso__text_printf(said, "%s is new", name_of(a, work->practitioner));
    else if (added && worked_before(a, work))
        ipso__text_printf(said, "in place of the duty that falls away on %s",
                          day_of(a, work->day).text);
    else if (added)
        ipso__text_printf(said, "helps out on %s", day_of(a, work->day).text);
    else if (c->away[work->practitioner * c->days + work->day])
        ipso__text_printf(said, "%s is away on %s", name_of(a, work->practitioner),
                          day_of(a, work->day).text);
    else if (site != IPSO_ANY && c->shut[site * c->days + work->day])
        ipso__text_printf(said, "%s is closed on %s", ipso_practice_site(a->base, site)->name,
                          day_of(a, work->day).text);
    else
        ipso__text_printf(said, "a hard rule no longer lets %s work it on %s",
                          name_of(a, work->practitioner), day_of(a, work->day).text);
}

/* ---- lists ---- */

/* Appointments by their old place. */
typedef struct ranked {
    int index, day, start_min, practitioner;
} ranked;

static int by_place(const void *left, const void *right)
{
    const ranked *a = left, *b = right;
    const int keys[][2] = {{a->day, b->day},
                           {a->start_min, b->start_min},
                           {a->practitioner, b->practitioner},
                           {a->index, b->index}};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

static bool has_moved(const ipso__appointment *item)
{
    const ipso_slot *a = &item->old, *b = &item->place;

    return item->booked && item->placed &&
           (a->practitioner != b->practitioner || a->day != b->day || a->site != b->site ||
            a->start_min != b->start_min || a->mode != b->mode);
}

/* The old slot as it was, but for the indexes, which are those of the new plan. */
static ipso_slot old_slot(const ipso__finishing *f, int index)
{
    ipso_slot slot = f->r->agenda.items[index].old;

    slot.fixed = f->fixed_of[index];
    slot.request = f->request_of[index];
    slot.use = slot.fixed != IPSO_ANY ? IPSO_SLOT_FIXED : IPSO_SLOT_BOOKED;
    return slot;
}

static bool add_move(ipso__finishing *f, int index)
{
    const ipso__agenda *a = &f->r->agenda;
    const ipso__appointment *item = &a->items[index];
    ipso_move *move = &f->made->moves[f->made->move_count++];
    ipso__text reason = {0};
    bool ok = true;

    *move = (ipso_move){.from = old_slot(f, index),
                        .to = item->place,
                        .touched = item->touched,
                        .points = item->points};
    move->to.fixed = move->from.fixed;
    move->to.request = move->from.request;
    move->to.use = move->from.use;
    move->id = ipso__arena_string(&f->made->arena, item->id, &ok);
    move->patient = ipso__arena_string(&f->made->arena, item->patient, &ok);
    say_reason(&reason, a, item);
    move->reason = keep_text(f->made, &reason);
    f->made->totals.moved += item->touched;
    f->made->totals.others_moved += !item->touched;
    return ok && move->reason != NULL;
}

static bool add_call(ipso__finishing *f, int index)
{
    const ipso__agenda *a = &f->r->agenda;
    const ipso__appointment *item = &a->items[index];
    ipso_call *call = &f->made->calls[f->made->call_count++];
    ipso__text reason = {0};
    bool ok = true;

    *call = (ipso_call){
        .from = old_slot(f, index), .request = f->request_of[index], .why = f->why[index]};
    call->id = ipso__arena_string(&f->made->arena, item->id, &ok);
    call->patient = ipso__arena_string(&f->made->arena, item->patient, &ok);
    call->unsuited = f->unsuited[index];
    say_loss(&reason, a, item);
    call->reason = keep_text(f->made, &reason);
    f->made->totals.calls++;
    return ok && call->reason != NULL;
}

static ipso_status list_appointments(ipso__finishing *f)
{
    const ipso__agenda *a = &f->r->agenda;
    ranked *ranks = ipso__arena_alloc(&f->arena, (size_t)a->count, sizeof *ranks);
    int count = 0;
    bool ok;

    for (int i = 0; ranks != NULL && i < a->count; i++) {
        const ipso__appointment *item = &a->items[i];
        if (has_moved(item) || (item->booked && !item->placed))
            ranks[count++] =
                (ranked){i, item->old.day, item->old.start_min, item->old.practitioner};
    }
    f->made->moves = ipso__arena_alloc(&f->made->arena, (size_t)count, sizeof(ipso_move));
    f->made->calls = ipso__arena_alloc(&f->made->arena, (size_t)count, sizeof(ipso_call));
    ok = ranks != NULL && f->made->moves != NULL && f->made->calls != NULL;
    if (count > 0)
        qsort(ranks, (size_t)count, sizeof *ranks, by_place);
    for (int i = 0; i < count && ok; i++)
        ok = a->items[ranks[i].index].placed ? add_move(f, ranks[i].index)
                                             : add_call(f, ranks[i].index);
    return ok ? IPSO_OK : ipso__fail_nomem(f->err);
}

/* ---- duties ---- */

static bool has_work(const ipso_plan *plan, const ipso_assignment *work)
{
    for (int i = 0; i < ipso_plan_assignment_count(plan); i++) {
        const ipso_assignment *other = ipso_plan_assignment(plan, i);
        if (other->practitioner == work->practitioner && other->day == work->day &&
            other->duty == work->duty)
            return true;
    }
    return false;
}

static int by_day(const void *left, const void *right)
{
    const ipso_duty_change *a = left, *b = right;
    const int keys[][2] = {{a->day, b->day},
                           {a->practitioner, b->practitioner},
                           {a->duty, b->duty},
                           {a->added, b->added}};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

/* Notes the duties of one plan that the other does not have. */
static bool add_duties(ipso__finishing *f, const ipso_plan *of, const ipso_plan *other, bool added)
{
    for (int i = 0; i < ipso_plan_assignment_count(of); i++) {
        const ipso_assignment *work = ipso_plan_assignment(of, i);
        if (has_work(other, work))
            continue;
        ipso__text reason = {0};
        say_duty(&reason, &f->r->agenda, work, added);
        const char *text = keep_text(f->made, &reason);
        if (text == NULL)
            return false;
        f->made->duties[f->made->duty_count++] =
            (ipso_duty_change){work->practitioner, work->day, work->duty, added, text};
    }
    return true;
}

static ipso_status list_duties(ipso__finishing *f)
{
    const ipso_plan *before = f->r->changes.plan, *after = f->made->plan;
    size_t room =
        (size_t)ipso_plan_assignment_count(before) + (size_t)ipso_plan_assignment_count(after);

    f->made->duties = ipso__arena_alloc(&f->made->arena, room, sizeof *f->made->duties);
    if (f->made->duties == NULL || !add_duties(f, before, after, false) ||
        !add_duties(f, after, before, true))
        return ipso__fail_nomem(f->err);
    if (f->made->duty_count > 0)
        qsort(f->made->duties, (size_t)f->made->duty_count, sizeof *f->made->duties, by_day);
    return IPSO_OK;
}

ipso_status ipso__list_changes(ipso__finishing *finishing)
{
    ipso_status status = list_appointments(finishing);

    return status == IPSO_OK ? list_duties(finishing) : status;
}
