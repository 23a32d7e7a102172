/* Shapes: for each object of a document, its fields and where they lie in the C description.
 * Internal.
 *
 * One table serves the reader, the writer and the test that holds the schemas and docs/formats.md
 * to the same fields, so that they cannot drift apart. The order of a table is the order in which
 * fields are written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_JSON_SHAPE_H
#define IPSO_JSON_SHAPE_H

#include <ipsosched/plan.h>

#include "practice/ids.h"
#include "json/value.h"

typedef enum ipso__field_kind {
    IPSO__FIELD_STRING = 0, /* const char * */
    IPSO__FIELD_NAME,       /* const char *, by default the id: the first member of the struct */
    IPSO__FIELD_BOOL,       /* bool */
    IPSO__FIELD_INT,        /* int, 0 or more */
    IPSO__FIELD_MAX,        /* int, 0 or more, "none" for IPSO_NO_MAX */
    IPSO__FIELD_INT64,      /* int64_t */
    IPSO__FIELD_NUMBER,     /* double */
    IPSO__FIELD_POINTS,     /* int64_t, 0 or more */
    IPSO__FIELD_PRICE,      /* int64_t, 0 or more, "hard" for IPSO_HARD */
    IPSO__FIELD_TIME,       /* int, "HH:MM" */
    IPSO__FIELD_DATE,       /* ipso_date, "YYYY-MM-DD" */
    IPSO__FIELD_DAY,        /* int, a date of the horizon */
    IPSO__FIELD_WEEKDAYS,   /* unsigned, days of the week */
    IPSO__FIELD_DAYS,       /* ipso_days */
    IPSO__FIELD_WORD,       /* an enum: index of the word */
    IPSO__FIELD_MODE,       /* unsigned, one bit: index of the word */
    IPSO__FIELD_MODES,      /* unsigned, list of such words */
    IPSO__FIELD_REF,        /* int, id of a thing; IPSO_ANY when left out */
    IPSO__FIELD_REMOTE,     /* int, a site: true for IPSO_ANY, given instead of a site */
    IPSO__FIELD_STRINGS,    /* const char *const *, with a count */
    IPSO__FIELD_INTS,       /* const int *, with a count */
    IPSO__FIELD_NUMBERS,    /* const double *, with a count */
    IPSO__FIELD_DATES,      /* const ipso_date *, with a count */
    IPSO__FIELD_REFS,       /* const int *, with a count */
    IPSO__FIELD_OBJECT,     /* a struct of a shape */
    IPSO__FIELD_OBJECTS     /* const struct *, with a count */
} ipso__field_kind;

typedef struct ipso__words {
    const char *what; /* "a care class" */
    const char *const *names;
    int count;
} ipso__words;

typedef struct ipso__field {
    const char *key;
    ipso__field_kind kind;
    bool required;
    size_t offset;
    size_t count_offset;             /* of the size_t that counts a list */
    const ipso__words *words;        /* WORD, MODE, MODES */
    const struct ipso__shape *shape; /* OBJECT, OBJECTS */
    ipso__ref ref;                   /* REF, REFS */
} ipso__field;

typedef struct ipso__shape {
    const char *what; /* "a site" */
    size_t size;
    void (*init)(void *description); /* NULL: all zero */
    const ipso__field *fields;
    size_t field_count;
} ipso__shape;

/* "site", "practitioner" ... */
const char *ipso__ref_name(ipso__ref ref);

/* Fills the defaults of a shape's description. */
void ipso__shape_init(const ipso__shape *shape, void *description);

extern const ipso__words ipso__day_words; /* Monday first, the public holiday last */
extern const ipso__words ipso__care_words;

extern const ipso__shape ipso__horizon_shape, ipso__extended_shape, ipso__weights_shape,
    ipso__booking_shape, ipso__site_shape, ipso__class_shape, ipso__rules_shape, ipso__fair_shape,
    ipso__practitioner_shape, ipso__duty_shape, ipso__duty_rule_shape, ipso__type_shape,
    ipso__protected_shape, ipso__demand_shape, ipso__request_shape, ipso__window_shape,
    ipso__fixed_shape, ipso__pin_shape, ipso__cover_shape, ipso__succession_shape,
    ipso__kind_limit_shape, ipso__behaviour_shape;

#endif
