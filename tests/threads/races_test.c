/* Several threads of a host solve at once, one with progress, one asking to be cancelled: small
 * enough to run under helgrind, which .ci/run does (ThreadSanitizer would need a GLPK built with
 * it).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "solve/solve.h"
#include "support/small_program.h"

#include <pthread.h>

enum { THREADS = 3, PROGRAMS = 4 };

typedef struct host_thread {
    pthread_t thread;
    ipso__solve_progress_fn progress;
    int calls;
    ipso_status status[PROGRAMS];
    ipso_outcome outcome[PROGRAMS];
    double best[PROGRAMS];
} host_thread;

static int count_calls(void *user, double best, double bound, int64_t work)
{
    (void)best, (void)bound, (void)work;
    ((host_thread *)user)->calls++;
    return 0;
}

static int cancel_at_once(void *user, double best, double bound, int64_t work)
{
    count_calls(user, best, bound, work);
    return 1;
}

static void *solve_all(void *user)
{
    host_thread *self = user;
    ipso__solve_settings settings;
    ipso__solve_settings_init(&settings);
    settings.progress = self->progress;
    settings.progress_user = self;
    for (int i = 0; i < PROGRAMS; i++) {
        ipso__program *program = i == 0 ? partition_program(5, 30, 12) : small_program((uint64_t)i);
        ipso__solve_result result;
        self->status[i] = ipso__solve(&result, program, &settings, NULL);
        if (self->status[i] == IPSO_OK) {
            self->outcome[i] = result.outcome;
            self->best[i] = result.best;
            ipso__solve_result_finish(&result);
        }
        ipso__program_free(program);
    }
    return NULL;
}

static void threads_that_solve_at_once_do_not_disturb_each_other(void **state)
{
    (void)state;
    host_thread alone = {.progress = NULL};
    solve_all(&alone);

    host_thread many[THREADS] = {
        {.progress = NULL}, {.progress = count_calls}, {.progress = cancel_at_once}};
    for (int t = 0; t < THREADS; t++)
        assert_int_equal(pthread_create(&many[t].thread, NULL, solve_all, &many[t]), 0);
    for (int t = 0; t < THREADS; t++)
        pthread_join(many[t].thread, NULL);

    for (int i = 0; i < PROGRAMS; i++) {
        assert_int_equal(alone.status[i], IPSO_OK);
        for (int t = 0; t < THREADS; t++)
            assert_int_equal(many[t].status[i], IPSO_OK);
        for (int t = 0; t < 2; t++) {
            assert_int_equal(many[t].outcome[i], alone.outcome[i]);
            assert_true(many[t].best[i] == alone.best[i]);
        }
        /* A cancelled search knows less, never something else. */
        assert_true(many[2].best[i] >= alone.best[i]);
        if (many[2].outcome[i] == IPSO_OPTIMAL || many[2].outcome[i] == IPSO_INFEASIBLE)
            assert_int_equal(many[2].outcome[i], alone.outcome[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_that_solve_at_once_do_not_disturb_each_other),
    };
    return cmocka_run_group_tests_name("races", tests, NULL, NULL);
}
