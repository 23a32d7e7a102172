/* Runs of the planner, timed and checked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include "revision.h"

#include <string.h>
#include <sys/resource.h>
#include <time.h>

double bench_now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Adds one call of the planner to run; *plan is the plan to go on from, then the new one. */
static ipso_status call(bench_run *run, ipso_plan **plan, const ipso_practice *practice,
                        const ipso_settings *settings, ipso_error *err)
{
    ipso_plan *made = NULL;
    double begin = bench_now_s(), used = bench_cpu_s();
    ipso_status status = ipso_plan_make(&made, practice, settings, &run->outcome, NULL, NULL, err);
    double seconds = bench_now_s() - begin;
    run->seconds += seconds;
    used = bench_cpu_s() - used;
    run->cpu_seconds += used;
    if (settings->first_stage == settings->last_stage) {
        run->stage_seconds[settings->first_stage] = seconds;
        run->stage_cpu_seconds[settings->first_stage] = used;
    }
    if (made == NULL) {
        ipso_plan_free(*plan);
        *plan = NULL;
        return status;
    }
    for (int s = settings->first_stage; s <= (int)settings->last_stage; s++)
        run->stages[s] = *ipso_plan_stage(made, (ipso_stage)s);
    ipso_plan_free(*plan);
    *plan = made;
    return status;
}

/* The four stages one by one, each with what is left of the limits. */
static ipso_status call_stages(bench_run *run, ipso_plan **plan, const ipso_practice *practice,
                               const ipso_settings *whole, ipso_error *err)
{
    ipso_status status = IPSO_OK;
    bool proven = true;
    int64_t work = 0;
    for (int s = 0; s < IPSO_STAGE_COUNT && status == IPSO_OK && (s == 0 || *plan != NULL); s++) {
        ipso_settings settings = *whole;
        settings.first_stage = settings.last_stage = (ipso_stage)s;
        settings.start = *plan;
        settings.time_limit_s = whole->time_limit_s - run->seconds;
        if (settings.time_limit_s < 0.01)
            settings.time_limit_s = 0.01;
        if (whole->work_limit > 0)
            settings.work_limit = whole->work_limit > work ? whole->work_limit - work : 1;
        status = call(run, plan, practice, &settings, err);
        work += run->stages[s].work;
        proven = proven && run->outcome == IPSO_OPTIMAL;
    }
    if (*plan != NULL && !proven)
        run->outcome = IPSO_FEASIBLE;
    return status;
}

/* Recounts the plan: a plan with violations counts as none. */
static ipso_status recount(bench_run *run, const ipso_plan *plan, ipso_error *err)
{
    ipso_report *report = NULL;
    ipso_status status = ipso_check(&report, plan, err);
    if (status != IPSO_OK)
        return status;
    run->violations = ipso_report_violation_count(report);
    run->cost = ipso_report_cost(report);
    for (int s = 0; s < IPSO_STAGE_COUNT; s++)
        run->stage_costs[s] = ipso_report_stage_cost(report, (ipso_stage)s);
    run->has_plan = run->violations == 0;
    if (!run->has_plan)
        run->outcome = IPSO_UNKNOWN;
    ipso_report_free(report);
    return IPSO_OK;
}

bool bench_run_make(bench_run *run, ipso_plan **kept, const ipso_practice *practice,
                    const bench_options *options, ipso_error *err)
{
    *run = (bench_run){.violations = -1};
    for (int s = 0; s < IPSO_STAGE_COUNT; s++)
        run->stage_seconds[s] = run->stage_cpu_seconds[s] = -1.0;
    ipso_plan *plan = NULL;
    if (options->by_stage)
        run->status = call_stages(run, &plan, practice, &options->settings, err);
    else
        run->status = call(run, &plan, practice, &options->settings, err);
    if (run->status == IPSO_OK && plan != NULL)
        run->status = recount(run, plan, err);
    if (kept != NULL)
        *kept = plan;
    else
        ipso_plan_free(plan);
    return run->status == IPSO_OK;
}

double bench_run_gap(const bench_run *run)
{
    if (!run->has_plan)
        return 1.0;
    double gap = 0.0;
    for (int s = 0; s <= IPSO_STAGE_BOOKINGS; s++) {
        if (run->stages[s].ran && run->stages[s].gap > gap)
            gap = run->stages[s].gap;
    }
    return gap;
}

long bench_peak_kb(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0;
}

double bench_cpu_s(void)
{
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0)
        return 0;
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec * 1e-6;
}

const char *bench_revision(void)
{
    return BENCH_REVISION;
}

void bench_csv_text(FILE *out, const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        fputs(text, out);
        return;
    }
    fputc('"', out);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

void bench_check_text(char text[BENCH_CHECK_SIZE], const bench_run *run)
{
    if (run->violations > 0)
        snprintf(text, BENCH_CHECK_SIZE, "%d", run->violations);
    else
        snprintf(text, BENCH_CHECK_SIZE, "%s", run->violations < 0 ? "none" : "ok");
}

void bench_csv_check(FILE *out, const bench_run *run)
{
    char text[BENCH_CHECK_SIZE];
    bench_check_text(text, run);
    fputs(text, out);
}
