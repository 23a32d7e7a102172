/* Running a simulation: settings, replications on threads, intervals.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/simulate.h>

#include "base/error.h"
#include "base/memory.h"
#include "simulate/details.h"
#include "simulate/replication.h"
#include "simulate/streams.h"
#include "solve/worker.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct ipso_simulation {
    int replications;
    int stride;     /* measures, then details, of one replication */
    double *values; /* of replication r, measure m at r * stride + m */
    ipso__details details;
};

void ipso_sim_settings_init(ipso_sim_settings *settings)
{
    *settings = (ipso_sim_settings){.weeks = 8,
                                    .warmup_weeks = 4,
                                    .replications = 10,
                                    .ahead_days = 28,
                                    .load_percent = 100,
                                    .threads = 1,
                                    .seed = 1,
                                    .plan_work = 200000000,
                                    .roster = ipso_roster_policy_get(0),
                                    .mix = ipso_mix_policy_get(0),
                                    .booking = ipso_booking_policy_get(0),
                                    .times = ipso_times_policy_get(0)};
}

static ipso_status expect(const char *name, int64_t value, int64_t low, int64_t high,
                          ipso_error *err)
{
    if (value >= low && value <= high)
        return IPSO_OK;
    return ipso__fail(err, IPSO_INPUT, "", "%s is %lld, outside %lld to %lld", name,
                      (long long)value, (long long)low, (long long)high);
}

static ipso_status check_settings(const ipso_sim_settings *settings, ipso_error *err)
{
    const struct {
        const char *name;
        int64_t value, low, high;
    } ranges[] = {
        {"weeks", settings->weeks, 1, 520},
        {"warmup_weeks", settings->warmup_weeks, 0, 104},
        {"replications", settings->replications, 1, 10000},
        {"ahead_days", settings->ahead_days, 7, 182},
        {"load_percent", settings->load_percent, 1, 500},
        {"threads", settings->threads, 1, 256},
        {"plan_work", settings->plan_work, 1, INT64_MAX},
    };
    ipso_status status = IPSO_OK;

    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0] && status == IPSO_OK; i++)
        status = expect(ranges[i].name, ranges[i].value, ranges[i].low, ranges[i].high, err);
    if (status == IPSO_OK && (settings->roster == NULL || settings->mix == NULL ||
                              settings->booking == NULL || settings->times == NULL))
        return ipso__fail(err, IPSO_INPUT, "", "a policy is missing");
    if (status == IPSO_OK && settings->booking->ranks && !settings->mix->slots)
        return ipso__fail(err, IPSO_INPUT, "",
                          "booking by %s needs the slots of a plan, which slot mix %s has not",
                          settings->booking->name, settings->mix->name);
    return status;
}

static ipso_status check_practice(const ipso_practice *practice, ipso_error *err)
{
    if (!ipso_practice_validated(practice))
        return ipso__fail(err, IPSO_STATE, "", "the practice is not validated");
    if (ipso_practice_horizon(practice)->days % 7 != 0)
        return ipso__fail(err, IPSO_INPUT, "/horizon/days",
                          "%d days are not whole weeks, which a simulation repeats",
                          ipso_practice_horizon(practice)->days);
    return IPSO_OK;
}

/* ---- threads ---- */

struct crew {
    const ipso__world *world;
    ipso_simulation *simulation;
    atomic_int next, done, status; /* the last ipso_status that was not IPSO_OK */
    atomic_bool stopped;
};

static bool replicate_next(struct crew *crew)
{
    int index = atomic_fetch_add(&crew->next, 1);

    if (index >= crew->simulation->replications || atomic_load(&crew->stopped))
        return false;
    ipso_status status = ipso__replicate(
        &crew->simulation->values[index * crew->simulation->stride], crew->world, index);
    if (status != IPSO_OK) {
        atomic_store(&crew->status, (int)status);
        atomic_store(&crew->stopped, true);
        return false;
    }
    atomic_fetch_add(&crew->done, 1);
    return true;
}

static void *work(void *user)
{
    while (replicate_next(user))
        continue;
    return NULL;
}

/* The caller's own thread works too, and tells the progress. */
static bool tell_progress(struct crew *crew)
{
    const ipso_sim_settings *settings = crew->world->settings;

    if (settings->progress == NULL ||
        settings->progress(settings->progress_user, atomic_load(&crew->done)) == 0)
        return true;
    atomic_store(&crew->stopped, true);
    return false;
}

static ipso_status run_crew(struct crew *crew, ipso_error *err)
{
    int threads = crew->world->settings->threads, started = 0;
    pthread_t *others;
    bool cancelled = false;

    if (threads > crew->simulation->replications)
        threads = crew->simulation->replications;
    others = ipso__calloc((size_t)threads, sizeof *others);
    if (others == NULL)
        return ipso__fail_nomem(err);
    while (started < threads - 1 && ipso__worker_start(&others[started], work, crew))
        started++;
    do
        cancelled = !tell_progress(crew);
    while (replicate_next(crew));
    for (int i = 0; i < started; i++)
        pthread_join(others[i], NULL);
    free(others);
    if (atomic_load(&crew->status) == IPSO_NOMEM)
        return ipso__fail_nomem(err);
    if (atomic_load(&crew->status) != IPSO_OK)
        return ipso__fail(err, IPSO_SOLVER, "", "the live agenda refused its own offer");
    return cancelled ? ipso__fail(err, IPSO_STATE, "", "the simulation was cancelled") : IPSO_OK;
}

static ipso_status run_world(ipso_simulation *simulation, const ipso__world *world, ipso_error *err)
{
    struct crew crew = {.world = world, .simulation = simulation};

    simulation->replications = world->settings->replications;
    simulation->stride = IPSO_SIM_MEASURE_COUNT + simulation->details.count;
    simulation->values = ipso__calloc((size_t)simulation->replications * (size_t)simulation->stride,
                                      sizeof *simulation->values);
    return simulation->values == NULL ? ipso__fail_nomem(err) : run_crew(&crew, err);
}

ipso_status ipso_simulate(ipso_simulation **simulation, const ipso_practice *practice,
                          const ipso_sim_settings *settings, ipso_error *err)
{
    ipso_status status = check_settings(settings, err);
    ipso__world world;

    if (status == IPSO_OK)
        status = check_practice(practice, err);
    if (status != IPSO_OK)
        return status;
    ipso_simulation *made = ipso__calloc(1, sizeof *made);
    if (made == NULL)
        return ipso__fail_nomem(err);
    int days = (settings->warmup_weeks + settings->weeks) * 7 + settings->ahead_days;
    status = ipso__world_build(&world, practice, settings, days, err);
    world.details = &made->details;
    if (status == IPSO_OK && !ipso__details_init(&made->details, practice))
        status = ipso__fail_nomem(err);
    if (status == IPSO_OK)
        status = run_world(made, &world, err);
    ipso__world_finish(&world);
    if (status == IPSO_OK)
        *simulation = made;
    else
        ipso_simulation_free(made);
    return status;
}

void ipso_simulation_free(ipso_simulation *simulation)
{
    if (simulation == NULL)
        return;
    free(simulation->values);
    ipso__details_finish(&simulation->details);
    free(simulation);
}

/* ---- reading ---- */

int ipso_simulation_replications(const ipso_simulation *simulation)
{
    return simulation->replications;
}

/* The value at a place among the measures and details of a replication. */
static double value_at(const ipso_simulation *simulation, int at, int replication)
{
    if (at < 0 || at >= simulation->stride || replication < 0 ||
        replication >= simulation->replications)
        return NAN;
    return simulation->values[replication * simulation->stride + at];
}

double ipso_simulation_value(const ipso_simulation *simulation, ipso_sim_measure measure,
                             int replication)
{
    return value_at(simulation, (int)measure, replication);
}

/* Mean and sum of squared deviations, as values come in (Welford 1962). */
struct moments {
    int count;
    double mean, squares;
};

static void add_value(struct moments *moments, double value)
{
    if (isnan(value))
        return;
    double step = value - moments->mean;
    moments->count++;
    moments->mean += step / moments->count;
    moments->squares += step * (value - moments->mean);
}

static ipso_sim_interval interval_of(const struct moments *moments)
{
    ipso_sim_interval interval = {NAN, NAN, moments->count};

    if (interval.count > 0)
        interval.mean = moments->mean;
    if (interval.count > 1)
        interval.half = ipso__student_quantile(0.975, interval.count - 1) *
                        sqrt(moments->squares / (interval.count - 1) / interval.count);
    return interval;
}

ipso_sim_interval ipso_sim_interval_of(const double *values, int count)
{
    struct moments moments = {0};

    for (int i = 0; i < count; i++)
        add_value(&moments, values[i]);
    return interval_of(&moments);
}

/* The interval of simulation less other, or of simulation alone. */
static ipso_sim_interval interval_between(const ipso_simulation *simulation, int at,
                                          const ipso_simulation *other, int at_other)
{
    struct moments moments = {0};

    for (int r = 0; r < simulation->replications; r++) {
        double value = value_at(simulation, at, r);

        if (other != NULL)
            value -= value_at(other, at_other, r);
        add_value(&moments, value);
    }
    return interval_of(&moments);
}

ipso_sim_interval ipso_simulation_interval(const ipso_simulation *simulation,
                                           ipso_sim_measure measure)
{
    return interval_between(simulation, (int)measure, NULL, 0);
}

ipso_sim_interval ipso_simulation_difference(const ipso_simulation *simulation,
                                             const ipso_simulation *other, ipso_sim_measure measure)
{
    return interval_between(simulation, (int)measure, other, (int)measure);
}

/* ---- details ---- */

const ipso_sim_detail *ipso_simulation_detail(const ipso_simulation *simulation, int index)
{
    return index >= 0 && index < simulation->details.count ? &simulation->details.items[index]
                                                           : NULL;
}

double ipso_simulation_detail_value(const ipso_simulation *simulation, int index, int replication)
{
    return index < 0 ? NAN : value_at(simulation, IPSO_SIM_MEASURE_COUNT + index, replication);
}

ipso_sim_interval ipso_simulation_detail_interval(const ipso_simulation *simulation, int index)
{
    return interval_between(simulation, index < 0 ? -1 : IPSO_SIM_MEASURE_COUNT + index, NULL, 0);
}

ipso_sim_interval ipso_simulation_detail_difference(const ipso_simulation *simulation,
                                                    const ipso_simulation *other, int index)
{
    const ipso_sim_detail *detail = ipso_simulation_detail(simulation, index);
    int there = detail == NULL ? -1 : ipso__details_find(&other->details, detail->name);

    return interval_between(simulation, detail == NULL ? -1 : IPSO_SIM_MEASURE_COUNT + index, other,
                            there < 0 ? -1 : IPSO_SIM_MEASURE_COUNT + there);
}
