/* Appointment types and patient classes: who gives what, how long it takes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/build.h"

#include <string.h>

#define MAX_ROLES   3
#define MAX_LENGTHS 3

typedef struct kind_spec {
    const char *id, *name;
    ipso_care care;
    const char *roles[MAX_ROLES];
    const char *skill;
    unsigned modes;
    int travel_min;
    int lengths_min[MAX_LENGTHS];
    int mean_min;
    int lead_max_days;
} kind_spec;

static const kind_spec SPECS[IPSO__KIND_COUNT] = {
    [IPSO__ACUTE] = {.id = "acute",
                     .name = "acute problem",
                     .care = IPSO_CARE_ACUTE,
                     .roles = {"gp", "trainee"},
                     .modes = IPSO_MODE_SITE | IPSO_MODE_TELE,
                     .lengths_min = {10, 15, 20},
                     .mean_min = 13,
                     .lead_max_days = 0},
    [IPSO__FOLLOW_UP] = {.id = "follow-up",
                         .name = "follow-up",
                         .care = IPSO_CARE_FOLLOW_UP,
                         .roles = {"gp", "trainee"},
                         .modes = IPSO_MODE_SITE | IPSO_MODE_TELE,
                         .lengths_min = {15, 20, 25},
                         .mean_min = 15,
                         .lead_max_days = 2},
    [IPSO__LONG_REVIEW] = {.id = "long-review",
                           .name = "yearly full review",
                           .care = IPSO_CARE_LONG,
                           .roles = {"gp"},
                           .modes = IPSO_MODE_SITE,
                           .lengths_min = {30, 40},
                           .mean_min = 30,
                           .lead_max_days = 6},
    [IPSO__PREVENTION] = {.id = "prevention",
                          .name = "prevention and screening",
                          .care = IPSO_CARE_PREVENTION,
                          .roles = {"gp", "midwife", "nurse"},
                          .modes = IPSO_MODE_SITE,
                          .lengths_min = {15, 20, 25},
                          .mean_min = 20,
                          .lead_max_days = 4},
    [IPSO__HOME_VISIT] = {.id = "home-visit",
                          .name = "home visit",
                          .care = IPSO_CARE_FOLLOW_UP,
                          .roles = {"gp"},
                          .skill = "home-visits",
                          .modes = IPSO_MODE_HOME,
                          .travel_min = 20,
                          .lengths_min = {15, 20, 25},
                          .mean_min = 18,
                          .lead_max_days = 1},
    [IPSO__MIDWIFE] = {.id = "midwife",
                       .name = "pregnancy and women's health",
                       .care = IPSO_CARE_FOLLOW_UP,
                       .roles = {"midwife"},
                       .modes = IPSO_MODE_SITE,
                       .lengths_min = {20, 25, 30},
                       .mean_min = 24,
                       .lead_max_days = 4},
    [IPSO__NURSING] = {.id = "nursing",
                       .name = "nursing care",
                       .care = IPSO_CARE_OTHER,
                       .roles = {"nurse"},
                       .modes = IPSO_MODE_SITE,
                       .lengths_min = {10, 15},
                       .mean_min = 10,
                       .lead_max_days = 2},
    [IPSO__CHRONIC] = {.id = "chronic",
                       .name = "long-term illness, advanced practice",
                       .care = IPSO_CARE_FOLLOW_UP,
                       .roles = {"advanced-practice-nurse"},
                       .modes = IPSO_MODE_SITE,
                       .lengths_min = {25, 30, 40},
                       .mean_min = 28,
                       .lead_max_days = 4},
    [IPSO__SOCIAL] = {.id = "social",
                      .name = "social coordination",
                      .care = IPSO_CARE_OTHER,
                      .roles = {"social-coordinator"},
                      .modes = IPSO_MODE_SITE | IPSO_MODE_TELE,
                      .lengths_min = {30, 45},
                      .mean_min = 30,
                      .lead_max_days = 4},
    [IPSO__CARE_CALL] = {.id = "care-call",
                         .name = "phone call of the care manager",
                         .care = IPSO_CARE_OTHER,
                         .roles = {"care-manager"},
                         .modes = IPSO_MODE_TELE,
                         .lengths_min = {15, 20},
                         .mean_min = 15,
                         .lead_max_days = 4},
    [IPSO__CARE_REVIEW] = {.id = "care-review",
                           .name = "consultation of the care manager",
                           .care = IPSO_CARE_OTHER,
                           .roles = {"care-manager"},
                           .modes = IPSO_MODE_SITE,
                           .lengths_min = {30, 40},
                           .mean_min = 30,
                           .lead_max_days = 4},
    [IPSO__SCREENING] = {.id = "screening",
                         .name = "preventive visit booked by the care manager",
                         .care = IPSO_CARE_PREVENTION,
                         .roles = {"nurse"},
                         .modes = IPSO_MODE_SITE,
                         .lengths_min = {20, 25},
                         .mean_min = 20,
                         .lead_max_days = 4},
};

void ipso__add_class(ipso__build *build, const char *id, const char *name, int time_percent)
{
    ipso_patient_class one;
    ipso_patient_class_init(&one);
    one.id = id;
    one.name = name;
    one.time_factor = time_percent / 100.0;
    if (ipso__build_ok(build))
        build->status = ipso_practice_add_class(build->practice, &one, build->err);
}

void ipso__add_classes(ipso__build *build)
{
    static const struct {
        const char *id, *name;
        int time_percent;
    } classes[IPSO__GROUP_COUNT] = {
        [IPSO__CHILD] = {"child", "young child", 105},
        [IPSO__ELDERLY] = {"elderly", "elderly", 110},
        [IPSO__LONG_TERM] = {"long-term", "long-term illness", 112},
        [IPSO__DISABLED] = {"disability", "disability", 125},
    };
    for (int i = 0; i < IPSO__GROUP_COUNT; i++)
        ipso__add_class(build, classes[i].id, classes[i].name, classes[i].time_percent);
}

static size_t role_count(const kind_spec *spec)
{
    size_t count = 0;
    while (count < MAX_ROLES && spec->roles[count] != NULL)
        count++;
    return count;
}

static size_t length_count(const kind_spec *spec)
{
    size_t count = 0;
    while (count < MAX_LENGTHS && spec->lengths_min[count] > 0)
        count++;
    return count;
}

static void add_type(ipso__build *build, const kind_spec *spec, int target_per_week)
{
    ipso_type type;
    ipso_type_init(&type);
    type.id = spec->id;
    type.name = spec->name;
    type.care = spec->care;
    type.who.roles = spec->roles;
    type.who.role_count = role_count(spec);
    if (spec->skill != NULL) {
        type.who.skills = &spec->skill;
        type.who.skill_count = 1;
    }
    type.modes = spec->modes;
    type.travel_min = spec->travel_min;
    type.lengths_min = spec->lengths_min;
    type.length_count = length_count(spec);
    type.law.kind = IPSO_LAW_LOGNORMAL;
    type.law.mean_min = spec->mean_min;
    type.law.cv = 0.30;
    type.lead_min_days = 0;
    type.lead_max_days = spec->lead_max_days;
    type.target_per_week = target_per_week;

    /* A review of an elderly patient has a law of its own: 36 minutes, not 30 x 1.10. */
    ipso_type_law elderly = {.practitioner = IPSO_ANY, .patient_class = IPSO__ELDERLY};
    ipso_law_init(&elderly.law);
    elderly.law.mean_min = 36;
    if (spec->care == IPSO_CARE_LONG) {
        type.laws = &elderly;
        type.law_count = 1;
    }

    /* What the care manager's time is known of is that of her patients already. */
    ipso_type_law own = {.practitioner = IPSO_ANY, .patient_class = IPSO__FRAGILE, .law = type.law};
    if (spec == &SPECS[IPSO__CARE_CALL] || spec == &SPECS[IPSO__CARE_REVIEW]) {
        type.laws = &own;
        type.law_count = 1;
    }
    build->status = ipso_practice_add_type(build->practice, &type, build->err);
}

void ipso__add_types(ipso__build *build, unsigned kinds, int long_reviews_per_week)
{
    for (int kind = 0; kind < IPSO__KIND_COUNT && ipso__build_ok(build); kind++) {
        if ((kinds & (1u << kind)) == 0)
            continue;
        build->types[kind] = ipso_practice_type_count(build->practice);
        add_type(build, &SPECS[kind], kind == IPSO__LONG_REVIEW ? long_reviews_per_week : 0);
    }
}

int ipso__kind_length_min(ipso__kind kind)
{
    const kind_spec *spec = &SPECS[kind];
    size_t i = 0;
    while (i + 1 < length_count(spec) && spec->lengths_min[i] < spec->mean_min)
        i++;
    return spec->lengths_min[i];
}

/* Monday, Tuesday, Thursday or Friday: no public holiday of the scenarios, and not all sites at
 * once. */
int ipso__visit_day(const ipso__build *build, int site, ipso__kind kind)
{
    static const int days[] = {0, 1, 3, 4};
    int count = ipso_practice_practitioner_count(build->practice);
    for (int person = 0; person < count; person++) {
        const ipso_practitioner *who = ipso_practice_practitioner(build->practice, person);
        if (ipso__kind_given_by(kind, who->role) && who->sites[0].site == site)
            return -1;
    }
    return days[(site + (int)kind) % 4];
}

bool ipso__kind_given_by(ipso__kind kind, const char *role)
{
    const kind_spec *spec = &SPECS[kind];
    for (size_t i = 0; i < role_count(spec); i++) {
        if (strcmp(spec->roles[i], role) == 0)
            return true;
    }
    return false;
}
