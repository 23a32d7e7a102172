/* Checked allocation, growing arrays and arenas. Internal; nothing here keeps global state.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_BASE_MEMORY_H
#define IPSO_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* count * size zeroed bytes, or NULL when the product overflows or memory is out. Asking for zero
 * bytes gives a valid pointer to one byte. Free with free(). */
void *ipso__calloc(size_t count, size_t size);

/* Resizes *items (an array of size-byte elements with room for *capacity) to hold at least need
 * elements, growing by half. New room is not zeroed. False when out of memory; *items and
 * *capacity are then as before. */
bool ipso__grow(void *items, size_t *capacity, size_t need, size_t size);

/* An arena: blocks that live and die together. Zero-initialise before use. */
typedef struct ipso__arena {
    struct ipso__arena_block *blocks;
} ipso__arena;

/* Zeroed memory aligned for any type, or NULL. Lives until the arena is finished. */
void *ipso__arena_alloc(ipso__arena *arena, size_t count, size_t size);

/* The same for one array of several, with two items to spare; when there is no memory *ok becomes
 * false, and otherwise stays as it is. */
void *ipso__arena_room(ipso__arena *arena, int count, size_t size, bool *ok);

/* Copy of count elements; NULL when out of memory. count 0 gives a valid pointer. */
void *ipso__arena_copy(ipso__arena *arena, const void *items, size_t count, size_t size);

/* Copy of a string, NULL for NULL (*ok stays true) or when out of memory (*ok becomes false). */
const char *ipso__arena_string(ipso__arena *arena, const char *text, bool *ok);

/* Frees every block; the arena is empty again. */
void ipso__arena_finish(ipso__arena *arena);

#endif
