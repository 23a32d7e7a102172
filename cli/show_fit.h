/* What a fit learnt, as tables.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_CLI_SHOW_FIT_H
#define IPSO_CLI_SHOW_FIT_H

#include "cli.h"

void show_fit(FILE *out, const ipso_practice *practice, const ipso_fit_report *report,
              size_t set_aside);

#endif
