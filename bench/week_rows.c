/* Rows of the suite "week".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "week.h"

void week_print_head(void)
{
    puts("instance,method,stage,seed,threads,rows,columns,seconds,cpu_seconds,work,outcome,stop,"
         "cost,bound,gap,peak_kb,check,revision");
    fflush(stdout);
}

static void print_count(int64_t count)
{
    if (count >= 0)
        printf("%lld", (long long)count);
    putchar(',');
}

static void print_seconds(double seconds)
{
    if (seconds >= 0.0)
        printf("%.3f", seconds);
    putchar(',');
}

/* Points are whole numbers but in the times stage of a written program. */
static void print_points(bool there, double points)
{
    if (there)
        printf("%.12g", points);
    putchar(',');
}

void week_print_row(const week_row *row, const bench_options *options)
{
    bench_csv_text(stdout, row->instance);
    printf(",%s,%s,%llu,%d,", row->method, row->stage, (unsigned long long)options->settings.seed,
           options->settings.threads);
    print_count(row->rows);
    print_count(row->columns);
    print_seconds(row->seconds);
    print_seconds(row->cpu_seconds);
    print_count(row->work);
    printf("%s,%s,", row->outcome, row->stop);
    print_points(row->has_cost, row->cost);
    print_points(row->has_bound, row->bound);
    if (row->gap >= 0.0)
        printf("%.6f", row->gap);
    printf(",%ld,%s,%s\n", bench_peak_kb(), row->check, bench_revision());
    fflush(stdout);
}
