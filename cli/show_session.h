/* A session as a table with a timeline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_CLI_SHOW_SESSION_H
#define IPSO_CLI_SHOW_SESSION_H

#include <ipsosched/ipsosched.h>

#include <stdio.h>

void show_session(FILE *out, const ipso_session_document *document, const ipso_session_times *times,
                  const ipso_session_value *value);

/* What a simulation of the same start times said. */
void show_session_sample(FILE *out, const ipso_session_sample *sample);

#endif
