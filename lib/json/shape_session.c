/* The shapes of a session document.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/shape_session.h"

#include "json/shape_fields.h"

#include <math.h>

_Static_assert(sizeof(ipso_service_kind) == sizeof(int) &&
                   sizeof(ipso_session_time) == sizeof(int) &&
                   sizeof(ipso_session_waits) == sizeof(int) &&
                   sizeof(ipso_session_horizon) == sizeof(int),
               "words are read into ints that stand for enums");

const char *const ipso__session_law_names[] = {"fixed",     "exponential", "erlang",    "gamma",
                                               "lognormal", "weibull",     "empirical", "mixture"};

static const ipso__words laws = {"a law of minutes", ipso__session_law_names, 8};
WORDS(times, "a kind of time", "grid", "continuous")
WORDS(waits, "a count of waits", "attending", "booked")
WORDS(horizons, "a horizon", "planned", "last", "mixed")

/* ---- laws ---- */

static void init_law(void *description)
{
    ipso__session_law *law = description;
    law->law = -1;
    law->mean_min = law->cv = NAN;
    law->phases = -1;
}

static void init_part(void *description)
{
    ipso__session_part *part = description;
    init_law(&part->law);
}

#define LAW(type, prefix)                                                                          \
    REQUIRED_WORD(type, "law", WORD, prefix law, laws),                                            \
        SCALAR(type, "mean_min", NUMBER, prefix mean_min), SCALAR(type, "cv", NUMBER, prefix cv),  \
        SCALAR(type, "phases", INT, prefix phases),                                                \
        LIST(type, "minutes", NUMBERS, prefix minutes, prefix count),                              \
        LIST(type, "shares", NUMBERS, prefix shares, prefix count)

static const ipso__field part_fields[] = {
    REQUIRED(ipso__session_part, "share", NUMBER, share),
    LAW(ipso__session_part, law.),
};
static const ipso__shape part_shape = {"a part of a mixture", sizeof(ipso__session_part), init_part,
                                       part_fields, COUNT(part_fields)};

static const ipso__field law_fields[] = {
    LAW(ipso__session_law, ),
    OBJECTS(ipso__session_law, "parts", parts, part_count, part_shape),
};
static const ipso__shape law_shape = {"a law", sizeof(ipso__session_law), init_law, law_fields,
                                      COUNT(law_fields)};

/* ---- the parts of a session ---- */

static void init_patient(void *description)
{
    ipso__session_patient *patient = description;
    init_law(&patient->service);
    init_law(&patient->late);
    patient->count = 1;
    patient->wait_weight = 1;
    patient->latest_min = INFINITY;
}

static const ipso__field patient_fields[] = {
    SCALAR(ipso__session_patient, "id", STRING, id),
    SCALAR(ipso__session_patient, "count", INT, count),
    REQUIRED_OBJECT(ipso__session_patient, "service", service, law_shape),
    SCALAR(ipso__session_patient, "no_show", NUMBER, no_show),
    SCALAR(ipso__session_patient, "cancel", NUMBER, cancel),
    OBJECT(ipso__session_patient, "late", late, law_shape),
    SCALAR(ipso__session_patient, "wait_weight", NUMBER, wait_weight),
    SCALAR(ipso__session_patient, "earliest_min", NUMBER, earliest_min),
    SCALAR(ipso__session_patient, "latest_min", NUMBER, latest_min),
    SCALAR(ipso__session_patient, "apart_min", NUMBER, apart_min),
    SCALAR(ipso__session_patient, "reward", NUMBER, reward),
};
static const ipso__shape patient_shape = {"a patient", sizeof(ipso__session_patient), init_patient,
                                          patient_fields, COUNT(patient_fields)};

static const ipso__field break_fields[] = {
    REQUIRED(ipso_session_break, "start_min", NUMBER, start_min),
    REQUIRED(ipso_session_break, "length_min", NUMBER, length_min),
};
static const ipso__shape break_shape = {"a break", sizeof(ipso_session_break), NULL, break_fields,
                                        COUNT(break_fields)};

static const ipso__field walk_in_fields[] = {
    REQUIRED(ipso__session_walk_ins, "per_hour", NUMBER, per_hour),
    REQUIRED_OBJECT(ipso__session_walk_ins, "service", service, law_shape),
    SCALAR(ipso__session_walk_ins, "until_min", NUMBER, until_min),
};
static void init_walk_ins(void *description)
{
    ipso__session_walk_ins *walk_ins = description;
    init_law(&walk_ins->service);
    walk_ins->until_min = INFINITY;
}
static const ipso__shape walk_in_shape = {"the walk-ins", sizeof(ipso__session_walk_ins),
                                          init_walk_ins, walk_in_fields, COUNT(walk_in_fields)};

/* Weights and search settings lie in the root itself: their objects are read into it. */
static const ipso__field weight_fields[] = {
    SCALAR(ipso__session_root, "wait", NUMBER, wait_weight),
    SCALAR(ipso__session_root, "idle", NUMBER, idle_weight),
    SCALAR(ipso__session_root, "overtime", NUMBER, overtime_weight),
};
static const ipso__shape weight_shape = {"the weights", sizeof(ipso__session_root), NULL,
                                         weight_fields, COUNT(weight_fields)};

static const ipso__field search_fields[] = {
    SCALAR(ipso__session_root, "step_min", NUMBER, step_min),
    SCALAR(ipso__session_root, "last_start_min", NUMBER, last_start_min),
    SCALAR(ipso__session_root, "certify", BOOL, certify),
};
static const ipso__shape search_shape = {"the search", sizeof(ipso__session_root), NULL,
                                         search_fields, COUNT(search_fields)};

/* ---- the document ---- */

static void init_root(void *description)
{
    ipso__session_root *root = description;
    root->start = -1;
    root->grid_min = 1;
    root->wait_limit_min = 15;
    init_law(&root->delay);
    init_walk_ins(&root->walk_ins);
    root->wait_weight = root->idle_weight = root->overtime_weight = 1;
    root->last_start_min = INFINITY;
    root->certify = true;
}

#define INTO_ROOT(name, of)                                                                        \
    {                                                                                              \
        .key = name, .kind = IPSO__FIELD_OBJECT, .offset = 0, .shape = &(of)                       \
    }

static const ipso__field root_fields[] = {
    SCALAR(ipso__session_root, "format", STRING, format),
    SCALAR(ipso__session_root, "name", STRING, name),
    SCALAR(ipso__session_root, "start", TIME, start),
    WORD(ipso__session_root, "time", WORD, time, times),
    SCALAR(ipso__session_root, "grid_min", NUMBER, grid_min),
    REQUIRED(ipso__session_root, "length_min", NUMBER, length_min),
    {.key = "patients",
     .kind = IPSO__FIELD_OBJECTS,
     .offset = offsetof(ipso__session_root, patients),
     .count_offset = offsetof(ipso__session_root, patient_count),
     .shape = &patient_shape,
     .required = true},
    OBJECTS(ipso__session_root, "breaks", breaks, break_count, break_shape),
    OBJECT(ipso__session_root, "delay", delay, law_shape),
    OBJECT(ipso__session_root, "walk_ins", walk_ins, walk_in_shape),
    SCALAR(ipso__session_root, "wait_limit_min", NUMBER, wait_limit_min),
    INTO_ROOT("weights", weight_shape),
    WORD(ipso__session_root, "waits", WORD, waits, waits),
    WORD(ipso__session_root, "horizon", WORD, horizon, horizons),
    INTO_ROOT("search", search_shape),
    LIST(ipso__session_root, "starts_min", NUMBERS, starts_min, start_count),
};
const ipso__shape ipso__session_root_shape = {"a session", sizeof(ipso__session_root), init_root,
                                              root_fields, COUNT(root_fields)};
