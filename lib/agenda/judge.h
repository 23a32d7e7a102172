/* Whether one start may be booked, and why not. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_AGENDA_JUDGE_H
#define IPSO_AGENDA_JUDGE_H

#include "agenda/query.h"

typedef struct ipso__verdict {
    ipso_why_code code; /* OFFERED: may be booked; else the first rule that is broken */
    int64_t other;      /* entry or block in the way, 0 none */
    unsigned overrides; /* rules passed over */
    ipso__frame frame;  /* of a start in a session */
    bool hole;          /* it may be booked, but leaves minutes that no type fits into any more */
    ipso_offer offer;   /* of a start that may be booked; with terms unless rules were passed over
                           or an entry is moved */
} ipso__verdict;

/* Judges a place. With override, rules that staff may pass over are recorded, not returned. */
void ipso__judge(const ipso__query *query, const ipso_place *place, bool override,
                 ipso__verdict *verdict);

/* One line for people: why not, or what stands for it. */
void ipso__why_text(const ipso__query *query, const ipso_place *place, const ipso__verdict *verdict,
                    char text[IPSO_WHY_TEXT_SIZE]);

/* The rules that staff may pass over, as bits. */
#define IPSO__OVERRIDABLE                                                                          \
    (1u << IPSO_WHY_PAST | 1u << IPSO_WHY_PRACTITIONER | 1u << IPSO_WHY_SITE |                     \
     1u << IPSO_WHY_DUTY | 1u << IPSO_WHY_PROTECTED | 1u << IPSO_WHY_BLOCKED |                     \
     1u << IPSO_WHY_WINDOW | 1u << IPSO_WHY_LINK | 1u << IPSO_WHY_RESERVED)

#endif
