/* The suite "joint": weeks whose roster is planned for itself alone, and for slots and bookings
 * too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include <string.h>

static void help(void)
{
    puts("usage: ipsosched-bench joint [OPTION...] [SCENARIO...]\n"
         "\n"
         "Plans the week of each scenario through the bookings twice, and prints a CSV row each:\n"
         "the roster planned apart, for its own least cost, and together, for what its duties are\n"
         "worth to slots and bookings too. Columns:\n"
         "\n"
         "  instance       scenario\n"
         "  instance_seed  of the scenario\n"
         "  method         apart or together\n"
         "  seed           of the search\n"
         "  threads\n"
         "  seconds        wall time\n"
         "  roster         cost of the roster's rules, points\n"
         "  slots          of the slots' and bookings' rules\n"
         "  cost           of all of them\n"
         "  bound          proven: no roster with whatever slots and bookings costs less\n"
         "  gap            (cost - bound) / cost\n"
         "  check          ok, or the number of violations\n"
         "  revision       of the sources\n");
    bench_options_help(stdout, BENCH_JOINT);
    puts("\n"
         "example:\n"
         "  ipsosched-bench joint didier saint-martin --work-limit 2000000000");
}

static void print_row(const char *instance, const bench_options *options, const bench_run *run,
                      const ipso_plan *plan, int64_t roster_cost)
{
    const ipso_joint_report *joint = ipso_plan_joint(plan);
    bench_csv_text(stdout, instance);
    printf(",%llu,%s,%llu,%d,%.3f,%lld,%lld,%lld,%lld,%.6f,",
           (unsigned long long)options->instance_seed,
           options->settings.apart ? "apart" : "together",
           (unsigned long long)options->settings.seed, options->settings.threads, run->seconds,
           (long long)roster_cost, (long long)(joint->cost - roster_cost), (long long)joint->cost,
           (long long)joint->bound, joint->gap);
    bench_csv_check(stdout, run);
    printf(",%s\n", bench_revision());
    fflush(stdout);
}

/* Plans one instance one way; true when there is a plan that holds. */
static bool measure(const bench_instance *instance, const bench_options *options)
{
    bench_run run;
    ipso_error err;
    ipso_plan *plan = NULL;
    ipso_report *report = NULL;
    ipso_error_init(&err);
    bool ok = bench_run_make(&run, &plan, instance->practice, options, &err) && plan != NULL &&
              ipso_check(&report, plan, &err) == IPSO_OK;
    if (ok)
        print_row(instance->name, options, &run, plan,
                  ipso_report_stage_cost(report, IPSO_STAGE_ROSTER));
    else
        bench_complain(instance->name, &err);
    ipso_report_free(report);
    ipso_plan_free(plan);
    return ok && run.violations == 0;
}

static int measure_both(const char *name, bench_options *options)
{
    bench_instance instance;
    ipso_error err;
    ipso_error_init(&err);
    if (bench_instance_generate(&instance, name, options->instance_seed, &err) != IPSO_OK) {
        bench_complain(name, &err);
        return BENCH_FAILED;
    }
    options->settings.last_stage = IPSO_STAGE_BOOKINGS;
    options->settings.apart = true;
    bool ok = measure(&instance, options);
    options->settings.apart = false;
    ok = measure(&instance, options) && ok;
    bench_instance_finish(&instance);
    return ok ? BENCH_DONE : BENCH_FAILED;
}

int bench_joint(int argc, char **argv)
{
    return bench_scenarios(argc, argv, help,
                           "instance,instance_seed,method,seed,threads,seconds,roster,slots,cost,"
                           "bound,gap,check,revision",
                           measure_both);
}
