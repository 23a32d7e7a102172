/* Replaces glibc's allocation functions; see the header.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/failing_malloc.h"

#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#if defined(__has_feature)
#define HAS_FEATURE(feature) __has_feature(feature)
#else
#define HAS_FEATURE(feature) 0
#endif

#if !defined(__GLIBC__) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) ||        \
    HAS_FEATURE(address_sanitizer) || HAS_FEATURE(thread_sanitizer) ||                             \
    HAS_FEATURE(memory_sanitizer)
#define REPLACES_MALLOC 0
#else
#define REPLACES_MALLOC 1
#endif

/* Allocations number fail_from to fail_until - 1 fail. */
static atomic_long allocations;
static atomic_long failures;
static atomic_long realloc_failures;
static atomic_long live_blocks;
static atomic_long fail_from = LONG_MAX;
static atomic_long fail_until = LONG_MAX;
static atomic_bool paused;

/* Tries it, since valgrind puts its own malloc in front of this one; by a pointer, since a direct
 * call could be inlined and escape valgrind. */
bool failing_malloc_works(void)
{
    void *(*volatile allocate)(size_t) = malloc;
    long before = atomic_load(&allocations);
    free(allocate(1));
    return atomic_load(&allocations) > before;
}

static void arm(long from, long until)
{
    atomic_store(&fail_from, LONG_MAX);
    atomic_store(&allocations, 0);
    atomic_store(&failures, 0);
    atomic_store(&realloc_failures, 0);
    atomic_store(&fail_until, until);
    atomic_store(&fail_from, from);
}

void failing_malloc_fail_at(long n, failing_mode mode)
{
    arm(n, mode == FAIL_ONCE ? n + 1 : LONG_MAX);
}

void failing_malloc_fail_never(void)
{
    arm(LONG_MAX, LONG_MAX);
}

void failing_malloc_pause(void)
{
    atomic_store(&paused, true);
}

void failing_malloc_resume(void)
{
    atomic_store(&paused, false);
}

long failing_malloc_allocation_count(void)
{
    return atomic_load(&allocations);
}

long failing_malloc_failure_count(void)
{
    return atomic_load(&failures);
}

long failing_malloc_live_block_count(void)
{
    return atomic_load(&live_blocks);
}

failing_report failing_malloc_each(bool (*work)(void *context), void *context, failing_mode mode,
                                   long stride)
{
    failing_report report = {0};
    failing_malloc_fail_never();
    work(context);
    for (long n = 1; failing_malloc_works(); n += stride) {
        long live = failing_malloc_live_block_count();
        failing_malloc_fail_at(n, mode);
        bool succeeded = work(context);
        long failed = failing_malloc_failure_count();
        bool realloc_failed = atomic_load(&realloc_failures) > 0;
        failing_malloc_fail_never();
        if (failed == 0)
            break;
        report.runs++;
        report.unreported += succeeded;
        long lost = failing_malloc_live_block_count() - live;
        if (lost > 0 && report.leaks++ == 0)
            report.first_leak = n;
        report.realloc_losses += lost == 1 && realloc_failed;
    }
    return report;
}

#if REPLACES_MALLOC

#define REPLACES __attribute__((visibility("default"), used))

/* glibc exports its allocator under these names for those who replace malloc. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

static bool refused(void)
{
    if (atomic_load(&paused))
        return false;
    long number = atomic_fetch_add(&allocations, 1) + 1;
    if (number < atomic_load(&fail_from) || number >= atomic_load(&fail_until))
        return false;
    atomic_fetch_add(&failures, 1);
    errno = ENOMEM;
    return true;
}

static void *counted(void *block)
{
    if (block != NULL)
        atomic_fetch_add(&live_blocks, 1);
    return block;
}

REPLACES void *malloc(size_t size)
{
    return refused() ? NULL : counted(__libc_malloc(size));
}

REPLACES void *calloc(size_t count, size_t size)
{
    return refused() ? NULL : counted(__libc_calloc(count, size));
}

REPLACES void free(void *block)
{
    if (block == NULL)
        return;
    atomic_fetch_sub(&live_blocks, 1);
    __libc_free(block);
}

REPLACES void *realloc(void *block, size_t size)
{
    if (block == NULL)
        return malloc(size);
    if (size == 0) {
        free(block);
        return NULL;
    }
    if (!refused())
        return __libc_realloc(block, size);
    atomic_fetch_add(&realloc_failures, 1);
    return NULL;
}

REPLACES void *memalign(size_t alignment, size_t size);

REPLACES void *memalign(size_t alignment, size_t size)
{
    return refused() ? NULL : counted(__libc_memalign(alignment, size));
}

REPLACES void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

REPLACES int posix_memalign(void **block, size_t alignment, size_t size)
{
    void *memory = memalign(alignment, size);
    if (memory == NULL)
        return ENOMEM;
    *block = memory;
    return 0;
}

#endif
