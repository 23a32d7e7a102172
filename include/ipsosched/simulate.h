/* Simulation: the life of a practice day by day, under policies that can be compared.
 *
 * The horizon of a practice, whole weeks, is taken as one cycle that repeats: its demand (forecast,
 * requests and fixed appointments together are what is asked for in a cycle), its leave and its
 * public holidays. Patients ask, are offered times by a booking policy on a calendar that a roster
 * policy and a slot mix lay out, cancel, miss, come early or late; sessions run with random service
 * times; practitioners fall ill; appointments make follow-ups (ipso_behaviour in practice.h).
 * docs/simulation.md states the world and defines each measure with its source.
 *
 * Randomness comes in a stream for each purpose, patient and replication, so that two policies meet
 * the same patients, the same needs and the same illnesses (common random numbers). Results depend
 * on practice, settings and seed alone, not on the number of threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_SIMULATE_H
#define IPSOSCHED_SIMULATE_H

#include <ipsosched/planner.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- policies ----
 *
 * Each is a struct of functions, so that one's own can stand beside those of the library. Policies
 * are read by several threads at once: functions change nothing but what they are given. Days are
 * counted from the first day of the simulation, 0-based; indexes are those of the practice. */

/* Who works when. plan makes the plan of a cycle: its roster and, when settings->last_stage asks
 * for it, its slots. practice is the cycle's: what is asked for stands in its demand, history is
 * that of the plan before. A plan that is repeated is made once, for the first cycle. */
typedef struct ipso_roster_policy {
    const char *name, *summary;
    bool repeated;
    ipso_status (*plan)(const struct ipso_roster_policy *policy, ipso_plan **plan,
                        const ipso_practice *practice, const ipso_settings *settings,
                        ipso_error *err);
} ipso_roster_policy;

/* A stretch of consulting time of one practitioner and day. */
typedef struct ipso_sim_session {
    int start_min, end_min;
    int site; /* IPSO_ANY remote */
} ipso_sim_session;

/* For whom a cell of the grid is kept, as bits. */
enum {
    IPSO_KEPT_ACUTE = 1,   /* acute need */
    IPSO_KEPT_SAME_DAY = 2 /* who asks on the day itself */
};

/* The empty agenda of one practitioner and day, for a slot mix to lay out. */
typedef struct ipso_sim_agenda {
    const ipso_practice *practice; /* of the cycle */
    const ipso_plan *plan;         /* of the cycle */
    int practitioner, day;         /* day of the cycle */
    const ipso_sim_session *sessions;
    int session_count, grid_min, cell_count;
    unsigned char *start; /* per cell of the day: an appointment may start here; at first all 0 */
    unsigned char *kept;  /* per cell: IPSO_KEPT_*; at first 0, for everybody */
    int *length_min;      /* per type: planned length, a multiple of the grid; at first the shortest
                             length of the type that is not below its mean service time */
} ipso_sim_agenda;

/* How consulting time is cut. */
typedef struct ipso_mix_policy {
    const char *name, *summary;
    bool slots;      /* plans need their slots stage */
    int release_min; /* times kept are free for everybody so many minutes before their start */
    int slot_min;    /* for the policy's own use: slot length, and ... */
    double share;    /* ... share kept or given */
    void (*lay)(const struct ipso_mix_policy *policy, ipso_sim_agenda *agenda);
} ipso_mix_policy;

#define IPSO_SIM_WINDOWS 4

/* A patient who asks for an appointment. */
typedef struct ipso_sim_ask {
    int type;
    ipso_care care;    /* of the type */
    int patient_class; /* IPSO_ANY none */
    int patient;       /* number */
    int practitioner;  /* own, IPSO_ANY none */
    int site;          /* IPSO_ANY any */
    bool accepts_others, accepts_tele;
    int day, time_min;        /* when the patient asks */
    int wanted_day, last_day; /* the appointment is in these days, both included, ... */
    int window_count;         /* ... and, unless 0, inside one of these windows */
    struct {
        unsigned weekdays; /* IPSO_MONDAY | ... */
        int start_min, end_min;
    } windows[IPSO_SIM_WINDOWS];
} ipso_sim_ask;

typedef struct ipso_sim_offer {
    int practitioner, day, start_min, length_min, travel_min;
    unsigned mode; /* one of IPSO_MODE_* */
} ipso_sim_offer;

typedef struct ipso_sim_calendar ipso_sim_calendar;

/* Practitioners who may give a type, by index; *count of them. */
IPSO_API const int *ipso_sim_givers(const ipso_sim_calendar *calendar, int type, int *count);
/* Whether a practitioner has a duty on any day of the cycle. */
IPSO_API bool ipso_sim_works(const ipso_sim_calendar *calendar, int practitioner);
/* The earliest start that suits an ask with a practitioner on a day; false when there is none. */
IPSO_API bool ipso_sim_earliest(const ipso_sim_calendar *calendar, ipso_sim_offer *offer,
                                const ipso_sim_ask *ask, int practitioner, int day);
/* Minutes booked of a practitioner's day. */
IPSO_API int ipso_sim_booked_min(const ipso_sim_calendar *calendar, int practitioner, int day);

/* Which start a patient gets; false: none. A policy that ranks has no choose: patients take
 * offers of a live agenda (agenda.h), acute need first, which needs plans with slots and at most
 * IPSO_MAX_DAYS days. */
typedef struct ipso_booking_policy {
    const char *name, *summary;
    bool ranks;
    int own_days; /* for the policy's own use: days that a patient waits for the own practitioner */
    bool (*choose)(const struct ipso_booking_policy *policy, ipso_sim_offer *offer,
                   const ipso_sim_calendar *calendar, const ipso_sim_ask *ask);
} ipso_booking_policy;

/* An appointment of a session about to be held. */
typedef struct ipso_sim_slot {
    int start_min, length_min; /* of the slot, travel included */
    double mean_min, cv;       /* of the service time, travel included */
    double no_show;            /* probability */
} ipso_sim_slot;

/* A session about to be held: slots by start, within [start_min, end_min). */
typedef struct ipso_sim_sitting {
    const ipso_practice *practice;
    int start_min, end_min;
    const ipso_sim_slot *slots;
    int count;
} ipso_sim_sitting;

/* When the patients of a session are told to come: count times, which do not fall and are not
 * before the session. */
typedef struct ipso_times_policy {
    const char *name, *summary;
    int shift_min;      /* for the policy's own use: most minutes a time is moved later, ... */
    int early_min;      /* ... earlier, and ... */
    int64_t work_limit; /* ... work of a search */
    ipso_status (*tell)(const struct ipso_times_policy *policy, int *told_min,
                        const ipso_sim_sitting *sitting);
} ipso_times_policy;

/* Policies of the library by index and by name; NULL past the last and for no name of theirs. */
IPSO_API const ipso_roster_policy *ipso_roster_policy_get(int index);
IPSO_API const ipso_roster_policy *ipso_roster_policy_named(const char *name);
IPSO_API const ipso_mix_policy *ipso_mix_policy_get(int index);
IPSO_API const ipso_mix_policy *ipso_mix_policy_named(const char *name);
IPSO_API const ipso_booking_policy *ipso_booking_policy_get(int index);
IPSO_API const ipso_booking_policy *ipso_booking_policy_named(const char *name);
IPSO_API const ipso_times_policy *ipso_times_policy_get(int index);
IPSO_API const ipso_times_policy *ipso_times_policy_named(const char *name);

/* ---- measures ---- */

typedef enum ipso_sim_measure {
    IPSO_SIM_BOOKED_FILL = 0, /* booked / offered minutes */
    IPSO_SIM_ATTENDED_FILL,   /* attended / offered minutes */
    IPSO_SIM_UTILISATION,     /* minutes spent consulting and driving / minutes on duty */
    IPSO_SIM_PLANNED,         /* minutes planned per patient seen */
    IPSO_SIM_ACTUAL,          /* minutes spent per patient seen */
    IPSO_SIM_OVERRUN,         /* minutes over plan per patient seen */
    IPSO_SIM_DIRECT_WAIT,     /* minutes from the later of time told and arrival to being called */
    IPSO_SIM_IN_CLINIC,       /* minutes from arrival to leaving, of patients seen at a site */
    IPSO_SIM_INDIRECT_WAIT,   /* days from the wanted day to the appointment */
    IPSO_SIM_ACUTE_SAME_DAY,  /* acute asks that got a time the same day */
    IPSO_SIM_ACUTE_EXTENDED,  /* acute asks served in extended hours */
    IPSO_SIM_UNSERVED,        /* asks that found no time they accept */
    IPSO_SIM_THIRD_NEXT,      /* days to the third next available time */
    IPSO_SIM_OWN,             /* visits with the own practitioner, of those who have one */
    IPSO_SIM_UPC,             /* visits with the most seen practitioner, of patients seen twice */
    IPSO_SIM_COC,             /* continuity of care index of patients seen twice */
    IPSO_SIM_NO_SHOW,         /* appointments missed without a word */
    IPSO_SIM_OVERTIME,        /* minutes of work after the planned end, per session with patients */
    IPSO_SIM_UNFAIRNESS,      /* spread of extended minutes among those who take turns */
    IPSO_SIM_SEEN_PER_WEEK,   /* patients seen */
    IPSO_SIM_HOURS_PER_WEEK   /* on duty, breaks and illness taken off */
} ipso_sim_measure;
#define IPSO_SIM_MEASURE_COUNT 21

/* "attended fill", "attended_fill", "share" | "min" | "days" | "" and which is better: 1 more, -1
 * less, 0 neither. */
IPSO_API const char *ipso_sim_measure_title(ipso_sim_measure measure);
IPSO_API const char *ipso_sim_measure_name(ipso_sim_measure measure);
IPSO_API const char *ipso_sim_measure_unit(ipso_sim_measure measure);
IPSO_API int ipso_sim_measure_better(ipso_sim_measure measure);

/* ---- running ---- */

/* A nonzero return cancels. On the thread that called, after each replication it finished itself
 * and now and then while it waits. */
typedef int (*ipso_sim_progress_fn)(void *user, int replications_done);

typedef struct ipso_sim_settings {
    int weeks;         /* measured, 1..520; default 8 */
    int warmup_weeks;  /* before them, not measured, 0..104; default 4 */
    int replications;  /* 1..10000; default 10 */
    int ahead_days;    /* days that are open for booking, 7..182; default 28 */
    int load_percent;  /* of what the practice says is asked for, 1..500; default 100 */
    int threads;       /* 1..256; default 1 */
    uint64_t seed;     /* default 1 */
    int64_t plan_work; /* work limit of each plan (ipso_settings.work_limit); default 2e8 */
    const ipso_roster_policy *roster; /* default: the first of each */
    const ipso_mix_policy *mix;
    const ipso_booking_policy *booking;
    const ipso_times_policy *times;
    ipso_sim_progress_fn progress; /* NULL none */
    void *progress_user;
} ipso_sim_settings;

IPSO_API void ipso_sim_settings_init(ipso_sim_settings *settings);

typedef struct ipso_simulation ipso_simulation;

/* Simulates a validated practice. IPSO_INPUT: a setting is out of range, the horizon is not of
 * whole weeks, nothing is asked for, or no roster keeps its rules. IPSO_STATE: the practice is not
 * validated, or progress cancelled. IPSO_SOLVER, IPSO_NOMEM. */
IPSO_API ipso_status ipso_simulate(ipso_simulation **simulation, const ipso_practice *practice,
                                   const ipso_sim_settings *settings, ipso_error *err);
IPSO_API void ipso_simulation_free(ipso_simulation *simulation);

IPSO_API int ipso_simulation_replications(const ipso_simulation *simulation);
/* A measure of one replication; NaN where it says nothing (nobody asked ...). */
IPSO_API double ipso_simulation_value(const ipso_simulation *simulation, ipso_sim_measure measure,
                                      int replication);

/* mean +- half: a confidence interval of 95 % by Student's law over replications; half is NaN with
 * fewer than two. Replications where the measure is NaN are left out. */
typedef struct ipso_sim_interval {
    double mean, half;
    int count;
} ipso_sim_interval;

/* Of count values at hand, such as those of several simulations; NaN among them are left out. */
IPSO_API ipso_sim_interval ipso_sim_interval_of(const double *values, int count);
IPSO_API ipso_sim_interval ipso_simulation_interval(const ipso_simulation *simulation,
                                                    ipso_sim_measure measure);
/* Of the differences simulation - other, replication by replication. Both must have the same seed,
 * weeks and load, and be of one practice for the pairs to meet the same patients: or of two whose
 * demand has the same entries in the same order, where one that asks for less meets some of the
 * other's patients. */
IPSO_API ipso_sim_interval ipso_simulation_difference(const ipso_simulation *simulation,
                                                      const ipso_simulation *other,
                                                      ipso_sim_measure measure);

/* ---- details: measures that depend on the practice ----
 *
 * Minutes with patients a week of each role ("minutes_per_week/gp"), and of each journey of the
 * practice's behaviour: "amara/finished", "/days" from its start to the end of its last step,
 * "/wait_days" from wanted days to appointments, "/contacts", "/trips" to a site or outside,
 * "/minutes" in all and "/minutes/gp" with each role and each of those outside. All but the first
 * are of journeys finished in the weeks measured alone. */
typedef struct ipso_sim_detail {
    const char *name, *title; /* "amara/days", "Amara: duration" */
    const char *unit;         /* "share", "min", "days", "" */
    int better;               /* 1 more, -1 less, 0 neither */
} ipso_sim_detail;

/* NULL past the last; valid as long as the simulation. */
IPSO_API const ipso_sim_detail *ipso_simulation_detail(const ipso_simulation *simulation,
                                                       int index);
IPSO_API double ipso_simulation_detail_value(const ipso_simulation *simulation, int index,
                                             int replication);
IPSO_API ipso_sim_interval ipso_simulation_detail_interval(const ipso_simulation *simulation,
                                                           int index);
/* Less the detail of the same name of other; of count 0 where it has none. */
IPSO_API ipso_sim_interval ipso_simulation_detail_difference(const ipso_simulation *simulation,
                                                             const ipso_simulation *other,
                                                             int index);

#ifdef __cplusplus
}
#endif
#endif
