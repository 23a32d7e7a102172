/* The cheapest schedule of each person at given costs of options.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_pricer.h"

#include "base/error.h"
#include "solve/schedules_input.h"
#include "solve/schedules_price.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ipso__schedules_pricer {
    const ipso__schedules *schedules;
    ipso__walk *walks;
    double **lane_price; /* per person: as the last answer left them */
    double *margin;      /* per person */
    uint8_t *banned;     /* nothing: all zero */
    int *choice;         /* [IPSO__PRICE_KEEP][day] */
    ipso__price_scratch scratch;
    ipso__arena arena;
};

static bool allocate(ipso__schedules_pricer *pricer)
{
    size_t people = (size_t)pricer->schedules->person_count;
    size_t days = (size_t)pricer->schedules->day_count, entries = 0;
    for (size_t p = 0; p < people; p++) {
        size_t own = (size_t)pricer->schedules->persons[p].first[days] + days + 1;
        entries = own > entries ? own : entries;
    }
    ipso__arena *arena = &pricer->arena;
    pricer->walks = ipso__arena_alloc(arena, people + 1, sizeof *pricer->walks);
    pricer->lane_price = ipso__arena_alloc(arena, people + 1, sizeof *pricer->lane_price);
    pricer->margin = ipso__arena_alloc(arena, people + 1, sizeof *pricer->margin);
    pricer->banned = ipso__arena_alloc(arena, entries + 1, sizeof *pricer->banned);
    pricer->choice = ipso__arena_alloc(arena, IPSO__PRICE_KEEP * days + 1, sizeof *pricer->choice);
    return pricer->walks != NULL && pricer->lane_price != NULL && pricer->margin != NULL &&
           pricer->banned != NULL && pricer->choice != NULL;
}

static ipso_status make_walks(ipso__schedules_pricer *pricer, ipso_error *err)
{
    for (int p = 0; p < pricer->schedules->person_count; p++) {
        ipso_status status =
            ipso__walk_init(&pricer->walks[p], pricer->schedules, p, &pricer->arena, err);
        if (status != IPSO_OK)
            return status;
        pricer->lane_price[p] = ipso__arena_alloc(
            &pricer->arena, (size_t)pricer->walks[p].lane_count + 1, sizeof(double));
        if (pricer->lane_price[p] == NULL)
            return ipso__fail_nomem(err);
    }
    return IPSO_OK;
}

ipso_status ipso__schedules_pricer_new(ipso__schedules_pricer **pricer,
                                       const ipso__schedules *schedules, ipso_error *err)
{
    ipso__schedules_settings settings;
    ipso__schedules_settings_init(&settings);
    ipso_status status = ipso__schedules_validate(schedules, &settings, err);
    if (status != IPSO_OK)
        return status;
    ipso__schedules_pricer *made = ipso__calloc(1, sizeof *made);
    if (made == NULL)
        return ipso__fail_nomem(err);
    made->schedules = schedules;
    status = allocate(made) ? make_walks(made, err) : ipso__fail_nomem(err);
    if (status != IPSO_OK) {
        ipso__schedules_pricer_free(made);
        return status;
    }
    *pricer = made;
    return IPSO_OK;
}

void ipso__schedules_pricer_free(ipso__schedules_pricer *pricer)
{
    if (pricer == NULL)
        return;
    ipso__price_scratch_finish(&pricer->scratch);
    ipso__arena_finish(&pricer->arena);
    free(pricer);
}

ipso_status ipso__schedules_pricer_ask(ipso__schedules_pricer *pricer, int person,
                                       const double *extra, const uint8_t *banned, double *lower,
                                       int *choice, int64_t *work, ipso_error *err)
{
    ipso__price_question question = {.walk = &pricer->walks[person],
                                     .extra = extra,
                                     .banned = banned != NULL ? banned : pricer->banned,
                                     .lane_price = pricer->lane_price[person],
                                     .below = INFINITY,
                                     .margin = pricer->margin[person]};
    ipso__price_answer answer = {.choice = pricer->choice};
    ipso__price(&answer, &question, &pricer->scratch);
    if (answer.failed)
        return ipso__fail_nomem(err);
    pricer->margin[person] = answer.margin;
    *work += answer.work;
    *lower = answer.lower;
    if (answer.count > 0)
        memcpy(choice, answer.choice, (size_t)pricer->schedules->day_count * sizeof *choice);
    return IPSO_OK;
}
