/* Reading past appointments.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/json.h>

#include "fit/fit.h"
#include "json/document.h"
#include "json/shape_appointments.h"

#include <string.h>

enum { MAX_SET_ASIDE_SHOWN = 1000 };

/* Kinds of ids that appointments name. */
enum {
    NAMED = 1u << IPSO__REF_PRACTITIONER | 1u << IPSO__REF_TYPE | 1u << IPSO__REF_CLASS |
            1u << IPSO__REF_SITE
};

typedef struct loader {
    ipso__reader *reader;
    ipso__json root;
    const ipso_practice *practice;
    bool set_aside;
    ipso_fit_appointments list;
    size_t capacity;
} loader;

/* ---- appointments ---- */

static bool read_appointment(loader *l, const ipso__path *path, const ipso__json *value,
                             ipso_fit_appointment *item)
{
    const char *field, *problem;

    ipso__shape_init(&ipso__past_appointment_shape, item);
    if (!ipso__read_fields(l->reader, path, value, &ipso__past_appointment_shape, item))
        return false;
    if (item->minutes == -1 && ipso__json_member(value, "minutes") != NULL)
        item->minutes = -2; /* -1 stands for unknown */
    problem = ipso__fit_problem(l->practice, item, &field);
    if (problem != NULL) {
        const ipso__path step = {path, field, 0};

        ipso__report(l->reader, &step, "%s", problem);
    }
    return problem == NULL;
}

/* Lets the reader go on after a wrong appointment that is set aside. */
static void set_aside(loader *l)
{
    if (l->reader->status != IPSO_INPUT)
        return;
    l->list.set_aside++;
    l->reader->status = IPSO_OK;
    if (l->list.set_aside == MAX_SET_ASIDE_SHOWN)
        l->reader->found = NULL;
    l->reader->findings = 0;
}

static void add(loader *l, const ipso_fit_appointment *item)
{
    if (!ipso__grow(&l->list.items, &l->capacity, l->list.count + 1, sizeof *item)) {
        ipso__reader_nomem(l->reader);
        return;
    }
    l->list.items[l->list.count++] = *item;
}

/* An error of an appointment that is set aside is none of the document's. */
static void read_appointments(loader *l)
{
    const ipso__json *list = ipso__json_member(&l->root, "appointments");
    const ipso__path path = {NULL, "appointments", 0};
    ipso_error *err = l->reader->err;
    ipso_error passed_over = {0};

    if (list == NULL) {
        ipso__report(l->reader, NULL, "the document needs \"appointments\"");
        return;
    }
    if (!ipso__expect_array(l->reader, &path, list) || l->reader->status != IPSO_OK)
        return;
    if (l->set_aside)
        l->reader->err = &passed_over;
    for (size_t i = 0; i < list->as.list.count && ipso__reader_goes_on(l->reader); i++) {
        const ipso__path step = {&path, NULL, i};
        ipso_fit_appointment item;

        if (read_appointment(l, &step, &list->as.list.items[i], &item))
            add(l, &item);
        else if (l->set_aside)
            set_aside(l);
    }
    l->reader->err = err;
}

/* ---- the document ---- */

static void refuse_unknown(loader *l)
{
    for (size_t i = 0; i < l->root.as.list.count; i++) {
        const char *key = l->root.as.list.items[i].key;
        bool known = false;

        for (int j = 0; j < IPSO__APPOINTMENTS_KEY_COUNT; j++)
            known = known || strcmp(ipso__appointments_keys[j], key) == 0;
        if (!known)
            ipso__report_unknown(l->reader, NULL, key, ipso__appointments_keys,
                                 IPSO__APPOINTMENTS_KEY_COUNT);
    }
}

static void read_day(loader *l, const char *key, ipso_date *day)
{
    const ipso__path path = {NULL, key, 0};
    const ipso__json *value = ipso__json_member(&l->root, key);
    char shown[IPSO__SHOWN_SIZE];

    if (value == NULL)
        return;
    if (value->kind != IPSO__JSON_STRING || !ipso_date_parse(day, value->as.string))
        ipso__report(l->reader, &path, "%s is not a date (\"YYYY-MM-DD\")",
                     ipso__show(value, shown));
}

static void load(loader *l, const char *text, size_t length)
{
    if (!ipso__document_parse(l->reader, &l->root, text, length, IPSO__APPOINTMENTS_FORMAT))
        return;
    refuse_unknown(l);
    read_day(l, "first_day", &l->list.first_day);
    read_day(l, "last_day", &l->list.last_day);
    ipso__reader_know(l->reader, l->practice, NAMED);
    if (ipso__reader_goes_on(l->reader))
        read_appointments(l);
}

ipso_status ipso_fit_appointments_from_json(ipso_fit_appointments *appointments,
                                            const ipso_practice *practice, const char *text,
                                            size_t length, bool wrong_set_aside,
                                            ipso_finding_fn found, void *user, ipso_error *err)
{
    ipso__arena arena = {NULL};
    ipso__reader reader = {.found = found, .user = user, .err = err, .arena = &arena};
    loader l = {.reader = &reader, .practice = practice, .set_aside = wrong_set_aside};

    load(&l, text, length);
    ipso__arena_finish(&arena);
    if (reader.status == IPSO_NOMEM)
        ipso__fail_nomem(err);
    if (reader.status == IPSO_OK)
        *appointments = l.list;
    else
        ipso_fit_appointments_finish(&l.list);
    return reader.status;
}
