/* The suite "session": values and searches of one session, beside published figures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include <math.h>
#include <string.h>

enum { MOST = 200 };

/* A session to search, or to value again and again. */
typedef struct scene {
    ipso_session_model model;
    ipso_session_patient patients[MOST];
    ipso_session_settings settings;
    bool order; /* search it too */
} scene;

typedef struct session_case {
    const char *name, *summary;
    void (*make)(scene *s);
    bool search;        /* else one value */
    double reference;   /* cost, NAN none */
    double reference_s; /* published seconds, NAN none */
    const char *source;
} session_case;

static void fill(scene *s, int count, ipso_service service, double no_show)
{
    ipso_session_model_init(&s->model);
    ipso_session_settings_init(&s->settings);
    for (int i = 0; i < count; i++) {
        ipso_session_patient_init(&s->patients[i]);
        s->patients[i].service = service;
        s->patients[i].no_show = no_show;
    }
    s->model.patients = s->patients;
    s->model.patient_count = count;
}

static void weigh(scene *s, double wait, double idle, double overtime)
{
    s->model.wait_weight = wait;
    s->model.idle_weight = idle;
    s->model.overtime_weight = overtime;
}

static ipso_service simple(ipso_service_kind kind, double mean, double cv, int phases)
{
    return (ipso_service){.kind = kind, .mean_min = mean, .cv = cv, .phases = phases};
}

/* ---- cases ---- */

static void make_slots(scene *s)
{
    static const double minutes[] = {0, 6}, shares[] = {.2, .8};
    fill(s, 22,
         (ipso_service){
             .kind = IPSO_SERVICE_EMPIRICAL, .minutes = minutes, .shares = shares, .count = 2},
         0);
    weigh(s, .1, 0, .9);
    s->model.length_min = 100;
    s->settings.step_min = 5;
    s->settings.last_start_min = 95;
}

static void make_kaandorp(scene *s)
{
    fill(s, 10, simple(IPSO_SERVICE_EXPONENTIAL, 15, 0, 1), .05);
    weigh(s, .05, 0, .5);
    s->model.time = IPSO_SESSION_PHASES;
    s->model.waits = IPSO_WAITS_BOOKED;
    s->model.length_min = 100;
    s->settings.step_min = 20;
    s->settings.last_start_min = 80;
}

static void make_lognormal(scene *s)
{
    fill(s, 30, simple(IPSO_SERVICE_LOGNORMAL, 8, .4, 1), .05);
    for (int i = 0; i < 30; i++) {
        s->patients[i].service.mean_min = 6 + i * 7 % 5;
        s->patients[i].service.cv = .3 + .1 * (i % 3);
    }
    weigh(s, 1, 2, 2);
    s->model.length_min = 240;
}

static void make_morning(scene *s)
{
    make_lognormal(s);
    s->model.grid_min = 5;
    s->order = true;
}

static void make_phases(scene *s)
{
    fill(s, 40, simple(IPSO_SERVICE_ERLANG, 7, 0, 1), 0);
    for (int i = 0; i < 40; i++) {
        s->patients[i].service.mean_min = 5 + i * 7 % 5;
        s->patients[i].service.phases = 1 + i % 4;
    }
    weigh(s, 1, 2, 2);
    s->model.time = IPSO_SESSION_PHASES;
    s->model.length_min = 400;
}

static void make_ten(scene *s)
{
    fill(s, 10, simple(IPSO_SERVICE_EXPONENTIAL, 1, 0, 1), 0);
    weigh(s, .5, .5, 0);
    s->model.time = IPSO_SESSION_PHASES;
    s->model.horizon = IPSO_HORIZON_LAST;
    s->model.length_min = 100;
}

static void make_thirty(scene *s)
{
    fill(s, 30, simple(IPSO_SERVICE_EXPONENTIAL, 10, 0, 1), 0);
    weigh(s, 1, 2, 2);
    s->model.time = IPSO_SESSION_PHASES;
    s->model.horizon = IPSO_HORIZON_LAST;
    s->model.length_min = 1000;
}

static void make_thirty_erlang(scene *s)
{
    make_thirty(s);
    for (int i = 0; i < 30; i++)
        s->patients[i].service = simple(IPSO_SERVICE_ERLANG, 10, 0, 4);
}

static void make_large(scene *s)
{
    fill(s, 60, simple(IPSO_SERVICE_LOGNORMAL, 8, .5, 1), .05);
    s->model.length_min = 480;
}

static const session_case CASES[] = {
    {"slots-22-20", "22 patients, 20 slots of 5 min, 6 min with probability .8", make_slots, true,
     NAN, 968, "a published run"},
    {"slots-10-5", "10 exponential patients, 5 slots of 20 min", make_kaandorp, true, 39.8831391192,
     NAN, "model of Kaandorp & Koole 2007; enumerated"},
    {"lognormal-30", "30 unlike lognormal patients, 240 min, grid of 1 min", make_lognormal, true,
     NAN, NAN, ""},
    {"order-30", "the same on a grid of 5 min, and their order", make_morning, true, NAN, NAN, ""},
    {"phases-40", "40 unlike Erlang patients, continuous time", make_phases, true, NAN, 33,
     "published: 33 to 159 s for phase-type services"},
    {"exponential-10", "10 exponential patients, continuous time", make_ten, true, 4.693543137, NAN,
     "appointmentscheduling.info, recomputed"},
    {"exponential-30", "30 exponential patients, continuous time", make_thirty, true, 510.838779,
     NAN, "computed; a published simulation gives 512.16"},
    {"erlang-30", "30 Erlang-4 patients, continuous time", make_thirty_erlang, true, 256.489518,
     NAN, "computed; a published simulation gives 257.37"},
    {"value-30", "one value of lognormal-30", make_lognormal, false, NAN, NAN, ""},
    {"value-60", "one value of 60 lognormal patients, 480 min, grid of 1 min", make_large, false,
     NAN, NAN, ""},
    {"value-phases-40", "one value of phases-40", make_phases, false, NAN, NAN, ""},
};
enum { CASE_COUNT = sizeof CASES / sizeof CASES[0] };

/* ---- runs ---- */

typedef struct session_run {
    double seconds, cost, bound;
    ipso_outcome outcome;
    int64_t work, evaluations;
} session_run;

static ipso_status run_search(session_run *run, const scene *s, const ipso_session *session,
                              ipso_error *err)
{
    ipso_session_plan plan;
    double begin = bench_now_s();
    ipso_status status = s->order
                             ? ipso_session_optimize_order(&plan, session, &s->settings, err)
                             : ipso_session_optimize(&plan, session, NULL, s->model.patient_count,
                                                     &s->settings, err);
    if (status != IPSO_OK)
        return status;
    *run = (session_run){bench_now_s() - begin, plan.measures.cost, plan.bound,
                         plan.outcome,          plan.work,          plan.evaluations};
    ipso_session_plan_finish(&plan);
    return IPSO_OK;
}

/* The mean of enough values to be seen by a clock; equal intervals. */
static ipso_status run_value(session_run *run, const scene *s, const ipso_session *session,
                             ipso_error *err)
{
    double starts[MOST], begin;
    int count = s->model.patient_count, times = 0;
    const ipso_session_times equal = {count, NULL, starts};
    ipso_session_measures measures = {0};
    ipso_status status =
        ipso_session_by_rule(starts, session, NULL, count, IPSO_RULE_EQUAL, 0, &s->settings, err);
    begin = bench_now_s();
    while (status == IPSO_OK && bench_now_s() - begin < 0.2) {
        status = ipso_session_measure(&measures, session, &equal, err);
        times++;
    }
    *run = (session_run){.cost = measures.cost, .bound = NAN, .evaluations = count};
    run->seconds = (bench_now_s() - begin) / (times > 0 ? times : 1);
    return status;
}

static void print_number(double number, int digits)
{
    putchar(',');
    if (isfinite(number))
        printf("%.*f", digits, number);
}

static void print_run(const session_case *what, const session_run *run, int patients)
{
    printf("%s,%d,%.6f,%.9f", what->name, patients, run->seconds, run->cost);
    print_number(run->bound, 9);
    printf(",%s", what->search ? ipso_outcome_name(run->outcome) : "");
    print_number(what->reference, 9);
    print_number(what->reference_s, 0);
    putchar(',');
    bench_csv_text(stdout, what->source);
    printf(",%lld,%lld,%s\n", (long long)run->work, (long long)run->evaluations, bench_revision());
    fflush(stdout);
}

/* True when the call worked and the cost is that of the reference. */
static bool measure(const session_case *what)
{
    scene s = {.order = false};
    session_run run;
    ipso_session *session = NULL;
    ipso_error err;
    ipso_error_init(&err);
    what->make(&s);
    ipso_status status = ipso_session_new(&session, &s.model, &err);
    if (status == IPSO_OK)
        status =
            what->search ? run_search(&run, &s, session, &err) : run_value(&run, &s, session, &err);
    if (status != IPSO_OK)
        bench_complain(what->name, &err);
    else
        print_run(what, &run, s.model.patient_count);
    ipso_session_free(session);
    return status == IPSO_OK &&
           (isnan(what->reference) || fabs(run.cost - what->reference) <= 1e-6);
}

static void help(void)
{
    puts("usage: ipsosched-bench session [CASE...]\n"
         "\n"
         "Searches or values one session and prints a CSV row for each case (default: all). The\n"
         "exit code is 1 when a cost is not that of its reference within 1e-6. Cases:\n");
    for (int i = 0; i < CASE_COUNT; i++)
        printf("  %-16s %s\n", CASES[i].name, CASES[i].summary);
    puts("\n"
         "Columns:\n"
         "\n"
         "  case\n"
         "  patients\n"
         "  seconds        wall time of the search, or of one value\n"
         "  cost           of the start times\n"
         "  bound          proven: nothing costs less\n"
         "  outcome        optimal or feasible; empty for a value\n"
         "  reference      cost elsewhere\n"
         "  reference_s    published seconds\n"
         "  source         of the reference\n"
         "  work           units of about 10 nanoseconds, counted\n"
         "  evaluations    patients valued\n"
         "  revision       of the sources\n"
         "\n"
         "  --help         this text\n"
         "\n"
         "example:\n"
         "  ipsosched-bench session slots-22-20 lognormal-30");
}

static const session_case *find_case(const char *name)
{
    for (int i = 0; i < CASE_COUNT; i++)
        if (strcmp(CASES[i].name, name) == 0)
            return &CASES[i];
    return NULL;
}

int bench_session(int argc, char **argv)
{
    bool ok = true;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            help();
            return BENCH_DONE;
        }
        if (find_case(argv[i]) == NULL) {
            fprintf(stderr, "ipsosched-bench: the suite session has no case \"%s\"\n", argv[i]);
            return BENCH_USAGE;
        }
    }
    puts("case,patients,seconds,cost,bound,outcome,reference,reference_s,source,work,evaluations,"
         "revision");
    for (int i = 1; i < argc; i++)
        ok = measure(find_case(argv[i])) && ok;
    for (int i = 0; argc < 2 && i < CASE_COUNT; i++)
        ok = measure(&CASES[i]) && ok;
    return ok ? BENCH_DONE : BENCH_FAILED;
}
