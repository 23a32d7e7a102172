/* Filling the caller's ipso_error. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_BASE_ERROR_H
#define IPSO_BASE_ERROR_H

#include <ipsosched/status.h>

#if defined(__GNUC__)
#define IPSO__PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define IPSO__PRINTF(text, first)
#endif

/* Records status, where and a printf text in err unless it is NULL or already holds an error;
 * returns status, so that a failing function can end with "return ipso__fail(...)". Text and where
 * are cut to fit, at a UTF-8 boundary; control characters become '?'; numbers take the decimal sign
 * of the host's locale. */
ipso_status ipso__fail(ipso_error *err, ipso_status status, const char *where, const char *format,
                       ...) IPSO__PRINTF(4, 5);

/* ipso__fail with IPSO_NOMEM and its one text. */
ipso_status ipso__fail_nomem(ipso_error *err);

#endif
