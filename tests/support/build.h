/* Practices and plans for tests: a draft to edit, then to build.
 *
 * A draft is a small practice and a plan of it that keeps every rule and pays nothing. A test
 * changes what it is about, builds, and looks at the outcome. Strings and arrays put into a draft
 * are borrowed until it is built; it is large, so make it static or give it a function of its own.
 *
 * The draft of a_draft, week of Monday 23 November 2026 (no public holiday in it):
 *
 *   sites      HOUSE and ANNEXE, open every day 07:00-21:00
 *   people     Dr MOREL, Dr PETIT, Dr ROUX: general practitioners who may work anywhere
 *   duties     DAY and AT_ANNEXE 08:00-18:00 with a break 12:00-13:00; LATE 12:00-21:00;
 *              MORNING 08:00-12:00; AFTERNOON 14:00-18:00, at the house; REMOTE 09:00-12:00
 *   types      VISIT (other care, 15 or 30 min) and URGENT (acute, 15 min), both of exactly 15 min
 *   work       Morel DAY on Monday and Tuesday, Petit DAY on Monday
 *   slots      Morel on Monday: 08:00 request 0 (Anna), 08:15 an open visit, 09:00 fixed
 *              appointment 0 (Carl); Petit on Monday: 08:00 request 1 (Bert). All visits of 15 min
 *   weights    the defaults, but staffing (R21) 0: the requests ask for more than these three days;
 *              direct wait, idle and overtime (T1-T3) 0: Morel has nobody from 08:30 to 09:00
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SUPPORT_BUILD_H
#define TESTS_SUPPORT_BUILD_H

#include <ipsosched/check.h>

#define AT(hour, minute) ((hour)*60 + (minute))

enum { DRAFT_ROOM = 24 };

enum { HOUSE, ANNEXE };
enum { MOREL, PETIT, ROUX };
enum { DAY, AT_ANNEXE, LATE, MORNING, AFTERNOON, REMOTE };
enum { VISIT, URGENT };
enum { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };
enum { ANNA_SLOT, OPEN_SLOT, CARL_SLOT, BERT_SLOT };

/* Lists of a draft: an array with a count. */
#define DRAFT_LIST(kind, name)                                                                     \
    kind name[DRAFT_ROOM];                                                                         \
    int name##_count

typedef struct draft {
    ipso_horizon horizon;
    ipso_extended extended;
    ipso_weights weights;
    DRAFT_LIST(ipso_site, sites);
    DRAFT_LIST(ipso_patient_class, classes);
    DRAFT_LIST(ipso_practitioner, people);
    DRAFT_LIST(ipso_duty, duties);
    DRAFT_LIST(ipso_pin, pins);
    DRAFT_LIST(ipso_cover, covers);
    DRAFT_LIST(ipso_succession, successions);
    DRAFT_LIST(ipso_kind_limit, kind_limits);
    DRAFT_LIST(ipso_fair, fair);
    DRAFT_LIST(ipso_type, types);
    DRAFT_LIST(ipso_protected, protected_time);
    DRAFT_LIST(ipso_demand, demand);
    DRAFT_LIST(ipso_request, requests);
    DRAFT_LIST(ipso_fixed, fixed);
    DRAFT_LIST(ipso_assignment, work);
    DRAFT_LIST(ipso_slot, slots);
    int last_stage; /* marked as run in the plan, with those before it; -1 none */
} draft;

void a_draft(draft *d);

/* Keeps the roster alone: no slots, requests or fixed appointments, and the roster as last stage.
 */
void roster_alone(draft *d);

/* Moves the horizon's first day, in days from Monday 23 November 2026. Keep the roster alone. */
void start_on(draft *d, int day);

ipso_date date_of(int day); /* of the week of Monday 23 November 2026 */

/* Each adds a thing with its defaults and what is given, and returns it for further changes. */
ipso_duty *with_duty(draft *d, const char *id, int site, int start_min, int end_min);
ipso_pin *with_pin(draft *d, int practitioner, int day, int duty);
ipso_cover *with_cover(draft *d, unsigned weekdays, int start_min, int end_min);
ipso_succession *with_succession(draft *d, const char *before, const char *after);
ipso_kind_limit *with_kind_limit(draft *d, const char *kind, int max);
ipso_fair *with_fair(draft *d, ipso_turn turn);
ipso_protected *with_protected(draft *d, unsigned weekdays, int start_min, int end_min);
ipso_demand *with_demand(draft *d, int type, int site, unsigned weekdays, double mean);
ipso_request *with_request(draft *d, const char *patient, int type);
ipso_fixed *with_fixed(draft *d, const char *patient, int practitioner, int day, int start_min);

void works(draft *d, int practitioner, int day, int duty);
void does_not_work(draft *d, int practitioner, int day);
ipso_slot *with_slot(draft *d, int practitioner, int day, int start_min, int type);
void without_slot(draft *d, int slot);

/* Builds and validates the practice, then the plan. Fails the running test when a part of it is
 * refused. Free the plan, then the practice. */
void build(const draft *d, ipso_practice **practice, ipso_plan **plan);

#endif
