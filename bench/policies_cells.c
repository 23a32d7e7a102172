/* Cells of the suite "policies", and what they say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "policies.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool policies_cells_add(policies_cells *cells, const policies_cell *cell)
{
    if (cells->count == cells->capacity) {
        size_t capacity = cells->capacity == 0 ? 64 : 2 * cells->capacity;
        policies_cell *more = realloc(cells->cells, capacity * sizeof *more);
        if (more == NULL)
            return false;
        cells->cells = more;
        cells->capacity = capacity;
    }
    cells->cells[cells->count++] = *cell;
    return true;
}

void policies_cells_finish(policies_cells *cells)
{
    for (size_t i = 0; i < cells->count; i++)
        free(cells->cells[i].values);
    free(cells->cells);
}

const policies_cell *policies_cells_find(const policies_cells *cells, const char *scenario,
                                         int load, uint64_t seed, const char *policy)
{
    for (size_t i = 0; i < cells->count; i++) {
        const policies_cell *cell = &cells->cells[i];
        if (cell->load == load && cell->seed == seed && strcmp(cell->scenario, scenario) == 0 &&
            strcmp(cell->policy, policy) == 0)
            return cell;
    }
    return NULL;
}

ipso_sim_interval policies_interval(const policies_cell *cell, const policies_settings *settings,
                                    ipso_sim_measure measure)
{
    return ipso_sim_interval_of(&cell->values[(int)measure * settings->replications],
                                settings->replications);
}

bool policies_difference(ipso_sim_interval *difference, const policies_cell *cell,
                         const policies_cell *other, const policies_settings *settings,
                         ipso_sim_measure measure)
{
    int count = settings->replications;
    const double *values = &cell->values[(int)measure * count];
    const double *others = &other->values[(int)measure * count];
    double *differences = malloc((size_t)count * sizeof *differences);
    if (differences == NULL)
        return false;
    for (int r = 0; r < count; r++)
        differences[r] = values[r] - others[r];
    *difference = ipso_sim_interval_of(differences, count);
    free(differences);
    return true;
}

const char *policies_verdict(ipso_sim_measure measure, ipso_sim_interval difference)
{
    int better = ipso_sim_measure_better(measure);

    if (better == 0 || isnan(difference.half) || fabs(difference.mean) <= difference.half ||
        difference.mean == 0)
        return "";
    return (difference.mean > 0) == (better > 0) ? "better" : "worse";
}
