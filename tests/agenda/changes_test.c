/* Changes of an agenda: what each does, and what it leaves alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "agenda/corner.h"
#include "agenda/memory_store.h"

#include <string.h>

static ipso_entry entry_of(const corner *made, int64_t number)
{
    ipso_entry entry;

    assert_int_equal(ipso_agenda_entry(made->agenda, &entry, number, NULL), IPSO_OK);
    return entry;
}

static bool is_there(const corner *made, int64_t number)
{
    ipso_entry entry;

    return ipso_agenda_entry(made->agenda, &entry, number, NULL) == IPSO_OK;
}

typedef struct counting {
    int count;
    int64_t last;
} counting;

static int count_one(void *user, const ipso_entry *entry)
{
    counting *counted = user;

    counted->count++;
    counted->last = entry->number;
    return 0;
}

/* How many entries are in a state; *last (NULL allowed) is the number of the last. */
static int count_of(const corner *made, ipso_entry_state state, int64_t *last)
{
    counting counted = {0, 0};
    ipso_entry_filter filter;

    ipso_entry_filter_init(&filter);
    filter.states = 1u << state;
    assert_int_equal(ipso_agenda_list(made->agenda, &filter, NULL, count_one, &counted, NULL),
                     IPSO_OK);
    if (last != NULL)
        *last = counted.last;
    return counted.count;
}

/* ---- keys ---- */

static void a_change_with_a_known_key_changes_nothing_and_answers_the_same(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_place place = corner_place(&made, ADA, 0, 540);
    int64_t first = 0, again = 0;
    ipso_error err;

    (void)state;
    now.key = "k1";
    assert_int_equal(ipso_agenda_book(made.agenda, &first, &ask, &place, &now, NULL), IPSO_OK);
    assert_int_equal(ipso_agenda_book(made.agenda, &again, &ask, &place, &now, NULL), IPSO_OK);
    assert_int_equal(again, first);
    assert_int_equal(ipso_agenda_seq(made.agenda), 1);
    ipso_error_init(&err);
    assert_int_equal(ipso_agenda_cancel(made.agenda, first, NULL, &now, &err), IPSO_INPUT);
    assert_string_equal(err.where, "/key");
    now.key = "k2";
    assert_int_equal(ipso_agenda_cancel(made.agenda, first, NULL, &now, NULL), IPSO_OK);
    assert_int_equal(ipso_agenda_cancel(made.agenda, first, NULL, &now, NULL), IPSO_OK);
    assert_int_equal(ipso_agenda_cancel(made.agenda, 99, NULL, &now, NULL), IPSO_INPUT);
    assert_int_equal(ipso_agenda_seq(made.agenda), 2);
    corner_free(&made);
}

static void a_change_that_fails_leaves_its_key_free(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_place place = corner_place(&made, ADA, 1, 540);
    int64_t number = 0;

    (void)state;
    now.key = "k";
    assert_int_equal(ipso_agenda_book(made.agenda, &number, &ask, &place, &now, NULL), IPSO_STATE);
    place.date = made.first;
    assert_int_equal(ipso_agenda_book(made.agenda, &number, &ask, &place, &now, NULL), IPSO_OK);
    assert_int_equal(number, 1);
    corner_free(&made);
}

/* ---- holds ---- */

static void a_hold_is_booked_in_time_or_expires(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480), late = now;
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_place place = corner_place(&made, ADA, 0, 540);
    int64_t first = 0, second = 0;

    (void)state;
    assert_int_equal(ipso_agenda_hold(made.agenda, &first, &ask, &place, 60, &now, NULL), IPSO_OK);
    place.start_min = 570;
    assert_int_equal(ipso_agenda_hold(made.agenda, &second, &ask, &place, 61, &now, NULL), IPSO_OK);
    late.unix_s += 59;
    assert_int_equal(ipso_agenda_book_held(made.agenda, second, &late, NULL), IPSO_OK);
    assert_int_equal(entry_of(&made, second).state, IPSO_ENTRY_BOOKED);
    late.unix_s += 1;
    assert_int_equal(ipso_agenda_book_held(made.agenda, first, &late, NULL), IPSO_INPUT);
    assert_false(is_there(&made, first));
    assert_int_equal(ipso_agenda_seq(made.agenda), 4); /* hold, hold, book, expire */
    ask = corner_ask("q", VISIT);
    assert_true(corner_why(&made, &ask, ADA, 0, 540, &late).bookable);
    corner_free(&made);
}

/* ---- moves, links, overrides ---- */

static void a_move_keeps_number_and_length(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    int64_t number = corner_book(&made, "p", VISIT, ADA, 0, 540, 20, &now);
    ipso_place place = corner_place(&made, ADA, 0, 550);
    ipso_entry entry;

    (void)state;
    assert_int_equal(ipso_agenda_move(made.agenda, number, &place, &now, NULL), IPSO_OK);
    place = corner_place(&made, BEN, 3, 600);
    assert_int_equal(ipso_agenda_move(made.agenda, number, &place, &now, NULL), IPSO_OK);
    entry = entry_of(&made, number);
    assert_int_equal(entry.practitioner, BEN);
    assert_int_equal(entry.date, made.first + 3);
    assert_int_equal(entry.start_min, 600);
    assert_int_equal(entry.length_min, 20);
    place.length_min = 30;
    assert_int_equal(ipso_agenda_move(made.agenda, number, &place, &now, NULL), IPSO_OK);
    assert_int_equal(entry_of(&made, number).length_min, 30);
    corner_free(&made);
}

/* The second starts 30 to 60 min after the first has ended. */
static void linked_appointments_keep_their_gap(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    int64_t first = corner_book(&made, "p", VISIT, ADA, 0, 540, 30, &now), second = 0;
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_place place = corner_place(&made, BEN, 0, 600);

    (void)state;
    ask.after = first;
    ask.request.min_gap_min = 30;
    ask.request.max_gap_min = 60;
    assert_int_equal(corner_why(&made, &ask, BEN, 0, 595, &now).code, IPSO_WHY_LINK);
    assert_true(corner_why(&made, &ask, BEN, 0, 630, &now).bookable);
    assert_int_equal(corner_why(&made, &ask, BEN, 3, 600, &now).code, IPSO_WHY_LINK);
    assert_int_equal(ipso_agenda_book(made.agenda, &second, &ask, &place, &now, NULL), IPSO_OK);
    place = corner_place(&made, ADA, 0, 545);
    assert_int_equal(ipso_agenda_move(made.agenda, first, &place, &now, NULL), IPSO_STATE);
    place.override = true;
    assert_int_equal(ipso_agenda_move(made.agenda, first, &place, &now, NULL), IPSO_OK);
    assert_int_equal(entry_of(&made, first).overrides, 1u << IPSO_WHY_LINK);
    corner_free(&made);
}

static void staff_pass_over_rules_knowingly_but_book_nobody_twice(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 600);
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_place place = corner_place(&made, ADA, 0, 500);
    ipso_entry entry;
    int64_t number = 0;
    ipso_error err;

    (void)state;
    place.override = true;
    ipso_error_init(&err);
    assert_int_equal(ipso_agenda_book(made.agenda, &number, &ask, &place, &now, &err), IPSO_INPUT);
    assert_string_equal(err.where, "/place/override");
    ask.audience = IPSO_AUDIENCE_STAFF;
    assert_int_equal(ipso_agenda_book(made.agenda, &number, &ask, &place, &now, NULL), IPSO_OK);
    entry = entry_of(&made, number);
    assert_int_equal(entry.overrides,
                     1u << IPSO_WHY_PAST | 1u << IPSO_WHY_DUTY | 1u << IPSO_WHY_PROTECTED);
    assert_int_equal(entry.length_min, 20); /* the shortest */
    assert_int_equal(entry.site, 0);
    place.start_min = 510;
    assert_int_equal(ipso_agenda_book(made.agenda, &number, &ask, &place, &now, NULL), IPSO_STATE);
    corner_free(&made);
}

static void a_no_show_is_told_once_the_time_has_come(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480), then = corner_stamp(&made, 0, 540);
    int64_t number = corner_book(&made, "p", VISIT, ADA, 0, 540, 30, &now);
    ipso_ask ask = corner_ask("q", VISIT);
    ipso_place later = corner_place(&made, ADA, 0, 600);

    (void)state;
    assert_int_equal(ipso_agenda_no_show(made.agenda, number, &now, NULL), IPSO_STATE);
    assert_int_equal(ipso_agenda_no_show(made.agenda, number, &then, NULL), IPSO_OK);
    assert_int_equal(ipso_agenda_no_show(made.agenda, number, &then, NULL), IPSO_STATE);
    assert_int_equal(ipso_agenda_move(made.agenda, number, &later, &then, NULL), IPSO_STATE);
    assert_int_equal(corner_why(&made, &ask, ADA, 0, 540, &then).code, IPSO_WHY_OCCUPIED);
    corner_free(&made);
}

static void a_block_leaves_appointments_in_its_way(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    int64_t friday = corner_book(&made, "p", VISIT, ADA, 0, 540, 30, &now), block = 0;
    int64_t monday = corner_book(&made, "p", VISIT, ADA, 3, 630, 30, &now);
    ipso_ask ask = corner_ask("q", VISIT);

    (void)state;
    assert_int_equal(ipso_agenda_block(made.agenda, &block, ADA, made.first, 600, made.first + 3,
                                       630, "ill", &now, NULL),
                     IPSO_OK);
    assert_false(entry_of(&made, friday).in_way);
    assert_false(entry_of(&made, monday).in_way);
    assert_int_equal(corner_why(&made, &ask, ADA, 3, 540, &now).code, IPSO_WHY_BLOCKED);
    assert_int_equal(ipso_agenda_unblock(made.agenda, block, &now, NULL), IPSO_OK);
    assert_true(corner_why(&made, &ask, ADA, 3, 540, &now).bookable);
    assert_int_equal(ipso_agenda_block(made.agenda, &block, ADA, made.first, 0, made.first + 3, 631,
                                       "ill", &now, NULL),
                     IPSO_OK);
    assert_true(entry_of(&made, friday).in_way);
    assert_true(entry_of(&made, monday).in_way);
    assert_int_equal(ipso_agenda_block(made.agenda, &block, ADA, made.first + 1, 0, made.first, 600,
                                       NULL, &now, NULL),
                     IPSO_INPUT);
    corner_free(&made);
}

/* ---- who waits ---- */

static int64_t wait_for(const corner *made, const char *patient, int priority_percent,
                        const ipso_stamp *now)
{
    ipso_window window = {made->first, made->first, 540, 570};
    ipso_ask ask = corner_ask(patient, VISIT);
    int64_t number = 0;

    ask.request.windows = &window;
    ask.request.window_count = 1;
    ask.request.practitioner = ADA;
    ask.request.accepts_others = false;
    ask.request.priority_percent = priority_percent;
    assert_int_equal(ipso_agenda_wait(made->agenda, &number, &ask, now, NULL), IPSO_OK);
    return number;
}

static void time_that_frees_up_is_proposed_to_who_waits(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    int64_t booked = corner_book(&made, "p", VISIT, ADA, 0, 540, 30, &now), held = 0;
    int64_t first = wait_for(&made, "q", 100, &now), second = wait_for(&made, "r", 150, &now);

    (void)state;
    assert_int_equal(ipso_agenda_cancel(made.agenda, booked, "better", &now, NULL), IPSO_OK);
    assert_int_equal(count_of(&made, IPSO_ENTRY_HELD, &held), 1);
    assert_int_equal(entry_of(&made, held).wait, second); /* gains 450 against 300 */
    assert_string_equal(entry_of(&made, held).patient, "r");
    assert_int_equal(entry_of(&made, held).expires_s, now.unix_s + 3600);
    now.unix_s += 3600;
    assert_int_equal(ipso_agenda_tick(made.agenda, NULL, &now, NULL), IPSO_OK);
    assert_int_equal(count_of(&made, IPSO_ENTRY_HELD, &held), 1);
    assert_int_equal(entry_of(&made, held).wait, first); /* it is the other's turn */
    assert_int_equal(ipso_agenda_book_held(made.agenda, held, &now, NULL), IPSO_OK);
    assert_int_equal(count_of(&made, IPSO_ENTRY_WAITING, NULL), 1);
    assert_false(is_there(&made, first));
    corner_free(&made);
}

static void who_lets_a_proposal_lapse_is_not_asked_again_for_it(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    int64_t held = 0, wait = wait_for(&made, "q", 100, &now);
    int proposed = 0;

    (void)state;
    assert_int_equal(ipso_agenda_tick(made.agenda, &proposed, &now, NULL), IPSO_OK);
    assert_int_equal(proposed, 1);
    assert_int_equal(count_of(&made, IPSO_ENTRY_HELD, &held), 1);
    assert_int_equal(ipso_agenda_cancel(made.agenda, held, NULL, &now, NULL), IPSO_OK);
    assert_int_equal(ipso_agenda_tick(made.agenda, &proposed, &now, NULL), IPSO_OK);
    assert_int_equal(proposed, 0);
    assert_true(is_there(&made, wait));
    held = corner_book(&made, "p", VISIT, ADA, 0, 540, 30, &now);
    assert_int_equal(ipso_agenda_cancel(made.agenda, held, NULL, &now, NULL), IPSO_OK);
    assert_int_equal(count_of(&made, IPSO_ENTRY_HELD, &held), 1);
    assert_int_equal(ipso_agenda_unwait(made.agenda, wait, &now, NULL), IPSO_OK);
    assert_int_equal(count_of(&made, IPSO_ENTRY_HELD, NULL), 0);
    assert_int_equal(count_of(&made, IPSO_ENTRY_WAITING, NULL), 0);
    corner_free(&made);
}

/* ---- recalls ---- */

static void a_recall_is_due_until_the_patient_is_booked(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    int64_t due = 0, later = 0, booked;

    (void)state;
    assert_int_equal(ipso_agenda_recall(made.agenda, &due, "p", VISIT, IPSO_ANY, ADA,
                                        made.first + 30, &now, NULL),
                     IPSO_OK);
    assert_int_equal(ipso_agenda_recall(made.agenda, &later, "p", VISIT, IPSO_ANY, ADA,
                                        made.first + 31, &now, NULL),
                     IPSO_OK);
    assert_int_equal(count_of(&made, IPSO_ENTRY_DUE, NULL), 2);
    corner_book(&made, "q", VISIT, ADA, 0, 540, 30, &now);
    corner_book(&made, "p", ACUTE, ADA, 0, 570, 10, &now);
    assert_int_equal(count_of(&made, IPSO_ENTRY_DUE, NULL), 2);
    booked = corner_book(&made, "p", VISIT, ADA, 0, 580, 30, &now);
    assert_int_equal(count_of(&made, IPSO_ENTRY_DUE, NULL), 1);
    assert_int_equal(ipso_agenda_cancel(made.agenda, booked, NULL, &now, NULL), IPSO_OK);
    assert_int_equal(count_of(&made, IPSO_ENTRY_DUE, NULL), 2);
    assert_int_equal(ipso_agenda_cancel(made.agenda, due, "moved away", &now, NULL), IPSO_OK);
    assert_int_equal(count_of(&made, IPSO_ENTRY_DUE, NULL), 1);
    corner_free(&made);
}

/* ---- the store ---- */

static ipso_status one_event(void *self, int64_t after_seq, ipso_event_fn take, void *user,
                             ipso_error *err)
{
    return after_seq == 0 ? take(user, self, err) : IPSO_OK;
}

static void an_event_that_does_not_fit_leaves_the_agenda_without_a_store(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_event event = {.seq = 1,
                        .kind = IPSO_EVENT_BOOK,
                        .number = 1,
                        .practitioner = 2,
                        .date = made.first,
                        .start_min = 540,
                        .length_min = 30,
                        .mode = IPSO_MODE_SITE};
    ipso_store store = {.self = &event, .read = one_event};
    memory_store kept;
    ipso_error err;

    (void)state;
    ipso_ask_init(&event.ask);
    ipso_error_init(&err);
    assert_int_equal(ipso_agenda_attach(made.agenda, &store, &err), IPSO_INPUT);
    assert_non_null(strstr(err.text, "event 1 (book)"));
    assert_int_equal(ipso_agenda_seq(made.agenda), 0);
    memory_store_init(&kept);
    assert_int_equal(ipso_agenda_attach(made.agenda, &kept.store, NULL), IPSO_OK);
    corner_book(&made, "p", VISIT, ADA, 0, 540, 30, &now);
    assert_int_equal(kept.kept, 1);
    assert_string_equal(kept.events[0].stamp.who, "desk");
    assert_int_equal(ipso_agenda_attach(made.agenda, &kept.store, NULL), IPSO_STATE);
    corner_free(&made);
    memory_store_finish(&kept);
}

/* The least number has no negative. */
static void no_number_is_beyond_the_entries(void **state)
{
    static const int64_t numbers[] = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX};
    corner made = corner_make(&(corner_options){.rules = NULL});

    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        assert_false(is_there(&made, numbers[i]));
    corner_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_number_is_beyond_the_entries),
        cmocka_unit_test(a_change_with_a_known_key_changes_nothing_and_answers_the_same),
        cmocka_unit_test(a_change_that_fails_leaves_its_key_free),
        cmocka_unit_test(a_hold_is_booked_in_time_or_expires),
        cmocka_unit_test(a_move_keeps_number_and_length),
        cmocka_unit_test(linked_appointments_keep_their_gap),
        cmocka_unit_test(staff_pass_over_rules_knowingly_but_book_nobody_twice),
        cmocka_unit_test(a_no_show_is_told_once_the_time_has_come),
        cmocka_unit_test(a_block_leaves_appointments_in_its_way),
        cmocka_unit_test(time_that_frees_up_is_proposed_to_who_waits),
        cmocka_unit_test(who_lets_a_proposal_lapse_is_not_asked_again_for_it),
        cmocka_unit_test(a_recall_is_due_until_the_patient_is_booked),
        cmocka_unit_test(an_event_that_does_not_fit_leaves_the_agenda_without_a_store),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
