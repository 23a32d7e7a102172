/* What simulate prints.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "show_simulation.h"

#include "cli.h"

#include <math.h>
#include <string.h>

enum { CELL_SIZE = 40, TITLE_SIZE = 512, NAME_SIZE = 4096 + POLICY_NAME_SIZE };

/* A measure or a detail of one or two runs, and of their difference. */
typedef struct shown_row {
    const char *title, *name, *unit;
    int better;
    ipso_sim_interval run[2], difference;
} shown_row;

static shown_row measure_row(const simulated *what, ipso_sim_measure measure)
{
    shown_row row = {.title = ipso_sim_measure_title(measure),
                     .name = ipso_sim_measure_name(measure),
                     .unit = ipso_sim_measure_unit(measure),
                     .better = ipso_sim_measure_better(measure)};

    for (int k = 0; k < 2 && what->run[k] != NULL; k++)
        row.run[k] = ipso_simulation_interval(what->run[k], measure);
    if (what->run[1] != NULL)
        row.difference = ipso_simulation_difference(what->run[0], what->run[1], measure);
    return row;
}

/* The place of a detail in a run, -1 for none. */
static int detail_named(const ipso_simulation *run, const char *name)
{
    const ipso_sim_detail *detail;

    for (int i = 0; (detail = ipso_simulation_detail(run, i)) != NULL; i++)
        if (strcmp(detail->name, name) == 0)
            return i;
    return -1;
}

/* Detail number index of run k, beside that of the same name of the other. */
static shown_row detail_row(const simulated *what, int k, int index)
{
    const ipso_sim_detail *detail = ipso_simulation_detail(what->run[k], index);
    const ipso_sim_interval nothing = {NAN, NAN, 0};
    shown_row row = {.title = detail->title,
                     .name = detail->name,
                     .unit = detail->unit,
                     .better = detail->better,
                     .run = {nothing, nothing},
                     .difference = nothing};

    row.run[k] = ipso_simulation_detail_interval(what->run[k], index);
    if (k == 0 && what->run[1] != NULL) {
        row.run[1] =
            ipso_simulation_detail_interval(what->run[1], detail_named(what->run[1], detail->name));
        row.difference = ipso_simulation_detail_difference(what->run[0], what->run[1], index);
    }
    return row;
}

static bool is_share(const shown_row *row)
{
    return strcmp(row->unit, "share") == 0;
}

/* "12.3 +- 0.4 min"; "-" where nothing can be said. */
static void format_interval(char cell[CELL_SIZE], const shown_row *row, ipso_sim_interval interval,
                            bool is_difference)
{
    double scale = is_share(row) ? 100 : 1;
    const char *sign = is_difference && interval.mean >= 0 ? "+" : "";

    if (isnan(interval.mean))
        snprintf(cell, CELL_SIZE, "-");
    else if (isnan(interval.half))
        snprintf(cell, CELL_SIZE, "%s%.2f", sign, interval.mean * scale);
    else
        snprintf(cell, CELL_SIZE, "%s%.2f +- %.2f", sign, interval.mean * scale,
                 interval.half * scale);
}

/* "better", "worse" or nothing: what the interval of a difference leaves no doubt about. */
static const char *verdict(const shown_row *row)
{
    const ipso_sim_interval *difference = &row->difference;

    if (row->better == 0 || isnan(difference->half) || difference->mean == 0 ||
        fabs(difference->mean) <= difference->half)
        return "";
    return (difference->mean > 0) == (row->better > 0) ? "better" : "worse";
}

static void print_row(FILE *out, const simulated *what, shown_row row)
{
    char cell[CELL_SIZE], title[TITLE_SIZE];
    const char *unit = is_share(&row) ? "%" : row.unit;

    snprintf(title, sizeof title, "%s%s%s", row.title, unit[0] != '\0' ? ", " : "", unit);
    format_interval(cell, &row, row.run[0], false);
    fprintf(out, "  %-36s", title);
    fprintf(out, what->run[1] != NULL ? "%19s" : "%19s\n", cell);
    if (what->run[1] == NULL)
        return;
    format_interval(cell, &row, row.run[1], false);
    fprintf(out, "%19s", cell);
    format_interval(cell, &row, row.difference, true);
    const char *word = verdict(&row);
    fprintf(out, "%19s%s%s\n", cell, word[0] != '\0' ? "  " : "", word);
}

/* The details of the first run, then those that the second alone has. */
static void print_details(FILE *out, const simulated *what)
{
    for (int k = 0; k < 2 && what->run[k] != NULL; k++)
        for (int i = 0; ipso_simulation_detail(what->run[k], i) != NULL; i++)
            if (k == 0 ||
                detail_named(what->run[0], ipso_simulation_detail(what->run[1], i)->name) < 0)
                print_row(out, what, detail_row(what, k, i));
}

static void print_run_name(FILE *out, const simulated *what, int k)
{
    fprintf(out, "  %c  %s", 'A' + k, what->name[k]);
    if (what->beside != NULL)
        fprintf(out, "  %s", k == 0 ? what->practice : what->beside);
    fputc('\n', out);
}

void print_simulation_table(FILE *out, const simulated *what)
{
    print_heading(out, "%s: %d weeks after %d, %d replication%s, %d %% of its demand",
                  what->practice, what->settings.weeks, what->settings.warmup_weeks,
                  what->settings.replications, what->settings.replications == 1 ? "" : "s",
                  what->settings.load_percent);
    fputc('\n', out);
    for (int k = 0; k < 2 && what->run[k] != NULL; k++)
        print_run_name(out, what, k);
    fprintf(out, "\n  %-36s%19s", "mean +- 95 % interval", "A");
    fprintf(out, what->run[1] != NULL ? "%19s%19s\n" : "\n", "B", "A - B");
    for (int m = 0; m < IPSO_SIM_MEASURE_COUNT; m++)
        print_row(out, what, measure_row(what, (ipso_sim_measure)m));
    fputc('\n', out);
    print_details(out, what);
}

/* ---- CSV ---- */

static void print_number(FILE *out, double number, const char *none)
{
    if (isfinite(number))
        fprintf(out, "%.10g", number);
    else
        fputs(none, out);
}

/* In quotes where it has to be: names come from the practice, and from the command line. */
static void print_csv_text(FILE *out, const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        fputs(text, out);
        return;
    }
    fputc('"', out);
    for (; *text != '\0'; text++)
        fputs((char[]){*text, *text == '"' ? '"' : '\0', '\0'}, out);
    fputc('"', out);
}

/* The policy, behind its practice where there are two. */
static void print_csv_name(FILE *out, const simulated *what, int k)
{
    char name[NAME_SIZE];

    if (what->beside == NULL)
        snprintf(name, sizeof name, "%s", what->name[k]);
    else
        snprintf(name, sizeof name, "%s:%s", k == 0 ? what->practice : what->beside, what->name[k]);
    print_csv_text(out, name);
}

static void print_csv_row(FILE *out, const simulated *what, int k, bool is_difference,
                          const shown_row *row)
{
    ipso_sim_interval interval = is_difference ? row->difference : row->run[k];

    print_csv_name(out, what, k);
    fputc(',', out);
    if (is_difference)
        print_csv_name(out, what, 1);
    fputc(',', out);
    print_csv_text(out, row->name);
    fprintf(out, ",%s,", row->unit);
    print_number(out, interval.mean, "");
    fputc(',', out);
    print_number(out, interval.half, "");
    fprintf(out, ",%d\n", interval.count);
}

/* Measures, then details, of run k or of the difference. */
static void print_csv_rows(FILE *out, const simulated *what, int k, bool is_difference)
{
    for (int m = 0; m < IPSO_SIM_MEASURE_COUNT; m++) {
        shown_row row = measure_row(what, (ipso_sim_measure)m);

        print_csv_row(out, what, k, is_difference, &row);
    }
    for (int i = 0; ipso_simulation_detail(what->run[k], i) != NULL; i++) {
        shown_row row = detail_row(what, k, i);

        if (!is_difference || row.difference.count > 0)
            print_csv_row(out, what, k, is_difference, &row);
    }
}

void print_simulation_csv(FILE *out, const simulated *what)
{
    fputs("policy,against,measure,unit,mean,half_width,replications\n", out);
    for (int k = 0; k < 2 && what->run[k] != NULL; k++)
        print_csv_rows(out, what, k, false);
    if (what->run[1] != NULL)
        print_csv_rows(out, what, 0, true);
}

/* ---- JSON ---- */

static void print_json_interval(FILE *out, ipso_sim_interval interval)
{
    fputs("\"mean\": ", out);
    print_number(out, interval.mean, "null");
    fputs(", \"half_width\": ", out);
    print_number(out, interval.half, "null");
}

static void print_json_details(FILE *out, const ipso_simulation *run)
{
    const ipso_sim_detail *detail;

    for (int i = 0; (detail = ipso_simulation_detail(run, i)) != NULL; i++) {
        fputs(i > 0 ? ",\n        " : "        ", out);
        print_json_text(out, detail->name);
        fputs(": {\"unit\": ", out);
        print_json_text(out, detail->unit);
        fputs(", ", out);
        print_json_interval(out, ipso_simulation_detail_interval(run, i));
        fputs(", \"values\": [", out);
        for (int r = 0; r < ipso_simulation_replications(run); r++) {
            fputs(r > 0 ? ", " : "", out);
            print_number(out, ipso_simulation_detail_value(run, i, r), "null");
        }
        fputs("]}", out);
    }
}

static void print_json_run(FILE *out, const simulated *what, int k)
{
    const ipso_simulation *run = what->run[k];

    fputs("    {\n      \"policy\": ", out);
    print_json_text(out, what->name[k]);
    if (k == 1 && what->beside != NULL) {
        fputs(",\n      \"practice\": ", out);
        print_json_text(out, what->beside);
    }
    fputs(",\n      \"measures\": {\n", out);
    for (int m = 0; m < IPSO_SIM_MEASURE_COUNT; m++) {
        ipso_sim_measure measure = (ipso_sim_measure)m;

        fprintf(out, "        \"%s\": {", ipso_sim_measure_name(measure));
        print_json_interval(out, ipso_simulation_interval(run, measure));
        fputs(", \"values\": [", out);
        for (int r = 0; r < ipso_simulation_replications(run); r++) {
            fputs(r > 0 ? ", " : "", out);
            print_number(out, ipso_simulation_value(run, measure, r), "null");
        }
        fprintf(out, "]}%s\n", m + 1 < IPSO_SIM_MEASURE_COUNT ? "," : "");
    }
    fputs("      },\n      \"details\": {\n", out);
    print_json_details(out, run);
    fputs("\n      }\n    }", out);
}

static void print_json_detail_difference(FILE *out, const simulated *what)
{
    const char *before = "\n    ";

    fputs(",\n  \"detail_difference\": {", out);
    for (int i = 0; ipso_simulation_detail(what->run[0], i) != NULL; i++) {
        const char *name = ipso_simulation_detail(what->run[0], i)->name;

        if (detail_named(what->run[1], name) < 0)
            continue;
        fputs(before, out);
        print_json_text(out, name);
        fputs(": {", out);
        print_json_interval(out, ipso_simulation_detail_difference(what->run[0], what->run[1], i));
        fputc('}', out);
        before = ",\n    ";
    }
    fputs("\n  }", out);
}

static void print_json_difference(FILE *out, const simulated *what)
{
    fputs(",\n  \"difference\": {\n", out);
    for (int m = 0; m < IPSO_SIM_MEASURE_COUNT; m++) {
        fprintf(out, "    \"%s\": {", ipso_sim_measure_name((ipso_sim_measure)m));
        print_json_interval(
            out, ipso_simulation_difference(what->run[0], what->run[1], (ipso_sim_measure)m));
        fprintf(out, "}%s\n", m + 1 < IPSO_SIM_MEASURE_COUNT ? "," : "");
    }
    fputs("  }", out);
    print_json_detail_difference(out, what);
}

void print_simulation_json(FILE *out, const simulated *what)
{
    const ipso_sim_settings *settings = &what->settings;

    fputs("{\n  \"format\": \"ipsosched-simulation/1\",\n  \"practice\": ", out);
    print_json_text(out, what->practice);
    fprintf(out,
            ",\n  \"weeks\": %d,\n  \"warmup_weeks\": %d,\n  \"replications\": %d,\n"
            "  \"ahead_days\": %d,\n  \"load_percent\": %d,\n  \"seed\": %llu,\n  \"runs\": [\n",
            settings->weeks, settings->warmup_weeks, settings->replications, settings->ahead_days,
            settings->load_percent, (unsigned long long)settings->seed);
    print_json_run(out, what, 0);
    if (what->run[1] != NULL) {
        fputs(",\n", out);
        print_json_run(out, what, 1);
    }
    fputs("\n  ]", out);
    if (what->run[1] != NULL)
        print_json_difference(out, what);
    fputs("\n}\n", out);
}
