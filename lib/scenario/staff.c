/* Practitioners of a team: contracts, leave, wishes, pace, panels and turns taken before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/centre.h"

#include <stdio.h>
#include <string.h>

#define FAIR_COUNT    3
#define MAX_WISHES    2
#define HISTORY_WEEKS 12
#define FULL_MIN_WEEK (40 * 60) /* 35 hours with patients and 5 or more of management */
#define FULL_MAX_WEEK (44 * 60)
#define LAW_MAX_WEEK  (48 * 60)
#define MOVED_TENS    5 /* patients, in tens, whom the seed moves from one panel to the next */

static const struct {
    const char *id, *label;
} ROLES[IPSO__ROLE_COUNT] = {
    [IPSO__GP] = {"gp", "GP"},
    [IPSO__TRAINEE] = {"trainee", "Trainee"},
    [IPSO__MIDWIFE_ROLE] = {"midwife", "Midwife"},
    [IPSO__NURSE] = {"nurse", "Nurse"},
    [IPSO__ADVANCED_NURSE] = {"advanced-practice-nurse", "Advanced-practice nurse"},
    [IPSO__COORDINATOR] = {"social-coordinator", "Social coordinator"},
    [IPSO__CARE_MANAGER_ROLE] = {"care-manager", "Care manager"},
};

/* What one practitioner's description borrows while it is added. */
typedef struct person {
    char id[64], name[96];
    ipso_practitioner_site sites[1 + IPSO__MAX_OTHER_SITES];
    ipso_date_range leave;
    ipso_hours availability[2];
    ipso_wish wishes[MAX_WISHES];
    ipso_date wish_dates[MAX_WISHES];
    ipso_turns turns[FAIR_COUNT];
    int supervisors[2];
} person;

static void add_fair(ipso__build *build, const char *id, ipso_turn turn, int64_t points)
{
    static const char *const roles[] = {"gp"};
    ipso_fair fair;
    ipso_fair_init(&fair);
    fair.id = id;
    fair.who.roles = roles;
    fair.who.role_count = 1;
    fair.turn = turn;
    fair.points = points;
    if (ipso__build_ok(build))
        build->status = ipso_practice_add_fair(build->practice, &fair, build->err);
}

/* The number of a post among those of its role and site, from 1. */
static int number_of(const ipso__team *team, int post)
{
    int number = 0;
    for (int i = 0; i <= post; i++)
        number += team->posts[i].role == team->posts[post].role &&
                  team->posts[i].site == team->posts[post].site;
    return number;
}

static void name_person(person *who, const ipso__team *team, int post)
{
    const ipso__post *of = &team->posts[post];
    const ipso__centre *centre = &team->centres[of->site];
    int number = number_of(team, post);
    snprintf(who->id, sizeof who->id, "%s-%s-%d", centre->id, ROLES[of->role].id, number);
    snprintf(who->name, sizeof who->name, "%s %d %s", ROLES[of->role].label, number, centre->name);
}

static void place_person(ipso_practitioner *one, person *who, const ipso__post *post)
{
    who->sites[0] = (ipso_practitioner_site){.site = post->site};
    for (int i = 0; i < post->other_count; i++)
        who->sites[1 + i] =
            (ipso_practitioner_site){.site = post->others[i], .points = post->other_points};
    one->sites = who->sites;
    one->site_count = 1 + (size_t)post->other_count;
}

/* Contract: 40 to 44 hours of duty a week for full time, at 3 points a minute outside, never over
 * 48 hours; five days at most, four under 80 %. */
static void contract_person(ipso_practitioner *one, const ipso__post *post, int change_points)
{
    one->share_percent = post->share_percent;
    one->rules.week_minutes = (ipso_limit){.min = FULL_MIN_WEEK * post->share_percent / 100,
                                           .max = FULL_MAX_WEEK * post->share_percent / 100,
                                           .points = 3};
    one->rules.horizon_minutes.max = LAW_MAX_WEEK;
    one->rules.week_days.max = post->share_percent < 80 ? 4 : 5;
    one->rules.site_change_points = change_points;
}

static int doctors_at(const ipso__team *team, int site)
{
    int doctors = 0;
    for (int i = 0; i < team->post_count; i++)
        doctors += team->posts[i].role == IPSO__GP && team->posts[i].site == site;
    return doctors;
}

/* Half of a centre's doctors, three at most, visit patients at home. */
static bool makes_visits(const ipso__team *team, int post)
{
    int number = number_of(team, post);
    return team->posts[post].role == IPSO__GP && number <= 3 &&
           number <= doctors_at(team, team->posts[post].site) / 2;
}

/* Of each centre with leave one doctor, not one of the two first who supervise, is away. */
static bool is_away(const ipso__build *build, const ipso__team *team, int post)
{
    const ipso__post *of = &team->posts[post];
    if (of->role != IPSO__GP || !team->centres[of->site].leave)
        return false;
    ipso__random random = ipso__build_stream(build, IPSO__STREAM_LEAVE, of->site);
    return number_of(team, post) == ipso__random_range(&random, 3, doctors_at(team, of->site));
}

/* A week's leave, or for those under 80 % one weekday on which they are never there. */
static void set_presence(const ipso__build *build, const ipso__team *team, int post,
                         ipso_practitioner *one, person *who)
{
    if (is_away(build, team, post)) {
        who->leave = (ipso_date_range){build->first_day, build->first_day + 6};
        one->leave = &who->leave;
        one->leave_count = 1;
    }
    if (team->posts[post].share_percent >= 80)
        return;
    unsigned never = post % 2 == 0 ? IPSO_WEDNESDAY : IPSO_FRIDAY;
    who->availability[0] = (ipso_hours){IPSO_ALL_DAYS & ~never, 0, IPSO_DAY_MIN};
    one->availability = who->availability;
    one->availability_count = 1;
}

/* A day on which not to work late, and one to have off. */
static void set_wishes(const ipso__build *build, ipso__random *random, ipso_practitioner *one,
                       person *who)
{
    int count = ipso__random_range(random, 0, MAX_WISHES);
    int day = ipso__random_range(random, 0, 4);
    for (int i = 0; i < count; i++) {
        ipso_wish *wish = &who->wishes[i];
        ipso_wish_init(wish);
        who->wish_dates[i] = build->first_day + (day + 2 * i) % 6;
        wish->days.weekdays = 0;
        wish->days.dates = &who->wish_dates[i];
        wish->days.date_count = 1;
        wish->kind = i == 0 ? "late" : NULL;
        wish->wanted = false;
        wish->points = 40 + 20 * ipso__random_range(random, 0, 3);
    }
    one->wishes = who->wishes;
    one->wish_count = (size_t)count;
}

/* Turns of the last 12 weeks by a full-time doctor: some 20 evenings or early mornings, 5
 * Saturdays, 1 holiday, scaled by contract; the last doctor of a centre came two weeks ago. */
static void set_turns(ipso__random *random, const ipso__post *post, bool newcomer,
                      ipso_practitioner *one, person *who)
{
    static const int usual[FAIR_COUNT] = {20, 5, 1};
    static const int spread[FAIR_COUNT] = {4, 2, 1};
    for (int i = 0; i < FAIR_COUNT; i++) {
        int turns = usual[i] + ipso__random_range(random, -spread[i], spread[i]);
        who->turns[i].fair_rule = i;
        who->turns[i].weeks = newcomer ? 2 : HISTORY_WEEKS;
        who->turns[i].turns =
            turns * post->share_percent * who->turns[i].weeks / (100 * HISTORY_WEEKS);
    }
    one->history.turns = who->turns;
    one->history.turn_count = FAIR_COUNT;
}

/* Each doctor hands so many patients to the next, the last to the first: the sum stays. */
static int panel_of(const ipso__build *build, const ipso__team *team, int post)
{
    ipso__random random = ipso__build_stream(build, IPSO__STREAM_PANELS, 0);
    int doctors = doctors_at(team, team->posts[post].site);
    int own = number_of(team, post) - 1, before = (own + doctors - 1) % doctors;
    int panel = team->panel / doctors;
    for (int i = 0; i < doctors; i++) {
        int handed = 10 * ipso__random_range(&random, -MOVED_TENS, MOVED_TENS);
        panel += (i == before ? handed : 0) - (i == own ? handed : 0);
    }
    return panel;
}

/* A doctor follows 1,200 to 1,500 patients at full time. */
static void set_practice(ipso__random *random, const ipso__post *post, ipso_practitioner *one)
{
    int panel = ipso__random_range(random, 120, 150) * 10;
    one->panel = post->role == IPSO__GP ? panel * post->share_percent / 100 : 0;
    one->pace = ipso__random_range(random, 18, 22) * 5 / 100.0;
    if (post->role == IPSO__TRAINEE)
        one->pace = 1.25;
    one->teleconsultation = post->role == IPSO__GP || post->role == IPSO__COORDINATOR ||
                            post->role == IPSO__CARE_MANAGER_ROLE;
}

/* The two first doctors of the site supervise its trainee; they stand before the trainee. */
static void set_supervisors(const ipso__team *team, int post, ipso_practitioner *one, person *who)
{
    if (team->posts[post].role != IPSO__TRAINEE)
        return;
    for (int i = 0; i < post && one->supervisor_count < 2; i++) {
        if (team->posts[i].role == IPSO__GP && team->posts[i].site == team->posts[post].site)
            who->supervisors[one->supervisor_count++] = i;
    }
    one->supervisors = who->supervisors;
}

static bool is_newcomer(const ipso__team *team, int post)
{
    for (int i = post + 1; i < team->post_count; i++) {
        if (team->posts[i].role == IPSO__GP && team->posts[i].site == team->posts[post].site)
            return false;
    }
    return true;
}

static void add_person(ipso__build *build, const ipso__team *team, int post)
{
    static const char *const visiting[] = {"home-visits"};
    const ipso__post *of = &team->posts[post];
    ipso__random people = ipso__build_stream(build, IPSO__STREAM_PEOPLE, post);
    ipso__random wishes = ipso__build_stream(build, IPSO__STREAM_WISHES, post);
    ipso__random turns = ipso__build_stream(build, IPSO__STREAM_TURNS, post);
    person who;
    ipso_practitioner one;
    memset(&who, 0, sizeof who);
    ipso_practitioner_init(&one);
    name_person(&who, team, post);
    one.id = who.id;
    one.name = who.name;
    one.role = ROLES[of->role].id;
    one.skills = visiting;
    one.skill_count = makes_visits(team, post) ? 1 : 0;
    one.history.run_off_days = 1;
    one.history.last_site = of->site;
    place_person(&one, &who, of);
    contract_person(&one, of, team->site_change_points);
    set_presence(build, team, post, &one, &who);
    set_wishes(build, &wishes, &one, &who);
    set_practice(&people, of, &one);
    if (team->panel > 0 && of->role == IPSO__GP)
        one.panel = panel_of(build, team, post);
    set_supervisors(team, post, &one, &who);
    if (of->role == IPSO__GP)
        set_turns(&turns, of, is_newcomer(team, post), &one, &who);
    build->status = ipso_practice_add_practitioner(build->practice, &one, build->err);
}

void ipso__add_staff(ipso__build *build, const ipso__team *team)
{
    add_fair(build, "evenings", IPSO_TURN_EXTENDED, 120);
    add_fair(build, "saturdays", IPSO_TURN_SATURDAY, 150);
    add_fair(build, "holidays", IPSO_TURN_HOLIDAY, 200);
    for (int post = 0; post < team->post_count && ipso__build_ok(build); post++)
        add_person(build, team, post);
}
