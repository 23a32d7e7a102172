/* Bins that are alike are told once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "planner/slots_packing.h"

enum { BINS = 4, OPTIONS = 6 };

/* Bins 0, 1 and 2 are of one day. Bins 0 and 2 have the same two options and cells; bin 1 differs
 * from them in a cost. Bin 3 has no options, and is of another day. */
static void alike_bins_of_one_day_keep_the_options_of_the_first(void **state)
{
    (void)state;
    static const int capacity[BINS] = {6, 6, 6, 6}, same[BINS] = {0, 0, 0, 1};
    ipso__packing_option options[OPTIONS];
    int of_packing[OPTIONS], twin[BINS];
    ipso__packing packing = {.capacity = capacity,
                             .bin_count = BINS,
                             .row_count = 2,
                             .options = options,
                             .option_count = OPTIONS};
    for (int o = 0; o < OPTIONS; o++) {
        options[o] = (ipso__packing_option){
            .bin = o % 3, .width = 2, .limit = 1, .cost = o == 4 ? 7 : 5, .row_count = 1};
        options[o].rows[0] = o / 3;
        options[o].weights[0] = 1;
        of_packing[o] = 10 + o;
    }
    assert_int_equal(ipso__packing_merge_twins(&packing, options, of_packing, same, twin, NULL),
                     IPSO_OK);
    assert_int_equal(twin[0], 0);
    assert_int_equal(twin[1], 1);
    assert_int_equal(twin[2], 0);
    assert_int_equal(twin[3], 3);
    assert_int_equal(packing.option_count, 4);
    static const int kept[4] = {10, 11, 13, 14};
    for (int o = 0; o < 4; o++)
        assert_int_equal(of_packing[o], kept[o]);
    assert_int_equal(options[2].rows[0], 1);
    assert_int_equal(options[3].cost, 7);
}

/* The same with another capacity, or on another day, is not alike. */
static void bins_of_other_cells_or_days_stay_apart(void **state)
{
    (void)state;
    static const int capacity[3] = {6, 5, 6}, same[3] = {0, 0, 1};
    ipso__packing_option options[3];
    int of_packing[3] = {0, 1, 2}, twin[3];
    ipso__packing packing = {
        .capacity = capacity, .bin_count = 3, .options = options, .option_count = 3};
    for (int o = 0; o < 3; o++)
        options[o] = (ipso__packing_option){.bin = o, .width = 2, .limit = 1};
    assert_int_equal(ipso__packing_merge_twins(&packing, options, of_packing, same, twin, NULL),
                     IPSO_OK);
    assert_int_equal(packing.option_count, 3);
    for (int b = 0; b < 3; b++)
        assert_int_equal(twin[b], b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alike_bins_of_one_day_keep_the_options_of_the_first),
        cmocka_unit_test(bins_of_other_cells_or_days_stay_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
