/* Operations on an agenda, and what they give, as JSON (docs/agenda.md): what a service sends line
 * by line to "ipsosched agenda serve", or uses in a protocol of its own.
 *
 * Reading is strict, as that of documents (json.h). What is written is one JSON object on one line,
 * without a newline. Nothing here keeps anything; any number of threads may read and write at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_OPERATION_H
#define IPSOSCHED_OPERATION_H

#include <ipsosched/agenda.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ipso_operation_kind {
    IPSO_OPERATION_OFFER = 0,
    IPSO_OPERATION_WHY,
    IPSO_OPERATION_HOLD,
    IPSO_OPERATION_BOOK, /* of a number (a hold), or of an ask and a place */
    IPSO_OPERATION_MOVE,
    IPSO_OPERATION_CANCEL,
    IPSO_OPERATION_NO_SHOW,
    IPSO_OPERATION_BLOCK,
    IPSO_OPERATION_UNBLOCK,
    IPSO_OPERATION_RELEASE,
    IPSO_OPERATION_WAIT,
    IPSO_OPERATION_UNWAIT,
    IPSO_OPERATION_RECALL,
    IPSO_OPERATION_TICK,
    IPSO_OPERATION_LIST,
    IPSO_OPERATION_HISTORY,
    IPSO_OPERATION_BLOCKS,  /* list them */
    IPSO_OPERATION_RELEASES /* list them */
} ipso_operation_kind;
#define IPSO_OPERATION_COUNT 18

/* Kebab-case name ("no-show"). Never NULL in range. */
IPSO_API const char *ipso_operation_name(ipso_operation_kind kind);

/* One operation. Fields that its kind does not have are at their defaults. */
typedef struct ipso_operation {
    ipso_operation_kind kind;
    const char *who, *key; /* of the stamp; NULL none */
    int64_t version;    /* of the stamp: BOOK of a number, MOVE, CANCEL, NO_SHOW, UNBLOCK, UNWAIT */
    ipso_date now_date; /* civil time it is asked at; 0: it says none, look at the clock */
    int now_min;
    ipso_ask ask;         /* OFFER, WHY, HOLD, BOOK, WAIT; RECALL: patient, type, class, own
                             practitioner */
    ipso_place place;     /* WHY, HOLD, BOOK, MOVE */
    int64_t number;       /* BOOK (0: of an ask), MOVE, CANCEL, NO_SHOW, UNBLOCK, UNWAIT;
                             HISTORY, LIST: of this alone, 0 all */
    int most;             /* OFFER, WHY: so many offers, 1..1000, default 10 */
    int hold_s;           /* HOLD: 1..86400, default 600 */
    int practitioner;     /* BLOCK */
    ipso_date first_day;  /* BLOCK; RELEASE and RECALL: the day */
    ipso_date last_day;   /* BLOCK */
    int from_min, to_min; /* BLOCK: of the first and the last day; RELEASE; default 0 and 1440 */
    int site;             /* RELEASE, IPSO_ANY all */
    const char *reason;   /* CANCEL, BLOCK; NULL none */
    int64_t after;        /* HISTORY: events after this one; default 0 */
    ipso_entry_filter filter; /* LIST; BLOCKS and RELEASES: its days, and its practitioner */
    void *memory;             /* owns all that the fields point to */
} ipso_operation;

#define IPSO_OPERATION_ID_SIZE 104

/* Reads an operation of an agenda of that practice. Its "id", which is for who asked, goes to id as
 * JSON ("" when there is none) even when the rest is wrong: an answer can carry it. On failure
 * *operation is untouched; err names the first error. */
IPSO_API ipso_status ipso_operation_from_json(ipso_operation *operation,
                                              char id[IPSO_OPERATION_ID_SIZE],
                                              const ipso_practice *practice, const char *text,
                                              size_t length, ipso_error *err);
/* A zeroed operation is allowed. */
IPSO_API void ipso_operation_finish(ipso_operation *operation);

/* Each as one line; free it with ipso_text_free. */
IPSO_API ipso_status ipso_offer_to_json(char **text, const ipso_practice *practice,
                                        const ipso_offer *offer, ipso_error *err);
IPSO_API ipso_status ipso_why_to_json(char **text, const ipso_practice *practice,
                                      const ipso_why *why, ipso_error *err);
IPSO_API ipso_status ipso_entry_to_json(char **text, const ipso_practice *practice,
                                        const ipso_entry *entry, ipso_error *err);
IPSO_API ipso_status ipso_absence_to_json(char **text, const ipso_practice *practice,
                                          const ipso_absence *absence, ipso_error *err);
IPSO_API ipso_status ipso_opening_to_json(char **text, const ipso_practice *practice,
                                          const ipso_opening *opening, ipso_error *err);
IPSO_API ipso_status ipso_event_to_json(char **text, const ipso_practice *practice,
                                        const ipso_event *event, ipso_error *err);

#ifdef __cplusplus
}
#endif
#endif
