/* The practice: sites, practitioners, duties, appointment types, demand, requests and rules.
 *
 * A practice is built by adding descriptions, each filled with defaults by its _init function,
 * changed, and passed to an _add function, which copies it (strings and arrays included) into the
 * practice. Things refer to one another by index, in the order they were added; IPSO_ANY (-1)
 * means "any" or "none" as the field says. Pointers in a description are borrowed for the call.
 * Pointers read back are valid until the next addition and, once the practice is validated, as long
 * as it lives.
 *
 * A practice is built and validated by one thread; afterwards any number of threads may read it.
 *
 * Units: times of day in minutes since midnight (0..1440), lengths in minutes, dates in days since
 * 1970-01-01 (ipso_date), prices in integer points. Names and ids are UTF-8.
 *
 * Where a price may be IPSO_HARD the rule may never be broken; 0 switches it off.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_PRACTICE_H
#define IPSOSCHED_PRACTICE_H

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

/* ---- appointments ---- */

typedef struct ipso_patient_class {
    const char *id;
    const char *name;   /* default: id */
    double time_factor; /* service times are multiplied by it: 0.25..4, default 1 */
} ipso_patient_class;

typedef enum ipso_care {
    IPSO_CARE_ACUTE = 0,
    IPSO_CARE_FOLLOW_UP,
    IPSO_CARE_LONG, /* long review */
    IPSO_CARE_PREVENTION,
    IPSO_CARE_OTHER
} ipso_care;

/* Ways an appointment can be held, as bits. */
enum { IPSO_MODE_SITE = 1, IPSO_MODE_TELE = 2, IPSO_MODE_HOME = 4 };

typedef enum ipso_law_kind {
    IPSO_LAW_LOGNORMAL = 0,
    IPSO_LAW_EXPONENTIAL,
    IPSO_LAW_DETERMINISTIC,
    IPSO_LAW_EMPIRICAL /* minutes[i] with probability shares[i] */
} ipso_law_kind;

/* A service-time law, in minutes. */
typedef struct ipso_law {
    ipso_law_kind kind;
    double mean_min; /* > 0, at most 480; not for the empirical law */
    double cv;       /* coefficient of variation, lognormal only: 0..3, default 0.30 */
    const double *minutes;
    const double *shares; /* sum to 1 within 1e-9 */
    size_t count;
} ipso_law;

typedef struct ipso_type_law {
    int practitioner;  /* IPSO_ANY: every practitioner, paced by its own pace */
    int patient_class; /* IPSO_ANY: every class, scaled by its time factor */
    ipso_law law;
} ipso_type_law;

typedef struct ipso_type {
    const char *id;
    const char *name; /* default: id */
    ipso_care care;
    ipso_who who;           /* practitioners who may give it */
    unsigned modes;         /* default IPSO_MODE_SITE */
    int travel_min;         /* added to the length of a home visit; default 0 */
    const int *lengths_min; /* to choose from, rising; at least one */
    size_t length_count;
    ipso_law law; /* service time */
    const ipso_type_law
        *laws; /* exceptions: practitioner and class, then practitioner, then class */
    size_t law_count;
    int lead_min_days, lead_max_days; /* forecast need of a day may be met so many days later;
                                         default 0..0 for acute care, 0..6 else (set -1 to ask) */
    int64_t unmet_points;  /* price of a need unmet; default by care (set -1 to ask): acute 600,
                              follow-up 300, long 400, prevention 200, other 200 */
    int target_per_week;   /* slots wanted per practitioner of who and week worked; default 0 */
    int64_t target_points; /* per slot missing; default 150 */
} ipso_type;

typedef enum ipso_count_law {
    IPSO_COUNT_POISSON = 0,
    IPSO_COUNT_FIXED,            /* the mean itself, rounded to the nearest integer */
    IPSO_COUNT_NEGATIVE_BINOMIAL /* variance = mean * dispersion */
} ipso_count_law;

/* Forecast demand: patients who will ask, not known yet, each matching day on its own. */
typedef struct ipso_demand {
    int type;
    int patient_class; /* IPSO_ANY: the law of the type itself */
    int site;          /* IPSO_ANY: any site */
    ipso_days days;
    int start_min, end_min; /* the slot must lie inside; default 0..1440 */
    double mean;            /* expected patients per matching day, 0..500 ... */
    double per_1000_panel; /* ... plus so many per 1,000 patients on the panels of the practitioners
                              who may give the type and whose first site is `site` */
    ipso_count_law law;
    double dispersion; /* >= 1, negative binomial only; default 1.5 */
} ipso_demand;

typedef struct ipso_window {
    ipso_date first, last;  /* days, both included */
    int start_min, end_min; /* the appointment lies inside; default 0..1440 */
} ipso_window;

/* A known request: one patient who waits for an appointment. */
typedef struct ipso_request {
    const char *id;
    const char *patient;
    int type;
    int patient_class;          /* IPSO_ANY none */
    const ipso_window *windows; /* empty: any time in the horizon */
    size_t window_count;
    int practitioner;     /* own practitioner, IPSO_ANY none */
    bool accepts_others;  /* default true; without own practitioner it must be true */
    bool accepts_tele;    /* default false */
    int site;             /* IPSO_ANY (default) any; remote appointments fit any site */
    int priority_percent; /* multiplies the price of the unmet need: 1..1000, default 100 */
    double no_show;       /* probability in [0,1], default 0 */
    ipso_date wanted;     /* day from which waiting counts; 0 (default): first day of a window */
    int after;            /* index of a request that must come first, IPSO_ANY none: this one is
                             placed only if that one is, and starts ... */
    int min_gap_min;      /* ... at least so many minutes after its end (default 0) ... */
    int max_gap_min;      /* ... and at most so many (default IPSO_NO_MAX) */
} ipso_request;

/* An appointment already given: it is never moved. */
typedef struct ipso_fixed {
    const char *id;
    const char *patient;
    int type, patient_class, practitioner;
    int site;      /* IPSO_ANY: remote */
    unsigned mode; /* one of IPSO_MODE_*; default IPSO_MODE_SITE */
    ipso_date date;
    int start_min, length_min;
    double no_show;
    /* What the patient accepts if it must move after all (replan.h): */
    const ipso_window *windows; /* empty: any time */
    size_t window_count;
    int own_practitioner;    /* own practitioner, IPSO_ANY (default) none */
    bool accepts_others;     /* default true; without own practitioner it must be true */
    int wanted_site;         /* IPSO_ANY (default) any; remote appointments fit any site */
    unsigned accepted_modes; /* modes, bits IPSO_MODE_*; 0 (default): not known, so its own */
    const char *follows; /* id of the fixed appointment that must come first; NULL none; one that
                            is not there (any more) asks for nothing. It then starts ... */
    int min_gap_min;     /* ... at least so many minutes after its end (default 0) ... */
    int max_gap_min;     /* ... and at most so many (default IPSO_NO_MAX) */
} ipso_fixed;

/* Prices that belong to no single thing. */
typedef struct ipso_weights {
    int64_t staffing_points;   /* per minute of expected need that the roster leaves without
                                  consulting time; default 10 */
    int64_t duty_hour_points;  /* per hour on duty, breaks not counted; default 0 */
    int64_t overrun_points;    /* per minute an appointment is expected to outlast its slot; 10 */
    int64_t wait_points;       /* per day between the wanted and the given day; default 5 */
    int64_t continuity_points; /* per appointment not with the own practitioner; default 40 */
    int64_t tele_points;       /* per teleconsultation where the type can be held at a site; 20 */
    /* Within a session, per expected minute: */
    int64_t direct_wait_points; /* that a patient waits after the start of the appointment; 1 */
    int64_t idle_points;        /* without a patient before the last appointment of it; 5 */
    int64_t overtime_points;    /* of work after its end; 8 */
} ipso_weights;

/* How appointments are booked once a plan is in force (agenda.h). */
typedef struct ipso_booking_rules {
    int notice_min;          /* least time between asking and start, in minutes that the site of the
                                appointment is open (remote: any site), for patients and
                                professionals; default 0 */
    int ahead_days;          /* days ahead that may be booked by patients and professionals, 0 today
                                alone; default IPSO_MAX_DAYS */
    int patient_open_h;      /* times kept for acute need are open to acute asks of patients so many
                                hours before their start; default IPSO_NO_MAX: as soon as planned */
    int professional_open_h; /* ... of professionals; staff may book them always */
    int release_h;  /* times kept for acute need are free for everybody so many hours before
                       their start; default 0: never */
    int proposal_s; /* seconds that a time is held for a waiting patient; default 3600 */
} ipso_booking_rules;
/* ---- how patients and practitioners behave: what a simulation needs to know ---- */

/* Of appointments booked at most lead_days ahead this share is missed. */
typedef struct ipso_no_show_share {
    int lead_days;
    double share; /* in [0,1] */
} ipso_no_show_share;

/* How patients who need a class of care ask for it. The defaults by class are ipso_care_behaviour's
 * (below); -1 asks for them. Means are those of geometric laws on 0, 1, 2 ... days. */
typedef struct ipso_care_behaviour {
    ipso_care care;
    double ahead_days;    /* mean days from the asking to the wanted day, 0..90: acute 0, long and
                             prevention 10, others 5 (assumed) */
    double patience_days; /* mean days after the wanted day that are still accepted, 0..90: acute 1,
                             others 14 (assumed) */
    double accepts_others; /* share who accept others than their own practitioner: acute 0.9, long
                              0.25, others 0.55 (assumed) */
    double accepts_tele;   /* share who accept a teleconsultation, 0.3 (assumed) */
    double follow_up; /* share of attended appointments after which a follow-up is booked: acute
                         0.1, follow-up and long 0.25, others 0 (assumed) */
    double
        follow_up_days; /* mean days from the appointment to that follow-up, 1..90; 14 (assumed) */
} ipso_care_behaviour;

/* A class of patients among the panels. */
typedef struct ipso_class_behaviour {
    int patient_class;
    double panel_share;    /* of the patients of every panel, in [0,1] */
    double visits_factor;  /* need against that of other patients, 0..20; default 1 */
    double no_show_factor; /* missed appointments against others, 0..20; default 1 */
} ipso_class_behaviour;

/* A step of a journey: an appointment of the practice, or something outside that takes its time. */
typedef struct ipso_journey_step {
    const char *id;           /* unique in its journey */
    const char *const *after; /* ids of earlier steps, all of which must be over; empty: it begins
                                 with the journey */
    size_t after_count;
    int type; /* of the appointment; IPSO_ANY (default): outside the practice, with ... */
    const char *outside; /* ... whom, such as "specialist"; NULL (default) with a type */
    int days;            /* from then to the wanted day of the appointment, or, outside, until it is
                            over: 0..IPSO_MAX_DAYS, default 0 */
    int minutes;         /* spent with them outside, 0..1440, default 0 */
} ipso_journey_step;

/* What one patient or household goes through, once in each simulation, to be looked at by itself:
 * it keeps its appointments, and asks again every morning until it gets one. */
typedef struct ipso_journey {
    const char *id;
    const char *name;               /* default: id */
    int patient_class;              /* IPSO_ANY (default) none */
    int practitioner;               /* own, IPSO_ANY (default) none */
    bool accepts_others;            /* default true; without own practitioner it must be true */
    bool accepts_tele;              /* default false */
    int start_days;                 /* after the first day measured, 0..IPSO_MAX_DAYS, default 0 */
    const ipso_journey_step *steps; /* 1..64 */
    size_t step_count;
} ipso_journey;

/* The numbers of patient behaviour. Weights are relative to their sum. */
typedef struct ipso_behaviour {
    const double *hours; /* 24 weights: when patients ask. Default: 30 % in 08-10, the peak (DREES
                            2018), 23 % in 10-13, 24 % in 13-17, 15 % in 17-20, 3 % before, 5 %
                            after (assumed) */
    size_t hour_count;
    const double *weekdays; /* 8 weights, Monday to Sunday and public holiday: on which days
                               patients ask whose need is known by the week only. Default 24, 18,
                               18, 18, 18, 10, 0, 0 (assumed) */
    size_t weekday_count;
    const double *months; /* 12 factors of demand, each 0..10; default 1 */
    size_t month_count;
    double
        dispersion; /* of the daily number of such patients: variance / mean, 1..100; default 1 */
    const ipso_no_show_share *no_shows; /* by rising lead; the last stands for longer leads too.
                                           Default: same day 1.9 %, 1 day 5 %, to 7 days 6.8 %,
                                           longer 8.5 % (English GPs: 8.2 to 8.9 %) */
    size_t no_show_count;
    double cancelled;    /* share of appointments booked ahead that are cancelled before their
                            day, at any time of the wait; default 0.05 (assumed) */
    double rebooked;     /* share of those who then ask again; default 0.5 (assumed) */
    double early_min;    /* mean minutes that patients come early, -60..60; default 5 (assumed) */
    double early_sd_min; /* standard deviation, normal law, 0..60; default 6 (assumed) */
    double ill;          /* share of days practitioners are ill, 0..0.5; default 0.02 (assumed) */
    double ill_days;     /* mean length of an illness, geometric, 1..60; default 3 (assumed) */
    const ipso_care_behaviour *cares; /* by class of care, where it differs from the default */
    size_t care_count;
    const ipso_class_behaviour *classes; /* default: as the practice's requests have them */
    size_t class_count;
    const ipso_journey *journeys; /* default: none */
    size_t journey_count;
} ipso_behaviour;

/* ---- building ---- */

typedef struct ipso_practice ipso_practice;

IPSO_API void ipso_horizon_init(ipso_horizon *horizon);
IPSO_API void ipso_extended_init(ipso_extended *extended);
IPSO_API void ipso_days_init(ipso_days *days);
IPSO_API void ipso_site_init(ipso_site *site);
IPSO_API void ipso_roster_rules_init(ipso_roster_rules *rules);
IPSO_API void ipso_history_init(ipso_history *history);
IPSO_API void ipso_practitioner_init(ipso_practitioner *practitioner);
IPSO_API void ipso_wish_init(ipso_wish *wish);
IPSO_API void ipso_duty_init(ipso_duty *duty);
IPSO_API void ipso_duty_rule_init(ipso_duty_rule *rule);
IPSO_API void ipso_pin_init(ipso_pin *pin);
IPSO_API void ipso_cover_init(ipso_cover *cover);
IPSO_API void ipso_succession_init(ipso_succession *succession);
IPSO_API void ipso_kind_limit_init(ipso_kind_limit *limit);
IPSO_API void ipso_fair_init(ipso_fair *fair);
IPSO_API void ipso_protected_init(ipso_protected *protected_time);
IPSO_API void ipso_patient_class_init(ipso_patient_class *patient_class);
IPSO_API void ipso_law_init(ipso_law *law);
IPSO_API void ipso_type_init(ipso_type *type);
IPSO_API void ipso_demand_init(ipso_demand *demand);
IPSO_API void ipso_window_init(ipso_window *window);
IPSO_API void ipso_request_init(ipso_request *request);
IPSO_API void ipso_fixed_init(ipso_fixed *fixed);
IPSO_API void ipso_weights_init(ipso_weights *weights);
IPSO_API void ipso_booking_rules_init(ipso_booking_rules *rules);
IPSO_API void ipso_behaviour_init(ipso_behaviour *behaviour);
/* Asks for every default: all -1. */
IPSO_API void ipso_care_behaviour_init(ipso_care_behaviour *behaviour);
IPSO_API void ipso_class_behaviour_init(ipso_class_behaviour *behaviour);
IPSO_API void ipso_journey_init(ipso_journey *journey);
IPSO_API void ipso_journey_step_init(ipso_journey_step *step);

/* A practice of that horizon and no more. IPSO_INPUT when the horizon is out of range. */
IPSO_API ipso_status ipso_practice_new(ipso_practice **practice, const ipso_horizon *horizon,
                                       ipso_error *err);
/* NULL allowed. */
IPSO_API void ipso_practice_free(ipso_practice *practice);

/* Each copies its argument and answers IPSO_OK, IPSO_NOMEM, IPSO_INPUT with the pointer of the
 * thing it would have become ("/sites/0/hours/1") when a field is out of range or names what does
 * not exist, or IPSO_STATE once the practice is validated. On failure the practice is unchanged. */
IPSO_API ipso_status ipso_practice_set_extended(ipso_practice *practice,
                                                const ipso_extended *extended, ipso_error *err);
IPSO_API ipso_status ipso_practice_set_weights(ipso_practice *practice, const ipso_weights *weights,
                                               ipso_error *err);
IPSO_API ipso_status ipso_practice_set_booking(ipso_practice *practice,
                                               const ipso_booking_rules *rules, ipso_error *err);
/* Patient classes must have been added before, and practitioners and types that journeys name. */
IPSO_API ipso_status ipso_practice_set_behaviour(ipso_practice *practice,
                                                 const ipso_behaviour *behaviour, ipso_error *err);
IPSO_API ipso_status ipso_practice_add_site(ipso_practice *practice, const ipso_site *site,
                                            ipso_error *err);
IPSO_API ipso_status ipso_practice_add_class(ipso_practice *practice,
                                             const ipso_patient_class *patient_class,
                                             ipso_error *err);
IPSO_API ipso_status ipso_practice_add_fair(ipso_practice *practice, const ipso_fair *fair,
                                            ipso_error *err);
IPSO_API ipso_status ipso_practice_add_practitioner(ipso_practice *practice,
                                                    const ipso_practitioner *practitioner,
                                                    ipso_error *err);
IPSO_API ipso_status ipso_practice_add_duty(ipso_practice *practice, const ipso_duty *duty,
                                            ipso_error *err);
IPSO_API ipso_status ipso_practice_add_duty_rule(ipso_practice *practice,
                                                 const ipso_duty_rule *rule, ipso_error *err);
IPSO_API ipso_status ipso_practice_add_pin(ipso_practice *practice, const ipso_pin *pin,
                                           ipso_error *err);
IPSO_API ipso_status ipso_practice_add_cover(ipso_practice *practice, const ipso_cover *cover,
                                             ipso_error *err);
IPSO_API ipso_status ipso_practice_add_succession(ipso_practice *practice,
                                                  const ipso_succession *succession,
                                                  ipso_error *err);
IPSO_API ipso_status ipso_practice_add_kind_limit(ipso_practice *practice,
                                                  const ipso_kind_limit *limit, ipso_error *err);
IPSO_API ipso_status ipso_practice_add_type(ipso_practice *practice, const ipso_type *type,
                                            ipso_error *err);
IPSO_API ipso_status ipso_practice_add_protected(ipso_practice *practice,
                                                 const ipso_protected *protected_time,
                                                 ipso_error *err);
IPSO_API ipso_status ipso_practice_add_demand(ipso_practice *practice, const ipso_demand *demand,
                                              ipso_error *err);
IPSO_API ipso_status ipso_practice_add_request(ipso_practice *practice, const ipso_request *request,
                                               ipso_error *err);
IPSO_API ipso_status ipso_practice_add_fixed(ipso_practice *practice, const ipso_fixed *fixed,
                                             ipso_error *err);

/* Called once for each error found: where is a JSON pointer, text one line. */
typedef void (*ipso_finding_fn)(void *user, const char *where, const char *text);

/* Checks what joins the parts (unique ids, references, something to plan, no two fixed appointments
 * of one practitioner at once, no cycle among linked requests ...) and closes the practice: it can
 * be planned, and nothing more can be added. Every error goes to found (NULL allowed), the first
 * also to err. IPSO_INPUT when there was one; the practice then stays open. */
IPSO_API ipso_status ipso_practice_validate(ipso_practice *practice, ipso_finding_fn found,
                                            void *user, ipso_error *err);

/* ---- reading: counts and descriptions, NULL for an index out of range ---- */

IPSO_API bool ipso_practice_validated(const ipso_practice *practice);
IPSO_API const ipso_horizon *ipso_practice_horizon(const ipso_practice *practice);
IPSO_API const ipso_extended *ipso_practice_extended(const ipso_practice *practice);
IPSO_API const ipso_weights *ipso_practice_weights(const ipso_practice *practice);
IPSO_API const ipso_booking_rules *ipso_practice_booking(const ipso_practice *practice);
IPSO_API const ipso_behaviour *ipso_practice_behaviour(const ipso_practice *practice);
/* How a class of care is asked for, defaults filled in. */
IPSO_API ipso_care_behaviour ipso_practice_care_behaviour(const ipso_practice *practice,
                                                          ipso_care care);
IPSO_API int ipso_practice_site_count(const ipso_practice *practice);
IPSO_API const ipso_site *ipso_practice_site(const ipso_practice *practice, int index);
IPSO_API int ipso_practice_class_count(const ipso_practice *practice);
IPSO_API const ipso_patient_class *ipso_practice_class(const ipso_practice *practice, int index);
IPSO_API int ipso_practice_fair_count(const ipso_practice *practice);
IPSO_API const ipso_fair *ipso_practice_fair(const ipso_practice *practice, int index);
IPSO_API int ipso_practice_practitioner_count(const ipso_practice *practice);
IPSO_API const ipso_practitioner *ipso_practice_practitioner(const ipso_practice *practice,
                                                             int index);
IPSO_API int ipso_practice_duty_count(const ipso_practice *practice);
IPSO_API const ipso_duty *ipso_practice_duty(const ipso_practice *practice, int index);
IPSO_API int ipso_practice_pin_count(const ipso_practice *practice);
IPSO_API const ipso_pin *ipso_practice_pin(const ipso_practice *practice, int index);
IPSO_API int ipso_practice_cover_count(const ipso_practice *practice);
IPSO_API const ipso_cover *ipso_practice_cover(const ipso_practice *practice, int index);
IPSO_API int ipso_practice_succession_count(const ipso_practice *practice);
IPSO_API const ipso_succession *ipso_practice_succession(const ipso_practice *practice, int index);
IPSO_API int ipso_practice_kind_limit_count(const ipso_practice *practice);
IPSO_API const ipso_kind_limit *ipso_practice_kind_limit(const ipso_practice *practice, int index);
IPSO_API int ipso_practice_type_count(const ipso_practice *practice);
IPSO_API const ipso_type *ipso_practice_type(const ipso_practice *practice, int index);
IPSO_API int ipso_practice_protected_count(const ipso_practice *practice);
IPSO_API const ipso_protected *ipso_practice_protected(const ipso_practice *practice, int index);
IPSO_API int ipso_practice_demand_count(const ipso_practice *practice);
IPSO_API const ipso_demand *ipso_practice_demand(const ipso_practice *practice, int index);
IPSO_API int ipso_practice_request_count(const ipso_practice *practice);
IPSO_API const ipso_request *ipso_practice_request(const ipso_practice *practice, int index);
IPSO_API int ipso_practice_fixed_count(const ipso_practice *practice);
IPSO_API const ipso_fixed *ipso_practice_fixed(const ipso_practice *practice, int index);

/* Whether a day of the horizon (0-based) is a public holiday. */
IPSO_API bool ipso_practice_is_holiday(const ipso_practice *practice, int day);

/* Whether a day of the horizon matches. */
IPSO_API bool ipso_practice_day_matches(const ipso_practice *practice, const ipso_days *days,
                                        int day);

/* Whether practitioner matches who. */
IPSO_API bool ipso_practice_who_matches(const ipso_practice *practice, const ipso_who *who,
                                        int practitioner);

/* The service-time law of an appointment: the type's law or its exception for practitioner and
 * class, with *factor what its times are multiplied by (pace and class factor where the law is not
 * already theirs). practitioner and patient_class may be IPSO_ANY. */
IPSO_API ipso_law ipso_practice_service_law(const ipso_practice *practice, int type,
                                            int practitioner, int patient_class, double *factor);

/* E[(S - length)+] in minutes for service time S = factor x law. */
IPSO_API double ipso_law_overrun_min(const ipso_law *law, double factor, double length_min);

/* E[S] in minutes for S = factor x law. */
IPSO_API double ipso_law_mean_min(const ipso_law *law, double factor);

/* P(D >= count) for the demand of one matching day of an entry, panels counted. */
IPSO_API double ipso_practice_demand_tail(const ipso_practice *practice, int demand, int count);

/* Expected patients of one matching day of an entry, panels counted. */
IPSO_API double ipso_practice_demand_mean(const ipso_practice *practice, int demand);

#ifdef __cplusplus
}
#endif
#endif
