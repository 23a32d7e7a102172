/* Changing a practice that is validated already. Internal; for lib/plan and lib/json.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PRACTICE_REWRITE_H
#define IPSO_PRACTICE_REWRITE_H

#include <ipsosched/practice.h>

/* Replaces the history of each practitioner whose entry is not NULL and adds pins. The caller
 * vouches for ranges and indexes. All or nothing: IPSO_NOMEM leaves the practice as it was. */
ipso_status ipso__practice_rewrite(ipso_practice *practice, const ipso_history *const *histories,
                                   const ipso_pin *pins, size_t pin_count, ipso_error *err);

/* Closes a practice that is only to be read, not planned: it may lack what planning needs. */
ipso_status ipso__practice_close(ipso_practice *practice, ipso_error *err);

#endif
