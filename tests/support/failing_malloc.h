/* Makes a chosen allocation of the process fail, and counts allocations and live blocks.
 *
 * A test that links failing_malloc_dep replaces malloc, calloc, realloc, free and their aligned
 * relatives for the whole process, so that the allocations of libipsosched, of GLPK, of jansson and
 * of libc itself are all counted; glibc's own allocator does the work. Counters are atomic; arm and
 * disarm from one thread, while no other is allocating.
 *
 * Under a sanitizer or valgrind, which need malloc for themselves, nothing is replaced:
 * failing_malloc_works() is false and a test skips.
 *
 * libc allocates some blocks once and keeps them (stream buffers, stacks of finished threads): run
 * the work once without failures before live blocks are compared.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SUPPORT_FAILING_MALLOC_H
#define TESTS_SUPPORT_FAILING_MALLOC_H

#include <stdbool.h>

typedef enum failing_mode {
    FAIL_ONCE, /* that allocation alone */
    FAIL_ON    /* that allocation and all that follow */
} failing_mode;

bool failing_malloc_works(void);

/* Starts counting at 0; the n-th allocation from now (n >= 1) fails. */
void failing_malloc_fail_at(long n, failing_mode mode);

/* Starts counting at 0; nothing fails. */
void failing_malloc_fail_never(void);

/* Between the two, allocations succeed and are not counted: for a library that does not stand their
 * failure. */
void failing_malloc_pause(void);
void failing_malloc_resume(void);

/* Allocations asked for, and refused, since the last of the two calls above. */
long failing_malloc_allocation_count(void);
long failing_malloc_failure_count(void);

/* Blocks allocated and not freed yet, by anyone. */
long failing_malloc_live_block_count(void);

typedef struct failing_report {
    long runs;       /* with one failure each */
    long unreported; /* runs that claimed success although an allocation failed */
    long leaks;      /* runs that left more live blocks than there were before */
    long first_leak; /* n of the first such run, or 0 */
    /* Of the leaks, runs that lost one block after a realloc failed: what GLPK does when a realloc
     * of its own fails, which nobody outside it can mend. */
    long realloc_losses;
} failing_report;

/* Runs work once unharmed, then with its allocation number 1, 1 + stride, 1 + 2 stride... failing,
 * until a run meets no failure. work frees all that it made and returns whether it succeeded; it
 * leaves assertions to the caller, since they would leave this function with failures armed. */
failing_report failing_malloc_each(bool (*work)(void *context), void *context, failing_mode mode,
                                   long stride);

#endif
