/* Random tiny practices.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots/random_practice.h"

#include <stdio.h>

#define EXPECT_OK(call) assert_int_equal((call), IPSO_OK)

static bool chance(ipso__random *random, int percent)
{
    return ipso__random_range(random, 1, 100) <= percent;
}

static void add_doctors(ipso_practice *practice, ipso__random *random, int count)
{
    static const char *const ids[] = {"morel", "diallo"};
    for (int i = 0; i < count; i++) {
        ipso_practitioner doctor;
        ipso_practitioner_init(&doctor);
        doctor.id = ids[i];
        doctor.role = "gp";
        doctor.pace = chance(random, 30) ? 1.25 : 1.0;
        doctor.teleconsultation = chance(random, 80);
        EXPECT_OK(ipso_practice_add_practitioner(practice, &doctor, NULL));
    }
}

static void add_types(ipso_practice *practice, ipso__random *random, int count)
{
    static const int lengths[][2] = {{10, 20}, {15, 25}, {20, 30}};
    for (int i = 0; i < count; i++) {
        const int *offered = lengths[ipso__random_range(random, 0, 2)];
        ipso_type type;
        ipso_type_init(&type);
        type.id = i == 0 ? "acute" : "review";
        type.care = i == 0 ? IPSO_CARE_ACUTE : IPSO_CARE_FOLLOW_UP;
        type.lengths_min = offered;
        type.length_count = (size_t)ipso__random_range(random, 1, 2);
        type.law.mean_min = ipso__random_range(random, 8, 30);
        type.law.kind = chance(random, 50) ? IPSO_LAW_DETERMINISTIC : IPSO_LAW_LOGNORMAL;
        if (chance(random, 25))
            type.modes = IPSO_MODE_SITE | IPSO_MODE_TELE;
        if (chance(random, 15)) {
            type.modes = IPSO_MODE_HOME;
            type.travel_min = 10;
        }
        type.unmet_points = ipso__random_range(random, 1, 8) * 25;
        type.lead_min_days = 0;
        type.lead_max_days = i == 0 ? 0 : 1;
        if (i == 1 && chance(random, 50)) {
            type.target_per_week = ipso__random_range(random, 1, 2);
            type.target_points = ipso__random_range(random, 1, 6) * 30;
        }
        EXPECT_OK(ipso_practice_add_type(practice, &type, NULL));
    }
}

static void add_demand(ipso_practice *practice, ipso__random *random, int types)
{
    int count = ipso__random_range(random, 0, 2);
    for (int i = 0; i < count; i++) {
        ipso_demand demand;
        ipso_demand_init(&demand);
        demand.type = i % types;
        demand.mean = 0.5 * ipso__random_range(random, 1, 3);
        demand.law = chance(random, 60) ? IPSO_COUNT_FIXED : IPSO_COUNT_POISSON;
        demand.site = chance(random, 40) ? 0 : IPSO_ANY;
        if (chance(random, 30))
            demand.start_min = 475;
        if (chance(random, 20))
            demand.end_min = 490;
        EXPECT_OK(ipso_practice_add_demand(practice, &demand, NULL));
    }
}

static void add_request(ipso_practice *practice, ipso__random *random, int index, int doctors,
                        int types)
{
    static const char *const ids[] = {"r0", "r1", "r2"};
    const ipso_horizon *horizon = ipso_practice_horizon(practice);
    ipso_window window = {horizon->first_day, horizon->first_day + horizon->days - 1, 0,
                          IPSO_DAY_MIN};
    ipso_request request;
    ipso_request_init(&request);
    request.id = ids[index];
    request.patient = chance(random, 40) ? "p" : ids[index];
    request.type = ipso__random_range(random, 0, types - 1);
    request.practitioner =
        chance(random, 60) ? ipso__random_range(random, 0, doctors - 1) : IPSO_ANY;
    request.accepts_others = request.practitioner == IPSO_ANY || chance(random, 50);
    request.accepts_tele = chance(random, 50);
    request.priority_percent = ipso__random_range(random, 1, 30) * 10;
    request.no_show = chance(random, 30) ? 0.25 : 0.0;
    if (chance(random, 50)) {
        window.start_min = ipso__random_range(random, 90, 96) * 5;
        window.end_min = window.start_min + ipso__random_range(random, 4, 16) * 5;
        request.windows = &window;
        request.window_count = 1;
    }
    if (index > 0 && chance(random, 35)) {
        request.after = index - 1;
        request.min_gap_min = chance(random, 50) ? 0 : 30;
        request.max_gap_min = chance(random, 50) ? IPSO_NO_MAX : 1500;
    }
    EXPECT_OK(ipso_practice_add_request(practice, &request, NULL));
}

/* A duty of 30 to 60 minutes that starts between 07:30 and 08:00; the last one may be remote. */
static void add_duties(random_practice *made, ipso__random *random, int doctors, int days)
{
    static const char *const ids[] = {"a", "b", "c", "d"};
    for (int p = 0; p < doctors; p++) {
        for (int t = 0; t < days; t++) {
            int start = ipso__random_range(random, 0, 6) * 5 + 450;
            int index = made->roster_count;
            bool remote = chance(random, 15) &&
                          ipso_practice_practitioner(made->practice, p)->teleconsultation;
            tiny_duty(made->practice, ids[index], remote ? IPSO_ANY : 0, start,
                      start + ipso__random_range(random, 5, 10) * 5);
            if (chance(random, 90))
                made->roster[made->roster_count++] = (ipso_assignment){p, t, index};
            else
                made->roster[made->roster_count] = (ipso_assignment){0};
            if (made->roster_count == index)
                return;
        }
    }
}

/* A fixed appointment at the start of the first duty, when it is at the site. */
static void add_fixed(random_practice *made, ipso__random *random)
{
    const ipso_practice *practice = made->practice;
    if (made->roster_count == 0 || chance(random, 70))
        return;
    const ipso_assignment *first = &made->roster[0];
    const ipso_duty *duty = ipso_practice_duty(practice, first->duty);
    const ipso_type *type = ipso_practice_type(practice, 0);
    if (duty->site == IPSO_ANY || !(type->modes & IPSO_MODE_SITE))
        return;
    tiny_fixed(made->practice, "p", 0, first->practitioner, 0, first->day, duty->start_min, 10);
}

/* Days with extended hours are fairly shared, at a price. */
static void add_turns(ipso_practice *practice, uint64_t seed)
{
    ipso_fair fair;
    ipso_fair_init(&fair);
    fair.id = "early";
    fair.points = 20 + (int64_t)(seed % 5) * 40;
    EXPECT_OK(ipso_practice_add_fair(practice, &fair, NULL));
}

static random_practice make(uint64_t seed, bool turns)
{
    ipso__random random;
    random_practice made = {0};
    ipso__random_init(&random, seed, 0);
    int doctors = ipso__random_range(&random, 1, 2);
    int types = ipso__random_range(&random, 1, 2);
    int days = ipso__random_range(&random, 1, 2);
    made.practice = tiny_new(days);
    tiny_site(made.practice, "centre");
    add_doctors(made.practice, &random, doctors);
    add_types(made.practice, &random, types);
    add_duties(&made, &random, doctors, days);
    add_demand(made.practice, &random, types);
    int requests = ipso__random_range(&random, 1, 3);
    for (int r = 0; r < requests; r++)
        add_request(made.practice, &random, r, doctors, types);
    add_fixed(&made, &random);
    ipso_extended extended;
    ipso_extended_init(&extended);
    extended.other_points = chance(&random, 50) ? IPSO_HARD : ipso__random_range(&random, 0, 4);
    EXPECT_OK(ipso_practice_set_extended(made.practice, &extended, NULL));
    ipso_weights weights;
    ipso_weights_init(&weights);
    weights.wait_points = ipso__random_range(&random, 0, 40);
    weights.continuity_points = ipso__random_range(&random, 0, 80);
    weights.overrun_points = ipso__random_range(&random, 1, 20);
    weights.duty_hour_points = (int64_t)(seed % 3) * 150;
    EXPECT_OK(ipso_practice_set_weights(made.practice, &weights, NULL));
    if (turns)
        add_turns(made.practice, seed);
    tiny_validate(made.practice);
    return made;
}

random_practice random_practice_make(uint64_t seed)
{
    return make(seed, false);
}

random_practice random_practice_with_turns(uint64_t seed)
{
    return make(seed, true);
}
