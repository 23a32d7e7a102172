/* Networks of needs and bins against GLPK's simplex method on the same linear programs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include <math.h>
#include <string.h>

#include <glpk.h>

#include "base/random.h"
#include "solve/network.h"

/* Right sides are more than they are by 1e-5 at most. A unit of a need is worth 100 points at most,
 * and a cell as well, as widths are whole cells: 40 rows change the cost by 0.04 at most. */
#define TOLERANCE 0.05

enum { SEEDS = 400, CHANGES = 12, MOST_NEEDS = 24, MOST_BINS = 16, MOST_UNITS = 6 };
enum { MOST_ARCS = 3 * MOST_NEEDS * MOST_BINS };

typedef struct instance {
    ipso__network_instance of;
    ipso__network_arc arcs[MOST_ARCS];
    int first_arc[MOST_BINS], end_arc[MOST_BINS], capacity[MOST_BINS];
    double gains[MOST_NEEDS * MOST_UNITS];
    int first_gain[MOST_NEEDS + 1];
    bool open[MOST_BINS];
    ipso__random random;
} instance;

static void draw_gains(instance *in)
{
    in->of.need_count = ipso__random_range(&in->random, 1, MOST_NEEDS);
    for (int g = 0, k = 0; g < in->of.need_count; g++) {
        int units = ipso__random_range(&in->random, 1, MOST_UNITS);
        double gain = ipso__random_range(&in->random, 0, 100);
        for (; units > 0; units--) {
            in->gains[k++] = gain;
            gain = ipso__random_range(&in->random, 0, (int)gain);
        }
        in->first_gain[g + 1] = k;
    }
}

/* Now and then a bin has the arcs of the one before. */
static void draw_arcs(instance *in)
{
    in->of.bin_count = ipso__random_range(&in->random, 1, MOST_BINS);
    for (int b = 0, k = 0; b < in->of.bin_count; b++) {
        in->capacity[b] = ipso__random_range(&in->random, 1, 30);
        if (b > 0 && ipso__random_below(&in->random, 8) == 0) {
            in->first_arc[b] = in->first_arc[b - 1];
            in->end_arc[b] = in->end_arc[b - 1];
            continue;
        }
        in->first_arc[b] = k;
        for (int g = 0; g < in->of.need_count; g++)
            for (int l = 0; l < 3; l++)
                if (ipso__random_below(&in->random, 3) == 0)
                    in->arcs[k++] = (ipso__network_arc){g, ipso__random_range(&in->random, 1, 9),
                                                        ipso__random_range(&in->random, -5, 60)};
        in->end_arc[b] = k;
    }
}

static void draw(instance *in, uint64_t seed)
{
    memset(in, 0, sizeof *in);
    ipso__random_init(&in->random, seed, 3);
    draw_gains(in);
    draw_arcs(in);
    in->of.arcs = in->arcs;
    in->of.first_arc = in->first_arc;
    in->of.end_arc = in->end_arc;
    in->of.capacity = in->capacity;
    in->of.gains = in->gains;
    in->of.first_gain = in->first_gain;
}

static void add_column(glp_prob *lp, double cost, double most, int need_row, int bin_row, int width)
{
    int rows[] = {0, need_row, bin_row}, j = glp_add_cols(lp, 1);
    double values[] = {0, 1, width};
    glp_set_obj_coef(lp, j, cost);
    glp_set_col_bnds(lp, j, isinf(most) ? GLP_LO : GLP_DB, 0, most);
    glp_set_mat_col(lp, j, bin_row > 0 ? 2 : 1, rows, values);
}

/* The optimum with the bins that are open, by GLPK. */
static double optimum(const instance *in)
{
    int needs = in->of.need_count;
    glp_prob *lp = glp_create_prob();
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    glp_add_rows(lp, needs + in->of.bin_count);
    for (int g = 0; g < needs; g++) {
        double units = in->first_gain[g + 1] - in->first_gain[g];
        glp_set_row_bnds(lp, g + 1, GLP_FX, units, units);
        for (int k = in->first_gain[g]; k < in->first_gain[g + 1]; k++)
            add_column(lp, in->gains[k], 1, g + 1, 0, 0);
    }
    for (int b = 0; b < in->of.bin_count; b++) {
        glp_set_row_bnds(lp, needs + b + 1, GLP_UP, 0, in->open[b] ? in->capacity[b] : 0);
        for (int i = in->first_arc[b]; i < in->end_arc[b]; i++)
            add_column(lp, in->arcs[i].cost, INFINITY, in->arcs[i].need + 1, needs + b + 1,
                       in->arcs[i].width);
    }
    assert_int_equal(glp_simplex(lp, &how), 0);
    assert_int_equal(glp_get_status(lp), GLP_OPT);
    double cost = glp_get_obj_val(lp);
    glp_delete_prob(lp);
    return cost;
}

/* Opens and closes some bins. What that does to the cost by the prices before it, at least. */
static double change(instance *in, ipso__network *network)
{
    double least = 0;
    bool chosen[MOST_BINS];
    for (int b = 0; b < in->of.bin_count; b++) {
        double value = ipso__network_bin_value(network, b);
        chosen[b] = ipso__random_below(&in->random, 4) == 0;
        if (chosen[b])
            least += in->open[b] ? value : -value;
    }
    for (int b = 0; b < in->of.bin_count; b++) {
        if (!chosen[b])
            continue;
        in->open[b] = !in->open[b];
        ipso__network_set(network, b, in->open[b]);
        assert_true(ipso__network_is_open(network, b) == in->open[b]);
    }
    return least;
}

static void optima_are_those_of_glpk_while_bins_open_and_close(void **state)
{
    static instance in;
    int changed = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        ipso__arena arena = {0};
        ipso__network network;
        draw(&in, seed);
        assert_true(ipso__network_init(&network, &in.of, &arena));
        for (int i = 0; i < CHANGES; i++) {
            double before = network.cost, least = change(&in, &network);
            assert_true(ipso__network_solve(&network));
            double best = optimum(&in);
            assert_true(fabs(network.cost - best) < TOLERANCE);
            assert_true(network.cost > before + least - TOLERANCE);
            changed += fabs(network.cost - before) > 1;
        }
        ipso__arena_finish(&arena);
    }
    print_message("%d optima, %d other than those before\n", SEEDS * CHANGES, changed);
    assert_true(changed > SEEDS * CHANGES / 2);
}

/* One need of 2 units that gain 10 and 6; slots of 2 cells that cost 1, a of them, and of 4 cells
 * that cost 0, b of them. No bin: 10 + 6 = 16. 5 cells hold both units: 2 a + 4 b = 5 and a + b =
 * 2, so a = 1.5, which costs 1.5. 3 cells: a = 1.5 costs 1.5 and leaves half a unit, 3: 4.5 (a unit
 * of 4 cells gains 6 / 4 for a cell, one of 2 cells (6 - 1) / 2). */
static void flows_by_hand(void **state)
{
    const ipso__network_arc arcs[] = {{0, 2, 1}, {0, 4, 0}};
    const int first_arc[] = {0, 0}, end_arc[] = {2, 2}, capacity[] = {5, 3}, first_gain[] = {0, 2};
    const double gains[] = {10, 6};
    const ipso__network_instance of = {arcs, first_arc, end_arc, capacity, gains, first_gain, 1, 2};
    ipso__arena arena = {0};
    ipso__network network;
    (void)state;
    assert_true(ipso__network_init(&network, &of, &arena));
    assert_true(ipso__network_solve(&network));
    assert_true(fabs(network.cost - 16) < TOLERANCE);
    ipso__network_set(&network, 0, true);
    assert_true(ipso__network_solve(&network));
    assert_true(fabs(network.cost - 1.5) < TOLERANCE);
    ipso__network_set(&network, 0, false);
    ipso__network_set(&network, 1, true);
    assert_true(ipso__network_solve(&network));
    assert_true(fabs(network.cost - 4.5) < TOLERANCE);
    ipso__arena_finish(&arena);
}

static void a_copy_goes_on_like_its_original(void **state)
{
    static instance in, other;
    (void)state;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        ipso__arena arena = {0};
        ipso__network network, copy;
        draw(&in, seed);
        assert_true(ipso__network_init(&network, &in.of, &arena));
        assert_true(ipso__network_init_like(&copy, &network, &arena));
        change(&in, &network);
        assert_true(ipso__network_solve(&network));
        other = in;
        change(&other, &copy); /* is forgotten */
        ipso__network_copy(&copy, &network);
        other = in;
        change(&in, &network);
        change(&other, &copy);
        assert_true(ipso__network_solve(&network));
        assert_true(ipso__network_solve(&copy));
        assert_true(network.cost == copy.cost);
        ipso__arena_finish(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flows_by_hand),
        cmocka_unit_test(optima_are_those_of_glpk_while_bins_open_and_close),
        cmocka_unit_test(a_copy_goes_on_like_its_original),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
