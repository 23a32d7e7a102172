/* The suite "year": what simulating a practice for a year costs, beside its plans.
 *
 * Two rows a scenario: first come, first served on a roster planned once; and the full policy with
 * a roster and slots planned anew every cycle. The roster policy is one of the library's, wrapped
 * in one that measures its plans, as anybody's own policy would be written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include <string.h>

#define MOST_SECONDS 5.0 /* promised of the network's year under first come, first served ... */
#define MOST_MORE    0.5 /* ... and of the full policy beside its plans */
#define WARMUP_WEEKS 4
/* Weeks: with those before them, and 28 days open for booking, within the 366 days of a live
 * agenda. */
#define MOST_RANKED 44

/* Plans made. */
struct tally {
    double cpu_s;
    int plans;
};

typedef struct measured_policy {
    ipso_roster_policy policy; /* first, so that plan finds the rest */
    const ipso_roster_policy *inner;
    struct tally *tally; /* of one thread */
} measured_policy;

static void help(void)
{
    puts("usage: ipsosched-bench year [OPTION...] [SCENARIO...]\n"
         "\n"
         "Simulates each scenario (default: ipso) once over the weeks measured and four before\n"
         "them, on one thread: under first come, first served with a roster planned once, and\n"
         "under the full policy with roster and slots planned anew every cycle, that at most 44\n"
         "weeks, since a live agenda holds 366 days. Columns:\n"
         "\n"
         "  scenario, policy, weeks\n"
         "  seen_per_week   patients\n"
         "  plans           made\n"
         "  plans_cpu_s     seconds of the processor for them\n"
         "  cpu_s           for all\n"
         "  more            than the plans alone: cpu_s / plans_cpu_s - 1\n"
         "  promise         of ipso: met or missed, under first come, first served cpu_s of 5,\n"
         "                  under the full policy more of 0.5\n"
         "  revision        of the sources\n");
    bench_options_help(stdout, BENCH_YEAR);
}

static ipso_status plan_measured(const ipso_roster_policy *policy, ipso_plan **plan,
                                 const ipso_practice *practice, const ipso_settings *settings,
                                 ipso_error *err)
{
    const measured_policy *measured = (const measured_policy *)policy;
    double began_s = bench_cpu_s();
    ipso_status status = measured->inner->plan(measured->inner, plan, practice, settings, err);

    measured->tally->cpu_s += bench_cpu_s() - began_s;
    measured->tally->plans++;
    return status;
}

/* Prints the row of a simulation; whether what is promised of it is met. */
static bool print_row(const char *name, const ipso_sim_settings *settings,
                      const ipso_simulation *made, const struct tally *tally, double cpu_s)
{
    double more = cpu_s / tally->cpu_s - 1;
    int weeks = settings->weeks + settings->warmup_weeks;
    bool is_full = settings->booking->ranks;
    bool promised = strcmp(name, "ipso") == 0;
    bool met = is_full ? more <= MOST_MORE : cpu_s <= MOST_SECONDS;

    bench_csv_text(stdout, name);
    printf(",%s/%s/%s/%s,%d,%.0f,%d,%.2f,%.2f,%.3f,%s,%s\n", settings->roster->name,
           settings->mix->name, settings->booking->name, settings->times->name, weeks,
           ipso_simulation_value(made, IPSO_SIM_SEEN_PER_WEEK, 0), tally->plans, tally->cpu_s,
           cpu_s, more,
           !promised ? ""
           : met     ? "met"
                     : "missed",
           bench_revision());
    fflush(stdout);
    return met || !promised;
}

static bool simulate(const bench_instance *instance, const ipso_sim_settings *settings,
                     ipso_error *err)
{
    struct tally tally = {0, 0};
    const measured_policy measured = {{.name = settings->roster->name,
                                       .summary = settings->roster->summary,
                                       .repeated = settings->roster->repeated,
                                       .plan = plan_measured},
                                      settings->roster,
                                      &tally};
    ipso_simulation *made = NULL;
    double began_s = bench_cpu_s();

    ipso_sim_settings with = *settings;
    with.roster = &measured.policy;
    ipso_status status = ipso_simulate(&made, instance->practice, &with, err);
    double cpu_s = bench_cpu_s() - began_s;

    if (status != IPSO_OK) {
        bench_complain(instance->name, err);
        return false;
    }
    bool met = print_row(instance->name, settings, made, &tally, cpu_s);
    ipso_simulation_free(made);
    return met;
}

static void take_policies(ipso_sim_settings *settings, const char *roster, const char *mix,
                          const char *booking, const char *times)
{
    settings->roster = ipso_roster_policy_named(roster);
    settings->mix = ipso_mix_policy_named(mix);
    settings->booking = ipso_booking_policy_named(booking);
    settings->times = ipso_times_policy_named(times);
}

static bool measure(const char *name, const bench_options *options)
{
    bench_instance instance;
    ipso_sim_settings settings;
    ipso_error err;

    ipso_error_init(&err);
    if (bench_instance_generate(&instance, name, options->instance_seed, &err) != IPSO_OK) {
        bench_complain(name, &err);
        return false;
    }
    ipso_sim_settings_init(&settings);
    settings.weeks = options->weeks;
    settings.warmup_weeks = WARMUP_WEEKS;
    settings.replications = 1;
    if (options->settings.work_limit > 0)
        settings.plan_work = options->settings.work_limit;
    take_policies(&settings, "template", "uniform", "first", "slots");
    bool met = simulate(&instance, &settings, &err);
    take_policies(&settings, "program", "program", "ranking", "optimised");
    settings.weeks = options->weeks < MOST_RANKED ? options->weeks : MOST_RANKED;
    met = simulate(&instance, &settings, &err) && met;
    bench_instance_finish(&instance);
    return met;
}

int bench_year(int argc, char **argv)
{
    bench_options options;
    int code;
    bool met = true;

    if (!bench_begin(&options, BENCH_YEAR, argc, argv, help, &code))
        return code;
    if (options.name_count == 0)
        options.names[options.name_count++] = "ipso";
    puts("scenario,policy,weeks,seen_per_week,plans,plans_cpu_s,cpu_s,more,promise,revision");
    for (int i = 0; i < options.name_count; i++)
        met = measure(options.names[i], &options) && met;
    return met ? BENCH_DONE : BENCH_FAILED;
}
