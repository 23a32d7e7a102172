/* What the slots of a roster cost in the linear relaxation, needs and bins alone.
 *
 * An option takes cells of its bin and gives its need a unit: an arc of a network (network.c), bins
 * and options in part. Rows of targets and of links are relaxed at given prices. So
 *
 *     slots of a roster  >=  optimum with its bins open  -  sum over those rows of what they gain
 *                                                           beyond their prices, at most
 *
 * where lines of S7 that count cost what they cost without slots, and S6 is left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint_network.h"

#include <math.h>

#define UNIT ((double)IPSO__PACKING_PRICE_UNIT)

/* ---- needs ---- */

/* Lists the needs that slots may be given; need_of_row becomes -1 for other rows. */
static bool list_needs(ipso__joint_network *n, int *need_of_row)
{
    const ipso__joint *joint = n->joint;
    const ipso__packing *packing = &joint->packing.packing;
    int units = 0, count = 0;
    bool ok = true;
    for (int r = 0; r < packing->row_count; r++) {
        need_of_row[r] = -1;
        units += packing->rows[r].marginal_count;
    }
    int *first = ipso__arena_room(&n->arena, joint->table.need_count, sizeof *first, &ok);
    double *gains = ipso__arena_room(&n->arena, units, sizeof *gains, &ok);
    for (int g = 0; ok && g < joint->table.need_count; g++) {
        int r = joint->packing.row_of_need[g];
        const ipso__packing_row *row = r < 0 ? NULL : &packing->rows[r];
        if (row == NULL || row->marginal_count == 0)
            continue;
        need_of_row[r] = n->instance.need_count++;
        for (int k = 0; k < row->marginal_count; k++)
            gains[count++] = fmax(0, (double)row->marginals[k]);
        first[n->instance.need_count] = count;
    }
    n->instance.first_gain = first;
    n->instance.gains = gains;
    return ok;
}

/* What needs lose that no slot can be given to, less what other rows gain beyond their prices. */
static void count_fixed(ipso__joint_network *n, const int *need_of_row)
{
    const ipso__packing *packing = &n->joint->packing.packing;
    const ipso__table *table = &n->joint->table;
    for (int g = 0; g < table->need_count; g++)
        for (int k = 0; k < table->needs[g].value_count; k++)
            n->fixed += (double)table->values[table->needs[g].first_value + k];
    for (int i = 0; i < n->instance.first_gain[n->instance.need_count]; i++)
        n->fixed -= n->instance.gains[i];
    for (int r = 0; r < packing->row_count; r++)
        for (int k = 0; need_of_row[r] < 0 && k < packing->rows[r].marginal_count; k++)
            n->fixed -= fmax(0, (double)packing->rows[r].marginals[k] -
                                    (double)n->joint->prices.now[r] / UNIT);
}

/* ---- options ---- */

/* The need that the option is an arc of; -1 when it has none or is wider than its bin. */
static int need_of(const ipso__packing *packing, const ipso__packing_option *option,
                   const int *need_of_row)
{
    bool fits = option->width <= packing->capacity[option->bin];
    for (int k = 0; fits && k < option->row_count; k++)
        if (need_of_row[option->rows[k]] >= 0)
            return need_of_row[option->rows[k]];
    return -1;
}

/* What an option costs but for its need, the other rows at their prices. */
static double cost_of(const ipso__joint_network *n, const ipso__packing_option *option,
                      const int *need_of_row)
{
    double cost = (double)option->cost;
    for (int k = 0; k < option->row_count; k++)
        if (need_of_row[option->rows[k]] < 0)
            cost -= option->weights[k] * (double)n->joint->paid[option->rows[k]] / UNIT;
    return cost;
}

static bool list_arcs(ipso__joint_network *n, const int *need_of_row)
{
    const ipso__packing *packing = &n->joint->packing.packing;
    const int *twin = n->joint->packing.twin;
    int bins = packing->bin_count;
    bool ok = true;
    int *first = ipso__arena_room(&n->arena, bins, sizeof *first, &ok);
    int *end = ipso__arena_room(&n->arena, bins, sizeof *end, &ok);
    ipso__network_arc *arcs = ipso__arena_room(&n->arena, packing->option_count, sizeof *arcs, &ok);
    if (!ok)
        return false;
    for (int i = 0; i < packing->option_count; i++)
        end[packing->options[i].bin] += need_of(packing, &packing->options[i], need_of_row) >= 0;
    for (int b = 0, count = 0; b < bins; b++) {
        count += end[b];
        first[b] = end[b] = count - end[b];
    }
    for (int i = 0; i < packing->option_count; i++) {
        const ipso__packing_option *option = &packing->options[i];
        int need = need_of(packing, option, need_of_row);
        if (need >= 0)
            arcs[end[option->bin]++] =
                (ipso__network_arc){need, option->width, cost_of(n, option, need_of_row)};
    }
    for (int b = 0; b < bins; b++) {
        first[b] = first[twin[b]];
        end[b] = end[twin[b]];
    }
    n->instance.arcs = arcs;
    n->instance.first_arc = first;
    n->instance.end_arc = end;
    return true;
}

/* ---- duties ---- */

static bool list_bins(ipso__joint_network *n)
{
    const ipso__joint *joint = n->joint;
    int options = joint->roster->option_count, bins = joint->packing.packing.bin_count;
    bool ok = true;
    int *first = n->first_bin = ipso__arena_room(&n->arena, options, sizeof *first, &ok);
    n->bins_of = ipso__arena_room(&n->arena, bins, sizeof *n->bins_of, &ok);
    if (!ok)
        return false;
    for (int b = 0; b < bins; b++)
        first[joint->option_of_bin[b]]++;
    for (int o = 0; o < options; o++)
        first[o + 1] += first[o];
    for (int b = bins - 1; b >= 0; b--)
        n->bins_of[--first[joint->option_of_bin[b]]] = b;
    return true;
}

void ipso__joint_network_set(const ipso__joint_network *network, ipso__network *slots, int option,
                             bool open)
{
    const int *first = network->first_bin + option;
    for (int i = option < 0 ? 0 : first[0]; option >= 0 && i < first[1]; i++)
        ipso__network_set(slots, network->bins_of[i], open);
}

/* ---- frame ---- */

bool ipso__joint_network_make(ipso__joint_network *network, ipso__joint *joint,
                              const int64_t *price)
{
    bool ok = true;
    *network = (ipso__joint_network){.joint = joint};
    network->instance.bin_count = joint->packing.packing.bin_count;
    network->instance.capacity = joint->packing.packing.capacity;
    ipso__joint_set_prices(joint, price);
    ipso__joint_links_pay(joint, joint->paid);
    int *need_of_row =
        ipso__arena_room(&network->arena, joint->packing.packing.row_count, sizeof(int), &ok);
    if (!ok || !list_needs(network, need_of_row) || !list_arcs(network, need_of_row) ||
        !list_bins(network))
        return false;
    count_fixed(network, need_of_row);
    return true;
}

void ipso__joint_network_finish(ipso__joint_network *network)
{
    ipso__arena_finish(&network->arena);
    *network = (ipso__joint_network){0};
}
