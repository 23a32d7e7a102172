/* Who works where and when: sites, practitioners, duties and the rules that rosters keep. Part of
 * practice.h, which says how descriptions are filled, in which units, and what a price is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_PEOPLE_H
#define IPSOSCHED_PEOPLE_H

#include <ipsosched/civil.h>
#include <ipsosched/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define IPSO_ANY        (-1)
#define IPSO_HARD       ((int64_t)-1)      /* a price: the rule is never broken */
#define IPSO_MAX_POINTS ((int64_t)1000000) /* largest price of one unit */
#define IPSO_MAX_DAYS   366

/* Times of day on some days: [start_min, end_min) on each matching day. */
typedef struct ipso_hours {
    unsigned days; /* IPSO_MONDAY | ... ; a public holiday matches IPSO_HOLIDAY only */
    int start_min, end_min;
} ipso_hours;

/* Days, by weekday or one by one; a day matches when either does. */
typedef struct ipso_days {
    unsigned weekdays;      /* bits as in ipso_hours; default IPSO_ALL_DAYS */
    const ipso_date *dates; /* and these dates */
    size_t date_count;
} ipso_days;

typedef struct ipso_interval {
    int start_min, end_min;
} ipso_interval;

typedef struct ipso_date_range {
    ipso_date first, last; /* both included */
} ipso_date_range;

/* Which practitioners: one of roles (any when empty), all of skills, one of practitioners (any when
 * empty). */
typedef struct ipso_who {
    const char *const *roles;
    size_t role_count;
    const char *const *skills;
    size_t skill_count;
    const int *practitioners;
    size_t practitioner_count;
} ipso_who;

/* A range with the price of each unit below min or above max. */
typedef struct ipso_limit {
    int min;        /* default 0: no minimum */
    int max;        /* default IPSO_NO_MAX: no maximum */
    int64_t points; /* per unit outside, or IPSO_HARD (default) */
} ipso_limit;

#define IPSO_NO_MAX INT32_MAX

/* ---- horizon and calendar ---- */

typedef struct ipso_horizon {
    const char *name;       /* of the practice, for people; default "" */
    ipso_date first_day;    /* required */
    int days;               /* 1..IPSO_MAX_DAYS, default 7 */
    const char *time_zone;  /* IANA name the civil times are in; default "Europe/Paris" */
    int grid_min;           /* 1, 5, 10 or 15 (default 5): every start and length is a multiple */
    ipso_calendar calendar; /* rule for public holidays; default IPSO_CALENDAR_FR */
    const ipso_date *holidays; /* further public holidays */
    size_t holiday_count;
} ipso_horizon;

/* Extended hours, in priority for acute need. */
typedef struct ipso_extended {
    int before_min;       /* minutes before this time are extended; default 480 (08:00) */
    int after_min;        /* minutes from this time on are extended; default 1200 (20:00) */
    bool holidays;        /* public holidays are extended all day; default true */
    bool saturdays;       /* default false */
    bool sundays;         /* default true */
    int64_t other_points; /* price of a minute that other types take beyond what acute need is
                             expected to leave; IPSO_HARD by default, 0 no priority */
} ipso_extended;

/* ---- sites ---- */

typedef struct ipso_site {
    const char *id;
    const char *name;        /* default: id */
    const ipso_hours *hours; /* opening hours; on a day that nothing names the site is closed */
    size_t hours_count;
    const ipso_date_range *closures; /* closed whatever the hours say */
    size_t closure_count;
    int rooms;            /* consulting rooms, IPSO_ANY (default) = no limit */
    int64_t rooms_points; /* per room missing and 5 minutes, or IPSO_HARD (default) */
    const char *group;    /* campus or department, for the rule site_groups; NULL (default) none */
    bool common;          /* shared by all: a day there leaves one's last site as it was; default
                             false */
} ipso_site;

/* ---- roster rules of a person ---- */

typedef struct ipso_roster_rules {
    int duties_per_day;         /* 1 (default) or 2; two are a split duty at one site */
    int split_gap_min;          /* least pause between the two; default 60 */
    int rest_min;               /* least rest between duties of different days; default 660 */
    int64_t rest_points;        /* per minute short, or IPSO_HARD (default) */
    ipso_limit week_minutes;    /* working minutes per Monday-Sunday week */
    ipso_limit horizon_minutes; /* over the whole horizon */
    ipso_limit week_days;       /* days worked per week; default at most 6, hard */
    ipso_limit run_days;        /* consecutive days worked; default at most 6, hard */
    ipso_limit run_off_days;    /* consecutive days off; max is ignored */
    ipso_limit weekends;        /* weekends worked (Saturday or Sunday) in the horizon */
    int64_t supervision_points; /* per duty of a trainee without supervisor; default IPSO_HARD */
    int64_t site_change_points; /* per change of site from one worked day to the next; default 0 */
    ipso_limit site_groups;     /* groups of sites worked in over the horizon, that of history's
                                   last_site included; min is ignored */
    int every_day_groups;       /* so many more for who works on every day of it; default 0 */
    int64_t activation_points;  /* once, for who works at all in the horizon; default 0 */
} ipso_roster_rules;

/* ---- practitioners ---- */

typedef struct ipso_practitioner_site {
    int site;
    int64_t points;            /* price of a duty there; 0 = as good as any */
    int64_t activation_points; /* once, for who works at all and was last there; default 0 */
} ipso_practitioner_site;

/* A wish for or against duties, honoured or paid day by day. */
typedef struct ipso_wish {
    ipso_days days;
    const char *kind; /* duties of this kind; NULL any duty */
    int site;         /* duties at this site; IPSO_ANY any */
    bool wanted;      /* true: works one of them on the day; false: works none */
    int64_t points;   /* per day not honoured, 0..IPSO_MAX_POINTS */
} ipso_wish;

typedef struct ipso_turns {
    int fair_rule; /* index of the fair rule; it must have been added */
    int turns;     /* taken before the horizon */
    int weeks;     /* of presence over which they were taken; a newcomer has few */
    int days;      /* and so many days of presence more */
} ipso_turns;

/* What went before the horizon. All zero: nothing is known, and a run that touches the horizon's
 * first day is taken to have lasted as long as suits. */
typedef struct ipso_history {
    int run_days;     /* days worked in a row up to the eve of the horizon */
    int run_off_days; /* days off in a row up to the eve; not both above 0 */
    int last_end_min; /* end of the last duty, in minutes after midnight of the eve; 0 unknown */
    const char *last_kind; /* kind of the duty of the eve, NULL none */
    int last_site;         /* site of the last duty, IPSO_ANY unknown */
    int week_minutes;      /* worked in the running week before the horizon */
    int week_days;         /* days worked in the running week before the horizon */
    bool weekend_worked;   /* the running weekend, when the horizon starts on a Sunday */
    const ipso_turns *turns;
    size_t turn_count;
} ipso_history;

typedef struct ipso_practitioner {
    const char *id;
    const char *name; /* default: id */
    const char *role; /* "gp", "midwife", "nurse" ...; required */
    const char *const *skills;
    size_t skill_count;
    const ipso_practitioner_site *sites; /* empty: every site, no preference */
    size_t site_count;
    int share_percent; /* share of a full-time contract, 1..100 (default 100), for fair turns */
    const ipso_date_range *leave;
    size_t leave_count;
    const ipso_hours *availability; /* empty: always; a duty must lie inside one of them */
    size_t availability_count;
    const ipso_wish *wishes;
    size_t wish_count;
    double pace;            /* service times are multiplied by it: 0.5..2, default 1 */
    int panel;              /* registered patients, default 0 */
    const int *supervisors; /* a trainee works only where one of these does */
    size_t supervisor_count;
    bool teleconsultation; /* may consult remotely; default true */
    ipso_history history;
    ipso_roster_rules rules;
} ipso_practitioner;

/* ---- duties ---- */

typedef struct ipso_duty {
    const char *id;
    const char *kind; /* default "day" */
    int site;         /* IPSO_ANY: worked remotely, teleconsultation only, no room */
    ipso_days days;   /* days on which it may be worked (and the site is open throughout) */
    int start_min, end_min;
    const ipso_interval *breaks; /* unpaid, inside the duty, no consulting */
    size_t break_count;
    ipso_who who;
    bool tele; /* teleconsultation only, from the site, no room; default false */
} ipso_duty;

/* Duties by rule: one duty for each site, start and length, named "<id>/<site>/<start>-<end>", with
 * those of the breaks that lie inside it. */
typedef struct ipso_duty_rule {
    const char *id;
    const char *kind;
    const int *sites; /* empty: every site */
    size_t site_count;
    ipso_days days;
    int earliest_start_min, latest_start_min;
    int step_min; /* default 30 */
    const int *lengths_min;
    size_t length_count;
    const ipso_interval *breaks;
    size_t break_count;
    ipso_who who;
} ipso_duty_rule;

/* ---- rules of the roster that join people ---- */

/* A duty, or a day off, given or ruled out. */
typedef struct ipso_pin {
    int practitioner;
    ipso_date date;
    int duty; /* IPSO_ANY: any duty, so "pinned" to ANY is a day worked, "forbidden" a day off */
    bool forbidden;
} ipso_pin;

/* At least and at most so many heads in a window: those whose duty spans it whole. Without a window
 * (start and end both 0) so many duties, whatever their times. */
typedef struct ipso_cover {
    const char *id;
    const int *sites; /* together; empty: all sites together */
    size_t site_count;
    ipso_who who;
    ipso_days days;
    const char *const *kinds; /* duties of one of these kinds; empty: of any */
    size_t kind_count;
    int start_min, end_min; /* default 0 and 0: no window */
    int min;                /* default 1 */
    int max;                /* default IPSO_NO_MAX */
    int64_t short_points;   /* per head missing, or IPSO_HARD; default 2000 */
    int64_t over_points;    /* per head over max, or IPSO_HARD (default) */
} ipso_cover;

/* No duty of kind `after` on the day after a duty of kind `before`. */
typedef struct ipso_succession {
    ipso_who who;
    const char *before;
    const char *after;
    int64_t points; /* per occurrence, or IPSO_HARD (default) */
} ipso_succession;

/* At most max duties of a kind, per week or over the horizon, for each practitioner of who. */
typedef struct ipso_kind_limit {
    ipso_who who;
    const char *kind;
    bool per_week; /* else over the horizon */
    int max;
    int64_t points; /* per duty over, or IPSO_HARD (default) */
} ipso_kind_limit;

typedef enum ipso_turn {
    IPSO_TURN_EXTENDED = 0, /* a day with a duty that touches extended hours */
    IPSO_TURN_SATURDAY,
    IPSO_TURN_SUNDAY,
    IPSO_TURN_HOLIDAY,
    IPSO_TURN_KIND /* a day with a duty of the given kind */
} ipso_turn;

/* Fair turns: each whole turn above one's fair share of all turns, history counted, is priced. The
 * fair share follows contract share times days of presence, so that a newcomer has no backlog. */
typedef struct ipso_fair {
    const char *id;
    ipso_who who;
    ipso_turn turn;
    const char *kind; /* with IPSO_TURN_KIND */
    int64_t points;   /* per whole turn above the fair share; default 100 */
} ipso_fair;

/* Time on duty that is not for ordinary appointments. */
typedef struct ipso_protected {
    const char *id;
    const char *name; /* "team meeting", "phone and mail", "home visits" ...; default id */
    ipso_who who;
    int site; /* only on duties at this site; IPSO_ANY (default) any */
    ipso_days days;
    int start_min, end_min; /* a fixed window; or both 0 and ... */
    int minutes_at_start;   /* ... so many minutes at the start of each duty */
    int minutes_at_end;     /* ... or at its end (before it, when a break ends the duty) */
    const int *admits;      /* appointment types that may be given here; empty none. The types must
                               have been added before. With a fixed window only. */
    size_t admit_count;
    int64_t attendance_points; /* per matching practitioner and day (not on leave) without a duty
                                  that spans the window; 0 (default) off, or IPSO_HARD */
} ipso_protected;

#ifdef __cplusplus
}
#endif

#endif
