/* Names of the answers and the version.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/status.h>

#include "base/version.h"

#include <string.h>

void ipso_error_init(ipso_error *err)
{
    if (err != NULL)
        memset(err, 0, sizeof *err);
}

const char *ipso_status_name(ipso_status status)
{
    switch (status) {
    case IPSO_OK:
        return "ok";
    case IPSO_NOMEM:
        return "out of memory";
    case IPSO_INPUT:
        return "bad input";
    case IPSO_STATE:
        return "wrong state";
    case IPSO_SOLVER:
        return "solver error";
    case IPSO_IO:
        return "input or output error";
    case IPSO_CHANGED:
        return "changed meanwhile";
    }
    return "unknown status";
}

const char *ipso_outcome_name(ipso_outcome outcome)
{
    switch (outcome) {
    case IPSO_UNKNOWN:
        return "unknown";
    case IPSO_OPTIMAL:
        return "optimal";
    case IPSO_FEASIBLE:
        return "feasible";
    case IPSO_INFEASIBLE:
        return "infeasible";
    }
    return "unknown";
}

const char *ipso_stop_name(ipso_stop stop)
{
    switch (stop) {
    case IPSO_STOP_DONE:
        return "done";
    case IPSO_STOP_GAP:
        return "gap";
    case IPSO_STOP_TIME:
        return "time";
    case IPSO_STOP_WORK:
        return "work";
    case IPSO_STOP_CANCEL:
        return "cancel";
    }
    return "unknown";
}

const char *ipso_version(void)
{
    return IPSO_VERSION;
}
