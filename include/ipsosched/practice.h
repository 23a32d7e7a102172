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

#include <ipsosched/appointments.h>
#include <ipsosched/behaviour.h>
#include <ipsosched/people.h>

#ifdef __cplusplus
extern "C" {
#endif

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
    int release_h;    /* times kept for acute need are free for everybody so many hours before
                         their start; default 0: never */
    int proposal_s;   /* seconds that a time is held for a waiting patient; default 3600 */
} ipso_booking_rules; /* ---- building ---- */

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
