/* The JSON Schemas, embedded when the library is built. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_JSON_SCHEMA_H
#define IPSO_JSON_SCHEMA_H

extern const char ipso__schema_practice[], ipso__schema_plan[], ipso__schema_report[],
    ipso__schema_result[], ipso__schema_message[], ipso__schema_session[],
    ipso__schema_session_value[], ipso__schema_appointments[], ipso__schema_fit[],
    ipso__schema_additions[], ipso__schema_replan[], ipso__schema_agenda_operation[],
    ipso__schema_agenda_answer[], ipso__schema_simulation[];

#endif
