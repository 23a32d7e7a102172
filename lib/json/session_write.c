/* Writing what start times of a session are worth.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/json.h>

#include "json/write.h"

#include <math.h>

static void write_measures(ipso__writer *writer, ipso__json *root, const char *key,
                           const ipso_session_measures *m)
{
    ipso__json *object = ipso__doc_item(writer, root, key);
    ipso__doc_list(writer, object, IPSO__JSON_OBJECT, 10);
    ipso__doc_number(writer, object, "cost", m->cost);
    ipso__doc_number(writer, object, "wait_min", m->wait);
    ipso__doc_number(writer, object, "wait_booked_min", m->wait_booked);
    ipso__doc_number(writer, object, "attending", m->attending);
    ipso__doc_number(writer, object, "busy_min", m->busy);
    ipso__doc_number(writer, object, "idle_min", m->idle);
    ipso__doc_number(writer, object, "overtime_min", m->overtime);
    ipso__doc_number(writer, object, "idle_to_last_min", m->idle_to_last);
    ipso__doc_number(writer, object, "overtime_after_last_min", m->overtime_after_last);
    ipso__doc_number(writer, object, "end_min", m->end);
}

static void write_patients(ipso__writer *writer, ipso__json *root,
                           const ipso_session_document *document, const ipso_session_times *times,
                           const ipso_session_value *value)
{
    ipso__json *list = ipso__doc_item(writer, root, "patients");
    ipso__doc_list(writer, list, IPSO__JSON_ARRAY, (size_t)times->count);
    for (int k = 0; k < times->count; k++) {
        ipso__json *object = ipso__doc_item(writer, list, NULL);
        int patient = times->order == NULL ? k : times->order[k];
        ipso__doc_list(writer, object, IPSO__JSON_OBJECT, 5);
        ipso__doc_string(writer, object, "id", document->ids[patient]);
        ipso__doc_integer(writer, object, "patient", patient);
        ipso__doc_number(writer, object, "start_min", times->start_min[k]);
        ipso__doc_number(writer, object, "wait_min", value->wait[k]);
        ipso__doc_number(writer, object, "late_share", value->late_share[k]);
    }
}

/* The first time by which the session has ended with that probability. */
static double end_by(const ipso_session_value *value, double share)
{
    for (int i = 0; i < value->end_count; i++)
        if (value->end_share[i] >= share - 1e-12)
            return value->end_min[i];
    return NAN;
}

static void write_end(ipso__writer *writer, ipso__json *root, const ipso_session_value *value)
{
    static const struct {
        const char *key;
        double share;
    } shares[] = {{"half", .5}, {"nine_in_ten", .9}, {"nineteen_in_twenty", .95}};
    ipso__json *object = ipso__doc_item(writer, root, "end_by_min");
    ipso__doc_list(writer, object, IPSO__JSON_OBJECT, 3);
    for (int i = 0; i < 3; i++)
        ipso__doc_number(writer, object, shares[i].key, end_by(value, shares[i].share));
}

static void write_plan(ipso__writer *writer, ipso__json *root, const ipso_session_plan *plan)
{
    ipso__json *object;
    if (plan == NULL)
        return;
    object = ipso__doc_item(writer, root, "search");
    ipso__doc_list(writer, object, IPSO__JSON_OBJECT, 6);
    ipso__doc_string(writer, object, "outcome", ipso_outcome_name(plan->outcome));
    ipso__doc_string(writer, object, "stop", ipso_stop_name(plan->stop));
    ipso__doc_number(writer, object, "objective", plan->objective);
    ipso__doc_number(writer, object, "bound", plan->bound);
    ipso__doc_integer(writer, object, "work", plan->work);
    ipso__doc_integer(writer, object, "evaluations", plan->evaluations);
}

static void write_sample(ipso__writer *writer, ipso__json *root, const ipso_session_sample *sample)
{
    ipso__json *object;
    if (sample == NULL)
        return;
    object = ipso__doc_item(writer, root, "simulation");
    ipso__doc_list(writer, object, IPSO__JSON_OBJECT, 3);
    ipso__doc_integer(writer, object, "sessions", sample->sessions);
    write_measures(writer, object, "mean", &sample->mean);
    write_measures(writer, object, "standard_error", &sample->error);
}

ipso_status ipso_session_value_to_json(char **text, size_t *length,
                                       const ipso_session_document *document,
                                       const ipso_session_times *times,
                                       const ipso_session_value *value,
                                       const ipso_session_plan *plan,
                                       const ipso_session_sample *sample, ipso_error *err)
{
    ipso__arena arena = {NULL};
    ipso__writer writer = {.arena = &arena};
    ipso__json root = {0};
    ipso__doc_list(&writer, &root, IPSO__JSON_OBJECT, 7);
    ipso__doc_string(&writer, &root, "format", "ipsosched-session-value/1");
    if (document->name != NULL)
        ipso__doc_string(&writer, &root, "name", document->name);
    write_measures(&writer, &root, "measures", &value->measures);
    write_end(&writer, &root, value);
    write_plan(&writer, &root, plan);
    write_sample(&writer, &root, sample);
    write_patients(&writer, &root, document, times, value);
    return ipso__doc_finish(&writer, &root, IPSO__PRACTICE_WIDTH, text, length, err);
}
