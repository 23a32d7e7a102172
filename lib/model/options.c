/* The table of options: which slots could serve whom, at which price.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/options.h"

#include "model/needs.h"
#include "model/options_build.h"

#include <math.h>
#include <stdlib.h>

double ipso__overrun_min(const ipso_practice *practice, int type, int practitioner,
                         int patient_class, int length_min)
{
    double factor;
    ipso_law law = ipso_practice_service_law(practice, type, practitioner, patient_class, &factor);
    return ipso_law_overrun_min(&law, factor, length_min);
}

/* E[(S - length)+] of the i-th length of a type, from the cache. */
static double overrun_of(ipso__table_builder *b, int type, int practitioner, int patient_class,
                         size_t length_index)
{
    int classes = ipso_practice_class_count(b->practice) + 1;
    int practitioners = ipso_practice_practitioner_count(b->practice);
    int row = (type * classes + patient_class + 1) * practitioners + practitioner;
    double *cell = &b->overruns[(size_t)row * (size_t)b->length_room + length_index];
    if (isnan(*cell)) {
        int length = ipso_practice_type(b->practice, type)->lengths_min[length_index];
        *cell = ipso__overrun_min(b->practice, type, practitioner, patient_class, length);
    }
    return *cell;
}

/* Adds what the request can be worth to all those it comes after. */
static void add_worth(ipso__table_builder *b, int r)
{
    const ipso_request *request = ipso_practice_request(b->practice, r);
    int64_t worth = ipso__request_value(b->practice, request) +
                    ipso_practice_type(b->practice, request->type)->target_points;
    for (int q = request->after; q != IPSO_ANY; q = ipso_practice_request(b->practice, q)->after)
        b->followers_worth[q] += worth;
}

static bool prepare(ipso__table_builder *b)
{
    int types = ipso_practice_type_count(b->practice);
    int requests = ipso_practice_request_count(b->practice);
    for (int c = 0; c < types; c++) {
        int lengths = (int)ipso_practice_type(b->practice, c)->length_count;
        b->length_room = lengths > b->length_room ? lengths : b->length_room;
    }
    size_t cells = (size_t)types * ((size_t)ipso_practice_class_count(b->practice) + 1) *
                   (size_t)ipso_practice_practitioner_count(b->practice) * (size_t)b->length_room;
    b->overruns = ipso__calloc(cells, sizeof *b->overruns);
    b->need_of_request = ipso__calloc((size_t)requests, sizeof *b->need_of_request);
    b->followers_worth = ipso__calloc((size_t)requests, sizeof *b->followers_worth);
    if (b->overruns == NULL || b->need_of_request == NULL || b->followers_worth == NULL ||
        !ipso__grow(&b->table.values, &b->value_room, 1, sizeof *b->table.values))
        return false;
    for (size_t i = 0; i < cells; i++)
        b->overruns[i] = NAN;
    for (int r = 0; r < requests; r++)
        add_worth(b, r);
    return true;
}

static bool add_value(ipso__table_builder *b, ipso__need *need, int64_t value)
{
    if (!ipso__grow(&b->table.values, &b->value_room, (size_t)b->table.value_count + 1,
                    sizeof *b->table.values))
        return false;
    b->table.values[b->table.value_count++] = value;
    need->value_count++;
    return true;
}

/* The need being built is the last one; its options follow. */
static ipso__need *add_need(ipso__table_builder *b, ipso__need_kind kind, int type)
{
    if (!ipso__grow(&b->table.needs, &b->need_room, (size_t)b->table.need_count + 1,
                    sizeof *b->table.needs))
        return NULL;
    ipso__need *need = &b->table.needs[b->table.need_count++];
    *need = (ipso__need){.kind = kind,
                         .type = type,
                         .demand = IPSO_ANY,
                         .day = IPSO_ANY,
                         .request = IPSO_ANY,
                         .first_value = b->table.value_count,
                         .first_option = b->table.option_count};
    return need;
}

/* Minutes that one slot of the type may take of a band, under S1 and a hard S6. */
static int band_room(const ipso__table_builder *b, int band, const ipso_type *type)
{
    int room = b->table.room_min[band];
    int line = type->care == IPSO_CARE_ACUTE ? -1 : b->table.extended_of_band[band];
    if (line < 0 || b->table.extended_points != IPSO_HARD)
        return room;
    return b->table.extended[line].room_min < room ? b->table.extended[line].room_min : room;
}

/* Adds the lengths of the last need in a band: base points, and overrun_points for each expected
 * minute of overrun; those that are worth at most `worth` and cheaper than every shorter one. */
static bool add_lengths(ipso__table_builder *b, int band, int64_t base, double overrun_points,
                        int patient_class, int64_t worth)
{
    const ipso__sitting *sitting = ipso__band_sitting(b->bands, band);
    ipso__need *need = &b->table.needs[b->table.need_count - 1];
    const ipso_type *type = ipso_practice_type(b->practice, need->type);
    int line = ipso__table_target(&b->table, need->type, sitting->practitioner, sitting->day);
    if (line >= 0 && b->table.targets[line].missing > 0)
        worth += type->target_points;
    int room = band_room(b, band, type);
    int64_t best = INT64_MAX;
    for (size_t i = 0; i < type->length_count; i++) {
        int length = type->lengths_min[i];
        int width = ipso__slot_width(b->practice, need->type, sitting->modes[need->type], length);
        double overrun = overrun_of(b, need->type, sitting->practitioner, patient_class, i);
        int64_t cost = base + ipso__round_points(overrun_points * overrun);
        if (width > room || cost >= best || cost > worth)
            continue;
        best = cost;
        if (!ipso__grow(&b->table.options, &b->option_room, (size_t)b->table.option_count + 1,
                        sizeof *b->table.options))
            return false;
        b->table.options[b->table.option_count++] =
            (ipso__option){cost, b->table.need_count - 1, band, length, width};
        need->option_count++;
    }
    return true;
}

/* Options of demand entry d that arose on day `from`, on day `day`. */
static bool add_forecast_day(ipso__table_builder *b, int d, int from, int day, int64_t worth)
{
    const ipso_demand *entry = ipso_practice_demand(b->practice, d);
    const ipso_weights *weights = ipso_practice_weights(b->practice);
    bool acute = ipso_practice_type(b->practice, entry->type)->care == IPSO_CARE_ACUTE;
    int64_t wait = acute ? 0 : weights->wait_points * (day - from);
    for (int p = 0; p < ipso_practice_practitioner_count(b->practice); p++) {
        const int *first = &b->bands->first_band[p * b->bands->days + day];
        for (int band = first[0]; band < first[1]; band++) {
            const ipso__sitting *sitting = ipso__band_sitting(b->bands, band);
            if (sitting->modes[entry->type] == 0 ||
                entry->start_min > b->bands->bands[band].start_min ||
                entry->end_min < b->bands->bands[band].end_min ||
                !ipso__demand_reaches(b->practice, d, from, sitting->site, day))
                continue;
            if (!add_lengths(b, band, wait, (double)weights->overrun_points, entry->patient_class,
                             worth))
                return false;
        }
    }
    return true;
}

/* The group of demand entry d and the day on which it arises. */
static bool add_forecast(ipso__table_builder *b, int d, int from)
{
    const ipso_demand *entry = ipso_practice_demand(b->practice, d);
    const ipso_type *type = ipso_practice_type(b->practice, entry->type);
    ipso__need *need = add_need(b, IPSO__NEED_FORECAST, entry->type);
    if (need == NULL)
        return false;
    need->demand = d;
    need->day = from;
    int64_t first = ipso__demand_value(b->practice, d, 1);
    int64_t value = first;
    for (int j = 1; value > 0; value = ipso__demand_value(b->practice, d, ++j)) {
        if (!add_value(b, need, value))
            return false;
    }
    for (int day = from + type->lead_min_days;
         day <= from + type->lead_max_days && day < b->bands->days; day++) {
        if (!add_forecast_day(b, d, from, day, first))
            return false;
    }
    return true;
}

static bool add_forecasts(ipso__table_builder *b)
{
    for (int d = 0; d < ipso_practice_demand_count(b->practice); d++) {
        const ipso_demand *entry = ipso_practice_demand(b->practice, d);
        for (int day = 0; day < b->bands->days; day++) {
            if (ipso_practice_day_matches(b->practice, &entry->days, day) &&
                !add_forecast(b, d, day))
                return false;
        }
    }
    return true;
}

/* Slots kept for a line of S7 alone: of the type's own law, and worth the target alone. */
static bool add_target(ipso__table_builder *b, int index)
{
    const ipso__target_line *line = &b->table.targets[index];
    double overrun_points = (double)ipso_practice_weights(b->practice)->overrun_points;
    if (line->missing == 0)
        return true;
    if (add_need(b, IPSO__NEED_TARGET, line->type) == NULL)
        return false;
    for (int day = 0; day < b->bands->days; day++) {
        const int *first = &b->bands->first_band[line->practitioner * b->bands->days + day];
        if (ipso__week_of(b->practice, day) != line->week)
            continue;
        for (int band = first[0]; band < first[1]; band++) {
            if (ipso__band_sitting(b->bands, band)->modes[line->type] != 0 &&
                !add_lengths(b, band, 0, overrun_points, IPSO_ANY, 0))
                return false;
        }
    }
    return true;
}

static bool add_request_day(ipso__table_builder *b, int r, int practitioner, int day, int64_t worth)
{
    const ipso_request *request = ipso_practice_request(b->practice, r);
    double overrun_points =
        (double)ipso_practice_weights(b->practice)->overrun_points * (1.0 - request->no_show);
    const int *first = &b->bands->first_band[practitioner * b->bands->days + day];
    for (int band = first[0]; band < first[1]; band++) {
        const ipso__sitting *sitting = ipso__band_sitting(b->bands, band);
        const ipso__band *piece = &b->bands->bands[band];
        unsigned mode = sitting->modes[request->type];
        if (!ipso__request_reaches(b->practice, request, practitioner, sitting->site, mode) ||
            !ipso__request_open(b->practice, request, day, piece->start_min, piece->end_min) ||
            ipso__builder_is_elsewhere(b, r, day, piece->start_min, piece->end_min))
            continue;
        int64_t base = ipso__request_cost(b->practice, request, practitioner, day, mode);
        if (!add_lengths(b, band, base, overrun_points, request->patient_class, worth))
            return false;
    }
    return true;
}

static bool add_request(ipso__table_builder *b, int r)
{
    const ipso_request *request = ipso_practice_request(b->practice, r);
    ipso__need *need = add_need(b, IPSO__NEED_REQUEST, request->type);
    if (need == NULL)
        return false;
    need->request = r;
    b->need_of_request[r] = b->table.need_count - 1;
    int64_t value = ipso__request_value(b->practice, request);
    if (value > 0 && !add_value(b, need, value))
        return false;
    int64_t worth = value + b->followers_worth[r];
    bool own_only = request->practitioner != IPSO_ANY && !request->accepts_others;
    int first = own_only ? request->practitioner : 0;
    int last = own_only ? first : ipso_practice_practitioner_count(b->practice) - 1;
    for (int day = 0; day < b->bands->days; day++) {
        for (int p = first; p <= last; p++) {
            if (!add_request_day(b, r, p, day, worth))
                return false;
        }
    }
    return true;
}

static bool build(ipso__table_builder *b)
{
    bool ok = prepare(b) && ipso__builder_lines(b);
    if (ok && b->scope->forecasts) {
        ok = add_forecasts(b);
        for (int i = 0; ok && i < b->table.target_count; i++)
            ok = add_target(b, i);
    }
    if (ok && b->scope->requests) {
        ok = ipso__builder_elsewhere(b);
        for (int r = 0; ok && r < ipso_practice_request_count(b->practice); r++)
            ok = add_request(b, r);
        ok = ok && ipso__builder_links(b);
        if (ok)
            ipso__builder_prune(b);
    }
    return ok;
}

ipso_status ipso__table_build(ipso__table *table, const ipso_practice *practice,
                              const ipso__bands *bands, const ipso__scope *scope, ipso_error *err)
{
    ipso__table_builder b = {.practice = practice, .bands = bands, .scope = scope};
    b.table.practice = practice;
    b.table.bands = bands;
    bool ok = build(&b);
    free(b.overruns);
    free(b.need_of_request);
    free(b.followers_worth);
    free(b.elsewhere);
    if (!ok) {
        ipso__table_finish(&b.table);
        return ipso__fail_nomem(err);
    }
    *table = b.table;
    return IPSO_OK;
}

void ipso__table_finish(ipso__table *table)
{
    free(table->room_min);
    free(table->needs);
    free(table->values);
    free(table->options);
    free(table->extended);
    free(table->targets);
    free(table->pairs);
    free(table->links);
    free(table->extended_of_band);
    free(table->target_of);
    *table = (ipso__table){0};
}
