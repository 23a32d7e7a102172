/* Finding cuts.
 *
 * Multipliers come from two sources: rows of the inverse of the basis, of which every whole number
 * that is fractional breaks its cut by 1 (Gomory 1960), and small multiples of these; and sums of
 * rows modulo 2, eliminated column by column, heaviest first: where the right-hand side is odd and
 * little of the solution is in odd columns, halves of these rows are multipliers (zero-half cuts,
 * Caprara and Fischetti 1996; Koster, Zymolka and Kutschka 2009). Of all found those that cut
 * deepest are taken, if no two are nearly parallel.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_separate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solve/schedules_cuts.h"
#include "solve/schedules_lists.h"

#define GRID     65536.0
#define TINY     1e-6
#define BROKEN   0.02 /* least that a cut must be broken by */
#define ROUNDED  0.02 /* least distance of f0 from 0 and 1 */
#define PARALLEL 0.9
#define CHANCE   1e-3
#define DULL     0.5

enum { MOST_DRAFTS = 600, MOST_TAKEN = 8, MULTIPLES = 3, IDLE = 0, MOST_LINES = 800 };

/* ---- drafts ---- */

static double step_value(const ipso__master *master, int row, int side)
{
    return ipso__master_slack(master, row, side);
}

/* What the LP's solution has of the cut; its coefficients of the schedules go to the draft. */
static double weigh(const ipso__master *master, const double *multiplier, double rest,
                    float *coefficient, double *norm)
{
    const ipso__sched *search = master->search;
    double sum = 0, squares = 0;
    for (int i = 0; i < master->count; i++) {
        int units =
            ipso__cut_coefficient(rest, ipso__cut_activity(search, multiplier, master->column[i]));
        coefficient[i] = (float)units / IPSO__CUT_UNIT;
        sum += coefficient[i] * search->cuts->share[i];
        squares += coefficient[i] * coefficient[i];
    }
    for (int i = 0; i < master->scope->row_count; i++) {
        int r = master->scope->rows[i];
        if (multiplier[r] <= 0)
            continue;
        sum +=
            step_value(master, r, 0) * ipso__cut_coefficient(rest, multiplier[r]) / IPSO__CUT_UNIT;
        sum +=
            step_value(master, r, 1) * ipso__cut_coefficient(rest, -multiplier[r]) / IPSO__CUT_UNIT;
    }
    *norm = sqrt(squares);
    return sum;
}

static bool make_room(ipso__master *master)
{
    ipso__cuts *cuts = master->search->cuts;
    size_t count = (size_t)cuts->draft_count + 1;
    size_t lines = (size_t)master->search->rows + (size_t)master->search->persons;
    bool made = ipso__grow(&cuts->draft, &cuts->draft_room, count, sizeof *cuts->draft) &&
                ipso__grow(&cuts->draft_multiplier, &cuts->draft_multiplier_room, count * lines,
                           sizeof *cuts->draft_multiplier) &&
                ipso__grow(&cuts->draft_coefficient, &cuts->draft_coefficient_room,
                           count * (size_t)master->count, sizeof *cuts->draft_coefficient);
    master->search->failed = master->search->failed || !made;
    return made;
}

/* Notes the cut of cuts->multiplier, taken modulo 1 and on the grid, if it is broken. */
static void draft(ipso__master *master)
{
    ipso__sched *search = master->search;
    ipso__cuts *cuts = search->cuts;
    int lines = search->rows + search->persons;
    if (cuts->draft_count >= MOST_DRAFTS || !make_room(master))
        return;
    double *multiplier = &cuts->draft_multiplier[(size_t)cuts->draft_count * (size_t)lines];
    for (int l = 0; l < lines; l++) {
        double rounded = floor(cuts->multiplier[l] * GRID + 0.5) / GRID;
        multiplier[l] = rounded - floor(rounded);
    }
    double rest = ipso__cuts_rest(search, multiplier), norm;
    search->work += master->count / 4;
    if (rest < ROUNDED || rest > 1 - ROUNDED)
        return;
    float *coefficient =
        &cuts->draft_coefficient[(size_t)cuts->draft_count * (size_t)master->count];
    double broken = 1 - weigh(master, multiplier, rest, coefficient, &norm);
    if (broken < BROKEN)
        return;
    cuts->draft[cuts->draft_count] = (ipso__cut_draft){
        .score = broken / fmax(norm, 1e-3), .norm = norm, .number = cuts->draft_count};
    cuts->draft_count++;
}

/* ---- rows of the inverse of the basis ---- */

static bool is_live(const ipso__master *master, int row)
{
    return master->search->cuts->apt[row] && master->scope->row_at[row] >= 0;
}

static void read_multipliers(ipso__master *master, const double *inverse, double times)
{
    ipso__sched *search = master->search;
    double *multiplier = search->cuts->multiplier;
    for (int r = 0; r < search->rows; r++)
        multiplier[r] = is_live(master, r) ? times * inverse[master->scope->row_at[r] + 1] : 0;
    for (int p = 0; p < search->persons; p++)
        multiplier[search->rows + p] = times * inverse[master->person_row[p]];
}

static void draft_from_basis(ipso__master *master, int column)
{
    double value = glp_get_col_prim(master->lp, column), part = value - floor(value);
    int position = glp_get_col_bind(master->lp, column);
    if (position <= 0 || part < ROUNDED || part > 1 - ROUNDED)
        return;
    size_t rows = (size_t)glp_get_num_rows(master->lp) + 1;
    ipso__cuts *cuts = master->search->cuts;
    memset(cuts->weight, 0, rows * sizeof *cuts->weight);
    cuts->weight[position] = 1;
    glp_btran(master->lp, cuts->weight);
    for (int times = 1; times <= MULTIPLES; times++) {
        read_multipliers(master, cuts->weight, times);
        draft(master);
    }
}

static void draft_from_bases(ipso__master *master)
{
    size_t rows = (size_t)glp_get_num_rows(master->lp) + 1;
    ipso__cuts *cuts = master->search->cuts;
    if (!ipso__grow(&cuts->weight, &cuts->weight_room, rows, sizeof *cuts->weight)) {
        master->search->failed = true;
        return;
    }
    if (!glp_bf_exists(master->lp) && glp_factorize(master->lp) != 0)
        return;
    master->search->work += (int64_t)rows * (int64_t)rows / 8;
    for (int i = 0; i < master->count; i++)
        draft_from_basis(master, master->first_column + i);
    for (int i = 0; i < master->scope->row_count; i++)
        for (int side = 0; side < 2 && is_live(master, master->scope->rows[i]); side++)
            draft_from_basis(master,
                             ipso__master_slack_column(master, master->scope->rows[i], side));
}

/* ---- sums of rows modulo 2 ---- */

typedef struct halves {
    ipso__master *master;
    int lines, count;    /* columns of some weight */
    uint8_t *parity;     /* [line][column] */
    uint8_t *mix;        /* [line][line]: rows summed up */
    uint8_t *odd, *used; /* per line: of the right-hand side; was a pivot */
    const ipso__cut_column *column;
} halves;

static uint8_t *parity_of(const halves *h, int line)
{
    return &h->parity[(size_t)line * (size_t)h->count];
}

static double odd_weight(const halves *h, int line)
{
    const uint8_t *parity = parity_of(h, line);
    double sum = 0;
    for (int j = 0; j < h->count; j++)
        sum += parity[j] != 0 ? h->column[j].share : 0;
    return sum;
}

static void draft_if_odd(const halves *h, int line)
{
    if (h->odd[line] == 0 || odd_weight(h, line) > 1 - BROKEN)
        return;
    const uint8_t *mix = &h->mix[(size_t)line * (size_t)h->lines];
    for (int l = 0; l < h->lines; l++)
        h->master->search->cuts->multiplier[l] = mix[l] != 0 ? 0.5 : 0;
    draft(h->master);
}

static void add_line(const halves *h, int to, int from)
{
    uint8_t *parity = parity_of(h, to), *mix = &h->mix[(size_t)to * (size_t)h->lines];
    const uint8_t *others = parity_of(h, from), *other = &h->mix[(size_t)from * (size_t)h->lines];
    for (int j = 0; j < h->count; j++)
        parity[j] ^= others[j];
    for (int l = 0; l < h->lines; l++)
        mix[l] ^= other[l];
    h->odd[to] ^= h->odd[from];
}

/* Of the lines that were no pivot yet and have the column the lightest. */
static int choose_pivot(const halves *h, int column)
{
    int pivot = -1;
    double least = INFINITY;
    for (int l = 0; l < h->lines; l++) {
        if (h->used[l] != 0 || parity_of(h, l)[column] == 0)
            continue;
        double weight = odd_weight(h, l);
        if (weight < least) {
            least = weight;
            pivot = l;
        }
    }
    return pivot;
}

static void eliminate(const halves *h)
{
    for (int l = 0; l < h->lines; l++)
        draft_if_odd(h, l);
    for (int j = 0; j < h->count; j++) {
        int pivot = choose_pivot(h, j);
        if (pivot < 0)
            continue;
        for (int l = 0; l < h->lines; l++) {
            if (l == pivot || parity_of(h, l)[j] == 0)
                continue;
            add_line(h, l, pivot);
            draft_if_odd(h, l);
        }
        h->used[pivot] = 1;
    }
}

static void fill_schedule(const halves *h, int j, int column)
{
    const ipso__sched *search = h->master->search;
    const ipso__pool_column *schedule = &search->pool.columns[column];
    parity_of(h, search->rows + schedule->person)[j] = 1;
    for (int e = 0; e < schedule->entry_count; e++) {
        size_t at = schedule->first_entry + (size_t)e;
        int row = search->pool.entry_row[at];
        if (is_live(h->master, row))
            parity_of(h, row)[j] = (search->pool.entry_units[at] & 1) != 0;
    }
}

static void fill(const halves *h)
{
    const ipso__sched *search = h->master->search;
    size_t lines = (size_t)h->lines;
    memset(h->parity, 0, lines * (size_t)h->count);
    memset(h->mix, 0, lines * lines);
    memset(h->odd, 0, lines);
    memset(h->used, 0, lines);
    for (int l = 0; l < h->lines; l++) {
        bool is_row = l < search->rows;
        h->mix[(size_t)l * lines + (size_t)l] = 1;
        h->used[l] = is_row && !is_live(h->master, l);
        h->odd[l] = !h->used[l] && (is_row ? (search->all->rows[l].lower & 1) != 0 : 1);
    }
    for (int j = 0; j < h->count; j++) {
        if (h->column[j].number >= 0)
            fill_schedule(h, j, h->master->column[h->column[j].number]);
        else
            parity_of(h, (-1 - h->column[j].number) / 2)[j] = 1;
    }
}

static int by_rank(const void *a, const void *b)
{
    const ipso__cut_column *p = a, *q = b;
    return p->rank != q->rank ? (p->rank > q->rank ? -1 : 1) : q->number - p->number;
}

static void note_column(ipso__sched *search, int *count, int number, double share)
{
    if (share > TINY)
        search->cuts->column[(*count)++] =
            (ipso__cut_column){share, share + CHANCE * ipso__random_unit(&search->random), number};
}

/* The columns of some weight, heaviest first but for a little chance. */
static int list_columns(ipso__master *master)
{
    ipso__sched *search = master->search;
    int count = 0;
    for (int i = 0; i < master->count; i++)
        note_column(search, &count, i, search->cuts->share[i]);
    for (int i = 0; i < master->scope->row_count; i++) {
        int row = master->scope->rows[i];
        for (int side = 0; side < 2 && is_live(master, row); side++)
            note_column(search, &count, -1 - (2 * row + side), step_value(master, row, side));
    }
    qsort(search->cuts->column, (size_t)count, sizeof *search->cuts->column, by_rank);
    return count;
}

static bool draft_from_halves(ipso__master *master)
{
    ipso__sched *search = master->search;
    ipso__cuts *cuts = search->cuts;
    size_t lines = (size_t)search->rows + (size_t)search->persons;
    size_t most = (size_t)master->count + 2 * (size_t)search->rows;
    if (!ipso__grow(&cuts->column, &cuts->column_room, most, sizeof *cuts->column) ||
        !ipso__grow(&cuts->mix, &cuts->mix_room, lines * lines, 1) ||
        !ipso__grow(&cuts->line, &cuts->line_room, 2 * lines, 1))
        return false;
    size_t count = (size_t)list_columns(master);
    if (!ipso__grow(&cuts->parity, &cuts->parity_room, lines * count + 1, 1))
        return false;
    halves h = {.master = master,
                .lines = (int)lines,
                .count = (int)count,
                .parity = cuts->parity,
                .mix = cuts->mix,
                .odd = cuts->line,
                .used = &cuts->line[lines],
                .column = cuts->column};
    fill(&h);
    eliminate(&h);
    search->work += (int64_t)(lines * lines * (lines + count) / 64);
    return true;
}

/* ---- taking cuts ---- */

static int by_score(const void *a, const void *b)
{
    const ipso__cut_draft *p = a, *q = b;
    return p->score != q->score ? (p->score > q->score ? -1 : 1) : p->number - q->number;
}

static bool is_parallel(const ipso__master *master, const ipso__cut_draft *a,
                        const ipso__cut_draft *b)
{
    const float *all = master->search->cuts->draft_coefficient;
    const float *p = &all[(size_t)a->number * (size_t)master->count];
    const float *q = &all[(size_t)b->number * (size_t)master->count];
    double sum = 0;
    for (int i = 0; i < master->count; i++)
        sum += p[i] * q[i];
    return sum > 0 && sum >= PARALLEL * a->norm * b->norm;
}

/* True of cuts that say what rounding the bound up says: they take the reduced costs away. Where
 * there are none, nothing is lost. */
static bool is_dull(const ipso__master *master, const ipso__cut_draft *d)
{
    const float *coefficient =
        &master->search->cuts->draft_coefficient[(size_t)d->number * (size_t)master->count];
    double sum = 0, squares = 0;
    for (int i = 0; i < master->count; i++) {
        double reduced = glp_get_col_dual(master->lp, master->first_column + i);
        sum += reduced * coefficient[i];
        squares += reduced * reduced;
    }
    return squares > TINY && sum >= DULL * d->norm * sqrt(squares);
}

static bool is_new(const ipso__master *master, int number, int taken)
{
    const ipso__cut_draft *drafts = master->search->cuts->draft;
    for (int i = 0, left = taken; i < number && left > 0; i++) {
        left -= drafts[i].taken;
        if (drafts[i].taken && is_parallel(master, &drafts[i], &drafts[number]))
            return false;
    }
    return true;
}

static bool take(ipso__master *master, ipso__cut_draft *d)
{
    ipso__sched *search = master->search;
    size_t lines = (size_t)search->rows + (size_t)search->persons;
    int place = ipso__cuts_add(search, &search->cuts->draft_multiplier[(size_t)d->number * lines]);
    d->taken =
        place >= 0 && ipso__lists_take_cut(search, place) && ipso__master_add_cut(master, place);
    return d->taken;
}

static int take_deepest(ipso__master *master)
{
    ipso__cuts *cuts = master->search->cuts;
    int taken = 0;
    if (cuts->draft_count > 0) /* draft is NULL before the first */
        qsort(cuts->draft, (size_t)cuts->draft_count, sizeof *cuts->draft, by_score);
    for (int i = 0; i < cuts->draft_count && taken < MOST_TAKEN; i++) {
        master->search->work += (int64_t)taken * master->count / 64;
        if (is_dull(master, &cuts->draft[i]) || !is_new(master, i, taken))
            continue;
        if (!take(master, &cuts->draft[i]))
            break;
        taken++;
    }
    return taken;
}

int ipso__separate(ipso__master *master)
{
    ipso__sched *search = master->search;
    ipso__cuts *cuts = search->cuts;
    cuts->draft_count = 0;
    if (search->rows + search->persons > MOST_LINES)
        return 0;
    if (!ipso__grow(&cuts->share, &cuts->share_room, (size_t)master->count, sizeof *cuts->share)) {
        search->failed = true;
        return -1;
    }
    for (int i = 0; i < master->count; i++)
        cuts->share[i] = ipso__master_share(master, i);
    draft_from_bases(master);
    search->failed = search->failed || !draft_from_halves(master);
    int taken = search->failed ? 0 : take_deepest(master);
    return search->failed ? -1 : taken;
}

void ipso__separate_forget(ipso__master *master)
{
    ipso__cuts *cuts = master->search->cuts;
    for (int c = 0; c < cuts->places; c++) {
        if (cuts->at[c].lp_row == 0)
            continue;
        bool priced = master->row_dual[master->search->rows + c] > TINY;
        cuts->at[c].idle = priced ? 0 : cuts->at[c].idle + 1;
        if (cuts->at[c].idle > IDLE && glp_get_row_stat(master->lp, cuts->at[c].lp_row) == GLP_BS)
            ipso__master_drop_cut(master, c);
    }
}
