/* The restricted master.
 *
 * Label (M) in docs/rosters.md, for the live rows r of the scope and its active persons p:
 *
 *     minimise  sum of cost[k] x[k] + sum of price short/long
 *     (M1)  sum over schedules k of p of x[k] + missing[p] = 1                     for each p
 *     (M2)  lower[r] <= sum of units[r,k] x[k] + step short[r] - step long[r] <= upper[r]
 *           x, short, long, missing >= 0
 *
 * less what fixed persons bring. Hard sides are priced high (search->hard_price): the LP is never
 * infeasible, and its bound stays valid.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_master.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solve/schedules_cuts.h"

enum { SHORTEST_SLICE = 200 };

/* ---- rows and slacks ---- */

static double step_of(const ipso__schedules_row *row)
{
    return row->step > 0 ? row->step : 1;
}

static void set_row(ipso__master *master, int i, double shift)
{
    int r = master->scope->rows[i];
    const ipso__schedules_row *row = &master->search->all->rows[r];
    double fixed = (double)master->scope->fixed[r];
    double lower = (double)row->lower - fixed + shift, upper = (double)row->upper - fixed + shift;
    bool has_lower = row->lower != INT64_MIN, has_upper = row->upper != IPSO__NEVER;
    int kind = has_lower && has_upper ? (row->lower < row->upper ? GLP_DB : GLP_FX)
               : has_lower            ? GLP_LO
               : has_upper            ? GLP_UP
                                      : GLP_FR;
    glp_set_row_bnds(master->lp, i + 1, kind, lower, upper);
}

static double slack_price(const ipso__master *master, int r, int side)
{
    const ipso__schedules_row *row = &master->search->all->rows[r];
    int64_t price = side == 0 ? row->under_price : row->over_price;
    return price == IPSO__NEVER ? master->search->hard_price : (double)price;
}

/* Of each row: short and long; units beyond a bound on either, at a forbidding price; and, where
 * short or long is forced up and a step is several units, the part of the last step not used. */
enum { SLACKS = 6 };

static int slack_column(int i, int side)
{
    return 1 + SLACKS * i + side;
}

static void bound_slack(ipso__master *master, int i, int side)
{
    int r = master->scope->rows[i];
    int low = master->scope->slack_min[2 * r + side], high = master->scope->slack_max[2 * r + side];
    int kind = high < 0 ? GLP_LO : low < high ? GLP_DB : GLP_FX;
    glp_set_col_bnds(master->lp, slack_column(i, side), kind, low, high);
    glp_set_col_bnds(master->lp, slack_column(i, side + 2), high < 0 ? GLP_FX : GLP_LO, 0, 0);
    double part = step_of(&master->search->all->rows[r]) - 1;
    bool forced = low > 0 && part > 0;
    glp_set_col_bnds(master->lp, slack_column(i, side + 4), forced ? GLP_DB : GLP_FX, 0, part);
}

static void add_slacks(ipso__master *master)
{
    int rows = master->scope->row_count;
    if (rows > 0)
        glp_add_cols(master->lp, SLACKS * rows);
    for (int i = 0; i < rows; i++) {
        double step = step_of(&master->search->all->rows[master->scope->rows[i]]);
        for (int k = 0; k < SLACKS; k++) {
            int index[2] = {0, i + 1}, column = slack_column(i, k);
            double units = k < 2 ? step : k < 4 ? 1 : -1;
            double value[2] = {0, k % 2 == 0 ? units : -units};
            double price = slack_price(master, master->scope->rows[i], k % 2);
            price = k < 2 ? price : k < 4 ? master->search->missing_price : 0;
            glp_set_mat_col(master->lp, column, 1, index, value);
            glp_set_obj_coef(master->lp, column, price);
        }
        bound_slack(master, i, 0);
        bound_slack(master, i, 1);
    }
}

static void add_missing(ipso__master *master)
{
    int rows = master->scope->row_count, next = SLACKS * rows + 1;
    for (int p = 0; p < master->search->persons; p++) {
        if (!master->scope->active[p])
            continue;
        int row = glp_add_rows(master->lp, 1), index[2] = {0, row};
        double value[2] = {0, 1};
        master->person_row[p] = row;
        glp_set_row_bnds(master->lp, row, GLP_FX, 1, 1);
        glp_add_cols(master->lp, 1);
        glp_set_mat_col(master->lp, next, 1, index, value);
        glp_set_obj_coef(master->lp, next, master->search->missing_price);
        glp_set_col_bnds(master->lp, next++, GLP_LO, 0, 0);
    }
    master->first_column = next;
}

/* What a cut lacks, at the price of what is hard: one column for each that may come. */
static void add_lacks(ipso__master *master)
{
    master->first_lack = master->first_column;
    glp_add_cols(master->lp, IPSO__CUTS_MOST);
    for (int c = 0; c < IPSO__CUTS_MOST; c++) {
        glp_set_obj_coef(master->lp, master->first_lack + c, master->search->hard_price);
        glp_set_col_bnds(master->lp, master->first_lack + c, GLP_LO, 0, 0);
    }
    master->first_column += IPSO__CUTS_MOST;
}

static bool allocate(ipso__master *master, bool with_cuts)
{
    size_t rows = (size_t)master->search->rows, persons = (size_t)master->search->persons;
    size_t lines = rows + (with_cuts ? IPSO__CUTS_MOST : 0);
    master->person_row = ipso__calloc(persons, sizeof *master->person_row);
    master->person_dual = ipso__calloc(persons, sizeof *master->person_dual);
    master->row_dual = ipso__calloc(lines, sizeof *master->row_dual);
    master->index = ipso__calloc(lines + 2, sizeof *master->index);
    master->value = ipso__calloc(lines + 2, sizeof *master->value);
    return master->person_row != NULL && master->person_dual != NULL && master->row_dual != NULL &&
           master->index != NULL && master->value != NULL;
}

static bool init(ipso__master *master, ipso__sched *search, const ipso__scope *scope,
                 bool with_cuts)
{
    ipso__master_finish(master);
    *master =
        (ipso__master){.search = search, .scope = scope, .cuts = with_cuts ? search->cuts : NULL};
    if (!allocate(master, with_cuts)) {
        search->failed = true;
        return false;
    }
    master->lp = glp_create_prob();
    if (scope->row_count > 0)
        glp_add_rows(master->lp, scope->row_count);
    for (int i = 0; i < scope->row_count; i++)
        set_row(master, i, 0);
    add_slacks(master);
    add_missing(master);
    if (with_cuts)
        add_lacks(master);
    return true;
}

bool ipso__master_init(ipso__master *master, ipso__sched *search, const ipso__scope *scope)
{
    return init(master, search, scope, false);
}

bool ipso__master_init_with_cuts(ipso__master *master, ipso__sched *search,
                                 const ipso__scope *scope)
{
    return init(master, search, scope, true);
}

void ipso__master_finish(ipso__master *master)
{
    if (master->lp != NULL)
        glp_delete_prob(master->lp);
    free(master->person_row);
    free(master->person_dual);
    free(master->row_dual);
    free(master->index);
    free(master->value);
    free(master->column);
    free(master->in_lp);
    free(master->picked);
    free(master->cut_value);
    memset(master, 0, sizeof *master);
}

/* ---- schedules ---- */

static bool note(ipso__master *master, int column)
{
    size_t known = master->in_lp_room, need = (size_t)column + 1;
    if (!ipso__grow(&master->column, &master->room, (size_t)master->count + 1,
                    sizeof *master->column) ||
        !ipso__grow(&master->in_lp, &master->in_lp_room, need, sizeof *master->in_lp)) {
        master->search->failed = true;
        return false;
    }
    if (master->in_lp_room > known)
        memset(&master->in_lp[known], 0, (master->in_lp_room - known) * sizeof *master->in_lp);
    return true;
}

/* Coefficient of a schedule; 0 where the place has no cut. */
static int cut_units(const ipso__master *master, int place, int column)
{
    const ipso__cut *cut = &master->cuts->at[place];
    return cut->lp_row == 0
               ? 0
               : ipso__cut_coefficient(cut->rest,
                                       ipso__cut_activity(master->search, cut->multiplier, column));
}

bool ipso__master_add(ipso__master *master, int column)
{
    const ipso__pool *pool = &master->search->pool;
    const ipso__pool_column *schedule = &pool->columns[column];
    if (!note(master, column))
        return false;
    if (master->in_lp[column])
        return true;
    int length = 1;
    master->index[1] = master->person_row[schedule->person];
    master->value[1] = 1;
    for (int e = 0; e < schedule->entry_count; e++) {
        size_t at = schedule->first_entry + (size_t)e;
        int i = master->scope->row_at[pool->entry_row[at]];
        if (i < 0 || pool->entry_units[at] == 0)
            continue;
        master->index[++length] = i + 1;
        master->value[length] = (double)pool->entry_units[at];
    }
    for (int c = 0; master->cuts != NULL && c < master->cuts->places; c++) {
        int units = cut_units(master, c, column);
        if (units == 0)
            continue;
        master->index[++length] = master->cuts->at[c].lp_row;
        master->value[length] = (double)units / IPSO__CUT_UNIT;
    }
    int j = glp_add_cols(master->lp, 1);
    glp_set_mat_col(master->lp, j, length, master->index, master->value);
    glp_set_obj_coef(master->lp, j, (double)schedule->cost);
    glp_set_col_bnds(master->lp, j, GLP_LO, 0, 0);
    master->in_lp[column] = true;
    master->column[master->count++] = column;
    return true;
}

/* ---- cuts ---- */

static void put(ipso__master *master, int *length, int column, double value)
{
    if (value == 0)
        return;
    master->picked[++*length] = column;
    master->cut_value[*length] = value;
}

bool ipso__master_add_cut(ipso__master *master, int place)
{
    size_t most = 1 + (size_t)glp_get_num_cols(master->lp);
    if (!ipso__grow(&master->picked, &master->picked_room, most, sizeof *master->picked) ||
        !ipso__grow(&master->cut_value, &master->cut_value_room, most, sizeof *master->cut_value)) {
        master->search->failed = true;
        return false;
    }
    int row = glp_add_rows(master->lp, 1), length = 0;
    master->cuts->at[place].lp_row = row;
    for (int i = 0; i < master->scope->row_count; i++)
        for (int k = 0; k < 4; k++)
            put(master, &length, slack_column(i, k),
                ipso__cut_step(master->search, place, master->scope->rows[i], k % 2));
    put(master, &length, master->first_lack + place, 1);
    for (int i = 0; i < master->count; i++)
        put(master, &length, master->first_column + i,
            (double)cut_units(master, place, master->column[i]) / IPSO__CUT_UNIT);
    glp_set_mat_row(master->lp, row, length, master->picked, master->cut_value);
    glp_set_row_bnds(master->lp, row, GLP_LO, 1, 0);
    master->dual_first = true;
    return true;
}

void ipso__master_drop_cut(ipso__master *master, int place)
{
    int rows[2] = {0, master->cuts->at[place].lp_row};
    glp_del_rows(master->lp, 1, rows);
    for (int c = 0; c < master->cuts->places; c++)
        if (master->cuts->at[c].lp_row > rows[1])
            master->cuts->at[c].lp_row--;
    ipso__cuts_drop(master->search, place);
    master->row_dual[master->search->rows + place] = 0;
}

void ipso__master_apply_bans(ipso__master *master)
{
    bool opened = false;
    for (int i = 0; i < master->count; i++) {
        int j = master->first_column + i;
        bool allowed = ipso__pool_allowed(master->search, master->scope, master->column[i]);
        if (allowed == (glp_get_col_type(master->lp, j) == GLP_LO))
            continue;
        glp_set_col_bnds(master->lp, j, allowed ? GLP_LO : GLP_FX, 0, 0);
        opened = opened || allowed;
    }
    for (int i = 0; i < master->scope->row_count; i++) {
        for (int side = 0; side < 2; side++) {
            double before = glp_get_col_ub(master->lp, slack_column(i, side));
            bound_slack(master, i, side);
            opened = opened || glp_get_col_ub(master->lp, slack_column(i, side)) > before;
        }
    }
    master->dual_first = !opened;
    master->solved = false;
}

void ipso__master_bound_slacks(ipso__master *master, int i)
{
    bound_slack(master, i, 0);
    bound_slack(master, i, 1);
}

void ipso__master_shake(ipso__master *master, double size)
{
    for (int i = 0; i < master->scope->row_count; i++)
        set_row(master, i,
                size > 0 ? size * (ipso__random_unit(&master->search->random) - 0.5) : 0);
    master->dual_first = master->dual_first || master->solved;
}

void ipso__master_purge(ipso__master *master)
{
    int kept = 0, gone = 0;
    if (!ipso__grow(&master->picked, &master->picked_room, (size_t)master->count + 1,
                    sizeof *master->picked)) {
        master->search->failed = true;
        return;
    }
    for (int i = 0; i < master->count; i++) {
        int j = master->first_column + i;
        bool closed = glp_get_col_type(master->lp, j) == GLP_FX;
        if (closed && glp_get_col_stat(master->lp, j) != GLP_BS) {
            master->in_lp[master->column[i]] = false;
            master->picked[++gone] = j;
        } else {
            master->column[kept++] = master->column[i];
        }
    }
    master->count = kept;
    if (gone > 0)
        glp_del_cols(master->lp, gone, master->picked);
}

/* ---- the basis ---- */

enum { OF_ROW = IPSO__BASIS_OF_ROW, OF_PERSON = IPSO__BASIS_OF_PERSON };

size_t ipso__master_basis_size(const ipso__sched *search)
{
    return (size_t)search->rows * OF_ROW + (size_t)search->persons * OF_PERSON;
}

static int missing_column(const ipso__master *master, int p)
{
    return SLACKS * master->scope->row_count + 1 + master->person_row[p] -
           master->scope->row_count - 1;
}

void ipso__master_get_basis(const ipso__master *master, unsigned char *basis,
                            unsigned char *column_status)
{
    const ipso__sched *search = master->search;
    unsigned char *of_persons = basis + (size_t)search->rows * OF_ROW;
    for (int i = 0; i < master->scope->row_count; i++) {
        unsigned char *of_row = basis + (size_t)master->scope->rows[i] * OF_ROW;
        of_row[0] = (unsigned char)glp_get_row_stat(master->lp, i + 1);
        for (int k = 0; k < SLACKS; k++)
            of_row[1 + k] = (unsigned char)glp_get_col_stat(master->lp, slack_column(i, k));
    }
    for (int p = 0; p < search->persons; p++) {
        if (master->person_row[p] == 0)
            continue;
        of_persons[OF_PERSON * p] =
            (unsigned char)glp_get_row_stat(master->lp, master->person_row[p]);
        of_persons[OF_PERSON * p + 1] =
            (unsigned char)glp_get_col_stat(master->lp, missing_column(master, p));
    }
    for (int i = 0; i < master->count; i++)
        column_status[master->column[i]] =
            (unsigned char)glp_get_col_stat(master->lp, master->first_column + i);
}

bool ipso__master_is_basic(unsigned char status)
{
    return status == GLP_BS;
}

/* 0, where nothing is known: the row is in the basis and a column is not. */
static int set_row_status(glp_prob *lp, int row, int status)
{
    glp_set_row_stat(lp, row, status == 0 ? GLP_BS : status);
    return glp_get_row_stat(lp, row) == GLP_BS;
}

static int set_column_status(glp_prob *lp, int column, int status)
{
    glp_set_col_stat(lp, column, status == 0 ? GLP_NL : status);
    return glp_get_col_stat(lp, column) == GLP_BS;
}

void ipso__master_set_basis(ipso__master *master, const unsigned char *basis,
                            const unsigned char *column_status)
{
    const ipso__sched *search = master->search;
    const unsigned char *of_persons = basis + (size_t)search->rows * OF_ROW;
    int basic = 0;
    for (int i = 0; i < master->scope->row_count; i++) {
        const unsigned char *of_row = basis + (size_t)master->scope->rows[i] * OF_ROW;
        basic += set_row_status(master->lp, i + 1, of_row[0]);
        for (int k = 0; k < SLACKS; k++)
            basic += set_column_status(master->lp, slack_column(i, k), of_row[1 + k]);
    }
    for (int p = 0; p < search->persons; p++) {
        if (master->person_row[p] == 0)
            continue;
        basic += set_row_status(master->lp, master->person_row[p], of_persons[OF_PERSON * p]);
        basic +=
            set_column_status(master->lp, missing_column(master, p), of_persons[OF_PERSON * p + 1]);
    }
    for (int i = 0; i < master->count; i++)
        basic += set_column_status(master->lp, master->first_column + i,
                                   column_status[master->column[i]]);
    if (basic != glp_get_num_rows(master->lp))
        glp_std_basis(master->lp);
}

/* ---- the simplex ---- */

typedef enum first_basis { AS_IT_IS, ADVANCED_BASIS, STANDARD_BASIS } first_basis;

typedef struct attempt {
    bool dual;
    int ratio_test;
    first_basis basis;
} attempt;

/* The last three are for LPs on which the simplex stalls. */
static const attempt attempts[] = {
    {false, GLP_RT_HAR, AS_IT_IS},       {true, GLP_RT_HAR, AS_IT_IS},
    {false, GLP_RT_STD, AS_IT_IS},       {true, GLP_RT_HAR, ADVANCED_BASIS},
    {false, GLP_RT_STD, STANDARD_BASIS},
};

static int64_t weight_of(const ipso__master *master)
{
    return 10 + 3 * ((int64_t)glp_get_num_rows(master->lp) + glp_get_num_nz(master->lp) / 500);
}

static bool run_attempt(ipso__master *master, const attempt *how)
{
    glp_smcp settings;
    glp_init_smcp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    settings.meth = how->dual != master->dual_first ? GLP_DUALP : GLP_PRIMAL;
    settings.r_test = how->ratio_test;
    if (how->basis == ADVANCED_BASIS)
        glp_adv_basis(master->lp, 0);
    else if (how->basis == STANDARD_BASIS)
        glp_std_basis(master->lp);
    int cap = 20 * glp_get_num_rows(master->lp) + 3000;
    if (settings.meth == GLP_DUALP && how == attempts)
        cap = 2 * glp_get_num_rows(master->lp) + 200;
    while (cap > 0 && !ipso__sched_must_stop(master->search)) {
        int before = glp_get_it_cnt(master->lp);
        settings.it_lim = cap < 4 * SHORTEST_SLICE ? cap : 4 * SHORTEST_SLICE;
        int answer = glp_simplex(master->lp, &settings);
        int done = glp_get_it_cnt(master->lp) - before;
        master->search->work += done * weight_of(master);
        cap -= done > 0 ? done : 1;
        if (answer != GLP_EITLIM)
            return answer == 0 && glp_get_status(master->lp) == GLP_OPT;
    }
    return false;
}

static void fetch(ipso__master *master)
{
    master->objective = glp_get_obj_val(master->lp) + master->scope->constant;
    for (int i = 0; i < master->scope->row_count; i++)
        master->row_dual[master->scope->rows[i]] = glp_get_row_dual(master->lp, i + 1);
    for (int p = 0; p < master->search->persons; p++)
        if (master->person_row[p] > 0)
            master->person_dual[p] = glp_get_row_dual(master->lp, master->person_row[p]);
    for (int c = 0; master->cuts != NULL && c < master->cuts->places; c++) {
        int row = master->cuts->at[c].lp_row;
        master->row_dual[master->search->rows + c] =
            row > 0 ? glp_get_row_dual(master->lp, row) : 0;
    }
}

bool ipso__master_solve(ipso__master *master)
{
    for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++) {
        if (run_attempt(master, &attempts[i])) {
            master->dual_first = false;
            master->solved = true;
            fetch(master);
            return true;
        }
        if (ipso__sched_must_stop(master->search))
            break;
    }
    return false;
}

double ipso__master_share(const ipso__master *master, int i)
{
    return glp_get_col_prim(master->lp, master->first_column + i);
}

double ipso__master_slack(const ipso__master *master, int row, int side)
{
    return glp_get_col_prim(master->lp, ipso__master_slack_column(master, row, side));
}

double ipso__master_missing(const ipso__master *master)
{
    double sum = 0;
    for (int j = SLACKS * master->scope->row_count + 1; j < master->first_column; j++)
        sum += glp_get_col_prim(master->lp, j);
    return sum;
}

int ipso__master_slack_column(const ipso__master *master, int row, int side)
{
    return slack_column(master->scope->row_at[row], side);
}
