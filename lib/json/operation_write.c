/* Writing what operations on an agenda give, each as one line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/shape_agenda.h"
#include "json/write.h"

#include <stdint.h>

typedef struct line {
    ipso__arena arena;
    ipso__writer writer;
    ipso__json root;
} line;

static void begin(line *l, const ipso_practice *practice)
{
    *l = (line){.writer = {.practice = practice}};
    l->writer.arena = &l->arena;
}

static ipso_status finish(line *l, char **text, ipso_error *err)
{
    char *made;
    size_t length;
    ipso_status status = ipso__doc_finish(&l->writer, &l->root, SIZE_MAX, &made, &length, err);
    if (status != IPSO_OK)
        return status;
    made[length - 1] = '\0'; /* the newline */
    *text = made;
    return IPSO_OK;
}

ipso_status ipso_offer_to_json(char **text, const ipso_practice *practice, const ipso_offer *offer,
                               ipso_error *err)
{
    const ipso_offer none = {.site = IPSO_ANY};
    line l;
    begin(&l, practice);
    ipso__doc_fields(&l.writer, &l.root, &ipso__offer_shape, offer, &none);
    return finish(&l, text, err);
}

/* The fields, and room for more members behind them. */
static void put_fields(line *l, const ipso__shape *shape, const void *description,
                       const void *defaults, size_t more)
{
    ipso__json fields = {0};
    ipso__doc_fields(&l->writer, &fields, shape, description, defaults);
    ipso__doc_list(&l->writer, &l->root, IPSO__JSON_OBJECT, fields.as.list.count + more);
    for (size_t i = 0; i < fields.as.list.count && !l->writer.failed; i++)
        *ipso__doc_item(&l->writer, &l->root, fields.as.list.items[i].key) =
            fields.as.list.items[i];
}

ipso_status ipso_why_to_json(char **text, const ipso_practice *practice, const ipso_why *why,
                             ipso_error *err)
{
    const ipso_why none = {.code = IPSO_WHY_OFFERED};
    const ipso_offer no_offer = {.site = IPSO_ANY};
    line l;
    begin(&l, practice);
    put_fields(&l, &ipso__why_shape, why, &none, 2);
    ipso__doc_string(&l.writer, &l.root, "text", why->text);
    if (why->bookable)
        ipso__doc_fields(&l.writer, ipso__doc_item(&l.writer, &l.root, "offer"), &ipso__offer_shape,
                         &why->offer, &no_offer);
    return finish(&l, text, err);
}

ipso_status ipso_entry_to_json(char **text, const ipso_practice *practice, const ipso_entry *entry,
                               ipso_error *err)
{
    const ipso_entry none = {.patient_class = IPSO_ANY,
                             .own_practitioner = IPSO_ANY,
                             .practitioner = IPSO_ANY,
                             .site = IPSO_ANY,
                             .start_min = -1,
                             .made_min = entry->made == 0 ? entry->made_min : -1};
    bool placed = entry->state != IPSO_ENTRY_WAITING && entry->state != IPSO_ENTRY_DUE;
    ipso_ask no_ask;
    line l;
    begin(&l, practice);
    put_fields(&l, placed ? &ipso__entry_shape : &ipso__waiting_shape, entry, &none, 1);
    ipso_ask_init(&no_ask);
    if (entry->state == IPSO_ENTRY_WAITING && entry->ask != NULL)
        ipso__doc_fields(&l.writer, ipso__doc_item(&l.writer, &l.root, "ask"), &ipso__ask_shape,
                         entry->ask, &no_ask);
    return finish(&l, text, err);
}

ipso_status ipso_absence_to_json(char **text, const ipso_practice *practice,
                                 const ipso_absence *absence, ipso_error *err)
{
    const ipso_absence none = {.practitioner = IPSO_ANY};
    line l;
    begin(&l, practice);
    ipso__doc_fields(&l.writer, &l.root, &ipso__absence_shape, absence, &none);
    return finish(&l, text, err);
}

ipso_status ipso_opening_to_json(char **text, const ipso_practice *practice,
                                 const ipso_opening *opening, ipso_error *err)
{
    const ipso_opening none = {.site = IPSO_ANY};
    line l;
    begin(&l, practice);
    ipso__doc_fields(&l.writer, &l.root, &ipso__opening_shape, opening, &none);
    return finish(&l, text, err);
}

static const ipso__shape *event_shape(ipso_event_kind kind)
{
    switch (kind) {
    case IPSO_EVENT_HOLD:
    case IPSO_EVENT_BOOK:
    case IPSO_EVENT_MOVE:
        return &ipso__placed_event_shape;
    case IPSO_EVENT_BLOCK:
        return &ipso__block_event_shape;
    case IPSO_EVENT_RELEASE:
        return &ipso__release_event_shape;
    case IPSO_EVENT_CANCEL:
    case IPSO_EVENT_EXPIRE:
    case IPSO_EVENT_NO_SHOW:
    case IPSO_EVENT_UNBLOCK:
    case IPSO_EVENT_WAIT:
    case IPSO_EVENT_UNWAIT:
    case IPSO_EVENT_RECALL:
        break;
    }
    return &ipso__event_shape;
}

ipso_status ipso_event_to_json(char **text, const ipso_practice *practice, const ipso_event *event,
                               ipso_error *err)
{
    const ipso_event none = {.practitioner = IPSO_ANY, .site = IPSO_ANY};
    char due[IPSO_DATE_SIZE];
    ipso_ask no_ask;
    line l;
    begin(&l, practice);
    put_fields(&l, event_shape(event->kind), event, &none, 2);
    if (event->kind == IPSO_EVENT_RECALL) {
        ipso_date_format(event->date, due);
        ipso__doc_string(&l.writer, &l.root, "due", due);
    }
    ipso_ask_init(&no_ask);
    if (event->ask.request.patient != NULL)
        ipso__doc_fields(&l.writer, ipso__doc_item(&l.writer, &l.root, "ask"), &ipso__ask_shape,
                         &event->ask, &no_ask);
    return finish(&l, text, err);
}
