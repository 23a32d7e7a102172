/* Pricing one person against the enumeration of that person's schedules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "solve/schedules_all.h"
#include "tiny.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double reduced(const tiny *t, int p, const int *choice, int64_t cost, const double *dual)
{
    double sum = (double)cost;
    for (int d = 0; d < t->schedules.day_count; d++)
        for (int u = 0; choice[d] >= 0 && u < t->options[p][choice[d]].use_count; u++)
            sum -= dual[t->uses[p][choice[d]][u].row] * t->uses[p][choice[d]][u].units;
    return sum;
}

static bool is_banned(const tiny *t, int p, const int *choice, const uint8_t *banned)
{
    int days = t->schedules.day_count, offs = t->first[p][days], worked = 0;
    for (int d = 0; d < days; d++) {
        worked += choice[d] >= 0;
        if (banned[choice[d] >= 0 ? choice[d] : offs + d])
            return true;
    }
    return worked == 0 && banned[offs + days];
}

static double least_reduced(const tiny *t, int p, const double *dual, const uint8_t *banned)
{
    int *choices;
    int64_t *costs;
    double least = INFINITY;
    int count = tiny_list(t, p, &choices, &costs);
    for (int i = 0; i < count; i++) {
        const int *choice = &choices[i * t->schedules.day_count];
        if (!is_banned(t, p, choice, banned))
            least = fmin(least, reduced(t, p, choice, costs[i], dual));
    }
    free(choices);
    free(costs);
    return least;
}

static void assert_answer_is_lawful(const tiny *t, int p, const ipso__price_answer *answer,
                                    const double *dual, const uint8_t *banned)
{
    for (int k = 0; k < answer->count; k++) {
        const int *choice = &answer->choice[k * t->schedules.day_count];
        int64_t cost;
        assert_true(ipso__schedules_person_value(&t->schedules, p, choice, &cost));
        assert_true(answer->cost[k] == reduced(t, p, choice, cost, dual));
        assert_false(is_banned(t, p, choice, banned));
    }
}

static bool is_listed(const ipso__all *all, const int *choice, int days)
{
    size_t bytes = (size_t)days * sizeof *choice;
    int found = 0;
    for (int i = 0; i < all->count; i++)
        found += memcmp(&all->choice[i * days], choice, bytes) == 0;
    assert_true(found <= 1);
    return found == 1;
}

/* Every schedule within the cost is listed once, and what is listed is lawful. */
static void check_list(tiny *t, int p, const ipso__price_question *question, double within,
                       ipso__price_scratch *scratch)
{
    ipso__all all = {0};
    int *choices, days = t->schedules.day_count;
    int64_t *costs, cost;
    ipso__all_list(&all, question, p, scratch, within, 100000);
    assert_true(all.whole && !all.failed);
    int count = tiny_list(t, p, &choices, &costs);
    for (int i = 0; i < count; i++) {
        const int *choice = &choices[i * days];
        if (!is_banned(t, p, choice, question->banned) &&
            reduced(t, p, choice, costs[i], question->dual) <= within)
            assert_true(is_listed(&all, choice, days));
    }
    for (int i = 0; i < all.count; i++) {
        assert_true(ipso__schedules_person_value(&t->schedules, p, &all.choice[i * days], &cost));
        assert_int_equal(cost, all.cost[i]);
        assert_false(is_banned(t, p, &all.choice[i * days], question->banned));
    }
    free(choices);
    free(costs);
    ipso__all_finish(&all);
}

static void check_person(tiny *t, int p, ipso__price_scratch *scratch)
{
    double dual[TINY_ROWS];
    uint8_t banned[TINY_DAYS * (TINY_OPTIONS + 1) + 1] = {0};
    int choice[IPSO__PRICE_KEEP * TINY_DAYS];
    ipso__arena arena = {0};
    ipso__walk walk;
    assert_int_equal(ipso__walk_init(&walk, &t->schedules, p, &arena, NULL), IPSO_OK);
    for (int r = 0; r < TINY_ROWS; r++)
        dual[r] = ipso__random_range(&t->random, -40, 160) / 8.0;
    for (int i = 0; i < 4; i++)
        banned[ipso__random_below(&t->random, sizeof banned - 1)] = 1;
    banned[ipso__walk_idle(&walk)] = walk.tells_idle && p == 0;
    double prices[2 * TINY_LIMITS] = {0}, *lane_price = p % 2 == 0 ? prices : NULL;
    assert_in_range(walk.lane_count, 0, 2 * TINY_LIMITS);
    ipso__price_question question = {
        .walk = &walk, .dual = dual, .banned = banned, .lane_price = lane_price};
    ipso__price_answer answer = {.choice = choice};
    double least = least_reduced(t, p, dual, banned);
    question.below = INFINITY;
    ipso__price(&answer, &question, scratch);
    assert_true(answer.lower == least);
    assert_true(answer.count > 0 || least == INFINITY);
    assert_true(answer.count == 0 || answer.cost[0] == least);
    assert_answer_is_lawful(t, p, &answer, dual, banned);
    if (least < INFINITY)
        check_list(t, p, &question, least + ipso__random_range(&t->random, 0, 80) / 8.0, scratch);
    question.below = least + 0.125;
    ipso__price(&answer, &question, scratch);
    assert_true(answer.lower == least);
    question.rough = true;
    ipso__price(&answer, &question, scratch);
    assert_true(answer.lower <= least);
    assert_answer_is_lawful(t, p, &answer, dual, banned);
    ipso__arena_finish(&arena);
}

static void the_cheapest_schedule_with_an_automaton_equals_enumeration(void **state)
{
    (void)state;
    ipso__price_scratch scratch = {0};
    tiny *t = malloc(sizeof *t);
    for (uint64_t seed = 5001; seed <= 6000; seed++) {
        tiny_make(t, seed, false);
        tiny_enrich(t);
        for (int p = 0; p < t->schedules.person_count; p++)
            check_person(t, p, &scratch);
    }
    free(t);
    ipso__price_scratch_finish(&scratch);
}

static void the_cheapest_schedule_of_a_person_equals_enumeration(void **state)
{
    (void)state;
    ipso__price_scratch scratch = {0};
    tiny *t = malloc(sizeof *t);
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        tiny_make(t, seed, false);
        for (int p = 0; p < t->schedules.person_count; p++)
            check_person(t, p, &scratch);
    }
    free(t);
    ipso__price_scratch_finish(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cheapest_schedule_of_a_person_equals_enumeration),
        cmocka_unit_test(the_cheapest_schedule_with_an_automaton_equals_enumeration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
