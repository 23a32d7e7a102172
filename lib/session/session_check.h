/* What a model must be. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SESSION_CHECK_H
#define IPSO_SESSION_CHECK_H

#include <ipsosched/session.h>

/* IPSO_OK, or IPSO_INPUT with the pointer of what is wrong. */
ipso_status ipso__model_check(const ipso_session_model *model, ipso_error *err);

#endif
