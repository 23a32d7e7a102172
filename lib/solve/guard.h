/* Running GLPK so that nothing it does reaches the host process: no abort, no output, no leak.
 * Internal.
 *
 * GLPK keeps its state per thread. A guard therefore runs on a thread of ours that has no GLPK
 * state yet, makes the state, and destroys all of it before it returns: no GLPK object may leave
 * the body.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_GUARD_H
#define IPSO_SOLVE_GUARD_H

#include <stdbool.h>

#define IPSO__GUARD_LINE_SIZE 256

typedef enum ipso__guard_end {
    IPSO__GUARD_DONE,   /* the body returned */
    IPSO__GUARD_NOMEM,  /* memory ran out, or the cap was reached */
    IPSO__GUARD_STOPPED /* GLPK gave up with a fatal error: see words */
} ipso__guard_end;

typedef struct ipso__guard_settings {
    double memory_mb;                           /* cap on GLPK's memory, 0 = none */
    void (*line)(void *user, const char *line); /* each line GLPK prints, or NULL */
    void *user;                                 /* for line and for the body */
} ipso__guard_settings;

/* Runs body(user). Whatever body allocates outside GLPK must be reachable from user, for a fatal
 * error leaves body by longjmp. words (IPSO__GUARD_LINE_SIZE bytes) gets GLPK's last line when the
 * end is not IPSO__GUARD_DONE. */
ipso__guard_end ipso__guard_run(const ipso__guard_settings *settings, void (*body)(void *user),
                                char words[IPSO__GUARD_LINE_SIZE]);

#endif
