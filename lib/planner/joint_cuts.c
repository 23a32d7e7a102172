/* Cuts that say what the slots of a roster cost at least.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint_rosters.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UNIT ((double)IPSO__PACKING_PRICE_UNIT)

enum { SHARED = -1, UNSEEN = -2 };

static bool add(ipso__joint_cuts *cuts, int block, int64_t least, int *gain)
{
    if (!ipso__grow(&cuts->list, &cuts->room, (size_t)cuts->count + 1, sizeof *cuts->list))
        return false;
    cuts->list[cuts->count++] = (ipso__joint_cut){block, least, gain};
    return true;
}

void ipso__joint_cuts_finish(ipso__joint_cuts *cuts)
{
    for (int k = 0; k < cuts->count; k++)
        free(cuts->list[k].gain);
    free(cuts->list);
    *cuts = (ipso__joint_cuts){0};
}

static int64_t missing(const ipso__joint_cuts *cuts, const ipso__joint_cut *cut, const bool *chosen)
{
    int64_t sum = cut->least;
    for (int o = 0; o < cuts->option_count; o++)
        sum -= chosen[o] ? cut->gain[o] : 0;
    return sum;
}

int64_t ipso__joint_cuts_block_cost(const ipso__joint_cuts *cuts, int block, const bool *chosen)
{
    int64_t most = 0;
    for (int k = 0; k < cuts->count; k++)
        if (cuts->list[k].block == block) {
            int64_t cost = missing(cuts, &cuts->list[k], chosen);
            most = cost > most ? cost : most;
        }
    return most;
}

int64_t ipso__joint_cuts_cost(const ipso__joint_cuts *cuts, const bool *chosen)
{
    int64_t all = ipso__joint_cuts_block_cost(cuts, IPSO__ALL_BLOCKS, chosen), sum = 0;
    for (int b = 0; b < cuts->block_count; b++)
        sum += ipso__joint_cuts_block_cost(cuts, b, chosen);
    return sum > all ? sum : all;
}

/* ---- blocks ---- */

static void find_blocks(ipso__joint_rosters *s)
{
    const ipso__joint *joint = s->joint;
    const ipso__packing *packing = &joint->packing.packing;
    int sites = ipso_practice_site_count(joint->practice);
    for (int o = 0; o < joint->roster->option_count; o++) {
        int site = joint->roster->options[o].site;
        s->site[o] = site >= 0 ? site : sites;
    }
    s->cuts =
        (ipso__joint_cuts){.block_count = sites + 1, .option_count = joint->roster->option_count};
    for (int r = 0; r < packing->row_count; r++)
        s->block[r] = UNSEEN;
    for (int i = 0; i < packing->option_count; i++) {
        const ipso__packing_option *option = &packing->options[i];
        int site = s->site[joint->option_of_bin[option->bin]];
        for (int k = 0; k < option->row_count; k++) {
            int *of = &s->block[option->rows[k]];
            *of = *of == UNSEEN || *of == site ? site : SHARED;
        }
    }
}

/* Rows of needs move; those of targets, of days of links and of links do not. */
static void find_stretch(ipso__joint_rosters *s)
{
    const ipso__joint *joint = s->joint;
    for (int g = 0; g < joint->table.need_count; g++) {
        int row = joint->packing.row_of_need[g];
        if (row >= 0 && s->block[row] >= 0)
            s->stretch[row] = joint->prices.stretch[row];
    }
}

/* ---- credits ---- */

/* What a duty is worth at the present prices, less its share of the lines of S7 it serves: one of
 * the days on which somebody may, where nobody works twice a day. */
static double duty_value(const ipso__joint *joint, int o)
{
    double value = joint->worth[o];
    for (int i = 0; i < joint->table.target_count && joint->people != NULL; i++) {
        int missing = joint->table.targets[i].missing;
        const unsigned char *serves =
            &joint->serves[(size_t)i * (size_t)joint->roster->option_count];
        if (missing > 0 && serves[o])
            value -= missing * (double)joint->prices.now[joint->packing.row_of_target[i]] / UNIT /
                     joint->serving_days[i];
    }
    return value;
}

/* The terms of needs at the present prices; of those local to a site, or of all (block SHARED). */
static double need_terms(const ipso__joint_rosters *s, int block)
{
    const ipso__joint *joint = s->joint;
    const ipso__table *table = &joint->table;
    double sum = 0;
    for (int g = 0; g < table->need_count; g++) {
        const ipso__need *need = &table->needs[g];
        int row = joint->packing.row_of_need[g];
        if (row < 0 || (block != SHARED && s->block[row] != block))
            continue;
        for (int k = 0; k < need->value_count; k++)
            sum += fmin((double)table->values[need->first_value + k],
                        (double)joint->prices.now[row] / UNIT);
    }
    return sum;
}

static void take_credits(ipso__joint_rosters *s)
{
    ipso__joint_worth(s->joint, s->joint->root);
    for (int o = 0; o < s->joint->roster->option_count; o++)
        s->credit[o] = (int64_t)ceil(duty_value(s->joint, o) - 1e-9);
    s->terms = need_terms(s, SHARED);
}

/* ---- cuts ---- */

/* The cut of a block at the present prices; before: its terms at the root's. */
static ipso_status add_cut(ipso__joint_rosters *s, int block, double before, ipso_error *err)
{
    const ipso__joint *joint = s->joint;
    int options = joint->roster->option_count, any = 0;
    int *gain = ipso__calloc((size_t)options, sizeof *gain);
    double terms = need_terms(s, block == IPSO__ALL_BLOCKS ? SHARED : block);
    if (gain == NULL)
        return ipso__fail_nomem(err);
    for (int o = 0; o < options; o++) {
        bool of_block = block == IPSO__ALL_BLOCKS || s->site[o] == block;
        if (of_block)
            gain[o] = (int)ceil(duty_value(joint, o) - (double)s->credit[o] - 1e-9);
        any += gain[o] != 0;
    }
    int64_t least = (int64_t)floor(terms - before + 1e-9);
    if ((any > 0 || least > 0) && add(&s->cuts, block, least, gain))
        return IPSO_OK;
    free(gain);
    return any > 0 || least > 0 ? ipso__fail_nomem(err) : IPSO_OK;
}

/* A cut for each block, of prices that moved from the root's in local needs alone. */
static ipso_status add_block_cuts(ipso__joint_rosters *s, const int64_t *price, ipso_error *err)
{
    ipso_status status = IPSO_OK;
    for (int b = 0; b < s->cuts.block_count && status == IPSO_OK; b++) {
        ipso__joint_set_prices(s->joint, s->joint->root);
        double before = need_terms(s, b);
        ipso__joint_set_prices(s->joint, price);
        status = add_cut(s, b, before, err);
    }
    return status;
}

ipso_status ipso__joint_cuts_of(ipso__joint_rosters *s, const ipso__known_roster *one, int steps,
                                double step, ipso_error *err)
{
    ipso__joint *joint = s->joint;
    int64_t *now = joint->prices.now, *root = joint->root;
    double *whole = joint->prices.stretch;
    ipso__joint_climb climb = {.steps = steps, .until = 1, .step = step};
    int64_t *price = ipso__calloc((size_t)joint->prices.count, sizeof *price);
    if (price == NULL)
        return ipso__fail_nomem(err);
    memcpy(price, joint->prices.best, (size_t)joint->prices.count * sizeof *price);
    ipso__joint_worth(joint, price);
    ipso_status status = add_cut(s, IPSO__ALL_BLOCKS, s->terms, err);
    for (int r = 0; r < joint->prices.count; r++)
        now[r] = s->stretch[r] > 0 ? price[r] : root[r];
    if (status == IPSO_OK) {
        ipso__joint_take_roster(joint, one->chosen, one->own);
        joint->prices.stretch = s->stretch;
        status = ipso__joint_climb_part(joint, &climb, err);
        joint->prices.stretch = whole;
    }
    memcpy(price, joint->prices.best, (size_t)joint->prices.count * sizeof *price);
    if (status == IPSO_OK) {
        ipso__joint_worth(joint, price);
        status = add_block_cuts(s, price, err);
    }
    free(price);
    return status;
}

/* ---- frame ---- */

static ipso_status allocate(ipso__joint_rosters *s, ipso_error *err)
{
    const ipso__joint *joint = s->joint;
    size_t options = (size_t)joint->roster->option_count + 1;
    size_t rows = (size_t)joint->prices.count + 1;
    s->credit = ipso__arena_alloc(&s->arena, options, sizeof *s->credit);
    s->block = ipso__arena_alloc(&s->arena, rows, sizeof *s->block);
    s->site = ipso__arena_alloc(&s->arena, options, sizeof *s->site);
    s->stretch = ipso__arena_alloc(&s->arena, rows, sizeof *s->stretch);
    s->trial = ipso__arena_alloc(&s->arena, options, sizeof *s->trial);
    bool ok = s->credit != NULL && s->block != NULL && s->site != NULL && s->stretch != NULL &&
              s->trial != NULL;
    return ok ? IPSO_OK : ipso__fail_nomem(err);
}

ipso_status ipso__joint_cuts_begin(ipso__joint_rosters *s, ipso_error *err)
{
    ipso_status status = allocate(s, err);
    if (status != IPSO_OK)
        return status;
    find_blocks(s);
    find_stretch(s);
    take_credits(s);
    return IPSO_OK;
}
