/* Duties for a practice document that gives none. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_JSON_DEFAULT_DUTIES_H
#define IPSO_JSON_DEFAULT_DUTIES_H

#include <ipsosched/practice.h>

/* Adds the duties that the opening hours of every site suggest (docs/formats.md, "duties"). */
ipso_status ipso__add_default_duties(ipso_practice *practice, ipso_error *err);

#endif
