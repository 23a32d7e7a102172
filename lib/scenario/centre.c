/* Health centres: opening hours, duties, cover and protected time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/centre.h"

#include <stdio.h>

#define WEEKDAYS     (IPSO_MONDAY | IPSO_TUESDAY | IPSO_WEDNESDAY | IPSO_THURSDAY | IPSO_FRIDAY)
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

#define SATURDAY_OPEN_MIN 510  /* 08:30 */
#define HOLIDAY_OPEN_MIN  540  /* 09:00 */
#define HOLIDAY_CLOSE_MIN 1020 /* 17:00 */
#define EARLY_MIN         480  /* a site open before 08:00 has early duties ... */
#define LATE_MIN          1200 /* ... and one open after 20:00 late ones */
#define LATE_LENGTH_MIN   450

static const char *const DOCTORS[] = {"gp"};

static const ipso_who ANYONE = {0};
static const ipso_who THE_DOCTORS = {.roles = DOCTORS, .role_count = 1};

/* ---- sites ---- */

static void add_sites(ipso__build *build, const ipso__team *team)
{
    for (int i = 0; i < team->centre_count && ipso__build_ok(build); i++) {
        const ipso__centre *centre = &team->centres[i];
        const ipso_hours hours[] = {
            {WEEKDAYS, centre->opening.open_min, centre->opening.close_min},
            {IPSO_SATURDAY, SATURDAY_OPEN_MIN, centre->opening.saturday_close_min},
            {IPSO_HOLIDAY, HOLIDAY_OPEN_MIN, HOLIDAY_CLOSE_MIN},
        };
        ipso_site site;
        ipso_site_init(&site);
        site.id = centre->id;
        site.name = centre->name;
        site.hours = hours;
        site.hours_count = centre->opening.holidays ? 3 : 2;
        site.rooms = centre->rooms;
        build->status = ipso_practice_add_site(build->practice, &site, build->err);
    }
}

/* ---- duties ---- */

typedef struct duty_spec {
    const char *kind;
    unsigned days;
    int start_min, end_min;
    ipso_interval pause; /* start 0: none */
    ipso_who who;
} duty_spec;

static void add_duty(ipso__build *build, const char *site_id, int site, const duty_spec *spec)
{
    if (!ipso__build_ok(build))
        return;
    char id[64];
    snprintf(id, sizeof id, "%s-%s-%02d%02d", site_id, spec->kind, spec->start_min / 60,
             spec->start_min % 60);
    ipso_duty duty;
    ipso_duty_init(&duty);
    duty.id = id;
    duty.kind = spec->kind;
    duty.site = site;
    duty.days.weekdays = spec->days;
    duty.start_min = spec->start_min;
    duty.end_min = spec->end_min;
    duty.breaks = &spec->pause;
    duty.break_count = spec->pause.start_min > 0 ? 1 : 0;
    duty.who = spec->who;
    build->status = ipso_practice_add_duty(build->practice, &duty, build->err);
}

static void add_site_duties(ipso__build *build, const ipso__centre *centre, int site)
{
    static const char *const early_roles[] = {"gp", "trainee", "nurse"};
    static const char *const late_roles[] = {"gp", "trainee", "midwife"};
    static const char *const saturday_roles[] = {"gp", "trainee", "midwife", "nurse"};
    const ipso_who early = {.roles = early_roles, .role_count = COUNT(early_roles)};
    const ipso_who late = {.roles = late_roles, .role_count = COUNT(late_roles)};
    const ipso_who saturday = {.roles = saturday_roles, .role_count = COUNT(saturday_roles)};
    const ipso_interval lunch = {765, 825};
    const ipso__opening *open = &centre->opening;
    const duty_spec specs[] = {
        {"early", WEEKDAYS, open->open_min, 930, lunch, early},
        {"day", WEEKDAYS, 510, 1020, lunch, ANYONE},
        {"long", WEEKDAYS, 510, 1140, lunch, ANYONE},
        {"late", WEEKDAYS, open->close_min - LATE_LENGTH_MIN, open->close_min, {1020, 1050}, late},
        {"morning", WEEKDAYS, 510, 765, {0, 0}, ANYONE},
        {"afternoon", WEEKDAYS, 825, 1110, {0, 0}, ANYONE},
        {"saturday", IPSO_SATURDAY, SATURDAY_OPEN_MIN, 780, {0, 0}, saturday},
        {"saturday-long", IPSO_SATURDAY, SATURDAY_OPEN_MIN, 1020, lunch, saturday},
        {"holiday", IPSO_HOLIDAY, HOLIDAY_OPEN_MIN, HOLIDAY_CLOSE_MIN, lunch, early},
    };
    for (size_t i = 0; i < COUNT(specs); i++) {
        bool held = specs[i].start_min >= open->open_min && specs[i].end_min <= open->close_min;
        if (specs[i].days == IPSO_SATURDAY)
            held = specs[i].end_min <= open->saturday_close_min;
        if (specs[i].days == IPSO_HOLIDAY)
            held = open->holidays;
        if (specs[i].who.roles == early_roles && specs[i].days == WEEKDAYS)
            held = open->open_min < EARLY_MIN;
        if (specs[i].who.roles == late_roles)
            held = open->close_min > LATE_MIN;
        if (held)
            add_duty(build, centre->id, site, &specs[i]);
    }
}

static void add_kind_limit(ipso__build *build, const char *kind, int max)
{
    if (!ipso__build_ok(build))
        return;
    ipso_kind_limit limit;
    ipso_kind_limit_init(&limit);
    limit.kind = kind;
    limit.per_week = true;
    limit.max = max;
    build->status = ipso_practice_add_kind_limit(build->practice, &limit, build->err);
}

static void add_duties(ipso__build *build, const ipso__team *team)
{
    const duty_spec tele = {"tele", WEEKDAYS, 1020, 1260, {0, 0}, THE_DOCTORS};
    for (int i = 0; i < team->centre_count; i++)
        add_site_duties(build, &team->centres[i], i);
    add_duty(build, "remote", IPSO_ANY, &tele);
    add_kind_limit(build, "early", 2);
    add_kind_limit(build, "late", 2);
    add_kind_limit(build, "tele", 1);
    if (!ipso__build_ok(build))
        return;
    ipso_succession late_twice;
    ipso_succession_init(&late_twice);
    late_twice.before = "late";
    late_twice.after = "late";
    late_twice.points = 60;
    build->status = ipso_practice_add_succession(build->practice, &late_twice, build->err);
}

/* ---- cover ---- */

typedef struct cover_spec {
    const char *what;
    unsigned days;
    int start_min, end_min;
    int min, max; /* max 0: none */
} cover_spec;

static void add_one_cover(ipso__build *build, const char *site_id, int site, const cover_spec *spec)
{
    char id[64];
    snprintf(id, sizeof id, "%s-%s", site_id, spec->what);
    ipso_cover cover;
    ipso_cover_init(&cover);
    cover.id = id;
    cover.sites = &site;
    cover.site_count = 1;
    cover.who = THE_DOCTORS;
    cover.days.weekdays = spec->days;
    cover.start_min = spec->start_min;
    cover.end_min = spec->end_min;
    cover.min = spec->min;
    if (spec->max > 0) {
        cover.max = spec->max;
        cover.over_points = 300;
    }
    if (ipso__build_ok(build))
        build->status = ipso_practice_add_cover(build->practice, &cover, build->err);
}

static int doctors_at(const ipso__team *team, int site)
{
    int count = 0;
    for (int i = 0; i < team->post_count; i++)
        count += team->posts[i].role == IPSO__GP && team->posts[i].site == site;
    return count;
}

/* Doctors wanted: one in three by day, one in extended hours and where the centre is small, two on
 * a Saturday or a holiday where there are five or more. */
static void add_site_cover(ipso__build *build, const ipso__team *team, int site)
{
    const ipso__opening *open = &team->centres[site].opening;
    int doctors = doctors_at(team, site);
    int by_day = doctors / 3 > 1 ? doctors / 3 : 1;
    int off_days = doctors >= 5 ? 2 : 1;
    const cover_spec specs[] = {
        {"early", WEEKDAYS, open->open_min, EARLY_MIN, 1, 2},
        {"morning", WEEKDAYS, 510, 735, by_day, 0},
        {"afternoon", WEEKDAYS, 825, 930, by_day, 0},
        {"evening", WEEKDAYS, 1050, 1110, 1, 0},
        {"late", WEEKDAYS, LATE_MIN, open->close_min, 1, 2},
        {"saturday", IPSO_SATURDAY, SATURDAY_OPEN_MIN, 780, off_days, 0},
        {"saturday-afternoon", IPSO_SATURDAY, 825, 1020, 1, 0},
        {"holiday", IPSO_HOLIDAY, HOLIDAY_OPEN_MIN, HOLIDAY_CLOSE_MIN, off_days, 3},
    };
    const bool held[] = {
        open->open_min<EARLY_MIN, true, true, true, open->close_min> LATE_MIN,
        open->saturday_close_min > 0,
        open->saturday_close_min >= 1020,
        open->holidays,
    };
    for (size_t i = 0; i < COUNT(specs); i++) {
        if (held[i])
            add_one_cover(build, team->centres[site].id, site, &specs[i]);
    }
}

static void add_cover(ipso__build *build, const ipso__team *team)
{
    for (int site = 0; site < team->centre_count; site++)
        add_site_cover(build, team, site);
}

/* ---- protected time ---- */

static void add_window(ipso__build *build, const char *id, const char *name, ipso_who who,
                       unsigned days, int start_min, int end_min, const int *admits,
                       int64_t attendance_points)
{
    if (!ipso__build_ok(build))
        return;
    ipso_protected window;
    ipso_protected_init(&window);
    window.id = id;
    window.name = name;
    window.who = who;
    window.days.weekdays = days;
    window.start_min = start_min;
    window.end_min = end_min;
    window.admits = admits;
    window.admit_count = admits != NULL ? 1 : 0;
    window.attendance_points = attendance_points;
    build->status = ipso_practice_add_protected(build->practice, &window, build->err);
}

/* An hour of phone and mail a day in two halves, an hour of team meeting a week, one afternoon of
 * home visits for those who make them, a workshop for groups of patients. */
void ipso__add_protected(ipso__build *build)
{
    static const char *const visiting[] = {"home-visits"};
    static const char *const workshop_roles[] = {"midwife", "nurse"};
    const ipso_who visitors = {.skills = visiting, .skill_count = 1};
    const ipso_who hosts = {.roles = workshop_roles, .role_count = COUNT(workshop_roles)};
    add_window(build, "phone-noon", "phone and mail", ANYONE, WEEKDAYS, 735, 765, NULL, 0);
    add_window(build, "phone-afternoon", "phone and mail", ANYONE, WEEKDAYS, 990, 1020, NULL, 0);
    add_window(build, "meeting", "team meeting", ANYONE, IPSO_TUESDAY, 825, 885, NULL, 60);
    if (build->types[IPSO__HOME_VISIT] != IPSO_ANY)
        add_window(build, "visits", "home visits", visitors, IPSO_THURSDAY, 825, 990,
                   &build->types[IPSO__HOME_VISIT], 0);
    add_window(build, "workshop", "group workshop", hosts, IPSO_THURSDAY, 1020, 1080, NULL, 40);
}

/* ---- all of it ---- */

/* The first doctor has a day of training: that Friday is off. */
static void add_training(ipso__build *build)
{
    ipso_pin pin;
    ipso_pin_init(&pin);
    pin.practitioner = 0;
    pin.date = build->first_day + 4;
    pin.forbidden = true;
    if (ipso__build_ok(build))
        build->status = ipso_practice_add_pin(build->practice, &pin, build->err);
}

void ipso__build_frame(ipso__build *build, const ipso__team *team)
{
    add_sites(build, team);
    ipso__add_classes(build);
    ipso__add_staff(build, team);
    add_duties(build, team);
    add_cover(build, team);
}

void ipso__build_team(ipso__build *build, const ipso__team *team)
{
    ipso__build_frame(build, team);
    add_training(build);
    ipso__add_types(build, team->kinds, team->long_reviews_per_week);
    ipso__add_protected(build);
    for (int site = 0; site < team->centre_count; site++)
        ipso__add_forecast(build, site, &team->centres[site].opening, team->centres[site].loads);
    for (int site = 0; site < team->centre_count; site++)
        ipso__add_fixed(build, site, team->centres[site].loads);
    for (int site = 0; site < team->centre_count; site++)
        ipso__add_requests(build, site, team->centre_count > 1, team->centres[site].loads);
}
