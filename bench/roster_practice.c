/* The frame of practices made for a roster alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster_practice.h"

#include <stdio.h>

ipso_date roster_practice_first_day(void)
{
    ipso_date date = 0;
    ipso_date_from_ymd(&date, 2026, 1, 5);
    return date;
}

ipso_status roster_practice_begin(ipso_practice **practice, const char *name, int days,
                                  int grid_min, ipso_error *err)
{
    ipso_horizon horizon;
    ipso_weights weights;
    ipso_horizon_init(&horizon);
    horizon.name = name;
    horizon.first_day = roster_practice_first_day();
    horizon.days = days;
    horizon.grid_min = grid_min;
    horizon.calendar = IPSO_CALENDAR_NONE;
    ipso_weights_init(&weights);
    weights.staffing_points = 0;
    weights.duty_hour_points = 0;
    ipso_status status = ipso_practice_new(practice, &horizon, err);
    return status == IPSO_OK ? ipso_practice_set_weights(*practice, &weights, err) : status;
}

/* Somebody to see, without whom there is no practice. */
static ipso_status add_demand(ipso_practice *practice, ipso_error *err)
{
    static const int length_min = 15;
    ipso_type type;
    ipso_type_init(&type);
    type.id = "appointment";
    type.care = IPSO_CARE_OTHER;
    type.lengths_min = &length_min;
    type.length_count = 1;
    type.law.kind = IPSO_LAW_DETERMINISTIC;
    type.law.mean_min = length_min;
    ipso_status status = ipso_practice_add_type(practice, &type, err);
    ipso_demand demand;
    ipso_demand_init(&demand);
    demand.type = 0;
    demand.site = 0;
    demand.mean = 1;
    return status == IPSO_OK ? ipso_practice_add_demand(practice, &demand, err) : status;
}

ipso_status roster_practice_finish(ipso_practice *practice, ipso_error *err)
{
    ipso_status status = add_demand(practice, err);
    return status == IPSO_OK ? ipso_practice_validate(practice, NULL, NULL, err) : status;
}

ipso_limit roster_practice_hard(int min, int max)
{
    return (ipso_limit){.min = min, .max = max, .points = IPSO_HARD};
}

ipso_status roster_practice_fail(ipso_error *err, ipso_status status, const char *text)
{
    if (err != NULL) {
        ipso_error_init(err);
        err->status = status;
        snprintf(err->text, sizeof err->text, "%s", text);
    }
    return status;
}
