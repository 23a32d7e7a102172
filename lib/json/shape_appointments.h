/* The shape of a past appointment. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_JSON_SHAPE_APPOINTMENTS_H
#define IPSO_JSON_SHAPE_APPOINTMENTS_H

#include <ipsosched/fit.h>

#include "json/shape.h"

#define IPSO__APPOINTMENTS_FORMAT "ipsosched-appointments/1"

/* The document but for its list of appointments, which is read one by one. */
typedef struct ipso__appointments_root {
    const char *format;
    ipso_date first_day, last_day; /* 0 not said */
} ipso__appointments_root;

extern const ipso__shape ipso__past_appointment_shape;

#define IPSO__APPOINTMENTS_KEY_COUNT 4
extern const char *const ipso__appointments_keys[IPSO__APPOINTMENTS_KEY_COUNT];

#endif
