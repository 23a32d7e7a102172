/* Elapsed time, for limits and logs; never an input to a decision that must be reproducible.
 * Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_BASE_CLOCK_H
#define IPSO_BASE_CLOCK_H

/* Seconds since an arbitrary start that is fixed while the process runs; never goes back. */
double ipso__clock_now_s(void);

#endif
