/* The agenda as it stands, as a practice and a plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/agenda.h"

#include "agenda/ask.h"
#include "base/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct snapshot {
    const ipso__state *state;
    const ipso_stamp *now;
    ipso_practice *practice;
    ipso_plan *plan;
    int *requests; /* by request of the plan's practice: its index in the new one, or -1 */
    int *ext_left; /* by site, day: extended minutes that other types may still keep */
    int fixed_count;
    ipso_error *err;
} snapshot;

/* ---- the practice ---- */

/* Copies everything of one kind, in order, so that indexes stay. */
#define COPY_ALL(noun, kind)                                                                       \
    static ipso_status copy_##noun##s(snapshot *shot)                                              \
    {                                                                                              \
        const ipso_practice *from = shot->state->practice;                                         \
        ipso_status status = IPSO_OK;                                                              \
        for (int i = 0; i < ipso_practice_##noun##_count(from) && status == IPSO_OK; i++) {        \
            kind item = *ipso_practice_##noun(from, i);                                            \
            status = ipso_practice_add_##noun(shot->practice, &item, shot->err);                   \
        }                                                                                          \
        return status;                                                                             \
    }

COPY_ALL(site, ipso_site)
COPY_ALL(class, ipso_patient_class)
COPY_ALL(fair, ipso_fair)
COPY_ALL(practitioner, ipso_practitioner)
COPY_ALL(duty, ipso_duty)
COPY_ALL(type, ipso_type)
COPY_ALL(protected, ipso_protected)
COPY_ALL(demand, ipso_demand)
COPY_ALL(pin, ipso_pin)
COPY_ALL(cover, ipso_cover)
COPY_ALL(succession, ipso_succession)
COPY_ALL(kind_limit, ipso_kind_limit)

static ipso_status copy_settings(snapshot *shot)
{
    const ipso_practice *from = shot->state->practice;
    ipso_status status =
        ipso_practice_set_extended(shot->practice, ipso_practice_extended(from), shot->err);

    if (status == IPSO_OK)
        status = ipso_practice_set_weights(shot->practice, ipso_practice_weights(from), shot->err);
    if (status == IPSO_OK)
        status = ipso_practice_set_booking(shot->practice, ipso_practice_booking(from), shot->err);
    if (status == IPSO_OK)
        status =
            ipso_practice_set_behaviour(shot->practice, ipso_practice_behaviour(from), shot->err);
    return status;
}

/* Requests without a place, in their order; one that followed another loses its link when that has
 * a place, or comes behind it. */
static ipso_status copy_requests(snapshot *shot)
{
    const ipso__state *state = shot->state;
    ipso_status status = IPSO_OK;
    int count = 0;

    for (int r = 0; r < ipso_practice_request_count(state->practice); r++)
        shot->requests[r] = -1;
    for (int i = 0; i < ipso_plan_unplaced_count(state->plan); i++)
        shot->requests[ipso_plan_unplaced(state->plan, i)->request] = 0;
    for (int r = 0; r < ipso_practice_request_count(state->practice) && status == IPSO_OK; r++) {
        ipso_request request = *ipso_practice_request(state->practice, r);
        if (shot->requests[r] < 0)
            continue;
        if (request.after != IPSO_ANY)
            request.after = request.after < r ? shot->requests[request.after] : IPSO_ANY;
        shot->requests[r] = count++;
        status = ipso_practice_add_request(shot->practice, &request, shot->err);
    }
    return status;
}

/* Whether an entry may keep the id it had in the plan: a request's may be that of a fixed one. */
static bool keeps_id(const ipso__state *state, const ipso__entry *entry)
{
    for (int i = 0; i < ipso_practice_fixed_count(state->practice) && !entry->was_fixed; i++)
        if (entry->plan_id == NULL ||
            strcmp(ipso_practice_fixed(state->practice, i)->id, entry->plan_id) == 0)
            return false;
    return entry->plan_id != NULL;
}

/* What the patient of an entry accepts. */
static void take_accepted(ipso_fixed *fixed, const ipso__state *state, const ipso__entry *entry)
{
    const ipso_request *request = &entry->ask.request;

    fixed->windows = request->windows;
    fixed->window_count = request->window_count;
    fixed->own_practitioner = request->practitioner;
    fixed->accepts_others = request->accepts_others;
    fixed->wanted_site = request->site;
    if (!entry->any_mode)
        fixed->accepted_modes = ipso__ask_modes(state, &entry->ask);
}

#define ID_SIZE 40

/* The id of an entry in the snapshot; text is for one of its own. */
static const char *id_of(const ipso__state *state, const ipso__entry *entry, char text[ID_SIZE])
{
    snprintf(text, ID_SIZE, "booking-%lld", (long long)entry->number);
    return keeps_id(state, entry) ? entry->plan_id : text;
}

/* What an entry follows, while that is booked. */
static void take_link(ipso_fixed *fixed, const ipso__state *state, const ipso__entry *entry,
                      char text[ID_SIZE])
{
    const ipso__entry *before = ipso__state_entry(state, entry->ask.after);
    const ipso_request *request = &entry->ask.request;
    int most = IPSO_MAX_DAYS * IPSO_DAY_MIN;

    if (before == NULL || before->state == IPSO_ENTRY_HELD)
        return;
    fixed->follows = id_of(state, before, text);
    fixed->min_gap_min = request->min_gap_min < most ? request->min_gap_min : most;
    fixed->max_gap_min = request->max_gap_min;
}

static ipso_status add_entry(snapshot *shot, const ipso__entry *entry)
{
    const ipso__state *state = shot->state;
    const ipso_request *request = &entry->ask.request;
    char id[ID_SIZE], other[ID_SIZE];
    ipso_fixed fixed;

    ipso_fixed_init(&fixed);
    fixed.id = id_of(state, entry, id);
    fixed.patient = request->patient;
    fixed.type = request->type;
    fixed.patient_class = request->patient_class;
    fixed.practitioner = entry->practitioner;
    fixed.site = entry->site;
    fixed.mode = entry->mode;
    fixed.date = state->horizon->first_day + entry->day;
    fixed.start_min = entry->start_min;
    fixed.length_min = entry->length_min;
    fixed.no_show = request->no_show;
    take_accepted(&fixed, state, entry);
    take_link(&fixed, state, entry, other);
    return ipso_practice_add_fixed(shot->practice, &fixed, shot->err);
}

/* Entries that stand, in the order of cells and starts, each given to a function. */
static ipso_status each_entry(snapshot *shot,
                              ipso_status (*give)(snapshot *shot, const ipso__entry *entry))
{
    const ipso__state *state = shot->state;
    ipso_status status = IPSO_OK;

    for (int cell = 0; cell < state->people * state->days; cell++) {
        const ipso__pointers *list = &state->cells[cell].entries;
        for (size_t i = 0; i < list->count && status == IPSO_OK; i++) {
            const ipso__entry *entry = list->items[i];
            if (entry->state != IPSO_ENTRY_HELD)
                status = give(shot, entry);
        }
    }
    return status;
}

static ipso_status fill_practice(snapshot *shot)
{
    static ipso_status (*const parts[])(snapshot * shot) = {
        copy_settings, copy_sites,  copy_classs,      copy_fairs,      copy_practitioners,
        copy_dutys,    copy_types,  copy_protecteds,  copy_demands,    copy_requests,
        copy_pins,     copy_covers, copy_successions, copy_kind_limits};
    ipso_status status = IPSO_OK;

    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && status == IPSO_OK; i++)
        status = parts[i](shot);
    if (status == IPSO_OK)
        status = each_entry(shot, add_entry);
    if (status == IPSO_OK)
        status = ipso_practice_validate(shot->practice, NULL, NULL, shot->err);
    return status;
}

/* ---- the plan ---- */

static ipso_status add_work(snapshot *shot)
{
    ipso_status status = IPSO_OK;

    for (int i = 0; i < ipso_plan_assignment_count(shot->state->plan) && status == IPSO_OK; i++)
        status = ipso_plan_add_assignment(shot->plan, ipso_plan_assignment(shot->state->plan, i),
                                          shot->err);
    return status;
}

static ipso_status add_fixed_slot(snapshot *shot, const ipso__entry *entry)
{
    ipso_slot slot;

    ipso_slot_init(&slot);
    slot.practitioner = entry->practitioner;
    slot.day = entry->day;
    slot.site = entry->site;
    slot.start_min = entry->start_min;
    slot.length_min = entry->length_min;
    slot.travel_min = entry->travel_min;
    slot.type = entry->ask.request.type;
    slot.mode = entry->mode;
    slot.use = IPSO_SLOT_FIXED;
    slot.fixed = shot->fixed_count++;
    return ipso_plan_add_slot(shot->plan, &slot, shot->err);
}

/* Takes what an entry has of extended hours off what is left there (M of S6). */
static ipso_status take_extended(snapshot *shot, const ipso__entry *entry)
{
    const ipso__state *state = shot->state;
    int cell = ipso__cell_of(state, entry->practitioner, entry->day);
    int end = ipso__entry_end(entry);
    const ipso__agenda_session *session = ipso__state_session(state, cell, entry->start_min, end);

    if (session == NULL || entry->fixed || !ipso__session_extended(state, session))
        return IPSO_OK;
    shot->ext_left[ipso_practice_duty(state->practice, session->duty)->site * state->days +
                   entry->day] -= ipso__extended_min(state, entry->day, entry->start_min, end);
    return IPSO_OK;
}

/* Whether extended hours have room for an open slot of another care; takes it. */
static bool fits_extended(snapshot *shot, const ipso__kept *kept)
{
    const ipso__state *state = shot->state;
    const ipso__agenda_session *session =
        ipso__state_session(state, kept->cell, kept->start_min, kept->end_min);
    int day = kept->cell % state->days, minutes, *left;

    if (kept->acute || session == NULL || !ipso__session_extended(state, session) ||
        ipso_practice_extended(state->practice)->other_points != IPSO_HARD)
        return true;
    minutes = ipso__extended_min(state, day, kept->start_min, kept->end_min);
    left = &shot->ext_left[ipso_practice_duty(state->practice, session->duty)->site * state->days +
                           day];
    if (minutes > 0 && minutes > *left)
        return false;
    *left -= minutes;
    return true;
}

static ipso_status add_open_slots(snapshot *shot)
{
    const ipso__state *state = shot->state;
    int64_t now = ipso__absolute_min(state, shot->now->date, shot->now->time_min);
    ipso_status status = IPSO_OK;

    for (int i = 0; i < state->kept_count && status == IPSO_OK; i++) {
        const ipso__kept *kept = &state->kept[i];
        const ipso_slot *slot = ipso_plan_slot(state->plan, kept->slot);
        int64_t start = (int64_t)slot->day * IPSO_DAY_MIN + slot->start_min;
        if (slot->use == IPSO_SLOT_OPEN && kept->covers == 0 && !kept->released && start >= now &&
            fits_extended(shot, kept))
            status = ipso_plan_add_slot(shot->plan, slot, shot->err);
    }
    return status;
}

static ipso_status add_unplaced(snapshot *shot)
{
    const ipso__state *state = shot->state;
    ipso_status status = IPSO_OK;

    for (int i = 0; i < ipso_plan_unplaced_count(state->plan) && status == IPSO_OK; i++) {
        ipso_unplaced unplaced = *ipso_plan_unplaced(state->plan, i);
        unplaced.request = shot->requests[unplaced.request];
        status = ipso_plan_add_unplaced(shot->plan, &unplaced, shot->err);
    }
    return status;
}

/* The stages that the agenda's plan has, and that of the bookings, which patients made here: no
 * request is left where the plan had none. They were not run anew, so that nothing is known of cost
 * and bound. */
static ipso_status set_stages(snapshot *shot)
{
    ipso_status status = IPSO_OK;

    for (int s = 0; s < IPSO_STAGE_COUNT && status == IPSO_OK; s++) {
        bool ran = ipso_plan_stage(shot->state->plan, (ipso_stage)s)->ran;
        ipso_stage_report report = {.ran = ran || s == (int)IPSO_STAGE_BOOKINGS};
        if (report.ran)
            status = ipso_plan_set_stage(shot->plan, (ipso_stage)s, &report, shot->err);
    }
    return status;
}

static ipso_status fill_plan(snapshot *shot)
{
    ipso_status status = ipso_plan_new(&shot->plan, shot->practice, shot->err);

    shot->fixed_count = 0;
    if (status == IPSO_OK)
        status = add_work(shot);
    if (status == IPSO_OK)
        status = each_entry(shot, add_fixed_slot);
    if (status == IPSO_OK)
        status = each_entry(shot, take_extended);
    if (status == IPSO_OK)
        status = add_open_slots(shot);
    if (status == IPSO_OK)
        status = add_unplaced(shot);
    return status == IPSO_OK ? set_stages(shot) : status;
}

/* ---- both ---- */

static ipso_status make_snapshot(snapshot *shot)
{
    const ipso__state *state = shot->state;
    size_t cells = (size_t)state->sites * (size_t)state->days;
    ipso_status status;

    shot->requests =
        ipso__calloc((size_t)ipso_practice_request_count(state->practice), sizeof *shot->requests);
    shot->ext_left = ipso__calloc(cells, sizeof *shot->ext_left);
    if (shot->requests == NULL || shot->ext_left == NULL)
        return ipso__fail_nomem(shot->err);
    memcpy(shot->ext_left, state->ext_room, cells * sizeof *shot->ext_left);
    status = ipso_practice_new(&shot->practice, state->horizon, shot->err);
    if (status == IPSO_OK)
        status = fill_practice(shot);
    return status == IPSO_OK ? fill_plan(shot) : status;
}

ipso_status ipso_agenda_snapshot(const ipso_agenda *agenda, ipso_practice **practice,
                                 ipso_plan **plan, const ipso_stamp *now, ipso_error *err)
{
    pthread_rwlock_t *lock = &((ipso_agenda *)(uintptr_t)agenda)->reading;
    snapshot shot = {.now = now, .err = err};
    ipso_status status;

    pthread_rwlock_rdlock(lock);
    shot.state = agenda->state;
    status = make_snapshot(&shot);
    pthread_rwlock_unlock(lock);
    free(shot.requests);
    free(shot.ext_left);
    if (status != IPSO_OK) {
        ipso_plan_free(shot.plan);
        ipso_practice_free(shot.practice);
        return status;
    }
    *practice = shot.practice;
    *plan = shot.plan;
    return IPSO_OK;
}
