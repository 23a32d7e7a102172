/* The nearest of the known words to one that is not known. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_JSON_NEAREST_H
#define IPSO_JSON_NEAREST_H

typedef struct ipso__nearest {
    const char *wanted;
    const char *best; /* of the words offered, NULL while none is near enough */
    int distance;     /* of best; else one more than is near enough */
} ipso__nearest;

/* At most two edits (insert, delete, replace a byte) are near, one for words under six bytes. */
ipso__nearest ipso__nearest_to(const char *wanted);

void ipso__nearest_offer(ipso__nearest *nearest, const char *word);

#endif
