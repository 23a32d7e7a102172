/* Checked allocation, growing arrays and arenas.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 8, BLOCK_BYTES = 16 * 1024 };

static bool product_fits(size_t count, size_t size)
{
    return size == 0 || count <= PTRDIFF_MAX / size;
}

void *ipso__calloc(size_t count, size_t size)
{
    if (!product_fits(count, size))
        return NULL;
    if (count == 0 || size == 0)
        return calloc(1, 1);
    return calloc(count, size);
}

bool ipso__grow(void *items, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return true;
    size_t wanted = *capacity + *capacity / 2;
    if (wanted < FIRST_CAPACITY)
        wanted = FIRST_CAPACITY;
    if (wanted < need || !product_fits(wanted, size))
        wanted = need;
    if (size == 0 || !product_fits(wanted, size))
        return false;

    /* items points to a pointer of any object type, so it is read and written as bytes. */
    void *array;
    memcpy(&array, items, sizeof array);
    void *grown = realloc(array, wanted * size);
    if (grown == NULL)
        return false;
    memcpy(items, &grown, sizeof grown);
    *capacity = wanted;
    /* cppcheck-suppress memleak; *items holds it */
    return true;
}

struct ipso__arena_block {
    struct ipso__arena_block *next;
    size_t used;
    size_t size;
    max_align_t bytes[];
};

static struct ipso__arena_block *add_block(ipso__arena *arena, size_t need)
{
    size_t size = need > BLOCK_BYTES / 4 ? need : (size_t)BLOCK_BYTES;
    if (size > PTRDIFF_MAX - sizeof(struct ipso__arena_block))
        return NULL;
    struct ipso__arena_block *block = calloc(1, sizeof *block + size);
    if (block == NULL)
        return NULL;
    block->size = size;

    /* A block made for one large request is full at once: it goes behind the open one. */
    if (arena->blocks != NULL && need == size) {
        block->next = arena->blocks->next;
        arena->blocks->next = block;
    } else {
        block->next = arena->blocks;
        arena->blocks = block;
    }
    return block;
}

void *ipso__arena_alloc(ipso__arena *arena, size_t count, size_t size)
{
    const size_t unit = sizeof(max_align_t);
    if (!product_fits(count, size) || count * size > PTRDIFF_MAX - unit)
        return NULL;
    size_t bytes = count * size > 0 ? count * size : 1;
    bytes = (bytes + unit - 1) / unit * unit;

    struct ipso__arena_block *block = arena->blocks;
    if (block == NULL || block->size - block->used < bytes)
        block = add_block(arena, bytes);
    if (block == NULL)
        return NULL;
    void *memory = (char *)block->bytes + block->used;
    block->used += bytes;
    return memory;
}

void *ipso__arena_room(ipso__arena *arena, int count, size_t size, bool *ok)
{
    void *memory = ipso__arena_alloc(arena, (size_t)count + 2, size);
    *ok = *ok && memory != NULL;
    return memory;
}

void *ipso__arena_copy(ipso__arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = ipso__arena_alloc(arena, count, size);
    if (copy != NULL && count > 0 && size > 0)
        memcpy(copy, items, count * size);
    return copy;
}

const char *ipso__arena_string(ipso__arena *arena, const char *text, bool *ok)
{
    if (text == NULL)
        return NULL;
    char *copy = ipso__arena_copy(arena, text, strlen(text) + 1, 1);
    if (copy == NULL)
        *ok = false;
    return copy;
}

void ipso__arena_finish(ipso__arena *arena)
{
    struct ipso__arena_block *block = arena->blocks;
    while (block != NULL) {
        struct ipso__arena_block *next = block->next;
        free(block);
        block = next;
    }
    arena->blocks = NULL;
}
