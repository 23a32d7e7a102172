/* The lists of a practice document, in its order: key, shape, and the calls that add and read
 * them. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_JSON_SECTIONS_H
#define IPSO_JSON_SECTIONS_H

#include "json/shape.h"

#define IPSO__PRACTICE_FORMAT "ipsosched-practice/1"

typedef struct ipso__section {
    const char *key;
    const ipso__shape *shape;
    int ref; /* the ipso__ref its ids stand for, -1 when nothing refers to them */
    ipso_status (*add)(ipso_practice *practice, const void *description, ipso_error *err);
    int (*count)(const ipso_practice *practice);
    const void *(*get)(const ipso_practice *practice, int index);
} ipso__section;

#define IPSO__SECTION_COUNT 14

/* In the order in which they are added: what a thing refers to backwards comes before it. */
extern const ipso__section ipso__sections[IPSO__SECTION_COUNT];

/* Every key of a practice document, in its order. */
#define IPSO__PRACTICE_KEY_COUNT 22
extern const char *const ipso__practice_keys[IPSO__PRACTICE_KEY_COUNT];

#endif
