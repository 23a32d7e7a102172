/* Generators.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "packing_instances.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

static void *need(void *memory)
{
    if (memory == NULL)
        abort();
    return memory;
}

struct instance *instance_new(int bins, int rows, int conflicts)
{
    struct instance *made = need(ipso__calloc(1, sizeof *made));
    made->capacity = need(ipso__calloc((size_t)bins, sizeof *made->capacity));
    made->rows = need(ipso__calloc((size_t)rows, sizeof *made->rows));
    made->marginals = need(ipso__calloc((size_t)rows, sizeof *made->marginals));
    made->conflicts = need(ipso__calloc((size_t)conflicts, sizeof *made->conflicts));
    for (int r = 0; r < rows; r++)
        made->rows[r].marginals = made->marginals[r];
    made->packing = (ipso__packing){.capacity = made->capacity,
                                    .bin_count = bins,
                                    .rows = made->rows,
                                    .row_count = rows,
                                    .conflicts = (const int(*)[2])made->conflicts,
                                    .conflict_count = conflicts};
    return made;
}

void instance_free(struct instance *instance)
{
    if (instance == NULL)
        return;
    free(instance->capacity);
    free(instance->rows);
    free(instance->marginals);
    free(instance->options);
    free(instance->conflicts);
    free(instance);
}

ipso__packing_option *instance_add(struct instance *instance, int bin, int width, int limit,
                                   int64_t cost)
{
    size_t count = (size_t)instance->packing.option_count;
    if (!ipso__grow(&instance->options, &instance->option_room, count + 1,
                    sizeof *instance->options))
        abort();
    instance->packing.options = instance->options;
    instance->packing.option_count++;
    instance->options[count] =
        (ipso__packing_option){.bin = bin, .width = width, .limit = limit, .cost = cost};
    return &instance->options[count];
}

void instance_link(ipso__packing_option *option, int row, int weight)
{
    option->rows[option->row_count] = row;
    option->weights[option->row_count++] = weight;
}

static void offer_days(struct instance *made, ipso__random *random, int request, int doctor,
                       int first_day, int last_day, int width, int loss, int lengths, int noise)
{
    for (int bin = 20 * doctor + 4 * first_day; bin < 20 * doctor + 4 * (last_day + 1); bin++) {
        int wait = (bin % 20) / 4 - first_day;
        int cost = loss + 4 * wait + ipso__random_range(random, 0, noise);
        for (int length = 0; length < lengths; length++)
            instance_link(instance_add(made, bin, width + length, 1, cost - 9 * length), request,
                          1);
    }
}

struct instance *bookings_instance(uint64_t seed, int doctors, int lengths, int noise)
{
    static const int widths[8] = {3, 3, 4, 4, 4, 5, 6, 7};
    ipso__random random;
    ipso__random_init(&random, seed, 1);
    int requests = doctors * 121 + 12 * doctors / 28;
    struct instance *made = instance_new(doctors * 20, requests, 0);
    for (int b = 0; b < doctors * 20; b++)
        made->capacity[b] = 24;
    for (int r = 0; r < requests; r++) {
        int width = widths[ipso__random_below(&random, 8)];
        int own = (int)ipso__random_below(&random, (uint32_t)doctors);
        int first = ipso__random_range(&random, 0, 4);
        int last = first + ipso__random_range(&random, 0, 4);
        last = last > 4 ? 4 : last;
        made->rows[r].marginal_count = 1;
        made->rows[r].hard = true;
        made->marginals[r][0] = 60 + 25 * width + 5 * ipso__random_range(&random, 0, 10);
        offer_days(made, &random, r, own, first, last, width, 0, lengths, noise);
        if (ipso__random_below(&random, 100) >= 40)
            continue;
        for (int other = 0; other < 2; other++) {
            int doctor = (int)ipso__random_below(&random, (uint32_t)doctors);
            if (doctor != own)
                offer_days(made, &random, r, doctor, first, last, width, 25, lengths, noise);
        }
    }
    return made;
}

/* Price times the chance that Poisson demand of the given mean reaches k + 1. */
static int need_marginals(int64_t *marginals, double mean, int price)
{
    double below = exp(-mean), term = below;
    int count = 0;
    for (; count < 60; count++) {
        marginals[count] = (int64_t)(price * (1 - below) + 0.5);
        if (marginals[count] <= 0)
            break;
        term *= mean / (count + 1);
        below += term;
    }
    return count;
}

static void add_need(struct instance *made, ipso__random *random, int row, int people, int bins)
{
    static const int shortest[4] = {2, 3, 4, 6};
    int base = shortest[ipso__random_below(random, 4)];
    int unit = ipso__random_range(random, 30, 45);
    int reach = ipso__random_range(random, 1, people < 6 ? people : 6);
    int first = ipso__random_range(random, 0, 14), last = first + ipso__random_range(random, 0, 14);
    int days = (last > 14 ? 14 : last) - first + 1;
    double mean = 48.0 * bins / (made->packing.row_count * (base + 1.0)) *
                  (0.2 + 1.6 * ipso__random_unit(random));
    mean = mean > 40 ? 40 : mean;
    made->rows[row].marginal_count = need_marginals(made->marginals[row], mean, unit * (base + 1));
    for (int i = 0; i < reach; i++) {
        int person = (int)ipso__random_below(random, (uint32_t)people);
        for (int day = first; day < first + days; day++)
            for (int length = 0; length < 3; length++) {
                int bin = 15 * person + day;
                if (bin >= bins)
                    continue;
                ipso__packing_option *option =
                    instance_add(made, bin, base + length, 24,
                                 unit * (length == 0 ? 2 : 1) - unit * length / 3 +
                                     ipso__random_range(random, 0, 5));
                instance_link(option, row, 1);
                if (base == 6)
                    instance_link(option, made->packing.row_count - 2 * people + person, 1);
                if (base == 2)
                    instance_link(option, made->packing.row_count - people + person, base + length);
            }
    }
}

struct instance *slots_instance(uint64_t seed, int bins, int needs)
{
    ipso__random random;
    ipso__random_init(&random, seed, 2);
    int people = (bins + 14) / 15;
    struct instance *made = instance_new(bins, needs + 2 * people, 0);
    for (int b = 0; b < bins; b++)
        made->capacity[b] = 48;
    for (int r = 0; r < needs; r++)
        add_need(made, &random, r, people, bins);
    for (int person = 0; person < people; person++) {
        ipso__packing_row *target = &made->rows[needs + person];
        ipso__packing_row *limit = &made->rows[needs + people + person];
        target->marginal_count = 5;
        for (int k = 0; k < 5; k++)
            made->marginals[needs + person][k] = 60;
        limit->marginal_count = 60;
        limit->hard = true;
    }
    return made;
}
