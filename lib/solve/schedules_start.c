/* A solution from nothing: each person in turn gets the schedule that is good against what the
 * others do, by the same pricing, roughly, with the change in the cost of the rows on each option.
 *
 * That change is exact where a row is touched by one day of the person; rows over several days make
 * it a guess, so that a new schedule is kept only when the recounted cost falls.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PASSES = 12 };

/* Adds sign times what the person's choices bring; returns the change in the cost of the rows. */
static double move_activity(ipso__sched *search, int person, const int *choice, int sign)
{
    double change = 0;
    for (int t = 0; t < search->days; t++) {
        if (choice[t] < 0)
            continue;
        const ipso__schedules_option *option = &search->all->persons[person].options[choice[t]];
        for (int u = 0; u < option->use_count; u++) {
            int64_t *activity = &search->activity[option->uses[u].row];
            change -= ipso__sched_row_cost(search, option->uses[u].row, *activity);
            *activity += sign * option->uses[u].units;
            change += ipso__sched_row_cost(search, option->uses[u].row, *activity);
        }
    }
    return change;
}

static void price_options(ipso__sched *search, int person)
{
    const ipso__schedules_person *who = &search->all->persons[person];
    for (int o = 0; o < who->first[search->days]; o++) {
        const ipso__schedules_option *option = &who->options[o];
        search->extra[o] = 0;
        for (int u = 0; u < option->use_count; u++) {
            int r = option->uses[u].row;
            search->extra[o] +=
                ipso__sched_row_cost(search, r, search->activity[r] + option->uses[u].units) -
                ipso__sched_row_cost(search, r, search->activity[r]);
        }
    }
}

/* The best schedule against search->activity into answers[person]; false when there is none. */
static bool price_person(ipso__sched *search, int person)
{
    ipso__price_question question = {.walk = &search->walks[person],
                                     .extra = search->extra,
                                     .banned = &search->whole.banned[search->ban_first[person]],
                                     .lane_price = search->lane_price[person],
                                     .below = INFINITY,
                                     .margin = search->margin[person],
                                     .rough = true};
    price_options(search, person);
    ipso__price_answer *answer = &search->answers[person];
    ipso__price(answer, &question, search->scratches);
    search->work += answer->work;
    search->failed = search->failed || answer->failed;
    if (answer->count == 0 && answer->lower < INFINITY) {
        question.rough = false;
        ipso__price(answer, &question, search->scratches);
        search->work += answer->work;
    }
    return answer->count > 0;
}

static double personal_cost(const ipso__sched *search, int person, const int *choice)
{
    int64_t cost = 0;
    ipso__schedules_person_value(search->all, person, choice, &cost);
    return (double)cost;
}

/* Replaces the person's choices where that gains; true when it did. */
static bool renew(ipso__sched *search, int person, int *choice, bool has_one)
{
    size_t bytes = (size_t)search->days * sizeof *choice;
    double change = has_one ? move_activity(search, person, choice, -1) : 0;
    bool found = price_person(search, person);
    const int *found_choice = search->answers[person].choice;
    if (found)
        ipso__pool_add(search, person, found_choice);
    if (has_one && found) {
        change += personal_cost(search, person, found_choice) -
                  personal_cost(search, person, choice) +
                  move_activity(search, person, found_choice, 1);
        if (change < 0) {
            memcpy(choice, found_choice, bytes);
            return true;
        }
        move_activity(search, person, found_choice, -1);
    } else if (found) {
        memcpy(choice, found_choice, bytes);
    }
    if (has_one || found)
        move_activity(search, person, choice, 1);
    return found && !has_one;
}

static void count_activity(ipso__sched *search, const int *choice)
{
    memset(search->activity, 0, (size_t)search->rows * sizeof *search->activity);
    for (int p = 0; p < search->persons; p++)
        move_activity(search, p, &choice[(size_t)p * (size_t)search->days], 1);
}

static bool pass(ipso__sched *search, int *order, int *choice, bool has_one, bool *gained)
{
    ipso__random_shuffle(&search->random, order, search->persons);
    *gained = false;
    for (int i = 0; i < search->persons; i++) {
        int p = order[i];
        *gained |= renew(search, p, &choice[(size_t)p * (size_t)search->days], has_one);
        if (!has_one && search->answers[p].lower == INFINITY)
            search->blocked_person = p;
        if (search->blocked_person >= 0 || ipso__sched_must_stop(search))
            return false;
    }
    return true;
}

static int *list_persons(ipso__sched *search)
{
    int *order = ipso__calloc((size_t)search->persons, sizeof *order);
    search->failed = search->failed || order == NULL;
    for (int p = 0; order != NULL && p < search->persons; p++)
        order[p] = p;
    return order;
}

/* Passes until nothing is gained. */
static bool improve(ipso__sched *search, int *choice)
{
    int *order = list_persons(search);
    bool gained = order != NULL, ok = gained;
    count_activity(search, choice);
    for (int i = 0; i < PASSES && gained && ok; i++)
        ok = pass(search, order, choice, true, &gained);
    free(order);
    return ok;
}

bool ipso__start_build(ipso__sched *search, int *choice)
{
    int *order = list_persons(search);
    bool gained, ok = order != NULL;
    memset(search->activity, 0, (size_t)search->rows * sizeof *search->activity);
    ok = ok && pass(search, order, choice, false, &gained);
    free(order);
    return ok && improve(search, choice);
}
