/* The shape of a past appointment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/shape_appointments.h"

#include "json/shape_fields.h"

_Static_assert(sizeof(ipso_fit_state) == sizeof(int), "words are read into enums as ints");

const char *const ipso__appointments_keys[IPSO__APPOINTMENTS_KEY_COUNT] = {
    "format", "first_day", "last_day", "appointments"};

WORDS(states, "what became of an appointment", "attended", "no_show", "cancelled")

INIT(ipso_fit_appointment)

static const ipso__field fields[] = {
    REQUIRED(ipso_fit_appointment, "date", DATE, date),
    REQUIRED(ipso_fit_appointment, "start", TIME, start_min),
    REQUIRED_REF(ipso_fit_appointment, "type", type, TYPE),
    REF(ipso_fit_appointment, "practitioner", practitioner, PRACTITIONER),
    REF(ipso_fit_appointment, "patient_class", patient_class, CLASS),
    REF(ipso_fit_appointment, "site", site, SITE),
    REF(ipso_fit_appointment, "own_practitioner", own_practitioner, PRACTITIONER),
    SCALAR(ipso_fit_appointment, "booked_on", DATE, booked_on),
    SCALAR(ipso_fit_appointment, "booked_at", TIME, booked_at_min),
    WORD(ipso_fit_appointment, "state", WORD, state, states),
    SCALAR(ipso_fit_appointment, "minutes", NUMBER, minutes),
};

const ipso__shape ipso__past_appointment_shape = {"a past appointment",
                                                  sizeof(ipso_fit_appointment),
                                                  init_ipso_fit_appointment, fields, COUNT(fields)};
