/* Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983).
 *
 * One chain, or two that share the work, begins at the best solution; the better end counts. A move
 * that costs d more is taken with probability exp(-d / T), and T falls geometrically with the work
 * done.
 * It suits practices, whose personal rules leave many moves lawful; where successions and runs
 * forbid most moves column generation finds more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_anneal.h"

#include <math.h>
#include <stdlib.h>

#include "solve/schedules_chain.h"
#include "solve/worker.h"

/* Moves that cost persons more than so much of a typical move, and so many temperatures, are hardly
 * ever taken. */
#define MOST_TYPICAL 0.05
#define MOST_HEATS   4

enum { CHAINS = IPSO__ANNEAL_CHAINS, SAMPLES = 400, SUITS = SAMPLES / 4, LOOK = 1024, STREAM = 7 };

/* A chain at work. */
typedef struct shift {
    ipso__sched_chain chain;
    int64_t work;
    double hot, cooling; /* temperature at the beginning; what is left of it at the end */
    double most;         /* personal costs that a move may add when cold */
} shift;

struct ipso__anneal {
    shift shifts[CHAINS];
    ipso__chain_field field;
    int lawful;     /* of SAMPLES moves from the first solution */
    double typical; /* median cost of those that cost something */
};

typedef struct ipso__anneal annealing;

/* ---- the chains ---- */

static void *anneal(void *user)
{
    shift *s = user;
    ipso__sched_chain *chain = &s->chain;
    double temperature = s->hot;
    for (int64_t i = 0; chain->work < s->work; i++) {
        if (i % LOOK == 0) {
            if (ipso__sched_out_of_time(chain->search))
                break;
            temperature = s->hot * pow(s->cooling, (double)chain->work / (double)s->work);
            chain->most = s->most + MOST_HEATS * temperature;
        }
        double more = ipso__sched_chain_move(chain);
        if (more <= 0 ||
            (more < INFINITY && ipso__random_unit(&chain->random) < exp(-more / temperature)))
            ipso__sched_chain_keep(chain, more);
        else
            ipso__sched_chain_undo(chain);
    }
    return NULL;
}

/* On a thread for each chain where the settings allow it. */
static void anneal_all(ipso__sched *search, int chains)
{
    shift *shifts = search->anneal->shifts;
    pthread_t helper;
    bool helped = chains > 1 && search->settings->threads > 1 &&
                  ipso__worker_start(&helper, anneal, &shifts[1]);
    anneal(&shifts[0]);
    if (helped)
        pthread_join(helper, NULL);
    else if (chains > 1)
        anneal(&shifts[1]);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Draws moves, none of which is taken, for how many are lawful and what they cost. */
static void sample(annealing *a, double hard_price)
{
    ipso__sched_chain *chain = &a->shifts[0].chain;
    double costly[SAMPLES];
    int count = 0;
    for (int i = 0; i < SAMPLES; i++) {
        double more = ipso__sched_chain_move(chain);
        a->lawful += more < INFINITY;
        if (more > 0 && more < hard_price)
            costly[count++] = more;
        ipso__sched_chain_undo(chain);
    }
    qsort(costly, (size_t)count, sizeof *costly, compare);
    a->typical = count > 0 ? costly[count / 2] : 1;
}

static bool make(ipso__sched *search)
{
    annealing *a = ipso__arena_alloc(&search->arena, 1, sizeof *a);
    if (a == NULL)
        return false;
    bool ok = ipso__chain_field_init(&a->field, search);
    for (int i = 0; i < CHAINS && ok; i++)
        ok = ipso__sched_chain_init(&a->shifts[i].chain, search, &a->field, STREAM + (uint64_t)i);
    if (!ok)
        return false;
    ipso__sched_chain_begin(&a->shifts[0].chain);
    sample(a, search->hard_price);
    search->anneal = a;
    return true;
}

bool ipso__anneal_suits(ipso__sched *search)
{
    if (search->value == IPSO__NEVER || search->persons == 0 || search->days == 0)
        return false;
    if (search->anneal == NULL && !make(search))
        search->failed = true;
    return search->anneal != NULL && search->anneal->lawful >= SUITS;
}

bool ipso__anneal_run(ipso__sched *search, int64_t work, const ipso__anneal_plan *plan)
{
    if (!ipso__anneal_suits(search))
        return !ipso__sched_must_stop(search);
    annealing *a = search->anneal;
    ipso__chain_field_look(&a->field);
    for (int i = 0; i < plan->chains; i++) {
        ipso__sched_chain_begin(&a->shifts[i].chain);
        a->shifts[i].work = work / plan->chains;
        a->shifts[i].hot = plan->heat * a->typical;
        a->shifts[i].cooling = plan->cooling;
        a->shifts[i].most = MOST_TYPICAL * a->typical;
    }
    anneal_all(search, plan->chains);
    for (int i = 0; i < plan->chains; i++) {
        search->work += a->shifts[i].chain.work;
        if (a->shifts[i].chain.best_cost < (double)search->value)
            ipso__sched_offer(search, a->shifts[i].chain.best);
    }
    return !ipso__sched_must_stop(search);
}
