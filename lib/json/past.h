/* The practice of a past within a plan document. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_JSON_PAST_H
#define IPSO_JSON_PAST_H

#include "json/reader.h"
#include "json/write.h"

/* Reads the "history" of a plan document: a practice document cut down. NULL when something was
 * reported; pointers start at value. The reader's ids are those of that practice then. */
ipso_practice *ipso__read_past_practice(ipso__reader *reader, const ipso__json *value);

/* Makes object such a practice, the writer's. */
ipso_status ipso__write_past_practice(ipso__writer *writer, ipso__json *object, ipso_error *err);

#endif
