/* Scenarios: the counts they promise, and that a seed decides all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include <ipsosched/scenario.h>

#include <math.h>
#include <string.h>

#define SCENARIO_COUNT 7

static const char *const NAMES[SCENARIO_COUNT] = {
    "didier",    "yasmine", "saint-martin", "ipso", "care-manager", "care-manager-without",
    "capitation"};

static ipso_practice *generate(const char *name, uint64_t seed)
{
    ipso_practice *practice = NULL;
    ipso_error err;
    ipso_error_init(&err);
    ipso_status status = ipso_scenario_generate(&practice, name, seed, &err);
    if (status != IPSO_OK)
        fail_msg("%s, seed %llu: %s: %s", name, (unsigned long long)seed, err.where, err.text);
    assert_true(ipso_practice_validated(practice));
    return practice;
}

/* ---- counting ---- */

static int role_count(const ipso_practice *practice, const char *role)
{
    int count = 0;
    for (int i = 0; i < ipso_practice_practitioner_count(practice); i++)
        count += strcmp(ipso_practice_practitioner(practice, i)->role, role) == 0;
    return count;
}

static int matching_days(const ipso_practice *practice, const ipso_days *days)
{
    int count = 0;
    for (int day = 0; day < ipso_practice_horizon(practice)->days; day++)
        count += ipso_practice_day_matches(practice, days, day);
    return count;
}

/* Expected forecast patients of the week, of one type or (NULL) of all. */
static double forecast(const ipso_practice *practice, const char *type)
{
    double sum = 0.0;
    for (int i = 0; i < ipso_practice_demand_count(practice); i++) {
        const ipso_demand *demand = ipso_practice_demand(practice, i);
        const char *id = ipso_practice_type(practice, demand->type)->id;
        if (type == NULL || strcmp(type, id) == 0)
            sum += ipso_practice_demand_mean(practice, i) * matching_days(practice, &demand->days);
    }
    return sum;
}

/* The same of one type and patient class, NULL none. */
static double forecast_of_class(const ipso_practice *practice, const char *type, const char *class)
{
    double sum = 0.0;
    for (int i = 0; i < ipso_practice_demand_count(practice); i++) {
        const ipso_demand *demand = ipso_practice_demand(practice, i);
        const ipso_patient_class *of = ipso_practice_class(practice, demand->patient_class);
        bool same =
            (of == NULL) == (class == NULL) && (class == NULL || strcmp(of->id, class) == 0);
        if (same && strcmp(type, ipso_practice_type(practice, demand->type)->id) == 0)
            sum += ipso_practice_demand_mean(practice, i) * matching_days(practice, &demand->days);
    }
    return sum;
}

static int requests_of(const ipso_practice *practice, const char *type)
{
    int count = 0;
    for (int i = 0; i < ipso_practice_request_count(practice); i++)
        count +=
            strcmp(type,
                   ipso_practice_type(practice, ipso_practice_request(practice, i)->type)->id) == 0;
    return count;
}

static double appointments(const ipso_practice *practice)
{
    return forecast(practice, NULL) + ipso_practice_request_count(practice) +
           ipso_practice_fixed_count(practice);
}

static int holidays(const ipso_practice *practice)
{
    int count = 0;
    for (int day = 0; day < ipso_practice_horizon(practice)->days; day++)
        count += ipso_practice_is_holiday(practice, day);
    return count;
}

/* A number that any difference in what is known of requests and fixed appointments changes: FNV-1a
 * (Fowler, Noll, Vo) over their fields. */
static void mix(uint64_t *hash, int64_t value)
{
    for (int byte = 0; byte < 8; byte++)
        *hash = (*hash ^ (uint8_t)((uint64_t)value >> (8 * byte))) * UINT64_C(1099511628211);
}

static void mix_people(uint64_t *hash, const ipso_practice *practice)
{
    for (int i = 0; i < ipso_practice_practitioner_count(practice); i++) {
        const ipso_practitioner *one = ipso_practice_practitioner(practice, i);
        mix(hash, one->panel);
        mix(hash, (int64_t)lround(one->pace * 100));
        mix(hash, (int64_t)one->leave_count);
        mix(hash, (int64_t)one->wish_count);
        for (size_t k = 0; k < one->wish_count; k++)
            mix(hash, one->wishes[k].days.dates != NULL ? one->wishes[k].days.dates[0] : 0);
        for (size_t k = 0; k < one->history.turn_count; k++)
            mix(hash, one->history.turns[k].turns);
    }
}

static uint64_t digest(const ipso_practice *practice)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    mix_people(&hash, practice);
    for (int i = 0; i < ipso_practice_fixed_count(practice); i++) {
        const ipso_fixed *fixed = ipso_practice_fixed(practice, i);
        mix(&hash, fixed->practitioner);
        mix(&hash, fixed->date);
        mix(&hash, fixed->start_min);
    }
    for (int i = 0; i < ipso_practice_request_count(practice); i++) {
        const ipso_request *request = ipso_practice_request(practice, i);
        mix(&hash, request->type);
        mix(&hash, request->patient_class);
        mix(&hash, request->practitioner);
        mix(&hash, request->accepts_others + 2 * request->accepts_tele);
        mix(&hash, request->priority_percent);
        mix(&hash, (int64_t)lround(request->no_show * 1000));
        mix(&hash, request->after);
        for (size_t k = 0; k < request->window_count; k++) {
            mix(&hash, request->windows[k].first);
            mix(&hash, request->windows[k].last);
            mix(&hash, request->windows[k].start_min);
        }
    }
    return hash;
}

/* ---- what each promises ---- */

static void the_scenarios_are_listed_each_with_a_summary(void **state)
{
    (void)state;
    for (int i = 0; i < SCENARIO_COUNT; i++) {
        assert_string_equal(ipso_scenario_name(i), NAMES[i]);
        assert_true(strlen(ipso_scenario_summary(NAMES[i])) > 20);
    }
    assert_null(ipso_scenario_name(SCENARIO_COUNT));
    assert_null(ipso_scenario_name(-1));
    assert_null(ipso_scenario_summary("nowhere"));
    assert_null(ipso_scenario_summary(NULL));
}

/* Didier: 22 patients a day over 9.5 half-days: 22 x 9.5 / 2 = 104.5, 105 in whole appointments;
 * means are rounded to hundredths per entry, half a hundredth on each of some 40 entry-days. */
static void didier_is_one_doctor_with_22_patients_a_day(void **state)
{
    (void)state;
    ipso_practice *practice = generate("didier", 1);
    assert_int_equal(ipso_practice_practitioner_count(practice), 1);
    assert_int_equal(ipso_practice_practitioner(practice, 0)->panel, 1050);
    assert_int_equal(ipso_practice_site_count(practice), 1);
    assert_true(fabs(appointments(practice) - 105) < 0.5);
    assert_true(fabs(forecast(practice, "acute") + 1 - 0.19 * 105) < 0.5); /* 19 % urgent */
    ipso_practice_free(practice);
}

/* Minutes of the week without the fixed appointments (means in docs/scenarios.md): forecast 19 x 13
 * + 38 x 15 + 3 x 20 = 877; requests 13 + (24 x 15 + 7 x 20) x 1.0515 = 539, the class factor being
 * 1 + .20 x .10 + .15 x .12 + .03 x .25 + .12 x .05; nine reviews of .40 x 36 + .40 x 33.6 +
 * .08 x 37.5 + .12 x 30 = 34.4, 310. In all 1,726 for 101 patients: 17.1, near the published 17.
 * The classes drawn move it by some 9 minutes in 101, three times which is 0.3. */
static void didier_s_consultations_take_17_minutes_on_average(void **state)
{
    (void)state;
    ipso_practice *practice = generate("didier", 1);
    double minutes = 0.0, patients = 0.0;
    for (int i = 0; i < ipso_practice_demand_count(practice); i++) {
        const ipso_demand *demand = ipso_practice_demand(practice, i);
        double factor = 0.0;
        ipso_law law =
            ipso_practice_service_law(practice, demand->type, 0, demand->patient_class, &factor);
        double mean =
            ipso_practice_demand_mean(practice, i) * matching_days(practice, &demand->days);
        minutes += mean * ipso_law_mean_min(&law, factor);
        patients += mean;
    }
    for (int i = 0; i < ipso_practice_request_count(practice); i++) {
        const ipso_request *request = ipso_practice_request(practice, i);
        double factor = 0.0;
        ipso_law law =
            ipso_practice_service_law(practice, request->type, 0, request->patient_class, &factor);
        minutes += ipso_law_mean_min(&law, factor);
        patients += 1.0;
    }
    assert_true(fabs(minutes / patients - 17.1) < 0.3);
    ipso_practice_free(practice);
}

/* Yasmine: 24 home visits of 20 + 20 minutes fill four afternoons of 240 minutes; 84 others. */
static void yasmine_s_afternoons_are_full_of_home_visits(void **state)
{
    (void)state;
    ipso_practice *practice = generate("yasmine", 1);
    assert_int_equal(ipso_practice_practitioner_count(practice), 1);
    double visits = forecast(practice, "home-visit");
    for (int i = 0; i < ipso_practice_request_count(practice); i++) {
        const ipso_request *request = ipso_practice_request(practice, i);
        visits += strcmp(ipso_practice_type(practice, request->type)->id, "home-visit") == 0;
    }
    assert_true(fabs(visits - 24) < 0.1);
    assert_true(fabs(appointments(practice) - 108) < 0.5);

    bool admitted = false;
    for (int i = 0; i < ipso_practice_protected_count(practice); i++) {
        const ipso_protected *time = ipso_practice_protected(practice, i);
        if (time->admit_count == 1) {
            const ipso_type *type = ipso_practice_type(practice, time->admits[0]);
            admitted = true;
            assert_int_equal(type->modes, IPSO_MODE_HOME);
            assert_int_equal(type->travel_min, 20);
            assert_int_equal(time->end_min - time->start_min, 240);
        }
    }
    assert_true(admitted);
    ipso_practice_free(practice);
}

/* 200 patients a day, five days and a Saturday that counts half: 200 x 5.5 = 1,100; 495 of them
 * known, 45 %. */
static void saint_martin_is_a_team_of_ten_with_1100_appointments(void **state)
{
    (void)state;
    ipso_practice *practice = generate("saint-martin", 1);
    assert_int_equal(ipso_practice_practitioner_count(practice), 10);
    assert_int_equal(role_count(practice, "gp"), 6);
    assert_int_equal(role_count(practice, "trainee"), 1);
    assert_int_equal(role_count(practice, "midwife"), 1);
    assert_int_equal(role_count(practice, "nurse"), 1);
    assert_int_equal(role_count(practice, "advanced-practice-nurse"), 1);
    assert_int_equal(ipso_practice_site_count(practice), 1);
    assert_int_equal(ipso_practice_request_count(practice) + ipso_practice_fixed_count(practice),
                     495);
    assert_true(fabs(appointments(practice) - 1100) < 3);
    assert_int_equal(holidays(practice), 0);
    ipso_practice_free(practice);
}

/* 28 + 5 + 3 + 2 + 1 = 39. The table of docs/scenarios.md adds up to 3,432 appointments, 1 % above
 * 3,400, 1,638 of them known. */
static void the_network_has_the_published_team_and_3400_appointments(void **state)
{
    (void)state;
    ipso_practice *practice = generate("ipso", 1);
    assert_int_equal(role_count(practice, "gp"), 28);
    assert_int_equal(role_count(practice, "midwife"), 5);
    assert_int_equal(role_count(practice, "nurse"), 3);
    assert_int_equal(role_count(practice, "advanced-practice-nurse"), 2);
    assert_int_equal(role_count(practice, "social-coordinator"), 1);
    assert_int_equal(ipso_practice_practitioner_count(practice), 39);
    assert_int_equal(ipso_practice_site_count(practice), 6);
    assert_int_equal(ipso_practice_request_count(practice) + ipso_practice_fixed_count(practice),
                     1638);
    assert_true(fabs(appointments(practice) - 3432) < 10);
    assert_int_equal(holidays(practice), 1);
    assert_true(ipso_practice_is_holiday(practice, 2)); /* Wednesday 11 November 2026 */
    ipso_practice_free(practice);
}

static void lyon_s_staff_works_in_lyon_alone(void **state)
{
    (void)state;
    ipso_practice *practice = generate("ipso", 1);
    int lyon = -1;
    for (int i = 0; i < ipso_practice_site_count(practice); i++) {
        if (strcmp(ipso_practice_site(practice, i)->id, "brotteaux") == 0)
            lyon = i;
    }
    int commuters = 0;
    for (int i = 0; i < ipso_practice_practitioner_count(practice); i++) {
        const ipso_practitioner *one = ipso_practice_practitioner(practice, i);
        commuters += one->site_count > 1;
        for (size_t k = 0; k < one->site_count; k++)
            assert_true(one->site_count == 1 || one->sites[k].site != lyon);
    }
    assert_true(commuters > 0);
    ipso_practice_free(practice);
}

/* Expected share of the known patients who do not come: 0.15 x 40 + 0.57 x 54 + 0.28 x 68 = 55.8
 * per mille. With 1,599 requests of variance 0.15 x 15.8^2 + 0.57 x 1.8^2 + 0.28 x 12.2^2 = 81 per
 * mille squared, three standard errors are 3 x 9 / 40 = 0.7. */
static void no_shows_follow_the_lead_times(void **state)
{
    (void)state;
    ipso_practice *practice = generate("ipso", 1);
    double sum = 0.0;
    int count = ipso_practice_request_count(practice);
    for (int i = 0; i < count; i++)
        sum += ipso_practice_request(practice, i)->no_show;
    assert_true(fabs(1000 * sum / count - 55.8) < 0.7);
    ipso_practice_free(practice);
}

/* ---- needs of a panel ---- */

static int panel(const ipso_practice *practice)
{
    int patients = 0;
    for (int i = 0; i < ipso_practice_practitioner_count(practice); i++)
        patients += ipso_practice_practitioner(practice, i)->panel;
    return patients;
}

/* 3,900 patients, of whom 390 children, 585 elderly, 585 with a long-term illness, 156 disabled;
 * visits a year: acute 1 x 3,900 + 1.6 x 390 + 0.4 x 585 + 0.4 x 585 + 1 x 156 = 5,148, 99 a week
 * of 52; follow-ups 0.8 x 3,900 + 0.4 x 390 + 1.6 x 585 + 3.2 x 585 + 1 x 156 = 6,240, 120; reviews
 * 3,900, 75; prevention 0.3 x 3,900 + 1.2 x 390 + 0.4 x 585 = 1,872, 36; nursing 0.2 x 3,900 + 1.6
 * x 585 + 1.6 x 585 + 1 x 156 = 2,808, 54. Means are rounded to hundredths by entry and day. */
static void capitation_s_demand_is_the_sum_of_base_and_bricks(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        double week;
    } sums[] = {{"acute", 99},
                {"follow-up", 120},
                {"long-review", 75},
                {"prevention", 36},
                {"nursing", 54}};
    ipso_practice *practice = generate("capitation", 1);
    assert_int_equal(panel(practice), 3900);
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++) {
        double week = forecast(practice, sums[i].type) + requests_of(practice, sums[i].type);
        if (!(fabs(week - sums[i].week) < 0.15))
            fail_msg("%s: %g a week, not %g", sums[i].type, week, sums[i].week);
    }
    ipso_practice_free(practice);
}

/* Panel equation: 3,900 patients x 4.4 visits with a doctor / 52 = 330 a week. */
static void capitation_s_doctors_have_4_point_4_visits_per_patient_and_year(void **state)
{
    (void)state;
    ipso_practice *practice = generate("capitation", 1);
    double week =
        appointments(practice) - forecast(practice, "nursing") - requests_of(practice, "nursing");
    assert_true(fabs(week - 3900 * 4.4 / 52) < 0.3);
    ipso_practice_free(practice);
}

/* 195 patients carry two bricks: 0.8 + 1.6 + 3.2 follow-ups a year, 21 of 120 a week, and half of
 * all follow-ups are known: 10.5 to come. 156 with one: (0.8 + 1) x 156 / 52 / 2 = 2.7. */
static void who_carries_two_bricks_needs_both(void **state)
{
    (void)state;
    ipso_practice *practice = generate("capitation", 1);
    assert_true(fabs(forecast_of_class(practice, "follow-up", "elderly-long-term") - 10.5) < 0.05);
    assert_true(fabs(forecast_of_class(practice, "follow-up", "disability") - 2.7) < 0.05);
    ipso_practice_free(practice);
}

/* A class as likely among the requests as in what is asked for: of 193 requests (all kinds) adults
 * ask for 2,379 x (1 x 4/99 + 0.8 x 60/120 + 1 x 75/75 + 0.3 x 22/36 + 0.2 x 32/54) / 52 = 79.6;
 * over 20 seeds the standard error is at most sqrt(193 / 4 / 20) = 1.6. Linked follow-ups take the
 * class of the first: nursing's, of which adults are 9.15 of 54, one in six of 32: 6 of 60. */
static void requests_have_the_classes_that_need_them(void **state)
{
    (void)state;
    double adults = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        ipso_practice *practice = generate("capitation", seed);
        for (int i = 0; i < ipso_practice_request_count(practice); i++) {
            int class = ipso_practice_request(practice, i)->patient_class;
            adults += strcmp(ipso_practice_class(practice, class)->id, "adult") == 0 ? 1 : 0;
        }
        ipso_practice_free(practice);
    }
    double unlinked =
        2379 * (1 * 4 / 99.0 + 0.8 * 54 / 120 + 1 + 0.3 * 22 / 36 + 0.2 * 32 / 54) / 52;
    double linked = 6 * 9.15 / 54;
    assert_true(fabs(adults / 20 - unlinked - linked) < 3 * 1.6);
}

/* A doctor follows 1,200 to 1,500 patients. */
static void a_shared_panel_has_the_same_sum_for_every_seed(void **state)
{
    (void)state;
    bool moved = false;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        ipso_practice *practice = generate("care-manager", seed);
        assert_int_equal(panel(practice), 3900);
        for (int i = 0; i < 3; i++) {
            int patients = ipso_practice_practitioner(practice, i)->panel;
            assert_true(patients >= 1200 && patients <= 1500);
            moved = moved || patients != 1300;
        }
        ipso_practice_free(practice);
    }
    assert_true(moved);
}

/* 390 fragile patients are 7.5 a week for one need a year. Follow-ups 6 - 3 a year, nursing 6 +
 * 0.4, a preventive visit booked, and 4 calls and 2 consultations with the care manager: 2 hours of
 * hers a year, 390 x 120 / 52 = 900 minutes a week. */
static void delegation_moves_what_the_table_says(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        double without, with;
    } rows[] = {{"acute", 15, 15},      {"follow-up", 45, 22.5}, {"long-review", 7.5, 7.5},
                {"prevention", 6, 6},   {"nursing", 45, 48},     {"care-call", 0, 30},
                {"care-review", 0, 15}, {"screening", 0, 7.5}};
    ipso_practice *with = generate("care-manager", 1);
    ipso_practice *without = generate("care-manager-without", 1);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double one = forecast_of_class(without, rows[i].type, "fragile");
        double other = forecast_of_class(with, rows[i].type, "fragile");
        if (!(fabs(one - rows[i].without) < 0.05 && fabs(other - rows[i].with) < 0.05))
            fail_msg("%s: %g without and %g with", rows[i].type, one, other);
    }
    double minutes = 0;
    for (int i = 0; i < ipso_practice_demand_count(with); i++) {
        const ipso_demand *demand = ipso_practice_demand(with, i);
        double factor = 0;
        ipso_law law =
            ipso_practice_service_law(with, demand->type, 4, demand->patient_class, &factor);
        if (strncmp(ipso_practice_type(with, demand->type)->id, "care-", 5) == 0)
            minutes += ipso_practice_demand_mean(with, i) * matching_days(with, &demand->days) *
                       law.mean_min;
    }
    assert_true(fabs(minutes - 900) < 1e-6);
    ipso_practice_free(with);
    ipso_practice_free(without);
}

/* What the two share is the same, so that a simulation draws the same patients in both. */
static void with_and_without_a_care_manager_have_the_same_patients(void **state)
{
    (void)state;
    ipso_practice *with = generate("care-manager", 1);
    ipso_practice *without = generate("care-manager-without", 1);
    assert_int_equal(role_count(with, "care-manager"), 1);
    assert_int_equal(role_count(without, "care-manager"), 0);
    assert_int_equal(ipso_practice_practitioner_count(with),
                     ipso_practice_practitioner_count(without) + 1);
    assert_int_equal(ipso_practice_demand_count(with), ipso_practice_demand_count(without));
    for (int i = 0; i < ipso_practice_demand_count(with); i++) {
        const ipso_demand *one = ipso_practice_demand(with, i);
        const ipso_demand *other = ipso_practice_demand(without, i);
        assert_int_equal(one->type, other->type);
        assert_int_equal(one->patient_class, other->patient_class);
        assert_int_equal(one->start_min, other->start_min);
        assert_int_equal(one->days.weekdays, other->days.weekdays);
        assert_true(one->patient_class != IPSO_ANY || one->mean == other->mean);
    }
    assert_int_equal(ipso_practice_request_count(with), ipso_practice_request_count(without));
    for (int i = 0; i < ipso_practice_request_count(with); i++) {
        const ipso_request *one = ipso_practice_request(with, i);
        const ipso_request *other = ipso_practice_request(without, i);
        assert_int_equal(one->type, other->type);
        assert_int_equal(one->practitioner, other->practitioner);
        assert_int_equal(one->window_count, other->window_count);
    }
    assert_int_equal(ipso_practice_behaviour(with)->journey_count, 3);
    for (int j = 0; j < 3; j++)
        assert_string_equal(ipso_practice_behaviour(with)->journeys[j].id,
                            ipso_practice_behaviour(without)->journeys[j].id);
    ipso_practice_free(with);
    ipso_practice_free(without);
}

/* ---- choices ---- */

/* Every fixed appointment lies inside a duty of its practitioner's site on a day of presence. */
static void a_fixed_appointment_has_a_duty_that_can_hold_it(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        ipso_practice *practice = generate("ipso", seed);
        ipso_date first = ipso_practice_horizon(practice)->first_day;
        for (int i = 0; i < ipso_practice_fixed_count(practice); i++) {
            const ipso_fixed *fixed = ipso_practice_fixed(practice, i);
            const ipso_practitioner *one =
                ipso_practice_practitioner(practice, fixed->practitioner);
            assert_true(one->leave_count == 0 || fixed->date < one->leave[0].first ||
                        fixed->date > one->leave[0].last);
            int duties = 0;
            for (int k = 0; k < ipso_practice_duty_count(practice); k++) {
                const ipso_duty *duty = ipso_practice_duty(practice, k);
                duties += duty->site == fixed->site && duty->start_min <= fixed->start_min &&
                          duty->end_min >= fixed->start_min + fixed->length_min &&
                          ipso_practice_day_matches(practice, &duty->days, fixed->date - first) &&
                          ipso_practice_who_matches(practice, &duty->who, fixed->practitioner);
            }
            assert_true(duties >= 2);
        }
        ipso_practice_free(practice);
    }
}

static void a_linked_request_is_of_the_same_patient(void **state)
{
    (void)state;
    ipso_practice *practice = generate("saint-martin", 1);
    int links = 0;
    for (int i = 0; i < ipso_practice_request_count(practice); i++) {
        const ipso_request *request = ipso_practice_request(practice, i);
        if (request->after == IPSO_ANY)
            continue;
        links++;
        assert_string_equal(request->patient,
                            ipso_practice_request(practice, request->after)->patient);
    }
    /* One in six, the first of each six, of 45 midwife, 87 nursing and 61 long-term requests. */
    assert_int_equal(links, 8 + 15 + 11);
    ipso_practice_free(practice);
}

/* Nurses, advanced-practice nurses and the coordinator commute: what they are expected for at a
 * site that is none of theirs falls on one day a week. */
static void what_a_commuter_comes_for_is_on_one_day(void **state)
{
    (void)state;
    ipso_practice *practice = generate("ipso", 1);
    int entries = 0;
    for (int i = 0; i < ipso_practice_demand_count(practice); i++) {
        const ipso_demand *demand = ipso_practice_demand(practice, i);
        const ipso_type *type = ipso_practice_type(practice, demand->type);
        bool at_home = false;
        for (int p = 0; p < ipso_practice_practitioner_count(practice); p++)
            at_home =
                at_home || (ipso_practice_who_matches(practice, &type->who, p) &&
                            ipso_practice_practitioner(practice, p)->sites[0].site == demand->site);
        if (!at_home) {
            entries++;
            assert_int_equal(matching_days(practice, &demand->days), 1);
        }
    }
    /* Nursing at Italie and Ourcq, long-term care at Saint-Martin and Nation, social coordination
     * at Nation, Italie and Ourcq. */
    assert_int_equal(entries, 2 + 2 + 3);
    ipso_practice_free(practice);
}

/* ---- seeds ---- */

/* The seed decides who and when, not how many. */
static void every_scenario_is_valid_and_as_large_for_fifty_seeds(void **state)
{
    (void)state;
    static const double counts[SCENARIO_COUNT] = {105, 108, 1100, 3432, 421.5, 388.5, 384};
    for (int i = 0; i < SCENARIO_COUNT; i++) {
        for (uint64_t seed = 0; seed < 50; seed++) {
            ipso_practice *practice = generate(NAMES[i], seed);
            assert_true(fabs(appointments(practice) - counts[i]) < 0.003 * counts[i]);
            ipso_practice_free(practice);
        }
    }
}

static void the_same_seed_gives_the_same_practice(void **state)
{
    (void)state;
    for (int i = 0; i < SCENARIO_COUNT; i++) {
        ipso_practice *first = generate(NAMES[i], 7);
        ipso_practice *second = generate(NAMES[i], 7);
        assert_true(digest(first) == digest(second));
        ipso_practice_free(first);
        ipso_practice_free(second);
    }
}

static void another_seed_gives_another_practice(void **state)
{
    (void)state;
    for (int i = 0; i < SCENARIO_COUNT; i++) {
        ipso_practice *first = generate(NAMES[i], 7);
        ipso_practice *second = generate(NAMES[i], 8);
        assert_true(digest(first) != digest(second));
        assert_true(fabs(appointments(first) - appointments(second)) < 0.001);
        ipso_practice_free(first);
        ipso_practice_free(second);
    }
}

static void an_unknown_name_is_an_input_error(void **state)
{
    (void)state;
    ipso_practice *practice = NULL;
    ipso_error err;
    ipso_error_init(&err);
    assert_int_equal(ipso_scenario_generate(&practice, "nowhere", 1, &err), IPSO_INPUT);
    assert_non_null(strstr(err.text, "nowhere"));
    assert_null(practice);
    assert_int_equal(ipso_scenario_generate(&practice, NULL, 1, NULL), IPSO_INPUT);
    assert_null(practice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_scenarios_are_listed_each_with_a_summary),
        cmocka_unit_test(didier_is_one_doctor_with_22_patients_a_day),
        cmocka_unit_test(didier_s_consultations_take_17_minutes_on_average),
        cmocka_unit_test(yasmine_s_afternoons_are_full_of_home_visits),
        cmocka_unit_test(saint_martin_is_a_team_of_ten_with_1100_appointments),
        cmocka_unit_test(the_network_has_the_published_team_and_3400_appointments),
        cmocka_unit_test(lyon_s_staff_works_in_lyon_alone),
        cmocka_unit_test(no_shows_follow_the_lead_times),
        cmocka_unit_test(capitation_s_demand_is_the_sum_of_base_and_bricks),
        cmocka_unit_test(capitation_s_doctors_have_4_point_4_visits_per_patient_and_year),
        cmocka_unit_test(who_carries_two_bricks_needs_both),
        cmocka_unit_test(requests_have_the_classes_that_need_them),
        cmocka_unit_test(a_shared_panel_has_the_same_sum_for_every_seed),
        cmocka_unit_test(delegation_moves_what_the_table_says),
        cmocka_unit_test(with_and_without_a_care_manager_have_the_same_patients),
        cmocka_unit_test(a_fixed_appointment_has_a_duty_that_can_hold_it),
        cmocka_unit_test(a_linked_request_is_of_the_same_patient),
        cmocka_unit_test(what_a_commuter_comes_for_is_on_one_day),
        cmocka_unit_test(every_scenario_is_valid_and_as_large_for_fifty_seeds),
        cmocka_unit_test(the_same_seed_gives_the_same_practice),
        cmocka_unit_test(another_seed_gives_another_practice),
        cmocka_unit_test(an_unknown_name_is_an_input_error),
    };
    return cmocka_run_group_tests_name("scenario", tests, NULL, NULL);
}
