/* Short names for the entries of a table of fields. Internal; for the files that hold tables.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_JSON_SHAPE_FIELDS_H
#define IPSO_JSON_SHAPE_FIELDS_H

#include "json/shape.h"

#define SCALAR(type, name, sort, member)                                                           \
    {                                                                                              \
        .key = name, .kind = IPSO__FIELD_##sort, .offset = offsetof(type, member)                  \
    }
#define REQUIRED(type, name, sort, member)                                                         \
    {                                                                                              \
        .key = name, .kind = IPSO__FIELD_##sort, .offset = offsetof(type, member),                 \
        .required = true                                                                           \
    }
#define WORD(type, name, sort, member, list)                                                       \
    {                                                                                              \
        .key = name, .kind = IPSO__FIELD_##sort, .offset = offsetof(type, member),                 \
        .words = &(list)                                                                           \
    }
#define REQUIRED_WORD(type, name, sort, member, list)                                              \
    {                                                                                              \
        .key = name, .kind = IPSO__FIELD_##sort, .offset = offsetof(type, member),                 \
        .words = &(list), .required = true                                                         \
    }
#define REF(type, name, member, to)                                                                \
    {                                                                                              \
        .key = name, .kind = IPSO__FIELD_REF, .offset = offsetof(type, member),                    \
        .ref = IPSO__REF_##to                                                                      \
    }
#define REQUIRED_REF(type, name, member, to)                                                       \
    {                                                                                              \
        .key = name, .kind = IPSO__FIELD_REF, .offset = offsetof(type, member),                    \
        .ref = IPSO__REF_##to, .required = true                                                    \
    }
#define LIST(type, name, sort, member, counter)                                                    \
    {                                                                                              \
        .key = name, .kind = IPSO__FIELD_##sort, .offset = offsetof(type, member),                 \
        .count_offset = offsetof(type, counter)                                                    \
    }
#define REQUIRED_LIST(type, name, sort, member, counter)                                           \
    {                                                                                              \
        .key = name, .kind = IPSO__FIELD_##sort, .offset = offsetof(type, member),                 \
        .count_offset = offsetof(type, counter), .required = true                                  \
    }
#define REFS(type, name, member, counter, to)                                                      \
    {                                                                                              \
        .key = name, .kind = IPSO__FIELD_REFS, .offset = offsetof(type, member),                   \
        .count_offset = offsetof(type, counter), .ref = IPSO__REF_##to                             \
    }
#define OBJECT(type, name, member, of)                                                             \
    {                                                                                              \
        .key = name, .kind = IPSO__FIELD_OBJECT, .offset = offsetof(type, member), .shape = &(of)  \
    }
#define REQUIRED_OBJECT(type, name, member, of)                                                    \
    {                                                                                              \
        .key = name, .kind = IPSO__FIELD_OBJECT, .offset = offsetof(type, member), .shape = &(of), \
        .required = true                                                                           \
    }
#define OBJECTS(type, name, member, counter, of)                                                   \
    {                                                                                              \
        .key = name, .kind = IPSO__FIELD_OBJECTS, .offset = offsetof(type, member),                \
        .count_offset = offsetof(type, counter), .shape = &(of)                                    \
    }

/* Which practitioners (ipso_who), as fields of the object itself. */
#define WHO(type)                                                                                  \
    LIST(type, "roles", STRINGS, who.roles, who.role_count),                                       \
        LIST(type, "skills", STRINGS, who.skills, who.skill_count),                                \
        REFS(type, "practitioners", who.practitioners, who.practitioner_count, PRACTITIONER)

#define COUNT(fields) (sizeof(fields) / sizeof(fields)[0])

/* A function that fills the defaults of a type, of the signature that a shape wants. */
#define INIT(type)                                                                                 \
    static void init_##type(void *description)                                                     \
    {                                                                                              \
        type##_init(description);                                                                  \
    }

/* A list of words and what one of them is called. */
#define WORDS(name, title, ...)                                                                    \
    static const char *const name##_names[] = {__VA_ARGS__};                                       \
    static const ipso__words name = {title, name##_names, COUNT(name##_names)};

#endif
