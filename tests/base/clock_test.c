/* Elapsed time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "base/clock.h"

static void time_never_goes_back(void **state)
{
    (void)state;
    double before = ipso__clock_now_s();
    for (int i = 0; i < 10000; i++) {
        double now = ipso__clock_now_s();
        assert_true(now >= before);
        before = now;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(time_never_goes_back)};
    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
