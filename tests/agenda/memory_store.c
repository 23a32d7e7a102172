/* A store in memory, whose functions can be made to fail.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/memory_store.h"

#include <stdlib.h>
#include <string.h>

static const char *copy_text(const char *text)
{
    return text == NULL ? NULL : strdup(text);
}

static void free_event(ipso_event *event)
{
    free((void *)(uintptr_t)event->stamp.who);
    free((void *)(uintptr_t)event->stamp.key);
    free((void *)(uintptr_t)event->reason);
    free((void *)(uintptr_t)event->ask.request.patient);
    free((void *)(uintptr_t)event->ask.request.windows);
}

static bool fails(memory_store *at)
{
    return ++at->calls == at->fail_at;
}

static ipso_status begin(void *self, ipso_error *err)
{
    memory_store *at = self;

    (void)err;
    at->misused |= at->open;
    if (fails(at))
        return IPSO_IO;
    at->open = true;
    return IPSO_OK;
}

static ipso_status read_after(void *self, int64_t after_seq, ipso_event_fn take, void *user,
                              ipso_error *err)
{
    memory_store *at = self;
    ipso_status status = IPSO_OK;

    for (size_t i = (size_t)after_seq; i < at->kept && status == IPSO_OK; i++)
        status = take(user, &at->events[i], err);
    return status;
}

static ipso_status append(void *self, const ipso_event *event, ipso_error *err)
{
    memory_store *at = self;
    const ipso_request *request = &event->ask.request;
    size_t windows = request->window_count * sizeof *request->windows;
    ipso_event copy = *event;
    ipso_event *grown;

    (void)err;
    at->misused |= !at->open || event->seq != (int64_t)at->count + 1;
    if (fails(at))
        return IPSO_IO;
    grown = realloc(at->events, (at->count + 1) * sizeof *grown);
    if (grown == NULL)
        return IPSO_NOMEM;
    at->events = grown;
    copy.stamp.who = copy_text(event->stamp.who);
    copy.stamp.key = copy_text(event->stamp.key);
    copy.reason = copy_text(event->reason);
    copy.ask.request.patient = copy_text(request->patient);
    if (windows > 0)
        copy.ask.request.windows = memcpy(malloc(windows), request->windows, windows);
    at->events[at->count++] = copy;
    return IPSO_OK;
}

static void rollback(void *self)
{
    memory_store *at = self;

    at->open = false;
    while (at->count > at->kept)
        free_event(&at->events[--at->count]);
}

static ipso_status commit(void *self, ipso_error *err)
{
    memory_store *at = self;

    (void)err;
    at->misused |= !at->open;
    if (fails(at))
        return IPSO_IO;
    at->open = false;
    at->kept = at->count;
    return IPSO_OK;
}

void memory_store_init(memory_store *made)
{
    *made = (memory_store){.store = {.self = made,
                                     .begin = begin,
                                     .read = read_after,
                                     .append = append,
                                     .commit = commit,
                                     .rollback = rollback}};
}

void memory_store_finish(memory_store *made)
{
    for (size_t i = 0; i < made->count; i++)
        free_event(&made->events[i]);
    free(made->events);
}
