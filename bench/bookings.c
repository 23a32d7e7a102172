/* The suite "bookings": the packing solver by itself on generated instances.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

static void help(void)
{
    puts("usage: ipsosched-bench bookings [OPTION...] [KIND...]\n"
         "\n"
         "Packs generated requests into sessions with the packing solver alone, without rules of\n"
         "practices, and prints a CSV row for each. Kinds (default: bookings):\n");
    for (int i = 0; bench_packing_name(i) != NULL; i++)
        printf("  %-12s %s\n", bench_packing_name(i), bench_packing_summary(bench_packing_name(i)));
    puts("\n"
         "With a work limit the time limit does not count, so that a run repeats. Columns:\n"
         "\n"
         "  instance       kind\n"
         "  scale          times the size\n"
         "  instance_seed\n"
         "  method         packing\n"
         "  seed           of the search\n"
         "  threads\n"
         "  bins           sessions\n"
         "  rows           requests, needs and limits\n"
         "  options        places for requests\n"
         "  seconds        wall time\n"
         "  cpu_seconds    processor time of all threads, outside the kernel\n"
         "  work           units of about 10 nanoseconds, counted\n"
         "  stop           why it stopped: done, gap, time, work, cancel\n"
         "  value          points gained\n"
         "  bound          proven upper bound of the value\n"
         "  gap            (bound - value) / bound\n"
         "  peak_kb        memory of the process so far: one instance per process for its own\n"
         "  recount        ok: the instance alone gives the same value and no violation; or wrong\n"
         "  revision       of the sources\n");
    bench_options_help(stdout, BENCH_BOOKINGS);
    puts("\n"
         "example:\n"
         "  ipsosched-bench bookings --time-limit 10 --scale 4");
}

static void print(const bench_packing *run, const char *name, const bench_options *options)
{
    double base = run->bound > 1 ? (double)run->bound : 1.0;
    printf("%s,%d,%llu,packing,%llu,%d,%d,%d,%d,%.3f,%.3f,%lld,%s,%lld,%lld,%.6f,%ld,%s,%s\n", name,
           options->scale, (unsigned long long)options->instance_seed,
           (unsigned long long)options->settings.seed, options->settings.threads, run->bins,
           run->rows, run->options, run->seconds, run->cpu_s, (long long)run->work,
           ipso_stop_name(run->stop), (long long)run->value, (long long)run->bound,
           (double)(run->bound - run->value) / base, bench_peak_kb(),
           run->recounted ? "ok" : "wrong", bench_revision());
    fflush(stdout);
}

/* Solves one kind and prints its row; true when the call worked and the recount agrees. */
static bool measure(const char *name, const bench_options *options)
{
    bench_packing run;
    ipso_error err;
    ipso_error_init(&err);
    if (!bench_packing_run(&run, name, options, &err)) {
        bench_complain(name, &err);
        return false;
    }
    print(&run, name, options);
    return run.recounted;
}

int bench_bookings(int argc, char **argv)
{
    bench_options options;
    if (!bench_options_read(&options, BENCH_BOOKINGS, argc, argv))
        return BENCH_USAGE;
    if (options.help) {
        help();
        return BENCH_DONE;
    }
    for (int i = 0; i < options.name_count; i++) {
        if (bench_packing_summary(options.names[i]) == NULL) {
            fprintf(stderr, "ipsosched-bench: no kind of instance is named \"%s\"\n",
                    options.names[i]);
            return BENCH_USAGE;
        }
    }
    if (options.name_count == 0)
        options.names[options.name_count++] = "bookings";
    puts("instance,scale,instance_seed,method,seed,threads,bins,rows,options,seconds,cpu_seconds,"
         "work,stop,"
         "value,bound,gap,peak_kb,recount,revision");
    fflush(stdout);
    bool ok = true;
    for (int i = 0; i < options.name_count; i++)
        ok = measure(options.names[i], &options) && ok;
    return ok ? BENCH_DONE : BENCH_FAILED;
}
