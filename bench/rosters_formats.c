/* Formats of public rostering instances, and what was published on them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rosters.h"

#include "nrp_practice.h"
#include "nrp_recount.h"
#include "physicians_practice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- staff rostering (schedulingbenchmarks.org) ---- */

static ipso_status read_nrp(void **instance, const char *text, size_t length, ipso_error *err)
{
    nrp_instance *read = NULL;
    ipso_status status = nrp_read(&read, text, length, err);
    *instance = read;
    return status;
}

static void free_nrp(void *instance)
{
    nrp_free(instance);
}

static rosters_size size_nrp(const void *instance)
{
    const nrp_instance *n = instance;
    return (rosters_size){n->person_count, n->days, n->shift_count};
}

static ipso_status make_nrp(ipso_practice **practice, const void *instance, const char *name,
                            ipso_error *err)
{
    return nrp_practice_make(practice, instance, name, err);
}

static bool recount_nrp(rosters_count *count, const void *instance, const ipso_plan *plan,
                        ipso_error *err)
{
    nrp_count counted;
    int *roster = NULL;
    if (!nrp_practice_roster(&roster, instance, plan, err))
        return false;
    nrp_recount(&counted, instance, roster);
    free(roster);
    *count = (rosters_count){.objective = counted.objective, .broken = counted.broken};
    snprintf(count->first, sizeof count->first, "%s", counted.first);
    return true;
}

/* ---- physicians (MiniZinc Challenge 2021) ---- */

static ipso_status read_physicians(void **instance, const char *text, size_t length,
                                   ipso_error *err)
{
    physicians *read = NULL;
    ipso_status status = physicians_read(&read, text, length, err);
    *instance = read;
    return status;
}

static void free_physicians(void *instance)
{
    physicians_free(instance);
}

static rosters_size size_physicians(const void *instance)
{
    const physicians *n = instance;
    return (rosters_size){n->people, n->days, n->shifts};
}

static ipso_status make_physicians(ipso_practice **practice, const void *instance, const char *name,
                                   ipso_error *err)
{
    return physicians_practice_make(practice, instance, name, err);
}

static bool recount_physicians(rosters_count *count, const void *instance, const ipso_plan *plan,
                               ipso_error *err)
{
    physicians_count counted;
    physicians_work *roster = NULL;
    if (!physicians_practice_roster(&roster, instance, plan, err))
        return false;
    physicians_recount(&counted, instance, roster);
    free(roster);
    *count = (rosters_count){.objective = counted.objective, .broken = counted.broken};
    snprintf(count->first, sizeof count->first, "%s", counted.first);
    return true;
}

const rosters_format rosters_formats[ROSTERS_FORMATS] = {
    {".txt", read_nrp, free_nrp, size_nrp, make_nrp, recount_nrp},
    {".dzn", read_physicians, free_physicians, size_physicians, make_physicians,
     recount_physicians},
};

/* ---- published values ---- */

const char *const rosters_published_names[ROSTERS_PUBLISHED] = {
    "best_known", "gurobi_10", "gurobi_60", "gurobi_20",
    "cplex_20",   "cbc_20",    "cpsat_20",  "chuffed_20"};

/* Gurobi in 10 and 60 minutes: Curtois & Qu 2014; best known: as listed in wssuite/NurseScheduler.
 * In 20 minutes: MiniZinc Challenge 2021, free search; best known there: proven by Gurobi. */
static const struct published {
    const char *name;
    rosters_size size; /* an instance of that name is meant only if it has that size */
    int values[ROSTERS_PUBLISHED];
} PUBLISHED[] = {
    {"Instance1", {8, 14, 1}, {607, 607, 607}},
    {"Instance2", {14, 14, 2}, {828, 828, 828}},
    {"Instance3", {20, 14, 3}, {1001, 1001, 1001}},
    {"Instance4", {10, 28, 2}, {1716, 1716, 1716}},
    {"Instance5", {16, 28, 2}, {1143, 1143, 1143}},
    {"Instance6", {18, 28, 3}, {1950, 1950, 1950}},
    {"Instance7", {20, 28, 3}, {1056, 1056, 1056}},
    {"Instance8", {30, 28, 4}, {1300, 8995, 1323}},
    {"Instance10", {40, 28, 5}, {4631, 4631, 4631}},
    {"Instance12", {60, 28, 10}, {4040, 4045, 4040}},
    {"Instance13", {120, 28, 18}, {1348, 500410, 3109}},
    {"Instance15", {45, 42, 6}, {3829, 78144, 4964}},
    {"Instance16", {20, 56, 3}, {3225, 3521, 3233}},
    {"Instance18", {22, 84, 3}, {4459, 7950, 4760}},
    {"instance03_0.34", {26, 4, 2}, {1505, 0, 0, 1505, 1505, 1505, 1505, 1505}},
    {"instance10-duplicated_0.23", {51, 3, 2}, {2980, 0, 0, 2980, 2980, 2980, 2980, 3620}},
    {"instance13-duplicated_0.56", {48, 5, 2}, {3475, 0, 0, 3475, 3475, 3475, 4150, 6925}},
    {"instance17_oneweek_real", {26, 7, 2}, {1795, 0, 0, 1795, 1795, 3945, 1795, 1840}},
};

const int *rosters_published(const char *name, rosters_size size)
{
    for (size_t i = 0; i < sizeof PUBLISHED / sizeof PUBLISHED[0]; i++) {
        const struct published *known = &PUBLISHED[i];
        if (strcmp(known->name, name) == 0 && known->size.people == size.people &&
            known->size.days == size.days && known->size.shifts == size.shifts)
            return known->values;
    }
    return NULL;
}
