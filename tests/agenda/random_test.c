/* Random agendas: why and offer agree, events make the agenda again, snapshots pass the check.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "agenda/house.h"
#include "agenda/memory_store.h"

#include <stdio.h>
#include <string.h>

static const ipso_booking_rules STRICT = {.notice_min = 60,
                                          .ahead_days = 3,
                                          .patient_open_h = 24,
                                          .professional_open_h = 48,
                                          .release_h = 2,
                                          .proposal_s = 1800};

/* ---- why and offer ---- */

static const ipso_offer *find_offer(const ipso_offer *offers, int count, const ipso_place *place)
{
    for (int i = 0; i < count; i++)
        if (offers[i].practitioner == place->practitioner && offers[i].date == place->date &&
            offers[i].start_min == place->start_min)
            return &offers[i];
    return NULL;
}

static bool same_offer(const ipso_offer *a, const ipso_offer *b)
{
    int64_t sum = 0;

    for (int i = 0; i < IPSO_OFFER_TERM_COUNT; i++) {
        sum += a->points[i];
        if (a->points[i] != b->points[i] || (a->points[i] < 0 && i != IPSO_OFFER_UNUSABLE))
            return false;
    }
    return sum == a->cost && a->cost == b->cost && a->length_min == b->length_min &&
           a->travel_min == b->travel_min && a->mode == b->mode && a->site == b->site;
}

#define ALL 1000

/* Every start of every practitioner, on the grid and between its lines. */
static int compare_all(const house *made, const ipso_agenda *agenda, const ipso_ask *ask,
                       const ipso_stamp *now, int room)
{
    static ipso_offer few[ALL], all[ALL];
    int few_count = 0, all_count = 0, bookable = 0;
    ipso_place place;
    ipso_why why;

    assert_int_equal(ipso_agenda_offer(agenda, few, room, &few_count, ask, now, NULL), IPSO_OK);
    assert_int_equal(ipso_agenda_offer(agenda, all, ALL, &all_count, ask, now, NULL), IPSO_OK);
    assert_true(all_count < ALL && few_count <= room);
    assert_memory_equal(few, all, (size_t)few_count * sizeof *few);
    ipso_place_init(&place);
    for (int p = 0; p < HOUSE_PEOPLE; p++)
        for (int cell = 0; cell < made->days * 135; cell++) {
            const ipso_offer *one, *any;
            place.practitioner = p;
            place.date = made->first + cell / 135;
            place.start_min = 420 + cell % 135 * 5 + (cell % 31 == 0);
            if (ipso_agenda_why(agenda, &why, ask, &place, room, now, NULL) != IPSO_OK)
                fail();
            one = find_offer(few, few_count, &place);
            any = find_offer(all, all_count, &place);
            assert_true((one != NULL) == (why.code == IPSO_WHY_OFFERED));
            assert_true((any != NULL) ==
                        (why.code == IPSO_WHY_OFFERED || why.code == IPSO_WHY_LOWER));
            assert_true(why.bookable == (why.code <= IPSO_WHY_HOLE));
            assert_true(why.text[0] != '\0');
            if (any != NULL) {
                int rank = 1;
                for (int i = 0; i < all_count; i++)
                    rank += all[i].cost < any->cost;
                assert_true(same_offer(any, &why.offer));
                assert_int_equal(why.rank, rank);
            }
            bookable += why.bookable;
        }
    return bookable;
}

static void compare_in_random_agendas(const house_options *options, uint64_t seed, int changes)
{
    house made = house_make(options);
    ipso_agenda *agenda = NULL;
    ipso__random random;
    ipso_stamp now = house_stamp(&made, 0, 480);
    ipso_window window = {0};
    char patient[16];
    int bookable = 0;

    ipso__random_init(&random, seed, 1);
    assert_int_equal(ipso_agenda_new(&agenda, made.plan, NULL), IPSO_OK);
    for (int i = 0; i < changes; i++) {
        house_random_change(&made, agenda, &random, &now);
        if (i % 8 == 0) {
            ipso_ask ask = house_random_ask(&made, &random, &window, patient);
            bookable += compare_all(&made, agenda, &ask, &now, ipso__random_range(&random, 1, 12));
        }
    }
    assert_true(bookable > changes);
    ipso_agenda_free(agenda);
    house_free(&made);
}

static void why_and_offer_never_disagree(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        house_options options = {
            .extended_points = seed == 2 ? 7 : 0, .rules = STRICT, .rules_given = seed != 1};
        compare_in_random_agendas(&options, seed, 160);
    }
}

static void why_and_offer_agree_on_a_fine_grid(void **state)
{
    house_options options = {.grid_min = 1, .days = 3};

    (void)state;
    compare_in_random_agendas(&options, 9, 60);
}

static void why_and_offer_agree_when_clocks_change_and_years_turn(void **state)
{
    static const char *const days[] = {"2026-03-27", "2026-10-23", "2026-12-30"};

    (void)state;
    for (int i = 0; i < 3; i++) {
        house_options options = {.first_day = days[i], .rules = STRICT, .rules_given = true};
        compare_in_random_agendas(&options, 20 + (uint64_t)i, 50);
    }
}

/* What may be booked can be, just so; what may not cannot. */
static void a_start_is_booked_exactly_when_why_says_so(void **state)
{
    house_options options = {.rules = STRICT, .rules_given = true};
    house made = house_make(&options);
    ipso_agenda *agenda = NULL;
    ipso__random random;
    ipso_stamp now = house_stamp(&made, 0, 480);
    ipso_window window = {0};
    char patient[16];
    int booked = 0;

    (void)state;
    ipso__random_init(&random, 5, 1);
    assert_int_equal(ipso_agenda_new(&agenda, made.plan, NULL), IPSO_OK);
    for (int i = 0; i < 3000; i++) {
        ipso_ask ask = house_random_ask(&made, &random, &window, patient);
        ipso_place place;
        ipso_why why;
        ipso_entry entry;
        int64_t number = 0;
        ipso_place_init(&place);
        place.practitioner = ipso__random_range(&random, 0, HOUSE_PEOPLE - 1);
        place.date = made.first + ipso__random_range(&random, 0, 4);
        place.start_min = 5 * ipso__random_range(&random, 85, 250);
        assert_int_equal(ipso_agenda_why(agenda, &why, &ask, &place, 5, &now, NULL), IPSO_OK);
        assert_int_equal(ipso_agenda_book(agenda, &number, &ask, &place, &now, NULL),
                         why.bookable ? IPSO_OK : IPSO_STATE);
        if (!why.bookable)
            continue;
        assert_int_equal(ipso_agenda_entry(agenda, &entry, number, NULL), IPSO_OK);
        assert_int_equal(entry.length_min, why.offer.length_min);
        assert_int_equal(entry.mode, why.offer.mode);
        assert_int_equal(entry.site, why.offer.site);
        assert_int_equal(entry.overrides, 0);
        if (++booked % 3 == 0)
            assert_int_equal(ipso_agenda_cancel(agenda, number, NULL, &now, NULL), IPSO_OK);
    }
    assert_true(booked > 50);
    ipso_agenda_free(agenda);
    house_free(&made);
}

/* ---- events ---- */

typedef struct texts {
    char bytes[200000];
    size_t length;
} texts;

static int write_entry(void *user, const ipso_entry *entry)
{
    texts *into = user;

    into->length += (size_t)snprintf(
        into->bytes + into->length, sizeof into->bytes - into->length,
        "%lld %d %s %d %d %d %d %d %d %d %d %d %u %lld %lld %lld %u %d\n", (long long)entry->number,
        (int)entry->state, entry->patient, entry->type, entry->patient_class,
        entry->own_practitioner, entry->practitioner, entry->site, (int)entry->date,
        entry->start_min, entry->length_min, entry->travel_min, entry->mode,
        (long long)entry->after, (long long)entry->wait, (long long)entry->expires_s,
        entry->overrides, entry->in_way);
    assert_true(into->length < sizeof into->bytes);
    return 0;
}

static void write_all(const ipso_agenda *agenda, texts *into)
{
    ipso_entry_filter filter;

    ipso_entry_filter_init(&filter);
    filter.states = 31;
    into->length = 0;
    into->bytes[0] = '\0';
    assert_int_equal(ipso_agenda_list(agenda, &filter, NULL, write_entry, into, NULL), IPSO_OK);
}

/* Two agendas hold the same and offer the same. */
static void assert_same(const house *made, const ipso_agenda *a, const ipso_agenda *b,
                        const ipso_stamp *now, uint64_t seed)
{
    static texts one, two;
    static ipso_offer offers[2][50];
    ipso__random random;
    ipso_window window = {0};
    char patient[16];

    assert_int_equal(ipso_agenda_seq(a), ipso_agenda_seq(b));
    write_all(a, &one);
    write_all(b, &two);
    assert_string_equal(one.bytes, two.bytes);
    ipso__random_init(&random, seed, 2);
    for (int i = 0; i < 30; i++) {
        ipso_ask ask = house_random_ask(made, &random, &window, patient);
        int counts[2] = {0, 0};
        assert_int_equal(ipso_agenda_offer(a, offers[0], 50, &counts[0], &ask, now, NULL), IPSO_OK);
        assert_int_equal(ipso_agenda_offer(b, offers[1], 50, &counts[1], &ask, now, NULL), IPSO_OK);
        assert_int_equal(counts[0], counts[1]);
        assert_memory_equal(offers[0], offers[1], (size_t)counts[0] * sizeof offers[0][0]);
    }
}

static void events_applied_to_the_plan_make_the_agenda_again(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        house_options options = {.rules = STRICT, .rules_given = seed != 1};
        house made = house_make(&options);
        ipso_agenda *agenda = NULL, *again = NULL;
        ipso_stamp now = house_stamp(&made, 0, 480);
        memory_store store;
        ipso__random random;

        memory_store_init(&store);
        ipso__random_init(&random, seed, 1);
        assert_int_equal(ipso_agenda_new(&agenda, made.plan, NULL), IPSO_OK);
        assert_int_equal(ipso_agenda_attach(agenda, &store.store, NULL), IPSO_OK);
        for (int i = 0; i < 400; i++)
            house_random_change(&made, agenda, &random, &now);
        assert_false(store.misused);
        assert_int_equal(ipso_agenda_seq(agenda), (int64_t)store.kept);
        assert_true(store.kept > 150);
        assert_int_equal(ipso_agenda_new(&again, made.plan, NULL), IPSO_OK);
        assert_int_equal(ipso_agenda_attach(again, &store.store, NULL), IPSO_OK);
        assert_same(&made, agenda, again, &now, seed);
        ipso_agenda_free(again);
        ipso_agenda_free(agenda);
        memory_store_finish(&store);
        house_free(&made);
    }
}

/* A change whose store fails leaves the agenda as one that has only seen the events kept. */
static void a_store_that_fails_leaves_nothing(void **state)
{
    house_options options = {.rules = STRICT, .rules_given = true};
    house made = house_make(&options);
    ipso_agenda *agenda = NULL;
    ipso_stamp now = house_stamp(&made, 0, 480);
    memory_store store;
    ipso__random random;

    (void)state;
    memory_store_init(&store);
    ipso__random_init(&random, 77, 1);
    assert_int_equal(ipso_agenda_new(&agenda, made.plan, NULL), IPSO_OK);
    assert_int_equal(ipso_agenda_attach(agenda, &store.store, NULL), IPSO_OK);
    for (int i = 0; i < 300; i++) {
        store.calls = 0;
        store.fail_at = ipso__random_range(&random, 0, 6);
        house_random_change(&made, agenda, &random, &now);
        assert_false(store.open);
        assert_int_equal(ipso_agenda_seq(agenda), (int64_t)store.kept);
        if (i % 30 == 29) {
            ipso_agenda *again = NULL;
            store.fail_at = 0;
            assert_int_equal(ipso_agenda_new(&again, made.plan, NULL), IPSO_OK);
            assert_int_equal(ipso_agenda_attach(again, &store.store, NULL), IPSO_OK);
            assert_same(&made, agenda, again, &now, (uint64_t)i);
            ipso_agenda_free(again);
        }
    }
    assert_false(store.misused);
    ipso_agenda_free(agenda);
    memory_store_finish(&store);
    house_free(&made);
}

/* Two agendas on one store take turns, and each decides on what the other did. */
static void two_agendas_share_a_store(void **state)
{
    house_options options = {.first_day = NULL};
    house made = house_make(&options);
    ipso_agenda *agendas[2] = {NULL, NULL};
    ipso_stamp now = house_stamp(&made, 0, 480);
    memory_store store;
    ipso__random random;

    (void)state;
    memory_store_init(&store);
    ipso__random_init(&random, 3, 1);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(ipso_agenda_new(&agendas[i], made.plan, NULL), IPSO_OK);
        assert_int_equal(ipso_agenda_attach(agendas[i], &store.store, NULL), IPSO_OK);
    }
    for (int i = 0; i < 400; i++)
        house_random_change(&made, agendas[ipso__random_below(&random, 2)], &random, &now);
    assert_false(store.misused);
    for (int i = 0; i < 2; i++)
        assert_int_equal(ipso_agenda_refresh(agendas[i], NULL), IPSO_OK);
    assert_same(&made, agendas[0], agendas[1], &now, 3);
    for (int i = 0; i < 2; i++)
        ipso_agenda_free(agendas[i]);
    memory_store_finish(&store);
    house_free(&made);
}

/* ---- snapshots ---- */

typedef struct counting {
    int entries;
    bool overridden;
} counting;

static int count_entry(void *user, const ipso_entry *entry)
{
    counting *count = user;

    count->entries++;
    count->overridden |= entry->overrides != 0;
    return 0;
}

static void a_snapshot_holds_what_is_booked_and_passes_the_check(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        house_options options = {.rules = STRICT, .rules_given = seed % 2 == 0};
        house made = house_make(&options);
        ipso_agenda *agenda = NULL;
        ipso_stamp now = house_stamp(&made, 0, 480);
        ipso_practice *practice = NULL;
        ipso_plan *plan = NULL;
        ipso_report *report = NULL;
        ipso_entry_filter filter;
        counting count = {0, false};
        ipso_error err;
        ipso__random random;

        ipso_error_init(&err);
        ipso__random_init(&random, seed, 3);
        assert_int_equal(ipso_agenda_new(&agenda, made.plan, NULL), IPSO_OK);
        for (int i = 0; i < 200; i++)
            house_random_change(&made, agenda, &random, &now);
        if (ipso_agenda_snapshot(agenda, &practice, &plan, &now, &err) != IPSO_OK)
            fail_msg("%s: %s", err.where, err.text);
        ipso_entry_filter_init(&filter);
        filter.states = 1u << IPSO_ENTRY_BOOKED | 1u << IPSO_ENTRY_NO_SHOW;
        assert_int_equal(ipso_agenda_list(agenda, &filter, NULL, count_entry, &count, NULL),
                         IPSO_OK);
        assert_int_equal(ipso_practice_fixed_count(practice), count.entries);
        assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
        for (int i = 0; i < ipso_report_finding_count(report); i++) {
            const ipso_finding *finding = ipso_report_finding(report, i);
            if (finding->violation && !(count.overridden && finding->rule == IPSO_RULE_FIXED_DUTY))
                fail_msg("%s: %s", ipso_rule_name(finding->rule), finding->text);
        }
        ipso_report_free(report);
        ipso_plan_free(plan);
        ipso_practice_free(practice);
        ipso_agenda_free(agenda);
        house_free(&made);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(why_and_offer_never_disagree),
        cmocka_unit_test(why_and_offer_agree_on_a_fine_grid),
        cmocka_unit_test(why_and_offer_agree_when_clocks_change_and_years_turn),
        cmocka_unit_test(a_start_is_booked_exactly_when_why_says_so),
        cmocka_unit_test(events_applied_to_the_plan_make_the_agenda_again),
        cmocka_unit_test(a_store_that_fails_leaves_nothing),
        cmocka_unit_test(two_agendas_share_a_store),
        cmocka_unit_test(a_snapshot_holds_what_is_booked_and_passes_the_check),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
