/* Reading MiniZinc data files and physician instances, and recounting rosters of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "bench.h"
#include "dzn.h"
#include "physicians_recount.h"
#include "ward.h"

#include <stdlib.h>
#include <string.h>

static const char *folder;

/* ---- data files ---- */

static dzn_file *read_data(const char *text)
{
    dzn_file *file = NULL;
    ipso_error err;
    ipso_error_init(&err);
    if (dzn_read(&file, text, strlen(text), &err) != IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
    return file;
}

static void every_kind_of_value_is_read(void **state)
{
    (void)state;
    dzn_file *file =
        read_data("% a comment\r\nn=2;\r\nflags = [true, false];sets=[{}, {3,1}, 4..5];\n"
                  "names = [\"a,]\", \"\"]; % \"\n m = array2d(0..n, -1..0, [1,2,3,4,\n"
                  "5,-6]);");
    assert_int_equal(file->item_count, 5);
    const dzn_item *flags = dzn_find(file, "flags"), *sets = dzn_find(file, "sets");
    const dzn_item *m = dzn_find(file, "m");
    assert_int_equal(file->values[flags->first].kind, DZN_TRUTH);
    assert_int_equal(file->values[flags->first].number, 1);
    assert_int_equal(file->values[flags->first + 1].number, 0);
    assert_int_equal(sets->line, 3);
    assert_int_equal(sets->count, 3);
    assert_int_equal(file->values[sets->first].count, 0);
    const int members[] = {3, 1, 4, 5};
    assert_int_equal(file->member_count, 4);
    assert_memory_equal(file->members, members, sizeof members);
    assert_int_equal(dzn_find(file, "names")->high[0], 2);
    assert_int_equal(m->dimensions, 2);
    assert_int_equal(m->high[0], 2);
    assert_int_equal(m->low[1], -1);
    assert_int_equal(file->values[m->first + 5].number, -6);
    assert_null(dzn_find(file, "a"));
    dzn_free(file);
}

static const struct {
    const char *text, *where, *words;
} BAD_DATA[] = {
    {"a = ;", "line 1", "a whole number is wanted before \";\""},
    {"a = 1", "line 1", "';' is wanted before \"\""},
    {"\n= 1;", "line 2", "a name is wanted before \"= 1;\""},
    {"a 1;", "line 1", "'=' is wanted before \"1;\""},
    {"a = 1;\na = 2;", "line 2", "a is assigned twice"},
    {"a = 10000000000;", "line 1", "a number is beyond 1000000000"},
    {"a = 1.5;", "line 1", "';' is wanted before \".5;\""},
    {"a = [1, 2;", "line 1", "']' is wanted before \";\""},
    {"a = {1 2};", "line 1", "'}' is wanted before \"2};\""},
    {"a = \"text;\n\";", "line 1", "a text has no end"},
    {"a = array1d(1..n, [1]);", "line 1", "no number is named n"},
    {"a = array1d(1..3, [1, 2]);", "line 1", "2 values where 3 are wanted"},
    {"a = array1d(3..1, [1, 2]);", "line 1", "3..1 is not a range of an array"},
    {"a = array5d(1..1, [1]);", "line 1", "a whole number is wanted before \"array5d(1.\""},
};

static void what_is_no_data_is_refused_at_its_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof BAD_DATA / sizeof BAD_DATA[0]; i++) {
        dzn_file *file = NULL;
        ipso_error err;
        ipso_error_init(&err);
        assert_int_equal(dzn_read(&file, BAD_DATA[i].text, strlen(BAD_DATA[i].text), &err),
                         IPSO_INPUT);
        assert_string_equal(err.text, BAD_DATA[i].words);
        assert_string_equal(err.where, BAD_DATA[i].where);
        assert_null(file);
    }
}

/* ---- the ward ---- */

static void every_field_is_read(void **state)
{
    (void)state;
    physicians *n = ward(2);
    assert_int_equal(n->station_department[3], 2);
    assert_true(n->station_common[1] && !n->station_common[2]);
    assert_true(n->barred[2 * 3 + 1] && n->barred[2 * 3 + 2] && !n->barred[1 * 3 + 2]);
    assert_int_equal(physicians_demand(n, 3, 1, 1, 2), 1);
    assert_int_equal(physicians_demand(n, 3, 1, 0, 2), 0);
    assert_int_equal(physicians_preference(n, 1, 3, 2), 4);
    assert_int_equal(physicians_preference(n, 0, 1, 1), 2);
    assert_true(n->day_off[2 * 2 + 0] && !n->day_off[2 * 2 + 1]);
    assert_true(n->sum_skill[1] && !n->sum_skill[2]);
    assert_int_equal(n->sum_demand[0], 1);
    assert_int_equal(n->last_station[1], 2);
    assert_int_equal(n->week_hours[0], 48);
    assert_int_equal(n->station_weight, 500);
    physicians_free(n);
}

static const struct {
    int line;
    const char *replacement, *where, *words;
} BAD_WARDS[] = {
    {1, "", "", "numDepartments is missing"},
    {1, "numDepartments=-1;", "line 1", "numDepartments: a whole number from 0 to 4096 is wanted"},
    {3, "stationDepartment=array1d(0..3,[0,1,1,3]);", "line 3",
     "stationDepartment: 3 is outside 0 to 2"},
    {4, "stationCommon=[true,true,false,false];", "line 4",
     "stationCommon: other dimensions or another kind of values is wanted"},
    {4, "stationCommon=array1d(0..3,[1,1,0,0]);", "line 4",
     "stationCommon: other dimensions or another kind of values is wanted"},
    {15, "maxHoursWeek=[48,50]; forbiddenDays=[{},{},{1}];", "line 15",
     "maxHoursWeek: other dimensions or another kind of values is wanted"},
    {15, "maxHoursWeek=[48,50,50]; forbiddenDays=[{},{},{0}];", "line 15",
     "forbiddenDays: 0 is below 1"},
    {9, "preferenceWeight=5; riskWeight=10; persWeight=50; stationWeight=500; rbWeight=1;",
     "line 9", "rbWeight: a whole number from 0 to 0 is wanted"},
};

static void what_is_no_instance_is_refused_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof BAD_WARDS / sizeof BAD_WARDS[0]; i++) {
        char *text = ward_text(2, BAD_WARDS[i].line, BAD_WARDS[i].replacement);
        physicians *instance = NULL;
        ipso_error err;
        ipso_error_init(&err);
        assert_int_equal(physicians_read(&instance, text, strlen(text), &err), IPSO_INPUT);
        assert_string_equal(err.text, BAD_WARDS[i].words);
        assert_string_equal(err.where, BAD_WARDS[i].where);
        assert_null(instance);
        free(text);
    }
}

/* ---- recounting ---- */

/* A roster of two days that keeps every rule. */
static const physicians_work GOOD[] = {
    {1, 1, 1}, {1, 2, 1}, /* person 1 */
    {2, 2, 1}, {0, 0, 0}, /* person 2 */
    {0, 0, 0}, {1, 3, 2}, /* person 3 */
};

static physicians_count recount(const physicians_work *roster)
{
    physicians *n = ward(2);
    physicians_count count;
    physicians_recount(&count, n, roster);
    physicians_free(n);
    return count;
}

static void people_preferences_and_risk_are_paid_for(void **state)
{
    (void)state;
    physicians_count count = recount(GOOD);
    assert_string_equal(count.first, "");
    assert_int_equal(count.people, 3 * 50);
    assert_int_equal(count.preference, (2 + 0 + 1 + 3) * 5);
    assert_int_equal(count.risk, (1 + 2) * 10); /* 1 in department 1, 3 in department 2 */
    assert_int_equal(count.changes, 0);         /* a common station is no change */
    assert_int_equal(count.objective, 210);
}

/* Person 2 instead of 3 on day 2: after a long shift, at what is barred. */
static void a_change_of_station_is_paid_for_and_broken_rules_are_counted(void **state)
{
    (void)state;
    physicians_work roster[6];
    memcpy(roster, GOOD, sizeof roster);
    roster[3] = GOOD[5];
    roster[5] = (physicians_work){0, 0, 0};
    physicians_count count = recount(roster);
    assert_int_equal(count.broken, 2);
    assert_int_equal(count.changes, 500);
    assert_int_equal(count.objective, 2 * 50 + (2 + 1 + 4) * 5 + 1 * 10 + 500);
}

static void a_short_shift_covers_its_station_but_not_the_long_shifts_wanted(void **state)
{
    (void)state;
    physicians_work roster[6];
    memcpy(roster, GOOD, sizeof roster);
    roster[2].shift = 1;
    assert_int_equal(recount(roster).broken, 1);
    assert_string_equal(recount(roster).first, "long shifts of a department (1, day 1)");
}

static void at_a_common_station_the_long_shift_does_not_cover_the_short_one(void **state)
{
    (void)state;
    physicians_work roster[6];
    memcpy(roster, GOOD, sizeof roster);
    roster[0].shift =
        2; /* one short missing, one long too many, and person 1 works the day after */
    assert_int_equal(recount(roster).broken, 3);
}

static void forbidden_days_and_the_eve_count(void **state)
{
    (void)state;
    physicians_work roster[6];
    memcpy(roster, GOOD, sizeof roster);
    roster[4] = GOOD[5]; /* a forbidden day, after a long shift, and nobody is wanted */
    assert_int_equal(recount(roster).broken, 3);
    assert_string_equal(recount(roster).first, "a forbidden day (3, day 1)");
}

/* Person 1 is of department 1 by station 2 before, in department 2 by the common station on day 1,
 * and lawful by working on every day. Of three days one is off. */
static void only_who_works_every_day_may_work_in_two_departments(void **state)
{
    (void)state;
    physicians *n = ward(3);
    physicians_work roster[9] = {{1, 1, 1}, {1, 2, 1}, {1, 2, 1}};
    physicians_count count;
    roster[3] = GOOD[2];
    roster[7] = GOOD[5];
    physicians_recount(&count, n, roster);
    assert_string_equal(count.first, "");
    roster[2] = (physicians_work){0, 0, 0};
    roster[5] = (physicians_work){1, 2, 1};
    physicians_recount(&count, n, roster);
    assert_int_equal(count.broken, 1);
    assert_string_equal(count.first, "a second department (1, day 1)");
    physicians_free(n);
}

static void who_must_work_does(void **state)
{
    (void)state;
    physicians_work roster[6];
    memcpy(roster, GOOD, sizeof roster);
    roster[2] = (physicians_work){0, 0, 0}; /* and station 2 and its long shift lack one */
    assert_int_equal(recount(roster).broken, 3);
}

/* Person 1 on every day of a week: 7 days in a row, of 6; 49 hours, of 48. */
static void a_week_has_its_limits(void **state)
{
    (void)state;
    physicians *n = ward(7);
    physicians_work roster[3 * 7] = {{1, 1, 1}};
    physicians_count count;
    for (int t = 1; t < 7; t++)
        roster[t] = (physicians_work){1, 2, 1};
    roster[7] = (physicians_work){2, 2, 1};
    roster[2 * 7 + 1] = (physicians_work){1, 3, 2};
    physicians_recount(&count, n, roster);
    assert_int_equal(count.broken, 2);
    assert_string_equal(count.first, "too many hours in a week (1, day 1)");
    physicians_free(n);
}

/* ---- published instances ---- */

static void published_instances_are_read(void **state)
{
    (void)state;
    size_t count = 0;
    ipso_error err;
    char **files = bench_files(folder, ".dzn", &count, &err);
    if (files == NULL) {
        print_message("no published instance at hand: %s\n", err.text);
        skip();
    }
    for (size_t i = 0; i < count; i++) {
        size_t length = 0;
        physicians *instance = NULL;
        char *text = bench_file_read(folder, files[i], &length, &err);
        assert_non_null(text);
        ipso_error_init(&err);
        if (physicians_read(&instance, text, length, &err) != IPSO_OK)
            fail_msg("%s: %s: %s", files[i], err.where, err.text);
        assert_int_equal(instance->stations, 8);
        physicians_free(instance);
        free(text);
    }
    bench_files_free(files, count);
}

int main(int argc, char **argv)
{
    folder = argc > 1 ? argv[1] : ".";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_value_is_read),
        cmocka_unit_test(what_is_no_data_is_refused_at_its_line),
        cmocka_unit_test(every_field_is_read),
        cmocka_unit_test(what_is_no_instance_is_refused_by_name),
        cmocka_unit_test(people_preferences_and_risk_are_paid_for),
        cmocka_unit_test(a_change_of_station_is_paid_for_and_broken_rules_are_counted),
        cmocka_unit_test(a_short_shift_covers_its_station_but_not_the_long_shifts_wanted),
        cmocka_unit_test(at_a_common_station_the_long_shift_does_not_cover_the_short_one),
        cmocka_unit_test(forbidden_days_and_the_eve_count),
        cmocka_unit_test(only_who_works_every_day_may_work_in_two_departments),
        cmocka_unit_test(who_must_work_does),
        cmocka_unit_test(a_week_has_its_limits),
        cmocka_unit_test(published_instances_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
