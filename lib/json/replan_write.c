/* What a replan did, as a document.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/json.h>

#include "json/shape_plan.h"
#include "json/write.h"

#define REPLAN_FORMAT "ipsosched-replan/1"

static void write_summary(ipso__writer *writer, ipso__json *root, const ipso_replan_totals *t)
{
    ipso__json *object = ipso__doc_item(writer, root, "summary");

    ipso__doc_list(writer, object, IPSO__JSON_OBJECT, 14);
    ipso__doc_string(writer, object, "outcome", ipso_outcome_name(t->outcome));
    ipso__doc_string(writer, object, "stop", ipso_stop_name(t->stop));
    ipso__doc_integer(writer, object, "cost", t->cost);
    ipso__doc_integer(writer, object, "bound", t->bound);
    ipso__doc_integer(writer, object, "work", t->work);
    ipso__doc_integer(writer, object, "booked", t->booked);
    ipso__doc_integer(writer, object, "touched", t->touched);
    ipso__doc_integer(writer, object, "moved", t->moved);
    ipso__doc_integer(writer, object, "calls", t->calls);
    ipso__doc_integer(writer, object, "others_moved", t->others_moved);
    ipso__doc_integer(writer, object, "others_most", t->others_most);
    ipso__doc_integer(writer, object, "requests", t->requests);
    ipso__doc_integer(writer, object, "requests_placed", t->requests_placed);
    ipso__doc_integer(writer, object, "violations", t->violations);
}

static void write_slot(ipso__writer *writer, ipso__json *entry, const char *key,
                       const ipso_slot *slot)
{
    ipso_slot plain;

    ipso_slot_init(&plain);
    ipso__doc_fields(writer, ipso__doc_item(writer, entry, key), &ipso__slot_shape, slot, &plain);
}

static void write_moves(ipso__writer *writer, ipso__json *root, const ipso_replan *replan)
{
    int count = ipso_replan_move_count(replan);
    ipso__json *list = ipso__doc_item(writer, root, "moves");

    ipso__doc_list(writer, list, IPSO__JSON_ARRAY, (size_t)count);
    for (int i = 0; i < count && !writer->failed; i++) {
        const ipso_move *move = ipso_replan_move(replan, i);
        ipso__json *entry = ipso__doc_item(writer, list, NULL);
        ipso__doc_list(writer, entry, IPSO__JSON_OBJECT, 7);
        ipso__doc_string(writer, entry, "appointment", move->id);
        ipso__doc_string(writer, entry, "patient", move->patient);
        write_slot(writer, entry, "from", &move->from);
        write_slot(writer, entry, "to", &move->to);
        ipso__doc_bool(writer, entry, "touched", move->touched);
        ipso__doc_integer(writer, entry, "points", move->points);
        ipso__doc_string(writer, entry, "reason", move->reason);
    }
}

static void write_calls(ipso__writer *writer, ipso__json *root, const ipso_replan *replan)
{
    int count = ipso_replan_call_count(replan);
    ipso__json *list = ipso__doc_item(writer, root, "calls");

    ipso__doc_list(writer, list, IPSO__JSON_ARRAY, (size_t)count);
    for (int i = 0; i < count && !writer->failed; i++) {
        const ipso_call *call = ipso_replan_call(replan, i);
        ipso__json *entry = ipso__doc_item(writer, list, NULL);
        ipso__doc_list(writer, entry, IPSO__JSON_OBJECT, 7);
        ipso__doc_string(writer, entry, "appointment", call->id);
        ipso__doc_string(writer, entry, "patient", call->patient);
        write_slot(writer, entry, "from", &call->from);
        ipso__doc_string(writer, entry, "reason", call->reason);
        ipso__doc_string(writer, entry, "why", ipso__reason_words.names[call->why]);
        ipso__doc_bool(writer, entry, "unsuited", call->unsuited);
        ipso__doc_string(writer, entry, "text", ipso_unplaced_text(call->why));
    }
}

static void write_duties(ipso__writer *writer, ipso__json *root, const ipso_replan *replan)
{
    int count = ipso_replan_duty_change_count(replan);
    ipso__json *list = ipso__doc_item(writer, root, "duties");

    ipso__doc_list(writer, list, IPSO__JSON_ARRAY, (size_t)count);
    for (int i = 0; i < count && !writer->failed; i++) {
        const ipso_duty_change *change = ipso_replan_duty_change(replan, i);
        char date[IPSO_DATE_SIZE];
        ipso__json *entry = ipso__doc_item(writer, list, NULL);
        ipso_date_format(ipso_practice_horizon(writer->practice)->first_day + change->day, date);
        ipso__doc_list(writer, entry, IPSO__JSON_OBJECT, 5);
        ipso__doc_string(writer, entry, "practitioner",
                         ipso_practice_practitioner(writer->practice, change->practitioner)->id);
        /* The text of a document is borrowed until it is printed. */
        bool ok = true;
        const char *kept = ipso__arena_string(writer->arena, date, &ok);
        writer->failed = writer->failed || !ok;
        ipso__doc_string(writer, entry, "date", ok ? kept : "");
        ipso__doc_string(writer, entry, "duty",
                         ipso_practice_duty(writer->practice, change->duty)->id);
        ipso__doc_string(writer, entry, "change", change->added ? "added" : "removed");
        ipso__doc_string(writer, entry, "reason", change->reason);
    }
}

ipso_status ipso_replan_to_json(char **text, size_t *length, const ipso_replan *replan,
                                ipso_error *err)
{
    ipso__arena arena = {NULL};
    ipso__writer writer = {.arena = &arena, .practice = ipso_replan_practice(replan)};
    ipso__json root = {0};

    ipso__doc_list(&writer, &root, IPSO__JSON_OBJECT, 6);
    ipso__doc_string(&writer, &root, "format", REPLAN_FORMAT);
    ipso__doc_string(&writer, &root, "practice", ipso_practice_horizon(writer.practice)->name);
    write_summary(&writer, &root, ipso_replan_summary(replan));
    write_moves(&writer, &root, replan);
    write_calls(&writer, &root, replan);
    write_duties(&writer, &root, replan);
    return ipso__doc_finish(&writer, &root, IPSO__PLAN_WIDTH, text, length, err);
}
