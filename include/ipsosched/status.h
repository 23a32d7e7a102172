/* Status, errors, outcomes and stop reasons: the words every call of libipsosched answers with.
 *
 * Three separate questions have three separate answers:
 *   ipso_status   did the call work?
 *   ipso_outcome  what is known of the program that was solved?
 *   ipso_stop     why did the search stop?
 *
 * Nothing here owns memory; every function may be called from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_STATUS_H
#define IPSOSCHED_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define IPSO_API __attribute__((visibility("default")))
#else
#define IPSO_API
#endif

/* Did the call work? Anything but IPSO_OK leaves the out parameters untouched. */
typedef enum ipso_status {
    IPSO_OK = 0,
    IPSO_NOMEM,  /* an allocation failed */
    IPSO_INPUT,  /* the caller's data is wrong: see ipso_error.where */
    IPSO_STATE,  /* the call does not fit the object's state */
    IPSO_SOLVER, /* GLPK failed, or a result did not survive its check */
    IPSO_IO, /* a file could not be read or written: of the store (store.h), or a caller's own */
    IPSO_CHANGED /* what the call is about is not any more as the caller saw it (ipso_stamp) */
} ipso_status;

/* What is known of a program. A limit reached with a plan in hand is FEASIBLE, never an error. */
typedef enum ipso_outcome {
    IPSO_UNKNOWN = 0, /* neither a solution nor a proof that there is none */
    IPSO_OPTIMAL,     /* a solution within the asked gap of its proven bound */
    IPSO_FEASIBLE,    /* a solution, not proven to the asked gap */
    IPSO_INFEASIBLE   /* proven to have no solution */
} ipso_outcome;

/* Why the search stopped. */
typedef enum ipso_stop {
    IPSO_STOP_DONE = 0, /* nothing left to search */
    IPSO_STOP_GAP,      /* the asked gap was reached */
    IPSO_STOP_TIME,     /* the time limit */
    IPSO_STOP_WORK,     /* the work limit */
    IPSO_STOP_CANCEL    /* the caller's callback asked for it */
} ipso_stop;

#define IPSO_ERROR_WHERE_SIZE 160
#define IPSO_ERROR_TEXT_SIZE  320

/* Detail of a failure, in the caller's storage; every function that takes one accepts NULL.
 * The first error wins: a function that meets an error already recorded leaves it alone. */
typedef struct ipso_error {
    ipso_status status;
    char where[IPSO_ERROR_WHERE_SIZE]; /* JSON pointer such as "/practitioners/3/duties/0", or "" */
    char text[IPSO_ERROR_TEXT_SIZE];   /* one line: the thing, its value, the bound it breaks */
} ipso_error;

/* Clears err (NULL allowed) before its first use or before reuse. */
IPSO_API void ipso_error_init(ipso_error *err);

/* Name of a value in lower case, for logs and documents: "ok", "optimal", "time". Never NULL. */
IPSO_API const char *ipso_status_name(ipso_status status);
IPSO_API const char *ipso_outcome_name(ipso_outcome outcome);
IPSO_API const char *ipso_stop_name(ipso_stop stop);

/* Frees a text that the library gave; NULL allowed. */
IPSO_API void ipso_text_free(char *text);

/* Version of the library in use, "major.minor.patch". */
IPSO_API const char *ipso_version(void);

#ifdef __cplusplus
}
#endif
#endif
