/* A store in memory, whose functions can be made to fail.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_AGENDA_MEMORY_STORE_H
#define TESTS_AGENDA_MEMORY_STORE_H

#include <ipsosched/agenda.h>

typedef struct memory_store {
    ipso_store store; /* for ipso_agenda_attach */
    ipso_event *events;
    size_t count, kept; /* all, and of them those committed */
    int calls;          /* of begin, append and commit since fail_at was set */
    int fail_at;        /* which of them fails; 0 none */
    bool open;          /* between begin and its end */
    bool misused;       /* functions were called out of order */
} memory_store;

void memory_store_init(memory_store *made);
void memory_store_finish(memory_store *made);

#endif
