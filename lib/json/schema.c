/* The JSON Schemas by name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/schema.h"

#include <ipsosched/json.h>

#include <string.h>

static const struct {
    const char *name, *text;
} schemas[] = {
    {"practice", ipso__schema_practice},
    {"plan", ipso__schema_plan},
    {"report", ipso__schema_report},
    {"result", ipso__schema_result},
    {"message", ipso__schema_message},
    {"session", ipso__schema_session},
    {"session-value", ipso__schema_session_value},
    {"appointments", ipso__schema_appointments},
    {"fit", ipso__schema_fit},
    {"additions", ipso__schema_additions},
    {"replan", ipso__schema_replan},
    {"agenda-operation", ipso__schema_agenda_operation},
    {"agenda-answer", ipso__schema_agenda_answer},
    {"simulation", ipso__schema_simulation},
};

const char *ipso_schema(const char *name)
{
    for (size_t i = 0; name != NULL && i < sizeof schemas / sizeof schemas[0]; i++) {
        if (strcmp(name, schemas[i].name) == 0)
            return schemas[i].text;
    }
    return NULL;
}
