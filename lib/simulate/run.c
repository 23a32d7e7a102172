/* The day's run of a session.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/run.h"

#include <math.h>

double ipso__run_session(ipso__visit *visits, int count, double start_min)
{
    double free_min = start_min;

    for (int k = 0; k < count; k++) {
        ipso__visit *visit = &visits[k];

        visit->called_min = fmax(free_min, fmax(visit->told_min, visit->arrive_min));
        visit->left_min = visit->called_min;
        if (visit->absent)
            continue;
        visit->called_min += visit->travel_min;
        visit->left_min = visit->called_min + visit->service_min;
        free_min = visit->left_min;
    }
    return free_min;
}

double ipso__visit_wait(const ipso__visit *visit)
{
    return fmax(0, visit->called_min - fmax(visit->told_min, visit->arrive_min));
}
