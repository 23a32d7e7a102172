/* Who needs which slot, and where it may be given: the eligibility, the prices and the limits that
 * the programs of slots and bookings share. Internal.
 *
 * Labels are those of docs/formulation.md. Every function is pure and reads the practice alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_MODEL_NEEDS_H
#define IPSO_MODEL_NEEDS_H

#include <ipsosched/plan.h>

/* The nearest integer to a price of 0 or more, halves up. */
int64_t ipso__round_points(double points);

/* Minutes of day before *before_min and from *after_min on are extended. */
void ipso__extended_edges(const ipso_practice *practice, int day, int *before_min, int *after_min);

/* Minutes of [start_min, end_min) of a day that are extended. */
int ipso__extended_minutes(const ipso_practice *practice, int day, int start_min, int end_min);

/* Calendar weeks of the horizon, Monday to Sunday, cut by its ends. */
int ipso__week_of(const ipso_practice *practice, int day);
int ipso__week_count(const ipso_practice *practice);

/* The way (one of IPSO_MODE_*) practitioner holds an appointment of type in a duty at site, or 0
 * when the duty does not allow it. Protected time is not looked at. */
unsigned ipso__slot_mode(const ipso_practice *practice, int type, int practitioner, int site,
                         bool tele);

/* Minutes a slot takes of a session: its length, and travel for a home visit. */
int ipso__slot_width(const ipso_practice *practice, int type, unsigned mode, int length_min);

/* Whether forecast demand that arose on day `demand_day` may have a slot of a duty at site on day.
 */
bool ipso__demand_reaches(const ipso_practice *practice, int demand, int demand_day, int site,
                          int day);

/* Whether request may have a slot of mode with practitioner at site, whatever the time. */
bool ipso__request_reaches(const ipso_practice *practice, const ipso_request *request,
                           int practitioner, int site, unsigned mode);

/* Whether one of the request's windows holds [start_min, end_min) of day. */
bool ipso__request_open(const ipso_practice *practice, const ipso_request *request, int day,
                        int start_min, int end_min);

/* Price v of the request when it has no place (B2). */
int64_t ipso__request_value(const ipso_practice *practice, const ipso_request *request);

/* Price of giving the request to practitioner on day in mode, without its length (B6 to B8). */
int64_t ipso__request_cost(const ipso_practice *practice, const ipso_request *request,
                           int practitioner, int day, unsigned mode);

/* Price v_j of the j-th patient of an entry of demand unmet, j = 1, 2, ... (S2, S3). It falls with
 * j and is 0 from some j on. */
int64_t ipso__demand_value(const ipso_practice *practice, int demand, int j);

/* Minutes of extended hours that acute forecast need of a site and day is expected to take (A of
 * S6), before it is rounded up. */
double ipso__extended_acute_need(const ipso_practice *practice, int site, int day);

#endif
