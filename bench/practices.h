/* The suite "practices": what its files share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_PRACTICES_H
#define BENCH_PRACTICES_H

#include "bench.h"

/* Eight doctors alike in everything, one site, one week. */
ipso_status symmetric_practice(ipso_practice **practice, ipso_error *err);

#endif
