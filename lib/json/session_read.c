/* Reading a session document.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/json.h>

#include "json/document.h"
#include "json/shape_session.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PATIENTS = 200, LONGEST_ID = 200 };

/* Everything a document points to. */
typedef struct memory {
    ipso__arena arena;
} memory;

typedef struct loader {
    ipso__reader *reader;
    ipso__session_root root;
    ipso_session_document document;
    int *entry; /* patient of the model -> element of the document's list; of the document */
} loader;

static void *take(loader *l, size_t count, size_t size)
{
    void *taken = ipso__arena_alloc(l->reader->arena, count, size);
    if (taken == NULL)
        ipso__reader_nomem(l->reader);
    return taken;
}

/* ---- laws ---- */

/* Fields that a law does not look at are a mistake, as are those that it needs and has not. */
static void expect_fields(loader *l, const char *where, const ipso__session_law *law)
{
    const ipso_service_kind kind = (ipso_service_kind)law->law;
    const char *name = ipso__session_law_names[kind];
    const bool list = kind == IPSO_SERVICE_EMPIRICAL || kind == IPSO_SERVICE_MIXTURE;
    const struct {
        const char *key;
        bool given, wanted;
    } fields[] = {
        {"mean_min", !isnan(law->mean_min), !list},
        {"cv", !isnan(law->cv),
         kind == IPSO_SERVICE_GAMMA || kind == IPSO_SERVICE_LOGNORMAL ||
             kind == IPSO_SERVICE_WEIBULL},
        {"phases", law->phases >= 0, kind == IPSO_SERVICE_ERLANG},
        {"minutes", law->minutes != NULL, kind == IPSO_SERVICE_EMPIRICAL},
        {"parts", law->parts != NULL, kind == IPSO_SERVICE_MIXTURE},
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (fields[i].given && !fields[i].wanted)
            ipso__report_at(l->reader, where, "the law \"%s\" has no \"%s\"", name, fields[i].key);
        if (!fields[i].given && fields[i].wanted)
            ipso__report_at(l->reader, where, "the law \"%s\" needs \"%s\"", name, fields[i].key);
    }
}

static ipso_service simple_law(loader *l, const char *where, const ipso__session_law *law)
{
    expect_fields(l, where, law);
    return (ipso_service){.kind = (ipso_service_kind)law->law,
                          .mean_min = isnan(law->mean_min) ? 0 : law->mean_min,
                          .cv = isnan(law->cv) ? 0 : law->cv,
                          .phases = law->phases,
                          .minutes = law->minutes,
                          .shares = law->shares,
                          .count = law->count};
}

/* A law that is not said is always 0 minutes. */
static ipso_service law_of(loader *l, const char *where, const ipso__session_law *law)
{
    ipso_service service;
    ipso_service_init(&service);
    if (law->law < 0)
        return service;
    service = simple_law(l, where, law);
    if (law->law != IPSO_SERVICE_MIXTURE)
        return service;
    ipso_service *parts = take(l, law->part_count, sizeof *parts);
    double *shares = take(l, law->part_count, sizeof *shares);
    for (size_t i = 0; parts != NULL && shares != NULL && i < law->part_count; i++) {
        char place[IPSO_ERROR_WHERE_SIZE];
        snprintf(place, sizeof place, "%.100s/parts/%zu", where, i);
        parts[i] = simple_law(l, place, &law->parts[i].law);
        shares[i] = law->parts[i].share;
    }
    service.parts = parts;
    service.shares = shares;
    service.count = law->part_count;
    return service;
}

/* ---- patients ---- */

/* The id of the i-th of an entry's patients: its own, numbered when there are several. */
static const char *id_of(loader *l, const ipso__session_patient *entry, int number, int i)
{
    char *id = take(l, LONGEST_ID + 24, 1);
    if (id == NULL)
        return NULL;
    if (entry->id == NULL)
        snprintf(id, LONGEST_ID + 24, "%d", number);
    else if (entry->count > 1)
        snprintf(id, LONGEST_ID + 24, "%.*s %d", LONGEST_ID, entry->id, i + 1);
    else
        snprintf(id, LONGEST_ID + 24, "%.*s", LONGEST_ID, entry->id);
    return id;
}

static ipso_session_patient patient_of(loader *l, const ipso__session_patient *entry, size_t index)
{
    char where[IPSO_ERROR_WHERE_SIZE];
    ipso_session_patient patient;
    ipso_session_patient_init(&patient);
    snprintf(where, sizeof where, "/patients/%zu/service", index);
    patient.service = law_of(l, where, &entry->service);
    snprintf(where, sizeof where, "/patients/%zu/late", index);
    patient.late = law_of(l, where, &entry->late);
    patient.no_show = entry->no_show;
    patient.cancel = entry->cancel;
    patient.wait_weight = entry->wait_weight;
    patient.earliest_min = entry->earliest_min;
    patient.latest_min = entry->latest_min;
    patient.apart_min = entry->apart_min;
    patient.reward = entry->reward;
    return patient;
}

/* How many patients there are; reports where there are too many or none. */
static int count_patients(loader *l)
{
    long long sum = 0;
    for (size_t i = 0; i < l->root.patient_count; i++) {
        char where[48];
        snprintf(where, sizeof where, "/patients/%zu/count", i);
        if (l->root.patients[i].count < 1)
            ipso__report_at(l->reader, where, "an entry stands for 1 patient or more, not for 0");
        sum += l->root.patients[i].count;
    }
    if (sum < 1 || sum > MOST_PATIENTS)
        ipso__report_at(l->reader, "/patients", "%lld patients are not from 1 to %d", sum,
                        MOST_PATIENTS);
    return l->reader->status == IPSO_OK ? (int)sum : 0;
}

static void expand_patients(loader *l)
{
    int count = count_patients(l), at = 0;
    ipso_session_patient *patients = take(l, (size_t)count, sizeof *patients);
    const char **ids = take(l, (size_t)count, sizeof *ids);
    l->entry = take(l, (size_t)count, sizeof *l->entry);
    if (count == 0 || patients == NULL || ids == NULL || l->entry == NULL)
        return;
    for (size_t i = 0; i < l->root.patient_count; i++) {
        const ipso__session_patient *entry = &l->root.patients[i];
        ipso_session_patient patient = patient_of(l, entry, i);
        for (int j = 0; j < entry->count; j++, at++) {
            patients[at] = patient;
            ids[at] = id_of(l, entry, at + 1, j);
            l->entry[at] = (int)i;
        }
    }
    l->document.model.patients = patients;
    l->document.model.patient_count = count;
    l->document.ids = ids;
    l->document.entries = l->entry;
}

/* ---- the whole ---- */

static void fill(loader *l)
{
    const ipso__session_root *root = &l->root;
    ipso_session_document *document = &l->document;
    ipso_session_model *model = &document->model;
    ipso_session_model_init(model);
    ipso_session_settings_init(&document->settings);
    document->name = root->name;
    document->start_of_day_min = root->start;
    model->time = (ipso_session_time)root->time;
    model->grid_min = root->grid_min;
    model->length_min = root->length_min;
    model->breaks = root->breaks;
    model->break_count = (int)root->break_count;
    model->delay = law_of(l, "/delay", &root->delay);
    model->walk_ins_per_hour = root->walk_ins.per_hour;
    model->walk_in = law_of(l, "/walk_ins/service", &root->walk_ins.service);
    model->walk_in_until_min = root->walk_ins.until_min;
    model->wait_limit_min = root->wait_limit_min;
    model->wait_weight = root->wait_weight;
    model->idle_weight = root->idle_weight;
    model->overtime_weight = root->overtime_weight;
    model->waits = (ipso_session_waits)root->waits;
    model->horizon = (ipso_session_horizon)root->horizon;
    document->settings.step_min = root->step_min;
    document->settings.last_start_min = root->last_start_min;
    document->settings.certify = root->certify;
    document->times = (ipso_session_times){(int)root->start_count, NULL, root->starts_min};
    expand_patients(l);
}

/* Reports what the library says of the model; the index of a patient becomes that of his entry. */
static void report_model(loader *l, const ipso_error *err)
{
    char where[2 * IPSO_ERROR_WHERE_SIZE];
    const char *rest = err->where + strlen("/patients/");
    if (strncmp(err->where, "/patients/", strlen("/patients/")) == 0 && l->entry != NULL) {
        char *end;
        long index = strtol(rest, &end, 10);
        bool known = index >= 0 && index < l->document.model.patient_count;
        snprintf(where, sizeof where, "/patients/%d%s", known ? l->entry[index] : 0, end);
    } else {
        snprintf(where, sizeof where, "%s", err->where);
    }
    ipso__report_at(l->reader, where, "%s", err->text);
}

static void check(loader *l)
{
    const ipso_session_times *times = &l->document.times;
    ipso_session *session = NULL;
    ipso_session_measures measures;
    ipso_error err;
    ipso_error_init(&err);
    ipso_status status = ipso_session_new(&session, &l->document.model, &err);
    if (status == IPSO_OK && times->count > 0 && times->count != l->document.model.patient_count)
        status = IPSO_INPUT,
        ipso__report_at(l->reader, "/starts_min", "%d start times for %d patients", times->count,
                        l->document.model.patient_count);
    else if (status == IPSO_OK && times->count > 0)
        status = ipso_session_measure(&measures, session, times, &err);
    ipso_session_free(session);
    if (status == IPSO_NOMEM)
        ipso__reader_nomem(l->reader);
    else if (status != IPSO_OK && err.status != IPSO_OK)
        report_model(l, &err);
}

static void load(loader *l, const char *text, size_t length)
{
    ipso__json root;
    if (!ipso__document_parse(l->reader, &root, text, length, IPSO__SESSION_FORMAT))
        return;
    ipso__shape_init(&ipso__session_root_shape, &l->root);
    if (!ipso__read_fields(l->reader, NULL, &root, &ipso__session_root_shape, &l->root) ||
        l->reader->status != IPSO_OK)
        return;
    fill(l);
    if (l->reader->status == IPSO_OK)
        check(l);
}

ipso_status ipso_session_from_json(ipso_session_document *document, const char *text, size_t length,
                                   ipso_finding_fn found, void *user, ipso_error *err)
{
    memory *kept = ipso__calloc(1, sizeof *kept);
    if (kept == NULL)
        return ipso__fail_nomem(err);
    ipso__reader reader = {.found = found, .user = user, .err = err, .arena = &kept->arena};
    loader l = {.reader = &reader};
    load(&l, text, length);
    if (reader.status != IPSO_OK) {
        ipso__arena_finish(&kept->arena);
        free(kept);
        return reader.status;
    }
    l.document.memory = kept;
    *document = l.document;
    return IPSO_OK;
}

void ipso_session_document_finish(ipso_session_document *document)
{
    memory *kept = document == NULL ? NULL : document->memory;
    if (document == NULL)
        return;
    if (kept != NULL)
        ipso__arena_finish(&kept->arena);
    free(kept);
    *document = (ipso_session_document){0};
}
