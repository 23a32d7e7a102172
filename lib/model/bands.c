/* Bands: sessions of a roster, less what stays, cut at the edges that matter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bands.h"

#include "model/bands_cut.h"
#include "model/needs.h"
#include "practice/consulting.h"

#include <stdlib.h>
#include <string.h>

typedef struct builder {
    const ipso_practice *practice;
    ipso__hole *holes; /* fixed appointments too; in the order practitioner, day, start */
    int hole_count;
    ipso__bands bands;
    size_t sitting_room, band_room;
    ipso__cutter cutter;
} builder;

#define KEYS 4

/* The order of the first key that differs. */
static int compare_keys(const int a[KEYS], const int b[KEYS])
{
    for (int i = 0; i < KEYS; i++) {
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    }
    return 0;
}

static int compare_assignments(const void *left, const void *right)
{
    const ipso_assignment *a = left, *b = right;
    return compare_keys((int[KEYS]){a->practitioner, a->day, a->duty},
                        (int[KEYS]){b->practitioner, b->day, b->duty});
}

static int compare_holes(const void *left, const void *right)
{
    const ipso__hole *a = left, *b = right;
    return compare_keys((int[KEYS]){a->practitioner, a->day, a->start_min, a->end_min},
                        (int[KEYS]){b->practitioner, b->day, b->start_min, b->end_min});
}

static int compare_sittings(const void *left, const void *right)
{
    const ipso__sitting *a = left, *b = right;
    return compare_keys((int[KEYS]){a->practitioner, a->day, a->start_min, a->duty},
                        (int[KEYS]){b->practitioner, b->day, b->start_min, b->duty});
}

/* Holes, and the fixed appointments of the horizon with their travel. */
static bool collect_holes(builder *b, const ipso__hole *holes, int count)
{
    int fixed_count = ipso_practice_fixed_count(b->practice);
    const ipso_horizon *horizon = ipso_practice_horizon(b->practice);
    b->holes = ipso__calloc((size_t)count + (size_t)fixed_count, sizeof *b->holes);
    if (b->holes == NULL)
        return false;
    for (int i = 0; i < count; i++)
        b->holes[b->hole_count++] = holes[i];
    for (int i = 0; i < fixed_count; i++) {
        const ipso_fixed *fixed = ipso_practice_fixed(b->practice, i);
        int day = fixed->date - horizon->first_day;
        if (day < 0 || day >= horizon->days)
            continue;
        int width = ipso__slot_width(b->practice, fixed->type, fixed->mode, fixed->length_min);
        b->holes[b->hole_count++] =
            (ipso__hole){fixed->practitioner, day, fixed->start_min, fixed->start_min + width};
    }
    qsort(b->holes, (size_t)b->hole_count, sizeof *b->holes, compare_holes);
    return true;
}

/* The ways of holding each type in a session of the duty. */
static const unsigned char *session_modes(builder *b, const ipso_assignment *assignment,
                                          const ipso__session *session)
{
    const ipso_duty *duty = ipso_practice_duty(b->practice, assignment->duty);
    int types = ipso_practice_type_count(b->practice);
    unsigned char *modes = ipso__arena_alloc(&b->bands.arena, (size_t)types, 1);
    if (modes == NULL)
        return NULL;
    for (int c = 0; c < types; c++) {
        if (ipso__session_admits(session, c))
            modes[c] = (unsigned char)ipso__slot_mode(b->practice, c, assignment->practitioner,
                                                      duty->site, duty->tele);
    }
    return modes;
}

static bool add_sittings(builder *b, const ipso_assignment *assignment)
{
    ipso__consulting consulting;
    if (ipso__consulting_make(&consulting, b->practice, assignment->practitioner, assignment->day,
                              assignment->duty, NULL) != IPSO_OK)
        return false;
    const ipso_duty *duty = ipso_practice_duty(b->practice, assignment->duty);
    bool ok = ipso__grow(&b->bands.sittings, &b->sitting_room,
                         (size_t)(b->bands.sitting_count + consulting.session_count),
                         sizeof *b->bands.sittings);
    for (int i = 0; ok && i < consulting.session_count; i++) {
        const ipso__session *session = &consulting.sessions[i];
        const unsigned char *modes = session_modes(b, assignment, session);
        ok = modes != NULL;
        b->bands.sittings[b->bands.sitting_count++] = (ipso__sitting){
            .practitioner = assignment->practitioner,
            .day = assignment->day,
            .duty = assignment->duty,
            .site = duty->site,
            .tele = duty->tele || duty->site == IPSO_ANY,
            .admits_all = session->admits == NULL,
            .start_min = session->start_min,
            .end_min = session->end_min,
            .modes = modes,
        };
    }
    ipso__consulting_finish(&consulting);
    return ok;
}

static bool collect_sittings(builder *b, const ipso_assignment *assignments, int count)
{
    ipso_assignment *sorted = ipso__calloc((size_t)count, sizeof *sorted);
    if (sorted == NULL)
        return false;
    if (count > 0)
        memcpy(sorted, assignments, (size_t)count * sizeof *sorted);
    qsort(sorted, (size_t)count, sizeof *sorted, compare_assignments);
    bool ok = true;
    for (int i = 0; ok && i < count; i++)
        ok = add_sittings(b, &sorted[i]);
    free(sorted);
    if (ok && b->bands.sitting_count > 0)
        qsort(b->bands.sittings, (size_t)b->bands.sitting_count, sizeof *b->bands.sittings,
              compare_sittings);
    return ok;
}

/* Adds [start, end), shrunk inward to the grid, unless nothing is left of it. */
static bool add_band(builder *b, int sitting, int start_min, int end_min)
{
    int grid = ipso_practice_horizon(b->practice)->grid_min;
    int start = (start_min + grid - 1) / grid * grid;
    int end = end_min / grid * grid;
    if (start >= end)
        return true;
    if (!ipso__grow(&b->bands.bands, &b->band_room, (size_t)b->bands.band_count + 1,
                    sizeof *b->bands.bands))
        return false;
    int day = b->bands.sittings[sitting].day;
    b->bands.bands[b->bands.band_count++] = (ipso__band){
        .sitting = sitting,
        .start_min = start,
        .end_min = end,
        .extended = ipso__extended_minutes(b->practice, day, start, end) > 0,
    };
    return true;
}

/* Cuts [start, end) of a sitting, in which nothing stays, into bands. */
static bool cut_piece(builder *b, int sitting, int start_min, int end_min)
{
    if (start_min >= end_min)
        return true;
    int count = ipso__cutter_cut(&b->cutter, start_min, end_min);
    for (int i = 0; i + 1 < count; i++) {
        if (!add_band(b, sitting, b->cutter.cuts[i], b->cutter.cuts[i + 1]))
            return false;
    }
    return true;
}

/* Bands of one sitting: the pieces between its holes, each cut at the sitting's edges. *hole is the
 * first hole that is not before the practitioner's day, and moves on with the sittings. */
static bool cut_sitting(builder *b, int index, int *hole)
{
    ipso__sitting *sitting = &b->bands.sittings[index];
    sitting->first_band = b->bands.band_count;
    if (!ipso__cutter_set(&b->cutter, b->practice, sitting))
        return false;
    ipso__hole day_start = {sitting->practitioner, sitting->day, 0, 0};
    while (*hole < b->hole_count && compare_holes(&b->holes[*hole], &day_start) < 0)
        ++*hole;
    int reached = sitting->start_min;
    for (int h = *hole; h < b->hole_count && b->holes[h].practitioner == sitting->practitioner &&
                        b->holes[h].day == sitting->day;
         h++) {
        if (b->holes[h].end_min <= reached || b->holes[h].start_min >= sitting->end_min)
            continue;
        if (!cut_piece(b, index, reached, b->holes[h].start_min))
            return false;
        reached = b->holes[h].end_min;
    }
    if (!cut_piece(b, index, reached, sitting->end_min))
        return false;
    sitting->band_count = b->bands.band_count - sitting->first_band;
    return true;
}

static bool index_days(builder *b)
{
    int practitioners = ipso_practice_practitioner_count(b->practice);
    int cells = practitioners * b->bands.days;
    b->bands.first_band =
        ipso__arena_alloc(&b->bands.arena, (size_t)cells + 1, sizeof *b->bands.first_band);
    if (b->bands.first_band == NULL)
        return false;
    int band = 0;
    for (int cell = 0; cell <= cells; cell++) {
        for (; band < b->bands.band_count; band++) {
            const ipso__sitting *sitting = ipso__band_sitting(&b->bands, band);
            if (sitting->practitioner * b->bands.days + sitting->day >= cell)
                break;
        }
        b->bands.first_band[cell] = band;
    }
    return true;
}

ipso_status ipso__bands_build(ipso__bands *bands, const ipso_practice *practice,
                              const ipso_assignment *assignments, int assignment_count,
                              const ipso__hole *holes, int hole_count, ipso_error *err)
{
    builder b = {.practice = practice};
    b.bands.days = ipso_practice_horizon(practice)->days;
    bool ok =
        collect_holes(&b, holes, hole_count) && collect_sittings(&b, assignments, assignment_count);
    int hole = 0;
    for (int i = 0; ok && i < b.bands.sitting_count; i++)
        ok = cut_sitting(&b, i, &hole);
    ok = ok && index_days(&b);
    ipso__cutter_finish(&b.cutter);
    free(b.holes);
    if (!ok) {
        ipso__bands_finish(&b.bands);
        return ipso__fail_nomem(err);
    }
    *bands = b.bands;
    return IPSO_OK;
}

void ipso__bands_finish(ipso__bands *bands)
{
    free(bands->sittings);
    free(bands->bands);
    ipso__arena_finish(&bands->arena);
    *bands = (ipso__bands){0};
}

const ipso__sitting *ipso__band_sitting(const ipso__bands *bands, int band)
{
    return &bands->sittings[bands->bands[band].sitting];
}

int ipso__bands_find(const ipso__bands *bands, int practitioner, int day, int start_min,
                     int end_min)
{
    const int *first = &bands->first_band[practitioner * bands->days + day];
    for (int b = first[0]; b < first[1]; b++) {
        if (bands->bands[b].start_min <= start_min && end_min <= bands->bands[b].end_min)
            return b;
    }
    return -1;
}

bool ipso__bands_overlap(const ipso__bands *bands, int first, int second)
{
    const ipso__band *a = &bands->bands[first];
    const ipso__band *b = &bands->bands[second];
    return first != second &&
           ipso__band_sitting(bands, first)->day == ipso__band_sitting(bands, second)->day &&
           a->start_min < b->end_min && b->start_min < a->end_min;
}

bool ipso__bands_linked(const ipso__bands *bands, int earlier, int later, int min_gap_min,
                        int max_gap_min)
{
    const ipso__band *a = &bands->bands[earlier];
    const ipso__band *b = &bands->bands[later];
    int apart = (ipso__band_sitting(bands, later)->day - ipso__band_sitting(bands, earlier)->day) *
                IPSO_DAY_MIN;
    return apart + b->start_min - a->end_min >= min_gap_min &&
           apart + b->end_min - a->start_min <= max_gap_min;
}
