/* Copying descriptions into a practice. Internal.
 *
 * Each function replaces borrowed pointers of a description by copies in the practice's arena and
 * answers false when memory is out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PRACTICE_COPY_H
#define IPSO_PRACTICE_COPY_H

#include "practice/practice.h"

bool ipso__copy_text(ipso__arena *arena, const char **text);
bool ipso__copy_texts(ipso__arena *arena, const char *const **texts, size_t count);
bool ipso__copy_days(ipso__arena *arena, ipso_days *days);
bool ipso__copy_who(ipso__arena *arena, ipso_who *who);
bool ipso__copy_law(ipso__arena *arena, ipso_law *law);

/* Copy of count elements, or NULL; the argument of IPSO__COPIED. */
#define IPSO__COPIED(arena, items, count)                                                          \
    ipso__arena_copy((arena), (items), (count), sizeof *(items))

/* Appends size bytes at item to list; IPSO_NOMEM when it cannot. */
ipso_status ipso__list_append(ipso__list *list, const void *item, size_t size, ipso_error *err);

/* IPSO_STATE, recorded in err, once the practice is validated. */
ipso_status ipso__practice_open(const ipso_practice *practice, ipso_error *err);

#endif
