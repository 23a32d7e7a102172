/* Writing a practice document.
 *
 * Rules that all practitioners share are written once, as "roster_rules", and each practitioner's
 * own are what differs from them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/json.h>

#include "json/past.h"
#include "json/sections.h"
#include "json/write.h"

#include <string.h>

/* What the fields of an element are compared with, to leave out those at their default. */
typedef struct standards {
    ipso_roster_rules rules;
    ipso_type types[IPSO_CARE_OTHER + 1];
} standards;

static size_t field_size(const ipso__field *field)
{
    if (field->kind == IPSO__FIELD_OBJECT)
        return field->shape->size;
    return field->kind == IPSO__FIELD_INT ? sizeof(int) : sizeof(int64_t);
}

static bool all_share(const ipso_practice *practice, const ipso__field *field)
{
    const ipso_practitioner *first = ipso_practice_practitioner(practice, 0);
    for (int i = 1; i < ipso_practice_practitioner_count(practice); i++)
        if (!ipso__field_same(field, &ipso_practice_practitioner(practice, i)->rules,
                              &first->rules))
            return false;
    return true;
}

static void find_shared_rules(const ipso_practice *practice, ipso_roster_rules *rules)
{
    const ipso_practitioner *first = ipso_practice_practitioner(practice, 0);
    ipso_roster_rules_init(rules);
    for (size_t i = 0; first != NULL && i < ipso__rules_shape.field_count; i++) {
        const ipso__field *field = &ipso__rules_shape.fields[i];
        if (all_share(practice, field))
            memcpy((char *)rules + field->offset, (const char *)&first->rules + field->offset,
                   field_size(field));
    }
}

/* What lib/practice makes of a type of each care class that says nothing more. */
static ipso_status find_type_defaults(const ipso_practice *practice, ipso_type *types,
                                      ipso_error *err)
{
    static const int hour = 60;
    ipso_practice *trial = NULL;
    ipso_status status = ipso_practice_new(&trial, ipso_practice_horizon(practice), err);
    for (int care = 0; status == IPSO_OK && care <= IPSO_CARE_OTHER; care++) {
        ipso_type_init(&types[care]);
        types[care].id = "?";
        types[care].care = (ipso_care)care;
        types[care].lengths_min = &hour;
        types[care].length_count = 1;
        types[care].law.mean_min = hour;
        status = ipso_practice_add_type(trial, &types[care], err);
        if (status != IPSO_OK)
            break;
        const ipso_type *made = ipso_practice_type(trial, care);
        types[care].lead_min_days = made->lead_min_days;
        types[care].lead_max_days = made->lead_max_days;
        types[care].unmet_points = made->unmet_points;
        types[care].length_count = 0;
        types[care].law.mean_min = 0;
    }
    ipso_practice_free(trial);
    return status;
}

static const void *defaults_of(const ipso__section *section, const standards *known,
                               const void *element, void *defaults)
{
    ipso__shape_init(section->shape, defaults);
    if (section->shape == &ipso__practitioner_shape)
        ((ipso_practitioner *)defaults)->rules = known->rules;
    if (section->shape == &ipso__type_shape)
        return &known->types[((const ipso_type *)element)->care];
    return defaults;
}

static void write_section(ipso__writer *writer, ipso__json *root, const ipso__section *section,
                          const standards *known)
{
    int count = section->count(writer->practice);
    void *defaults = ipso__arena_alloc(writer->arena, 1, section->shape->size);
    if (defaults == NULL)
        writer->failed = true;
    if (writer->failed || (count == 0 && section->ref != IPSO__REF_DUTY))
        return;
    ipso__json *list = ipso__doc_item(writer, root, section->key);
    ipso__doc_list(writer, list, IPSO__JSON_ARRAY, (size_t)count);
    for (int i = 0; i < count && !writer->failed; i++) {
        const void *element = section->get(writer->practice, i);
        ipso__doc_fields(writer, ipso__doc_item(writer, list, NULL), section->shape, element,
                         defaults_of(section, known, element, defaults));
    }
}

/* A part of the document outside the lists, left out when nothing in it differs. */
static void write_part(ipso__writer *writer, ipso__json *root, const char *key,
                       const ipso__shape *shape, const void *description, const void *defaults)
{
    bool same = true;
    for (size_t i = 0; i < shape->field_count; i++)
        same = same && !shape->fields[i].required &&
               ipso__field_same(&shape->fields[i], description, defaults);
    if (!same)
        ipso__doc_fields(writer, ipso__doc_item(writer, root, key), shape, description, defaults);
}

static void write_head(ipso__writer *writer, ipso__json *root)
{
    const ipso_practice *practice = writer->practice;
    const ipso_horizon *horizon = ipso_practice_horizon(practice);
    ipso_horizon plain_horizon;
    ipso_extended plain_extended;
    ipso_horizon_init(&plain_horizon);
    ipso_extended_init(&plain_extended);
    if (horizon->name[0] != '\0')
        ipso__doc_string(writer, root, "name", horizon->name);
    write_part(writer, root, "horizon", &ipso__horizon_shape, horizon, &plain_horizon);
    write_part(writer, root, "extended_hours", &ipso__extended_shape,
               ipso_practice_extended(practice), &plain_extended);
}

static void write_document(ipso__writer *writer, ipso__json *root, const standards *known)
{
    ipso_roster_rules plain_rules;
    ipso_weights plain_weights;
    ipso_booking_rules plain_booking;
    ipso_behaviour plain_behaviour;
    ipso_roster_rules_init(&plain_rules);
    ipso_weights_init(&plain_weights);
    ipso_booking_rules_init(&plain_booking);
    ipso_behaviour_init(&plain_behaviour);
    write_head(writer, root);
    for (size_t i = 0; i < IPSO__SECTION_COUNT; i++) {
        if (ipso__sections[i].shape == &ipso__practitioner_shape)
            write_part(writer, root, "roster_rules", &ipso__rules_shape, &known->rules,
                       &plain_rules);
        write_section(writer, root, &ipso__sections[i], known);
    }
    write_part(writer, root, "weights", &ipso__weights_shape,
               ipso_practice_weights(writer->practice), &plain_weights);
    write_part(writer, root, "booking", &ipso__booking_shape,
               ipso_practice_booking(writer->practice), &plain_booking);
    write_part(writer, root, "behaviour", &ipso__behaviour_shape,
               ipso_practice_behaviour(writer->practice), &plain_behaviour);
}

/* Adds the fields of the writer's practice to an object. */
static ipso_status write_practice(ipso__writer *writer, ipso__json *root, ipso_error *err)
{
    standards known;
    find_shared_rules(writer->practice, &known.rules);
    ipso_status status = find_type_defaults(writer->practice, known.types, err);
    if (status == IPSO_OK)
        write_document(writer, root, &known);
    return status;
}

ipso_status ipso__write_past_practice(ipso__writer *writer, ipso__json *object, ipso_error *err)
{
    ipso__doc_list(writer, object, IPSO__JSON_OBJECT, IPSO__PRACTICE_KEY_COUNT);
    return write_practice(writer, object, err);
}

ipso_status ipso_practice_to_json(char **text, size_t *length, const ipso_practice *practice,
                                  ipso_error *err)
{
    ipso__arena arena = {NULL};
    ipso__writer writer = {.arena = &arena, .practice = practice};
    ipso__json root = {0};
    ipso__doc_list(&writer, &root, IPSO__JSON_OBJECT, IPSO__PRACTICE_KEY_COUNT);
    ipso__doc_string(&writer, &root, "format", IPSO__PRACTICE_FORMAT);
    ipso_status status = write_practice(&writer, &root, err);
    if (status != IPSO_OK) {
        ipso__arena_finish(&arena);
        return status;
    }
    return ipso__doc_finish(&writer, &root, IPSO__PRACTICE_WIDTH, text, length, err);
}
