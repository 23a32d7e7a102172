/* Each row family on a tiny practice, against a program written by hand from the mathematics.
 *
 * Ann (and Bob) may work "day", 08:00-16:00, and "late", 14:00-22:00, on Monday 23 and Tuesday 24
 * November 2026; every rule is off but the one of the case. golden/<case>.lp holds the objective
 * and the rows as ipso__program_write_lp gives them (an empty objective names the first column at
 * 0), without the duty-choice rows in the other cases and without line breaks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "model/roster.h"
#include "support/build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANN, BOB };
enum { EARLY_DUTY, LATE_DUTY };

static draft d;

static void a_person(int index, const char *id)
{
    ipso_roster_rules *rules = &d.people[index].rules;
    d.people[index].id = d.people[index].name = id;
    rules->rest_min = 0;
    rules->week_days.max = rules->run_days.max = IPSO_NO_MAX;
}

/* The practice of the cases, with so many people and days. */
static void a_pair_of_duties(int people, int days)
{
    static const ipso_hours hours[] = {{IPSO_ALL_DAYS, AT(6, 0), AT(23, 0)}};
    a_draft(&d);
    roster_alone(&d);
    d.work_count = d.requests_count = d.demand_count = d.duties_count = 0;
    d.horizon.days = days;
    d.sites_count = 1;
    d.sites[HOUSE].id = "house";
    d.sites[HOUSE].hours = hours;
    d.people_count = people;
    d.types_count = 1;
    a_person(ANN, "ann");
    a_person(BOB, "bob");
    with_duty(&d, "day", HOUSE, AT(8, 0), AT(16, 0));
    with_duty(&d, "late", HOUSE, AT(14, 0), AT(22, 0));
    with_demand(&d, VISIT, HOUSE, IPSO_SUNDAY, 0);
}

static ipso_roster_rules *ann(void)
{
    return &d.people[ANN].rules;
}

/* 8 hours at 10 points an hour and 5 points for the site. */
static void duty_hours(void)
{
    static const ipso_practitioner_site site[] = {{.site = HOUSE, .points = 5}};
    a_pair_of_duties(1, 2);
    d.weights.duty_hour_points = 10;
    d.people[ANN].sites = site;
    d.people[ANN].site_count = 1;
}

static void duty_choice(void)
{
    a_pair_of_duties(1, 2);
}

static void duty_choice_split(void)
{
    a_pair_of_duties(1, 1);
    ann()->duties_per_day = 2;
}

static void pin(void)
{
    a_pair_of_duties(1, 2);
    with_pin(&d, ANN, MONDAY, EARLY_DUTY);
    with_pin(&d, ANN, TUESDAY, IPSO_ANY);
}

/* Late ends at 22:00, day starts at 08:00: 600 of 660 minutes, 60 short at 2 points. */
static void rest(void)
{
    a_pair_of_duties(1, 2);
    ann()->rest_min = 660;
    ann()->rest_points = 2;
}

static void rest_hard(void)
{
    a_pair_of_duties(1, 2);
    ann()->rest_min = 660;
}

static void succession(void)
{
    a_pair_of_duties(1, 2);
    with_succession(&d, "late", "day")->points = 30;
}

static void cover(void)
{
    a_pair_of_duties(2, 2);
    ipso_cover *desk = with_cover(&d, IPSO_MONDAY, AT(14, 30), AT(15, 30));
    desk->id = "desk";
    desk->max = 1;
    desk->short_points = 200;
    desk->over_points = 50;
}

/* Two of seven days: floor(600 x 2 / 7) = 171. */
static void week_minutes(void)
{
    a_pair_of_duties(1, 2);
    ann()->week_minutes = (ipso_limit){600, 600, 3};
}

/* Divided by 480: ceil(171 / 480) = 1 and floor(600 / 480) = 1. */
static void week_minutes_hard(void)
{
    week_minutes();
    ann()->week_minutes.points = IPSO_HARD;
}

static void horizon_minutes(void)
{
    a_pair_of_duties(1, 2);
    ann()->horizon_minutes = (ipso_limit){0, 500, IPSO_HARD};
}

static void week_days(void)
{
    a_pair_of_duties(1, 2);
    ann()->week_days = (ipso_limit){0, 1, 9};
}

static void run_days_most(void)
{
    a_pair_of_duties(1, 2);
    ann()->run_days = (ipso_limit){0, 1, IPSO_HARD};
    d.people[ANN].history.run_days = 1;
}

static void run_days_least(void)
{
    a_pair_of_duties(1, 2);
    ann()->run_days = (ipso_limit){2, IPSO_NO_MAX, 40};
    d.people[ANN].history.run_off_days = 3;
}

static void run_days_least_hard(void)
{
    run_days_least();
    ann()->run_days.points = IPSO_HARD;
}

static void run_off_days(void)
{
    a_pair_of_duties(1, 2);
    ann()->run_off_days = (ipso_limit){2, IPSO_NO_MAX, 40};
    d.people[ANN].history.run_days = 2;
}

static void weekends(void)
{
    a_pair_of_duties(1, 2);
    start_on(&d, SATURDAY);
    ann()->weekends = (ipso_limit){0, 0, IPSO_HARD};
}

static void kind_limit(void)
{
    a_pair_of_duties(1, 2);
    ipso_kind_limit *limit = with_kind_limit(&d, "late", 1);
    limit->per_week = true;
    limit->points = 6;
}

/* Wants day duties (25 points a day) and no late ones (4). */
static void wish(void)
{
    static ipso_wish wishes[2];
    a_pair_of_duties(1, 2);
    for (int i = 0; i < 2; i++) {
        ipso_wish_init(&wishes[i]);
        wishes[i].kind = i == 0 ? "day" : "late";
        wishes[i].wanted = i == 0;
        wishes[i].points = i == 0 ? 25 : 4;
    }
    d.people[ANN].wishes = wishes;
    d.people[ANN].wish_count = 2;
}

/* Six hours are 72 times 5 minutes, two hours are 24, at 2 points each. */
static void rooms(void)
{
    a_pair_of_duties(2, 1);
    d.sites[HOUSE].rooms = 1;
    d.sites[HOUSE].rooms_points = 2;
}

static void rooms_hard(void)
{
    rooms();
    d.sites[HOUSE].rooms_points = IPSO_HARD;
}

static void attendance(void)
{
    a_pair_of_duties(1, 2);
    with_protected(&d, IPSO_MONDAY, AT(18, 0), AT(19, 0))->attendance_points = 60;
}

static void supervision(void)
{
    static const int supervisor = ANN;
    a_pair_of_duties(2, 1);
    d.people[BOB].supervisors = &supervisor;
    d.people[BOB].supervisor_count = 1;
    d.people[BOB].rules.supervision_points = 70;
}

/* Two equal shares: a = 1 each, A = 2: 2 over - 2 turns + total >= -2 + 1. */
static void fair_turns(void)
{
    a_pair_of_duties(2, 1);
    ipso_fair *fair = with_fair(&d, IPSO_TURN_KIND);
    fair->id = "lates";
    fair->kind = "late";
    fair->points = 80;
}

/* Ann took 4 turns in a week, Bob is new: a = 100 (7 + 1) and 100, that is 8 and 1, A = 9. Ann:
 * 9 over - 9 turns + 8 total >= 9 x 4 - 8 x 4 - 9 + 1; Bob: ... + total >= 0 - 4 - 9 + 1. */
static void fair_turns_history(void)
{
    static const ipso_turns turns = {.fair_rule = 0, .turns = 4, .weeks = 1};
    fair_turns();
    d.people[ANN].history.turns = &turns;
    d.people[ANN].history.turn_count = 1;
}

static void site_change(void)
{
    static const ipso_hours hours[] = {{IPSO_ALL_DAYS, AT(6, 0), AT(23, 0)}};
    a_pair_of_duties(1, 2);
    d.sites_count = 2;
    d.sites[ANNEXE].id = "annexe";
    d.sites[ANNEXE].hours = hours;
    d.duties[LATE_DUTY].site = ANNEXE;
    ann()->site_change_points = 15;
}

/* 100 when Ann works at all, and 30 when she was last at the house; the annexe is common. */
static void activation(void)
{
    static const ipso_practitioner_site sites[] = {{.site = HOUSE, .activation_points = 30},
                                                   {.site = ANNEXE, .activation_points = 20}};
    site_change();
    d.sites[ANNEXE].common = true;
    d.people[ANN].sites = sites;
    d.people[ANN].site_count = 2;
    ann()->site_change_points = 0;
    ann()->activation_points = 100;
}

/* One group, two on every day, and 80 for each beyond. */
static void site_groups(void)
{
    site_change();
    d.sites[HOUSE].group = "old";
    d.sites[ANNEXE].group = "new";
    ann()->site_change_points = 0;
    ann()->site_groups = (ipso_limit){.max = 1, .points = 80};
    ann()->every_day_groups = 1;
}

/* 40 visits of 15 minutes. */
static void staffing(void)
{
    a_pair_of_duties(1, 2);
    d.types[0].id = "visit";
    d.weights.staffing_points = 10;
    with_demand(&d, VISIT, HOUSE, IPSO_MONDAY, 40);
}

static void fixed_duty(void)
{
    a_pair_of_duties(1, 2);
    ipso_fixed *fixed = with_fixed(&d, "carl", ANN, MONDAY, AT(9, 0));
    fixed->id = "x";
    fixed->site = HOUSE;
}

typedef struct golden {
    const char *name;
    void (*make)(void);
} golden;

static const golden goldens[] = {
    {"duty-hours", duty_hours},
    {"duty-choice", duty_choice},
    {"duty-choice-split", duty_choice_split},
    {"pin", pin},
    {"rest", rest},
    {"rest-hard", rest_hard},
    {"succession", succession},
    {"cover", cover},
    {"week-minutes", week_minutes},
    {"week-minutes-hard", week_minutes_hard},
    {"horizon-minutes", horizon_minutes},
    {"week-days", week_days},
    {"run-days-most", run_days_most},
    {"run-days-least", run_days_least},
    {"run-days-least-hard", run_days_least_hard},
    {"run-off-days", run_off_days},
    {"weekends", weekends},
    {"kind-limit", kind_limit},
    {"wish", wish},
    {"rooms", rooms},
    {"rooms-hard", rooms_hard},
    {"attendance", attendance},
    {"supervision", supervision},
    {"fair-turns", fair_turns},
    {"fair-turns-history", fair_turns_history},
    {"site-change", site_change},
    {"activation", activation},
    {"site-groups", site_groups},
    {"staffing", staffing},
    {"fixed-duty", fixed_duty},
};

/* ---- reading and writing ---- */

enum { TEXT_SIZE = 16384 };

static void read_golden(const char *name, char text[TEXT_SIZE])
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s.lp", GOLDEN_FOLDER, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t length = fread(text, 1, TEXT_SIZE - 1, file);
    fclose(file);
    text[length] = '\0';
}

/* Appends a line of a written program; one that goes on the line before is joined to it. */
static void append(char text[TEXT_SIZE], const char *line)
{
    size_t length = strlen(text);
    bool goes_on = strncmp(line, "    ", 4) == 0;
    assert_true(length + strlen(line) + 1 < TEXT_SIZE);
    if (goes_on)
        text[length - 1] = ' ';
    strcpy(text + length, line + (goes_on ? 4 : 0));
}

static void read_program(FILE *file, bool with_choices, char text[TEXT_SIZE])
{
    static char line[TEXT_SIZE];
    bool skipping = false;
    text[0] = '\0';
    while (fgets(line, sizeof line, file) != NULL && strcmp(line, "Bounds\n") != 0) {
        if (strncmp(line, "    ", 4) != 0)
            skipping = !with_choices && strncmp(line, " duty_choice(", 13) == 0;
        if (!skipping && line[0] != '\\')
            append(text, line);
    }
}

static void write_case(const golden *g, char text[TEXT_SIZE])
{
    ipso_practice *practice = NULL;
    ipso_plan *plan = NULL;
    ipso__roster *roster = NULL;
    ipso__roster_program *program = NULL;
    ipso__text written = {0};
    g->make();
    build(&d, &practice, &plan);
    assert_int_equal(ipso__roster_new(&roster, practice, false, NULL), IPSO_OK);
    assert_int_equal(ipso__roster_program_new(&program, roster, NULL), IPSO_OK);
    assert_int_equal(ipso__program_write_lp(&written, program->program, NULL), IPSO_OK);
    FILE *file = fmemopen(written.bytes, written.length, "r");
    assert_non_null(file);
    read_program(file, strncmp(g->name, "duty-choice", 11) == 0, text);
    fclose(file);
    ipso__text_finish(&written);
    ipso__roster_program_free(program);
    ipso__roster_free(roster);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

static void each_family_writes_the_rows_of_its_mathematics(void **state)
{
    int wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof goldens / sizeof goldens[0]; i++) {
        static char expected[TEXT_SIZE], written[TEXT_SIZE];
        read_golden(goldens[i].name, expected);
        write_case(&goldens[i], written);
        if (strcmp(expected, written) != 0) {
            print_error("%s: expected\n%swritten\n%s", goldens[i].name, expected, written);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_family_writes_the_rows_of_its_mathematics),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
