/* What the windows begin with where weeks are joined by prices: where the weeks ended at the best
 * prices, and what the model of the weeks expects them to bring to the rows over several of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_weeks_prices.h"

/* Takes the weeks back to the best pass for the target, or the last one kept. Gives its number. */
static int take_back(ipso__weeks *w)
{
    struct ipso__weeks_prices *m = w->many;
    if (m->best[m->target] == m->pass_count - 1 || m->kept_pass < 0)
        return m->pass_count - 1;
    for (int i = 0; i < w->count; i++) {
        ipso__schedules_columns last = w->week_columns[i];
        w->week_columns[i] = m->kept[i];
        m->kept[i] = last;
    }
    int pass = m->kept_pass;
    m->kept_pass = -1;
    return pass;
}

bool ipso__weeks_price_guide(ipso__weeks *w)
{
    struct ipso__weeks_prices *m = w->many;
    if (m == NULL)
        return true;
    ipso__weeks_lp lp = {.prices = m->prices};
    const ipso__weeks_pass *pass = &m->passes[take_back(w)];
    for (int i = 0; i < m->row_count; i++)
        m->prices[m->rows[i]] = (double)pass->y[i];
    if (!ipso__weeks_join_columns(w, &lp))
        return false;
    for (int i = 0; i < w->box_count; i++)
        w->boxes[i].lp = w->lp_count - 1;
    return true;
}

void ipso__weeks_price_expect(ipso__weeks *w, double *likely)
{
    const struct ipso__weeks_prices *m = w->many;
    const ipso__schedules *all = &w->lp_columns.schedules;
    if (m == NULL || m->pass_count < 2)
        return;
    for (int week = 0; week < w->count; week++) {
        const double *mean = &m->mean[(size_t)week * (size_t)m->row_count];
        double *of_limit = &w->of_limit[week * w->limit_count];
        int row = w->apart.first_limit_row;
        for (int p = 0; p < w->people; p++)
            for (int i = 0; i < all->persons[p].limit_count; i++, of_limit++)
                if (ipso__roster_apart_is_row(w->search->roster, &all->persons[p].limits[i]))
                    *of_limit = mean[m->row_number[row++]];
    }
    for (int i = 0; i < w->rules; i++) {
        int at = w->lp_columns.turn_row[i] >= 0 ? m->row_number[w->lp_columns.turn_row[i]] : -1;
        if (at >= 0)
            likely[i] = 0;
        for (int week = 0; week < w->count && at >= 0; week++)
            likely[i] += m->mean[(size_t)week * (size_t)m->row_count + (size_t)at];
    }
}
