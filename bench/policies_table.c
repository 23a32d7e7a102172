/* What the suite "policies" shows to people.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "policies.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The measures shown; the rows have all. */
static const ipso_sim_measure SHOWN[] = {IPSO_SIM_ATTENDED_FILL,
                                         IPSO_SIM_ACUTE_SAME_DAY,
                                         IPSO_SIM_ACUTE_EXTENDED,
                                         IPSO_SIM_UNSERVED,
                                         IPSO_SIM_INDIRECT_WAIT,
                                         IPSO_SIM_THIRD_NEXT,
                                         IPSO_SIM_DIRECT_WAIT,
                                         IPSO_SIM_PLANNED,
                                         IPSO_SIM_OVERRUN,
                                         IPSO_SIM_OVERTIME,
                                         IPSO_SIM_OWN,
                                         IPSO_SIM_SEEN_PER_WEEK,
                                         IPSO_SIM_HOURS_PER_WEEK};

enum { AT_ONCE = 3, CELL_SIZE = 40 }; /* policies beside the one compared with */

typedef struct table {
    FILE *out;
    const policies_cells *cells;
    const policies_wanted *wanted;
    const char *scenario;
    int load;
    double *values; /* room for the replications of all seeds */
} table;

/* Interval of a policy's measure over the replications of all seeds; with other, of its differences
 * to that policy. */
static ipso_sim_interval pool(const table *t, const char *policy, const char *other,
                              ipso_sim_measure measure)
{
    int each = t->cells->settings.replications, count = 0;

    for (int s = 0; s < t->wanted->seed_count; s++) {
        uint64_t seed = t->wanted->seeds[s];
        const policies_cell *cell =
            policies_cells_find(t->cells, t->scenario, t->load, seed, policy);
        const policies_cell *base =
            other != NULL ? policies_cells_find(t->cells, t->scenario, t->load, seed, other) : cell;
        if (cell == NULL || base == NULL)
            continue;
        for (int r = 0; r < each; r++) {
            int at = (int)measure * each + r;
            t->values[count++] = cell->values[at] - (other != NULL ? base->values[at] : 0);
        }
    }
    return ipso_sim_interval_of(t->values, count);
}

static bool is_share(ipso_sim_measure measure)
{
    return strcmp(ipso_sim_measure_unit(measure), "share") == 0;
}

/* "12.30 +- 0.41"; "-" where nothing can be said. */
static void format_interval(char cell[CELL_SIZE], ipso_sim_measure measure,
                            ipso_sim_interval interval, bool is_difference)
{
    double scale = is_share(measure) ? 100 : 1;
    const char *sign = is_difference && interval.mean >= 0 ? "+" : "";

    if (isnan(interval.mean) || isnan(interval.half))
        snprintf(cell, CELL_SIZE, "-");
    else
        snprintf(cell, CELL_SIZE, "%s%.2f +- %.2f", sign, interval.mean * scale,
                 interval.half * scale);
}

/* One measure of the first policy and of count others from first on. */
static void print_measure(const table *t, ipso_sim_measure measure, int first, int count)
{
    const char *const *policies = t->wanted->policies;
    const char *unit = is_share(measure) ? "%" : ipso_sim_measure_unit(measure);
    bool only = policies[1] != NULL && policies[2] == NULL;
    char cell[CELL_SIZE], title[64];

    snprintf(title, sizeof title, "%s%s%s", ipso_sim_measure_title(measure),
             unit[0] != '\0' ? ", " : "", unit);
    format_interval(cell, measure, pool(t, policies[0], NULL, measure), false);
    fprintf(t->out, "  %-36s%17s", title, cell);
    for (int k = first; k < first + count; k++) {
        ipso_sim_interval difference = pool(t, policies[k], policies[0], measure);
        const char *word = policies_verdict(measure, difference);

        format_interval(cell, measure, pool(t, policies[k], NULL, measure), false);
        fprintf(t->out, "%17s", cell);
        format_interval(cell, measure, difference, true);
        if (only)
            fprintf(t->out, "%18s%s%s", cell, word[0] != '\0' ? "  " : "", word);
        else if (word[0] != '\0' || k + 1 < first + count)
            fprintf(t->out, " %c", word[0] == 'b' ? '+' : word[0] == 'w' ? '-' : ' ');
    }
    fputc('\n', t->out);
}

static void print_letters(const table *t, int first, int count)
{
    bool only = t->wanted->policies[1] != NULL && t->wanted->policies[2] == NULL;

    fprintf(t->out, "\n  %-36s%17s", "mean +- 95 % interval", "A");
    for (int k = first; k < first + count; k++)
        fprintf(t->out, "%*c", k > first ? 19 : 17, 'A' + k);
    if (only)
        fprintf(t->out, "%18s", "B - A");
    fputc('\n', t->out);
}

static void print_block(const table *t)
{
    const policies_settings *settings = &t->cells->settings;
    const char *const *policies = t->wanted->policies;
    int count = 0;

    fprintf(t->out,
            "%s at %d %% of its demand: %d replications of %d week%s after %d, %d seed%s\n\n",
            t->scenario, t->load, settings->replications, settings->weeks,
            settings->weeks == 1 ? "" : "s", settings->warmup_weeks, t->wanted->seed_count,
            t->wanted->seed_count == 1 ? "" : "s");
    for (; policies[count] != NULL; count++)
        fprintf(t->out, "  %c  %s\n", 'A' + count, policies[count]);
    for (int first = 1; first == 1 || first < count; first += AT_ONCE) {
        int others = count - first < AT_ONCE ? count - first : AT_ONCE;

        print_letters(t, first, others);
        for (size_t m = 0; m < sizeof SHOWN / sizeof SHOWN[0]; m++)
            print_measure(t, SHOWN[m], first, others);
    }
    fputc('\n', t->out);
}

bool policies_print_table(FILE *out, const policies_cells *cells, const policies_wanted *wanted)
{
    table t = {.out = out, .cells = cells, .wanted = wanted};
    size_t room = (size_t)wanted->seed_count * (size_t)cells->settings.replications;

    t.values = malloc(room * sizeof *t.values);
    if (t.values == NULL)
        return false;
    for (int s = 0; wanted->scenarios[s] != NULL; s++) {
        for (int l = 0; l < wanted->load_count; l++) {
            t.scenario = wanted->scenarios[s];
            t.load = wanted->loads[l];
            print_block(&t);
        }
    }
    if (wanted->policies[1] != NULL && wanted->policies[2] != NULL)
        fputs("+ clearly better than A, - clearly worse: the 95 % interval of the difference,\n"
              "replication by replication, leaves out 0.\n",
              out);
    free(t.values);
    return true;
}
