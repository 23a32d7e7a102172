/* Pricing all open persons, several at a time.
 *
 * Persons are dealt out as threads ask; each answer depends on the question alone, and everything
 * is counted in the order of the persons, so that the number of threads changes nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_lists.h"
#include "solve/worker.h"

#include <math.h>

enum { MOST_THREADS = 64 };

typedef struct shift {
    ipso__sched *search;
    const ipso__scope *scope;
    bool rough;
    int thread;
} shift;

static bool gives_up(const void *user)
{
    return ipso__sched_out_of_time(user);
}

static void *price_persons(void *user)
{
    shift *s = user;
    ipso__sched *search = s->search;
    int p;
    while ((p = atomic_fetch_add(&search->next_person, 1)) < search->persons) {
        if (!s->scope->active[p])
            continue;
        ipso__price_question question = {.walk = &search->walks[p],
                                         .dual = search->dual,
                                         .banned = &s->scope->banned[search->ban_first[p]],
                                         .lane_price = search->lane_price[p],
                                         .below = search->below[p],
                                         .margin = search->margin[p],
                                         .rough = s->rough,
                                         .gives_up = gives_up,
                                         .user = search};
        if (s->scope->within < INFINITY)
            ipso__lists_price(&search->answers[p], &question, search->lists, search->rows, p);
        else
            ipso__price(&search->answers[p], &question, &search->scratches[s->thread]);
    }
    return NULL;
}

static bool sum_up(ipso__sched *search, const ipso__scope *scope)
{
    for (int p = 0; p < search->persons; p++) {
        if (!scope->active[p])
            continue;
        search->work += search->answers[p].work;
        search->margin[p] = search->answers[p].margin;
        search->failed = search->failed || search->answers[p].failed;
    }
    return !ipso__sched_must_stop(search);
}

bool ipso__crew_price(ipso__sched *search, const ipso__scope *scope, bool rough)
{
    int threads =
        search->settings->threads < MOST_THREADS ? search->settings->threads : MOST_THREADS;
    pthread_t helpers[MOST_THREADS];
    shift shifts[MOST_THREADS] = {{search, scope, rough, 0}};
    int started = 0;
    atomic_store(&search->next_person, 0);
    for (int i = 1; i < threads; i++)
        shifts[i] = (shift){search, scope, rough, i};
    for (int i = 1; i < threads; i++) {
        if (!ipso__worker_start(&helpers[started], price_persons, &shifts[i]))
            break;
        started++;
    }
    price_persons(&shifts[0]);
    for (int i = 0; i < started; i++)
        pthread_join(helpers[i], NULL);
    return sum_up(search, scope);
}
