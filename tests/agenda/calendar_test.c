/* The days when clocks change, and the turn of the year.
 *
 * Lead times are civil minutes: a day has 1440 of them on 29 March 2026, whose clocks jump from
 * 02:00 to 03:00, and on 25 October 2026, whose hour from 02:00 to 03:00 comes twice. 1 January
 * 2027 is a Friday and a public holiday.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "agenda/corner.h"

#include <string.h>

/* The Fridays before the last Sundays of March and October; Sunday is day 2, Monday day 3. */
static const char *const FRIDAYS[] = {"2026-03-27", "2026-10-23"};
enum { FRIDAY = 0, SATURDAY, SUNDAY, MONDAY };

#define AT(hour, minute) ((hour)*60 + (minute))

/* Both on duty from 02:00 to 05:00, of Sunday too, at a site that never closes. */
static corner around_the_clock(const char *first_day, const ipso_booking_rules *rules,
                               const corner_slot *slots)
{
    return corner_make(&(corner_options){.rules = rules,
                                         .slots = slots,
                                         .first_day = first_day,
                                         .first_min = AT(2, 0),
                                         .last_min = AT(5, 0),
                                         .around_the_clock = true});
}

static ipso_why_code code_of(const corner *made, const ipso_ask *ask, int day, int start_min,
                             int now_day, int now_min)
{
    ipso_stamp now = corner_stamp(made, now_day, now_min);
    ipso_why why = corner_why(made, ask, ADA, day, start_min, &now);

    return why.bookable ? IPSO_WHY_OFFERED : why.code;
}

/* ---- days when clocks change ---- */

/* 120 civil minutes from 01:30 to 03:30. */
static void notice_is_counted_through_a_night_of_23_or_25_hours(void **state)
{
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_booking_rules rules;

    (void)state;
    ipso_booking_rules_init(&rules);
    rules.notice_min = 120;
    for (int i = 0; i < 2; i++) {
        corner made = around_the_clock(FRIDAYS[i], &rules, NULL);
        assert_int_equal(code_of(&made, &ask, SUNDAY, AT(3, 25), SUNDAY, AT(1, 30)),
                         IPSO_WHY_NOTICE);
        assert_int_equal(code_of(&made, &ask, SUNDAY, AT(3, 30), SUNDAY, AT(1, 30)),
                         IPSO_WHY_OFFERED);
        corner_free(&made);
    }
}

/* The site is open on weekdays from 08:00 to 18:00. From Friday 16:00 to Monday 09:00 it is open
 * for 2 h + 1 h, whatever happens on Sunday: 180 min. */
static void notice_in_opening_time_does_not_see_a_sunday(void **state)
{
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_booking_rules rules;

    (void)state;
    ipso_booking_rules_init(&rules);
    for (int i = 0; i < 2; i++) {
        rules.notice_min = 180;
        corner made = corner_make(&(corner_options){.rules = &rules, .first_day = FRIDAYS[i]});
        assert_int_equal(code_of(&made, &ask, MONDAY, AT(9, 0), FRIDAY, AT(16, 0)),
                         IPSO_WHY_OFFERED);
        assert_int_equal(code_of(&made, &ask, MONDAY, AT(9, 0), FRIDAY, AT(16, 1)),
                         IPSO_WHY_NOTICE);
        corner_free(&made);
    }
}

/* An acute time at 04:00 on Sunday is released 3 h before: from 01:00 of the clock on the wall,
 * which is 2 h before it in March and 4 h in October; and opens to patients 24 h before: from
 * 04:00 on Saturday. */
static void acute_times_open_and_are_released_by_the_clock_on_the_wall(void **state)
{
    static const corner_slot slots[] = {{AT(4, 0), ACUTE, SUNDAY, SUNDAY}, {0, -1, 0, 0}};
    ipso_ask visit = corner_ask("p", VISIT), acute = corner_ask("p", ACUTE);
    ipso_booking_rules rules;

    (void)state;
    ipso_booking_rules_init(&rules);
    rules.release_h = 3;
    rules.patient_open_h = 24;
    for (int i = 0; i < 2; i++) {
        corner made = around_the_clock(FRIDAYS[i], &rules, slots);
        assert_int_equal(code_of(&made, &visit, SUNDAY, AT(4, 0), SUNDAY, AT(0, 59)),
                         IPSO_WHY_RESERVED);
        assert_int_equal(code_of(&made, &visit, SUNDAY, AT(4, 0), SUNDAY, AT(1, 0)),
                         IPSO_WHY_OFFERED);
        assert_int_equal(code_of(&made, &acute, SUNDAY, AT(4, 0), SATURDAY, AT(3, 59)),
                         IPSO_WHY_RESERVED);
        assert_int_equal(code_of(&made, &acute, SUNDAY, AT(4, 0), SATURDAY, AT(4, 0)),
                         IPSO_WHY_OFFERED);
        corner_free(&made);
    }
}

/* Waiting is counted in days, from the wanted Friday to Sunday two, to Monday three, at 5 points,
 * and on the day by its hour: 5 x start minute / 300, a point for each hour that the clock shows.
 */
static void offers_count_days_and_the_hour_that_the_clock_shows(void **state)
{
    ipso_window window;
    ipso_ask ask = corner_ask("p", VISIT);

    (void)state;
    for (int i = 0; i < 2; i++) {
        corner made = around_the_clock(FRIDAYS[i], NULL, NULL);
        ipso_stamp now = corner_stamp(&made, FRIDAY, AT(6, 0));
        ipso_offer offers[200];
        int count = 0, sundays = 0;

        window = (ipso_window){made.first + SUNDAY, made.first + MONDAY, 0, IPSO_DAY_MIN};
        ask.request.windows = &window;
        ask.request.window_count = 1;
        ask.request.wanted = made.first;
        assert_int_equal(ipso_agenda_offer(made.agenda, offers, 200, &count, &ask, &now, NULL),
                         IPSO_OK);
        assert_true(count > 0);
        assert_int_equal(offers[0].date, made.first + SUNDAY);
        for (int k = 0; k < count; k++) {
            int day = offers[k].date - made.first;
            sundays += day == SUNDAY;
            assert_int_equal(offers[k].points[IPSO_OFFER_WAIT], 5 * day + offers[k].start_min / 60);
            assert_true(offers[k].start_min >= AT(2, 0));
            assert_true(offers[k].start_min + offers[k].length_min <= AT(5, 0));
        }
        assert_int_equal(2 * sundays, count); /* Sunday has the starts that Monday has */
        corner_free(&made);
    }
}

/* A hold made at 01:50 for 15 minutes ends when so many seconds have gone by: at 03:05 of the
 * clock in March, at 02:05 in October. The civil time is not what it goes by. */
static void holds_expire_by_seconds_when_clocks_change(void **state)
{
    static const int ends[] = {AT(3, 5), AT(2, 5)};
    ipso_ask ask = corner_ask("p", VISIT);

    (void)state;
    for (int i = 0; i < 2; i++) {
        corner made = around_the_clock(FRIDAYS[i], NULL, NULL);
        ipso_place place = corner_place(&made, ADA, SUNDAY, AT(4, 0));
        ipso_stamp now = corner_stamp(&made, SUNDAY, AT(1, 50)), then = now;
        int64_t number = 0;

        assert_int_equal(ipso_agenda_hold(made.agenda, &number, &ask, &place, 900, &now, NULL),
                         IPSO_OK);
        then.time_min = ends[i] - 1;
        then.unix_s = now.unix_s + 899;
        assert_int_equal(ipso_agenda_tick(made.agenda, NULL, &then, NULL), IPSO_OK);
        assert_int_equal(ipso_agenda_seq(made.agenda), 1);
        then.time_min = ends[i];
        then.unix_s = now.unix_s + 900;
        assert_int_equal(ipso_agenda_book_held(made.agenda, number, &then, NULL), IPSO_INPUT);
        assert_int_equal(ipso_agenda_seq(made.agenda), 2);
        corner_free(&made);
    }
}

/* From Saturday 12:00 to Sunday 12:00 is one block, however long it is. */
static void a_block_may_span_the_change(void **state)
{
    ipso_ask ask = corner_ask("p", VISIT);

    (void)state;
    for (int i = 0; i < 2; i++) {
        corner made = around_the_clock(FRIDAYS[i], NULL, NULL);
        ipso_stamp now = corner_stamp(&made, FRIDAY, AT(6, 0));
        int64_t number = 0;

        assert_int_equal(ipso_agenda_block(made.agenda, &number, ADA, made.first + SATURDAY,
                                           AT(12, 0), made.first + SUNDAY, AT(4, 0), NULL, &now,
                                           NULL),
                         IPSO_OK);
        assert_int_equal(code_of(&made, &ask, SUNDAY, AT(3, 55), FRIDAY, AT(6, 0)),
                         IPSO_WHY_BLOCKED);
        assert_int_equal(code_of(&made, &ask, SUNDAY, AT(4, 0), FRIDAY, AT(6, 0)),
                         IPSO_WHY_OFFERED);
        corner_free(&made);
    }
}

/* ---- the turn of the year ---- */

/* Days of the week from Tuesday 29 December 2026. */
enum { LAST_DAY = 2, NEW_YEAR = 3, FIRST_MONDAY = 6 };

static corner turn_of_the_year(const ipso_booking_rules *rules, const corner_slot *slots)
{
    return corner_make(
        &(corner_options){.rules = rules, .slots = slots, .first_day = "2026-12-29"});
}

/* From Thursday 16:00 to Monday 09:05 the site is open for 2 h + 65 min: the Friday is closed. */
static void notice_passes_over_new_years_day(void **state)
{
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_booking_rules rules;

    (void)state;
    ipso_booking_rules_init(&rules);
    rules.notice_min = 185;
    corner made = turn_of_the_year(&rules, NULL);
    assert_int_equal(code_of(&made, &ask, FIRST_MONDAY, AT(9, 0), LAST_DAY, AT(16, 0)),
                     IPSO_WHY_NOTICE);
    assert_int_equal(code_of(&made, &ask, FIRST_MONDAY, AT(9, 5), LAST_DAY, AT(16, 0)),
                     IPSO_WHY_OFFERED);
    assert_int_equal(code_of(&made, &ask, NEW_YEAR, AT(9, 0), LAST_DAY, AT(8, 0)), IPSO_WHY_DUTY);
    corner_free(&made);
}

/* Monday 4 January is four days after 31 December. */
static void days_ahead_are_counted_into_the_new_year(void **state)
{
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_booking_rules rules;

    (void)state;
    ipso_booking_rules_init(&rules);
    for (int ahead = 3; ahead <= 4; ahead++) {
        rules.ahead_days = ahead;
        corner made = turn_of_the_year(&rules, NULL);
        assert_int_equal(code_of(&made, &ask, FIRST_MONDAY, AT(9, 0), LAST_DAY, AT(16, 0)),
                         ahead == 3 ? IPSO_WHY_HORIZON : IPSO_WHY_OFFERED);
        corner_free(&made);
    }
}

/* Monday 09:00 less 72 h is Friday 09:00, less 96 h Thursday 09:00. */
static void acute_times_open_from_the_old_year(void **state)
{
    static const corner_slot slots[] = {{AT(9, 0), ACUTE, FIRST_MONDAY, FIRST_MONDAY},
                                        {0, -1, 0, 0}};
    ipso_ask visit = corner_ask("p", VISIT), acute = corner_ask("p", ACUTE);
    ipso_booking_rules rules;

    (void)state;
    ipso_booking_rules_init(&rules);
    rules.release_h = 72;
    rules.patient_open_h = 96;
    corner made = turn_of_the_year(&rules, slots);
    assert_int_equal(code_of(&made, &acute, FIRST_MONDAY, AT(9, 0), LAST_DAY, AT(8, 59)),
                     IPSO_WHY_RESERVED);
    assert_int_equal(code_of(&made, &acute, FIRST_MONDAY, AT(9, 0), LAST_DAY, AT(9, 0)),
                     IPSO_WHY_OFFERED);
    assert_int_equal(code_of(&made, &visit, FIRST_MONDAY, AT(9, 0), NEW_YEAR, AT(8, 59)),
                     IPSO_WHY_RESERVED);
    assert_int_equal(code_of(&made, &visit, FIRST_MONDAY, AT(9, 0), NEW_YEAR, AT(9, 0)),
                     IPSO_WHY_OFFERED);
    corner_free(&made);
}

static int count_one(void *user, const ipso_entry *entry)
{
    (void)entry;
    ++*(int *)user;
    return 0;
}

/* 4 January is 30 days before 3 February, and 31 before 4 February. */
static void a_recall_is_settled_across_the_year(void **state)
{
    corner made = turn_of_the_year(NULL, NULL);
    ipso_stamp now = corner_stamp(&made, LAST_DAY, AT(16, 0));
    ipso_entry_filter filter;
    ipso_date february;
    int64_t number;
    int due = 0;

    (void)state;
    assert_true(ipso_date_parse(&february, "2027-02-03"));
    for (int i = 0; i < 2; i++)
        assert_int_equal(ipso_agenda_recall(made.agenda, &number, "p", VISIT, IPSO_ANY, IPSO_ANY,
                                            february + i, &now, NULL),
                         IPSO_OK);
    corner_book(&made, "p", VISIT, ADA, FIRST_MONDAY, AT(9, 0), 30, &now);
    ipso_entry_filter_init(&filter);
    filter.states = 1u << IPSO_ENTRY_DUE;
    assert_int_equal(ipso_agenda_list(made.agenda, &filter, NULL, count_one, &due, NULL), IPSO_OK);
    assert_int_equal(due, 1);
    corner_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notice_is_counted_through_a_night_of_23_or_25_hours),
        cmocka_unit_test(notice_in_opening_time_does_not_see_a_sunday),
        cmocka_unit_test(acute_times_open_and_are_released_by_the_clock_on_the_wall),
        cmocka_unit_test(offers_count_days_and_the_hour_that_the_clock_shows),
        cmocka_unit_test(holds_expire_by_seconds_when_clocks_change),
        cmocka_unit_test(a_block_may_span_the_change),
        cmocka_unit_test(notice_passes_over_new_years_day),
        cmocka_unit_test(days_ahead_are_counted_into_the_new_year),
        cmocka_unit_test(acute_times_open_from_the_old_year),
        cmocka_unit_test(a_recall_is_settled_across_the_year),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
