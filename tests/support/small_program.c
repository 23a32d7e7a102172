/* Random programs. A point is checked here by its own arithmetic, not by ipso__program_holds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "small_program.h"

#include <math.h>
#include <stdlib.h>

#include "base/random.h"

#define MOST_POINTS 4096

static void add_columns(ipso__program *program, ipso__random *random)
{
    int columns = ipso__random_range(random, 1, SMALL_COLUMNS), points = 1;
    double unit = ipso__random_below(random, 4) == 0 ? 0.25 : 1;
    for (int j = 0; j < columns; j++) {
        int most = MOST_POINTS / points - 1;
        int width = ipso__random_below(random, 3) == 0 ? ipso__random_range(random, 0, 5) : 1;
        int lower = ipso__random_below(random, 3) == 0 ? ipso__random_range(random, -3, 3) : 0;
        width = width > most ? most : width;
        points *= width + 1;
        ipso__program_add_column(program, unit * ipso__random_range(random, -10, 10), lower,
                                 lower + width, true, "x(%d)", j);
    }
    if (ipso__random_below(random, 3) == 0)
        ipso__program_add_constant(program, unit * ipso__random_range(random, -50, 50));
}

/* A row that passes close to the point hidden, on its good side or, when not honest, on either. */
static void add_row(ipso__program *program, ipso__random *random, int row, const int *hidden,
                    bool honest)
{
    ipso__term terms[SMALL_COLUMNS];
    size_t count = 0;
    bool ones = ipso__random_below(random, 2) == 0;
    double value = 0;
    for (int j = 0; j < ipso__program_column_count(program); j++) {
        if (ipso__random_below(random, 3) == 0)
            continue;
        terms[count] = (ipso__term){j, ones ? 1 : ipso__random_range(random, -9, 9)};
        value += terms[count++].value * hidden[j];
    }
    double lower = -INFINITY, upper = INFINITY;
    uint32_t kind = ipso__random_below(random, 16);
    int slack = ipso__random_range(random, honest ? 0 : -8, 4);
    if (kind < 6 || (kind >= 12 && kind < 14))
        lower = value - slack;
    if (kind >= 6 && kind < 14)
        upper = fmax(value, lower) + abs(slack);
    if (kind == 14)
        lower = upper = honest ? value : value + slack;
    ipso__program_add_row(program, lower, upper, terms, count, "row(%d)", row);
}

ipso__program *small_program(uint64_t seed)
{
    ipso__random random;
    int hidden[SMALL_COLUMNS];
    ipso__random_init(&random, seed, 1);
    ipso__program *program = ipso__program_new("small");
    if (program == NULL)
        abort();
    add_columns(program, &random);
    for (int j = 0; j < ipso__program_column_count(program); j++) {
        ipso__column column = ipso__program_column(program, j);
        hidden[j] = ipso__random_range(&random, (int)column.lower, (int)column.upper);
    }
    bool honest = ipso__random_below(&random, 2) == 0;
    int rows = ipso__random_range(&random, 0, 6);
    for (int i = 0; i < rows; i++)
        add_row(program, &random, i, hidden, honest);
    return program;
}

static bool rows_hold(const ipso__program *program, const int *x)
{
    for (int i = 0; i < ipso__program_row_count(program); i++) {
        double lower, upper, sum = 0;
        size_t count;
        const ipso__term *terms = ipso__program_row_terms(program, i, &count);
        ipso__program_row_bounds(program, i, &lower, &upper);
        for (size_t k = 0; k < count; k++)
            sum += terms[k].value * x[terms[k].column];
        if (sum < lower || sum > upper)
            return false;
    }
    return true;
}

void small_program_first_point(const ipso__program *program, int *x)
{
    for (int j = 0; j < ipso__program_column_count(program); j++)
        x[j] = (int)ipso__program_column(program, j).lower;
}

/* Counts like an odometer. */
bool small_program_next_point(const ipso__program *program, int *x)
{
    for (int j = 0; j < ipso__program_column_count(program); j++) {
        ipso__column column = ipso__program_column(program, j);
        if (x[j] < column.upper) {
            x[j]++;
            return true;
        }
        x[j] = (int)column.lower;
    }
    return false;
}

bool small_program_enumerate(const ipso__program *program, double *best)
{
    int x[SMALL_COLUMNS] = {0};
    bool found = false;
    small_program_first_point(program, x);
    do {
        double cost = ipso__program_constant(program);
        for (int j = 0; j < ipso__program_column_count(program); j++)
            cost += ipso__program_column(program, j).cost * x[j];
        if ((!found || cost < *best) && rows_hold(program, x)) {
            *best = cost;
            found = true;
        }
    } while (small_program_next_point(program, x));
    return found;
}

ipso__program *partition_program(uint64_t seed, int columns, int rows)
{
    ipso__random random;
    ipso__random_init(&random, seed, 2);
    ipso__program *program = ipso__program_new("partition");
    ipso__term *terms = calloc((size_t)columns + 1, sizeof *terms);
    bool *covers = calloc((size_t)columns * (size_t)rows, sizeof *covers);
    if (program == NULL || terms == NULL || covers == NULL)
        abort();
    for (int j = 0; j < columns; j++) {
        ipso__program_add_column(program, ipso__random_range(&random, 5, 40), 0, 1, true,
                                 "take(%d)", j);
        for (int k = ipso__random_range(&random, 2, 4); k > 0; k--)
            covers[ipso__random_below(&random, (uint32_t)rows) * (uint32_t)columns + (uint32_t)j] =
                true;
    }
    for (int i = 0; i < rows; i++) {
        size_t count = 0;
        for (int j = 0; j < columns; j++) {
            if (covers[i * columns + j])
                terms[count++] = (ipso__term){j, 1};
        }
        int left_out = ipso__program_add_column(program, 100, 0, 1, true, "left(%d)", i);
        terms[count++] = (ipso__term){left_out, 1};
        ipso__program_add_row(program, 1, 1, terms, count, "item(%d)", i);
    }
    free(terms);
    free(covers);
    return program;
}
