/* Capitation: a practice whose demand is grown from the classes of its panel.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/centre.h"
#include "scenario/needs.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

/* Bricks, in the order of the classes whose they are. */
enum { CHILD_BRICK, ELDERLY_BRICK, LONG_TERM_BRICK, DISABLED_BRICK };

/* Classes behind the four. */
enum { BOTH = IPSO__GROUP_COUNT, ADULT, CLASS_COUNT };

static const ipso__portion PORTIONS[] = {
    {ADULT, 2379, 0, true},
    {IPSO__CHILD, 390, 1u << CHILD_BRICK, true},
    {IPSO__ELDERLY, 390, 1u << ELDERLY_BRICK, true},
    {IPSO__LONG_TERM, 390, 1u << LONG_TERM_BRICK, true},
    {BOTH, 195, 1u << ELDERLY_BRICK | 1u << LONG_TERM_BRICK, true},
    {IPSO__DISABLED, 156, 1u << DISABLED_BRICK, true},
};

/* Tenths of a visit per patient and year. */
static const ipso__needs NEEDS = {
    .base = {[IPSO__ACUTE] = 10,
             [IPSO__FOLLOW_UP] = 8,
             [IPSO__LONG_REVIEW] = 10,
             [IPSO__PREVENTION] = 3,
             [IPSO__NURSING] = 2},
    .bricks =
        {[CHILD_BRICK] = {[IPSO__ACUTE] = 16, [IPSO__FOLLOW_UP] = 4, [IPSO__PREVENTION] = 12},
         [ELDERLY_BRICK] = {[IPSO__ACUTE] = 4,
                            [IPSO__FOLLOW_UP] = 16,
                            [IPSO__PREVENTION] = 4,
                            [IPSO__NURSING] = 16},
         [LONG_TERM_BRICK] = {[IPSO__ACUTE] = 4, [IPSO__FOLLOW_UP] = 32, [IPSO__NURSING] = 16},
         [DISABLED_BRICK] = {[IPSO__ACUTE] = 10, [IPSO__FOLLOW_UP] = 10, [IPSO__NURSING] = 10}},
    .portions = PORTIONS,
    .portion_count = COUNT(PORTIONS),
    .plain_class = ADULT,
    .requested = {[IPSO__ACUTE] = 4,
                  [IPSO__FOLLOW_UP] = 60,
                  [IPSO__LONG_REVIEW] = 75,
                  [IPSO__PREVENTION] = 22,
                  [IPSO__NURSING] = 32},
    .kinds = 1u << IPSO__ACUTE | 1u << IPSO__FOLLOW_UP | 1u << IPSO__LONG_REVIEW |
             1u << IPSO__PREVENTION | 1u << IPSO__NURSING,
    .by_panel = true,
};

/* What is asked for without a class, acute need, is drawn from classes as they need it. */
static void set_behaviour(ipso__build *build)
{
    ipso_class_behaviour classes[CLASS_COUNT];
    ipso_behaviour behaviour;
    if (!ipso__build_ok(build))
        return;
    for (int i = 0; i < NEEDS.portion_count; i++) {
        const ipso__portion *portion = &PORTIONS[i];
        double need = (double)ipso__need_of(&NEEDS, i, IPSO__ACUTE) / portion->patients;
        ipso_class_behaviour_init(&classes[i]);
        classes[i].patient_class = portion->patient_class;
        classes[i].panel_share = (double)portion->patients / ipso__needs_panel(&NEEDS);
        classes[i].visits_factor = need / NEEDS.base[IPSO__ACUTE];
    }
    ipso_behaviour_init(&behaviour);
    behaviour.no_shows = ipso__programme_shares;
    behaviour.no_show_count = IPSO__PROGRAMME_LEADS;
    behaviour.classes = classes;
    behaviour.class_count = (size_t)NEEDS.portion_count;
    build->status = ipso_practice_set_behaviour(build->practice, &behaviour, build->err);
}

void ipso__capitation(ipso__build *build, uint64_t seed, ipso_error *err)
{
    static const ipso__centre centre = {
        .id = "centre",
        .name = "Centre",
        .opening = {.open_min = 510, .close_min = 1140, .saturday_close_min = 780},
        .rooms = 4,
    };
    static const ipso__post posts[] = {
        {.role = IPSO__GP, .share_percent = 100},
        {.role = IPSO__GP, .share_percent = 100},
        {.role = IPSO__GP, .share_percent = 100},
        {.role = IPSO__NURSE, .share_percent = 60},
    };
    const ipso__team team = {.centres = &centre,
                             .centre_count = 1,
                             .posts = posts,
                             .post_count = COUNT(posts),
                             .panel = ipso__needs_panel(&NEEDS)};
    ipso__build_start(build, "Capitation", "2026-11-23", seed, &ipso__programme_no_shows, err);
    ipso__build_frame(build, &team);
    ipso__add_class(build, "elderly-long-term", "elderly with a long-term illness", 123);
    ipso__add_class(build, "adult", "everybody else", 100);
    ipso__add_types(build, NEEDS.kinds, 4);
    ipso__add_protected(build);
    ipso__add_needs(build, 0, &centre.opening, &NEEDS);
    set_behaviour(build);
}
