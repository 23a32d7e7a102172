/* The calendar of one replication.
 *
 * A time of k cells is free at cell c when cells c .. c + k - 1 are: and-ing the bits with
 * themselves, moved down by 1, 2, 4 ... cells, finds all such c of a day at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/calendar.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = (IPSO_DAY_MIN + 63) / 64 };

/* ---- bits ---- */

static void move_down(uint64_t *moved, const uint64_t *bits, int words, int by)
{
    int skip = by / 64, shift = by % 64;

    for (int w = 0; w < words; w++) {
        uint64_t low = w + skip < words ? bits[w + skip] : 0;
        uint64_t high = w + skip + 1 < words ? bits[w + skip + 1] : 0;
        moved[w] = shift == 0 ? low : low >> shift | high << (64 - shift);
    }
}

/* Leaves the bits at which `cells` bits in a row are set. */
static void keep_runs(uint64_t *bits, int words, int cells)
{
    uint64_t moved[MOST_WORDS];

    for (int have = 1; have < cells;) {
        int by = have < cells - have ? have : cells - have;

        move_down(moved, bits, words, by);
        for (int w = 0; w < words; w++)
            bits[w] &= moved[w];
        have += by;
    }
}

/* Number of the lowest set bit of a word that is not 0. */
static int lowest(uint64_t word)
{
    int at = 0;

    for (int half = 32; half > 0; half /= 2)
        if ((word & ((UINT64_C(1) << half) - 1)) == 0) {
            word >>= half;
            at += half;
        }
    return at;
}

/* The first set bit in from .. last, or -1. */
static int first_bit(const uint64_t *bits, int from, int last)
{
    for (int w = from / 64; from <= last && w <= last / 64; w++) {
        uint64_t word = bits[w];

        if (w == from / 64)
            word &= ~UINT64_C(0) << (from % 64);
        if (word != 0) {
            int found = w * 64 + lowest(word);
            return found <= last ? found : -1;
        }
    }
    return -1;
}

static void set_range(uint64_t *bits, int from, int end, bool value)
{
    for (int cell = from; cell < end; cell++) {
        uint64_t bit = UINT64_C(1) << (cell % 64);
        bits[cell / 64] = value ? bits[cell / 64] | bit : bits[cell / 64] & ~bit;
    }
}

/* ---- the days ---- */

ipso__agenda_day *ipso__calendar_day(const ipso_sim_calendar *calendar, int practitioner, int day)
{
    return &calendar->days[day % calendar->ahead_days * calendar->world->people + practitioner];
}

static void open_day(ipso_sim_calendar *calendar, int day)
{
    const ipso__world *world = calendar->world;

    for (int p = 0; p < world->people; p++) {
        const ipso__layout *layout = ipso__world_layout(world, day, p);
        ipso__agenda_day *agenda = ipso__calendar_day(calendar, p, day);

        agenda->booked_min = 0;
        agenda->booked_count = 0;
        if (layout->stretch_count > 0)
            memcpy(agenda->free, layout->open, (size_t)world->words * sizeof(uint64_t));
    }
}

bool ipso__calendar_init(ipso_sim_calendar *calendar, const ipso__world *world)
{
    size_t count = (size_t)world->settings->ahead_days * (size_t)world->people;

    *calendar = (ipso_sim_calendar){.world = world, .ahead_days = world->settings->ahead_days};
    calendar->days = ipso__calloc(count, sizeof *calendar->days);
    calendar->bits = ipso__calloc(count * (size_t)world->words, sizeof *calendar->bits);
    if (calendar->days == NULL || calendar->bits == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        calendar->days[i].free = &calendar->bits[i * (size_t)world->words];
    for (int day = 0; day < calendar->ahead_days; day++)
        open_day(calendar, day);
    return true;
}

void ipso__calendar_finish(ipso_sim_calendar *calendar)
{
    size_t count = calendar->world == NULL
                       ? 0
                       : (size_t)calendar->ahead_days * (size_t)calendar->world->people;

    for (size_t i = 0; calendar->days != NULL && i < count; i++)
        free(calendar->days[i].booked);
    free(calendar->days);
    free(calendar->bits);
}

void ipso__calendar_advance(ipso_sim_calendar *calendar, int day)
{
    calendar->now_day = day;
    calendar->now_min = 0;
    if (day > 0)
        open_day(calendar, day + calendar->ahead_days - 1);
}

static void mark(ipso_sim_calendar *calendar, const ipso_sim_offer *offer, bool is_free)
{
    int grid = calendar->world->grid_min;
    int width = offer->length_min + offer->travel_min;
    ipso__agenda_day *agenda = ipso__calendar_day(calendar, offer->practitioner, offer->day);

    set_range(agenda->free, offer->start_min / grid, (offer->start_min + width + grid - 1) / grid,
              is_free);
    agenda->booked_min += is_free ? -width : width;
}

bool ipso__calendar_book(ipso_sim_calendar *calendar, const ipso_sim_offer *offer, int appointment)
{
    ipso__agenda_day *agenda = ipso__calendar_day(calendar, offer->practitioner, offer->day);

    if (!ipso__grow(&agenda->booked, &agenda->booked_capacity, agenda->booked_count + 1,
                    sizeof(int)))
        return false;
    agenda->booked[agenda->booked_count++] = appointment;
    mark(calendar, offer, false);
    return true;
}

void ipso__calendar_release(ipso_sim_calendar *calendar, const ipso_sim_offer *offer,
                            int appointment)
{
    ipso__agenda_day *agenda = ipso__calendar_day(calendar, offer->practitioner, offer->day);
    size_t at = 0;

    while (at < agenda->booked_count && agenda->booked[at] != appointment)
        at++;
    if (at == agenda->booked_count)
        return;
    agenda->booked[at] = agenda->booked[--agenda->booked_count];
    mark(calendar, offer, true);
}

void ipso__calendar_close(ipso_sim_calendar *calendar, int practitioner)
{
    ipso__agenda_day *agenda = ipso__calendar_day(calendar, practitioner, calendar->now_day);

    memset(agenda->free, 0, (size_t)calendar->world->words * sizeof *agenda->free);
}

/* ---- questions ---- */

const int *ipso_sim_givers(const ipso_sim_calendar *calendar, int type, int *count)
{
    const ipso__world *world = calendar->world;

    *count = world->first_giver[type + 1] - world->first_giver[type];
    return &world->givers[world->first_giver[type]];
}

bool ipso_sim_works(const ipso_sim_calendar *calendar, int practitioner)
{
    return calendar->world->works[practitioner];
}

int ipso_sim_booked_min(const ipso_sim_calendar *calendar, int practitioner, int day)
{
    if (day < calendar->now_day || day >= calendar->now_day + calendar->ahead_days)
        return 0;
    return ipso__calendar_day(calendar, practitioner, day)->booked_min;
}

/* Cells that are free for an ask: not kept for others, unless what is kept is free for everybody by
 * now. */
static void find_free(const ipso_sim_calendar *calendar, uint64_t *bits, const ipso_sim_ask *ask,
                      const ipso__layout *layout, const ipso__agenda_day *agenda, int day)
{
    const ipso__world *world = calendar->world;
    bool acute = ask->care == IPSO_CARE_ACUTE;
    bool same_day = day == ask->day;
    int released = (calendar->now_min + world->settings->mix->release_min) / world->grid_min;

    for (int w = 0; w < world->words; w++) {
        uint64_t kept = (acute ? 0 : layout->acute[w]) | (same_day ? 0 : layout->same_day[w]);

        if (day == calendar->now_day && kept != 0 && released > w * 64)
            kept &= released >= (w + 1) * 64 ? 0 : ~UINT64_C(0) << (released - w * 64);
        bits[w] = agenda->free[w] & ~kept;
    }
}

/* The first start in a stretch, inside the window, or -1. */
static int first_start(const ipso_sim_calendar *calendar, const uint64_t *bits,
                       const ipso__stretch *stretch, int start_min, int end_min, int cells, int day)
{
    int grid = calendar->world->grid_min;
    int from = stretch->start_min > start_min ? stretch->start_min : start_min;
    int end = stretch->end_min < end_min ? stretch->end_min : end_min;

    if (day == calendar->now_day && from < calendar->now_min)
        from = calendar->now_min;
    int found = first_bit(bits, (from + grid - 1) / grid, end / grid - cells);
    return found < 0 ? -1 : found * grid;
}

/* The first start in a stretch that suits the ask's windows, or -1. */
static int first_suiting(const ipso_sim_calendar *calendar, const uint64_t *bits,
                         const ipso_sim_ask *ask, const ipso__stretch *stretch, int cells, int day)
{
    unsigned bit = ask->window_count > 0 ? ipso__day_bit(calendar->world, day) : 0;
    int best = -1;

    if (ask->window_count == 0)
        return first_start(calendar, bits, stretch, 0, IPSO_DAY_MIN, cells, day);
    for (int i = 0; i < ask->window_count; i++) {
        if ((ask->windows[i].weekdays & bit) == 0)
            continue;
        int found = first_start(calendar, bits, stretch, ask->windows[i].start_min,
                                ask->windows[i].end_min, cells, day);
        if (found >= 0 && (best < 0 || found < best))
            best = found;
    }
    return best;
}

/* How an ask is held in a stretch, 0 not at all. */
static unsigned mode_of(const ipso__world *world, const ipso_sim_ask *ask,
                        const ipso__stretch *stretch)
{
    unsigned mode = stretch->modes[ask->type];
    bool elsewhere =
        ask->site != IPSO_ANY && stretch->site != IPSO_ANY && ask->site != stretch->site;

    if (mode == IPSO_MODE_TELE && !ask->accepts_tele &&
        (ipso_practice_type(world->practice, ask->type)->modes & ~(unsigned)IPSO_MODE_TELE) != 0)
        return 0;
    return elsewhere ? 0 : mode;
}

/* Starts of `cells` free cells; what a slot mix does not let appointments start at is left out. */
static void find_starts(uint64_t *bits, const uint64_t *from, const ipso__layout *layout, int words,
                        int cells)
{
    memcpy(bits, from, (size_t)words * sizeof *bits);
    keep_runs(bits, words, cells);
    for (int w = 0; w < words; w++)
        bits[w] &= layout->start[w];
}

bool ipso_sim_earliest(const ipso_sim_calendar *calendar, ipso_sim_offer *offer,
                       const ipso_sim_ask *ask, int practitioner, int day)
{
    const ipso__world *world = calendar->world;
    uint64_t all[MOST_WORDS], bits[MOST_WORDS];

    if (day < calendar->now_day || day >= calendar->now_day + calendar->ahead_days)
        return false;
    if (ask->practitioner != IPSO_ANY && practitioner != ask->practitioner && !ask->accepts_others)
        return false;
    const ipso__layout *layout = ipso__world_layout(world, day, practitioner);
    const ipso__agenda_day *agenda = ipso__calendar_day(calendar, practitioner, day);
    if (layout->stretch_count == 0 ||
        layout->consulting_min - agenda->booked_min < layout->length_min[ask->type])
        return false;
    find_free(calendar, all, ask, layout, agenda, day);
    for (int s = 0; s < layout->stretch_count; s++) {
        const ipso__stretch *stretch = &layout->stretches[s];
        unsigned mode = mode_of(world, ask, stretch);
        int length = layout->length_min[ask->type];
        int travel =
            mode == IPSO_MODE_HOME ? ipso_practice_type(world->practice, ask->type)->travel_min : 0;
        int cells = (length + travel + world->grid_min - 1) / world->grid_min;

        if (mode == 0)
            continue;
        find_starts(bits, all, layout, world->words, cells);
        int found = first_suiting(calendar, bits, ask, stretch, cells, day);
        if (found < 0)
            continue;
        *offer = (ipso_sim_offer){practitioner, day, found, length, travel, mode};
        return true;
    }
    return false;
}

/* Times one after the other that are free and kept for nobody. */
static int count_free(const ipso_sim_calendar *calendar, int practitioner, int day, int cells)
{
    const ipso__world *world = calendar->world;
    const ipso__layout *layout = ipso__world_layout(world, day, practitioner);
    const ipso__agenda_day *agenda = ipso__calendar_day(calendar, practitioner, day);
    uint64_t bits[MOST_WORDS], starts[MOST_WORDS];
    int count = 0, at = 0, most = world->words * 64 - 1;

    if (layout->stretch_count == 0)
        return 0;
    for (int w = 0; w < world->words; w++)
        bits[w] = agenda->free[w] & ~(layout->acute[w] | layout->same_day[w]);
    find_starts(starts, bits, layout, world->words, cells);
    while ((at = first_bit(starts, at, most)) >= 0) {
        count++;
        at += cells;
    }
    return count;
}

int ipso__calendar_third_next(const ipso_sim_calendar *calendar, int practitioner, int length_min)
{
    int grid = calendar->world->grid_min, found = 0;

    for (int ahead = 0; ahead < calendar->ahead_days; ahead++) {
        found += count_free(calendar, practitioner, calendar->now_day + ahead,
                            (length_min + grid - 1) / grid);
        if (found >= 3)
            return ahead;
    }
    return calendar->ahead_days;
}
