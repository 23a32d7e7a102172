/* Packings on several threads, and the team they work in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "packing_instances.h"
#include "solve/team.h"

#include <stdlib.h>
#include <string.h>

enum { TASKS = 50 };

struct tally {
    int times[TASKS];
    int thread_of[TASKS]; /* thread that did it */
};

static void count(void *user, int i, int thread)
{
    struct tally *tally = user;
    tally->times[i]++;
    tally->thread_of[i] = thread;
}

static void assert_done_once(ipso__team *team, int threads)
{
    struct tally tally = {{0}, {0}};
    ipso__team_run(team, &(ipso__team_job){.task = count, .user = &tally, .count = TASKS});
    for (int i = 0; i < TASKS; i++) {
        assert_int_equal(tally.times[i], 1);
        assert_in_range(tally.thread_of[i], 0, threads - 1);
    }
}

static void a_team_does_every_task_once_job_after_job(void **state)
{
    (void)state;
    ipso__team team;
    assert_true(ipso__team_init(&team, 3));
    for (int i = 0; i < 20; i++)
        assert_done_once(&team, 3);
    ipso__team_finish(&team);
}

static void without_a_team_the_caller_does_every_task(void **state)
{
    (void)state;
    assert_done_once(NULL, 1);
}

static void a_team_without_a_job_ends(void **state)
{
    (void)state;
    ipso__team team;
    assert_true(ipso__team_init(&team, 1000));
    assert_int_equal(team.threads, IPSO__TEAM_MOST);
    ipso__team_finish(&team);
}

static void a_job_without_tasks_is_done(void **state)
{
    (void)state;
    ipso__team team;
    assert_true(ipso__team_init(&team, 2));
    ipso__team_run(&team, &(ipso__team_job){.task = count, .count = 0});
    ipso__team_finish(&team);
}

static ipso__packing_result solve(const struct instance *made, int threads)
{
    ipso__packing_settings settings;
    ipso__packing_result result;
    ipso__packing_settings_init(&settings);
    settings.work_limit = 15000000;
    settings.threads = threads;
    assert_int_equal(ipso__packing_solve(&result, &made->packing, &settings, NULL), IPSO_OK);
    return result;
}

/* Large enough that sweeps are shared (10,000 options) and regions have lanes (120 bins): 14
 * doctors of 20 half-days. */
static void a_large_packing_ends_the_same_on_any_number_of_threads(void **state)
{
    (void)state;
    struct instance *made = bookings_instance(4, 14, 1, 9);
    ipso__packing_result one = solve(made, 1), several = solve(made, 3);
    assert_int_equal(one.stop, several.stop);
    assert_int_equal(one.work, several.work);
    assert_int_equal(one.bound, several.bound);
    assert_memory_equal(one.x, several.x, (size_t)made->packing.option_count * sizeof *one.x);
    ipso__packing_result_finish(&one);
    ipso__packing_result_finish(&several);
    instance_free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_team_does_every_task_once_job_after_job),
        cmocka_unit_test(without_a_team_the_caller_does_every_task),
        cmocka_unit_test(a_team_without_a_job_ends),
        cmocka_unit_test(a_job_without_tasks_is_done),
        cmocka_unit_test(a_large_packing_ends_the_same_on_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
