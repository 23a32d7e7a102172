/* One general practitioner alone: Didier in town, Yasmine in the country.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/build.h"

#define WEEKDAYS     (IPSO_MONDAY | IPSO_TUESDAY | IPSO_WEDNESDAY | IPSO_THURSDAY | IPSO_FRIDAY)
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* English rates by lead time as published: no one chases these patients. */
static const ipso__no_shows NO_SHOWS = {.next_day = 50, .this_week = 68, .later = 85};

typedef struct solo_duty {
    const char *id, *kind;
    unsigned days;
    int start_min, end_min;
    bool lunch;
} solo_duty;

typedef struct solo {
    const char *id, *name;
    int panel;
    bool visits;         /* home visits in the afternoon */
    ipso_limit contract; /* working minutes of the week */
    ipso_interval lunch;
    const solo_duty *duties;
    size_t duty_count;
    ipso__opening opening;
    ipso__load loads[IPSO__KIND_COUNT];
} solo;

static void add_site(ipso__build *build, const solo *one)
{
    const ipso_hours hours[] = {
        {WEEKDAYS, one->opening.open_min, one->opening.close_min},
        {IPSO_SATURDAY, 510, one->opening.saturday_close_min},
    };
    ipso_site site;
    ipso_site_init(&site);
    site.id = "surgery";
    site.name = "Surgery";
    site.hours = hours;
    site.hours_count = COUNT(hours);
    site.rooms = 1;
    if (ipso__build_ok(build))
        build->status = ipso_practice_add_site(build->practice, &site, build->err);
}

/* The afternoon off that the doctor asks for, and a weekday on which to end early. */
static void choose_wishes(ipso__build *build, ipso_wish wishes[2], ipso_date dates[1])
{
    ipso__random random = ipso__build_stream(build, IPSO__STREAM_WISHES, 0);
    dates[0] = build->first_day + ipso__random_range(&random, 0, 4);
    for (int i = 0; i < 2; i++)
        ipso_wish_init(&wishes[i]);
    wishes[0].days.weekdays = IPSO_THURSDAY;
    wishes[0].kind = "morning";
    wishes[0].points = 60;
    wishes[1].days.weekdays = 0;
    wishes[1].days.dates = dates;
    wishes[1].days.date_count = 1;
    wishes[1].kind = "long";
    wishes[1].wanted = false;
    wishes[1].points = 40;
}

static void add_doctor(ipso__build *build, const solo *one)
{
    static const char *const skills[] = {"home-visits"};
    const ipso_practitioner_site at_surgery = {.site = 0};
    ipso_wish wishes[2];
    ipso_date dates[1];
    choose_wishes(build, wishes, dates);

    ipso_practitioner doctor;
    ipso_practitioner_init(&doctor);
    doctor.id = one->id;
    doctor.name = one->name;
    doctor.role = "gp";
    doctor.skills = skills;
    doctor.skill_count = one->visits ? 1 : 0;
    doctor.sites = &at_surgery;
    doctor.site_count = 1;
    doctor.wishes = wishes;
    doctor.wish_count = 2;
    doctor.panel = one->panel;
    doctor.teleconsultation = false;
    doctor.rules.week_minutes = one->contract;
    doctor.rules.horizon_minutes.max = 48 * 60;
    if (ipso__build_ok(build))
        build->status = ipso_practice_add_practitioner(build->practice, &doctor, build->err);
}

static void add_duties(ipso__build *build, const solo *one)
{
    for (size_t i = 0; i < one->duty_count && ipso__build_ok(build); i++) {
        ipso_duty duty;
        ipso_duty_init(&duty);
        duty.id = one->duties[i].id;
        duty.kind = one->duties[i].kind;
        duty.site = 0;
        duty.days.weekdays = one->duties[i].days;
        duty.start_min = one->duties[i].start_min;
        duty.end_min = one->duties[i].end_min;
        duty.breaks = &one->lunch;
        duty.break_count = one->duties[i].lunch ? 1 : 0;
        build->status = ipso_practice_add_duty(build->practice, &duty, build->err);
    }
}

static void add_cover(ipso__build *build, const char *id, unsigned days, int start_min, int end_min,
                      int64_t points)
{
    ipso_cover cover;
    ipso_cover_init(&cover);
    cover.id = id;
    cover.days.weekdays = days;
    cover.start_min = start_min;
    cover.end_min = end_min;
    cover.short_points = points;
    if (ipso__build_ok(build))
        build->status = ipso_practice_add_cover(build->practice, &cover, build->err);
}

/* Half an hour of phone and mail before lunch and another at the end of the day. */
static void add_protected(ipso__build *build, const solo *one)
{
    ipso_protected noon, end, visits;
    ipso_protected_init(&noon);
    noon.id = "phone-noon";
    noon.name = "phone and mail";
    noon.days.weekdays = WEEKDAYS;
    noon.start_min = 720;
    noon.end_min = 750;
    if (ipso__build_ok(build))
        build->status = ipso_practice_add_protected(build->practice, &noon, build->err);
    ipso_protected_init(&end);
    end.id = "phone-end";
    end.name = "phone and mail";
    end.minutes_at_end = 30;
    if (ipso__build_ok(build))
        build->status = ipso_practice_add_protected(build->practice, &end, build->err);
    if (!one->visits)
        return;
    ipso_protected_init(&visits);
    visits.id = "visits";
    visits.name = "home visits";
    visits.days.weekdays = WEEKDAYS & ~(unsigned)IPSO_WEDNESDAY;
    visits.start_min = 810;
    visits.end_min = 1050;
    visits.admits = &build->types[IPSO__HOME_VISIT];
    visits.admit_count = 1;
    if (ipso__build_ok(build))
        build->status = ipso_practice_add_protected(build->practice, &visits, build->err);
}

static void build_solo(ipso__build *build, const solo *one)
{
    unsigned kinds = 1u << IPSO__ACUTE | 1u << IPSO__FOLLOW_UP | 1u << IPSO__LONG_REVIEW |
                     1u << IPSO__PREVENTION;
    if (one->visits)
        kinds |= 1u << IPSO__HOME_VISIT;
    add_site(build, one);
    ipso__add_classes(build);
    add_doctor(build, one);
    add_duties(build, one);
    add_cover(build, "mornings", WEEKDAYS, 540, 720, 2000);
    add_cover(build, "afternoons", IPSO_MONDAY | IPSO_TUESDAY | IPSO_WEDNESDAY | IPSO_FRIDAY, 900,
              1020, 400);
    add_cover(build, "saturday", IPSO_SATURDAY, 540, 690, 400);
    ipso__add_types(build, kinds, 4);
    add_protected(build, one);
    ipso__add_forecast(build, 0, &one->opening, one->loads);
    ipso__add_fixed(build, 0, one->loads);
    ipso__add_requests(build, 0, false, one->loads);
}

void ipso__didier(ipso__build *build, uint64_t seed, ipso_error *err)
{
    static const solo_duty duties[] = {
        {"day", "day", WEEKDAYS, 540, 1080, true},
        {"long", "long", WEEKDAYS, 510, 1140, true},
        {"morning", "morning", WEEKDAYS, 510, 750, false},
        {"afternoon", "afternoon", WEEKDAYS, 870, 1140, false},
        {"saturday", "morning", IPSO_SATURDAY, 540, 720, false},
    };
    static const solo one = {
        .id = "didier",
        .name = "Didier",
        .panel = 1050,
        .contract = {.min = 35 * 60, .max = 40 * 60, .points = 3},
        .lunch = {750, 870},
        .duties = duties,
        .duty_count = COUNT(duties),
        .opening = {.open_min = 510, .close_min = 1140, .saturday_close_min = 720},
        .loads = {[IPSO__ACUTE] = {19, 1, 0},
                  [IPSO__FOLLOW_UP] = {38, 24, 3},
                  [IPSO__LONG_REVIEW] = {0, 9, 0},
                  [IPSO__PREVENTION] = {3, 7, 1}},
    };
    ipso__build_start(build, "Didier", "2026-11-23", seed, &NO_SHOWS, err);
    build_solo(build, &one);
}

void ipso__yasmine(ipso__build *build, uint64_t seed, ipso_error *err)
{
    static const solo_duty duties[] = {
        {"long", "long", WEEKDAYS, 510, 1140, true},
        {"day", "day", WEEKDAYS, 510, 1080, true},
        {"morning", "morning", WEEKDAYS, 510, 750, false},
        {"afternoon", "afternoon", WEEKDAYS, 810, 1140, false},
        {"saturday", "morning", IPSO_SATURDAY, 540, 750, false},
    };
    static const solo one = {
        .id = "yasmine",
        .name = "Yasmine",
        .panel = 1200,
        .visits = true,
        .contract = {.min = 45 * 60, .max = 48 * 60, .points = 3},
        .lunch = {750, 810},
        .duties = duties,
        .duty_count = COUNT(duties),
        .opening = {.open_min = 510, .close_min = 1140, .saturday_close_min = 750, .visits = true},
        .loads = {[IPSO__ACUTE] = {16, 1, 0},
                  [IPSO__FOLLOW_UP] = {28, 20, 2},
                  [IPSO__LONG_REVIEW] = {0, 8, 0},
                  [IPSO__PREVENTION] = {2, 7, 0},
                  [IPSO__HOME_VISIT] = {6, 18, 0}},
    };
    ipso__build_start(build, "Yasmine", "2026-11-23", seed, &NO_SHOWS, err);
    build_solo(build, &one);
}
