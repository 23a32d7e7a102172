/* How sessions are cut into bands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots/tiny.h"

#include "base/text.h"
#include "model/bands.h"

static const int ONE_LENGTH[] = {20, 0};

static const ipso_assignment MONDAY_DUTY0 = {0, 0, 0};

/* "480-600 600-720*": the bands of one duty, extended ones with a star. */
static void expect_bands(const ipso_practice *practice, const ipso_assignment *assignments,
                         int count, const char *expected)
{
    ipso__bands bands;
    ipso__text text = {0};
    assert_int_equal(ipso__bands_build(&bands, practice, assignments, count, NULL, 0, NULL),
                     IPSO_OK);
    for (int b = 0; b < bands.band_count; b++)
        ipso__text_printf(&text, "%s%d-%d%s", b > 0 ? " " : "", bands.bands[b].start_min,
                          bands.bands[b].end_min, bands.bands[b].extended ? "*" : "");
    assert_string_equal(ipso__text_string(&text), expected);
    ipso__text_finish(&text);
    ipso__bands_finish(&bands);
}

/* One doctor, one site, one type (index 0) with demand all day, one duty from start to end. */
static ipso_practice *one_duty(int start_min, int end_min)
{
    ipso_practice *practice = tiny_new(1);
    tiny_site(practice, "centre");
    tiny_doctor(practice, "morel");
    tiny_type(practice, "visit", IPSO_CARE_FOLLOW_UP, 20, ONE_LENGTH);
    tiny_duty(practice, "duty", 0, start_min, end_min);
    tiny_demand(practice, 0, 1, 0, IPSO_DAY_MIN);
    return practice;
}

static void add_windowed_request(ipso_practice *practice, const char *id, int start_min,
                                 int end_min)
{
    ipso_date day0 = ipso_practice_horizon(practice)->first_day;
    ipso_window window = {day0, day0, start_min, end_min};
    ipso_request request;
    ipso_request_init(&request);
    request.id = id;
    request.patient = id;
    request.type = 0;
    request.windows = &window;
    request.window_count = 1;
    assert_int_equal(ipso_practice_add_request(practice, &request, NULL), IPSO_OK);
}

static void a_quiet_session_is_one_band(void **state)
{
    (void)state;
    ipso_practice *practice = one_duty(540, 720);
    tiny_validate(practice);
    expect_bands(practice, &MONDAY_DUTY0, 1, "540-720");
    ipso_practice_free(practice);
}

static void extended_edges_cut(void **state)
{
    (void)state;
    /* Extended before 08:00 (480) and from 20:00 (1200) on. */
    ipso_practice *practice = one_duty(420, 1260);
    tiny_validate(practice);
    expect_bands(practice, &MONDAY_DUTY0, 1, "420-480* 480-1200 1200-1260*");
    ipso_practice_free(practice);
}

static void edges_of_served_demand_cut(void **state)
{
    (void)state;
    ipso_practice *practice = one_duty(540, 720);
    tiny_demand(practice, 0, 2, 600, 630);
    tiny_validate(practice);
    expect_bands(practice, &MONDAY_DUTY0, 1, "540-600 600-630 630-720");
    ipso_practice_free(practice);
}

static void fixed_appointments_are_taken_out(void **state)
{
    (void)state;
    ipso_practice *practice = one_duty(540, 720);
    tiny_fixed(practice, "p", 0, 0, 0, 0, 580, 20);
    tiny_validate(practice);
    expect_bands(practice, &MONDAY_DUTY0, 1, "540-580 600-720");
    ipso_practice_free(practice);
}

static void bands_shrink_inward_to_the_grid(void **state)
{
    (void)state;
    /* Demand from 10:03 to 10:58: [540, 603) ends at 600, [603, 658) is [605, 655), and the rest
     * starts at 660. */
    ipso_practice *practice = one_duty(540, 720);
    tiny_demand(practice, 0, 2, 603, 658);
    tiny_validate(practice);
    expect_bands(practice, &MONDAY_DUTY0, 1, "540-600 605-655 660-720");
    ipso_practice_free(practice);
}

static void an_hour_long_window_cuts_where_hours_remain(void **state)
{
    (void)state;
    ipso_practice *practice = one_duty(540, 720);
    add_windowed_request(practice, "r", 540, 630);
    tiny_validate(practice);
    expect_bands(practice, &MONDAY_DUTY0, 1, "540-630 630-720");
    ipso_practice_free(practice);
}

static void a_long_window_that_leaves_no_hour_does_not_cut(void **state)
{
    (void)state;
    ipso_practice *practice = one_duty(540, 720);
    add_windowed_request(practice, "s", 600, 720);
    add_windowed_request(practice, "r", 540, 630);
    tiny_validate(practice);
    /* 600 comes before 630 in time, and is cut; 630 would leave 600-630 and is not; then r has the
     * band 540-600. */
    expect_bands(practice, &MONDAY_DUTY0, 1, "540-600 600-720");
    ipso_practice_free(practice);
}

static void a_short_window_is_always_cut(void **state)
{
    (void)state;
    ipso_practice *practice = one_duty(540, 720);
    add_windowed_request(practice, "r", 600, 640);
    tiny_validate(practice);
    expect_bands(practice, &MONDAY_DUTY0, 1, "540-600 600-640 640-720");
    ipso_practice_free(practice);
}

static void a_window_without_any_band_is_cut_after_all(void **state)
{
    (void)state;
    /* 570-720 leaves 540-570, half an hour, and is not cut at first; then it holds no band. */
    ipso_practice *practice = one_duty(540, 720);
    add_windowed_request(practice, "r", 570, 720);
    tiny_validate(practice);
    expect_bands(practice, &MONDAY_DUTY0, 1, "540-570 570-720");
    ipso_practice_free(practice);
}

static void holes_keep_their_minutes(void **state)
{
    (void)state;
    ipso_practice *practice = one_duty(540, 720);
    tiny_validate(practice);
    ipso__bands bands;
    ipso__hole hole = {0, 0, 600, 620};
    assert_int_equal(ipso__bands_build(&bands, practice, &MONDAY_DUTY0, 1, &hole, 1, NULL),
                     IPSO_OK);
    assert_int_equal(bands.band_count, 2);
    assert_int_equal(ipso__bands_find(&bands, 0, 0, 540, 600), 0);
    assert_int_equal(ipso__bands_find(&bands, 0, 0, 620, 640), 1);
    assert_int_equal(ipso__bands_find(&bands, 0, 0, 590, 640), -1);
    ipso__bands_finish(&bands);
    ipso_practice_free(practice);
}

static void whole_bands_are_asked_for_links(void **state)
{
    (void)state;
    /* Bands 540-600 (a hole) 620-720 of one day. From the end of the first to the start of the
     * second there are 20 minutes, from start to end 180. */
    ipso_practice *practice = one_duty(540, 720);
    tiny_validate(practice);
    ipso__bands bands;
    ipso__hole hole = {0, 0, 600, 620};
    assert_int_equal(ipso__bands_build(&bands, practice, &MONDAY_DUTY0, 1, &hole, 1, NULL),
                     IPSO_OK);
    assert_true(ipso__bands_linked(&bands, 0, 1, 20, 180));
    assert_false(ipso__bands_linked(&bands, 0, 1, 21, 180));
    assert_false(ipso__bands_linked(&bands, 0, 1, 20, 179));
    assert_false(ipso__bands_linked(&bands, 1, 0, 0, 1000));
    assert_false(ipso__bands_linked(&bands, 0, 0, 0, 1000));
    ipso__bands_finish(&bands);
    ipso_practice_free(practice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_quiet_session_is_one_band),
        cmocka_unit_test(extended_edges_cut),
        cmocka_unit_test(edges_of_served_demand_cut),
        cmocka_unit_test(fixed_appointments_are_taken_out),
        cmocka_unit_test(bands_shrink_inward_to_the_grid),
        cmocka_unit_test(an_hour_long_window_cuts_where_hours_remain),
        cmocka_unit_test(a_long_window_that_leaves_no_hour_does_not_cut),
        cmocka_unit_test(a_short_window_is_always_cut),
        cmocka_unit_test(a_window_without_any_band_is_cut_after_all),
        cmocka_unit_test(holes_keep_their_minutes),
        cmocka_unit_test(whole_bands_are_asked_for_links),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
