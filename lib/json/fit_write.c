/* Writing what a fit learnt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/json.h>

#include "json/write.h"

enum { WIDTH = 400 }; /* an estimate to a line */

static void write_index(ipso__writer *writer, ipso__json *object, const ipso_fit_estimate *estimate)
{
    const ipso_practice *practice = writer->practice;

    if (estimate->type != IPSO_ANY)
        ipso__doc_string(writer, object, "type", ipso_practice_type(practice, estimate->type)->id);
    if (estimate->practitioner != IPSO_ANY)
        ipso__doc_string(writer, object, "practitioner",
                         ipso_practice_practitioner(practice, estimate->practitioner)->id);
    if (estimate->patient_class != IPSO_ANY)
        ipso__doc_string(writer, object, "patient_class",
                         ipso_practice_class(practice, estimate->patient_class)->id);
    if (estimate->demand != IPSO_ANY)
        ipso__doc_integer(writer, object, "demand", estimate->demand);
    if (estimate->lead_days != IPSO_ANY)
        ipso__doc_integer(writer, object, "lead_days", estimate->lead_days);
    if (estimate->hour != IPSO_ANY)
        ipso__doc_integer(writer, object, "hour", estimate->hour);
}

static void write_estimate(ipso__writer *writer, ipso__json *list,
                           const ipso_fit_estimate *estimate)
{
    ipso__json *object = ipso__doc_item(writer, list, NULL);

    ipso__doc_list(writer, object, IPSO__JSON_OBJECT, 14);
    ipso__doc_string(writer, object, "what", ipso_fit_kind_name(estimate->kind));
    write_index(writer, object, estimate);
    ipso__doc_number(writer, object, "count", estimate->count);
    if (estimate->kind == IPSO_FIT_DEMAND || estimate->kind == IPSO_FIT_DISPERSION)
        ipso__doc_integer(writer, object, "days", estimate->days);
    ipso__doc_number(writer, object, "before", estimate->before);
    ipso__doc_number(writer, object, "raw", estimate->raw);
    ipso__doc_number(writer, object, "fitted", estimate->fitted);
    ipso__doc_number(writer, object, "error", estimate->error);
    ipso__doc_number(writer, object, "low", estimate->low);
    ipso__doc_number(writer, object, "high", estimate->high);
    ipso__doc_number(writer, object, "weight", estimate->weight);
}

static void write_count(ipso__writer *writer, ipso__json *object, const char *key, size_t count)
{
    ipso__doc_integer(writer, object, key, (int64_t)count);
}

static void write_appointments(ipso__writer *writer, ipso__json *root,
                               const ipso_fit_report *report, size_t set_aside)
{
    ipso__json *object = ipso__doc_item(writer, root, "appointments");

    ipso__doc_list(writer, object, IPSO__JSON_OBJECT, 9);
    write_count(writer, object, "read", report->appointments);
    write_count(writer, object, "set_aside", set_aside);
    write_count(writer, object, "attended", report->attended);
    write_count(writer, object, "no_shows", report->no_shows);
    write_count(writer, object, "cancelled", report->cancelled);
    write_count(writer, object, "with_minutes", report->timed);
    write_count(writer, object, "by_class_law", report->by_class_law);
    write_count(writer, object, "outside", report->outside);
    write_count(writer, object, "unmatched", report->unmatched);
}

/* The writer borrows first and last. */
static void write_days(ipso__writer *writer, ipso__json *root, const ipso_fit_report *report,
                       const char *first, const char *last)
{
    ipso__json *object = ipso__doc_item(writer, root, "days");

    ipso__doc_list(writer, object, IPSO__JSON_OBJECT, 4);
    ipso__doc_string(writer, object, "first", first);
    ipso__doc_string(writer, object, "last", last);
    ipso__doc_integer(writer, object, "closed", report->closed_days);
    ipso__doc_integer(writer, object, "empty", report->empty_days);
}

static void write_unmatched(ipso__writer *writer, ipso__json *root, const ipso_fit_report *report)
{
    const int types = ipso_practice_type_count(writer->practice);
    ipso__json *list = ipso__doc_item(writer, root, "unmatched");

    ipso__doc_list(writer, list, IPSO__JSON_ARRAY, (size_t)types);
    for (int i = 0; i < types; i++) {
        ipso__json *object;

        if (report->unmatched_of_type[i] == 0)
            continue;
        object = ipso__doc_item(writer, list, NULL);
        ipso__doc_list(writer, object, IPSO__JSON_OBJECT, 2);
        ipso__doc_string(writer, object, "type", ipso_practice_type(writer->practice, i)->id);
        write_count(writer, object, "count", report->unmatched_of_type[i]);
    }
}

ipso_status ipso_fit_report_to_json(char **text, size_t *length, const ipso_practice *practice,
                                    const ipso_fit_report *report, size_t set_aside,
                                    ipso_error *err)
{
    ipso__arena arena = {NULL};
    ipso__writer writer = {.arena = &arena, .practice = practice};
    ipso__json root = {0}, *list;
    char first[IPSO_DATE_SIZE], last[IPSO_DATE_SIZE];

    ipso__doc_list(&writer, &root, IPSO__JSON_OBJECT, 6);
    ipso__doc_string(&writer, &root, "format", "ipsosched-fit/1");
    ipso__doc_string(&writer, &root, "practice", ipso_practice_horizon(practice)->name);
    write_appointments(&writer, &root, report, set_aside);
    ipso_date_format(report->first_day, first);
    ipso_date_format(report->last_day, last);
    write_days(&writer, &root, report, first, last);
    write_unmatched(&writer, &root, report);
    list = ipso__doc_item(&writer, &root, "estimates");
    ipso__doc_list(&writer, list, IPSO__JSON_ARRAY, report->estimate_count);
    for (size_t i = 0; i < report->estimate_count; i++)
        write_estimate(&writer, list, &report->estimates[i]);
    return ipso__doc_finish(&writer, &root, WIDTH, text, length, err);
}
