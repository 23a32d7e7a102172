/* The suite "store": bookings per second through the SQLite store, every one on disk before it is
 * answered, by one process and by several at once; beside what the disk does by itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_PROCESSES = 16 };

typedef struct store_options {
    const char *scenario, *folder;
    int bookings, processes;
    bool help;
} store_options;

static void help(void)
{
    puts("usage: ipsosched-bench store [OPTION...]\n"
         "\n"
         "Books through the SQLite store with full durability, and prints a CSV row. Each process\n"
         "asks for offers and books the best; all share one agenda file.\n"
         "\n"
         "  --scenario NAME   whose agenda (default: ipso)\n"
         "  --folder DIR      where the file is made, and removed again (default: .)\n"
         "  --bookings N      bookings of all processes together (default: 1200)\n"
         "  --processes N     1 to 16 (default: 1)\n"
         "  --help            this text\n"
         "\n"
         "columns:\n"
         "  scenario, processes\n"
         "  bookings     that were answered\n"
         "  refused      times that another process took first\n"
         "  seconds      wall time from the first offer to the last answer\n"
         "  per_s        bookings a second\n"
         "  syncs_per_s  writes of 4 KiB a second, each with fdatasync, just before\n"
         "  kept         bookings read back by a process that opens the file then\n"
         "  check        of the agenda as it stands: ok, or the number of violations\n"
         "  revision     of the sources\n"
         "\n"
         "The figure to reach is 300 bookings a second; exit code 1 when it is missed.");
}

/* ---- options ---- */

static bool read_count(const char *text, int most, int *value)
{
    char *end;
    long number = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || number < 1 || number > most)
        return false;
    *value = (int)number;
    return true;
}

static bool read_options(store_options *options, int argc, char **argv)
{
    *options = (store_options){"ipso", ".", 1200, 1, false};
    for (int i = 1; i < argc; i += 2) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        bool good = true;
        if (strcmp(argv[i], "--help") == 0) {
            options->help = true;
            return true;
        }
        if (strcmp(argv[i], "--scenario") == 0)
            options->scenario = value;
        else if (strcmp(argv[i], "--folder") == 0)
            options->folder = value;
        else if (strcmp(argv[i], "--bookings") == 0)
            good = read_count(value, 1000000, &options->bookings);
        else if (strcmp(argv[i], "--processes") == 0)
            good = read_count(value, MOST_PROCESSES, &options->processes);
        else
            good = false;
        if (!good || *value == '\0') {
            fprintf(stderr, "ipsosched-bench store: %s %s is not understood; try --help\n", argv[i],
                    value);
            return false;
        }
    }
    return true;
}

/* ---- the disk by itself ---- */

/* Writes of 4 KiB with fdatasync a second, over about a second; 0 when the folder does not let. */
static double measure_disk(const char *path)
{
    static const char block[4096];
    double begin = bench_now_s(), seconds = 0;
    int descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY, 0600), count = 0;
    if (descriptor < 0)
        return 0;
    while (seconds < 1 && pwrite(descriptor, block, sizeof block, 0) == (ssize_t)sizeof block &&
           fdatasync(descriptor) == 0) {
        count++;
        seconds = bench_now_s() - begin;
    }
    close(descriptor);
    unlink(path);
    return seconds > 0 ? count / seconds : 0;
}

/* ---- the file ---- */

typedef struct opened {
    ipso_sqlite *store;
    ipso_practice *practice;
    ipso_plan *plan;
    ipso_agenda *agenda;
} opened;

static ipso_status open_agenda(opened *o, const char *path, ipso_error *err)
{
    char *texts[2] = {NULL, NULL};
    size_t lengths[2];
    ipso_status status = ipso_sqlite_open(&o->store, path, err);
    if (status == IPSO_OK)
        status =
            ipso_sqlite_documents(o->store, &texts[0], &lengths[0], &texts[1], &lengths[1], err);
    if (status == IPSO_OK)
        status = ipso_practice_from_json(&o->practice, texts[0], lengths[0], NULL, NULL, err);
    if (status == IPSO_OK)
        status = ipso_plan_from_json(&o->plan, o->practice, texts[1], lengths[1], NULL, NULL, err);
    if (status == IPSO_OK)
        status = ipso_agenda_new(&o->agenda, o->plan, err);
    ipso_text_free(texts[0]);
    ipso_text_free(texts[1]);
    if (status != IPSO_OK)
        return status;
    ipso_sqlite_set_practice(o->store, o->practice);
    return ipso_agenda_attach(o->agenda, ipso_sqlite_store(o->store), err);
}

static void close_agenda(opened *o)
{
    ipso_agenda_free(o->agenda);
    ipso_plan_free(o->plan);
    ipso_practice_free(o->practice);
    ipso_sqlite_close(o->store);
}

static ipso_status make_file(const char *path, const ipso_plan *plan, ipso_error *err)
{
    char *texts[2] = {NULL, NULL};
    size_t lengths[2];
    ipso_report *report = NULL;
    ipso_status status =
        ipso_practice_to_json(&texts[0], &lengths[0], ipso_plan_practice(plan), err);
    if (status == IPSO_OK)
        status = ipso_check(&report, plan, err);
    if (status == IPSO_OK)
        status = ipso_plan_to_json(&texts[1], &lengths[1], plan, report, err);
    if (status == IPSO_OK)
        status = ipso_sqlite_create(path, texts[0], lengths[0], texts[1], lengths[1], err);
    ipso_text_free(texts[0]);
    ipso_text_free(texts[1]);
    ipso_report_free(report);
    return status;
}

/* Roster and slots of the scenario's week, by a little work. */
static ipso_status plan_and_make(const char *path, const char *scenario, ipso_error *err)
{
    bench_instance instance;
    ipso_settings settings;
    ipso_outcome outcome;
    ipso_plan *plan = NULL;
    ipso_status status = bench_instance_generate(&instance, scenario, 1, err);
    if (status != IPSO_OK)
        return status;
    ipso_settings_init(&settings);
    settings.last_stage = IPSO_STAGE_SLOTS;
    settings.work_limit = 300000000;
    status = ipso_plan_make(&plan, instance.practice, &settings, &outcome, NULL, NULL, err);
    if (status == IPSO_OK && plan == NULL)
        status = IPSO_SOLVER;
    if (status == IPSO_OK)
        status = make_file(path, plan, err);
    ipso_plan_free(plan);
    bench_instance_finish(&instance);
    return status;
}

/* ---- booking ---- */

typedef struct tally {
    int booked, refused;
} tally;

/* One patient of a type: the best of the offers, or the next when another process was faster. */
static ipso_status book_one(const opened *o, int number, int type, const ipso_stamp *now, tally *t,
                            ipso_error *err)
{
    ipso_offer offers[4];
    ipso_place place;
    ipso_ask ask;
    char patient[32];
    int count;
    int64_t made;
    snprintf(patient, sizeof patient, "%d-%d", (int)getpid(), number);
    ipso_ask_init(&ask);
    ask.request.patient = patient;
    ask.request.type = type;
    ask.audience = IPSO_AUDIENCE_STAFF;
    ipso_status status = ipso_agenda_offer(o->agenda, offers, 4, &count, &ask, now, err);
    for (int i = 0; status == IPSO_OK && i < count; i++) {
        ipso_place_init(&place);
        place.practitioner = offers[i].practitioner;
        place.date = offers[i].date;
        place.start_min = offers[i].start_min;
        place.length_min = offers[i].length_min;
        place.mode = offers[i].mode;
        status = ipso_agenda_book(o->agenda, &made, &ask, &place, now, err);
        t->booked += status == IPSO_OK;
        t->refused += status == IPSO_STATE;
        if (status != IPSO_STATE)
            return status;
        ipso_error_init(err);
        status = IPSO_OK;
    }
    return status;
}

/* Books share patients of the types in turn; types that are full are passed by. */
static ipso_status book_share(const opened *o, int share, tally *t, ipso_error *err)
{
    const ipso_horizon *horizon = ipso_practice_horizon(o->practice);
    const ipso_stamp now = {.date = horizon->first_day - 1,
                            .time_min = 600,
                            .unix_s = ((int64_t)horizon->first_day - 1) * 86400 + 36000};
    int types = ipso_practice_type_count(o->practice), idle = 0;
    ipso_status status = IPSO_OK;
    for (int i = 0; status == IPSO_OK && t->booked < share && idle < types; i++) {
        int before = t->booked;
        status = book_one(o, i, i % types, &now, t, err);
        idle = t->booked > before ? 0 : idle + 1;
    }
    return status;
}

/* A process: says that it is ready, waits for the word to begin, books, says what it did. */
static void work(const char *path, int share, int ready, int begin, int done)
{
    opened o = {NULL, NULL, NULL, NULL};
    tally t = {0, 0};
    ipso_error err;
    char word = 'r';
    ipso_error_init(&err);
    ipso_status status = open_agenda(&o, path, &err);
    if (write(ready, &word, 1) != 1 || read(begin, &word, 1) != 1)
        status = IPSO_IO;
    if (status == IPSO_OK)
        status = book_share(&o, share, &t, &err);
    if (status != IPSO_OK)
        bench_complain("store", &err);
    if (write(done, &t, sizeof t) != (ssize_t)sizeof t)
        status = IPSO_IO;
    close_agenda(&o);
    _exit(status == IPSO_OK ? 0 : 1);
}

/* Starts the processes, gives the word once all are ready, adds up. */
static bool book_all(const char *path, const store_options *options, tally *sum, double *seconds)
{
    int ready[2], begin[2], done[2], failed = 0;
    char word;
    if (pipe(ready) != 0 || pipe(begin) != 0 || pipe(done) != 0)
        return false;
    fflush(NULL);
    for (int i = 0; i < options->processes; i++) {
        int share =
            options->bookings / options->processes + (i < options->bookings % options->processes);
        pid_t child = fork();
        if (child == 0)
            work(path, share, ready[1], begin[0], done[1]);
        failed += child < 0;
    }
    for (int i = 0; i < options->processes - failed; i++)
        failed += read(ready[0], &word, 1) != 1;
    double start = bench_now_s();
    for (int i = 0; i < options->processes; i++)
        failed += write(begin[1], "b", 1) != 1;
    for (int i = 0; i < options->processes && failed == 0; i++) {
        tally t;
        failed += read(done[0], &t, sizeof t) != (ssize_t)sizeof t;
        sum->booked += t.booked;
        sum->refused += t.refused;
    }
    *seconds = bench_now_s() - start;
    for (int status; wait(&status) > 0;)
        failed += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    return failed == 0;
}

/* ---- what is left ---- */

static int count_booked(void *user, const ipso_entry *entry)
{
    *(int *)user += entry->number > 0;
    return 0;
}

/* How many bookings a new process finds, and how many rules they break. */
static ipso_status look_back(const char *path, int *kept, int *violations, ipso_error *err)
{
    opened o = {NULL, NULL, NULL, NULL};
    ipso_entry_filter filter;
    ipso_practice *practice = NULL;
    ipso_plan *plan = NULL;
    ipso_report *report = NULL;
    ipso_status status = open_agenda(&o, path, err);
    if (status == IPSO_OK) {
        const ipso_stamp now = {.date = ipso_practice_horizon(o.practice)->first_day - 1};
        ipso_entry_filter_init(&filter);
        status = ipso_agenda_list(o.agenda, &filter, &now, count_booked, kept, err);
        if (status == IPSO_OK)
            status = ipso_agenda_snapshot(o.agenda, &practice, &plan, &now, err);
    }
    if (status == IPSO_OK)
        status = ipso_check(&report, plan, err);
    if (status == IPSO_OK)
        *violations = ipso_report_violation_count(report);
    ipso_report_free(report);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    close_agenda(&o);
    return status;
}

static int run(const store_options *options, const char *path)
{
    tally sum = {0, 0};
    double seconds = 0, syncs = measure_disk(path);
    int kept = 0, violations = -1;
    ipso_error err;
    ipso_error_init(&err);
    ipso_status status = plan_and_make(path, options->scenario, &err);
    bool ok = status == IPSO_OK && book_all(path, options, &sum, &seconds);
    if (ok)
        status = look_back(path, &kept, &violations, &err);
    if (status != IPSO_OK)
        bench_complain(options->scenario, &err);
    if (!ok || status != IPSO_OK)
        return status == IPSO_INPUT ? BENCH_INPUT : BENCH_FAILED;
    puts("scenario,processes,bookings,refused,seconds,per_s,syncs_per_s,kept,check,revision");
    printf("%s,%d,%d,%d,%.3f,%.0f,%.0f,%d,", options->scenario, options->processes, sum.booked,
           sum.refused, seconds, sum.booked / seconds, syncs, kept);
    if (violations == 0)
        printf("ok,%s\n", bench_revision());
    else
        printf("%d,%s\n", violations, bench_revision());
    return kept == sum.booked && violations == 0 && sum.booked / seconds >= 300 ? BENCH_DONE
                                                                                : BENCH_FAILED;
}

int bench_store(int argc, char **argv)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    store_options options;
    char path[600];
    int code;
    if (!read_options(&options, argc, argv))
        return BENCH_USAGE;
    if (options.help) {
        help();
        return BENCH_DONE;
    }
    if (snprintf(path, sizeof path - 8, "%s/ipsosched-bench-%d.db", options.folder,
                 (int)getpid()) >= (int)sizeof path - 8) {
        fputs("ipsosched-bench store: the name of the folder is too long\n", stderr);
        return BENCH_USAGE;
    }
    code = run(&options, path);
    for (int i = 0; i < 3; i++) {
        char name[620];
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
    return code;
}
