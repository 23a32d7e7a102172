/* Past appointments as a table: comma-separated values with a line of column names (docs/fit.md).
 *
 * Any number of threads may read at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_CSV_H
#define IPSOSCHED_CSV_H

#include <ipsosched/fit.h>

#ifdef __cplusplus
extern "C" {
#endif

#define IPSO_MAX_CSV_BYTES ((size_t)64 << 20)

/* Reads past appointments of a practice, which names practitioners, types and so on by id. Every
 * wrong row goes to found (NULL allowed), up to the thousandth; errors say line and column in their
 * text and have no pointer. With set_aside wrong rows are left out and counted, else the first is
 * an error. IPSO_INPUT leaves *appointments untouched; finish them with
 * ipso_fit_appointments_finish. */
IPSO_API ipso_status ipso_fit_appointments_from_csv(ipso_fit_appointments *appointments,
                                                    const ipso_practice *practice, const char *text,
                                                    size_t length, bool set_aside,
                                                    ipso_finding_fn found, void *user,
                                                    ipso_error *err);

#ifdef __cplusplus
}
#endif
#endif
