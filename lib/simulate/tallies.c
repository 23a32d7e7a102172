/* From what a replication counted to its measures (docs/simulation.md).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/tallies.h"

#include <math.h>
#include <stdlib.h>

static const struct {
    const char *title, *name, *unit;
    int better;
} facts[IPSO_SIM_MEASURE_COUNT] = {
    {"booked fill", "booked_fill", "share", 1},
    {"attended fill", "attended_fill", "share", 1},
    {"utilisation", "utilisation", "share", 0},
    {"minutes planned per patient", "planned_min", "min", 0},
    {"minutes spent per patient", "spent_min", "min", 0},
    {"overrun per patient", "overrun_min", "min", -1},
    {"direct wait", "direct_wait_min", "min", -1},
    {"time in clinic", "time_in_clinic_min", "min", -1},
    {"indirect wait", "indirect_wait_days", "days", -1},
    {"acute need met the same day", "acute_same_day", "share", 1},
    {"acute need met in extended hours", "acute_extended", "share", 1},
    {"asks without a time", "unserved", "share", -1},
    {"third next available", "third_next_days", "days", -1},
    {"visits with the own practitioner", "own_share", "share", 1},
    {"usual provider continuity", "upc", "share", 1},
    {"continuity of care", "coc", "share", 1},
    {"no-shows", "no_show", "share", -1},
    {"overtime per session", "overtime_min", "min", -1},
    {"unfairness of extended hours", "unfairness", "", -1},
    {"patients seen a week", "seen_per_week", "", 1},
    {"hours on duty a week", "duty_hours_per_week", "", 0},
};

const char *ipso_sim_measure_title(ipso_sim_measure measure)
{
    return facts[measure].title;
}

const char *ipso_sim_measure_name(ipso_sim_measure measure)
{
    return facts[measure].name;
}

const char *ipso_sim_measure_unit(ipso_sim_measure measure)
{
    return facts[measure].unit;
}

int ipso_sim_measure_better(ipso_sim_measure measure)
{
    return facts[measure].better;
}

bool ipso__tallies_init(ipso__tallies *tallies, const ipso__world *world)
{
    *tallies = (ipso__tallies){0};
    tallies->extended_min = ipso__calloc((size_t)world->people, sizeof(double));
    tallies->present_days = ipso__calloc((size_t)world->people, sizeof(double));
    return tallies->extended_min != NULL && tallies->present_days != NULL;
}

void ipso__tallies_finish(ipso__tallies *tallies)
{
    free(tallies->extended_min);
    free(tallies->present_days);
    free(tallies->visits);
}

bool ipso__tallies_see(ipso__tallies *tallies, int patient, int practitioner)
{
    if (!ipso__grow(&tallies->visits, &tallies->visit_capacity, tallies->visit_count + 1,
                    sizeof *tallies->visits))
        return false;
    tallies->visits[tallies->visit_count++] = (ipso__seen){patient, practitioner};
    return true;
}

/* NaN of nothing. */
static double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : NAN;
}

/* ---- continuity ---- */

static int by_patient(const void *one, const void *other)
{
    const ipso__seen *a = one, *b = other;

    return a->patient != b->patient
               ? (a->patient < b->patient ? -1 : 1)
               : (a->practitioner > b->practitioner) - (a->practitioner < b->practitioner);
}

/* Of the patients seen at least twice: UPC pools visits, with the most seen practitioner of each
 * over all (Breslau & Reeb 1975); COC is the mean of (sum n_i^2 - N) / (N (N - 1)) (Bice & Boxerman
 * 1977).
 */
static void measure_continuity(double measures[], ipso__tallies *tallies)
{
    double visits = 0, most_seen = 0, coc = 0, patients = 0;
    size_t count = tallies->visit_count;

    if (count > 1)
        qsort(tallies->visits, count, sizeof *tallies->visits, by_patient);
    for (size_t i = 0; i < count;) {
        size_t begin = i, run = i;
        double most = 0, squares = 0;

        for (; i < count && tallies->visits[i].patient == tallies->visits[begin].patient; i++) {
            if (i + 1 < count && by_patient(&tallies->visits[i], &tallies->visits[i + 1]) == 0)
                continue;
            double seen = (double)(i + 1 - run);
            most = fmax(most, seen);
            squares += seen * seen;
            run = i + 1;
        }
        double all = (double)(i - begin);
        if (all < 2)
            continue;
        visits += all;
        most_seen += most;
        coc += (squares - all) / (all * (all - 1));
        patients++;
    }
    measures[IPSO_SIM_UPC] = ratio(most_seen, visits);
    measures[IPSO_SIM_COC] = ratio(coc, patients);
}

/* ---- fairness ---- */

static bool takes_turns(const ipso__world *world, const ipso__tallies *tallies, int practitioner)
{
    bool ruled = false;

    for (int f = 0; f < ipso_practice_fair_count(world->practice); f++) {
        const ipso_fair *fair = ipso_practice_fair(world->practice, f);

        if (fair->turn != IPSO_TURN_EXTENDED)
            continue;
        ruled = true;
        if (ipso_practice_who_matches(world->practice, &fair->who, practitioner))
            return world->works[practitioner];
    }
    return !ruled && tallies->extended_min[practitioner] > 0;
}

/* Standard deviation over mean of the extended minutes a day of presence and full-time contract. */
static double measure_unfairness(const ipso__tallies *tallies, const ipso__world *world)
{
    double sum = 0, squares = 0;
    int count = 0;

    for (int p = 0; p < world->people; p++) {
        double share = ipso_practice_practitioner(world->practice, p)->share_percent / 100.0;

        if (!takes_turns(world, tallies, p) || tallies->present_days[p] == 0)
            continue;
        double each = tallies->extended_min[p] / share / tallies->present_days[p];
        sum += each;
        squares += each * each;
        count++;
    }
    if (count < 2 || sum <= 0)
        return NAN;
    double mean = sum / count;
    return sqrt(fmax(0, squares / count - mean * mean)) / mean;
}

void ipso__tallies_measure(double measures[IPSO_SIM_MEASURE_COUNT], ipso__tallies *t,
                           const ipso__world *world)
{
    double weeks = world->settings->weeks;

    measures[IPSO_SIM_BOOKED_FILL] = ratio(t->booked_min, t->offered_min);
    measures[IPSO_SIM_ATTENDED_FILL] = ratio(t->attended_min, t->offered_min);
    measures[IPSO_SIM_UTILISATION] = ratio(t->busy_min, t->duty_min);
    measures[IPSO_SIM_PLANNED] = ratio(t->planned_min, t->seen);
    measures[IPSO_SIM_ACTUAL] = ratio(t->service_min, t->seen);
    measures[IPSO_SIM_OVERRUN] = ratio(t->overrun_min, t->seen);
    measures[IPSO_SIM_DIRECT_WAIT] = ratio(t->wait_min, t->waited);
    measures[IPSO_SIM_IN_CLINIC] = ratio(t->clinic_min, t->at_clinic);
    measures[IPSO_SIM_INDIRECT_WAIT] = ratio(t->wait_days, t->got_time);
    measures[IPSO_SIM_ACUTE_SAME_DAY] = ratio(t->acute_same_day, t->acute_asks);
    measures[IPSO_SIM_ACUTE_EXTENDED] = ratio(t->acute_extended, t->acute_asks);
    measures[IPSO_SIM_UNSERVED] = ratio(t->unserved, t->asks);
    measures[IPSO_SIM_THIRD_NEXT] = ratio(t->third_next_days, t->third_next);
    measures[IPSO_SIM_OWN] = ratio(t->with_own, t->having_own);
    measures[IPSO_SIM_NO_SHOW] = ratio(t->no_shows, t->appointments);
    measures[IPSO_SIM_OVERTIME] = ratio(t->overtime_min, t->sessions);
    measures[IPSO_SIM_UNFAIRNESS] = measure_unfairness(t, world);
    measures[IPSO_SIM_SEEN_PER_WEEK] = t->seen / weeks;
    measures[IPSO_SIM_HOURS_PER_WEEK] = t->duty_min / 60 / weeks;
    measure_continuity(measures, t);
}
