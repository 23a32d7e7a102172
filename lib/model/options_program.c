/* The integer program of a table of options, one function for each family of rows. Symbols and
 * labels are those of docs/formulation.md.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/options_program.h"

#include "model/needs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_SIZE 200

/* Options in the order of their bands, by counting. */
static bool sort_by_band(ipso__table_program *build)
{
    const ipso__table *table = build->table;
    int bands = table->bands->band_count;
    build->band_first = ipso__calloc((size_t)bands + 1, sizeof *build->band_first);
    build->by_band = ipso__calloc((size_t)table->option_count, sizeof *build->by_band);
    if (build->band_first == NULL || build->by_band == NULL)
        return false;
    for (int o = 0; o < table->option_count; o++)
        build->band_first[table->options[o].band + 1]++;
    for (int b = 0; b < bands; b++)
        build->band_first[b + 1] += build->band_first[b];
    for (int o = table->option_count - 1; o >= 0; o--)
        build->by_band[--build->band_first[table->options[o].band + 1]] = o;
    /* Now entry b + 1 is where band b begins. */
    memmove(build->band_first, build->band_first + 1, (size_t)bands * sizeof *build->band_first);
    build->band_first[bands] = table->option_count;
    return true;
}

bool ipso__table_program_start(ipso__table_program *build, const ipso__table *table,
                               ipso__program *program)
{
    *build = (ipso__table_program){.table = table, .program = program};
    return sort_by_band(build);
}

void ipso__table_program_finish(ipso__table_program *build)
{
    free(build->terms);
    free(build->by_band);
    free(build->band_first);
}

void ipso__table_program_term(ipso__table_program *build, int column, double value)
{
    if (build->program == NULL || build->failed)
        return;
    if (!ipso__grow(&build->terms, &build->term_room, (size_t)build->term_count + 1,
                    sizeof *build->terms)) {
        build->failed = true;
        return;
    }
    build->terms[build->term_count++] = (ipso__term){column, value};
}

/* Adds a column and returns its index; the name is complete. */
static int add_column(ipso__table_program *build, double cost, double upper, bool integer,
                      const char *name)
{
    if (build->program != NULL)
        ipso__program_add_column(build->program, cost, 0, upper, integer, "%s", name);
    return (int)build->columns++;
}

/* Adds the row of the terms collected, and clears them. */
static void add_row(ipso__table_program *build, double lower, double upper, const char *name)
{
    build->rows++;
    if (build->program != NULL)
        ipso__program_add_row(build->program, lower, upper, build->terms, (size_t)build->term_count,
                              "%s", name);
    build->term_count = 0;
}

void ipso__table_program_row(ipso__table_program *build, double lower, double upper,
                             const char *family, int first_request, int second_request, int number)
{
    const ipso_practice *practice = build->table->practice;
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "%s(%.80s,%.80s,%d)", family,
             ipso_practice_request(practice, first_request)->id,
             ipso_practice_request(practice, second_request)->id, number);
    add_row(build, lower, upper, name);
}

static void day_name(const ipso__table *table, int day, char text[IPSO_DATE_SIZE])
{
    ipso_date_format(ipso_practice_horizon(table->practice)->first_day + day, text);
}

/* "morel,2026-11-24,08:00": the practitioner, the day and the start of a band. */
static void band_name(const ipso__table *table, int band, char text[NAME_SIZE])
{
    const ipso__sitting *sitting = ipso__band_sitting(table->bands, band);
    char date[IPSO_DATE_SIZE], time[IPSO_TIME_SIZE];
    day_name(table, sitting->day, date);
    ipso_time_format(table->bands->bands[band].start_min, time);
    snprintf(text, NAME_SIZE, "%.150s,%s,%s",
             ipso_practice_practitioner(table->practice, sitting->practitioner)->id, date, time);
}

/* "d3,2026-11-24" or a request's id: who needs the slot. */
static void need_name(const ipso__table *table, const ipso__need *need, char text[NAME_SIZE])
{
    char date[IPSO_DATE_SIZE];
    if (need->kind == IPSO__NEED_REQUEST) {
        snprintf(text, NAME_SIZE, "%.150s",
                 ipso_practice_request(table->practice, need->request)->id);
    } else if (need->kind == IPSO__NEED_TARGET) {
        snprintf(text, NAME_SIZE, "target");
    } else {
        day_name(table, need->day, date);
        snprintf(text, NAME_SIZE, "d%d,%s", need->demand, date);
    }
}

/* slots[b,c,l,g]  integer >= 0: slots of type c and length l in band b for group g, at S4 + S5.
 * place[r,b,l]    binary: request r has a slot of length l in band b, at B6 + B7 + B8 + B9.
 *
 * Named "slots(<practitioner>,<day>,<band start>,<type>,<length>,d<entry>,<day of the need>)" and
 * "place(<request>,<practitioner>,<day>,<band start>,<length>)". */
void ipso__table_program_options(ipso__table_program *build)
{
    const ipso__table *table = build->table;
    if (build->program == NULL) {
        build->columns += table->option_count;
        return;
    }
    for (int o = 0; o < table->option_count; o++) {
        const ipso__option *option = &table->options[o];
        const ipso__need *need = &table->needs[option->need];
        bool request = need->kind == IPSO__NEED_REQUEST;
        char band[NAME_SIZE], who[NAME_SIZE], name[3 * NAME_SIZE];
        band_name(table, option->band, band);
        need_name(table, need, who);
        if (request)
            snprintf(name, sizeof name, "place(%s,%s,%d)", who, band, option->length_min);
        else
            snprintf(name, sizeof name, "slots(%s,%s,%d,%s)", band,
                     ipso_practice_type(table->practice, need->type)->id, option->length_min, who);
        int most = table->room_min[option->band] / option->width_min;
        add_column(build, (double)option->cost, request ? 1 : most, true, name);
    }
}

/* Fit (S1): the slots of a band fit into its free minutes.
 *
 *     for each band b:  sum over c, l, g of width[c,l] slots[b,c,l,g]
 *                     + sum over r, l of width[r,l] place[r,b,l]  <=  minutes[b]
 *
 * Rows are named "fit(<practitioner>,<day>,<band start>)". */
void ipso__table_program_fit(ipso__table_program *build)
{
    const ipso__table *table = build->table;
    for (int b = 0; b < table->bands->band_count; b++) {
        char band[NAME_SIZE], name[2 * NAME_SIZE];
        if (build->band_first[b] == build->band_first[b + 1])
            continue;
        for (int i = build->band_first[b]; i < build->band_first[b + 1]; i++) {
            int o = build->by_band[i];
            ipso__table_program_term(build, o, table->options[o].width_min);
        }
        band_name(table, b, band);
        snprintf(name, sizeof name, "fit(%s)", band);
        add_row(build, -INFINITY, table->room_min[b], name);
    }
}

/* Forecast need (S2, S3): expected patients without a slot are paid for, the likeliest first.
 *
 *     for each forecast group g = (d, t) with values v_1 >= ... >= v_n > 0:
 *         sum over b, c, l of slots[b,c,l,g]  +  sum over j of unmet[g,j]  >=  n
 *
 * unmet[g,j]  in [0, 1] at v_j. With k slots, n - k units of it are left to pay; the cheapest are
 *             the last, so that exactly v_{k+1} + ... + v_n is paid: F(infinity) - F(k). Equal
 *             values share one column. Continuous, integral once slots is.
 * Rows are named "need(d<entry>,<day>)", columns "unmet(d<entry>,<day>,<first j>)". */
void ipso__table_program_needs(ipso__table_program *build)
{
    const ipso__table *table = build->table;
    for (int g = 0; g < table->need_count; g++) {
        const ipso__need *need = &table->needs[g];
        const int64_t *values = &table->values[need->first_value];
        char who[NAME_SIZE], name[2 * NAME_SIZE];
        if (need->kind != IPSO__NEED_FORECAST || need->value_count == 0)
            continue;
        need_name(table, need, who);
        for (int i = 0; i < need->option_count; i++)
            ipso__table_program_term(build, need->first_option + i, 1);
        for (int j = 0, next; j < need->value_count; j = next) {
            for (next = j + 1; next < need->value_count && values[next] == values[j];)
                next++;
            snprintf(name, sizeof name, "unmet(%s,%d)", who, j + 1);
            int column = add_column(build, (double)values[j], next - j, false, name);
            ipso__table_program_term(build, column, 1);
        }
        snprintf(name, sizeof name, "need(%s)", who);
        add_row(build, need->value_count, INFINITY, name);
    }
}

/* Requests (B2): each has one place, or none and pays for it.
 *
 *     for each request r:  sum over b, l of place[r,b,l]  +  unplaced[r]  =  1
 *
 * unplaced[r]  in [0, 1] at v_1 of the request; integral once place is.
 * Rows are named "request(<request>)", columns "unplaced(<request>)". */
void ipso__table_program_requests(ipso__table_program *build)
{
    const ipso__table *table = build->table;
    for (int g = 0; g < table->need_count; g++) {
        const ipso__need *need = &table->needs[g];
        char who[NAME_SIZE], name[2 * NAME_SIZE];
        if (need->kind != IPSO__NEED_REQUEST)
            continue;
        need_name(table, need, who);
        int64_t value = need->value_count > 0 ? table->values[need->first_value] : 0;
        snprintf(name, sizeof name, "unplaced(%s)", who);
        int column = add_column(build, (double)value, 1, false, name);
        for (int i = 0; i < need->option_count; i++)
            ipso__table_program_term(build, need->first_option + i, 1);
        ipso__table_program_term(build, column, 1);
        snprintf(name, sizeof name, "request(%s)", who);
        add_row(build, 1, 1, name);
    }
}

/* Extended hours (S6): types that are not acute take at most what acute need is expected to leave.
 *
 *     for each site s and day t with extended minutes M and expected acute need A:
 *         sum over extended bands b of (s, t) of the widths of slots and places that are not acute
 *         -  over[s,t]  <=  R = max(0, M - A)
 *
 * over[s,t]  minutes above, >= 0 at the price of a minute; 0 when the rule is hard.
 * Rows are named "extended(<site>,<day>)", columns "over(<site>,<day>)". */
void ipso__table_program_extended(ipso__table_program *build)
{
    const ipso__table *table = build->table;
    for (int line = 0; line < table->extended_count; line++) {
        const ipso__extended_line *limit = &table->extended[line];
        bool hard = table->extended_points == IPSO_HARD;
        double room = hard && limit->room_min < 0 ? 0 : limit->room_min;
        char date[IPSO_DATE_SIZE], name[NAME_SIZE];
        const char *site = ipso_practice_site(table->practice, limit->site)->id;
        day_name(table, limit->day, date);
        for (int o = 0; build->program != NULL && o < table->option_count; o++) {
            if (ipso__option_extended(table, &table->options[o]) == line)
                ipso__table_program_term(build, o, table->options[o].width_min);
        }
        if (!hard) {
            snprintf(name, sizeof name, "over(%.150s,%s)", site, date);
            int column = add_column(build, (double)table->extended_points, INFINITY, false, name);
            ipso__table_program_term(build, column, -1);
        }
        snprintf(name, sizeof name, "extended(%.150s,%s)", site, date);
        add_row(build, -INFINITY, room, name);
    }
}

/* Target (S7): slots of a type that a practitioner misses in a week are paid for.
 *
 *     for each type c with a target, practitioner p and week w:
 *         sum over bands b of (p, w) of slots and places of type c  +  short[c,p,w]  >=  missing
 *
 * missing is the target less the fixed (and, in the bookings stage, the open) slots there are.
 * Rows are named "target(<type>,<practitioner>,<week>)", columns "short(...)"; weeks count from 0.
 */
void ipso__table_program_targets(ipso__table_program *build)
{
    const ipso__table *table = build->table;
    for (int line = 0; line < table->target_count; line++) {
        const ipso__target_line *limit = &table->targets[line];
        const ipso_type *type = ipso_practice_type(table->practice, limit->type);
        char name[2 * NAME_SIZE], where[NAME_SIZE];
        if (limit->missing == 0)
            continue;
        for (int o = 0; build->program != NULL && o < table->option_count; o++) {
            if (ipso__option_target(table, &table->options[o]) == line)
                ipso__table_program_term(build, o, 1);
        }
        snprintf(where, sizeof where, "%.90s,%.90s,%d", type->id,
                 ipso_practice_practitioner(table->practice, limit->practitioner)->id, limit->week);
        snprintf(name, sizeof name, "short(%s)", where);
        int column = add_column(build, (double)type->target_points, limit->missing, false, name);
        ipso__table_program_term(build, column, 1);
        snprintf(name, sizeof name, "target(%s)", where);
        add_row(build, limit->missing, INFINITY, name);
    }
}
