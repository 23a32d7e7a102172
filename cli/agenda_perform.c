/* Operations on an agenda, done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct performer {
    const agenda_file *file;
    const ipso_operation *operation;
    agenda_answer *answer;
    ipso_stamp stamp;
    ipso_error *err;
} performer;

static ipso_status nomem(ipso_error *err)
{
    err->status = IPSO_NOMEM;
    snprintf(err->text, sizeof err->text, "out of memory");
    return IPSO_NOMEM;
}

/* ---- questions ---- */

static ipso_status offer(performer *p)
{
    int most = p->operation->most;

    p->answer->offers =
        calloc(most > 0 && most <= 1000 ? (size_t)most : 1, sizeof *p->answer->offers);
    if (p->answer->offers == NULL)
        return nomem(p->err);
    return ipso_agenda_offer(p->file->agenda, p->answer->offers, most, &p->answer->offer_count,
                             &p->operation->ask, &p->stamp, p->err);
}

static ipso_status why(performer *p)
{
    return ipso_agenda_why(p->file->agenda, &p->answer->why, &p->operation->ask,
                           &p->operation->place, p->operation->most, &p->stamp, p->err);
}

/* Room for one more of count things of a size; *list is NULL without memory, and freed. */
static bool make_room(void **list, size_t count, size_t size)
{
    void *larger = *list;

    /* Whenever the count is a power of two it doubles. */
    if ((count & (count - 1)) == 0)
        larger = realloc(*list, (count == 0 ? 1 : 2 * count) * size);
    if (larger == NULL)
        return false;
    *list = larger;
    return true;
}

typedef struct listing {
    agenda_answer *answer;
    bool failed;
} listing;

static int keep_entry(void *user, const ipso_entry *entry)
{
    listing *l = user;
    agenda_answer *answer = l->answer;

    void *list = answer->entries;

    l->failed = !make_room(&list, answer->entry_count, sizeof *entry);
    answer->entries = list;
    if (!l->failed)
        answer->entries[answer->entry_count++] = *entry;
    return l->failed;
}

static ipso_status list(performer *p)
{
    listing l = {p->answer, false};
    ipso_entry one;

    if (p->operation->number != 0) {
        ipso_status found = ipso_agenda_entry(p->file->agenda, &one, p->operation->number, p->err);
        if (found == IPSO_OK)
            keep_entry(&l, &one);
        return found == IPSO_OK && l.failed ? nomem(p->err) : found;
    }
    ipso_status status =
        ipso_agenda_list(p->file->agenda, &p->operation->filter, &p->stamp, keep_entry, &l, p->err);

    return status == IPSO_OK && l.failed ? nomem(p->err) : status;
}

static int keep_absence(void *user, const ipso_absence *absence)
{
    listing *l = user;
    void *list = l->answer->absences;

    l->failed = !make_room(&list, l->answer->absence_count, sizeof *absence);
    l->answer->absences = list;
    if (!l->failed)
        l->answer->absences[l->answer->absence_count++] = *absence;
    return l->failed;
}

static ipso_status list_blocks(performer *p)
{
    listing l = {p->answer, false};
    ipso_status status =
        ipso_agenda_list_blocks(p->file->agenda, &p->operation->filter, keep_absence, &l, p->err);

    return status == IPSO_OK && l.failed ? nomem(p->err) : status;
}

static int keep_opening(void *user, const ipso_opening *opening)
{
    listing *l = user;
    void *list = l->answer->openings;

    l->failed = !make_room(&list, l->answer->opening_count, sizeof *opening);
    l->answer->openings = list;
    if (!l->failed)
        l->answer->openings[l->answer->opening_count++] = *opening;
    return l->failed;
}

static ipso_status list_releases(performer *p)
{
    listing l = {p->answer, false};
    ipso_status status =
        ipso_agenda_list_releases(p->file->agenda, &p->operation->filter, keep_opening, &l, p->err);

    return status == IPSO_OK && l.failed ? nomem(p->err) : status;
}

/* ---- changes ---- */

static ipso_status hold(performer *p)
{
    return ipso_agenda_hold(p->file->agenda, &p->answer->number, &p->operation->ask,
                            &p->operation->place, p->operation->hold_s, &p->stamp, p->err);
}

static ipso_status book(performer *p)
{
    p->answer->number = p->operation->number;
    if (p->operation->number != 0)
        return ipso_agenda_book_held(p->file->agenda, p->operation->number, &p->stamp, p->err);
    return ipso_agenda_book(p->file->agenda, &p->answer->number, &p->operation->ask,
                            &p->operation->place, &p->stamp, p->err);
}

static ipso_status move(performer *p)
{
    p->answer->number = p->operation->number;
    return ipso_agenda_move(p->file->agenda, p->operation->number, &p->operation->place, &p->stamp,
                            p->err);
}

static ipso_status cancel(performer *p)
{
    p->answer->number = p->operation->number;
    return ipso_agenda_cancel(p->file->agenda, p->operation->number, p->operation->reason,
                              &p->stamp, p->err);
}

static ipso_status no_show(performer *p)
{
    p->answer->number = p->operation->number;
    return ipso_agenda_no_show(p->file->agenda, p->operation->number, &p->stamp, p->err);
}

static ipso_status block(performer *p)
{
    const ipso_operation *o = p->operation;

    return ipso_agenda_block(p->file->agenda, &p->answer->number, o->practitioner, o->first_day,
                             o->from_min, o->last_day, o->to_min, o->reason, &p->stamp, p->err);
}

static ipso_status unblock(performer *p)
{
    p->answer->number = p->operation->number;
    return ipso_agenda_unblock(p->file->agenda, p->operation->number, &p->stamp, p->err);
}

static ipso_status release(performer *p)
{
    const ipso_operation *o = p->operation;

    return ipso_agenda_release(p->file->agenda, o->site, o->first_day, o->from_min, o->to_min,
                               &p->stamp, p->err);
}

static ipso_status wait_for(performer *p)
{
    return ipso_agenda_wait(p->file->agenda, &p->answer->number, &p->operation->ask, &p->stamp,
                            p->err);
}

static ipso_status unwait(performer *p)
{
    p->answer->number = p->operation->number;
    return ipso_agenda_unwait(p->file->agenda, p->operation->number, &p->stamp, p->err);
}

static ipso_status recall(performer *p)
{
    const ipso_request *request = &p->operation->ask.request;

    return ipso_agenda_recall(p->file->agenda, &p->answer->number, request->patient, request->type,
                              request->patient_class, request->practitioner,
                              p->operation->first_day, &p->stamp, p->err);
}

static ipso_status tick(performer *p)
{
    return ipso_agenda_tick(p->file->agenda, &p->answer->proposed, &p->stamp, p->err);
}

static ipso_status perform(performer *p)
{
    static ipso_status (*const verbs[IPSO_OPERATION_COUNT])(performer *) = {
        [IPSO_OPERATION_OFFER] = offer,
        [IPSO_OPERATION_WHY] = why,
        [IPSO_OPERATION_HOLD] = hold,
        [IPSO_OPERATION_BOOK] = book,
        [IPSO_OPERATION_MOVE] = move,
        [IPSO_OPERATION_CANCEL] = cancel,
        [IPSO_OPERATION_NO_SHOW] = no_show,
        [IPSO_OPERATION_BLOCK] = block,
        [IPSO_OPERATION_UNBLOCK] = unblock,
        [IPSO_OPERATION_RELEASE] = release,
        [IPSO_OPERATION_WAIT] = wait_for,
        [IPSO_OPERATION_UNWAIT] = unwait,
        [IPSO_OPERATION_RECALL] = recall,
        [IPSO_OPERATION_TICK] = tick,
        [IPSO_OPERATION_LIST] = list,
        [IPSO_OPERATION_BLOCKS] = list_blocks,
        [IPSO_OPERATION_RELEASES] = list_releases};

    return verbs[p->operation->kind](p);
}

/* Questions are answered by what all processes did. */
static bool is_question(ipso_operation_kind kind)
{
    return kind == IPSO_OPERATION_OFFER || kind == IPSO_OPERATION_WHY ||
           kind == IPSO_OPERATION_LIST || kind == IPSO_OPERATION_HISTORY ||
           kind == IPSO_OPERATION_BLOCKS || kind == IPSO_OPERATION_RELEASES;
}

void agenda_perform(agenda_file *file, const ipso_operation *operation, agenda_answer *answer)
{
    performer p = {file, operation, answer, {0}, &answer->err};

    *answer = (agenda_answer){.status = IPSO_OK};
    ipso_error_init(&answer->err);
    answer->status = agenda_stamp(&p.stamp, file, operation, p.err);
    answer->asked = p.stamp;
    if (answer->status == IPSO_OK && is_question(operation->kind))
        answer->status = ipso_agenda_refresh(file->agenda, p.err);
    if (answer->status == IPSO_OK)
        answer->status = perform(&p);
    agenda_point(operation, &answer->err);
    if (answer->status == IPSO_OK && answer->number != 0)
        answer->has_entry =
            ipso_agenda_entry(file->agenda, &answer->entry, answer->number, NULL) == IPSO_OK;
}

void agenda_answer_finish(agenda_answer *answer)
{
    free(answer->offers);
    free(answer->entries);
    free(answer->absences);
    free(answer->openings);
    *answer = (agenda_answer){.status = IPSO_OK};
}

/* ---- history ---- */

typedef struct selection {
    int64_t number; /* 0 all */
    ipso_event_fn event;
    void *user;
} selection;

static ipso_status select_event(void *user, const ipso_event *event, ipso_error *err)
{
    const selection *s = user;

    if (s->number != 0 && event->number != s->number)
        return IPSO_OK;
    return s->event(s->user, event, err);
}

ipso_status agenda_history(agenda_file *file, const ipso_operation *operation, ipso_event_fn event,
                           void *user, ipso_error *err)
{
    const ipso_store *store = ipso_sqlite_store(file->store);
    selection s = {operation->number, event, user};

    if (operation->after < 0 || operation->after > ipso_agenda_seq(file->agenda)) {
        err->status = IPSO_INPUT;
        snprintf(err->where, sizeof err->where, "/after");
        snprintf(err->text, sizeof err->text, "there are no events after %lld: the last is %lld",
                 (long long)operation->after, (long long)ipso_agenda_seq(file->agenda));
        return IPSO_INPUT;
    }
    return store->read(store->self, operation->after, select_event, &s, err);
}
