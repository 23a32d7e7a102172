/* What days keep for acute need, and the lengths planned, on the surgery that is open 09:00-12:00.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/lengths.h"
#include "simulate/reserve.h"

#include "surgery.h"

#include "support/test.h"

enum { MONDAY = 0 };

struct house {
    struct surgery surgery;
    ipso_sim_settings settings;
    ipso_practice *practice;
    ipso__world world;
    ipso_sim_calendar calendar;
    ipso_sim_ask ask;
};

/* Acute patients, `mean` a day exactly, who ask from 09:00 to 12:00. */
static void open_house(struct house *house, ipso_care care, double mean)
{
    surgery_init(&house->surgery);
    surgery_settings(&house->settings);
    house->surgery.type.care = care;
    house->surgery.demand.mean = mean;
    house->surgery.demand.start_min = 540;
    house->surgery.demand.end_min = 720;
    house->practice = surgery_build(&house->surgery);
    assert_int_equal(ipso__world_build(&house->world, house->practice, &house->settings, 28, NULL),
                     IPSO_OK);
    assert_true(ipso__calendar_init(&house->calendar, &house->world));
    house->ask = (ipso_sim_ask){.patient_class = IPSO_ANY, .site = IPSO_ANY};
}

static void close_house(struct house *house)
{
    ipso__calendar_finish(&house->calendar);
    ipso__world_finish(&house->world);
    ipso_practice_free(house->practice);
}

static void take(struct house *house, int start_min, int length_min)
{
    const ipso_sim_offer offer = {0, MONDAY, start_min, length_min, 0, IPSO_MODE_SITE};

    assert_true(ipso__calendar_book(&house->calendar, &offer, 0));
}

static void expect_left(const struct house *house, double chance, int count, int end_min)
{
    ipso__minutes left[IPSO__MOST_LEFT];

    assert_int_equal(ipso__reserve_leave(left, &house->calendar, &house->ask, MONDAY, chance),
                     count);
    assert_int_equal(left[0].start_min, 0);
    assert_int_equal(left[0].end_min, end_min);
}

/* Eight acute patients of 15 minutes in three hours are 40 minutes an hour, of 60 that are free:
 * from 11:00, 10:00 and 09:00 on 20, 40 and 60 minutes are left. */
static void an_empty_morning_leaves_all_its_hours_to_others(void **state)
{
    (void)state;
    struct house house;

    open_house(&house, IPSO_CARE_ACUTE, 8);
    expect_left(&house, 0.5, 1, IPSO_DAY_MIN);
    close_house(&house);
}

/* With 11:00-11:30 taken 30 minutes are free from 11:00 on, and 40 wanted: nothing is left. What is
 * not met there is no use at 10:00: 90 free, 40 + 30 wanted, 20 left. After 12:00 nobody gives
 * acute care, and the rest of the day is left. */
static void the_last_hour_is_kept_when_it_is_short(void **state)
{
    (void)state;
    struct house house;

    open_house(&house, IPSO_CARE_ACUTE, 8);
    take(&house, 660, 30);
    expect_left(&house, 0.5, 2, 660);
    close_house(&house);
}

/* With 09:00-11:00 taken too, the free 30 minutes are those after 11:00 from 09:00 on. */
static void nothing_of_a_full_day_is_left(void **state)
{
    (void)state;
    struct house house;
    ipso__minutes left[IPSO__MOST_LEFT];

    open_house(&house, IPSO_CARE_ACUTE, 8);
    take(&house, 540, 120);
    take(&house, 660, 30);
    assert_int_equal(ipso__reserve_leave(left, &house.calendar, &house.ask, MONDAY, 0.5), 2);
    assert_int_equal(left[0].end_min, 540); /* before, nobody is there */
    assert_int_equal(left[1].start_min, 720);
    close_house(&house);
}

/* At 11:30 half of the last hour's patients have asked: 20 minutes are wanted of 30 free. For one
 * of 15 minutes nothing is left; at 11:45 10 are wanted of 15. At 12:00 nothing is wanted any more.
 */
static void what_is_kept_is_released_as_the_day_goes_on(void **state)
{
    (void)state;
    struct house house;

    open_house(&house, IPSO_CARE_ACUTE, 8);
    take(&house, 660, 30);
    house.calendar.now_min = 690;
    expect_left(&house, 0.5, 2, 660);
    house.calendar.now_min = 720;
    expect_left(&house, 0.5, 1, IPSO_DAY_MIN);
    close_house(&house);
}

static void nothing_is_kept_at_chance_1_or_where_nobody_gives_acute_care(void **state)
{
    (void)state;
    struct house house;

    open_house(&house, IPSO_CARE_ACUTE, 40);
    expect_left(&house, 1, 1, IPSO_DAY_MIN);
    close_house(&house);
    open_house(&house, IPSO_CARE_FOLLOW_UP, 40);
    expect_left(&house, 0.1, 1, IPSO_DAY_MIN);
    close_house(&house);
}

/* ---- lengths ---- */

static const int three[] = {10, 15, 20};

/* How many of 1000 patients get 20 minutes; the others get 15. */
static int count_long(double mean)
{
    struct house house;
    int count = 0;

    surgery_init(&house.surgery);
    surgery_settings(&house.settings);
    house.surgery.type.lengths_min = three;
    house.surgery.type.length_count = 3;
    house.surgery.demand.mean = mean;
    house.practice = surgery_build(&house.surgery);
    assert_int_equal(ipso__world_build(&house.world, house.practice, &house.settings, 28, NULL),
                     IPSO_OK);
    for (int patient = 0; patient < 1000; patient++) {
        const ipso_sim_ask ask = {.practitioner = 0, .patient_class = IPSO_ANY, .patient = patient};
        int length = ipso__length_for(&house.world, &ask);

        assert_true(length == 15 || length == 20);
        count += length == 20;
    }
    ipso__world_finish(&house.world);
    ipso_practice_free(house.practice);
    return count;
}

/* The service takes 15 minutes, and 180 minutes a day are 12 of them. Six a day are half a load:
 * 1.05 / 0.5 is more than 1.4, and 1.4 x 15 more than the longest. Ten are a load of 10/12: 1.26 x
 * 15 = 18.9 is what 78 of a hundred at 20 and 22 at 15 have. Sixteen are too many: 0.93 x 15 =
 * 13.95 is nearer to 15 than to 10. */
static void a_slack_week_plans_more_minutes_for_each(void **state)
{
    (void)state;
    assert_int_equal(count_long(6), 1000);
    assert_in_range(count_long(10), 775, 785);
    assert_int_equal(count_long(16), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_morning_leaves_all_its_hours_to_others),
        cmocka_unit_test(the_last_hour_is_kept_when_it_is_short),
        cmocka_unit_test(nothing_of_a_full_day_is_left),
        cmocka_unit_test(what_is_kept_is_released_as_the_day_goes_on),
        cmocka_unit_test(nothing_is_kept_at_chance_1_or_where_nobody_gives_acute_care),
        cmocka_unit_test(a_slack_week_plans_more_minutes_for_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
