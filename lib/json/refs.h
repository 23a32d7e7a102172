/* What the ids of a practice stand for. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_JSON_REFS_H
#define IPSO_JSON_REFS_H

#include "json/reader.h"

/* The id of a thing of the practice; borrowed. */
const char *ipso__ref_id(const ipso_practice *practice, ipso__ref ref, int index);

/* Lets the reader know the ids of some kinds (bits 1 << IPSO__REF_*). Reports when out of memory.
 */
void ipso__refs_collect(ipso__reader *reader, const ipso_practice *practice, unsigned kinds);

#endif
