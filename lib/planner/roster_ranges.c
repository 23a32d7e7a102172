/* Ranges of fair turns: where boxes of them are split (C3).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_columns.h"

#include <math.h>

int64_t ipso__turn_range_nearest(const ipso__turn_range *range, int64_t turns)
{
    return turns < range->least ? range->least : turns > range->most ? range->most : turns;
}

/* Points that fair turns cost less, when all take `most` and not `least` turns, had everybody a use
 * for them. */
static double freed(const ipso__roster *roster, int rule, const ipso__fair_shares *s, int64_t least,
                    int64_t most)
{
    double sum = 0;
    for (int p = 0; p < roster->people && s->share_sum > 0; p++) {
        int64_t own = s->share_sum * s->history[p];
        int64_t low = s->share[p] * (s->history_sum + least) - own;
        int64_t high = s->share[p] * (s->history_sum + most) - own;
        if (high > 0)
            sum += ceil((double)high / (double)s->share_sum) -
                   ceil((double)(low > 0 ? low : 0) / (double)s->share_sum);
    }
    return sum * (double)ipso_practice_fair(roster->practice, rule)->points;
}

int ipso__turn_ranges_widest(const ipso__turn_range *range, int rules, const ipso__roster *roster,
                             const ipso__fair_shares *shares, const int64_t *likely, double least)
{
    int best = -1;
    for (int i = 0; i < rules; i++) {
        int64_t from = ipso__turn_range_nearest(&range[i], likely[i]);
        double points = freed(roster, i, &shares[i], from, range[i].most);
        if (points > least) {
            least = points;
            best = i;
        }
    }
    return best;
}

int64_t ipso__turn_range_level(const ipso__turn_range *range, const ipso__roster *roster, int rule,
                               const ipso__fair_shares *shares, int64_t turns)
{
    int64_t last = ipso__turn_range_nearest(range, turns), first = last;
    while (last < range->most && freed(roster, rule, shares, first, last + 1) <= 0)
        last++;
    return last;
}
