/* Opening and closing a scenario.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/build.h"

#include <assert.h>

void ipso__build_start(ipso__build *build, const char *name, const char *first_day, uint64_t seed,
                       const ipso__no_shows *no_shows, ipso_error *err)
{
    *build = (ipso__build){.err = err, .seed = seed, .no_shows = no_shows};
    build->next_request = 1;
    build->next_patient = 1;
    for (int kind = 0; kind < IPSO__KIND_COUNT; kind++)
        build->types[kind] = IPSO_ANY;
    for (int person = 0; person < IPSO__MAX_STAFF; person++) {
        build->fixed_day[person] = -1;
        build->fixed_end[person] = 600; /* 10:00, after the peak */
    }

    bool is_date = ipso_date_parse(&build->first_day, first_day);
    assert(is_date && ipso_date_weekday(build->first_day) == 0);
    (void)is_date;
    ipso_horizon horizon;
    ipso_horizon_init(&horizon);
    horizon.name = name;
    horizon.first_day = build->first_day;
    build->status = ipso_practice_new(&build->practice, &horizon, err);

    /* Running late is priced at twice the default, so that on a full day a shorter slot is a
     * choice and not a foregone conclusion. */
    ipso_weights weights;
    ipso_weights_init(&weights);
    weights.overrun_points = 20;
    weights.duty_hour_points = 30;
    if (ipso__build_ok(build))
        build->status = ipso_practice_set_weights(build->practice, &weights, err);
}

ipso_status ipso__build_finish(ipso__build *build, ipso_practice **practice)
{
    if (ipso__build_ok(build))
        build->status = ipso_practice_validate(build->practice, NULL, NULL, build->err);
    if (ipso__build_ok(build))
        *practice = build->practice;
    else
        ipso_practice_free(build->practice);
    build->practice = NULL;
    return build->status;
}

bool ipso__build_ok(const ipso__build *build)
{
    return build->status == IPSO_OK;
}

ipso__random ipso__build_stream(const ipso__build *build, ipso__stream stream, int site)
{
    ipso__random random;
    ipso__random_init(&random, build->seed, (uint64_t)stream + 100 * (uint64_t)site);
    return random;
}

bool ipso__build_holiday(const ipso__build *build, int day)
{
    return ipso_calendar_holiday(IPSO_CALENDAR_FR, build->first_day + day) != NULL;
}
