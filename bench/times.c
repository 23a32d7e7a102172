/* The suite "times": the start times of a week's sessions beside simpler ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "times.h"

enum { SIMULATIONS = 10000 };

static void help(void)
{
    puts("usage: ipsosched-bench times [OPTION...] [SCENARIO...]\n"
         "\n"
         "Plans the week of each scenario through the bookings, then its times, and values the\n"
         "sessions with four kinds of start times, a CSV row each. The values are exact, by the\n"
         "public functions for sessions and models built here, and simulated 10,000 times. The\n"
         "exit code is 1 when a planned cost is not that of the stage. Columns:\n"
         "\n"
         "  instance       scenario\n"
         "  instance_seed  of the scenario\n"
         "  method         left: as slots and bookings left them, back to back\n"
         "                 left-equal: at equal intervals in that order\n"
         "                 planned: of the times stage\n"
         "                 planned-equal: at equal intervals in its order\n"
         "  seed           of the search\n"
         "  threads\n"
         "  seconds        wall time of the times stage\n"
         "  slots, sessions\n"
         "  wait_min       expected, of all patients together\n"
         "  idle_min       expected, before the last appointment of each session\n"
         "  overtime_min   expected, after the end of each session\n"
         "  cost           points at the practice's weights\n"
         "  simulated      mean of the simulations\n"
         "  error          its standard error\n"
         "  below          share by which the planned cost is below this one\n"
         "  revision       of the sources\n");
    bench_options_help(stdout, BENCH_JOINT);
    puts("\n"
         "example:\n"
         "  ipsosched-bench times saint-martin --work-limit 2000000000");
}

/* The plans before and after the times stage. */
typedef struct pair {
    ipso_plan *left, *planned;
    double seconds;
} pair;

static ipso_status plan_both(pair *made, const ipso_practice *practice,
                             const bench_options *options, ipso_error *err)
{
    ipso_settings settings = options->settings;
    ipso_outcome outcome;
    settings.last_stage = IPSO_STAGE_BOOKINGS;
    ipso_status status =
        ipso_plan_make(&made->left, practice, &settings, &outcome, NULL, NULL, err);
    if (status != IPSO_OK || made->left == NULL)
        return status == IPSO_OK ? IPSO_SOLVER : status;
    settings.first_stage = settings.last_stage = IPSO_STAGE_TIMES;
    settings.start = made->left;
    made->seconds = bench_now_s();
    status = ipso_plan_make(&made->planned, practice, &settings, &outcome, NULL, NULL, err);
    made->seconds = bench_now_s() - made->seconds;
    return status;
}

static void print_row(const bench_instance *instance, const bench_options *options,
                      const char *method, double seconds, const times_value *value, double planned)
{
    bench_csv_text(stdout, instance->name);
    printf(",%llu,%s,%llu,%d,%.3f,%d,%d,%.1f,%.1f,%.1f,%.1f,%.1f,%.1f,%.4f,%s\n",
           (unsigned long long)options->instance_seed, method,
           (unsigned long long)options->settings.seed, options->settings.threads, seconds,
           value->slots, value->sessions, value->wait, value->idle, value->overtime, value->cost,
           value->simulated, value->error, 1 - planned / value->cost, bench_revision());
    fflush(stdout);
}

/* Whether the points of the stage are those of the value: each day is rounded once. */
static bool agrees(const pair *made, const times_value *value)
{
    double points = (double)ipso_plan_stage(made->planned, IPSO_STAGE_TIMES)->cost;
    return points >= value->cost - value->sessions && points <= value->cost + value->sessions;
}

static ipso_status print_rows(const bench_instance *instance, const bench_options *options,
                              const pair *made, bool *ok, ipso_error *err)
{
    static const char *const names[] = {"left", "left-equal", "planned", "planned-equal"};
    times_value values[4];
    for (int i = 0; i < 4; i++) {
        ipso_status status = times_value_plan(&values[i], i < 2 ? made->left : made->planned,
                                              i % 2 == 0 ? TIMES_AS_PLANNED : TIMES_EQUAL,
                                              SIMULATIONS, options->settings.seed, err);
        if (status != IPSO_OK)
            return status;
    }
    for (int i = 0; i < 4; i++)
        print_row(instance, options, names[i], made->seconds, &values[i], values[2].cost);
    *ok = agrees(made, &values[2]);
    return IPSO_OK;
}

static int measure(const char *name, bench_options *options)
{
    bench_instance instance;
    pair made = {0};
    ipso_error err;
    bool ok = false;
    ipso_error_init(&err);
    ipso_status status = bench_instance_generate(&instance, name, options->instance_seed, &err);
    if (status != IPSO_OK) {
        bench_complain(name, &err);
        return BENCH_FAILED;
    }
    status = plan_both(&made, instance.practice, options, &err);
    if (status == IPSO_OK)
        status = print_rows(&instance, options, &made, &ok, &err);
    if (status != IPSO_OK)
        bench_complain(name, &err);
    ipso_plan_free(made.left);
    ipso_plan_free(made.planned);
    bench_instance_finish(&instance);
    return ok ? BENCH_DONE : BENCH_FAILED;
}

int bench_times(int argc, char **argv)
{
    return bench_scenarios(argc, argv, help,
                           "instance,instance_seed,method,seed,threads,seconds,slots,sessions,"
                           "wait_min,idle_min,overtime_min,cost,simulated,error,below,revision",
                           measure);
}
