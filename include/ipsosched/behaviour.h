/* How patients and practitioners behave: what a simulation needs to know. Part of practice.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_BEHAVIOUR_H
#define IPSOSCHED_BEHAVIOUR_H

#include <ipsosched/appointments.h>

#ifdef __cplusplus
extern "C" {
#endif

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

#ifdef __cplusplus
}
#endif

#endif
