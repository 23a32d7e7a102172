/* A practice of one day, as small as a plan can be while every stage has something to decide.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_API_CLINIC_H
#define TESTS_API_CLINIC_H

#include <ipsosched/ipsosched.h>

/* days of a practice with one site, people general practitioners and a few requests; NULL when
 * memory is out. */
ipso_practice *make_clinic(int days, int people);

#endif
