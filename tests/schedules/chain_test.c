/* Moves of annealing against the recount, on tiny instances with all rules in random subsets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "solve/schedules_chain.h"
#include "tiny.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOVES = 300, INSTANCES = 150 };

/* Draws a move; returns whether there was one, and a lawful one. */
static bool check_move(ipso__sched_chain *chain, const tiny *t)
{
    double more = ipso__sched_chain_move(chain);
    bool lawful = true, made = chain->change_count > 0;
    int64_t value;
    for (int p = 0; p < t->schedules.person_count; p++)
        lawful = lawful &&
                 ipso__schedules_person_value(&t->schedules, p,
                                              &chain->choice[p * t->schedules.day_count], &value);
    if (made)
        assert_int_equal(more < INFINITY, lawful);
    else
        assert_true(more == INFINITY);
    if (made && lawful && ipso__schedules_value(&t->schedules, chain->choice, &value))
        assert_true(chain->cost + more == (double)value);
    return made && lawful;
}

/* Every other lawful move is kept, so that both ways out of one are taken. */
static int check_chain(tiny *t, uint64_t seed)
{
    ipso__schedules_settings settings;
    ipso__schedules_settings_init(&settings);
    settings.seed = seed;
    ipso__sched search;
    ipso__chain_field field;
    ipso__sched_chain chain;
    ipso_error err;
    ipso_error_init(&err);
    int lawful = 0, choice[TINY_PERSONS * TINY_DAYS];
    assert_int_equal(ipso__sched_init(&search, &t->schedules, &settings, &err), IPSO_OK);
    if (ipso__start_build(&search, choice) && ipso__sched_offer(&search, choice)) {
        assert_true(ipso__chain_field_init(&field, &search));
        ipso__chain_field_look(&field);
        assert_true(ipso__sched_chain_init(&chain, &search, &field, 1));
        ipso__sched_chain_begin(&chain);
        for (int i = 0; i < MOVES; i++) {
            double before = chain.cost;
            if (!check_move(&chain, t) || i % 2 == 0) {
                ipso__sched_chain_undo(&chain);
                assert_true(chain.cost == before);
                continue;
            }
            int64_t value;
            lawful++;
            if (ipso__schedules_value(&t->schedules, chain.choice, &value))
                ipso__sched_chain_keep(&chain, (double)value - before);
            else
                ipso__sched_chain_undo(&chain);
        }
    }
    ipso__sched_finish(&search);
    return lawful;
}

static void moves_cost_what_the_recount_says(void **state)
{
    (void)state;
    tiny *t = malloc(sizeof *t);
    int lawful = 0;
    for (uint64_t seed = 1; seed <= INSTANCES; seed++) {
        tiny_make(t, seed, false);
        if (seed % 2 == 0)
            tiny_enrich(t);
        lawful += check_chain(t, seed);
    }
    /* at least one lawful move in ten of those kept */
    assert_true(lawful > INSTANCES * MOVES / 20);
    free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(moves_cost_what_the_recount_says)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
