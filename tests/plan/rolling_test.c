/* Week by week as at once: for random practices of two weeks with random rosters, week 1 checked
 * alone and week 2 checked with the history of week 1 cost together what both weeks cost checked at
 * once, rule by rule, wherever history is exact (docs/rolling_weeks.md); and history carried in two
 * steps is history carried in one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include <ipsosched/ipsosched.h>

#include "base/random.h"

#include <stdio.h>
#include <string.h>

enum { PEOPLE = 3, DUTIES = 5, DAYS = 14, FAIR = 3, CASES = 400 };

/* A random practice of two weeks and a roster of it, lawful or not. */
typedef struct sketch {
    ipso__random random;
    ipso_date first_day;
    ipso_date holidays[2];
    ipso_duty duty[DUTIES];
    ipso_interval pause[DUTIES];
    ipso_practitioner person[PEOPLE];
    ipso_turns turns[PEOPLE][FAIR];
    ipso_date_range leave[PEOPLE];
    ipso_wish wish[PEOPLE];
    ipso_practitioner_site sites[PEOPLE][2];
    ipso_fair fair[FAIR];
    bool two_a_day, common;    /* common: the annexe */
    int work[PEOPLE][DAYS][2]; /* duties, IPSO_ANY none */
} sketch;

static const char *const person_ids[] = {"morel", "petit", "roux"};
static const char *const duty_ids[] = {"k0", "k1", "k2", "k3", "k4"};
static const char *const fair_ids[] = {"f0", "f1", "f2"};
static const char *const kinds[] = {"day", "late"};

static int draw(sketch *s, int low, int high)
{
    return ipso__random_range(&s->random, low, high);
}

static bool one_in(sketch *s, int cases)
{
    return draw(s, 1, cases) == 1;
}

static int64_t price(sketch *s)
{
    return one_in(s, 3) ? IPSO_HARD : draw(s, 1, 9);
}

static void draw_limit(sketch *s, ipso_limit *limit, int unit, int most)
{
    int a = draw(s, 0, most), b = draw(s, 0, most);

    limit->min = unit * (a < b ? a : b);
    limit->max = unit * (a < b ? b : a);
    limit->points = price(s);
}

static void draw_duties(sketch *s)
{
    for (int k = 0; k < DUTIES; k++) {
        ipso_duty *duty = &s->duty[k];

        ipso_duty_init(duty);
        duty->id = duty_ids[k];
        duty->kind = kinds[draw(s, 0, 1)];
        duty->site = draw(s, -1, 1);
        duty->start_min = 60 * draw(s, 7, 13);
        duty->end_min = duty->start_min + 60 * draw(s, 4, 9);
        s->pause[k] = (ipso_interval){duty->start_min + 120, duty->start_min + 165};
        duty->breaks = &s->pause[k];
        duty->break_count = one_in(s, 2);
    }
}

static void draw_fair(sketch *s)
{
    for (int f = 0; f < FAIR; f++) {
        ipso_fair_init(&s->fair[f]);
        s->fair[f].id = fair_ids[f];
        s->fair[f].turn = (ipso_turn)draw(s, 0, 4);
        s->fair[f].kind = kinds[draw(s, 0, 1)];
        s->fair[f].points = 5;
    }
}

/* A run of one sort or the other is always known. */
static void draw_history(sketch *s, int p)
{
    ipso_history *history = &s->person[p].history;
    bool worked = one_in(s, 2);
    int weekday = ipso_date_weekday(s->first_day);

    history->run_days = worked ? draw(s, 1, 8) : 0;
    history->run_off_days = worked ? 0 : draw(s, 1, 5);
    history->last_end_min = worked ? 60 * draw(s, 11, 22) : 0;
    history->last_kind = worked ? kinds[draw(s, 0, 1)] : NULL;
    history->last_site = draw(s, -1, 1);
    history->week_days = weekday > 0 ? draw(s, 0, weekday) : 0;
    history->week_minutes = 300 * history->week_days;
    history->weekend_worked = weekday == 6 && worked;
    for (int f = 0; f < FAIR; f++)
        s->turns[p][f] = (ipso_turns){f, draw(s, 0, 9), draw(s, 0, 9), draw(s, 0, 6)};
    history->turns = s->turns[p];
    history->turn_count = (size_t)draw(s, 0, FAIR);
}

static void draw_rules(sketch *s, ipso_roster_rules *rules)
{
    rules->duties_per_day = s->two_a_day ? 2 : 1;
    rules->rest_min = 60 * draw(s, 8, 20);
    rules->rest_points = price(s);
    draw_limit(s, &rules->week_minutes, 100, 30);
    draw_limit(s, &rules->week_days, 1, 6);
    draw_limit(s, &rules->run_days, 1, 7);
    rules->run_days.max += rules->run_days.max == 0;
    draw_limit(s, &rules->run_off_days, 1, 4);
    rules->site_change_points = draw(s, 0, 9);
    rules->supervision_points = price(s);
}

static void draw_person(sketch *s, int p)
{
    ipso_practitioner *person = &s->person[p];
    static const int boss[] = {0};

    ipso_practitioner_init(person);
    person->id = person_ids[p];
    person->role = "gp";
    person->share_percent = 10 * draw(s, 5, 10);
    s->leave[p].first = s->first_day + draw(s, 0, DAYS - 1);
    s->leave[p].last = s->leave[p].first + draw(s, 0, 4);
    person->leave = &s->leave[p];
    person->leave_count = one_in(s, 3);
    ipso_wish_init(&s->wish[p]);
    s->wish[p].days.weekdays = (unsigned)draw(s, 1, IPSO_ALL_DAYS);
    s->wish[p].wanted = one_in(s, 2);
    s->wish[p].points = 3;
    person->wishes = &s->wish[p];
    person->wish_count = one_in(s, 2);
    for (int i = 0; i < 2; i++)
        s->sites[p][i] = (ipso_practitioner_site){.site = i, .points = draw(s, 0, 3)};
    person->sites = s->sites[p];
    person->site_count = 2;
    person->supervisors = boss;
    person->supervisor_count = p == 2;
    draw_history(s, p);
    draw_rules(s, &person->rules);
}

static void draw_work(sketch *s)
{
    for (int p = 0; p < PEOPLE; p++)
        for (int t = 0; t < DAYS; t++) {
            s->work[p][t][0] = one_in(s, 3) ? IPSO_ANY : draw(s, 0, DUTIES - 1);
            s->work[p][t][1] = s->two_a_day && s->work[p][t][0] > 0 && one_in(s, 4) ? 0 : IPSO_ANY;
        }
}

static void draw_sketch(sketch *s, uint64_t seed, int weekday)
{
    memset(s, 0, sizeof *s);
    ipso__random_init(&s->random, seed, 3);
    assert_true(ipso_date_from_ymd(&s->first_day, 2026, 12, 14)); /* a Monday */
    s->first_day += weekday;
    s->holidays[0] = s->first_day + draw(s, 0, DAYS - 1);
    s->holidays[1] = s->first_day + draw(s, 0, DAYS - 1);
    s->two_a_day = one_in(s, 3);
    s->common = one_in(s, 3);
    draw_duties(s);
    draw_fair(s);
    for (int p = 0; p < PEOPLE; p++)
        draw_person(s, p);
    draw_work(s);
}

/* ---- the practice of some of its days ---- */

static void must(ipso_status status, const ipso_error *err)
{
    if (status != IPSO_OK)
        fail_msg("%s: %s", err->where, err->text);
}

static void add_common_rules(sketch *s, ipso_practice *practice, ipso_error *err)
{
    static const int lengths[] = {15};
    ipso_cover cover;
    ipso_protected meeting;
    ipso_type type;
    ipso_demand demand;

    ipso_cover_init(&cover);
    cover.id = "cover";
    cover.start_min = 600;
    cover.end_min = 720;
    cover.min = cover.max = 1;
    cover.over_points = 2;
    must(ipso_practice_add_cover(practice, &cover, err), err);
    ipso_protected_init(&meeting);
    meeting.id = "meeting";
    meeting.days.weekdays = IPSO_TUESDAY;
    meeting.start_min = 780;
    meeting.end_min = 840;
    meeting.attendance_points = 6;
    must(ipso_practice_add_protected(practice, &meeting, err), err);
    ipso_type_init(&type);
    type.id = "visit";
    type.lengths_min = lengths;
    type.length_count = 1;
    type.law.mean_min = 15;
    must(ipso_practice_add_type(practice, &type, err), err);
    ipso_demand_init(&demand);
    demand.mean = 12;
    must(ipso_practice_add_demand(practice, &demand, err), err);
    if (!s->two_a_day) { /* the eve keeps one kind alone */
        ipso_succession succession;

        ipso_succession_init(&succession);
        succession.before = "late";
        succession.after = "day";
        must(ipso_practice_add_succession(practice, &succession, err), err);
    }
    ipso_kind_limit limit;
    ipso_kind_limit_init(&limit);
    limit.kind = "late";
    limit.per_week = true;
    limit.max = 1;
    limit.points = 4;
    must(ipso_practice_add_kind_limit(practice, &limit, err), err);
}

static void add_sites(const sketch *s, ipso_practice *practice, ipso_error *err)
{
    static const ipso_hours hours[] = {{IPSO_ALL_DAYS, 480, 1320}};
    static const char *const ids[] = {"house", "annexe"};
    ipso_site site;

    for (int i = 0; i < 2; i++) {
        ipso_site_init(&site);
        site.id = ids[i];
        site.hours = hours;
        site.hours_count = 1;
        site.rooms = 1;
        site.rooms_points = 1;
        site.common = i == 1 && s->common;
        must(ipso_practice_add_site(practice, &site, err), err);
    }
}

/* Days first to past of the sketch, with a pin on each of its days. */
static ipso_practice *practice_of(sketch *s, int first, int past)
{
    ipso_practice *practice = NULL;
    ipso_horizon horizon;
    ipso_weights weights;
    ipso_error err;

    ipso_error_init(&err);
    ipso_horizon_init(&horizon);
    horizon.first_day = s->first_day + first;
    horizon.days = past - first;
    horizon.holidays = s->holidays;
    horizon.holiday_count = 2;
    must(ipso_practice_new(&practice, &horizon, &err), &err);
    ipso_weights_init(&weights);
    weights.duty_hour_points = 7;
    must(ipso_practice_set_weights(practice, &weights, &err), &err);
    add_sites(s, practice, &err);
    for (int f = 0; f < FAIR; f++)
        must(ipso_practice_add_fair(practice, &s->fair[f], &err), &err);
    for (int p = 0; p < PEOPLE; p++)
        must(ipso_practice_add_practitioner(practice, &s->person[p], &err), &err);
    for (int k = 0; k < DUTIES; k++)
        must(ipso_practice_add_duty(practice, &s->duty[k], &err), &err);
    for (int t = first; t < past; t++) {
        ipso_pin pin;

        ipso_pin_init(&pin);
        pin.practitioner = t % PEOPLE;
        pin.date = s->first_day + t;
        pin.duty = t % DUTIES;
        must(ipso_practice_add_pin(practice, &pin, &err), &err);
    }
    add_common_rules(s, practice, &err);
    must(ipso_practice_validate(practice, NULL, NULL, &err), &err);
    return practice;
}

static ipso_plan *plan_of(const sketch *s, const ipso_practice *practice, int first, int past)
{
    const ipso_stage_report ran = {.ran = true};
    ipso_plan *plan = NULL;

    assert_int_equal(ipso_plan_new(&plan, practice, NULL), IPSO_OK);
    for (int p = 0; p < PEOPLE; p++)
        for (int t = first; t < past; t++)
            for (int i = 0; i < 2; i++)
                if (s->work[p][t][i] != IPSO_ANY) {
                    ipso_assignment work = {p, t - first, s->work[p][t][i]};
                    assert_int_equal(ipso_plan_add_assignment(plan, &work, NULL), IPSO_OK);
                }
    assert_int_equal(ipso_plan_set_stage(plan, IPSO_STAGE_ROSTER, &ran, NULL), IPSO_OK);
    return plan;
}

/* Makes practice follow on days first to past of the sketch, planned with their own practice. */
static void follow_on(const sketch *s, ipso_practice *practice, const ipso_practice *before,
                      int first, int past)
{
    ipso_plan *plan = plan_of(s, before, first, past);
    ipso_past *made = NULL;
    ipso_error err;

    ipso_error_init(&err);
    must(ipso_past_new(&made, plan, &err), &err);
    ipso_plan_free(plan);
    must(ipso_practice_follow(practice, made, 0, &err), &err);
    ipso_past_free(made);
}

/* ---- week by week as at once ---- */

typedef struct tally {
    int64_t units[IPSO_RULE_COUNT], points[IPSO_RULE_COUNT], broken[IPSO_RULE_COUNT];
} tally;

/* Adds what the check says of days first to past. */
static void count(tally *sum, const sketch *s, const ipso_practice *practice, int first, int past)
{
    ipso_plan *plan = plan_of(s, practice, first, past);
    ipso_report *report = NULL;

    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    for (int i = 0; i < ipso_report_finding_count(report); i++) {
        const ipso_finding *finding = ipso_report_finding(report, i);

        sum->units[finding->rule] += finding->units;
        sum->points[finding->rule] += finding->points;
        sum->broken[finding->rule] += finding->violation ? finding->units : 0;
    }
    ipso_report_free(report);
    ipso_plan_free(plan);
}

/* Where the cut is a Monday, history makes these exact. */
static const ipso_rule exact_rules[] = {
    IPSO_RULE_DUTY_CHOICE,     IPSO_RULE_AVAILABILITY, IPSO_RULE_OPENING,
    IPSO_RULE_QUALIFICATION,   IPSO_RULE_PIN,          IPSO_RULE_REST,
    IPSO_RULE_SUCCESSION,      IPSO_RULE_COVER,        IPSO_RULE_WEEK_MINUTES,
    IPSO_RULE_WEEK_DAYS,       IPSO_RULE_RUN_DAYS,     IPSO_RULE_RUN_OFF_DAYS,
    IPSO_RULE_KIND_LIMIT,      IPSO_RULE_WISH,         IPSO_RULE_ROOMS,
    IPSO_RULE_ATTENDANCE,      IPSO_RULE_SUPERVISION,  IPSO_RULE_SITE_CHANGE,
    IPSO_RULE_SITE_PREFERENCE, IPSO_RULE_STAFFING,     IPSO_RULE_DUTY_HOURS};

static void two_weeks_cost_what_the_first_and_the_second_after_it_cost(void **state)
{
    static sketch s;
    int64_t seen[IPSO_RULE_COUNT] = {0};

    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        tally whole = {{0}, {0}, {0}}, parts = {{0}, {0}, {0}};
        draw_sketch(&s, seed, 0);
        ipso_practice *both = practice_of(&s, 0, DAYS);
        ipso_practice *week1 = practice_of(&s, 0, 7), *week2 = practice_of(&s, 7, DAYS);
        follow_on(&s, week2, week1, 0, 7);
        count(&whole, &s, both, 0, DAYS);
        count(&parts, &s, week1, 0, 7);
        count(&parts, &s, week2, 7, DAYS);
        for (size_t i = 0; i < sizeof exact_rules / sizeof exact_rules[0]; i++) {
            ipso_rule rule = exact_rules[i];

            seen[rule] += whole.units[rule];
            if (whole.units[rule] != parts.units[rule] ||
                whole.points[rule] != parts.points[rule] ||
                whole.broken[rule] != parts.broken[rule])
                fail_msg("seed %llu, %s: %lld units at once, %lld week by week",
                         (unsigned long long)seed, ipso_rule_name(rule),
                         (long long)whole.units[rule], (long long)parts.units[rule]);
        }
        ipso_practice_free(both);
        ipso_practice_free(week1);
        ipso_practice_free(week2);
    }
    assert_true(seen[IPSO_RULE_REST] > 100 && seen[IPSO_RULE_SUCCESSION] > 100 &&
                seen[IPSO_RULE_RUN_DAYS] > 100 && seen[IPSO_RULE_RUN_OFF_DAYS] > 100 &&
                seen[IPSO_RULE_WEEK_MINUTES] > 100 && seen[IPSO_RULE_WEEK_DAYS] > 100 &&
                seen[IPSO_RULE_SITE_CHANGE] > 100 && seen[IPSO_RULE_KIND_LIMIT] > 100 &&
                seen[IPSO_RULE_ROOMS] > 100 && seen[IPSO_RULE_STAFFING] > 100 &&
                seen[IPSO_RULE_DUTY_HOURS] > 100 && seen[IPSO_RULE_SITE_PREFERENCE] > 100);
}

/* ---- in two steps as in one ---- */

static void same_text(const char *a, const char *b)
{
    assert_true((a == NULL) == (b == NULL));
    if (a != NULL)
        assert_string_equal(a, b);
}

static void same_history(const ipso_history *a, const ipso_history *b)
{
    assert_int_equal(a->run_days, b->run_days);
    assert_int_equal(a->run_off_days, b->run_off_days);
    assert_int_equal(a->last_end_min, b->last_end_min);
    same_text(a->last_kind, b->last_kind);
    assert_int_equal(a->last_site, b->last_site);
    assert_int_equal(a->week_minutes, b->week_minutes);
    assert_int_equal(a->week_days, b->week_days);
    assert_int_equal(a->weekend_worked, b->weekend_worked);
    assert_int_equal(a->turn_count, b->turn_count);
    for (size_t i = 0; i < a->turn_count; i++) {
        assert_int_equal(a->turns[i].fair_rule, b->turns[i].fair_rule);
        assert_int_equal(a->turns[i].turns, b->turns[i].turns);
        assert_int_equal(a->turns[i].weeks, b->turns[i].weeks);
        assert_int_equal(a->turns[i].days, b->turns[i].days);
    }
}

static void history_in_two_steps_is_history_in_one(void **state)
{
    static sketch s;

    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        draw_sketch(&s, seed, (int)(seed % 7));
        int middle = draw(&s, 1, DAYS - 2), end = draw(&s, middle + 1, DAYS - 1);
        ipso_practice *whole = practice_of(&s, 0, DAYS);
        ipso_practice *first = practice_of(&s, 0, middle), *second = practice_of(&s, middle, end);
        ipso_practice *at_once = practice_of(&s, end, DAYS), *by_steps = practice_of(&s, end, DAYS);
        follow_on(&s, at_once, whole, 0, DAYS);
        follow_on(&s, second, first, 0, middle);
        follow_on(&s, by_steps, second, middle, end);
        for (int p = 0; p < PEOPLE; p++)
            same_history(&ipso_practice_practitioner(at_once, p)->history,
                         &ipso_practice_practitioner(by_steps, p)->history);
        ipso_practice_free(whole);
        ipso_practice_free(first);
        ipso_practice_free(second);
        ipso_practice_free(at_once);
        ipso_practice_free(by_steps);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_weeks_cost_what_the_first_and_the_second_after_it_cost),
        cmocka_unit_test(history_in_two_steps_is_history_in_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
