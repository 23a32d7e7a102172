/* Lists of an agenda: who waits, what is held, who is away, what was released.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "agenda/corner.h"

#include <string.h>

enum { MOST = 8 };

typedef struct listed {
    ipso_entry entries[MOST];
    ipso_absence absences[MOST];
    ipso_opening openings[MOST];
    int count, most;
} listed;

static int keep_entry(void *user, const ipso_entry *entry)
{
    listed *to = user;

    assert_true(to->count < MOST);
    to->entries[to->count++] = *entry;
    return to->count == to->most;
}

static int keep_absence(void *user, const ipso_absence *absence)
{
    listed *to = user;

    assert_true(to->count < MOST);
    to->absences[to->count++] = *absence;
    return to->count == to->most;
}

static int keep_opening(void *user, const ipso_opening *opening)
{
    listed *to = user;

    assert_true(to->count < MOST);
    to->openings[to->count++] = *opening;
    return to->count == to->most;
}

static ipso_entry_filter filter_of(unsigned states)
{
    ipso_entry_filter filter;

    ipso_entry_filter_init(&filter);
    filter.states = states;
    return filter;
}

static listed list(const corner *made, const ipso_entry_filter *filter)
{
    listed got = {.count = 0};

    assert_int_equal(ipso_agenda_list(made->agenda, filter, NULL, keep_entry, &got, NULL), IPSO_OK);
    return got;
}

static listed blocks(const corner *made, const ipso_entry_filter *filter)
{
    listed got = {.count = 0};

    assert_int_equal(ipso_agenda_list_blocks(made->agenda, filter, keep_absence, &got, NULL),
                     IPSO_OK);
    return got;
}

static listed releases(const corner *made, const ipso_entry_filter *filter)
{
    listed got = {.count = 0};

    assert_int_equal(ipso_agenda_list_releases(made->agenda, filter, keep_opening, &got, NULL),
                     IPSO_OK);
    return got;
}

static void block(const corner *made, int practitioner, int first, int first_min, int last,
                  int last_min, const char *reason)
{
    ipso_stamp now = corner_stamp(made, 0, 480);
    int64_t number;

    assert_int_equal(ipso_agenda_block(made->agenda, &number, practitioner, made->first + first,
                                       first_min, made->first + last, last_min, reason, &now, NULL),
                     IPSO_OK);
}

/* ---- who waits ---- */

static void who_waits_is_listed_with_what_was_asked(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 485);
    ipso_window window = {made.first, made.first, 540, 570};
    ipso_ask ask = corner_ask("q", VISIT);
    ipso_entry_filter filter = filter_of(1u << IPSO_ENTRY_WAITING);
    int64_t number = 0;
    int proposed = 0;
    listed got;

    (void)state;
    ask.request.windows = &window;
    ask.request.window_count = 1;
    ask.request.practitioner = ADA;
    assert_int_equal(ipso_agenda_wait(made.agenda, &number, &ask, &now, NULL), IPSO_OK);
    got = list(&made, &filter);
    assert_int_equal(got.count, 1);
    assert_string_equal(got.entries[0].patient, "q");
    assert_int_equal(got.entries[0].made, made.first);
    assert_int_equal(got.entries[0].made_min, 485);
    assert_int_equal(got.entries[0].ask->request.window_count, 1);
    assert_int_equal(got.entries[0].ask->request.windows[0].end_min, 570);
    assert_int_equal(got.entries[0].proposed, 0);
    assert_int_equal(ipso_agenda_tick(made.agenda, &proposed, &now, NULL), IPSO_OK);
    assert_int_equal(list(&made, &filter).entries[0].proposed, 2); /* the hold, event 2 */
    filter.practitioner = ADA;
    assert_int_equal(list(&made, &filter).count, 1);
    filter.practitioner = BEN; /* of one who waits, the own practitioner counts */
    assert_int_equal(list(&made, &filter).count, 0);
    corner_free(&made);
}

static void a_list_may_have_no_last_day(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_entry_filter filter = filter_of(1u << IPSO_ENTRY_BOOKED);

    (void)state;
    corner_book(&made, "p", VISIT, ADA, 0, 540, 30, &now);
    corner_book(&made, "q", VISIT, ADA, 3, 540, 30, &now);
    filter.first = made.first + 1;
    assert_int_equal(list(&made, &filter).count, 1);
    assert_string_equal(list(&made, &filter).entries[0].patient, "q");
    filter = filter_of(1u << IPSO_ENTRY_BOOKED);
    filter.last = made.first + 1;
    assert_int_equal(list(&made, &filter).count, 1);
    assert_string_equal(list(&made, &filter).entries[0].patient, "p");
    corner_free(&made);
}

/* ---- blocks ---- */

/* The grid is 5 minutes: 602 to 628 is widened to 600 to 630. */
static void blocks_are_listed_in_order_with_what_is_in_their_way(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    listed got;

    (void)state;
    corner_book(&made, "p", VISIT, ADA, 0, 600, 30, &now);
    block(&made, BEN, 3, 0, 3, 1440, NULL);
    block(&made, ADA, 0, 602, 0, 628, "dentist");
    block(&made, BEN, 0, 600, 1, 0, "course");
    got = blocks(&made, NULL);
    assert_int_equal(got.count, 3);
    assert_int_equal(got.absences[0].number, 3);
    assert_int_equal(got.absences[0].practitioner, ADA);
    assert_int_equal(got.absences[0].first, made.first);
    assert_int_equal(got.absences[0].first_min, 600);
    assert_int_equal(got.absences[0].last, made.first);
    assert_int_equal(got.absences[0].last_min, 630);
    assert_string_equal(got.absences[0].reason, "dentist");
    assert_int_equal(got.absences[0].in_way, 1);
    assert_int_equal(got.absences[0].made_min, 480);
    assert_int_equal(got.absences[1].number, 4); /* to midnight, which is the end of Friday */
    assert_int_equal(got.absences[1].last, made.first);
    assert_int_equal(got.absences[1].last_min, 1440);
    assert_int_equal(got.absences[2].number, 2);
    assert_null(got.absences[2].reason);
    assert_int_equal(got.absences[2].in_way, 0);
    corner_free(&made);
}

static void blocks_are_listed_by_practitioner_and_day(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_entry_filter filter = filter_of(0);
    listed got = {.most = 1};

    (void)state;
    block(&made, ADA, -40, 0, 1, 600, "before the plan"); /* begins 40 days before the first */
    block(&made, BEN, 3, 0, 3, 1440, NULL);
    assert_int_equal(blocks(&made, NULL).absences[0].first, made.first - 40);
    filter.first = filter.last = made.first + 1;
    assert_int_equal(blocks(&made, &filter).count, 1);
    filter.practitioner = BEN;
    assert_int_equal(blocks(&made, &filter).count, 0);
    filter.last = 0;
    assert_int_equal(blocks(&made, &filter).count, 1);
    assert_int_equal(ipso_agenda_list_blocks(made.agenda, NULL, keep_absence, &got, NULL), IPSO_OK);
    assert_int_equal(got.count, 1); /* the caller had enough */
    assert_int_equal(ipso_agenda_unblock(made.agenda, 1, &now, NULL), IPSO_OK);
    assert_int_equal(blocks(&made, NULL).count, 1);
    corner_free(&made);
}

/* ---- releases ---- */

static void releases_are_listed_by_day_and_start(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_entry_filter filter = filter_of(0);
    listed got;

    (void)state;
    assert_int_equal(ipso_agenda_release(made.agenda, 0, made.first + 3, 540, 600, &now, NULL),
                     IPSO_OK);
    assert_int_equal(ipso_agenda_release(made.agenda, IPSO_ANY, made.first, 0, 1440, &now, NULL),
                     IPSO_OK);
    got = releases(&made, NULL);
    assert_int_equal(got.count, 2);
    assert_int_equal(got.openings[0].number, 2);
    assert_int_equal(got.openings[0].site, IPSO_ANY);
    assert_int_equal(got.openings[0].end_min, 1440);
    assert_int_equal(got.openings[1].number, 1);
    assert_int_equal(got.openings[1].date, made.first + 3);
    assert_int_equal(got.openings[1].start_min, 540);
    assert_int_equal(got.openings[1].made, made.first);
    filter.first = made.first + 1;
    assert_int_equal(releases(&made, &filter).count, 1);
    filter.last = made.first + 2;
    assert_int_equal(releases(&made, &filter).count, 0);
    corner_free(&made);
}

/* ---- what the patient accepts, in the snapshot and in the agenda made of it ---- */

static const ipso_fixed *snapshot_of(const corner *made, ipso_practice **practice, ipso_plan **plan)
{
    ipso_stamp now = corner_stamp(made, 0, 480);

    assert_int_equal(ipso_agenda_snapshot(made->agenda, practice, plan, &now, NULL), IPSO_OK);
    assert_int_equal(ipso_practice_fixed_count(*practice), 1);
    return ipso_practice_fixed(*practice, 0);
}

static void a_snapshot_keeps_what_the_patient_accepts(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_window windows[] = {{made.first, made.first, 540, 600},
                             {made.first + 3, made.first + 3, 0, 1440}};
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_place place = corner_place(&made, ADA, 0, 540);
    ipso_practice *practice = NULL;
    ipso_plan *plan = NULL;
    corner again = made;
    int64_t number = 0;
    ipso_entry entry;
    const ipso_fixed *fixed;

    (void)state;
    ask.request.windows = windows;
    ask.request.window_count = 2;
    ask.request.practitioner = ADA;
    ask.request.accepts_others = false;
    ask.request.accepts_tele = true;
    ask.request.site = 0;
    assert_int_equal(ipso_agenda_book(made.agenda, &number, &ask, &place, &now, NULL), IPSO_OK);
    fixed = snapshot_of(&made, &practice, &plan);
    assert_int_equal(fixed->window_count, 2);
    assert_int_equal(fixed->windows[0].end_min, 600);
    assert_int_equal(fixed->windows[1].first, made.first + 3);
    assert_int_equal(fixed->own_practitioner, ADA);
    assert_false(fixed->accepts_others);
    assert_int_equal(fixed->wanted_site, 0);
    assert_int_equal(fixed->accepted_modes, IPSO_MODE_SITE | IPSO_MODE_TELE);
    /* An agenda of the snapshot knows it, too. */
    assert_int_equal(ipso_agenda_new(&again.agenda, plan, NULL), IPSO_OK);
    assert_int_equal(ipso_agenda_entry(again.agenda, &entry, -1, NULL), IPSO_OK);
    assert_int_equal(entry.ask->request.window_count, 2);
    assert_int_equal(entry.own_practitioner, ADA);
    assert_int_equal(entry.ask->modes, IPSO_MODE_SITE | IPSO_MODE_TELE);
    assert_int_equal(entry.version, -1);
    ipso_agenda_free(again.agenda);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    corner_free(&made);
}

static void a_snapshot_keeps_what_follows_what(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    int64_t first = corner_book(&made, "p", VISIT, ADA, 0, 540, 30, &now), second = 0;
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_place place = corner_place(&made, BEN, 3, 540);
    ipso_practice *practice = NULL;
    ipso_plan *plan = NULL;
    corner again = made;
    ipso_entry entry;

    (void)state;
    ask.after = first;
    ask.request.min_gap_min = 60;
    ask.request.max_gap_min = 10000;
    assert_int_equal(ipso_agenda_book(made.agenda, &second, &ask, &place, &now, NULL), IPSO_OK);
    assert_int_equal(ipso_agenda_snapshot(made.agenda, &practice, &plan, &now, NULL), IPSO_OK);
    assert_int_equal(ipso_practice_fixed_count(practice), 2);
    assert_null(ipso_practice_fixed(practice, 0)->follows);
    assert_string_equal(ipso_practice_fixed(practice, 1)->follows, "booking-1");
    assert_int_equal(ipso_practice_fixed(practice, 1)->min_gap_min, 60);
    assert_int_equal(ipso_practice_fixed(practice, 1)->max_gap_min, 10000);
    /* An agenda of it keeps them apart: the first ends at 09:30; 10:30 is 60 min later. */
    assert_int_equal(ipso_agenda_new(&again.agenda, plan, NULL), IPSO_OK);
    assert_int_equal(ipso_agenda_entry(again.agenda, &entry, -2, NULL), IPSO_OK);
    assert_int_equal(entry.after, -1);
    place = corner_place(&made, BEN, 0, 600);
    assert_int_equal(ipso_agenda_move(again.agenda, -2, &place, &now, NULL), IPSO_STATE);
    place = corner_place(&made, BEN, 0, 630);
    assert_int_equal(ipso_agenda_move(again.agenda, -2, &place, &now, NULL), IPSO_OK);
    ipso_agenda_free(again.agenda);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    assert_int_equal(ipso_agenda_cancel(made.agenda, first, NULL, &now, NULL), IPSO_OK);
    assert_int_equal(ipso_agenda_snapshot(made.agenda, &practice, &plan, &now, NULL), IPSO_OK);
    assert_null(ipso_practice_fixed(practice, 0)->follows); /* that is over */
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    corner_free(&made);
}

static void a_move_does_not_change_what_the_patient_accepts(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_window window = {made.first, made.first, 540, 600};
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_place place = corner_place(&made, ADA, 0, 540);
    ipso_practice *practice = NULL;
    ipso_plan *plan = NULL;
    int64_t number = 0;
    const ipso_fixed *fixed;

    (void)state;
    ask.request.windows = &window;
    ask.request.window_count = 1;
    assert_int_equal(ipso_agenda_book(made.agenda, &number, &ask, &place, &now, NULL), IPSO_OK);
    place = corner_place(&made, BEN, 3, 600);
    assert_int_equal(ipso_agenda_move(made.agenda, number, &place, &now, NULL), IPSO_OK);
    fixed = snapshot_of(&made, &practice, &plan);
    assert_int_equal(fixed->date, made.first + 3);
    assert_int_equal(fixed->window_count, 1);
    assert_int_equal(fixed->windows[0].first, made.first);
    assert_int_equal(fixed->accepted_modes, IPSO_MODE_SITE); /* nobody spoke of video */
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    corner_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_waits_is_listed_with_what_was_asked),
        cmocka_unit_test(a_list_may_have_no_last_day),
        cmocka_unit_test(blocks_are_listed_in_order_with_what_is_in_their_way),
        cmocka_unit_test(blocks_are_listed_by_practitioner_and_day),
        cmocka_unit_test(releases_are_listed_by_day_and_start),
        cmocka_unit_test(a_snapshot_keeps_what_the_patient_accepts),
        cmocka_unit_test(a_snapshot_keeps_what_follows_what),
        cmocka_unit_test(a_move_does_not_change_what_the_patient_accepts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
