/* Tiny random practices and the enumeration of their rosters.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tiny.h"

#include "base/random.h"
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PEOPLE = 3, MOST_DUTIES = 3 };

/* What a practice is made of: drawn in the plain order, added in the order asked for. */
typedef struct sketch {
    ipso__random random, later;
    int people, days, duties, sites;
    unsigned order;
    ipso_date first_day;
    ipso_practice *practice;
    ipso_hours hours[2];
    char duty_id[MOST_DUTIES][8];
    ipso_interval breaks[MOST_DUTIES];
    ipso_duty duty[MOST_DUTIES];
    char person_id[MOST_PEOPLE][8];
    ipso_practitioner person[MOST_PEOPLE];
    ipso_wish wishes[MOST_PEOPLE][2];
    ipso_turns turns[MOST_PEOPLE][2];
    ipso_practitioner_site person_sites[MOST_PEOPLE][2];
    ipso_date_range leave[MOST_PEOPLE];
    ipso_hours availability[MOST_PEOPLE];
    int supervisors[MOST_PEOPLE];
} sketch;

static const char *const kinds[] = {"day", "late"}, *const groups[] = {NULL, "old", "new"};

int tiny_place(int count, unsigned order, int index)
{
    return order == 0 ? index : (index + (int)order) % count;
}

static int draw(sketch *s, int low, int high)
{
    return ipso__random_range(&s->random, low, high);
}

static bool one_in(sketch *s, int cases)
{
    return draw(s, 1, cases) == 1;
}

/* Off, hard, or one of a few prices that tell rules apart. */
static int64_t price(sketch *s)
{
    static const int64_t prices[] = {IPSO_HARD, 7, 31, 113};
    return prices[draw(s, 0, 3)];
}

static void must(ipso_status status, const ipso_error *err)
{
    if (status != IPSO_OK)
        fail_msg("%s: %s", err->where, err->text);
}

static int from_plain_person(const sketch *s, int person)
{
    return tiny_place(s->people, s->order, person);
}

static int from_plain_duty(const sketch *s, int duty)
{
    return tiny_place(s->duties, s->order, duty);
}

static unsigned some_days(sketch *s)
{
    return one_in(s, 3) ? (unsigned)draw(s, 1, IPSO_ALL_DAYS) : IPSO_ALL_DAYS;
}

/* ---- drawing ---- */

static void draw_duty(sketch *s, int k)
{
    static const int starts[] = {420, 480, 720, 780}, lengths[] = {240, 360, 480};
    ipso_duty *duty = &s->duty[k];
    ipso_duty_init(duty);
    snprintf(s->duty_id[k], sizeof s->duty_id[k], "%c%d", s->order == 0 ? 'd' : 'e', 9 - k);
    duty->id = s->duty_id[k];
    duty->kind = kinds[draw(s, 0, 1)];
    duty->site = one_in(s, 6) ? IPSO_ANY : draw(s, 0, s->sites - 1);
    duty->days.weekdays = some_days(s);
    duty->start_min = starts[draw(s, 0, 3)];
    duty->end_min = duty->start_min + lengths[draw(s, 0, 2)];
    s->breaks[k] = (ipso_interval){duty->start_min + 120, duty->start_min + 150};
    duty->breaks = &s->breaks[k];
    duty->break_count = one_in(s, 2);
    duty->tele = one_in(s, 8);
}

static void draw_limit(sketch *s, ipso_limit *limit, int unit, int most)
{
    if (!one_in(s, 4))
        return;
    int a = draw(s, 0, most), b = draw(s, 0, most);
    limit->min = one_in(s, 2) ? 0 : unit * (a < b ? a : b);
    limit->max = one_in(s, 2) ? IPSO_NO_MAX : unit * (a < b ? b : a);
    limit->points = price(s);
}

static void draw_rules(sketch *s, ipso_roster_rules *rules)
{
    rules->duties_per_day = one_in(s, 4) ? 2 : 1;
    rules->split_gap_min = 60 * draw(s, 0, 2);
    rules->rest_min = 60 * draw(s, 8, 22);
    rules->rest_points = one_in(s, 3) ? 1 : price(s);
    draw_limit(s, &rules->week_minutes, 97, 15);
    draw_limit(s, &rules->horizon_minutes, 97, 15);
    draw_limit(s, &rules->week_days, 1, 5);
    draw_limit(s, &rules->run_days, 1, 3);
    if (rules->run_days.max < 1)
        rules->run_days.max = 1;
    draw_limit(s, &rules->run_off_days, 1, 3);
    draw_limit(s, &rules->weekends, 1, 1);
    rules->weekends.min = 0;
    rules->supervision_points = price(s);
    rules->site_change_points = one_in(s, 3) ? 17 : 0;
}

/* Rules that came later draw from a stream of their own, so that the rest stays as it was. */
static int draw_later(sketch *s, int low, int high)
{
    return ipso__random_range(&s->later, low, high);
}

static void draw_places(sketch *s, int p)
{
    ipso_roster_rules *rules = &s->person[p].rules;
    if (s->person[p].site_count == 0 && draw_later(s, 0, 1) == 0) { /* every site, as before */
        for (int i = 0; i < s->sites; i++)
            s->person_sites[p][i] = (ipso_practitioner_site){.site = i};
        s->person[p].site_count = (size_t)s->sites;
    }
    for (int i = 0; i < 2; i++)
        s->person_sites[p][i].activation_points = draw_later(s, 0, 1) * (23 + 6 * i);
    rules->activation_points = draw_later(s, 0, 2) == 0 ? 41 : 0;
    if (draw_later(s, 0, 2) == 0) {
        static const int64_t prices[] = {IPSO_HARD, 19, 67};
        rules->site_groups.max = draw_later(s, 0, 2);
        rules->site_groups.points = prices[draw_later(s, 0, 2)];
        rules->every_day_groups = draw_later(s, 0, 1);
    }
}

static void draw_history(sketch *s, int p, ipso_history *history)
{
    if (one_in(s, 2))
        return;
    if (one_in(s, 2)) {
        history->run_days = draw(s, 1, 4);
        history->last_end_min = 60 * draw(s, 12, 23);
        history->last_kind = kinds[draw(s, 0, 1)];
        history->week_minutes = 97 * draw(s, 0, 5);
        history->week_days = draw(s, 0, 2);
        history->weekend_worked = one_in(s, 2);
    } else {
        history->run_off_days = draw(s, 1, 4);
    }
    history->last_site = draw(s, -1, s->sites - 1);
    for (int f = 0; f < 2; f++)
        s->turns[p][f] = (ipso_turns){
            .fair_rule = f, .turns = draw(s, 0, 5), .weeks = draw(s, 0, 3), .days = (f + p) % 7};
    history->turns = s->turns[p];
    history->turn_count = 2;
}

static void draw_wishes(sketch *s, int p)
{
    for (int i = 0; i < 2; i++) {
        ipso_wish *wish = &s->wishes[p][i];
        ipso_wish_init(wish);
        wish->days.weekdays = some_days(s);
        wish->kind = one_in(s, 2) ? kinds[draw(s, 0, 1)] : NULL;
        wish->site = draw(s, -1, s->sites - 1);
        wish->wanted = one_in(s, 2);
        wish->points = draw(s, 0, 40);
    }
    s->person[p].wishes = s->wishes[p];
    s->person[p].wish_count = (size_t)draw(s, 0, 2);
}

static void draw_person(sketch *s, int p)
{
    ipso_practitioner *person = &s->person[p];
    ipso_practitioner_init(person);
    snprintf(s->person_id[p], sizeof s->person_id[p], "%c%d", s->order == 0 ? 'p' : 'q', 9 - p);
    person->id = s->person_id[p];
    person->role = p == 0 ? "gp" : "nurse";
    person->share_percent = 10 * draw(s, 3, 10);
    person->teleconsultation = !one_in(s, 5);
    s->person_sites[p][0].site = draw(s, 0, s->sites - 1);
    s->person_sites[p][0].points = draw(s, 0, 9);
    person->sites = s->person_sites[p];
    person->site_count = one_in(s, 3);
    s->leave[p].first = s->first_day + draw(s, 0, s->days - 1);
    s->leave[p].last = s->leave[p].first + draw(s, 0, 1);
    person->leave = &s->leave[p];
    person->leave_count = one_in(s, 4);
    s->availability[p] = (ipso_hours){some_days(s), 420, 60 * draw(s, 15, 22)};
    person->availability = &s->availability[p];
    person->availability_count = one_in(s, 5);
    draw_rules(s, &person->rules);
    draw_places(s, p);
    draw_history(s, p, &person->history);
    draw_wishes(s, p);
    s->supervisors[p] = from_plain_person(s, 0);
    person->supervisors = &s->supervisors[p];
    person->supervisor_count = p > 0 && one_in(s, 4);
}

/* ---- adding ---- */

static ipso_who some_people(sketch *s, int *one, const char **role)
{
    ipso_who who = {0};
    *one = from_plain_person(s, draw(s, 0, s->people - 1));
    *role = one_in(s, 2) ? "gp" : "nurse";
    if (one_in(s, 4)) {
        who.practitioners = one;
        who.practitioner_count = 1;
    } else if (one_in(s, 4)) {
        who.roles = role;
        who.role_count = 1;
    }
    return who;
}

static void add_frame(sketch *s, ipso_error *err)
{
    ipso_weights weights;
    ipso_extended extended;
    ipso_horizon horizon;
    ipso_horizon_init(&horizon);
    horizon.first_day = s->first_day;
    horizon.days = s->days;
    must(ipso_practice_new(&s->practice, &horizon, err), err);
    ipso_weights_init(&weights);
    weights.staffing_points = one_in(s, 2) ? 1 : 0;
    weights.duty_hour_points = draw(s, 0, 3);
    must(ipso_practice_set_weights(s->practice, &weights, err), err);
    ipso_extended_init(&extended);
    extended.saturdays = one_in(s, 2);
    extended.holidays = one_in(s, 2);
    extended.after_min = 60 * draw(s, 17, 20);
    must(ipso_practice_set_extended(s->practice, &extended, err), err);
    for (int i = 0; i < s->sites; i++) {
        ipso_site site;
        ipso_site_init(&site);
        site.id = i == 0 ? "house" : "annexe";
        s->hours[i] = (ipso_hours){some_days(s) | IPSO_HOLIDAY, 420, 1320};
        site.hours = &s->hours[i];
        site.hours_count = 1;
        if (one_in(s, 3)) {
            site.rooms = draw(s, 0, 2);
            site.rooms_points = one_in(s, 2) ? IPSO_HARD : 1;
        }
        site.group = groups[draw_later(s, 0, 2)];
        site.common = draw_later(s, 0, 4) == 0;
        must(ipso_practice_add_site(s->practice, &site, err), err);
    }
}

static void add_fair(sketch *s, ipso_error *err)
{
    for (int i = 0; i < 2; i++) {
        ipso_fair fair;
        int one;
        const char *role;
        ipso_fair_init(&fair);
        fair.id = i == 0 ? "f0" : "f1";
        fair.who = some_people(s, &one, &role);
        fair.turn = (ipso_turn)draw(s, IPSO_TURN_EXTENDED, IPSO_TURN_KIND);
        fair.kind = fair.turn == IPSO_TURN_KIND ? kinds[draw(s, 0, 1)] : NULL;
        fair.points = one_in(s, 2) ? 0 : draw(s, 1, 60);
        must(ipso_practice_add_fair(s->practice, &fair, err), err);
    }
}

static void add_people_and_duties(sketch *s, ipso_error *err)
{
    int at_person[MOST_PEOPLE], at_duty[MOST_DUTIES];
    for (int p = 0; p < s->people; p++)
        at_person[from_plain_person(s, p)] = p;
    for (int k = 0; k < s->duties; k++)
        at_duty[from_plain_duty(s, k)] = k;
    for (int p = 0; p < s->people; p++)
        must(ipso_practice_add_practitioner(s->practice, &s->person[at_person[p]], err), err);
    for (int k = 0; k < s->duties; k++)
        must(ipso_practice_add_duty(s->practice, &s->duty[at_duty[k]], err), err);
}

static void add_covers(sketch *s, ipso_error *err)
{
    for (int i = draw(s, 0, 2); i > 0; i--) {
        ipso_cover cover;
        int one, site = draw(s, 0, s->sites - 1);
        const char *role;
        ipso_cover_init(&cover);
        cover.id = i == 1 ? "c1" : "c2";
        cover.sites = &site;
        cover.site_count = one_in(s, 2);
        cover.who = some_people(s, &one, &role);
        cover.days.weekdays = some_days(s);
        cover.start_min = 60 * draw(s, 8, 14);
        cover.end_min = cover.start_min + 60;
        cover.min = draw(s, 0, 2);
        cover.max = one_in(s, 2) ? IPSO_NO_MAX : cover.min + draw(s, 0, 1);
        cover.short_points = one_in(s, 4) ? IPSO_HARD : 40 * draw(s, 0, 4);
        cover.over_points = price(s);
        if (draw_later(s, 0, 2) == 0) {
            cover.kinds = &kinds[draw_later(s, 0, 1)];
            cover.kind_count = 1;
        }
        if (draw_later(s, 0, 2) == 0)
            cover.start_min = cover.end_min = 0;
        must(ipso_practice_add_cover(s->practice, &cover, err), err);
    }
}

static void add_pins_and_successions(sketch *s, ipso_error *err)
{
    for (int i = one_in(s, 3); i > 0; i--) {
        ipso_pin pin = {.practitioner = from_plain_person(s, draw(s, 0, s->people - 1)),
                        .date = s->first_day + draw(s, 0, s->days - 1),
                        .duty = IPSO_ANY};
        int duty = draw(s, 0, s->duties - 1);
        if (one_in(s, 2))
            pin.duty = from_plain_duty(s, duty);
        pin.forbidden = one_in(s, 2);
        must(ipso_practice_add_pin(s->practice, &pin, err), err);
    }
    for (int i = draw(s, 0, 2); i > 0; i--) {
        ipso_succession succession;
        int one;
        const char *role;
        ipso_succession_init(&succession);
        succession.who = some_people(s, &one, &role);
        succession.before = kinds[draw(s, 0, 1)];
        succession.after = kinds[draw(s, 0, 1)];
        succession.points = price(s);
        must(ipso_practice_add_succession(s->practice, &succession, err), err);
    }
}

static void add_kind_limits(sketch *s, ipso_error *err)
{
    for (int i = one_in(s, 3); i > 0; i--) {
        ipso_kind_limit limit;
        int one;
        const char *role;
        ipso_kind_limit_init(&limit);
        limit.who = some_people(s, &one, &role);
        limit.kind = kinds[draw(s, 0, 1)];
        limit.per_week = one_in(s, 2);
        limit.max = draw(s, 0, 2);
        limit.points = price(s);
        must(ipso_practice_add_kind_limit(s->practice, &limit, err), err);
    }
}

static void add_types(sketch *s, ipso_error *err)
{
    static const int lengths[] = {15, 30};
    for (int c = 0; c < 2; c++) {
        ipso_type type;
        ipso_demand demand;
        int one;
        const char *role;
        ipso_type_init(&type);
        type.id = c == 0 ? "visit" : "urgent";
        type.care = c == 0 ? IPSO_CARE_OTHER : IPSO_CARE_ACUTE;
        type.who = some_people(s, &one, &role);
        type.lengths_min = lengths;
        type.length_count = 2;
        type.law.mean_min = draw(s, 10, 35);
        must(ipso_practice_add_type(s->practice, &type, err), err);
        ipso_demand_init(&demand);
        demand.type = c;
        demand.site = draw(s, -1, s->sites - 1);
        demand.days.weekdays = some_days(s);
        demand.mean = 0.5 * draw(s, 0, 20);
        must(ipso_practice_add_demand(s->practice, &demand, err), err);
    }
}

/* A type that everybody may give anywhere, for fixed appointments. */
static void add_plain_type(sketch *s, ipso_error *err)
{
    static const int lengths[] = {30};
    ipso_type type;
    ipso_type_init(&type);
    type.id = "plain";
    type.care = IPSO_CARE_OTHER;
    type.modes = IPSO_MODE_SITE | IPSO_MODE_HOME | IPSO_MODE_TELE;
    type.travel_min = 20;
    type.lengths_min = lengths;
    type.length_count = 1;
    type.law.mean_min = 20;
    must(ipso_practice_add_type(s->practice, &type, err), err);
}

static void add_protected(sketch *s, ipso_error *err)
{
    static const int visit = 0;
    for (int i = draw(s, 0, 2); i > 0; i--) {
        ipso_protected time;
        int one;
        const char *role;
        ipso_protected_init(&time);
        time.id = i == 1 ? "t1" : "t2";
        time.who = some_people(s, &one, &role);
        time.site = draw(s, -1, s->sites - 1);
        time.days.weekdays = some_days(s);
        if (one_in(s, 3)) {
            time.minutes_at_start = 15 * draw(s, 0, 2);
            time.minutes_at_end = 30;
        } else {
            time.start_min = 60 * draw(s, 8, 14);
            time.end_min = time.start_min + 45;
            time.admits = &visit;
            time.admit_count = one_in(s, 3);
            time.attendance_points = one_in(s, 2) ? 0 : price(s);
        }
        must(ipso_practice_add_protected(s->practice, &time, err), err);
    }
}

static void add_fixed(sketch *s, ipso_error *err)
{
    ipso_fixed fixed;
    if (!one_in(s, 4))
        return;
    ipso_fixed_init(&fixed);
    fixed.id = "x";
    fixed.patient = "anna";
    fixed.type = 2;
    fixed.mode = one_in(s, 2) ? IPSO_MODE_SITE : 1u << (unsigned)draw(s, 1, 2);
    fixed.patient_class = IPSO_ANY;
    fixed.practitioner = from_plain_person(s, draw(s, 0, s->people - 1));
    fixed.site = fixed.mode == IPSO_MODE_TELE && one_in(s, 2) ? IPSO_ANY : draw(s, 0, s->sites - 1);
    fixed.date = s->first_day + draw(s, 0, s->days - 1);
    fixed.start_min = 60 * draw(s, 8, 14);
    fixed.length_min = 30;
    must(ipso_practice_add_fixed(s->practice, &fixed, err), err);
}

/* Days around Armistice Day, Wednesday 11 November 2026, a public holiday, and the weekends. */
static void draw_size(sketch *s)
{
    ipso_date_from_ymd(&s->first_day, 2026, 11, 6);
    s->first_day += draw(s, 0, 9);
    s->people = draw(s, 1, 3);
    s->days = s->people == 1 ? draw(s, 3, 4) : 2 + (s->people == 2 && one_in(s, 2));
    s->duties = draw(s, 1, s->people == 3 || s->days == 3 ? 2 : 3);
    s->sites = draw(s, 1, 2);
}

ipso_practice *tiny_practice(uint64_t seed, unsigned order)
{
    sketch s = {.order = order};
    ipso_error err;
    ipso_error_init(&err);
    ipso__random_init(&s.random, seed, 1);
    ipso__random_init(&s.later, seed, 2);
    draw_size(&s);
    add_frame(&s, &err);
    add_fair(&s, &err);
    for (int k = 0; k < s.duties; k++)
        draw_duty(&s, k);
    for (int p = 0; p < s.people; p++)
        draw_person(&s, p);
    add_people_and_duties(&s, &err);
    add_covers(&s, &err);
    add_pins_and_successions(&s, &err);
    add_kind_limits(&s, &err);
    add_types(&s, &err);
    add_plain_type(&s, &err);
    add_protected(&s, &err);
    add_fixed(&s, &err);
    must(ipso_practice_validate(s.practice, NULL, NULL, &err), &err);
    return s.practice;
}

/* ---- enumeration ---- */

int tiny_choices(const ipso_practice *practice, int practitioner, tiny_choice *choices)
{
    int count = 0, duties = ipso_practice_duty_count(practice);
    choices[count++] = (tiny_choice){{0, 0}, 0};
    for (int k = 0; k < duties; k++)
        choices[count++] = (tiny_choice){{k, 0}, 1};
    if (ipso_practice_practitioner(practice, practitioner)->rules.duties_per_day < 2)
        return count;
    for (int k = 0; k < duties; k++) {
        for (int l = k + 1; l < duties; l++)
            choices[count++] = (tiny_choice){{k, l}, 2};
    }
    return count;
}

long tiny_rosters(const ipso_practice *practice)
{
    long rosters = 1;
    int days = ipso_practice_horizon(practice)->days;
    for (int p = 0; p < ipso_practice_practitioner_count(practice); p++) {
        tiny_choice choices[TINY_CHOICES];
        for (int t = 0; t < days; t++)
            rosters *= tiny_choices(practice, p, choices);
    }
    return rosters;
}

ipso_report *tiny_report(const ipso_practice *practice, const ipso_assignment *work, int count)
{
    ipso_plan *plan = NULL;
    ipso_report *report = NULL;
    ipso_stage_report ran = {.ran = true, .outcome = IPSO_FEASIBLE};
    assert_int_equal(ipso_plan_new(&plan, practice, NULL), IPSO_OK);
    for (int i = 0; i < count; i++)
        assert_int_equal(ipso_plan_add_assignment(plan, &work[i], NULL), IPSO_OK);
    assert_int_equal(ipso_plan_set_stage(plan, IPSO_STAGE_ROSTER, &ran, NULL), IPSO_OK);
    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    ipso_plan_free(plan);
    return report;
}

bool tiny_check(const ipso_practice *practice, const ipso_assignment *work, int count,
                int64_t *cost)
{
    ipso_report *report = tiny_report(practice, work, count);
    bool keeps = ipso_report_violation_count(report) == 0;
    *cost = ipso_report_stage_cost(report, IPSO_STAGE_ROSTER);
    ipso_report_free(report);
    return keeps;
}

bool tiny_optimum(const ipso_practice *practice, int64_t *cost)
{
    int days = ipso_practice_horizon(practice)->days;
    long rosters = tiny_rosters(practice);
    bool found = false;
    for (long number = 0; number < rosters; number++) {
        ipso_assignment work[64];
        int count = 0;
        int64_t value;
        long rest = number;
        for (int cell = 0; cell < ipso_practice_practitioner_count(practice) * days; cell++) {
            tiny_choice choices[TINY_CHOICES];
            int options = tiny_choices(practice, cell / days, choices);
            const tiny_choice *choice = &choices[rest % options];
            rest /= options;
            for (int i = 0; i < choice->count; i++)
                work[count++] = (ipso_assignment){cell / days, cell % days, choice->duty[i]};
        }
        if (tiny_check(practice, work, count, &value) && (!found || value < *cost)) {
            *cost = value;
            found = true;
        }
    }
    return found;
}
