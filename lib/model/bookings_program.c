/* Row families that join requests: one patient in one place (B3), linked requests (B4).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/options_program.h"

#include <math.h>

/* Options of a need that stand side by side in one band: [first, end). */
static int end_of_band(const ipso__table *table, int first)
{
    const ipso__need *need = &table->needs[table->options[first].need];
    int end = first + 1;
    while (end < need->first_option + need->option_count &&
           table->options[end].band == table->options[first].band)
        end++;
    return end;
}

static int option_day(const ipso__table *table, int option)
{
    return ipso__band_sitting(table->bands, table->options[option].band)->day;
}

/* The first option of a request that is not before the day: options of requests stand by day. */
static int first_of_day(const ipso__table *table, const ipso__need *need, int day)
{
    int low = need->first_option;
    int high = need->first_option + need->option_count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (option_day(table, middle) < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Adds the terms of the options of `other` in bands that overlap that of option `first`; returns
 * how many there are. */
static int add_overlapping(ipso__table_program *build, int first, const ipso__need *other)
{
    const ipso__table *table = build->table;
    int day = option_day(table, first);
    int count = 0;
    for (int o = first_of_day(table, other, day);
         o < other->first_option + other->option_count && option_day(table, o) == day; o++) {
        if (!ipso__options_apart(table, &table->options[first], &table->options[o])) {
            ipso__table_program_term(build, o, 1);
            count++;
        }
    }
    return count;
}

/* Patient twice (B3): the places of two requests of one patient lie in bands that do not overlap,
 * or in one band, where slots stand one after the other.
 *
 *     for each two requests r < q of one patient and each band b of r:
 *         sum over l of place[r,b,l]
 *       + sum over bands b' != b that overlap b, l of place[q,b',l]  <=  1
 *
 * With at most one place for q, the sum over all b' at once is as valid as one by one, and
 * stronger. Places that overlap a fixed appointment of the patient have no column.
 * Rows are named "patient(<r>,<q>,<first column>)". */
void ipso__table_program_pairs(ipso__table_program *build)
{
    const ipso__table *table = build->table;
    for (int i = 0; i < table->pair_count; i++) {
        const ipso__need *first = &table->needs[table->pairs[i].first];
        const ipso__need *second = &table->needs[table->pairs[i].second];
        for (int o = first->first_option, end; o < first->first_option + first->option_count;
             o = end) {
            end = end_of_band(table, o);
            build->term_count = 0;
            if (add_overlapping(build, o, second) == 0)
                continue;
            for (int own = o; own < end; own++)
                ipso__table_program_term(build, own, 1);
            ipso__table_program_row(build, -INFINITY, 1, "patient", first->request, second->request,
                                    o);
        }
    }
}

/* Link (B4): a request after another is placed only where that one has a place at the right
 * distance; so neither is it placed when that one is not.
 *
 *     for each request r after q and each band b of r:
 *         sum over l of place[r,b,l]
 *       - sum over bands b' of q with b' linked to b, l of place[q,b',l]  <=  0
 *
 * b' is linked to b when from its end to the start of b it is at least min_gap, and from its start
 * to the end of b at most max_gap.
 * Rows are named "link(<r>,<q>,<first column>)". */
void ipso__table_program_links(ipso__table_program *build)
{
    const ipso__table *table = build->table;
    for (int i = 0; i < table->link_count; i++) {
        const ipso__link *link = &table->links[i];
        const ipso__need *earlier = &table->needs[link->earlier];
        const ipso__need *later = &table->needs[link->later];
        for (int o = later->first_option, end; o < later->first_option + later->option_count;
             o = end) {
            end = end_of_band(table, o);
            for (int own = o; own < end; own++)
                ipso__table_program_term(build, own, 1);
            for (int q = earlier->first_option;
                 build->program != NULL && q < earlier->first_option + earlier->option_count; q++) {
                if (ipso__bands_linked(table->bands, table->options[q].band, table->options[o].band,
                                       link->min_gap_min, link->max_gap_min))
                    ipso__table_program_term(build, q, -1);
            }
            ipso__table_program_row(build, -INFINITY, 0, "link", later->request, earlier->request,
                                    o);
        }
    }
}
