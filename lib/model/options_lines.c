/* The limits that options share: minutes of bands, S6 and S7.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/options_build.h"

#include "model/needs.h"

#include <math.h>
#include <stdlib.h>

static int shared_minutes(int first_start, int first_end, int second_start, int second_end)
{
    int start = first_start > second_start ? first_start : second_start;
    int end = first_end < second_end ? first_end : second_end;
    return end > start ? end - start : 0;
}

/* Whether S6 counts what is given in the sitting. */
static bool counts_extended(const ipso__sitting *sitting)
{
    return sitting->site != IPSO_ANY && !sitting->tele && sitting->admits_all;
}

/* Extended minutes of a sitting that fixed appointments leave. */
static int free_extended_minutes(const ipso_practice *practice, const ipso__sitting *sitting)
{
    ipso_date date = ipso_practice_horizon(practice)->first_day + sitting->day;
    int minutes =
        ipso__extended_minutes(practice, sitting->day, sitting->start_min, sitting->end_min);
    for (int i = 0; minutes > 0 && i < ipso_practice_fixed_count(practice); i++) {
        const ipso_fixed *fixed = ipso_practice_fixed(practice, i);
        if (fixed->practitioner != sitting->practitioner || fixed->date != date)
            continue;
        int end = fixed->start_min +
                  ipso__slot_width(practice, fixed->type, fixed->mode, fixed->length_min);
        int from = fixed->start_min > sitting->start_min ? fixed->start_min : sitting->start_min;
        int to = end < sitting->end_min ? end : sitting->end_min;
        if (from < to)
            minutes -= ipso__extended_minutes(practice, sitting->day, from, to);
    }
    return minutes;
}

/* R = max(0, M - A) of S6 for a site and day with M extended minutes; no line where M itself is the
 * limit already. */
static bool add_extended_line(ipso__table_builder *b, int site, int day, int minutes)
{
    int acute = (int)ceil(ipso__extended_acute_need(b->practice, site, day) - 1e-9);
    if (minutes == 0 || acute <= 0)
        return true;
    if (!ipso__grow(&b->table.extended, &b->extended_room, (size_t)b->table.extended_count + 1,
                    sizeof *b->table.extended))
        return false;
    int room = minutes > acute ? minutes - acute : 0;
    b->table.extended[b->table.extended_count++] = (ipso__extended_line){site, day, room};
    return true;
}

static bool add_extended(ipso__table_builder *b)
{
    const ipso__bands *bands = b->bands;
    int sites = ipso_practice_site_count(b->practice);
    b->table.extended_points = ipso_practice_extended(b->practice)->other_points;
    int *minutes = ipso__calloc((size_t)sites * (size_t)bands->days, sizeof *minutes);
    if (minutes == NULL)
        return false;
    for (int i = 0; i < bands->sitting_count; i++) {
        const ipso__sitting *sitting = &bands->sittings[i];
        if (counts_extended(sitting))
            minutes[sitting->site * bands->days + sitting->day] +=
                free_extended_minutes(b->practice, sitting);
    }
    bool ok = true;
    for (int site = 0; ok && b->table.extended_points != 0 && site < sites; site++) {
        for (int day = 0; ok && day < bands->days; day++)
            ok = add_extended_line(b, site, day, minutes[site * bands->days + day]);
    }
    free(minutes);
    return ok;
}

static int extended_line(const ipso__table *table, int site, int day)
{
    for (int i = 0; i < table->extended_count; i++) {
        if (table->extended[i].site == site && table->extended[i].day == day)
            return i;
    }
    return -1;
}

static bool index_extended(ipso__table_builder *b)
{
    const ipso__bands *bands = b->bands;
    b->table.extended_of_band =
        ipso__calloc((size_t)bands->band_count, sizeof *b->table.extended_of_band);
    if (b->table.extended_of_band == NULL)
        return false;
    for (int i = 0; i < bands->band_count; i++) {
        const ipso__sitting *sitting = ipso__band_sitting(bands, i);
        bool counted = bands->bands[i].extended && counts_extended(sitting);
        b->table.extended_of_band[i] =
            counted ? extended_line(&b->table, sitting->site, sitting->day) : -1;
    }
    return true;
}

static int *target_cell(const ipso__table_builder *b, int type, int practitioner, int day)
{
    int practitioners = ipso_practice_practitioner_count(b->practice);
    return &b->table.target_of[(type * practitioners + practitioner) * b->table.week_count +
                               ipso__week_of(b->practice, day)];
}

static bool add_target_lines(ipso__table_builder *b, const ipso__sitting *sitting)
{
    for (int c = 0; c < ipso_practice_type_count(b->practice); c++) {
        const ipso_type *type = ipso_practice_type(b->practice, c);
        if (sitting->modes[c] == 0 || type->target_per_week == 0 || type->target_points == 0)
            continue;
        int *cell = target_cell(b, c, sitting->practitioner, sitting->day);
        if (*cell >= 0)
            continue;
        if (!ipso__grow(&b->table.targets, &b->target_room, (size_t)b->table.target_count + 1,
                        sizeof *b->table.targets))
            return false;
        *cell = b->table.target_count;
        b->table.targets[b->table.target_count++] =
            (ipso__target_line){c, sitting->practitioner, ipso__week_of(b->practice, sitting->day),
                                type->target_per_week};
    }
    return true;
}

static void count_target(ipso__table_builder *b, int type, int practitioner, int day)
{
    int line = *target_cell(b, type, practitioner, day);
    if (line >= 0 && b->table.targets[line].missing > 0)
        b->table.targets[line].missing--;
}

static bool add_targets(ipso__table_builder *b)
{
    const ipso_horizon *horizon = ipso_practice_horizon(b->practice);
    b->table.week_count = ipso__week_count(b->practice);
    size_t cells = (size_t)ipso_practice_type_count(b->practice) *
                   (size_t)ipso_practice_practitioner_count(b->practice) *
                   (size_t)b->table.week_count;
    b->table.target_of = ipso__calloc(cells, sizeof *b->table.target_of);
    if (b->table.target_of == NULL)
        return false;
    for (size_t i = 0; i < cells; i++)
        b->table.target_of[i] = -1;
    for (int i = 0; i < b->bands->sitting_count; i++) {
        if (!add_target_lines(b, &b->bands->sittings[i]))
            return false;
    }
    for (int i = 0; i < ipso_practice_fixed_count(b->practice); i++) {
        const ipso_fixed *fixed = ipso_practice_fixed(b->practice, i);
        int day = fixed->date - horizon->first_day;
        if (day >= 0 && day < horizon->days)
            count_target(b, fixed->type, fixed->practitioner, day);
    }
    return true;
}

/* Minutes of a kept slot that count in the line of S6 of its site and day. */
static void count_extended(ipso__table_builder *b, const ipso_slot *slot, int width)
{
    int line = slot->site == IPSO_ANY ? -1 : extended_line(&b->table, slot->site, slot->day);
    if (line < 0 || ipso_practice_type(b->practice, slot->type)->care == IPSO_CARE_ACUTE)
        return;
    int minutes =
        ipso__extended_minutes(b->practice, slot->day, slot->start_min, slot->start_min + width);
    for (int i = 0; minutes > 0 && i < b->bands->sitting_count; i++) {
        const ipso__sitting *sitting = &b->bands->sittings[i];
        if (sitting->practitioner == slot->practitioner && sitting->day == slot->day &&
            counts_extended(sitting) &&
            shared_minutes(slot->start_min, slot->start_min + width, sitting->start_min,
                           sitting->end_min) > 0) {
            b->table.extended[line].room_min -= minutes;
            return;
        }
    }
}

static void count_kept(ipso__table_builder *b, const ipso_slot *slot)
{
    int grid = ipso_practice_horizon(b->practice)->grid_min;
    int width = slot->length_min + slot->travel_min;
    int band = ipso__bands_find(b->bands, slot->practitioner, slot->day, slot->start_min,
                                slot->start_min + width);
    if (band >= 0) {
        int left = b->table.room_min[band] - (width + grid - 1) / grid * grid;
        b->table.room_min[band] = left > 0 ? left : 0;
    }
    count_target(b, slot->type, slot->practitioner, slot->day);
    count_extended(b, slot, width);
}

bool ipso__builder_lines(ipso__table_builder *b)
{
    const ipso__bands *bands = b->bands;
    b->table.room_min = ipso__calloc((size_t)bands->band_count, sizeof *b->table.room_min);
    if (b->table.room_min == NULL)
        return false;
    for (int i = 0; i < bands->band_count; i++)
        b->table.room_min[i] = bands->bands[i].end_min - bands->bands[i].start_min;
    if (!add_extended(b) || !index_extended(b) || !add_targets(b))
        return false;
    for (int i = 0; i < b->scope->kept_count; i++)
        count_kept(b, &b->scope->kept[i]);
    return true;
}
