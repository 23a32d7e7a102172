/* What a replan gave, recorded in the agenda it was made of: blocks, then moves.
 *
 * What stands already is not recorded again, so that a run that was cut short is simply repeated.
 * The keys of the events, made of the state that was replanned and of the event itself, let two
 * runs at one time record each once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan_agenda.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define KEY_SIZE 160

/* One run of recording. */
typedef struct recorder {
    replan_agenda *agenda;
    const replan_options *wanted;
    const ipso_practice *practice; /* of the snapshot */
    const ipso_plan *before;       /* that of it */
    int blocks, moves, failed;
    ipso_status status; /* of a file, memory: then all ends */
    ipso_error err;
} recorder;

static message_style style_of(const recorder *r)
{
    return (message_style){stderr, r->wanted->json};
}

static const char *name_of(const recorder *r, int practitioner)
{
    return ipso_practice_practitioner(r->practice, practitioner)->name;
}

/* The stamp of a change with that key. */
static bool stamp_with(recorder *r, ipso_stamp *stamp, const char *key)
{
    r->status = replan_agenda_stamp(r->agenda, r->wanted, stamp, &r->err);
    stamp->key = key;
    return r->status == IPSO_OK;
}

/* ---- blocks ---- */

static bool is_blocked(const replan_agenda *agenda, int practitioner, int64_t *from, int64_t to)
{
    bool grown = true;

    while (grown && *from < to) {
        grown = false;
        for (size_t i = 0; i < agenda->block_count; i++) {
            const replan_block *block = &agenda->blocks[i];
            if (block->practitioner == practitioner && block->from <= *from && block->to > *from) {
                *from = block->to;
                grown = true;
            }
        }
    }
    return *from >= to;
}

/* The first moment ahead, on the grid, at which the practitioner is not in the midst of what has
 * begun: that is finished, and not in the way. */
static int64_t ahead_of(const recorder *r, int practitioner)
{
    const ipso_horizon *horizon = ipso_practice_horizon(r->practice);
    const ipso_stamp *now = &r->agenda->now;
    int day = now->date - horizon->first_day, begin = now->time_min, grid = horizon->grid_min;

    if (day < 0)
        return (int64_t)horizon->first_day * IPSO_DAY_MIN;
    for (int i = 0; i < ipso_plan_slot_count(r->before); i++) {
        const ipso_slot *slot = ipso_plan_slot(r->before, i);
        int end = slot->start_min + slot->length_min + slot->travel_min;
        if (slot->use == IPSO_SLOT_FIXED && slot->practitioner == practitioner &&
            slot->day == day && slot->start_min < now->time_min && end > begin)
            begin = end;
    }
    return (int64_t)now->date * IPSO_DAY_MIN + (begin + grid - 1) / grid * grid;
}

/* Blocks what lies ahead of a time, and on planned days, unless that is blocked already. */
static void block(recorder *r, int practitioner, int64_t from, int64_t to, const char *reason)
{
    const ipso_horizon *horizon = ipso_practice_horizon(r->practice);
    int64_t begin = ahead_of(r, practitioner);
    int64_t end = ((int64_t)horizon->first_day + horizon->days) * IPSO_DAY_MIN, covered, number;
    char key[KEY_SIZE];
    ipso_stamp stamp;

    from = from > begin ? from : begin;
    to = to < end ? to : end;
    covered = from;
    if (r->status != IPSO_OK || is_blocked(r->agenda, practitioner, &covered, to))
        return;
    snprintf(key, sizeof key, "replan block %d %" PRId64 " %" PRId64 " after %" PRId64,
             practitioner, from, to, r->agenda->block_seq);
    if (!stamp_with(r, &stamp, key))
        return;
    ipso_date last = (ipso_date)((to - 1) / IPSO_DAY_MIN);
    r->status =
        ipso_agenda_block(r->agenda->file.agenda, &number, practitioner,
                          (ipso_date)(from / IPSO_DAY_MIN), (int)(from % IPSO_DAY_MIN), last,
                          (int)(to - (int64_t)last * IPSO_DAY_MIN), reason, &stamp, &r->err);
    if (r->status == IPSO_OK) {
        r->blocks++;
        r->status = replan_agenda_refresh(r->agenda, &r->err);
    }
}

/* Who is away: whole days as one block, parts of days day by day. */
static void block_away(recorder *r, const ipso_away *away)
{
    bool whole = away->start_min == 0 && away->end_min == IPSO_DAY_MIN;
    char reason[200];

    snprintf(reason, sizeof reason, "%.120s is away", name_of(r, away->practitioner));
    if (whole)
        block(r, away->practitioner, (int64_t)away->first * IPSO_DAY_MIN,
              ((int64_t)away->last + 1) * IPSO_DAY_MIN, reason);
    for (int64_t day = away->first; day <= away->last && !whole; day++)
        block(r, away->practitioner, day * IPSO_DAY_MIN + away->start_min,
              day * IPSO_DAY_MIN + away->end_min, reason);
}

static void block_duty(recorder *r, int practitioner, int day, int duty, const char *reason)
{
    const ipso_duty *work = ipso_practice_duty(r->practice, duty);
    int64_t midnight =
        ((int64_t)ipso_practice_horizon(r->practice)->first_day + day) * IPSO_DAY_MIN;

    block(r, practitioner, midnight + work->start_min, midnight + work->end_min, reason);
}

/* Who is on duty at a closed site, for the time of the duty. */
static void block_shut(recorder *r, const ipso_shut *shut)
{
    const ipso_plan *before = r->before;
    char reason[200];

    snprintf(reason, sizeof reason, "%.120s is closed",
             ipso_practice_site(r->practice, shut->site)->name);
    for (int i = 0; i < ipso_plan_assignment_count(before); i++) {
        const ipso_assignment *work = ipso_plan_assignment(before, i);
        ipso_date date = ipso_practice_horizon(r->practice)->first_day + work->day;
        if (ipso_practice_duty(r->practice, work->duty)->site == shut->site &&
            date >= shut->first && date <= shut->last)
            block_duty(r, work->practitioner, work->day, work->duty, reason);
    }
}

static void make_blocks(recorder *r, const ipso_change *change, const ipso_replan *replan)
{
    for (int i = 0; i < r->wanted->away_count; i++)
        block_away(r, &change->away[i]);
    for (size_t i = 0; i < change->shut_count; i++)
        block_shut(r, &change->shut[i]);
    /* Duties that fell with those, as that of a trainee with the supervisor's. */
    for (int i = 0; i < ipso_replan_duty_change_count(replan); i++) {
        const ipso_duty_change *gone = ipso_replan_duty_change(replan, i);
        block_duty(r, gone->practitioner, gone->day, gone->duty, gone->reason);
    }
}

/* ---- moves ---- */

/* A move to record. */
typedef struct pending {
    const ipso_move *move;
    int64_t number;  /* of its appointment */
    int64_t version; /* of that in the snapshot */
    bool done;
    ipso_error why; /* why it could not be done when last tried */
} pending;

static ipso_date date_of(const recorder *r, const ipso_slot *slot)
{
    return ipso_practice_horizon(r->practice)->first_day + slot->day;
}

static bool stands_at(const recorder *r, const ipso_entry *entry, const ipso_slot *slot)
{
    return entry->practitioner == slot->practitioner && entry->date == date_of(r, slot) &&
           entry->start_min == slot->start_min;
}

/* Where the appointments of a snapshot are known by number again: no two of one practitioner begin
 * at one time. */
typedef struct numbering {
    const recorder *r;
    pending *list;
    int count;
} numbering;

static int take_number(void *user, const ipso_entry *entry)
{
    numbering *n = user;

    for (int i = 0; i < n->count; i++)
        if (stands_at(n->r, entry, &n->list[i].move->from)) {
            n->list[i].number = entry->number;
            n->list[i].version = entry->version;
        }
    return 0;
}

static void find_numbers(recorder *r, pending *list, int count, const ipso_replan *replan)
{
    numbering n = {r, list, count};
    ipso_entry_filter filter;

    for (int i = 0; i < count; i++)
        list[i].move = ipso_replan_move(replan, i);
    ipso_entry_filter_init(&filter);
    filter.states = 1u << IPSO_ENTRY_BOOKED;
    r->status = ipso_agenda_list(r->agenda->file.agenda, &filter, NULL, take_number, &n, &r->err);
}

static bool say_why_not(pending *it, const char *text)
{
    snprintf(it->why.text, sizeof it->why.text, "%s", text);
    return false;
}

/* Whether an appointment has not changed since the snapshot, and its new time is not blocked since:
 * a move by override would not look. One that is there already needs nothing more. */
static bool may_move(recorder *r, pending *it)
{
    const ipso_slot *to = &it->move->to;
    int64_t from = (int64_t)date_of(r, to) * IPSO_DAY_MIN + to->start_min;
    ipso_entry entry;

    r->status = replan_agenda_refresh(r->agenda, &r->err);
    if (r->status != IPSO_OK)
        return false;
    if (ipso_agenda_entry(r->agenda->file.agenda, &entry, it->number, NULL) != IPSO_OK)
        return say_why_not(it, "it is booked no more");
    if (stands_at(r, &entry, to)) {
        it->done = true;
        return false;
    }
    if (entry.version != it->version)
        return say_why_not(it, "it was changed meanwhile");
    for (size_t i = 0; i < r->agenda->block_count; i++) {
        const replan_block *block = &r->agenda->blocks[i];
        if (block->practitioner == to->practitioner && block->from < from + to->length_min &&
            block->to > from)
            return say_why_not(it, "its new time is blocked now");
    }
    return true;
}

static void move(recorder *r, pending *it)
{
    const ipso_slot *to = &it->move->to;
    ipso_place place;
    ipso_stamp stamp;
    ipso_status status;
    char key[KEY_SIZE];

    snprintf(key, sizeof key, "replan move %" PRId64 " after %" PRId64, it->number, it->version);
    if (!may_move(r, it) || !stamp_with(r, &stamp, key))
        return;
    stamp.version = it->version;
    ipso_place_init(&place);
    place.practitioner = to->practitioner;
    place.date = date_of(r, to);
    place.start_min = to->start_min;
    place.mode = to->mode;
    place.override = true;
    place.reason = it->move->reason;
    status = ipso_agenda_move(r->agenda->file.agenda, it->number, &place, &stamp, &it->why);
    if (status == IPSO_OK) {
        /* The key may be that of another run, which moved it elsewhere. */
        if (may_move(r, it))
            say_why_not(it, "it was changed meanwhile");
        r->moves += it->done;
    } else if (status != IPSO_STATE && status != IPSO_INPUT && status != IPSO_CHANGED) {
        r->status = status;
        r->err = it->why;
    }
}

/* Makes the moves, again and again while that gets on: one may wait for another to make room. */
static void make_moves(recorder *r, pending *list, int count)
{
    int left = count, before = count + 1;

    while (left > 0 && left < before && r->status == IPSO_OK) {
        before = left;
        left = 0;
        for (int i = 0; i < count && r->status == IPSO_OK; i++) {
            if (!list[i].done)
                move(r, &list[i]);
            left += !list[i].done;
        }
    }
    r->failed = left;
}

/* ---- what was done ---- */

static void say_failed(const recorder *r, const pending *list, int count)
{
    for (int i = 0; i < count; i++) {
        char text[400], where[32] = "";

        if (list[i].done)
            continue;
        if (r->wanted->json)
            snprintf(where, sizeof where, "/moves/%d", i);
        snprintf(text, sizeof text, "appointment %" PRId64 " of %.80s is not moved: %.250s",
                 list[i].number, list[i].move->patient, list[i].why.text);
        print_error(style_of(r), r->wanted->agenda, where, text);
    }
}

static int say_done(const recorder *r, const pending *list, int count)
{
    if (!r->wanted->quiet && !r->wanted->json)
        printf("\n%d %s and %d %s recorded in %s\n", r->blocks, r->blocks == 1 ? "block" : "blocks",
               r->moves, r->moves == 1 ? "move" : "moves", r->wanted->agenda);
    if (r->status != IPSO_OK)
        return report_failure(style_of(r), r->wanted->agenda, r->status, &r->err);
    say_failed(r, list, count);
    return r->failed > 0 ? CODE_REFUSED : CODE_DONE;
}

/* Refuses a roster in which somebody works who did not: the agenda keeps the one it has. */
static bool keeps_roster(const recorder *r, const ipso_replan *replan)
{
    for (int i = 0; i < ipso_replan_duty_change_count(replan); i++) {
        const ipso_duty_change *new = ipso_replan_duty_change(replan, i);
        char text[400];

        if (!new->added)
            continue;
        snprintf(text, sizeof text,
                 "nothing is recorded: %.100s has a new duty, and an agenda keeps its roster; write"
                 " new documents with -o and --practice-out instead, and make a new agenda of them"
                 " (ipsosched agenda init)",
                 name_of(r, new->practitioner));
        print_error(style_of(r), r->wanted->agenda, "", text);
        return false;
    }
    return true;
}

int replan_apply(replan_agenda *agenda, const replan_options *wanted, const ipso_plan *before,
                 const ipso_change *change, const ipso_replan *replan)
{
    recorder r = {.agenda = agenda,
                  .wanted = wanted,
                  .practice = ipso_plan_practice(before),
                  .before = before,
                  .status = IPSO_OK};
    int count = ipso_replan_move_count(replan), code;
    pending *list;

    ipso_error_init(&r.err);
    if (!keeps_roster(&r, replan))
        return CODE_REFUSED;
    list = calloc((size_t)count + 1, sizeof *list);
    if (list == NULL) {
        print_error(style_of(&r), wanted->agenda, "", "out of memory");
        return CODE_FAILED;
    }
    find_numbers(&r, list, count, replan);
    if (r.status == IPSO_OK)
        r.status = replan_agenda_refresh(agenda, &r.err);
    if (r.status == IPSO_OK)
        make_blocks(&r, change, replan);
    if (r.status == IPSO_OK)
        make_moves(&r, list, count);
    code = say_done(&r, list, count);
    free(list);
    return code;
}
