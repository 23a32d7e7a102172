/* What closes and opens time: blocks and releases.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/agenda.h"

#include "agenda/place.h"
#include "base/error.h"

#include <stdlib.h>

/* ---- blocks ---- */

/* Appointments and holds that overlap a block. */
static int count_in_way(const ipso__state *state, const ipso__block *block)
{
    int count = 0, start, end;

    for (int day = 0; day < state->days; day++) {
        const ipso__pointers *list =
            &state->cells[ipso__cell_of(state, block->practitioner, day)].entries;
        if (!ipso__block_span(state, block, day, &start, &end))
            continue;
        for (size_t i = 0; i < list->count; i++) {
            const ipso__entry *entry = list->items[i];
            count += start < ipso__entry_end(entry) && end > entry->start_min;
        }
    }
    return count;
}

/* Date and minute of a moment; one at midnight is the end of the day before when it is an end. */
static void tell_moment(const ipso__state *state, int64_t moment, bool is_end, ipso_date *date,
                        int *minute)
{
    int64_t shifted = moment - is_end;
    int64_t day = shifted / IPSO_DAY_MIN - (shifted % IPSO_DAY_MIN < 0);

    *date = (ipso_date)(state->horizon->first_day + day);
    *minute = (int)(moment - day * IPSO_DAY_MIN);
}

static ipso_absence tell_block(const ipso__state *state, const ipso__block *block)
{
    ipso_absence told = {.number = block->number,
                         .practitioner = block->practitioner,
                         .reason = block->has_reason ? block->reason : NULL,
                         .made = block->made.date,
                         .made_min = block->made.time_min,
                         .in_way = count_in_way(state, block)};

    tell_moment(state, block->start, false, &told.first, &told.first_min);
    tell_moment(state, block->end, true, &told.last, &told.last_min);
    return told;
}

static bool is_wanted(const ipso_absence *absence, const ipso_entry_filter *filter)
{
    if (filter == NULL)
        return true;
    if (filter->practitioner != IPSO_ANY && filter->practitioner != absence->practitioner)
        return false;
    return ipso__filter_days(filter, absence->first, absence->last);
}

static int compare_absences(const void *a, const void *b)
{
    const ipso_absence *x = a, *y = b;

    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    if (x->first_min != y->first_min)
        return x->first_min < y->first_min ? -1 : 1;
    if (x->practitioner != y->practitioner)
        return x->practitioner < y->practitioner ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static ipso_status list_blocks(const ipso__state *state, const ipso_entry_filter *filter,
                               ipso_absence_fn absence, void *user, ipso_error *err)
{
    ipso_absence *list = ipso__calloc(state->blocks.count, sizeof *list);
    size_t count = 0;

    if (list == NULL)
        return ipso__fail_nomem(err);
    for (size_t i = 0; i < state->blocks.count; i++) {
        list[count] = tell_block(state, state->blocks.items[i]);
        count += is_wanted(&list[count], filter);
    }
    if (count > 0)
        qsort(list, count, sizeof *list, compare_absences);
    for (size_t i = 0; i < count; i++)
        if (absence(user, &list[i]) != 0)
            break;
    free(list);
    return IPSO_OK;
}

ipso_status ipso_agenda_list_blocks(const ipso_agenda *agenda, const ipso_entry_filter *filter,
                                    ipso_absence_fn absence, void *user, ipso_error *err)
{
    ipso_status status;

    pthread_rwlock_rdlock(ipso__agenda_lock(agenda));
    status = list_blocks(agenda->state, filter, absence, user, err);
    pthread_rwlock_unlock(ipso__agenda_lock(agenda));
    return status;
}

/* ---- releases ---- */

static int compare_openings(const void *a, const void *b)
{
    const ipso_opening *x = a, *y = b;

    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    if (x->start_min != y->start_min)
        return x->start_min < y->start_min ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static ipso_opening tell_release(const ipso__state *state, const ipso__release *release)
{
    return (ipso_opening){.number = release->number,
                          .site = release->site,
                          .date = state->horizon->first_day + release->day,
                          .start_min = release->start_min,
                          .end_min = release->end_min,
                          .made = release->made.date,
                          .made_min = release->made.time_min};
}

static ipso_status list_releases(const ipso__state *state, const ipso_entry_filter *filter,
                                 ipso_opening_fn opening, void *user, ipso_error *err)
{
    ipso_opening *list = ipso__calloc(state->release_count, sizeof *list);
    size_t count = 0;

    if (list == NULL)
        return ipso__fail_nomem(err);
    for (size_t i = 0; i < state->release_count; i++) {
        list[count] = tell_release(state, &state->releases[i]);
        count += filter == NULL || ipso__filter_days(filter, list[count].date, list[count].date);
    }
    if (count > 0)
        qsort(list, count, sizeof *list, compare_openings);
    for (size_t i = 0; i < count; i++)
        if (opening(user, &list[i]) != 0)
            break;
    free(list);
    return IPSO_OK;
}

ipso_status ipso_agenda_list_releases(const ipso_agenda *agenda, const ipso_entry_filter *filter,
                                      ipso_opening_fn opening, void *user, ipso_error *err)
{
    ipso_status status;

    pthread_rwlock_rdlock(ipso__agenda_lock(agenda));
    status = list_releases(agenda->state, filter, opening, user, err);
    pthread_rwlock_unlock(ipso__agenda_lock(agenda));
    return status;
}
