/* Changes on condition: only if what they are about is still as it was seen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "agenda/corner.h"
#include "agenda/memory_store.h"

#include <string.h>

static int64_t version_of(const corner *made, int64_t number)
{
    ipso_entry entry;

    assert_int_equal(ipso_agenda_entry(made->agenda, &entry, number, NULL), IPSO_OK);
    return entry.version;
}

static ipso_status cancel_at(const corner *made, int64_t number, int64_t version, ipso_error *err)
{
    ipso_stamp stamp = corner_stamp(made, 0, 480);

    ipso_error_init(err);
    stamp.version = version;
    return ipso_agenda_cancel(made->agenda, number, NULL, &stamp, err);
}

static ipso_status move_at(const corner *made, int64_t number, int64_t version, int start_min)
{
    ipso_stamp stamp = corner_stamp(made, 0, 480);
    ipso_place place = corner_place(made, BEN, 0, start_min);

    stamp.version = version;
    return ipso_agenda_move(made->agenda, number, &place, &stamp, NULL);
}

/* Events 1 to 3: booked, moved, moved. */
static void a_version_is_the_number_of_the_last_event(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    int64_t number = corner_book(&made, "p", VISIT, ADA, 0, 540, 30, &now);

    (void)state;
    assert_int_equal(version_of(&made, number), 1);
    assert_int_equal(move_at(&made, number, 0, 540), IPSO_OK);
    assert_int_equal(version_of(&made, number), 2);
    assert_int_equal(move_at(&made, number, 2, 570), IPSO_OK);
    assert_int_equal(version_of(&made, number), 3);
    corner_free(&made);
}

static void what_changed_since_is_neither_moved_nor_cancelled(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    int64_t number = corner_book(&made, "p", VISIT, ADA, 0, 540, 30, &now);
    ipso_error err;

    (void)state;
    assert_int_equal(move_at(&made, number, 1, 540), IPSO_OK);
    assert_int_equal(move_at(&made, number, 1, 570), IPSO_CHANGED);
    assert_int_equal(cancel_at(&made, number, 1, &err), IPSO_CHANGED);
    assert_string_equal(err.where, "/version");
    assert_string_equal(err.text, "1 is not as it was at version 1: it is at version 2");
    assert_int_equal(ipso_agenda_seq(made.agenda), 2);
    assert_int_equal(cancel_at(&made, number, 2, &err), IPSO_OK);
    assert_int_equal(cancel_at(&made, number, 2, &err), IPSO_CHANGED);
    assert_string_equal(err.text, "1, last seen at version 2, is over");
    assert_int_equal(cancel_at(&made, 99, 99, &err), IPSO_INPUT);
    assert_string_equal(err.where, "/number");
    assert_int_equal(ipso_agenda_seq(made.agenda), 3);
    corner_free(&made);
}

/* A version that nothing has yet is not "however it is now". */
static void a_version_of_the_future_fits_nothing(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    int64_t number = corner_book(&made, "p", VISIT, ADA, 0, 540, 30, &now);
    ipso_error err;

    (void)state;
    assert_int_equal(cancel_at(&made, number, 2, &err), IPSO_CHANGED);
    assert_int_equal(cancel_at(&made, number, -1, &err), IPSO_CHANGED);
    assert_int_equal(cancel_at(&made, number, 1, &err), IPSO_OK);
    corner_free(&made);
}

/* Event 2 books the hold 1; a no-show is event 3. */
static void holds_and_no_shows_have_versions(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480), late = corner_stamp(&made, 0, 600);
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_place place = corner_place(&made, ADA, 0, 540);
    int64_t number = 0;

    (void)state;
    assert_int_equal(ipso_agenda_hold(made.agenda, &number, &ask, &place, 60, &now, NULL), IPSO_OK);
    now.version = 7;
    assert_int_equal(ipso_agenda_book_held(made.agenda, number, &now, NULL), IPSO_CHANGED);
    now.version = 1;
    assert_int_equal(ipso_agenda_book_held(made.agenda, number, &now, NULL), IPSO_OK);
    assert_int_equal(version_of(&made, number), 2);
    late.version = 1;
    assert_int_equal(ipso_agenda_no_show(made.agenda, number, &late, NULL), IPSO_CHANGED);
    late.version = 2;
    assert_int_equal(ipso_agenda_no_show(made.agenda, number, &late, NULL), IPSO_OK);
    assert_int_equal(version_of(&made, number), 3);
    corner_free(&made);
}

/* A hold that expires at the very change is over by then: its expiry comes first. */
static void a_hold_that_expired_has_changed(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_place place = corner_place(&made, ADA, 0, 540);
    int64_t number = 0;

    (void)state;
    assert_int_equal(ipso_agenda_hold(made.agenda, &number, &ask, &place, 60, &now, NULL), IPSO_OK);
    now.unix_s += 60;
    now.version = number;
    assert_int_equal(ipso_agenda_book_held(made.agenda, number, &now, NULL), IPSO_CHANGED);
    now.version = 0;
    assert_int_equal(ipso_agenda_book_held(made.agenda, number, &now, NULL), IPSO_INPUT);
    corner_free(&made);
}

static void what_is_new_has_no_version(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_place place = corner_place(&made, ADA, 0, 540);
    int64_t number = 0;
    ipso_error err;

    (void)state;
    ipso_error_init(&err);
    now.version = 1;
    assert_int_equal(ipso_agenda_book(made.agenda, &number, &ask, &place, &now, &err), IPSO_INPUT);
    assert_string_equal(err.where, "/version");
    corner_free(&made);
}

/* The answer to the first sending was lost; the second names the version that it saw, too. */
static void a_key_is_looked_at_before_the_version(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    int64_t number = corner_book(&made, "p", VISIT, ADA, 0, 540, 30, &now);
    ipso_place place = corner_place(&made, BEN, 0, 540);

    (void)state;
    now.key = "move-1";
    now.version = 1;
    assert_int_equal(ipso_agenda_move(made.agenda, number, &place, &now, NULL), IPSO_OK);
    assert_int_equal(ipso_agenda_move(made.agenda, number, &place, &now, NULL), IPSO_OK);
    assert_int_equal(ipso_agenda_seq(made.agenda), 2);
    corner_free(&made);
}

/* What a cancel frees is proposed to who waits, whatever version the cancel named. */
static void a_condition_does_not_reach_the_proposals(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    int64_t number = corner_book(&made, "p", VISIT, ADA, 0, 540, 30, &now), wait = 0;
    ipso_ask ask = corner_ask("q", VISIT);

    (void)state;
    assert_int_equal(ipso_agenda_wait(made.agenda, &wait, &ask, &now, NULL), IPSO_OK);
    now.version = number;
    assert_int_equal(ipso_agenda_cancel(made.agenda, number, NULL, &now, NULL), IPSO_OK);
    assert_int_equal(ipso_agenda_seq(made.agenda), 4); /* book, wait, cancel, hold */
    corner_free(&made);
}

/* Two services see version 1; one cancels, the other's move must not bring it back. */
static void of_two_services_the_second_is_told(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    corner other = made;
    memory_store kept;
    int64_t number;

    (void)state;
    memory_store_init(&kept);
    assert_int_equal(ipso_agenda_new(&other.agenda, made.plan, NULL), IPSO_OK);
    assert_int_equal(ipso_agenda_attach(made.agenda, &kept.store, NULL), IPSO_OK);
    assert_int_equal(ipso_agenda_attach(other.agenda, &kept.store, NULL), IPSO_OK);
    number = corner_book(&made, "p", VISIT, ADA, 0, 540, 30, &now);
    assert_int_equal(ipso_agenda_refresh(other.agenda, NULL), IPSO_OK);
    assert_int_equal(version_of(&other, number), 1);
    assert_int_equal(move_at(&made, number, 1, 540), IPSO_OK);
    assert_int_equal(move_at(&other, number, 1, 570), IPSO_CHANGED);
    assert_int_equal(version_of(&other, number), 2); /* it knows now */
    assert_int_equal(kept.events[1].stamp.version, 0);
    ipso_agenda_free(other.agenda);
    corner_free(&made);
    memory_store_finish(&kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_version_is_the_number_of_the_last_event),
        cmocka_unit_test(what_changed_since_is_neither_moved_nor_cancelled),
        cmocka_unit_test(a_version_of_the_future_fits_nothing),
        cmocka_unit_test(holds_and_no_shows_have_versions),
        cmocka_unit_test(a_hold_that_expired_has_changed),
        cmocka_unit_test(what_is_new_has_no_version),
        cmocka_unit_test(a_key_is_looked_at_before_the_version),
        cmocka_unit_test(a_condition_does_not_reach_the_proposals),
        cmocka_unit_test(of_two_services_the_second_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
