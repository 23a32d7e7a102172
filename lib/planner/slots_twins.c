/* Bins of a packing that are alike: duties of one day mostly share their morning, and a bin of one
 * is a bin of the other. Of each such set one bin keeps its options.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/slots_packing.h"

#include "base/error.h"

#include <stdlib.h>

typedef struct lists {
    const ipso__packing_option *options;
    int *first, *option; /* options of bin b: option[first[b]] up to option[first[b + 1]] */
} lists;

static bool list_options(lists *all, const ipso__packing *packing)
{
    size_t bins = (size_t)packing->bin_count, options = (size_t)packing->option_count;
    all->options = packing->options;
    all->first = ipso__calloc(bins + 2, sizeof *all->first);
    all->option = ipso__calloc(options + 1, sizeof *all->option);
    if (all->first == NULL || all->option == NULL)
        return false;
    for (size_t o = 0; o < options; o++)
        all->first[packing->options[o].bin + 2]++;
    for (size_t b = 0; b < bins; b++)
        all->first[b + 2] += all->first[b + 1];
    for (size_t o = 0; o < options; o++)
        all->option[all->first[packing->options[o].bin + 1]++] = (int)o;
    return true;
}

static bool alike_options(const ipso__packing_option *one, const ipso__packing_option *two)
{
    if (one->width != two->width || one->limit != two->limit || one->cost != two->cost ||
        one->row_count != two->row_count)
        return false;
    for (int k = 0; k < one->row_count; k++)
        if (one->rows[k] != two->rows[k] || one->weights[k] != two->weights[k])
            return false;
    return true;
}

static bool alike(const lists *all, int one, int two)
{
    int count = all->first[one + 1] - all->first[one];
    if (all->first[two + 1] - all->first[two] != count)
        return false;
    for (int i = 0; i < count; i++)
        if (!alike_options(&all->options[all->option[all->first[one] + i]],
                           &all->options[all->option[all->first[two] + i]]))
            return false;
    return true;
}

static void find_twins(const lists *all, const ipso__packing *packing, const int *same, int *twin)
{
    for (int b = 0; b < packing->bin_count; b++) {
        twin[b] = b;
        for (int a = b - 1; a >= 0 && same[a] == same[b] && twin[b] == b; a--)
            if (twin[a] == a && packing->capacity[a] == packing->capacity[b] && alike(all, a, b))
                twin[b] = a;
    }
}

ipso_status ipso__packing_merge_twins(ipso__packing *packing, ipso__packing_option *options,
                                      int *of_packing, const int *same, int *twin, ipso_error *err)
{
    lists all = {0};
    int count = 0;
    bool ok = list_options(&all, packing);
    if (ok) {
        find_twins(&all, packing, same, twin);
        for (int o = 0; o < packing->option_count; o++) {
            if (twin[options[o].bin] != options[o].bin)
                continue;
            options[count] = options[o];
            of_packing[count++] = of_packing[o];
        }
        packing->option_count = count;
    }
    free(all.first);
    free(all.option);
    return ok ? IPSO_OK : ipso__fail_nomem(err);
}
