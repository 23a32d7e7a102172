/* The suite "policies": cells, the rows they are kept as, and what is shown of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_POLICIES_H
#define BENCH_POLICIES_H

#include "bench.h"

/* One policy on one scenario, load and seed. */
typedef struct policies_cell {
    char scenario[64], policy[128];
    int load;
    uint64_t seed;
    double *values; /* measure m of replication r at m * replications + r; NaN where it says
                       nothing */
} policies_cell;

/* What all cells of a run have in common. */
typedef struct policies_settings {
    uint64_t instance_seed;
    int weeks, warmup_weeks, ahead_days, replications;
    int64_t plan_work;
    char against[128]; /* the policy that the others are compared with */
} policies_settings;

/* The cells that are finished, in the order in which they were. */
typedef struct policies_cells {
    policies_settings settings;
    policies_cell *cells;
    size_t count, capacity;
} policies_cells;

/* Adds a cell and takes its values; false when memory is out. */
bool policies_cells_add(policies_cells *cells, const policies_cell *cell);
void policies_cells_finish(policies_cells *cells);

/* NULL when it is not finished yet. */
const policies_cell *policies_cells_find(const policies_cells *cells, const char *scenario,
                                         int load, uint64_t seed, const char *policy);

/* Interval of a cell's measure, and of its differences to other, replication by replication. False
 * when memory is out. */
ipso_sim_interval policies_interval(const policies_cell *cell, const policies_settings *settings,
                                    ipso_sim_measure measure);
bool policies_difference(ipso_sim_interval *difference, const policies_cell *cell,
                         const policies_cell *other, const policies_settings *settings,
                         ipso_sim_measure measure);

/* "better", "worse" or "": what the interval of a difference leaves no doubt about. */
const char *policies_verdict(ipso_sim_measure measure, ipso_sim_interval difference);

/* ---- rows ---- */

typedef enum policies_format { POLICIES_CSV = 0, POLICIES_NDJSON } policies_format;

/* The line above the rows of a CSV file, without its end. */
void policies_write_head(FILE *out);

/* The rows of a cell, one for each measure. other is the cell of the policy compared with, NULL
 * when it is cell itself. False when memory is out. */
bool policies_write_cell(FILE *out, policies_format format, const policies_cell *cell,
                         const policies_cell *other, const policies_settings *settings);

/* Opens the file of a run (made when it is not there) and reads the cells that it holds whole;
 * what a kill has left of another is cut off. NULL, with a line on standard error, when the file
 * cannot be used, or holds rows of other settings or of another revision. */
FILE *policies_open(policies_cells *cells, const char *path, policies_format format);

/* ---- for people ---- */

/* A summary of the cells wanted, by scenario and load; intervals are over the replications of all
 * seeds. False when memory is out. */
typedef struct policies_wanted {
    const char *const *scenarios; /* NULL past the last */
    const char *const *policies;  /* likewise, the one compared with first */
    const int *loads;
    int load_count;
    const uint64_t *seeds;
    int seed_count;
} policies_wanted;

bool policies_print_table(FILE *out, const policies_cells *cells, const policies_wanted *wanted);

/* How far a run is, on standard error; nothing unless that is a terminal. */
typedef struct policies_progress {
    bool shown;
    int cells, done;                                 /* of this run */
    int left[BENCH_MAX_NAMES][BENCH_MAX_LIST];       /* cells, by scenario and policy */
    double seconds[BENCH_MAX_NAMES][BENCH_MAX_LIST]; /* of the last such cell, 0 none yet */
    int scenario, policy, replications;              /* of the cell being simulated */
    double began_s, told_s;
} policies_progress;

/* Begins a cell that is counted in left; ipso_sim_progress_fn with the progress as user; ends it.
 */
void policies_progress_begin(policies_progress *progress, int scenario, int policy);
int policies_progress_tell(void *progress, int replications_done);
void policies_progress_end(policies_progress *progress);

/* "2 h 05 min", "12 min 30 s", "45 s". */
#define POLICIES_TIME_SIZE 40
void policies_write_time(char text[POLICIES_TIME_SIZE], double seconds);

#endif
