/* The suite "agenda": how fast a live agenda answers, and how full it gets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROOM     10
#define WEEKS    4
#define FULL     60 /* per cent of the consulting minutes */
#define SAMPLES  20000
#define MAX_FILL 40000

static double now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static void help(void)
{
    puts(
        "usage: ipsosched-bench agenda speed [SCENARIO]\n"
        "       ipsosched-bench agenda fill [SCENARIO] [SEEDS]\n"
        "\n"
        "speed: the scenario's week (default ipso) is planned once and repeated for 28 days, its\n"
        "agendas are booked by random patients until 60 % of the consulting minutes are taken;\n"
        "then 20000 random asks for the 10 best offers, each followed by a booking of one of them\n"
        "and the cancel of another appointment. A CSV row for each question or change:\n"
        "\n"
        "  what, count, nanoseconds at the median, 90th, 99th and 99.9th percentile, the most\n"
        "\n"
        "fill: an empty fortnight of the scenario (default saint-martin) and random patients of\n"
        "mixed lengths, booked by the best offer and by first fit at the earliest start, the\n"
        "same for both, until nothing more fits. Streams:\n"
        "\n"
        "  hour      types asked for as often as each other, each for one hour of one day\n"
        "  every     the same, at one to four stretches of one to four hours\n"
        "  practice  as often as the practice forecasts, at any time or on some half-days\n"
        "\n"
        "A CSV row for each stream and seed (default 30), and the mean difference in percentage\n"
        "points of the consulting minutes with its 95 % interval.");
}

/* ---- speed ---- */

typedef struct speed {
    agenda_weeks weeks;
    ipso_agenda *agenda;
    agenda_random random;
    ipso_stamp now;
    int64_t numbers[MAX_FILL];
    int minutes[MAX_FILL];
    int booked;
    int64_t booked_min;
    double offer_ns[SAMPLES], book_ns[SAMPLES], cancel_ns[SAMPLES];
    int offers, books, cancels, refused;
} speed;

/* Asks once, and books one of the ten best. */
static bool ask_once(speed *run, bool timed, ipso_error *err)
{
    agenda_patient patient;
    ipso_offer offers[ROOM];
    ipso_place place;
    int count = 0;
    double start;

    agenda_patient_draw(
        &patient, &run->weeks, &run->random,
        (int)(run->now.date - ipso_practice_horizon(run->weeks.practice)->first_day));
    start = now_ns();
    if (ipso_agenda_offer(run->agenda, offers, ROOM, &count, &patient.ask, &run->now, err) !=
        IPSO_OK)
        return false;
    if (timed)
        run->offer_ns[run->offers++] = now_ns() - start;
    run->refused += count == 0;
    if (count == 0 || run->booked == MAX_FILL)
        return true;
    const ipso_offer *taken = &offers[agenda_random_below(&run->random, (uint32_t)count)];
    ipso_place_init(&place);
    place.practitioner = taken->practitioner;
    place.date = taken->date;
    place.start_min = taken->start_min;
    start = now_ns();
    if (ipso_agenda_book(run->agenda, &run->numbers[run->booked], &patient.ask, &place, &run->now,
                         err) != IPSO_OK)
        return false;
    if (timed)
        run->book_ns[run->books++] = now_ns() - start;
    run->minutes[run->booked] = taken->length_min + taken->travel_min;
    run->booked_min += run->minutes[run->booked++];
    return true;
}

static bool cancel_once(speed *run, ipso_error *err)
{
    int at = (int)agenda_random_below(&run->random, (uint32_t)run->booked);
    double start = now_ns();

    if (ipso_agenda_cancel(run->agenda, run->numbers[at], NULL, &run->now, err) != IPSO_OK)
        return false;
    run->cancel_ns[run->cancels++] = now_ns() - start;
    run->booked_min -= run->minutes[at];
    run->booked--;
    run->numbers[at] = run->numbers[run->booked];
    run->minutes[at] = run->minutes[run->booked];
    return true;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void print_row(const char *what, double *ns, int count)
{
    if (count == 0)
        return;
    qsort(ns, (size_t)count, sizeof *ns, by_value);
    printf("%s,%d,%.0f,%.0f,%.0f,%.0f,%.0f\n", what, count, ns[count / 2], ns[count * 9 / 10],
           ns[count * 99 / 100], ns[count * 999 / 1000], ns[count - 1]);
}

static bool measure(speed *run, ipso_error *err)
{
    bool ok = true;

    while (ok && run->booked_min * 100 < run->weeks.consulting_min * FULL &&
           run->refused < MAX_FILL)
        ok = ask_once(run, false, err);
    fprintf(stderr, "%d appointments take %.1f %% of %lld consulting minutes\n", run->booked,
            100.0 * (double)run->booked_min / (double)run->weeks.consulting_min,
            (long long)run->weeks.consulting_min);
    for (int i = 0; i < SAMPLES && ok; i++) {
        ok = ask_once(run, true, err);
        if (ok && run->booked_min * 100 > run->weeks.consulting_min * FULL &&
            run->cancels < SAMPLES)
            ok = cancel_once(run, err);
    }
    return ok;
}

static int run_speed(const char *scenario)
{
    speed *run = calloc(1, sizeof *run);
    ipso_error err;
    bool ok;

    ipso_error_init(&err);
    if (run == NULL)
        return BENCH_FAILED;
    ok = agenda_weeks_make(&run->weeks, scenario, 1, WEEKS, true, &err) &&
         ipso_agenda_new(&run->agenda, run->weeks.plan, &err) == IPSO_OK;
    if (ok) {
        run->random.state = 1;
        run->now = (ipso_stamp){.date = ipso_practice_horizon(run->weeks.practice)->first_day,
                                .time_min = 480};
        ok = measure(run, &err);
    }
    if (ok) {
        puts("what,count,median_ns,p90_ns,p99_ns,p999_ns,most_ns");
        print_row("offer", run->offer_ns, run->offers);
        print_row("book", run->book_ns, run->books);
        print_row("cancel", run->cancel_ns, run->cancels);
    } else
        bench_complain(scenario, &err);
    ipso_agenda_free(run->agenda);
    agenda_weeks_free(&run->weeks);
    free(run);
    return ok ? BENCH_DONE : BENCH_FAILED;
}

/* ---- the suite ---- */

int bench_agenda(int argc, char **argv)
{
    if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        help();
        return BENCH_DONE;
    }
    if (argc >= 2 && argc <= 3 && strcmp(argv[1], "speed") == 0)
        return run_speed(argc == 3 ? argv[2] : "ipso");
    if (argc >= 2 && argc <= 4 && strcmp(argv[1], "fill") == 0) {
        int seeds = argc == 4 ? atoi(argv[3]) : 30;
        if (seeds >= 1 && seeds <= 1000)
            return bench_agenda_fill(argc >= 3 ? argv[2] : "saint-martin", seeds);
    }
    fputs("ipsosched-bench agenda: speed [SCENARIO] or fill [SCENARIO] [SEEDS]; see --help\n",
          stderr);
    return BENCH_USAGE;
}
