/* The reference agenda: changes, the waiting list, and what is listed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reference_parts.h"

#include <stdlib.h>
#include <string.h>

/* Minutes that a change frees: of a practitioner or, -1, of a site (IPSO_ANY all). */
typedef struct freed {
    int practitioner, site;
    int64_t start, end;
    int64_t wait; /* of whoever gave them back: not proposed to them again; 0 nobody */
} freed;

/* A change under way, and what it frees. */
typedef struct change {
    reference *r;
    const ipso_stamp *stamp;
    freed freed[64];
    int freed_count;
} change;

/* ---- parts ---- */

static void copy_text(char *to, const char *from)
{
    memset(to, 0, TEXT_ROOM);
    if (from != NULL)
        strncpy(to, from, TEXT_ROOM - 1);
}

static void copy_ask(asked *to, const ipso_ask *from)
{
    to->ask = *from;
    copy_text(to->patient, from->request.patient);
    for (size_t i = 0; i < from->request.window_count && i < WINDOW_ROOM; i++)
        to->windows[i] = from->request.windows[i];
}

/* The ask again, its pointers into the copy. */
static ipso_ask ask_of(const asked *copy)
{
    ipso_ask ask = copy->ask;
    ask.request.patient = copy->patient[0] != '\0' ? copy->patient : NULL;
    ask.request.windows = copy->windows;
    return ask;
}

static entry *entry_of(reference *r, int64_t number)
{
    for (int i = 0; i < r->entry_count; i++)
        if (r->entries[i].lives && r->entries[i].number == number)
            return &r->entries[i];
    return NULL;
}

static wait *wait_of(reference *r, int64_t number)
{
    for (int i = 0; i < r->wait_count; i++)
        if (r->waits[i].lives && r->waits[i].number == number)
            return &r->waits[i];
    return NULL;
}

static void keep_key(change *c, ipso_event_kind kind, int64_t number)
{
    if (c->stamp->key == NULL)
        return;
    key *k = &c->r->keys[c->r->key_count++];
    copy_text(k->text, c->stamp->key);
    k->kind = kind;
    k->number = number;
}

/* Whether the key answers; *status and *number are the answer. number 0: any. */
static bool key_answers(const reference *r, const ipso_stamp *stamp, ipso_event_kind kind,
                        int64_t number, int64_t *found, ipso_status *status)
{
    for (int i = 0; i < r->key_count && stamp->key != NULL; i++) {
        const key *k = &r->keys[i];
        if (strcmp(k->text, stamp->key) != 0)
            continue;
        bool same = k->kind == kind && (number == 0 || number == k->number);
        *status = same ? IPSO_OK : IPSO_INPUT;
        if (same && found != NULL)
            *found = k->number;
        return true;
    }
    return false;
}

/* ---- entries come and go ---- */

static void use_kept(reference *r, int index)
{
    const entry *e = &r->entries[index];
    int used = kept_for(r, e->asked.ask.request.type, e->asked.patient, e->practitioner,
                        e->date - r->first_day, e->start, e->start + e->length + e->travel, index);
    if (used >= 0)
        r->kept[used].used_by = index;
}

static void leave_kept(reference *r, int index)
{
    for (int i = 0; i < r->kept_count; i++)
        if (r->kept[i].used_by == index)
            r->kept[i].used_by = -1;
}

static void add_freed(change *c, int practitioner, int site, int64_t start, int64_t end)
{
    if (c->freed_count == 64)
        abort();
    c->freed[c->freed_count++] = (freed){practitioner, site, start, end, 0};
}

static void free_place(change *c, const entry *e)
{
    int64_t start = minute_of(e->date, e->start);
    add_freed(c, e->practitioner, IPSO_ANY, start, start + e->length + e->travel);
}

/* The entry leaves. */
static void end_entry(change *c, entry *e)
{
    reference *r = c->r;
    wait *w = e->wait != 0 ? wait_of(r, e->wait) : NULL;
    e->lives = false;
    leave_kept(r, (int)(e - r->entries));
    free_place(c, e);
    if (w != NULL && w->hold == e->number) {
        w->hold = 0;
        c->freed[c->freed_count - 1].wait = w->number;
    }
    for (int i = 0; i < r->entry_count; i++)
        if (r->entries[i].asked.ask.after == e->number)
            r->entries[i].asked.ask.after = 0;
}

static int64_t add_entry(reference *r, const ipso_ask *ask, const ipso_offer *o,
                         ipso_entry_state state, unsigned overrides)
{
    int index = r->entry_count++;
    entry *e = &r->entries[index];
    *e = (entry){.lives = true,
                 .number = ++r->seq,
                 .state = state,
                 .practitioner = o->practitioner,
                 .site = o->site,
                 .date = o->date,
                 .start = o->start_min,
                 .length = o->length_min,
                 .travel = o->travel_min,
                 .mode = o->mode,
                 .overrides = overrides};
    copy_ask(&e->asked, ask);
    use_kept(r, index);
    return e->number;
}

/* ---- the steps of every change ---- */

static change begin(reference *r, const ipso_stamp *stamp)
{
    change c = {.r = r, .stamp = stamp};
    for (int i = 0; i < r->entry_count; i++) { /* entries are in the order of their numbers */
        entry *e = &r->entries[i];
        if (e->lives && e->state == IPSO_ENTRY_HELD && e->expires <= stamp->unix_s) {
            r->seq++;
            end_entry(&c, e);
        }
    }
    return c;
}

static bool frees(const change *c, const wait *w, const ipso_offer *o)
{
    int64_t start = minute_of(o->date, o->start_min), end = start + o->length_min + o->travel_min;
    for (int i = 0; i < c->freed_count; i++) {
        const freed *f = &c->freed[i];
        if (f->wait != w->number && f->start < end && start < f->end &&
            (f->practitioner >= 0 ? f->practitioner == o->practitioner
                                  : f->site == IPSO_ANY || f->site == o->site))
            return true;
    }
    return false;
}

/* The first offer to a wait that has to do with what is freed (all: any), if it gains. */
static bool gains(const change *c, const wait *w, bool all, ipso_offer *offer, int64_t *gain)
{
    ipso_ask ask = ask_of(&w->asked);
    const ipso_offer *offers;
    int count = reference_offers(c->r, &offers, &ask, c->stamp);
    const ipso_type *type = ipso_practice_type(c->r->practice, ask.request.type);
    for (int i = 0; i < count; i++)
        if (all || frees(c, w, &offers[i])) {
            *offer = offers[i];
            *gain = type->unmet_points * ask.request.priority_percent / 100 - offers[i].cost;
            return *gain > 0;
        }
    return false;
}

static bool may_be_proposed(const wait *w, bool all)
{
    return w->lives && w->hold == 0 && (!all || w->proposals == 0);
}

static bool propose_one(change *c, bool all)
{
    reference *r = c->r;
    wait *best = NULL;
    ipso_offer best_offer = {0};
    int64_t best_gain = 0;
    for (int i = 0; i < r->wait_count; i++) {
        wait *w = &r->waits[i];
        ipso_offer offer;
        int64_t gain;
        if (!may_be_proposed(w, all) || !gains(c, w, all, &offer, &gain))
            continue;
        if (best == NULL || w->proposals < best->proposals ||
            (w->proposals == best->proposals && gain > best_gain)) {
            best = w;
            best_offer = offer;
            best_gain = gain;
        }
    }
    if (best == NULL)
        return false;
    ipso_ask ask = ask_of(&best->asked);
    best->hold = add_entry(r, &ask, &best_offer, IPSO_ENTRY_HELD, 0);
    best->proposals++;
    entry *e = entry_of(r, best->hold);
    e->wait = best->number;
    e->expires = c->stamp->unix_s + ipso_practice_booking(r->practice)->proposal_s;
    return true;
}

static void propose(change *c)
{
    while (c->freed_count > 0 && propose_one(c, false))
        continue;
}

/* ---- holding and booking ---- */

/* Decides a start: the place as it would be booked, the rules broken. */
static ipso_status decide(reference *r, const question *q, const ipso_place *place,
                          ipso_offer *offer, unsigned *broken)
{
    judged j = judge(r, q, place->practitioner, place->date, place->start_min);
    *broken = 0;
    *offer = j.offer;
    r->refused = j.code;
    if (j.code == IPSO_WHY_OFFERED)
        return IPSO_OK;
    if (!place->override || q->ask->audience != IPSO_AUDIENCE_STAFF)
        return IPSO_STATE;
    const ipso_type *type = ipso_practice_type(r->practice, q->ask->request.type);
    int given = q->length != 0 ? q->length : q->ask->length_min;
    int length = given != 0 ? given : type->lengths_min[0];
    r->refused =
        judge_length(r, q, place->practitioner, place->date, place->start_min, length, broken);
    if (r->refused != IPSO_WHY_OFFERED)
        return IPSO_STATE;
    int duty = duty_at(r, place->practitioner, place->date - r->first_day, place->start_min);
    unsigned mode = duty >= 0 ? mode_there(r, q, place->practitioner, duty)
                              : type->modes & modes_accepted(r, q);
    if ((mode & IPSO_MODE_SITE) != 0)
        mode = IPSO_MODE_SITE;
    else if ((mode & IPSO_MODE_HOME) != 0)
        mode = IPSO_MODE_HOME;
    *offer = (ipso_offer){.practitioner = place->practitioner,
                          .date = place->date,
                          .start_min = place->start_min,
                          .length_min = length,
                          .travel_min = mode == IPSO_MODE_HOME ? type->travel_min : 0,
                          .mode = mode};
    const ipso_practitioner *person = ipso_practice_practitioner(r->practice, place->practitioner);
    offer->site = IPSO_ANY;
    for (int i = 0; duty < 0 && i < ipso_plan_assignment_count(r->plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(r->plan, i);
        if (offer->site == IPSO_ANY && work->practitioner == place->practitioner &&
            work->day == place->date - r->first_day)
            offer->site = ipso_practice_duty(r->practice, work->duty)->site;
    }
    if (duty >= 0)
        offer->site = ipso_practice_duty(r->practice, duty)->site;
    else if (!q->moving && q->ask->request.site != IPSO_ANY)
        offer->site = q->ask->request.site;
    else if (offer->site == IPSO_ANY)
        offer->site = person->site_count > 0 ? person->sites[0].site : 0;
    return IPSO_OK;
}

static ipso_status take(change *c, int64_t *number, const ipso_ask *ask, const ipso_place *place,
                        ipso_entry_state state, int hold_s)
{
    question q = {
        .ask = ask, .now = c->stamp, .but = -1, .mode = place->mode, .length = place->length_min};
    ipso_offer offer;
    unsigned broken;
    if (ask->request.patient == NULL || (place->override && ask->audience != IPSO_AUDIENCE_STAFF))
        return IPSO_INPUT;
    ipso_status status = decide(c->r, &q, place, &offer, &broken);
    if (status != IPSO_OK)
        return status;
    *number = add_entry(c->r, ask, &offer, state, broken);
    if (state == IPSO_ENTRY_HELD)
        entry_of(c->r, *number)->expires = c->stamp->unix_s + hold_s;
    keep_key(c, state == IPSO_ENTRY_HELD ? IPSO_EVENT_HOLD : IPSO_EVENT_BOOK, *number);
    return IPSO_OK;
}

ipso_status reference_hold(reference *r, int64_t *number, const ipso_ask *ask,
                           const ipso_place *place, int hold_s, const ipso_stamp *stamp)
{
    change c = begin(r, stamp);
    ipso_status status;
    if (key_answers(r, stamp, IPSO_EVENT_HOLD, 0, number, &status)) {
        propose(&c);
        return status;
    }
    status = take(&c, number, ask, place, IPSO_ENTRY_HELD, hold_s);
    propose(&c);
    return status;
}

ipso_status reference_book(reference *r, int64_t *number, const ipso_ask *ask,
                           const ipso_place *place, const ipso_stamp *stamp)
{
    change c = begin(r, stamp);
    ipso_status status;
    if (key_answers(r, stamp, IPSO_EVENT_BOOK, 0, number, &status)) {
        propose(&c);
        return status;
    }
    status = take(&c, number, ask, place, IPSO_ENTRY_BOOKED, 0);
    propose(&c);
    return status;
}

ipso_status reference_book_held(reference *r, int64_t number, const ipso_stamp *stamp)
{
    change c = begin(r, stamp);
    ipso_status status;
    if (key_answers(r, stamp, IPSO_EVENT_BOOK, number, NULL, &status)) {
        propose(&c);
        return status;
    }
    entry *e = entry_of(r, number);
    status = e != NULL && e->state == IPSO_ENTRY_HELD ? IPSO_OK : IPSO_STATE;
    if (status == IPSO_OK) {
        wait *w = e->wait != 0 ? wait_of(r, e->wait) : NULL;
        r->seq++;
        e->state = IPSO_ENTRY_BOOKED;
        e->expires = 0;
        e->wait = 0;
        if (w != NULL)
            w->lives = false;
        keep_key(&c, IPSO_EVENT_BOOK, number);
    }
    propose(&c);
    return status;
}

ipso_status reference_move(reference *r, int64_t number, const ipso_place *place,
                           const ipso_stamp *stamp)
{
    change c = begin(r, stamp);
    ipso_status status;
    if (key_answers(r, stamp, IPSO_EVENT_MOVE, number, NULL, &status)) {
        propose(&c);
        return status;
    }
    entry *e = entry_of(r, number);
    status = e != NULL && e->state == IPSO_ENTRY_BOOKED ? IPSO_OK : IPSO_STATE;
    if (status == IPSO_OK) {
        ipso_ask ask = ask_of(&e->asked);
        if (place->override)
            ask.audience = IPSO_AUDIENCE_STAFF;
        question q = {.ask = &ask,
                      .now = stamp,
                      .but = (int)(e - r->entries),
                      .moving = true,
                      .mode = place->mode,
                      .length = place->length_min != 0 ? place->length_min : e->length};
        ipso_offer o;
        unsigned broken;
        status = decide(r, &q, place, &o, &broken);
        if (status == IPSO_OK) {
            r->seq++;
            leave_kept(r, q.but);
            free_place(&c, e);
            e->practitioner = o.practitioner;
            e->site = o.site;
            e->date = o.date;
            e->start = o.start_min;
            e->length = o.length_min;
            e->travel = o.travel_min;
            e->mode = o.mode;
            e->overrides = broken;
            use_kept(r, q.but);
            keep_key(&c, IPSO_EVENT_MOVE, number);
        }
    }
    propose(&c);
    return status;
}

static recall *recall_of(reference *r, int64_t number)
{
    for (int i = 0; i < r->recall_count; i++)
        if (r->recalls[i].lives && r->recalls[i].number == number)
            return &r->recalls[i];
    return NULL;
}

ipso_status reference_cancel(reference *r, int64_t number, const ipso_stamp *stamp)
{
    change c = begin(r, stamp);
    ipso_status status;
    if (key_answers(r, stamp, IPSO_EVENT_CANCEL, number, NULL, &status)) {
        propose(&c);
        return status;
    }
    entry *e = entry_of(r, number);
    recall *due = recall_of(r, number);
    status = e != NULL || due != NULL ? IPSO_OK : IPSO_STATE;
    if (status == IPSO_OK) {
        r->seq++;
        keep_key(&c, IPSO_EVENT_CANCEL, number);
        if (e != NULL)
            end_entry(&c, e);
        else
            due->lives = false;
    }
    propose(&c);
    return status;
}

ipso_status reference_no_show(reference *r, int64_t number, const ipso_stamp *stamp)
{
    change c = begin(r, stamp);
    ipso_status status;
    if (key_answers(r, stamp, IPSO_EVENT_NO_SHOW, number, NULL, &status)) {
        propose(&c);
        return status;
    }
    entry *e = entry_of(r, number);
    status = e != NULL && e->state == IPSO_ENTRY_BOOKED &&
                     minute_of(e->date, e->start) <= minute_of(stamp->date, stamp->time_min)
                 ? IPSO_OK
                 : IPSO_STATE;
    if (status == IPSO_OK) {
        r->seq++;
        e->state = IPSO_ENTRY_NO_SHOW;
        keep_key(&c, IPSO_EVENT_NO_SHOW, number);
    }
    propose(&c);
    return status;
}

/* ---- blocks and releases ---- */

ipso_status reference_block(reference *r, int64_t *number, int practitioner, ipso_date first,
                            int first_min, ipso_date last, int last_min, const ipso_stamp *stamp)
{
    change c = begin(r, stamp);
    ipso_status status;
    if (key_answers(r, stamp, IPSO_EVENT_BLOCK, 0, number, &status)) {
        propose(&c);
        return status;
    }
    r->blocks[r->block_count++] = (block){true, ++r->seq, practitioner, minute_of(first, first_min),
                                          minute_of(last, last_min)};
    *number = r->seq;
    keep_key(&c, IPSO_EVENT_BLOCK, *number);
    propose(&c);
    return IPSO_OK;
}

ipso_status reference_unblock(reference *r, int64_t number, const ipso_stamp *stamp)
{
    change c = begin(r, stamp);
    ipso_status status;
    if (key_answers(r, stamp, IPSO_EVENT_UNBLOCK, number, NULL, &status)) {
        propose(&c);
        return status;
    }
    status = IPSO_STATE;
    for (int i = 0; i < r->block_count; i++) {
        block *b = &r->blocks[i];
        if (!b->lives || b->number != number)
            continue;
        status = IPSO_OK;
        b->lives = false;
        r->seq++;
        add_freed(&c, b->practitioner, IPSO_ANY, b->start, b->end);
        keep_key(&c, IPSO_EVENT_UNBLOCK, number);
    }
    propose(&c);
    return status;
}

ipso_status reference_release(reference *r, int site, ipso_date date, int start_min, int end_min,
                              const ipso_stamp *stamp)
{
    change c = begin(r, stamp);
    ipso_status status;
    if (key_answers(r, stamp, IPSO_EVENT_RELEASE, 0, NULL, &status)) {
        propose(&c);
        return status;
    }
    r->releases[r->release_count++] = (release){site, date, start_min, end_min};
    r->seq++;
    keep_key(&c, IPSO_EVENT_RELEASE, r->seq);
    add_freed(&c, -1, site, minute_of(date, start_min), minute_of(date, end_min));
    propose(&c);
    return IPSO_OK;
}

/* ---- waiting list and recalls ---- */

ipso_status reference_wait(reference *r, int64_t *number, const ipso_ask *ask,
                           const ipso_stamp *stamp)
{
    change c = begin(r, stamp);
    ipso_status status;
    if (key_answers(r, stamp, IPSO_EVENT_WAIT, 0, number, &status)) {
        propose(&c);
        return status;
    }
    wait *w = &r->waits[r->wait_count++];
    *w = (wait){.lives = true, .number = ++r->seq};
    copy_ask(&w->asked, ask);
    *number = w->number;
    keep_key(&c, IPSO_EVENT_WAIT, *number);
    propose(&c);
    return IPSO_OK;
}

ipso_status reference_unwait(reference *r, int64_t number, const ipso_stamp *stamp)
{
    change c = begin(r, stamp);
    ipso_status status;
    if (key_answers(r, stamp, IPSO_EVENT_UNWAIT, number, NULL, &status)) {
        propose(&c);
        return status;
    }
    wait *w = wait_of(r, number);
    status = w != NULL ? IPSO_OK : IPSO_STATE;
    if (w != NULL) {
        entry *e = w->hold != 0 ? entry_of(r, w->hold) : NULL;
        r->seq++;
        keep_key(&c, IPSO_EVENT_UNWAIT, number);
        if (e != NULL) {
            r->seq++;
            end_entry(&c, e);
        }
        w->lives = false;
    }
    propose(&c);
    return status;
}

ipso_status reference_tick(reference *r, const ipso_stamp *stamp)
{
    change c = begin(r, stamp);
    propose(&c);
    while (propose_one(&c, true))
        continue;
    return IPSO_OK;
}

ipso_status reference_recall(reference *r, int64_t *number, const char *patient, int type,
                             int patient_class, int practitioner, ipso_date due,
                             const ipso_stamp *stamp)
{
    change c = begin(r, stamp);
    ipso_status status;
    if (key_answers(r, stamp, IPSO_EVENT_RECALL, 0, number, &status)) {
        propose(&c);
        return status;
    }
    recall *made = &r->recalls[r->recall_count++];
    *made = (recall){true, ++r->seq, {0}, type, patient_class, practitioner, due};
    copy_text(made->patient, patient);
    *number = made->number;
    keep_key(&c, IPSO_EVENT_RECALL, *number);
    propose(&c);
    return IPSO_OK;
}

/* ---- listing ---- */

static int group_of(const ipso_entry *e)
{
    return e->state == IPSO_ENTRY_WAITING ? 1 : e->state == IPSO_ENTRY_DUE ? 2 : 0;
}

static int order_entries(const void *a, const void *b)
{
    const ipso_entry *x = a, *y = b;
    int64_t keys[5][2] = {{group_of(x), group_of(y)},
                          {x->date, y->date},
                          {x->start_min, y->start_min},
                          {x->practitioner, y->practitioner},
                          {x->number, y->number}};
    for (int i = 0; i < 5; i++) {
        bool skipped = group_of(x) == 1 ? i < 4 && i > 0 : group_of(x) == 2 && (i == 2 || i == 3);
        if (keys[i][0] != keys[i][1] && !skipped)
            return keys[i][0] < keys[i][1] ? -1 : 1;
    }
    return 0;
}

static bool is_in_way(const reference *r, const entry *e)
{
    int64_t start = minute_of(e->date, e->start), end = start + e->length + e->travel;
    for (int i = 0; i < r->block_count; i++)
        if (r->blocks[i].lives && r->blocks[i].practitioner == e->practitioner &&
            r->blocks[i].start < end && start < r->blocks[i].end)
            return true;
    return false;
}

static ipso_entry placed(const reference *r, const entry *e)
{
    return (ipso_entry){.number = e->number,
                        .state = e->state,
                        .patient = e->asked.patient,
                        .type = e->asked.ask.request.type,
                        .patient_class = e->asked.ask.request.patient_class,
                        .own_practitioner = e->asked.ask.request.practitioner,
                        .practitioner = e->practitioner,
                        .site = e->site,
                        .date = e->date,
                        .start_min = e->start,
                        .length_min = e->length,
                        .travel_min = e->travel,
                        .mode = e->mode,
                        .no_show = e->asked.ask.request.no_show,
                        .after = e->asked.ask.after,
                        .wait = e->wait,
                        .expires_s = e->expires,
                        .overrides = e->overrides,
                        .in_way = is_in_way(r, e)};
}

static bool is_settled(const reference *r, const recall *due)
{
    for (int i = 0; i < r->entry_count; i++) {
        const entry *e = &r->entries[i];
        if (e->lives && e->state == IPSO_ENTRY_BOOKED && e->asked.ask.request.type == due->type &&
            strcmp(e->asked.patient, due->patient) == 0 && e->date >= due->due - 30)
            return true;
    }
    return false;
}

int reference_list(reference *r, const ipso_entry **entries, const ipso_stamp *now)
{
    int n = 0;
    for (int i = 0; i < r->entry_count; i++) {
        const entry *e = &r->entries[i];
        if (e->lives && !(e->state == IPSO_ENTRY_HELD && e->expires <= now->unix_s))
            r->listed[n++] = placed(r, e);
    }
    for (int i = 0; i < r->wait_count; i++)
        if (r->waits[i].lives)
            r->listed[n++] = (ipso_entry){.number = r->waits[i].number,
                                          .state = IPSO_ENTRY_WAITING,
                                          .patient = r->waits[i].asked.patient,
                                          .type = r->waits[i].asked.ask.request.type};
    for (int i = 0; i < r->recall_count; i++)
        if (r->recalls[i].lives && !is_settled(r, &r->recalls[i]))
            r->listed[n++] = (ipso_entry){.number = r->recalls[i].number,
                                          .state = IPSO_ENTRY_DUE,
                                          .patient = r->recalls[i].patient,
                                          .type = r->recalls[i].type,
                                          .date = r->recalls[i].due};
    qsort(r->listed, (size_t)n, sizeof *r->listed, order_entries);
    *entries = r->listed;
    return n;
}
