/* Errors at a field of a thing. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SESSION_FAIL_H
#define IPSO_SESSION_FAIL_H

#include "base/error.h"

/* ipso__fail with IPSO_INPUT at the pointer where + field. */
ipso_status ipso__fail_field(ipso_error *err, const char *where, const char *field,
                             const char *format, ...) IPSO__PRINTF(4, 5);

#endif
