/* What simulate prints.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "show_simulation.h"

#include "cli.h"

#include <math.h>
#include <string.h>

enum { CELL_SIZE = 40 };

static bool is_share(ipso_sim_measure measure)
{
    return strcmp(ipso_sim_measure_unit(measure), "share") == 0;
}

/* "12.3 +- 0.4 min"; "-" where nothing can be said. */
static void format_interval(char cell[CELL_SIZE], ipso_sim_measure measure,
                            ipso_sim_interval interval, bool is_difference)
{
    double scale = is_share(measure) ? 100 : 1;
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
static const char *verdict(ipso_sim_measure measure, ipso_sim_interval difference)
{
    int better = ipso_sim_measure_better(measure);

    if (better == 0 || isnan(difference.half) || fabs(difference.mean) <= difference.half ||
        difference.mean == 0)
        return "";
    return (difference.mean > 0) == (better > 0) ? "better" : "worse";
}

static void print_row(FILE *out, const simulated *what, ipso_sim_measure measure)
{
    char cell[CELL_SIZE], title[64];
    const char *unit = is_share(measure) ? "%" : ipso_sim_measure_unit(measure);

    snprintf(title, sizeof title, "%s%s%s", ipso_sim_measure_title(measure),
             unit[0] != '\0' ? ", " : "", unit);
    format_interval(cell, measure, ipso_simulation_interval(what->run[0], measure), false);
    fprintf(out, "  %-36s", title);
    fprintf(out, what->run[1] != NULL ? "%19s" : "%19s\n", cell);
    if (what->run[1] == NULL)
        return;
    ipso_sim_interval difference = ipso_simulation_difference(what->run[0], what->run[1], measure);
    format_interval(cell, measure, ipso_simulation_interval(what->run[1], measure), false);
    fprintf(out, "%19s", cell);
    format_interval(cell, measure, difference, true);
    const char *word = verdict(measure, difference);
    fprintf(out, "%19s%s%s\n", cell, word[0] != '\0' ? "  " : "", word);
}

void print_simulation_table(FILE *out, const simulated *what)
{
    print_heading(out, "%s: %d weeks after %d, %d replication%s, %d %% of its demand",
                  what->practice, what->settings.weeks, what->settings.warmup_weeks,
                  what->settings.replications, what->settings.replications == 1 ? "" : "s",
                  what->settings.load_percent);
    fputc('\n', out);
    fprintf(out, "  A  %s\n", what->name[0]);
    if (what->run[1] != NULL)
        fprintf(out, "  B  %s\n", what->name[1]);
    fprintf(out, "\n  %-36s%19s", "mean +- 95 % interval", "A");
    fprintf(out, what->run[1] != NULL ? "%19s%19s\n" : "\n", "B", "A - B");
    for (int m = 0; m < IPSO_SIM_MEASURE_COUNT; m++)
        print_row(out, what, (ipso_sim_measure)m);
}

/* ---- CSV ---- */

static void print_number(FILE *out, double number, const char *none)
{
    if (isfinite(number))
        fprintf(out, "%.10g", number);
    else
        fputs(none, out);
}

static void print_csv_row(FILE *out, const char *policy, const char *against,
                          ipso_sim_measure measure, ipso_sim_interval interval)
{
    fprintf(out, "%s,%s,%s,%s,", policy, against, ipso_sim_measure_name(measure),
            ipso_sim_measure_unit(measure));
    print_number(out, interval.mean, "");
    fputc(',', out);
    print_number(out, interval.half, "");
    fprintf(out, ",%d\n", interval.count);
}

void print_simulation_csv(FILE *out, const simulated *what)
{
    fputs("policy,against,measure,unit,mean,half_width,replications\n", out);
    for (int k = 0; k < 2 && what->run[k] != NULL; k++)
        for (int m = 0; m < IPSO_SIM_MEASURE_COUNT; m++)
            print_csv_row(out, what->name[k], "", (ipso_sim_measure)m,
                          ipso_simulation_interval(what->run[k], (ipso_sim_measure)m));
    for (int m = 0; m < IPSO_SIM_MEASURE_COUNT && what->run[1] != NULL; m++)
        print_csv_row(out, what->name[0], what->name[1], (ipso_sim_measure)m,
                      ipso_simulation_difference(what->run[0], what->run[1], (ipso_sim_measure)m));
}

/* ---- JSON ---- */

static void print_json_interval(FILE *out, ipso_sim_interval interval)
{
    fputs("\"mean\": ", out);
    print_number(out, interval.mean, "null");
    fputs(", \"half_width\": ", out);
    print_number(out, interval.half, "null");
}

static void print_json_run(FILE *out, const char *name, const ipso_simulation *run)
{
    fputs("    {\n      \"policy\": ", out);
    print_json_text(out, name);
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
    fputs("      }\n    }", out);
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
    print_json_run(out, what->name[0], what->run[0]);
    if (what->run[1] != NULL) {
        fputs(",\n", out);
        print_json_run(out, what->name[1], what->run[1]);
    }
    fputs("\n  ]", out);
    if (what->run[1] != NULL)
        print_json_difference(out, what);
    fputs("\n}\n", out);
}
