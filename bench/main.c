/* ipsosched-bench SUITE [OPTION...]: measures libipsosched, one CSV row per run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include <string.h>

static const struct {
    const char *name;
    const char *summary;
    int (*run)(int argc, char **argv);
} SUITES[] = {
    {"week", "plan weeks, each stage also by other solvers", bench_week},
    {"joint", "weeks with rosters planned apart, and together with slots", bench_joint},
    {"figures", "measure the figures that are promised, each met or missed", bench_figures},
    {"rosters", "plan public staff rostering instances, beside published values", bench_rosters},
    {"bookings", "pack generated requests into sessions with the solver alone", bench_bookings},
    {"fair", "turns of the network over weeks, with and without fair turns", bench_fair},
    {"agendas", "slots and bookings of a given roster, beside what is promised", bench_agendas},
    {"agenda", "offers, bookings and fill of a live agenda", bench_agenda},
    {"practices", "rosters of practices alone, beside what is promised of them", bench_practices},
    {"replan", "an agenda replanned after a practitioner is away for two days", bench_replan},
    {"times", "start times of the sessions of a week, beside simpler ones", bench_times},
    {"session", "value and search the start times of one session", bench_session},
    {"policies", "policies on simulated practices, beside what is done today", bench_policies},
    {"year", "a year simulated, beside its plans", bench_year},
    {"store", "book through the SQLite store with full durability", bench_store},
};
#define SUITE_COUNT (sizeof SUITES / sizeof SUITES[0])

static void usage(FILE *out)
{
    fputs("usage: ipsosched-bench SUITE [OPTION...]\n"
          "       ipsosched-bench SUITE --help\n"
          "\n"
          "Measures libipsosched and prints CSV on standard output.\n"
          "\n"
          "suites:\n",
          out);
    for (size_t i = 0; i < SUITE_COUNT; i++)
        fprintf(out, "  %-10s %s\n", SUITES[i].name, SUITES[i].summary);
    fputs("\n"
          "exit codes: 0 done, 1 a run failed or a figure was missed, 2 usage, 3 bad input\n",
          out);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        usage(stderr);
        return BENCH_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        usage(stdout);
        return BENCH_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("ipsosched-bench %s (%s)\n", ipso_version(), bench_revision());
        return BENCH_DONE;
    }
    for (size_t i = 0; i < SUITE_COUNT; i++) {
        if (strcmp(argv[1], SUITES[i].name) == 0)
            return SUITES[i].run(argc - 1, argv + 1);
    }
    fprintf(stderr, "ipsosched-bench: no suite is named \"%s\"\n", argv[1]);
    usage(stderr);
    return BENCH_USAGE;
}
