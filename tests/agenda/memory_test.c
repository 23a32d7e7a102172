/* Every allocation of an agenda made to fail in turn: an error and nothing changed, no leak.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "agenda/corner.h"
#include "support/failing_malloc.h"

static const corner_slot KEPT[] = {
    {540, ACUTE, 0, 0}, {550, ACUTE, 0, 0}, {600, VISIT, 0, 0}, {0, -1, 0, 0}};

typedef struct work {
    corner *made;
    long wrong; /* failures that were no lack of memory */
} work;

static int count_one(void *user, const ipso_entry *entry)
{
    (void)entry;
    ++*(int *)user;
    return 0;
}

static int count_absence(void *user, const ipso_absence *absence)
{
    (void)absence;
    ++*(int *)user;
    return 0;
}

static int count_opening(void *user, const ipso_opening *opening)
{
    (void)opening;
    ++*(int *)user;
    return 0;
}

/* Notes a status; true while all is well. */
static bool well(work *at, ipso_status status)
{
    at->wrong += status != IPSO_OK && status != IPSO_NOMEM;
    return status == IPSO_OK;
}

/* Questions, changes of each kind and a snapshot, on an agenda of one's own. */
static bool use_agenda(work *at, ipso_agenda *agenda)
{
    corner *made = at->made;
    ipso_stamp now = corner_stamp(made, 0, 480), keyed = now;
    ipso_ask ask = corner_ask("p", VISIT), other = corner_ask("q", VISIT);
    ipso_place place = corner_place(made, ADA, 0, 600), second = corner_place(made, BEN, 0, 540);
    int64_t booked = 0, held = 0, number = 0;
    ipso_offer offers[5];
    ipso_why why;
    ipso_entry_filter filter;
    ipso_window window = {made->first, made->first, 600, 660};
    int count = 0;
    bool ok;

    keyed.key = "k";
    ipso_entry_filter_init(&filter);
    ok = well(at, ipso_agenda_offer(agenda, offers, 5, &count, &ask, &now, NULL));
    ok = ok && well(at, ipso_agenda_why(agenda, &why, &ask, &place, 5, &now, NULL));
    ok = ok && well(at, ipso_agenda_book(agenda, &booked, &ask, &place, &keyed, NULL));
    ok = ok && well(at, ipso_agenda_hold(agenda, &held, &other, &second, 60, &now, NULL));
    other.request.windows = &window;
    other.request.window_count = 1;
    ok = ok && well(at, ipso_agenda_wait(agenda, &number, &other, &now, NULL));
    ok = ok && well(at, ipso_agenda_recall(agenda, &number, "p", VISIT, IPSO_ANY, IPSO_ANY,
                                           made->first, &now, NULL));
    ok = ok && well(at, ipso_agenda_block(agenda, &number, BEN, made->first, 600, made->first, 660,
                                          "away", &now, NULL));
    ok = ok && well(at, ipso_agenda_unblock(agenda, number, &now, NULL));
    ok = ok && well(at, ipso_agenda_block(agenda, &number, ADA, made->first, 0, made->first, 30,
                                          "early", &now, NULL));
    ok = ok && well(at, ipso_agenda_release(agenda, 0, made->first, 0, 1440, &now, NULL));
    place.start_min = 630;
    ok = ok && well(at, ipso_agenda_move(agenda, booked, &place, &now, NULL));
    ok = ok && well(at, ipso_agenda_book_held(agenda, held, &now, NULL));
    ok = ok && well(at, ipso_agenda_list(agenda, &filter, &now, count_one, &count, NULL));
    ok = ok && well(at, ipso_agenda_list_blocks(agenda, &filter, count_absence, &count, NULL));
    ok = ok && well(at, ipso_agenda_list_releases(agenda, &filter, count_opening, &count, NULL));
    ok = ok && well(at, ipso_agenda_tick(agenda, NULL, &now, NULL));
    return ok;
}

static bool agenda_once(void *context)
{
    work *at = context;
    ipso_agenda *agenda = NULL;
    ipso_practice *practice = NULL;
    ipso_plan *plan = NULL;
    ipso_stamp now = corner_stamp(at->made, 0, 480);
    bool ok = well(at, ipso_agenda_new(&agenda, at->made->plan, NULL));

    ok = ok && use_agenda(at, agenda);
    ok = ok && well(at, ipso_agenda_snapshot(agenda, &practice, &plan, &now, NULL));
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    ipso_agenda_free(agenda);
    return ok;
}

static void an_agenda_survives_every_failed_allocation(void **state)
{
    corner made;
    work at = {&made, 0};
    failing_report report;

    (void)state;
    if (!failing_malloc_works())
        skip();
    made = corner_make(&(corner_options){.slots = KEPT});
    assert_true(agenda_once(&at));
    report = failing_malloc_each(agenda_once, &at, FAIL_ONCE, 1);
    print_message("%ld runs, %ld that succeeded all the same, %ld leaks, %ld wrong\n", report.runs,
                  report.unreported, report.leaks, at.wrong);
    assert_true(report.runs > 60);
    assert_int_equal(at.wrong, 0);
    assert_int_equal(report.leaks, 0);
    corner_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_agenda_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
