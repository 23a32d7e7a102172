/* The program of choosing places, over the places known: rows P1 to P5.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan/choose.h"

#include <math.h>
#include <stdlib.h>

/* A program being made. */
typedef struct builder {
    const ipso__choosing *c;
    ipso__choice_program made;
    ipso__term *terms; /* of one row */
    size_t count;
    int *first; /* columns of mover m: members[first[m]] .. */
    int *members;
} builder;

static const char *id_of(const builder *b, int mover)
{
    return b->c->places->agenda->items[b->c->movers[mover]].id;
}

static void add_term(builder *b, int column, double value)
{
    b->terms[b->count++] = (ipso__term){column, value};
}

static void add_columns(builder *b, bool integer)
{
    const ipso__choosing *c = b->c;
    /* P1 bounds them; a bound of their own would take a part of the price of a row. */
    double upper = integer ? 1 : INFINITY;

    for (int i = 0; i < c->column_count; i++)
        ipso__program_add_column(b->made.program, (double)c->columns[i].cost, 0, upper, integer,
                                 "place(%s,%d)", id_of(b, c->mover_of[i]), i);
    for (int m = 0; m < c->mover_count; m++)
        b->made.call_column[m] =
            ipso__mover_may_call(c, m)
                ? ipso__program_add_column(b->made.program, (double)ipso__mover_call(c, m), 0,
                                           upper, integer, "call(%s)", id_of(b, m))
                : -1;
}

/* Place (P1): each appointment has one place, or is a call.
 *
 *     sum over c of x[a,c] + u[a] = 1 */
static void add_place_rows(builder *b)
{
    for (int m = 0; m < b->c->mover_count; m++) {
        b->count = 0;
        for (int i = b->first[m]; i < b->first[m + 1]; i++)
            add_term(b, b->members[i], 1);
        if (b->made.call_column[m] >= 0)
            add_term(b, b->made.call_column[m], 1);
        ipso__program_add_row(b->made.program, 1, 1, b->terms, b->count, "place(%s)", id_of(b, m));
    }
}

/* Others (P3): so many of those that the change left alone may move.
 *
 *     sum over untouched a and c that do not stay of x[a,c] <= others_most */
static void add_other_row(builder *b)
{
    b->count = 0;
    for (int i = 0; i < b->c->column_count; i++)
        if (!ipso__mover_may_call(b->c, b->c->mover_of[i]) && !b->c->columns[i].stays)
            add_term(b, i, 1);
    b->made.other_row = -1;
    if (b->count > 0)
        b->made.other_row = ipso__program_add_row(b->made.program, -INFINITY, b->c->others_most,
                                                  b->terms, b->count, "others");
}

/* Extended (P4): other types take no more of extended hours than acute need leaves.
 *
 *     sum over a, c of minutes[a,c] x[a,c] <= room[site,day] */
static void add_extended_rows(builder *b)
{
    const ipso__choosing *c = b->c;
    int days = c->places->days, lines = c->places->agenda->changes->sites * days;

    b->made.first_extended = ipso__program_row_count(b->made.program);
    for (int line = 0; line < lines; line++) {
        b->count = 0;
        for (int i = 0; i < c->column_count; i++) {
            int minutes = ipso__place_extended(c->places, &c->columns[i]);
            const ipso__sitting *sitting =
                &c->places->agenda->bands.sittings[c->columns[i].sitting];
            if (minutes > 0 && sitting->site * days + sitting->day == line)
                add_term(b, i, minutes);
        }
        if (b->count == 0)
            continue;
        b->made.extended_line[b->made.extended_count++] = line;
        ipso__program_add_row(b->made.program, -INFINITY, c->extended_room[line], b->terms,
                              b->count, "extended(%d,%d)", line / days, line % days);
    }
}

static double start_of(const builder *b, int column)
{
    const ipso__place *place = &b->c->columns[column];

    return b->c->places->agenda->bands.sittings[place->sitting].day * (double)IPSO_DAY_MIN +
           place->start_min;
}

static void add_gap_terms(builder *b, const ipso__mover_link *link)
{
    b->count = 0;
    for (int i = b->first[link->later]; i < b->first[link->later + 1]; i++)
        add_term(b, b->members[i], start_of(b, b->members[i]));
    for (int i = b->first[link->earlier]; i < b->first[link->earlier + 1]; i++)
        add_term(b, b->members[i],
                 -start_of(b, b->members[i]) - b->c->columns[b->members[i]].width_min);
}

/* Link (P5): b after a has a place only if a has, and starts min_gap to max_gap after a's end. The
 * call of b frees the first gap; a call of a makes one of b.
 *
 *     u[b] - u[a] >= 0
 *     sum of start[b,c] x[b,c] - sum of end[a,c] x[a,c] + (min_gap + last) u[b] >= min_gap
 *     sum of start[b,c] x[b,c] - sum of end[a,c] x[a,c] <= max_gap
 *
 * last: the end of the horizon's last day in minutes. */
static void add_link_rows(builder *b)
{
    double last = (double)b->c->places->days * IPSO_DAY_MIN;

    b->made.first_link = ipso__program_row_count(b->made.program);
    for (int l = 0; l < b->c->link_count; l++) {
        const ipso__mover_link *link = &b->c->links[l];
        const char *id = id_of(b, link->later);
        int later = b->made.call_column[link->later];

        b->count = 0;
        add_term(b, later, 1);
        add_term(b, b->made.call_column[link->earlier], -1);
        ipso__program_add_row(b->made.program, 0, INFINITY, b->terms, b->count, "after(%s)", id);
        add_gap_terms(b, link);
        add_term(b, later, link->min_gap_min + last);
        ipso__program_add_row(b->made.program, link->min_gap_min, INFINITY, b->terms, b->count,
                              "gap-min(%s)", id);
        add_gap_terms(b, link);
        ipso__program_add_row(b->made.program, -INFINITY, link->max_gap_min, b->terms, b->count,
                              "gap-max(%s)", id);
    }
}

/* Columns that cover each wanted cell. */
typedef struct cover_lists {
    int *first; /* of each cell, one more at the end */
    int *columns;
} cover_lists;

/* Calls for each wanted cell of each column. Cells where no place starts need no row: the cell
 * before asks at least as much. */
static void each_cell(const ipso__choosing *c, const unsigned char *wanted, int *first,
                      int *columns)
{
    for (int i = 0; i < c->column_count; i++)
        for (int which = 0; which < (c->second_row[c->mover_of[i]] >= 0 ? 2 : 1); which++) {
            int from, to;
            ipso__choosing_cells(c, c->mover_of[i], &c->columns[i], which, &from, &to);
            for (int cell = from; cell < to; cell++) {
                if (!wanted[cell])
                    continue;
                if (columns != NULL)
                    columns[first[cell]] = i;
                first[cell]++;
            }
        }
}

static bool list_cells(const ipso__choosing *c, int cells, cover_lists *lists)
{
    unsigned char *wanted = ipso__calloc((size_t)cells, 1);
    int sum = 0;

    lists->first = ipso__calloc((size_t)cells + 1, sizeof *lists->first);
    if (wanted == NULL || lists->first == NULL) {
        free(wanted);
        return false;
    }
    for (int i = 0; i < c->column_count; i++)
        for (int which = 0; which < (c->second_row[c->mover_of[i]] >= 0 ? 2 : 1); which++) {
            int from, to;
            ipso__choosing_cells(c, c->mover_of[i], &c->columns[i], which, &from, &to);
            wanted[from] = 1;
        }
    each_cell(c, wanted, lists->first, NULL);
    for (int cell = 0; cell <= cells; cell++) {
        int count = lists->first[cell];
        lists->first[cell] = sum;
        sum += cell < cells ? count : 0;
    }
    lists->columns = ipso__calloc((size_t)sum, sizeof *lists->columns);
    if (lists->columns != NULL) {
        each_cell(c, wanted, lists->first, lists->columns);
        for (int cell = cells; cell > 0; cell--)
            lists->first[cell] = lists->first[cell - 1];
        lists->first[0] = 0;
    }
    free(wanted);
    return lists->columns != NULL;
}

/* Whether the columns of a cell are of more than one mover. */
static bool are_rivals(const ipso__choosing *c, const cover_lists *lists, int cell)
{
    for (int i = lists->first[cell] + 1; i < lists->first[cell + 1]; i++)
        if (c->mover_of[lists->columns[i]] != c->mover_of[lists->columns[i - 1]])
            return true;
    return false;
}

/* Apart (P2): no two appointments in one cell of a practitioner's day, or of a patient's.
 *
 *     sum over a, c that cover cell i of x[a,c] <= 1 */
static bool add_cell_rows(builder *b)
{
    const ipso__choosing *c = b->c;
    int cells = c->cell_rows * c->places->days * (c->places->cells + 1);
    cover_lists lists = {0};
    size_t room = 0;
    bool ok = list_cells(c, cells, &lists);

    b->made.first_cell = ipso__program_row_count(b->made.program);
    for (int cell = 0; ok && cell < cells; cell++) {
        if (!are_rivals(c, &lists, cell))
            continue;
        b->count = 0;
        for (int i = lists.first[cell]; i < lists.first[cell + 1]; i++)
            add_term(b, lists.columns[i], 1);
        ok = ipso__grow(&b->made.cell, &room, (size_t)b->made.cell_count + 1, sizeof *b->made.cell);
        if (ok)
            b->made.cell[b->made.cell_count++] = cell;
        ipso__program_add_row(b->made.program, -INFINITY, 1, b->terms, b->count, "apart(%d)", cell);
    }
    free(lists.first);
    free(lists.columns);
    return ok;
}

static bool list_members(builder *b)
{
    const ipso__choosing *c = b->c;

    b->first = ipso__calloc((size_t)c->mover_count + 2, sizeof *b->first);
    b->members = ipso__calloc((size_t)c->column_count, sizeof *b->members);
    b->terms = ipso__calloc((size_t)c->column_count + (size_t)c->mover_count + 1, sizeof *b->terms);
    if (b->first == NULL || b->members == NULL || b->terms == NULL)
        return false;
    for (int i = 0; i < c->column_count; i++)
        b->first[c->mover_of[i] + 2]++;
    for (int m = 0; m < c->mover_count; m++)
        b->first[m + 2] += b->first[m + 1];
    for (int i = 0; i < c->column_count; i++)
        b->members[b->first[c->mover_of[i] + 1]++] = i;
    return true;
}

static ipso_status build(builder *b, bool integer, ipso_error *err)
{
    const ipso__choosing *c = b->c;
    size_t lines = (size_t)c->places->agenda->changes->sites * (size_t)c->places->days;

    b->made.program = ipso__program_new("replan");
    b->made.call_column = ipso__calloc((size_t)c->mover_count, sizeof *b->made.call_column);
    b->made.extended_line = ipso__calloc(lines, sizeof *b->made.extended_line);
    if (b->made.program == NULL || b->made.call_column == NULL || b->made.extended_line == NULL ||
        !list_members(b))
        return ipso__fail_nomem(err);
    add_columns(b, integer);
    add_place_rows(b);
    add_other_row(b);
    add_extended_rows(b);
    add_link_rows(b);
    if (!add_cell_rows(b))
        return ipso__fail_nomem(err);
    return ipso__program_status(b->made.program, err);
}

ipso_status ipso__choice_program_make(ipso__choice_program *made, const ipso__choosing *choosing,
                                      bool integer, ipso_error *err)
{
    builder b = {.c = choosing};
    ipso_status status = build(&b, integer, err);

    free(b.first);
    free(b.members);
    free(b.terms);
    if (status != IPSO_OK) {
        ipso__choice_program_finish(&b.made);
        return status;
    }
    *made = b.made;
    return IPSO_OK;
}

void ipso__choice_program_finish(ipso__choice_program *made)
{
    ipso__program_free(made->program);
    free(made->call_column);
    free(made->extended_line);
    free(made->cell);
    *made = (ipso__choice_program){0};
}
