/* Where an operation is wrong: the library names fields of its own structures, a service knows
 * those of its line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda.h"

#include <stdio.h>
#include <string.h>

static const char *const ask_fields[] = {
    "/patient",          "/type",           "/patient_class", "/windows",
    "/practitioner",     "/accepts_others", "/site",          "/after",
    "/min_gap_min",      "/modes",          "/audience",      "/length_min",
    "/priority_percent", "/no_show"};

static const struct {
    const char *field, *member;
} members[] = {{"/place/start_min", "/place/start"},
               {"/time_min", "/now"},
               {"/first", "/first_day"},
               {"/last", "/last_day"},
               {"/first_min", "/from"},
               {"/start_min", "/from"},
               {"/request/after", "/ask/after"},
               {"/room", "/most"}};

static bool has_ask(const ipso_operation *operation)
{
    return operation->ask.request.patient != NULL && operation->kind != IPSO_OPERATION_RECALL;
}

static bool is_of_ask(const char *where)
{
    for (size_t i = 0; i < sizeof ask_fields / sizeof ask_fields[0]; i++)
        if (strcmp(where, ask_fields[i]) == 0)
            return true;
    return false;
}

static bool is_of_place(const ipso_operation *operation, const char *where)
{
    return operation->place.date != 0 &&
           (strcmp(where, "/reason") == 0 ||
            (strcmp(where, "/length_min") == 0 && operation->place.length_min != 0));
}

void agenda_point(const ipso_operation *operation, ipso_error *err)
{
    char where[sizeof err->where];
    const char *folder = "";

    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        if (strcmp(err->where, members[i].field) == 0) {
            snprintf(err->where, sizeof err->where, "%s", members[i].member);
            return;
        }
    if (is_of_place(operation, err->where))
        folder = "/place";
    else if (has_ask(operation) && is_of_ask(err->where))
        folder = "/ask";
    snprintf(where, sizeof where, "%s%.*s", folder, (int)(sizeof where - sizeof "/place"),
             err->where);
    memcpy(err->where, where, sizeof where);
}
