/* The JSON Schemas by name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/schema.h"

#include <ipsosched/json.h>

#include <string.h>

const char *ipso_schema(const char *name)
{
    if (name != NULL && strcmp(name, "practice") == 0)
        return ipso__schema_practice;
    if (name != NULL && strcmp(name, "plan") == 0)
        return ipso__schema_plan;
    return NULL;
}
