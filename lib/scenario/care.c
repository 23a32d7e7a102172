/* The care manager: a practice with and without one, and three households that go through it.
 *
 * Both have the same doctors, nurse, patients and entries of demand. Without her nobody is there
 * for what is delegated, and fragile patients need it all from the doctors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/centre.h"
#include "scenario/needs.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

#define PANEL   3900
#define FRAGILE 390

enum { FRAGILE_BRICK, DELEGATION };

/* Tenths of a visit per patient and year; delegation: 3 follow-ups less (2 for calls, 0.4 to the
 * nurse, 0.2 each to pharmacist, physiotherapist and social worker), 1 preventive visit, and 4
 * calls of 15 and 2 consultations of 30 minutes with the care manager, 2 hours. */
static ipso__needs needs_of(const ipso__portion portions[2])
{
    return (ipso__needs){
        .base = {[IPSO__ACUTE] = 12,
                 [IPSO__FOLLOW_UP] = 12,
                 [IPSO__LONG_REVIEW] = 10,
                 [IPSO__PREVENTION] = 4,
                 [IPSO__NURSING] = 2},
        .bricks = {[FRAGILE_BRICK] = {[IPSO__ACUTE] = 8,
                                      [IPSO__FOLLOW_UP] = 48,
                                      [IPSO__PREVENTION] = 4,
                                      [IPSO__NURSING] = 58},
                   [DELEGATION] = {[IPSO__FOLLOW_UP] = -30,
                                   [IPSO__NURSING] = 4,
                                   [IPSO__CARE_CALL] = 40,
                                   [IPSO__CARE_REVIEW] = 20,
                                   [IPSO__SCREENING] = 10}},
        .portions = portions,
        .portion_count = 2,
        .plain_class = IPSO_ANY,
        .requested = {[IPSO__ACUTE] = 4,
                      [IPSO__FOLLOW_UP] = 40,
                      [IPSO__LONG_REVIEW] = 67,
                      [IPSO__PREVENTION] = 16,
                      [IPSO__NURSING] = 8},
        .kinds = 1u << IPSO__ACUTE | 1u << IPSO__FOLLOW_UP | 1u << IPSO__LONG_REVIEW |
                 1u << IPSO__PREVENTION | 1u << IPSO__NURSING | 1u << IPSO__CARE_CALL |
                 1u << IPSO__CARE_REVIEW | 1u << IPSO__SCREENING,
    };
}

/* ---- journeys ---- */

/* A step of a household; after: ids, NULL-terminated; kind below 0: outside. */
typedef struct care_step {
    const char *id, *after[3];
    int kind;
    const char *outside;
    int days, minutes;
} care_step;

enum { MAX_STEPS = 10, OUTSIDE = -1 };

/* A child has a fever, and is looked at again after a week. */
static const care_step DUPONT_WITHOUT[] = {
    {"fever", {NULL}, IPSO__ACUTE, NULL, 0, 0},
    {"check", {"fever"}, IPSO__FOLLOW_UP, NULL, 7, 0},
};
static const care_step DUPONT_WITH[] = {
    {"fever", {NULL}, IPSO__ACUTE, NULL, 0, 0},
    {"check", {"fever"}, IPSO__NURSING, NULL, 7, 0},
};

/* Amara is elderly, hard to move and not online: by herself she rings until she gets through, and
 * hears of what helps one thing after the other. */
static const care_step AMARA_WITHOUT[] = {
    {"rings", {NULL}, OUTSIDE, "telephone", 3, 0},
    {"visit", {"rings"}, IPSO__FOLLOW_UP, NULL, 0, 0},
    {"blood", {"visit"}, OUTSIDE, "laboratory", 7, 15},
    {"rings-again", {"blood"}, OUTSIDE, "telephone", 3, 0},
    {"results", {"rings-again"}, IPSO__FOLLOW_UP, NULL, 0, 0},
    {"search", {"results"}, OUTSIDE, "search", 14, 0},
    {"exercise", {"search"}, OUTSIDE, "physiotherapist", 28, 240},
    {"rings-once-more", {"exercise"}, OUTSIDE, "telephone", 3, 0},
    {"sums-up", {"rings-once-more"}, IPSO__FOLLOW_UP, NULL, 0, 0},
    {"help", {"sums-up"}, OUTSIDE, "social worker", 45, 60},
};
static const care_step AMARA_WITH[] = {
    {"call", {NULL}, IPSO__CARE_CALL, NULL, 0, 0},
    {"visit", {"call"}, IPSO__FOLLOW_UP, NULL, 0, 0},
    {"help", {"call"}, OUTSIDE, "social worker", 45, 60},
    {"blood", {"visit"}, OUTSIDE, "laboratory", 7, 15},
    {"results", {"blood"}, IPSO__CARE_CALL, NULL, 0, 0},
    {"exercise", {"visit"}, OUTSIDE, "physiotherapist", 28, 240},
    {"sums-up", {"results", "exercise"}, IPSO__CARE_REVIEW, NULL, 0, 0},
};

/* Antoine is new in town and deaf, and is to see two specialists. */
static const care_step ANTOINE_WITHOUT[] = {
    {"search", {NULL}, OUTSIDE, "search", 14, 0},
    {"first-visit", {"search"}, IPSO__LONG_REVIEW, NULL, 0, 0},
    {"ear", {"first-visit"}, OUTSIDE, "specialist", 60, 30},
    {"second-visit", {"ear"}, IPSO__FOLLOW_UP, NULL, 0, 0},
    {"eye", {"second-visit"}, OUTSIDE, "specialist", 45, 30},
    {"third-visit", {"eye"}, IPSO__FOLLOW_UP, NULL, 0, 0},
};
static const care_step ANTOINE_WITH[] = {
    {"welcome", {NULL}, IPSO__CARE_REVIEW, NULL, 0, 0},
    {"first-visit", {"welcome"}, IPSO__LONG_REVIEW, NULL, 0, 0},
    {"ear", {"first-visit"}, OUTSIDE, "specialist", 60, 30},
    {"eye", {"first-visit"}, OUTSIDE, "specialist", 45, 30},
    {"last-visit", {"ear", "eye"}, IPSO__FOLLOW_UP, NULL, 0, 0},
};

typedef struct household {
    ipso_journey journey;      /* without its steps */
    const care_step *steps[2]; /* without, with */
    int step_counts[2];
} household;

static const household HOUSEHOLDS[] = {
    {{.id = "dupont",
      .name = "Dupont",
      .patient_class = IPSO__CHILD,
      .practitioner = 0,
      .accepts_others = true},
     {DUPONT_WITHOUT, DUPONT_WITH},
     {COUNT(DUPONT_WITHOUT), COUNT(DUPONT_WITH)}},
    {{.id = "amara", .name = "Amara", .patient_class = IPSO__FRAGILE, .practitioner = 1},
     {AMARA_WITHOUT, AMARA_WITH},
     {COUNT(AMARA_WITHOUT), COUNT(AMARA_WITH)}},
    {{.id = "antoine",
      .name = "Antoine",
      .patient_class = IPSO__DISABLED,
      .practitioner = IPSO_ANY,
      .accepts_others = true},
     {ANTOINE_WITHOUT, ANTOINE_WITH},
     {COUNT(ANTOINE_WITHOUT), COUNT(ANTOINE_WITH)}},
};
enum { HOUSEHOLD_COUNT = COUNT(HOUSEHOLDS) };

static void fill_steps(const ipso__build *build, ipso_journey_step *steps, const care_step *from,
                       int count)
{
    for (int i = 0; i < count; i++) {
        ipso_journey_step_init(&steps[i]);
        steps[i].id = from[i].id;
        steps[i].after = from[i].after;
        while (from[i].after[steps[i].after_count] != NULL)
            steps[i].after_count++;
        steps[i].type = from[i].kind == OUTSIDE ? IPSO_ANY : build->types[from[i].kind];
        steps[i].outside = from[i].outside;
        steps[i].days = from[i].days;
        steps[i].minutes = from[i].minutes;
    }
}

/* Fragile patients ask by the entries of their class alone. */
static void set_behaviour(ipso__build *build, bool with)
{
    ipso_journey_step steps[HOUSEHOLD_COUNT][MAX_STEPS];
    ipso_journey journeys[HOUSEHOLD_COUNT];
    ipso_class_behaviour fragile;
    ipso_behaviour behaviour;
    if (!ipso__build_ok(build))
        return;
    for (int j = 0; j < HOUSEHOLD_COUNT; j++) {
        const household *one = &HOUSEHOLDS[j];
        fill_steps(build, steps[j], one->steps[with], one->step_counts[with]);
        journeys[j] = one->journey;
        journeys[j].steps = steps[j];
        journeys[j].step_count = (size_t)one->step_counts[with];
    }
    ipso_class_behaviour_init(&fragile);
    fragile.patient_class = IPSO__FRAGILE;
    fragile.panel_share = (double)FRAGILE / PANEL;
    fragile.visits_factor = 0;
    ipso_behaviour_init(&behaviour);
    behaviour.no_shows = ipso__programme_shares;
    behaviour.no_show_count = IPSO__PROGRAMME_LEADS;
    behaviour.classes = &fragile;
    behaviour.class_count = 1;
    behaviour.journeys = journeys;
    behaviour.journey_count = HOUSEHOLD_COUNT;
    build->status = ipso_practice_set_behaviour(build->practice, &behaviour, build->err);
}

/* ---- the practice ---- */

static void build_care(ipso__build *build, const char *name, bool with, uint64_t seed,
                       ipso_error *err)
{
    static const ipso__centre centre = {
        .id = "centre",
        .name = "Centre",
        .opening = {.open_min = 510, .close_min = 1140, .saturday_close_min = 780},
        .rooms = 5,
    };
    static const ipso__post posts[] = {
        {.role = IPSO__GP, .share_percent = 100},
        {.role = IPSO__GP, .share_percent = 100},
        {.role = IPSO__GP, .share_percent = 100},
        {.role = IPSO__NURSE, .share_percent = 80},
        {.role = IPSO__CARE_MANAGER_ROLE, .share_percent = 60},
    };
    const ipso__team team = {.centres = &centre,
                             .centre_count = 1,
                             .posts = posts,
                             .post_count = with ? COUNT(posts) : COUNT(posts) - 1,
                             .panel = PANEL};
    const ipso__portion portions[] = {
        {IPSO_ANY, PANEL - FRAGILE, 0, true},
        {IPSO__FRAGILE, FRAGILE, 1u << FRAGILE_BRICK | (with ? 1u << DELEGATION : 0), false}};
    const ipso__needs needs = needs_of(portions);
    ipso__build_start(build, name, "2026-11-23", seed, &ipso__programme_no_shows, err);
    ipso__build_frame(build, &team);
    ipso__add_class(build, "fragile", "fragile", 125);
    ipso__add_types(build, needs.kinds, 4);
    ipso__add_protected(build);
    ipso__add_needs(build, 0, &centre.opening, &needs);
    set_behaviour(build, with);
    build->needs = NULL; /* it ends with this call */
}

void ipso__care_manager(ipso__build *build, uint64_t seed, ipso_error *err)
{
    build_care(build, "Care manager", true, seed, err);
}

void ipso__without_care_manager(ipso__build *build, uint64_t seed, ipso_error *err)
{
    build_care(build, "Without a care manager", false, seed, err);
}
