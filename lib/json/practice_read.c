/* Reading a practice document.
 *
 * First the ids of every list are collected, so that a thing may refer to one further down. Then
 * each element is read by its shape and added. Where that fails, a stand-in is added instead: the
 * elements behind it keep their places, and errors are found in all of them. The practice is
 * validated only when nothing was reported, for its cross-checks would stumble over stand-ins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/json.h>

#include "practice/rewrite.h"
#include "json/default_duties.h"
#include "json/document.h"
#include "json/past.h"
#include "json/sections.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct builder {
    ipso__reader *reader;
    const ipso__json *root;
    ipso_practice *practice;
    ipso_roster_rules rules; /* what every practitioner's rules start from */
    bool horizon_known;
    bool sites_known;
    bool past; /* cut down, as a plan document holds it: what planning needs is not asked for */
    int *duty_sources; /* for each duty of the practice, the element it comes from */
    size_t duty_count, duty_capacity;
} builder;

/* ---- pointers of lib/practice ---- */

/* The rest of a pointer behind its first steps. */
static const char *behind(const char *where, int steps)
{
    for (; steps > 0 && *where != '\0'; steps--)
        where += strcspn(where + 1, "/") + 1;
    return where;
}

/* Names what lib/practice complained of as the document does: the element by its own place. */
static void report_element(ipso__reader *reader, const ipso__path *path, const ipso_error *err)
{
    char where[IPSO_ERROR_WHERE_SIZE], whole[2 * IPSO_ERROR_WHERE_SIZE];
    const char *rest = behind(err->where, 2);
    ipso__path_format(path, where);
    snprintf(whole, sizeof whole, "%s%s", where, rest);
    ipso__report_at(reader, whole, "%s", err->text);
}

/* ---- horizon, extended hours, weights, rules ---- */

static bool read_part(builder *b, const char *key, const ipso__shape *shape, void *description)
{
    const ipso__json *value = ipso__json_member(b->root, key);
    const ipso__path path = {NULL, key, 0};
    return value == NULL || ipso__read_fields(b->reader, &path, value, shape, description);
}

static bool read_name(builder *b, const char **name)
{
    static const ipso__field field = {.key = "name", .kind = IPSO__FIELD_STRING};
    const ipso__json *value = ipso__json_member(b->root, "name");
    const ipso__path path = {NULL, "name", 0};
    return value == NULL || ipso__read_value(b->reader, &path, value, &field, name);
}

/* Answers a failed call of lib/practice; pointers into the horizon and the like need no change but
 * that the practice's name stands outside it. */
static bool accept(builder *b, ipso_status status, const ipso_error *err)
{
    if (status == IPSO_NOMEM)
        ipso__reader_nomem(b->reader);
    else if (status != IPSO_OK)
        ipso__report_at(b->reader, strcmp(err->where, "/horizon/name") == 0 ? "/name" : err->where,
                        "%s", err->text);
    return status == IPSO_OK;
}

/* A horizon on which dates and lengths of the rest can be looked at though its own are unknown. */
static ipso_status make_stand_in(builder *b)
{
    ipso_horizon horizon;
    ipso_horizon_init(&horizon);
    ipso_date_from_ymd(&horizon.first_day, 2026, 1, 5);
    horizon.grid_min = 1;
    return ipso_practice_new(&b->practice, &horizon, NULL);
}

static void make_practice(builder *b)
{
    ipso_horizon horizon;
    ipso_error err = {0};
    ipso_horizon_init(&horizon);
    bool good = read_name(b, &horizon.name);
    if (ipso__json_member(b->root, "horizon") == NULL) {
        ipso__report(b->reader, NULL, "a practice needs \"horizon\" with its \"first_day\"");
        good = false;
    }
    good = read_part(b, "horizon", &ipso__horizon_shape, &horizon) && good;
    b->horizon_known = good && accept(b, ipso_practice_new(&b->practice, &horizon, &err), &err);
    if (!b->horizon_known && make_stand_in(b) != IPSO_OK)
        ipso__reader_nomem(b->reader);
}

static void set_extended(builder *b)
{
    ipso_extended extended;
    ipso_error err = {0};
    ipso_extended_init(&extended);
    if (read_part(b, "extended_hours", &ipso__extended_shape, &extended))
        accept(b, ipso_practice_set_extended(b->practice, &extended, &err), &err);
}

static void set_weights(builder *b)
{
    ipso_weights weights;
    ipso_error err = {0};
    ipso_weights_init(&weights);
    if (read_part(b, "weights", &ipso__weights_shape, &weights))
        accept(b, ipso_practice_set_weights(b->practice, &weights, &err), &err);
}

static void set_booking(builder *b)
{
    ipso_booking_rules rules;
    ipso_error err = {0};
    ipso_booking_rules_init(&rules);
    if (read_part(b, "booking", &ipso__booking_shape, &rules))
        accept(b, ipso_practice_set_booking(b->practice, &rules, &err), &err);
}

static void set_behaviour(builder *b)
{
    ipso_behaviour behaviour;
    ipso_error err = {0};
    ipso_behaviour_init(&behaviour);
    if (read_part(b, "behaviour", &ipso__behaviour_shape, &behaviour))
        accept(b, ipso_practice_set_behaviour(b->practice, &behaviour, &err), &err);
}

/* ---- ids ---- */

static const ipso__json *section_list(const builder *b, const ipso__section *section)
{
    const ipso__json *list = ipso__json_member(b->root, section->key);
    return list != NULL && list->kind == IPSO__JSON_ARRAY ? list : NULL;
}

static const char *id_of(const ipso__json *element)
{
    const ipso__json *id = ipso__json_member(element, "id");
    return id != NULL && id->kind == IPSO__JSON_STRING ? id->as.string : NULL;
}

static void collect_ids(builder *b, const ipso__section *section)
{
    const ipso__json *list = section_list(b, section);
    size_t count = list != NULL ? list->as.list.count : 0;
    ipso__ids *ids = &b->reader->ids[section->ref];
    if (!ipso__ids_reserve(ids, b->reader->arena, count)) {
        ipso__reader_nomem(b->reader);
        return;
    }
    for (size_t i = 0; i < count; i++)
        ipso__ids_add(ids, id_of(&list->as.list.items[i]), (int)i);
    ipso__ids_sort(ids);
}

static void collect_all_ids(builder *b)
{
    for (size_t i = 0; i < IPSO__SECTION_COUNT && ipso__reader_goes_on(b->reader); i++)
        if (ipso__sections[i].ref >= 0)
            collect_ids(b, &ipso__sections[i]);
}

static bool check_id_is_new(builder *b, const ipso__section *section, const ipso__path *path,
                            const ipso__json *element)
{
    const char *id = id_of(element);
    if (section->ref < 0 || section->ref == IPSO__REF_DUTY || id == NULL)
        return true;
    int first = ipso__ids_find(&b->reader->ids[section->ref], id);
    if (first == (int)path->index)
        return true;
    const ipso__path step = {path, "id", 0};
    const ipso__json name = {.kind = IPSO__JSON_STRING, .as.string = id};
    char shown[IPSO__SHOWN_SIZE];
    ipso__report(b->reader, &step, "%s is already the id of /%s/%d", ipso__show(&name, shown),
                 section->key, first);
    return false;
}

/* ---- elements ---- */

/* Fills in as little as lib/practice accepts. */
static void make_stand_in_of(const ipso__section *section, void *description)
{
    static const int hour = 60;
    const char *unknown = "?";
    ipso__shape_init(section->shape, description);
    memcpy(description, &unknown, sizeof unknown); /* every id is the first member */
    if (section->ref == IPSO__REF_PRACTITIONER) {
        ((ipso_practitioner *)description)->role = unknown;
    } else if (section->ref == IPSO__REF_TYPE) {
        ipso_type *type = description;
        type->lengths_min = &hour;
        type->length_count = 1;
        type->law.mean_min = hour;
    } else if (section->ref == IPSO__REF_REQUEST) {
        ((ipso_request *)description)->patient = unknown;
    }
}

static void add_stand_in(builder *b, const ipso__section *section, void *description)
{
    bool needed = section->ref >= 0 && section->ref != IPSO__REF_DUTY;
    if (section->ref == IPSO__REF_DUTY)
        b->reader->duties_open = true;
    if (section->ref == IPSO__REF_SITE)
        b->sites_known = false;
    if (!needed)
        return;
    make_stand_in_of(section, description);
    if (section->add(b->practice, description, NULL) == IPSO_NOMEM)
        ipso__reader_nomem(b->reader);
}

static bool is_duty_rule(const ipso__json *element)
{
    return ipso__json_member(element, "earliest_start") != NULL ||
           ipso__json_member(element, "latest_start") != NULL ||
           ipso__json_member(element, "lengths_min") != NULL;
}

static ipso_status add_duty_rule(ipso_practice *practice, const void *rule, ipso_error *err)
{
    return ipso_practice_add_duty_rule(practice, rule, err);
}

static void note_duty_source(builder *b, size_t element)
{
    size_t count = (size_t)ipso_practice_duty_count(b->practice);
    if (!ipso__grow(&b->duty_sources, &b->duty_capacity, count, sizeof *b->duty_sources)) {
        ipso__reader_nomem(b->reader);
        return;
    }
    while (b->duty_count < count)
        b->duty_sources[b->duty_count++] = (int)element;
}

/* Reads an element and adds it; false when it was not added. */
static bool add_element(builder *b, const ipso__section *section, const ipso__path *path,
                        const ipso__json *element, void *description)
{
    const bool rule = section->ref == IPSO__REF_DUTY && is_duty_rule(element);
    const ipso__shape *shape = rule ? &ipso__duty_rule_shape : section->shape;
    ipso__shape_init(shape, description);
    if (section->ref == IPSO__REF_PRACTITIONER)
        ((ipso_practitioner *)description)->rules = b->rules;
    bool good = ipso__read_fields(b->reader, path, element, shape, description);
    good = check_id_is_new(b, section, path, element) && good;
    if (!good || b->reader->status == IPSO_NOMEM)
        return false;
    if (shape == &ipso__pin_shape && !b->horizon_known)
        return true;
    ipso_error err = {0};
    ipso_status status = rule ? add_duty_rule(b->practice, description, &err)
                              : section->add(b->practice, description, &err);
    if (status == IPSO_NOMEM)
        ipso__reader_nomem(b->reader);
    else if (status != IPSO_OK)
        report_element(b->reader, path, &err);
    return status == IPSO_OK;
}

static void add_section(builder *b, const ipso__section *section)
{
    const ipso__json *list = ipso__json_member(b->root, section->key);
    const ipso__path path = {NULL, section->key, 0};
    if (list == NULL || !ipso__expect_array(b->reader, &path, list))
        return;
    size_t size = section->shape->size;
    if (section->ref == IPSO__REF_DUTY && size < ipso__duty_rule_shape.size)
        size = ipso__duty_rule_shape.size;
    void *description = ipso__arena_alloc(b->reader->arena, 1, size);
    if (description == NULL) {
        ipso__reader_nomem(b->reader);
        return;
    }
    for (size_t i = 0; i < list->as.list.count && ipso__reader_goes_on(b->reader); i++) {
        const ipso__path step = {&path, NULL, i};
        if (!add_element(b, section, &step, &list->as.list.items[i], description))
            add_stand_in(b, section, description);
        else if (section->ref == IPSO__REF_DUTY)
            note_duty_source(b, i);
    }
}

static void add_all_sections(builder *b)
{
    ipso_error err = {0};
    for (size_t i = 0; i < IPSO__SECTION_COUNT && ipso__reader_goes_on(b->reader); i++) {
        const ipso__section *section = &ipso__sections[i];
        add_section(b, section);
        if (section->ref != IPSO__REF_DUTY || !ipso__reader_goes_on(b->reader))
            continue;
        if (ipso__json_member(b->root, section->key) == NULL && b->sites_known && !b->past)
            accept(b, ipso__add_default_duties(b->practice, &err), &err);
        /* Duties by rule are known once they are made. */
        ipso__reader_know(b->reader, b->practice, 1u << IPSO__REF_DUTY);
    }
}

/* ---- the document ---- */

/* Passes on what validation finds, with duties named by the elements that made them. */
static void relay(void *user, const char *where, const char *text)
{
    const builder *b = user;
    char moved[2 * IPSO_ERROR_WHERE_SIZE];
    const size_t start = strlen("/duties/");
    bool of_duty = strncmp(where, "/duties/", start) == 0;
    size_t duty = of_duty ? strtoul(where + start, NULL, 10) : 0;
    if (of_duty && duty < b->duty_count)
        snprintf(moved, sizeof moved, "/duties/%d%s", b->duty_sources[duty], behind(where, 2));
    else
        snprintf(moved, sizeof moved, "%s", of_duty ? "/sites" : where);
    ipso__report_at(b->reader, moved, "%s", text);
}

static void refuse_unknown(builder *b)
{
    for (size_t i = 0; i < b->root->as.list.count; i++) {
        const char *key = b->root->as.list.items[i].key;
        bool known = false;
        for (int j = 0; j < IPSO__PRACTICE_KEY_COUNT; j++)
            known = known || strcmp(ipso__practice_keys[j], key) == 0;
        if (!known)
            ipso__report_unknown(b->reader, NULL, key, ipso__practice_keys,
                                 IPSO__PRACTICE_KEY_COUNT);
    }
}

static void require_lists(builder *b)
{
    static const char *const needed[] = {"sites", "practitioners", "appointment_types"};
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (ipso__json_member(b->root, needed[i]) == NULL)
            ipso__report(b->reader, NULL, "a practice needs \"%s\"", needed[i]);
}

static ipso_status finish_practice(builder *b)
{
    if (b->past)
        return ipso__practice_close(b->practice, NULL);
    return ipso_practice_validate(b->practice, relay, b, NULL);
}

static void read_document(builder *b)
{
    refuse_unknown(b);
    if (!b->past)
        require_lists(b);
    make_practice(b);
    if (b->practice == NULL)
        return;
    collect_all_ids(b);
    set_extended(b);
    ipso_roster_rules_init(&b->rules);
    read_part(b, "roster_rules", &ipso__rules_shape, &b->rules);
    add_all_sections(b);
    set_weights(b);
    set_booking(b);
    set_behaviour(b);
    if (b->reader->status == IPSO_OK && finish_practice(b) == IPSO_NOMEM)
        ipso__reader_nomem(b->reader);
}

/* Reads the root of b; NULL when something was reported. */
static ipso_practice *read_root(builder *b)
{
    read_document(b);
    if (b->reader->status != IPSO_OK) {
        ipso_practice_free(b->practice);
        b->practice = NULL;
    }
    free(b->duty_sources);
    return b->practice;
}

ipso_practice *ipso__read_past_practice(ipso__reader *reader, const ipso__json *value)
{
    builder b = {.reader = reader, .root = value, .sites_known = true, .past = true};
    return read_root(&b);
}

ipso_status ipso_practice_from_json(ipso_practice **practice, const char *text, size_t length,
                                    ipso_finding_fn found, void *user, ipso_error *err)
{
    ipso__arena arena = {NULL};
    ipso__reader reader = {.found = found, .user = user, .err = err, .arena = &arena};
    builder b = {.reader = &reader, .sites_known = true};
    ipso__json root;
    if (ipso__document_parse(&reader, &root, text, length, IPSO__PRACTICE_FORMAT)) {
        b.root = &root;
        read_root(&b);
    }
    if (reader.status == IPSO_OK)
        *practice = b.practice;
    ipso__arena_finish(&arena);
    return reader.status;
}
