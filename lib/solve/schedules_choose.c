/* What a node is branched on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_branch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FRACTION 1e-5
#define CLEARLY  0.02

enum { FEW_STEPS = 4 };

static double fraction(double value)
{
    double part = value - floor(value);
    return part < FRACTION || part > 1 - FRACTION ? 0 : part;
}

static double slack_price(const ipso__sched *search, int row, int side)
{
    const ipso__schedules_row *r = &search->all->rows[row];
    int64_t price = side == 0 ? r->under_price : r->over_price;
    return price == IPSO__NEVER ? search->hard_price : (double)price;
}

/* Counts in search->activity the most steps that one option brings to each row. */
static void count_steps(ipso__sched *search)
{
    memset(search->activity, 0, (size_t)search->rows * sizeof *search->activity);
    for (int p = 0; p < search->persons; p++) {
        const ipso__schedules_person *who = &search->all->persons[p];
        for (int o = 0; o < who->first[search->days]; o++)
            for (int u = 0; u < who->options[o].use_count; u++) {
                const ipso__schedules_use *use = &who->options[o].uses[u];
                int step =
                    search->all->rows[use->row].step > 0 ? search->all->rows[use->row].step : 1;
                int64_t steps = (abs(use->units) + step - 1) / step;
                if (steps > search->activity[use->row])
                    search->activity[use->row] = steps;
            }
    }
}

/* Slacks of rows to which an option brings at most so many steps: of minutes, say, one more or one
 * less decides nothing. */
static bool choose_slack(ipso__sched *search, const ipso__master *master, int64_t most_steps,
                         ipso__branch *branch)
{
    double best = 0;
    count_steps(search);
    for (int i = 0; i < search->whole.row_count; i++) {
        int row = search->whole.rows[i];
        for (int side = 0; side < 2 && search->activity[row] <= most_steps; side++) {
            double value = ipso__master_slack(master, row, side), part = fraction(value);
            double doubt = fmin(part, 1 - part);
            double score = doubt * (1 + slack_price(search, row, side));
            if (doubt > search->tree->doubt && score > best) {
                best = score;
                *branch =
                    (ipso__branch){IPSO__BRANCH_SLACK_MAX, 2 * row + side, 0, (int)floor(value)};
            }
        }
    }
    return best > 0;
}

/* Rows at no price are there to be branched on: the first that is clearly in doubt. */
static bool choose_count(const ipso__sched *search, const ipso__master *master,
                         ipso__branch *branch)
{
    for (int i = 0; i < search->whole.row_count; i++) {
        int row = search->whole.rows[i];
        const ipso__schedules_row *r = &search->all->rows[row];
        if (r->under_price != 0 || r->over_price != 0 || r->lower != r->upper)
            continue;
        double value = ipso__master_slack(master, row, 0), part = fraction(value);
        if (fmin(part, 1 - part) < CLEARLY)
            continue;
        *branch = (ipso__branch){IPSO__BRANCH_SLACK_MAX, 2 * row, 0, (int)floor(value)};
        return true;
    }
    return false;
}

static void sum_shares(const ipso__sched *search, const ipso__master *master, double *entry)
{
    memset(entry, 0, (size_t)search->ban_first[search->persons] * sizeof *entry);
    for (int i = 0; i < master->count; i++) {
        double share = ipso__master_share(master, i);
        if (share < FRACTION / 10)
            continue;
        int column = master->column[i], p = search->pool.columns[column].person;
        const int *choice = ipso__pool_choice(search, column);
        int offs = search->ban_first[p] + search->all->persons[p].first[search->days];
        bool idle = true;
        for (int t = 0; t < search->days; t++) {
            entry[choice[t] >= 0 ? search->ban_first[p] + choice[t] : offs + t] += share;
            idle = idle && choice[t] < 0;
        }
        entry[offs + search->days] += idle ? share : 0;
    }
}

/* True when the share is more in doubt than the best so far. */
static bool in_doubt(double share, double *best)
{
    double part = fraction(share), score = fmin(part, 1 - part);
    if (part <= 0 || score <= *best + 1e-6)
        return false;
    *best = score;
    return true;
}

/* The person of whom it is most in doubt whether there is any work. */
static bool choose_idle(const ipso__sched *search, const double *entry, ipso__branch *branch)
{
    double best = search->tree->doubt;
    for (int p = 0; p < search->persons; p++)
        if (search->walks[p].tells_idle && in_doubt(entry[search->ban_first[p + 1] - 1], &best))
            *branch = (ipso__branch){.kind = IPSO__BRANCH_IDLE, .who = p};
    return best > search->tree->doubt;
}

static double group_share(const ipso__schedules_person *who, const double *mine, int day, int group)
{
    double sum = 0;
    for (int o = who->first[day]; o < who->first[day + 1]; o++)
        sum += who->options[o].group == group ? mine[o] : 0;
    return sum;
}

/* The group most in doubt of a person on a day. */
static bool choose_group(const ipso__sched *search, const double *entry, ipso__branch *branch)
{
    double best = search->tree->doubt;
    for (int p = 0; p < search->persons; p++) {
        const ipso__schedules_person *who = &search->all->persons[p];
        const double *mine = &entry[search->ban_first[p]];
        for (int t = 0; t < search->days && who->change_cost != NULL; t++)
            for (int o = who->first[t]; o < who->first[t + 1]; o++)
                if (mine[o] > FRACTION && who->options[o].group >= 0 &&
                    in_doubt(group_share(who, mine, t, who->options[o].group), &best))
                    *branch = (ipso__branch){IPSO__BRANCH_MUST_GROUP, p, t, who->options[o].group};
    }
    return best > search->tree->doubt;
}

/* The day off most in doubt, else the choice most in doubt. */
static bool choose_entry(const ipso__sched *search, const double *entry, bool off,
                         ipso__branch *branch)
{
    double best = search->tree->doubt;
    for (int p = 0; p < search->persons; p++) {
        const ipso__schedules_person *who = &search->all->persons[p];
        const double *mine = &entry[search->ban_first[p]];
        for (int t = 0; t < search->days; t++) {
            int first = off ? 0 : who->first[t], last = off ? 1 : who->first[t + 1];
            for (int o = first; o < last; o++)
                if (in_doubt(mine[off ? who->first[search->days] + t : o], &best))
                    *branch = (ipso__branch){IPSO__BRANCH_MUST, p, t, off ? -1 : o};
        }
    }
    return best > search->tree->doubt;
}

bool ipso__branch_choose(ipso__branch *branch, ipso__sched *search, const ipso__master *master)
{
    if (choose_count(search, master, branch) || choose_slack(search, master, FEW_STEPS, branch))
        return true;
    double *entry = ipso__calloc((size_t)search->ban_first[search->persons], sizeof *entry);
    if (entry == NULL) {
        search->failed = true;
        return false;
    }
    sum_shares(search, master, entry);
    bool chosen = choose_idle(search, entry, branch) || choose_group(search, entry, branch) ||
                  choose_entry(search, entry, true, branch) ||
                  choose_entry(search, entry, false, branch) ||
                  choose_slack(search, master, INT64_MAX, branch);
    free(entry);
    return chosen;
}
