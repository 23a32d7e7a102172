/* Threads that ask and change at once: the agenda stays whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "agenda/house.h"

#include <pthread.h>

#define THREADS 3
#define ROUNDS  60

typedef struct worker {
    const house *made;
    ipso_agenda *agenda;
    uint64_t seed;
    int offers;
} worker;

static int count_one(void *user, const ipso_entry *entry)
{
    (void)entry;
    ++*(int *)user;
    return 0;
}

static void *work(void *user)
{
    worker *me = user;
    ipso_stamp now = house_stamp(me->made, 0, 480);
    ipso_window window = {0};
    ipso_offer offers[10];
    ipso_entry_filter filter;
    ipso__random random;
    char patient[16];
    int count = 0, listed = 0;

    ipso__random_init(&random, me->seed, 1);
    ipso_entry_filter_init(&filter);
    for (int i = 0; i < ROUNDS; i++) {
        ipso_ask ask = house_random_ask(me->made, &random, &window, patient);
        if (ipso_agenda_offer(me->agenda, offers, 10, &count, &ask, &now, NULL) == IPSO_OK)
            me->offers += count;
        house_random_change(me->made, me->agenda, &random, &now);
        if (i % 10 == 0)
            ipso_agenda_list(me->agenda, &filter, NULL, count_one, &listed, NULL);
    }
    return NULL;
}

/* The end of an appointment of each practitioner and day so far; entries come by start. */
typedef struct checking {
    const house *made;
    int ends[HOUSE_PEOPLE][8];
    bool twice;
} checking;

static int check_one(void *user, const ipso_entry *entry)
{
    checking *check = user;
    int *end = &check->ends[entry->practitioner][entry->date - check->made->first];

    check->twice |= entry->start_min < *end;
    *end = entry->start_min + entry->length_min + entry->travel_min;
    return 0;
}

static void threads_that_ask_and_change_at_once_book_nobody_twice(void **state)
{
    house made = house_make(&(house_options){.days = 5});
    worker workers[THREADS];
    pthread_t threads[THREADS];
    ipso_agenda *agenda = NULL;
    checking check = {.made = &made};
    ipso_entry_filter filter;
    int offers = 0;

    (void)state;
    assert_int_equal(ipso_agenda_new(&agenda, made.plan, NULL), IPSO_OK);
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (worker){&made, agenda, (uint64_t)i + 1, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        offers += workers[i].offers;
    }
    assert_true(offers > 100);
    ipso_entry_filter_init(&filter);
    assert_int_equal(ipso_agenda_list(agenda, &filter, NULL, check_one, &check, NULL), IPSO_OK);
    assert_false(check.twice);
    ipso_agenda_free(agenda);
    house_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_that_ask_and_change_at_once_book_nobody_twice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
