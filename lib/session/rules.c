/* Rules of start times that practices use.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "session/search.h"

#include <math.h>

/* Mean service of the patients, whether they come or not. */
static double mean_service(const ipso_session *session, const ipso_session_times *times)
{
    double sum = 0;
    for (int k = 0; k < times->count; k++)
        sum += session->mean_min[ipso__seen(times, k)];
    return times->count > 0 ? sum / times->count : 0;
}

static double start_of(const ipso_session *session, const ipso_session_times *times, int k,
                       ipso_session_rule rule, double parameter)
{
    double sum = 0;
    switch (rule) {
    case IPSO_RULE_EQUAL:
        return k * parameter;
    case IPSO_RULE_BAILEY_WELCH:
        return k > 0 ? (k - 1) * parameter : 0;
    case IPSO_RULE_PAIRS:
        return k / 2 * 2 * parameter;
    case IPSO_RULE_DEVIATION:
        for (int i = 0; i < k; i++) {
            const ipso_service *service = &session->model.patients[ipso__seen(times, i)].service;
            sum += ipso_service_mean_min(service) + parameter * ipso_service_deviation_min(service);
        }
        return sum;
    case IPSO_RULE_BLOCK:
        break;
    }
    return 0;
}

ipso_status ipso_session_by_rule(double *start_min, const ipso_session *session, const int *order,
                                 int count, ipso_session_rule rule, double parameter,
                                 const ipso_session_settings *settings, ipso_error *err)
{
    double zeros[IPSO__MOST_PATIENTS] = {0};
    const ipso_session_times times = {count, order, zeros};
    double step, last;
    ipso_status status = ipso__times_check(session, &times, err);
    if (status == IPSO_OK)
        status = ipso__settings_check(session, settings, &step, &last, err);
    if (status != IPSO_OK)
        return status;
    if (!(parameter >= 0 && parameter <= 1440))
        return ipso__fail(err, IPSO_INPUT, "/parameter", "%g is not from 0 to 1440", parameter);
    if ((int)rule < IPSO_RULE_EQUAL || (int)rule > IPSO_RULE_DEVIATION)
        return ipso__fail(err, IPSO_INPUT, "/rule", "%d is no rule", (int)rule);
    if (parameter == 0 && rule != IPSO_RULE_DEVIATION)
        parameter = mean_service(session, &times);
    for (int k = 0; k < count; k++) {
        double start = fmin(last, start_of(session, &times, k, rule, parameter));
        start_min[k] = step > 0 ? floor(start / step + 1e-9) * step : start;
    }
    return IPSO_OK;
}
