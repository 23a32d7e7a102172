/* Saint-Martin, and the network it belongs to: who works there and what a week asks of them. The
 * numbers are worked out in docs/scenarios.md.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/centre.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

/* The English rates by lead time times 0.8, which gives ipso's 4.2 % overall. */
static const ipso__no_shows NO_SHOWS = {.next_day = 40, .this_week = 54, .later = 68};

#define TEAM_KINDS ((1u << IPSO__SOCIAL) - 1) /* all but social coordination */
#define ALL_KINDS  (TEAM_KINDS | 1u << IPSO__SOCIAL)

void ipso__saint_martin(ipso__build *build, uint64_t seed, ipso_error *err)
{
    static const ipso__centre centre = {
        .id = "saint-martin",
        .name = "Saint-Martin",
        .opening = {.open_min = 450,
                    .close_min = 1260,
                    .saturday_close_min = 1020,
                    .holidays = true},
        .rooms = 8,
        .leave = true,
        .loads = {[IPSO__ACUTE] = {330, 10, 0},
                  [IPSO__FOLLOW_UP] = {150, 168, 10},
                  [IPSO__LONG_REVIEW] = {0, 50, 0},
                  [IPSO__PREVENTION] = {40, 46, 4},
                  [IPSO__HOME_VISIT] = {4, 8, 0},
                  [IPSO__MIDWIFE] = {12, 45, 3},
                  [IPSO__NURSING] = {60, 87, 3},
                  [IPSO__CHRONIC] = {9, 61, 0}},
    };
    static const ipso__post posts[] = {
        {.role = IPSO__GP, .share_percent = 100},
        {.role = IPSO__GP, .share_percent = 100},
        {.role = IPSO__GP, .share_percent = 100},
        {.role = IPSO__GP, .share_percent = 100},
        {.role = IPSO__GP, .share_percent = 100},
        {.role = IPSO__GP, .share_percent = 100},
        {.role = IPSO__TRAINEE, .share_percent = 100},
        {.role = IPSO__MIDWIFE_ROLE, .share_percent = 100},
        {.role = IPSO__NURSE, .share_percent = 100},
        {.role = IPSO__ADVANCED_NURSE, .share_percent = 100},
    };
    static const ipso__team team = {.centres = &centre,
                                    .centre_count = 1,
                                    .posts = posts,
                                    .post_count = COUNT(posts),
                                    .kinds = TEAM_KINDS,
                                    .long_reviews_per_week = 4};
    ipso__build_start(build, "Saint-Martin", "2026-11-23", seed, &NO_SHOWS, err);
    ipso__build_team(build, &team);
}

enum { SAINT_MARTIN, NATION, ITALIE, OURCQ, BROTTEAUX, VERSAILLES, SITE_COUNT };

static const ipso__centre CENTRES[SITE_COUNT] = {
    {.id = "saint-martin",
     .name = "Saint-Martin",
     .opening = {.open_min = 450, .close_min = 1260, .saturday_close_min = 1020, .holidays = true},
     .rooms = 9,
     .leave = true,
     .loads = {{243, 10, 0},
               {118, 138, 6},
               {0, 42, 0},
               {28, 56, 2},
               {2, 8, 0},
               {8, 48, 2},
               {40, 60, 0},
               {4, 29, 0},
               {5, 18, 0}}},
    {.id = "nation",
     .name = "Nation",
     .opening = {.open_min = 450, .close_min = 1260, .saturday_close_min = 1020, .holidays = true},
     .rooms = 7,
     .leave = true,
     .loads = {{204, 8, 0},
               {99, 116, 5},
               {0, 35, 0},
               {22, 46, 1},
               {2, 6, 0},
               {6, 40, 1},
               {32, 48, 0},
               {3, 21, 0},
               {4, 13, 0}}},
    {.id = "italie",
     .name = "Italie",
     .opening = {.open_min = 480, .close_min = 1230, .saturday_close_min = 1020},
     .rooms = 7,
     .leave = true,
     .loads = {{172, 7, 0},
               {84, 98, 4},
               {0, 30, 0},
               {14, 29, 1},
               {1, 6, 0},
               {6, 40, 1},
               {16, 24, 0},
               {3, 26, 1},
               {3, 12, 0}}},
    {.id = "ourcq",
     .name = "Ourcq",
     .opening = {.open_min = 480, .close_min = 1230, .saturday_close_min = 780},
     .rooms = 6,
     .leave = true,
     .loads = {{124, 5, 0},
               {60, 71, 3},
               {0, 21, 0},
               {12, 26, 1},
               {1, 4, 0},
               {6, 40, 1},
               {20, 30, 0},
               {4, 30, 1},
               {3, 10, 0}}},
    {.id = "brotteaux",
     .name = "Brotteaux",
     .opening = {.open_min = 450, .close_min = 1230, .saturday_close_min = 780, .holidays = true},
     .rooms = 6,
     .loads = {{159, 6, 0},
               {77, 91, 4},
               {0, 27, 0},
               {18, 39, 1},
               {1, 5, 0},
               {5, 29, 1},
               {48, 71, 1},
               {0, 0, 0},
               {0, 0, 0}}},
    {.id = "versailles",
     .name = "Versailles",
     .opening = {.open_min = 480, .close_min = 1140, .saturday_close_min = 780},
     .rooms = 3,
     .loads = {{89, 4, 0}, {44, 51, 2}, {0, 15, 0}, {3, 7, 0}, {1, 3, 0}}},
};

/* People of the Paris sites may work at a second site at a price per duty. */
#define AT(which, share)    .site = (which), .share_percent = (share)
#define ALSO(which, points) .other_count = 1, .others = {which}, .other_points = (points)

static const ipso__post POSTS[] = {
    {IPSO__GP, AT(SAINT_MARTIN, 100), ALSO(OURCQ, 25)},
    {IPSO__GP, AT(SAINT_MARTIN, 100)},
    {IPSO__GP, AT(SAINT_MARTIN, 80), ALSO(NATION, 30)},
    {IPSO__GP, AT(SAINT_MARTIN, 80), ALSO(OURCQ, 20)},
    {IPSO__GP, AT(SAINT_MARTIN, 80)},
    {IPSO__GP, AT(SAINT_MARTIN, 60), ALSO(OURCQ, 35)},
    {IPSO__GP, AT(SAINT_MARTIN, 60), ALSO(NATION, 25)},
    {IPSO__GP, AT(NATION, 100), ALSO(SAINT_MARTIN, 30)},
    {IPSO__GP, AT(NATION, 100)},
    {IPSO__GP, AT(NATION, 80), ALSO(ITALIE, 25)},
    {IPSO__GP, AT(NATION, 80), ALSO(SAINT_MARTIN, 20)},
    {IPSO__GP, AT(NATION, 60)},
    {IPSO__GP, AT(NATION, 60), ALSO(ITALIE, 30)},
    {IPSO__GP, AT(ITALIE, 100), ALSO(VERSAILLES, 60)},
    {IPSO__GP, AT(ITALIE, 100), ALSO(NATION, 25)},
    {IPSO__GP, AT(ITALIE, 80)},
    {IPSO__GP, AT(ITALIE, 80), ALSO(NATION, 20)},
    {IPSO__GP, AT(ITALIE, 60), ALSO(VERSAILLES, 50)},
    {IPSO__GP, AT(OURCQ, 100), ALSO(SAINT_MARTIN, 20)},
    {IPSO__GP, AT(OURCQ, 80)},
    {IPSO__GP, AT(OURCQ, 80), ALSO(SAINT_MARTIN, 25)},
    {IPSO__GP, AT(OURCQ, 60), ALSO(NATION, 35)},
    {IPSO__GP, AT(BROTTEAUX, 100)},
    {IPSO__GP, AT(BROTTEAUX, 80)},
    {IPSO__GP, AT(BROTTEAUX, 80)},
    {IPSO__GP, AT(BROTTEAUX, 60)},
    {IPSO__GP, AT(VERSAILLES, 100)},
    {IPSO__GP, AT(VERSAILLES, 80), ALSO(ITALIE, 50)},
    {IPSO__MIDWIFE_ROLE, AT(SAINT_MARTIN, 100)},
    {IPSO__MIDWIFE_ROLE, AT(NATION, 80), ALSO(ITALIE, 25)},
    {IPSO__MIDWIFE_ROLE, AT(ITALIE, 80), ALSO(NATION, 25)},
    {IPSO__MIDWIFE_ROLE, AT(OURCQ, 80), ALSO(SAINT_MARTIN, 20)},
    {IPSO__MIDWIFE_ROLE, AT(BROTTEAUX, 60)},
    {IPSO__NURSE, AT(SAINT_MARTIN, 100), ALSO(OURCQ, 10)},
    {IPSO__NURSE, AT(NATION, 80), ALSO(ITALIE, 10)},
    {IPSO__NURSE, AT(BROTTEAUX, 80)},
    {IPSO__ADVANCED_NURSE, AT(OURCQ, 100), ALSO(SAINT_MARTIN, 10)},
    {IPSO__ADVANCED_NURSE, AT(ITALIE, 80), ALSO(NATION, 10)},
    {IPSO__COORDINATOR, AT(SAINT_MARTIN, 100), .other_count = 3, .others = {NATION, ITALIE, OURCQ},
     .other_points = 10},
};

void ipso__network(ipso__build *build, uint64_t seed, ipso_error *err)
{
    static const ipso__team team = {.centres = CENTRES,
                                    .centre_count = SITE_COUNT,
                                    .posts = POSTS,
                                    .post_count = COUNT(POSTS),
                                    .kinds = ALL_KINDS,
                                    .long_reviews_per_week = 4,
                                    .site_change_points = 15};
    /* Wednesday 11 November is Armistice Day. */
    ipso__build_start(build, "ipso", "2026-11-09", seed, &NO_SHOWS, err);
    ipso__build_team(build, &team);
}
