/* The lists of a practice document.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/sections.h"

/* The three calls of a list with the signatures that a section wants. */
#define CALLS(name)                                                                                \
    static ipso_status add_##name(ipso_practice *practice, const void *description,                \
                                  ipso_error *err)                                                 \
    {                                                                                              \
        return ipso_practice_add_##name(practice, description, err);                               \
    }                                                                                              \
    static const void *get_##name(const ipso_practice *practice, int index)                        \
    {                                                                                              \
        return ipso_practice_##name(practice, index);                                              \
    }

CALLS(site)
CALLS(class)
CALLS(fair)
CALLS(practitioner)
CALLS(duty)
CALLS(type)
CALLS(protected)
CALLS(demand)
CALLS(request)
CALLS(fixed)
CALLS(pin)
CALLS(cover)
CALLS(succession)
CALLS(kind_limit)

#define SECTION(key, shape, ref, name)                                                             \
    {                                                                                              \
        key, &ipso__##shape##_shape, ref, add_##name, ipso_practice_##name##_count, get_##name     \
    }

const ipso__section ipso__sections[IPSO__SECTION_COUNT] = {
    SECTION("sites", site, IPSO__REF_SITE, site),
    SECTION("patient_classes", class, IPSO__REF_CLASS, class),
    SECTION("fair_turns", fair, IPSO__REF_FAIR, fair),
    SECTION("practitioners", practitioner, IPSO__REF_PRACTITIONER, practitioner),
    SECTION("duties", duty, IPSO__REF_DUTY, duty),
    SECTION("appointment_types", type, IPSO__REF_TYPE, type),
    SECTION("protected_time", protected, -1, protected),
    SECTION("demand", demand, -1, demand),
    SECTION("requests", request, IPSO__REF_REQUEST, request),
    SECTION("fixed_appointments", fixed, IPSO__REF_FIXED, fixed),
    SECTION("pins", pin, -1, pin),
    SECTION("cover", cover, -1, cover),
    SECTION("successions", succession, -1, succession),
    SECTION("kind_limits", kind_limit, -1, kind_limit),
};

const char *const ipso__practice_keys[IPSO__PRACTICE_KEY_COUNT] = {
    "format",
    "name",
    "horizon",
    "extended_hours",
    "sites",
    "patient_classes",
    "fair_turns",
    "roster_rules",
    "practitioners",
    "duties",
    "appointment_types",
    "protected_time",
    "demand",
    "requests",
    "fixed_appointments",
    "pins",
    "cover",
    "successions",
    "kind_limits",
    "weights",
    "booking",
    "behaviour",
};
