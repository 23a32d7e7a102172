/* Moving neighbours together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/search.h"

#include <math.h>
#include <stdlib.h>

/* The last patient that can be moved by delta together with from and those between, from - 1 when
 * there is none; start times then do not fall yet may pass the next one's: see may_end. */
static int reach(const ipso__chain *chain, int from, int delta)
{
    if (delta < 0 && from > 0 &&
        chain->tick[from] + delta < chain->tick[from - 1] + ipso__chain_apart(chain, from - 1))
        return from - 1;
    int last = from - 1;
    while (last + 1 < chain->count && chain->tick[last + 1] + delta >= chain->low[last + 1] &&
           chain->tick[last + 1] + delta <= chain->high[last + 1])
        last++;
    return last;
}

static bool may_end(const ipso__chain *chain, int to, int delta)
{
    return to + 1 == chain->count ||
           chain->tick[to] + delta + ipso__chain_apart(chain, to) <= chain->tick[to + 1];
}

/* The best group that begins with from; moves it when it makes the chain cheaper. */
static bool try_from(ipso__chain *chain, int from, int delta, double *costs, double *cost,
                     bool *moved)
{
    int last = reach(chain, from, delta);
    int best = -1;
    double least = *cost - IPSO__SEARCH_SLACK * fmax(1, fabs(*cost));
    if (last < from)
        return true;
    if (!ipso__chain_shifts(chain, from, last, delta, costs))
        return false;
    for (int to = from; to <= last; to++) {
        if (costs[to] < least && may_end(chain, to, delta)) {
            least = costs[to];
            best = to;
        }
    }
    if (best < 0)
        return true;
    for (int k = from; k <= best; k++)
        chain->tick[k] += delta;
    *moved = true;
    return ipso__chain_update(chain, cost);
}

/* One round over all groups, both ways. */
static bool sweep(ipso__chain *chain, int size, double *costs, double *cost, int64_t work_limit,
                  bool *moved)
{
    for (int from = 0; from < chain->count; from++) {
        if (work_limit > 0 && chain->work >= work_limit)
            return true;
        if (!try_from(chain, from, size, costs, cost, moved) ||
            !try_from(chain, from, -size, costs, cost, moved))
            return false;
    }
    return true;
}

bool ipso__search_blocks(ipso__chain *chain, double *cost, int64_t work_limit, bool *spent)
{
    double *costs = ipso__calloc((size_t)chain->count, sizeof *costs);
    int widest = 1;
    bool ok = costs != NULL;
    for (int k = 0; k < chain->count; k++)
        widest = chain->high[k] - chain->low[k] > widest ? chain->high[k] - chain->low[k] : widest;
    int size = 1;
    while (size * 16 < widest)
        size *= 2;
    if (chain->session->walk_in_until > 0 && size > 4)
        size = 4; /* each cost is dear, and the first guess knows of the walk-ins */
    *spent = false;
    while (ok && size >= 1 && !*spent) {
        bool moved = false;
        ok = sweep(chain, size, costs, cost, work_limit, &moved);
        *spent = work_limit > 0 && chain->work >= work_limit;
        if (!moved)
            size /= 2;
    }
    free(costs);
    return ok;
}
