/* Reading a plan document against its practice.
 *
 * Cost, measures and findings are not read: they are the check's to say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/json.h>

#include "plan/past.h"
#include "json/document.h"
#include "json/past.h"
#include "json/shape_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Kinds of ids that plans name. */
enum {
    NAMED = 1u << IPSO__REF_SITE | 1u << IPSO__REF_PRACTITIONER | 1u << IPSO__REF_DUTY |
            1u << IPSO__REF_TYPE | 1u << IPSO__REF_REQUEST | 1u << IPSO__REF_FIXED
};

typedef struct loader {
    ipso__reader *reader;
    const ipso__json *root;
    const ipso_practice *practice;
    ipso_plan *plan;
} loader;

/* ---- parts ---- */

static void accept(loader *l, const ipso__path *path, ipso_status status, const ipso_error *err)
{
    if (status == IPSO_NOMEM)
        ipso__reader_nomem(l->reader);
    else if (status != IPSO_OK)
        ipso__report(l->reader, path, "%s", err->text);
}

/* The plan of another week does not fit: its dates and ids may, by chance, all exist. */
static void check_practice(loader *l)
{
    const ipso_horizon *horizon = ipso_practice_horizon(l->practice);
    const ipso__json *practice = ipso__json_member(l->root, "practice");
    const ipso__json *first = ipso__json_member(practice, "first_day");
    const ipso__json *days = ipso__json_member(practice, "days");
    const ipso__path path = {NULL, "practice", 0}, day_step = {&path, "first_day", 0},
                     days_step = {&path, "days", 0};
    char expected[IPSO_DATE_SIZE], shown[IPSO__SHOWN_SIZE];
    if (practice != NULL && !ipso__expect_object(l->reader, &path, practice))
        return;
    ipso_date_format(horizon->first_day, expected);
    if (first != NULL &&
        (first->kind != IPSO__JSON_STRING || strcmp(first->as.string, expected) != 0))
        ipso__report(l->reader, &day_step, "%s is not the first day of this practice, %s",
                     ipso__show(first, shown), expected);
    if (days != NULL && (days->kind != IPSO__JSON_INTEGER || days->as.integer != horizon->days))
        ipso__report(l->reader, &days_step, "%s is not the number of days of this practice, %d",
                     ipso__show(days, shown), horizon->days);
}

static void read_stage(loader *l, const ipso__path *up, const ipso__json *value)
{
    const ipso__path path = {up, value->key, 0};
    ipso_stage_report report = {.ran = true};
    const char *names[IPSO_STAGE_COUNT];
    int stage = IPSO_STAGE_COUNT;
    for (int i = 0; i < IPSO_STAGE_COUNT; i++) {
        names[i] = ipso_stage_name((ipso_stage)i);
        if (strcmp(value->key, names[i]) == 0)
            stage = i;
    }
    if (stage == IPSO_STAGE_COUNT) {
        ipso__report_unknown(l->reader, up, value->key, names, IPSO_STAGE_COUNT);
        return;
    }
    ipso_error err = {0};
    if (ipso__read_fields(l->reader, &path, value, &ipso__stage_shape, &report))
        accept(l, &path, ipso_plan_set_stage(l->plan, (ipso_stage)stage, &report, &err), &err);
}

static void read_stages(loader *l)
{
    const ipso__json *stages = ipso__json_member(l->root, "stages");
    const ipso__path path = {NULL, "stages", 0};
    if (stages == NULL || !ipso__expect_object(l->reader, &path, stages))
        return;
    for (size_t i = 0; i < stages->as.list.count; i++)
        read_stage(l, &path, &stages->as.list.items[i]);
}

static void read_joint(loader *l)
{
    const ipso__json *joint = ipso__json_member(l->root, "joint");
    const ipso__path path = {NULL, "joint", 0};
    ipso_joint_report report = {.ran = true};
    if (joint != NULL && ipso__read_fields(l->reader, &path, joint, &ipso__joint_shape, &report))
        ipso_plan_set_joint(l->plan, &report);
}

/* An entry of a list that was read, its place in the document, and where a plan keeps it. */
typedef struct entry {
    const void *description;
    const ipso__json *value;
    size_t index;
    int keys[4];
} entry;

typedef void keys_fn(const loader *l, entry *of);
typedef void add_fn(loader *l, const ipso__path *path, const entry *from);

/* Reads the entries of a list by their shape; the number of good ones. */
static size_t read_entries(loader *l, const ipso__path *path, const ipso__json *list,
                           const ipso__shape *shape, entry *entries)
{
    size_t good = 0;
    for (size_t i = 0; i < list->as.list.count && ipso__reader_goes_on(l->reader); i++) {
        const ipso__path step = {path, NULL, i};
        const ipso__json *value = &list->as.list.items[i];
        void *description = ipso__arena_alloc(l->reader->arena, 1, shape->size);
        if (description == NULL) {
            ipso__reader_nomem(l->reader);
            break;
        }
        ipso__shape_init(shape, description);
        if (ipso__read_fields(l->reader, &step, value, shape, description))
            entries[good++] = (entry){description, value, i, {0}};
    }
    return good;
}

static void set_assignment_keys(const loader *l, entry *of)
{
    const ipso_assignment *a = of->description;
    of->keys[0] = a->practitioner;
    of->keys[1] = a->day;
    of->keys[2] = ipso_practice_duty(l->practice, a->duty)->start_min;
    of->keys[3] = a->duty;
}

static void set_slot_keys(const loader *l, entry *of)
{
    const ipso_slot *slot = of->description;
    (void)l;
    of->keys[0] = slot->practitioner;
    of->keys[1] = slot->day;
    of->keys[2] = slot->start_min;
}

static int by_keys(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    for (int i = 0; i < 4; i++)
        if (x->keys[i] != y->keys[i])
            return x->keys[i] < y->keys[i] ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

/* Reads a list and adds its good entries, by their keys in the very order in which a plan keeps
 * them: what comes before others that it has makes a plan move all of these. */
static void read_list(loader *l, const char *key, const ipso__shape *shape, keys_fn *set_keys,
                      add_fn *add)
{
    const ipso__json *list = ipso__json_member(l->root, key);
    const ipso__path path = {NULL, key, 0};
    if (list == NULL || !ipso__expect_array(l->reader, &path, list))
        return;
    entry *entries = ipso__arena_alloc(l->reader->arena, list->as.list.count, sizeof *entries);
    if (entries == NULL) {
        ipso__reader_nomem(l->reader);
        return;
    }
    size_t count = read_entries(l, &path, list, shape, entries);
    for (size_t i = 0; i < count && set_keys != NULL; i++)
        set_keys(l, &entries[i]);
    if (count > 1)
        qsort(entries, count, sizeof *entries, by_keys);
    for (size_t i = 0; i < count && ipso__reader_goes_on(l->reader); i++) {
        const ipso__path step = {&path, NULL, entries[i].index};
        add(l, &step, &entries[i]);
    }
}

static void add_assignment(loader *l, const ipso__path *path, const entry *from)
{
    ipso_error err = {0};
    accept(l, path, ipso_plan_add_assignment(l->plan, from->description, &err), &err);
}

static void add_slot(loader *l, const ipso__path *path, const entry *from)
{
    const ipso_slot *slot = from->description;
    ipso_error err = {0};
    if (slot->demand != IPSO_ANY && ipso__json_member(from->value, "demand_date") == NULL)
        ipso__report(l->reader, path, "a slot with \"demand\" needs \"demand_date\"");
    else
        accept(l, path, ipso_plan_add_slot(l->plan, slot, &err), &err);
}

static void add_unplaced(loader *l, const ipso__path *path, const entry *from)
{
    const ipso__unplaced_entry *unplaced = from->description;
    ipso_error err = {0};
    accept(l, path, ipso_plan_add_unplaced(l->plan, &unplaced->unplaced, &err), &err);
}

/* ---- the document ---- */

static void refuse_unknown(loader *l)
{
    for (size_t i = 0; i < l->root->as.list.count; i++) {
        const char *key = l->root->as.list.items[i].key;
        bool known = false;
        for (int j = 0; j < IPSO__PLAN_KEY_COUNT; j++)
            known = known || strcmp(ipso__plan_keys[j], key) == 0;
        if (!known)
            ipso__report_unknown(l->reader, NULL, key, ipso__plan_keys, IPSO__PLAN_KEY_COUNT);
    }
}

static void read_head(loader *l)
{
    refuse_unknown(l);
    if (ipso__json_member(l->root, "roster") == NULL)
        ipso__report(l->reader, NULL, "a plan needs \"roster\"");
    check_practice(l);
    ipso__reader_know(l->reader, l->practice, NAMED);
}

static void read_document(loader *l)
{
    read_head(l);
    if (!ipso__reader_goes_on(l->reader))
        return;
    read_stages(l);
    read_joint(l);
    read_list(l, "roster", &ipso__assignment_shape, set_assignment_keys, add_assignment);
    read_list(l, "slots", &ipso__slot_shape, set_slot_keys, add_slot);
    read_list(l, "unplaced", &ipso__unplaced_shape, NULL, add_unplaced);
}

ipso_status ipso_plan_from_json(ipso_plan **plan, const ipso_practice *practice, const char *text,
                                size_t length, ipso_finding_fn found, void *user, ipso_error *err)
{
    ipso__arena arena = {NULL};
    ipso__reader reader = {.found = found,
                           .user = user,
                           .err = err,
                           .arena = &arena,
                           .horizon = ipso_practice_horizon(practice)};
    loader l = {.reader = &reader, .practice = practice};
    ipso__json root;
    ipso_status status = ipso_plan_new(&l.plan, practice, err);
    if (status != IPSO_OK)
        return status;
    if (ipso__document_parse(&reader, &root, text, length, IPSO__PLAN_FORMAT)) {
        l.root = &root;
        read_document(&l);
    }
    if (reader.status == IPSO_OK)
        *plan = l.plan;
    else
        ipso_plan_free(l.plan);
    ipso__arena_finish(&arena);
    return reader.status;
}

/* ---- the past ---- */

/* Passes on what is found in "history", as a finding of the whole document. */
static void relay(void *user, const char *where, const char *text)
{
    char whole[IPSO_ERROR_WHERE_SIZE + sizeof "/history"];
    snprintf(whole, sizeof whole, "/history%s", where);
    ipso__report_at(user, whole, "%s", text);
}

static ipso_practice *read_past_practice(ipso__reader *reader, const ipso__json *root)
{
    const ipso__json *history = ipso__json_member(root, "history");
    const ipso__path path = {NULL, "history", 0};
    ipso__reader inner = {.found = relay, .user = reader, .arena = reader->arena};
    if (history == NULL)
        ipso__report(reader, NULL,
                     "a plan needs \"history\", as ipsosched writes it, to be followed by another");
    if (history == NULL || !ipso__expect_object(reader, &path, history))
        return NULL;
    ipso_practice *practice = ipso__read_past_practice(&inner, history);
    if (inner.status == IPSO_NOMEM)
        ipso__reader_nomem(reader);
    return practice;
}

/* Makes a past of a document; it owns *practice then. */
static void read_past(ipso_past **past, loader *l, ipso_practice *practice)
{
    ipso_error err = {0};
    l->practice = practice;
    l->reader->horizon = ipso_practice_horizon(practice);
    if (ipso_plan_new(&l->plan, practice, &err) != IPSO_OK) {
        ipso__reader_nomem(l->reader);
        return;
    }
    read_head(l);
    if (ipso__reader_goes_on(l->reader))
        read_list(l, "roster", &ipso__assignment_shape, set_assignment_keys, add_assignment);
    if (l->reader->status == IPSO_OK && ipso__past_wrap(past, practice, l->plan, &err) != IPSO_OK)
        ipso__reader_nomem(l->reader);
    if (l->reader->status != IPSO_OK)
        ipso_plan_free(l->plan);
}

ipso_status ipso_past_from_json(ipso_past **past, const char *text, size_t length,
                                ipso_finding_fn found, void *user, ipso_error *err)
{
    ipso__arena arena = {NULL};
    ipso__reader reader = {.found = found, .user = user, .err = err, .arena = &arena};
    loader l = {.reader = &reader};
    ipso_practice *practice = NULL;
    ipso__json root;
    if (ipso__document_parse(&reader, &root, text, length, IPSO__PLAN_FORMAT)) {
        l.root = &root;
        practice = read_past_practice(&reader, &root);
    }
    if (practice != NULL)
        read_past(past, &l, practice);
    if (reader.status != IPSO_OK)
        ipso_practice_free(practice);
    ipso__arena_finish(&arena);
    return reader.status;
}
