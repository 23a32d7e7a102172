/* Health centres: sites with a team, of which Saint-Martin is one and the network six. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SCENARIO_CENTRE_H
#define IPSO_SCENARIO_CENTRE_H

#include "scenario/build.h"

typedef enum ipso__role {
    IPSO__GP = 0,
    IPSO__TRAINEE,
    IPSO__MIDWIFE_ROLE,
    IPSO__NURSE,
    IPSO__ADVANCED_NURSE,
    IPSO__COORDINATOR,
    IPSO__CARE_MANAGER_ROLE
} ipso__role;
#define IPSO__ROLE_COUNT 7

#define IPSO__MAX_OTHER_SITES 3

/* A post of the team and the sites besides its own at which it may work, at a price per duty. */
typedef struct ipso__post {
    ipso__role role;
    int site;
    int share_percent;
    int other_count;
    int others[IPSO__MAX_OTHER_SITES];
    int other_points;
} ipso__post;

typedef struct ipso__centre {
    const char *id, *name;
    ipso__opening opening;
    int rooms;
    bool leave; /* one of its doctors is on leave all week */
    ipso__load loads[IPSO__KIND_COUNT];
} ipso__centre;

typedef struct ipso__team {
    const ipso__centre *centres;
    int centre_count;
    const ipso__post *posts;
    int post_count;
    unsigned kinds; /* appointment types, as bits */
    int long_reviews_per_week;
    int site_change_points;
    int panel; /* of the doctors together, who then share it alike but for what the seed moves from
                  one to the next; 0: each is drawn by itself */
} ipso__team;

/* Fair turns, then the practitioners; the first fair rules are evenings, Saturdays, holidays. */
void ipso__add_staff(ipso__build *build, const ipso__team *team);

void ipso__add_protected(ipso__build *build);

/* Sites, the four classes, staff, duties and cover of a team. */
void ipso__build_frame(ipso__build *build, const ipso__team *team);

/* All of a team's practice. */
void ipso__build_team(ipso__build *build, const ipso__team *team);

#endif
