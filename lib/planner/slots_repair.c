/* Makes a choice of options keep the rules that join requests (B3, B4), which the packing search
 * does not know in full.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/memory.h"
#include "planner/slots_choice.h"
#include "planner/slots_search.h"

#include <stdlib.h>

static int64_t worth(const ipso__choice *choice, int need)
{
    const ipso__need *described = &choice->table->needs[need];
    int64_t value = described->value_count > 0 ? choice->table->values[described->first_value] : 0;
    return value - choice->table->options[choice->chosen[need]].cost;
}

/* The need that gives way when a join is broken: the later of a link, the less worthy of a pair. */
static int victim_of(const ipso__choice *choice, int join)
{
    const ipso__table *table = choice->table;
    if (join < table->link_count)
        return table->links[join].later;
    const ipso__patient_pair *pair = &table->pairs[join - table->link_count];
    return worth(choice, pair->first) < worth(choice, pair->second) ? pair->first : pair->second;
}

/* Until every join holds: each round drops at least one request. */
static void drop_broken(ipso__choice *choice, unsigned char *dropped)
{
    const ipso__table *table = choice->table;
    bool again = true;
    while (again) {
        again = false;
        for (int i = 0; i < table->link_count + table->pair_count; i++) {
            if (ipso__choice_join_holds(choice, i, -1, -1))
                continue;
            int victim = victim_of(choice, i);
            ipso__choice_drop(choice, choice->chosen[victim]);
            dropped[victim] = 1;
            again = true;
        }
    }
}

/* Gives a request without a place the one that gains most, if any gains. */
static bool place(ipso__choice *choice, int need)
{
    const ipso__table *table = choice->table;
    const ipso__need *described = &table->needs[need];
    int best = -1;
    int64_t best_gain = 0;
    for (int o = described->first_option; o < described->first_option + described->option_count;
         o++) {
        const ipso__option *option = &table->options[o];
        if (!ipso__choice_fits(choice, option) || ipso__choice_gain(choice, option) <= best_gain)
            continue;
        bool holds = true;
        for (int i = choice->join_first[need]; holds && i < choice->join_first[need + 1]; i++)
            holds = ipso__choice_join_holds(choice, choice->joins[i], need, option->band);
        if (holds) {
            best = o;
            best_gain = ipso__choice_gain(choice, option);
        }
    }
    if (best >= 0)
        ipso__choice_place(choice, best);
    return best >= 0;
}

ipso_status ipso__table_repair(const ipso__table *table, int *x, unsigned char *dropped, int *count,
                               ipso_error *err)
{
    ipso__choice choice;
    unsigned char *own = ipso__calloc((size_t)table->need_count, 1);
    bool ok = ipso__choice_start(&choice, table, x) && own != NULL;
    bool again = ok;
    *count = 0;
    if (ok)
        drop_broken(&choice, own);
    while (again) {
        again = false;
        for (int g = 0; g < table->need_count; g++) {
            if (table->needs[g].kind == IPSO__NEED_REQUEST && choice.chosen[g] < 0)
                again = place(&choice, g) || again;
        }
    }
    for (int g = 0; ok && g < table->need_count; g++) {
        bool left_out = own[g] && choice.chosen[g] < 0;
        *count += left_out;
        if (dropped != NULL)
            dropped[g] = left_out;
    }
    free(own);
    ipso__choice_finish(&choice);
    return ok ? IPSO_OK : ipso__fail_nomem(err);
}
