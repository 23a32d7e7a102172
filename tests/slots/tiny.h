/* Tiny practices for the tests of slots, bookings and times.
 *
 * Every function asserts that the library accepted what it was given. Monday 2 November 2026 is
 * day 0 (no public holiday that week: All Saints' Day is the Sunday before it, Armistice Day the
 * Wednesday after).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SLOTS_TINY_H
#define TESTS_SLOTS_TINY_H

#include "support/test.h"

#include "program/program.h"

#include <ipsosched/check.h>
#include <ipsosched/plan.h>

#define TINY_DAY0 "2026-11-02"

/* A practice of so many days from day 0, grid 5 minutes. */
ipso_practice *tiny_new(int days);

/* A site open all day, every day; returns nothing: indices count from 0. */
void tiny_site(ipso_practice *practice, const char *id);
void tiny_doctor(ipso_practice *practice, const char *id);

/* A duty at site (IPSO_ANY remote) that anybody may work on any day. */
void tiny_duty(ipso_practice *practice, const char *id, int site, int start_min, int end_min);

/* A type whose service lasts exactly `minutes`; lengths are given as a list ended by 0. */
void tiny_type(ipso_practice *practice, const char *id, ipso_care care, double minutes,
               const int *lengths);

/* Exactly `count` patients on each day, between start and end. */
void tiny_demand(ipso_practice *practice, int type, int count, int start_min, int end_min);

/* A request of patient `id` for a type, any time. */
void tiny_request(ipso_practice *practice, const char *id, int type);

/* Doctor's appointment on a day. */
void tiny_fixed(ipso_practice *practice, const char *patient, int type, int practitioner, int site,
                int day, int start_min, int length_min);

void tiny_validate(ipso_practice *practice);

/* A plan of the roster stage: the duty of that index for each (practitioner, day, duty). */
ipso_plan *tiny_roster(const ipso_practice *practice, const ipso_assignment *assignments,
                       int count);

/* "08:00-12:00 13:00-15:00": a program as LP text, the caller frees it. */
char *tiny_lp(const ipso__program *program);

/* The optimum of a program by GLPK, proven; fails the test otherwise. */
double tiny_optimum(const ipso__program *program);

#endif
