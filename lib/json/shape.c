/* What all shapes share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/shape.h"

#include <string.h>

_Static_assert(sizeof(ipso_care) == sizeof(int) && sizeof(ipso_slot_use) == sizeof(int) &&
                   sizeof(ipso_law_kind) == sizeof(int) && sizeof(ipso_outcome) == sizeof(int),
               "words are read into enums as ints");

static const char *const day_names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"};

const ipso__words ipso__day_words = {"a day", day_names, 8};

const char *ipso__ref_name(ipso__ref ref)
{
    static const char *const names[IPSO__REF_COUNT] = {
        "site", "patient class",    "fair-turns rule", "practitioner",
        "duty", "appointment type", "request",         "fixed appointment"};
    return names[ref];
}

void ipso__shape_init(const ipso__shape *shape, void *description)
{
    memset(description, 0, shape->size);
    if (shape->init != NULL)
        shape->init(description);
}
