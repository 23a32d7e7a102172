/* Laws of minutes as callers give them: checks, moments, fitting.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/law.h"

#include "session/fail.h"

#include <math.h>
#include <stdio.h>

#define LONGEST_MIN  1440.0
#define MOST_PHASES  1000
#define MOST_ENTRIES 100000
#define SHARE_SLACK  1e-9

void ipso_service_init(ipso_service *service)
{
    *service = (ipso_service){.kind = IPSO_SERVICE_FIXED, .phases = 1};
}

static ipso_status check_entry(const ipso_service *service, size_t i, const char *where,
                               ipso_error *err)
{
    char field[40];
    double share = service->shares[i];
    if (!(share >= 0 && share <= 1)) {
        snprintf(field, sizeof field, "/shares/%zu", i);
        return ipso__fail_field(err, where, field, "the share %g is not from 0 to 1", share);
    }
    if (service->kind == IPSO_SERVICE_MIXTURE) {
        char place[IPSO_ERROR_WHERE_SIZE];
        snprintf(place, sizeof place, "%.100s/parts/%zu", where, i);
        if (service->parts[i].kind == IPSO_SERVICE_MIXTURE)
            return ipso__fail(err, IPSO_INPUT, place, "a part of a mixture is a mixture itself");
        return ipso__service_check(&service->parts[i], place, err);
    }
    if (!(service->minutes[i] >= 0 && service->minutes[i] <= LONGEST_MIN)) {
        snprintf(field, sizeof field, "/minutes/%zu", i);
        return ipso__fail_field(err, where, field, "%g minutes are not from 0 to 1440",
                                service->minutes[i]);
    }
    return IPSO_OK;
}

static ipso_status check_list(const ipso_service *service, const char *where, ipso_error *err)
{
    bool mixture = service->kind == IPSO_SERVICE_MIXTURE;
    double sum = 0;
    if (service->count < 1 || service->shares == NULL ||
        (mixture ? service->parts == NULL : service->minutes == NULL))
        return ipso__fail_field(err, where, mixture ? "/parts" : "/minutes", "the law is empty");
    if (service->count > MOST_ENTRIES)
        return ipso__fail_field(err, where, mixture ? "/parts" : "/minutes",
                                "%zu entries are more than the 100000 allowed", service->count);
    for (size_t i = 0; i < service->count; i++) {
        ipso_status status = check_entry(service, i, where, err);
        if (status != IPSO_OK)
            return status;
        sum += service->shares[i];
    }
    if (!(fabs(sum - 1) <= SHARE_SLACK))
        return ipso__fail_field(err, where, "/shares", "the shares add up to %.12g, not to 1", sum);
    return IPSO_OK;
}

ipso_status ipso__service_check(const ipso_service *service, const char *where, ipso_error *err)
{
    ipso_service_kind kind = service->kind;
    if ((int)kind < IPSO_SERVICE_FIXED || (int)kind > IPSO_SERVICE_MIXTURE)
        return ipso__fail_field(err, where, "/law", "%d is no kind of law", (int)kind);
    if (kind == IPSO_SERVICE_EMPIRICAL || kind == IPSO_SERVICE_MIXTURE)
        return check_list(service, where, err);
    if (!(service->mean_min >= 0 && service->mean_min <= LONGEST_MIN))
        return ipso__fail_field(err, where, "/mean_min", "a mean of %g min is not from 0 to 1440",
                                service->mean_min);
    if (kind == IPSO_SERVICE_FIXED)
        return IPSO_OK;
    if (service->mean_min < 1e-6)
        return ipso__fail_field(err, where, "/mean_min", "a mean of %g min is not above 0",
                                service->mean_min);
    if (kind == IPSO_SERVICE_EXPONENTIAL)
        return IPSO_OK;
    if (kind == IPSO_SERVICE_ERLANG)
        return service->phases >= 1 && service->phases <= MOST_PHASES
                   ? IPSO_OK
                   : ipso__fail_field(err, where, "/phases", "%d phases are not from 1 to 1000",
                                      service->phases);
    double least = kind == IPSO_SERVICE_WEIBULL ? 0.05 : 0.01;
    if (!(service->cv >= least && service->cv <= 5))
        return ipso__fail_field(err, where, "/cv",
                                "a coefficient of variation of %g is not from %g to 5", service->cv,
                                least);
    return IPSO_OK;
}

ipso_status ipso_service_check(const ipso_service *service, ipso_error *err)
{
    return ipso__service_check(service, "", err);
}

double ipso_service_excess_min(const ipso_service *service, double x_min)
{
    double sum = 0;
    if (service->kind == IPSO_SERVICE_EMPIRICAL) {
        for (size_t i = 0; i < service->count; i++)
            sum += service->shares[i] * fmax(0, service->minutes[i] - x_min);
        return sum;
    }
    if (service->kind == IPSO_SERVICE_MIXTURE) {
        for (size_t i = 0; i < service->count; i++)
            sum += service->shares[i] * ipso_service_excess_min(&service->parts[i], x_min);
        return sum;
    }
    ipso__law law = ipso__law_of(service);
    return ipso__law_excess(&law, x_min);
}

double ipso_service_mean_min(const ipso_service *service)
{
    return ipso_service_excess_min(service, 0);
}

double ipso_service_tail(const ipso_service *service, double x_min)
{
    double sum = 0;
    if (service->kind == IPSO_SERVICE_EMPIRICAL) {
        for (size_t i = 0; i < service->count; i++)
            sum += service->minutes[i] > x_min ? service->shares[i] : 0;
        return sum;
    }
    if (service->kind == IPSO_SERVICE_MIXTURE) {
        for (size_t i = 0; i < service->count; i++)
            sum += service->shares[i] * ipso_service_tail(&service->parts[i], x_min);
        return sum;
    }
    ipso__law law = ipso__law_of(service);
    return ipso__law_tail(&law, x_min);
}

double ipso_service_deviation_min(const ipso_service *service)
{
    double mean = ipso_service_mean_min(service);
    double square = 0;
    if (service->kind != IPSO_SERVICE_EMPIRICAL && service->kind != IPSO_SERVICE_MIXTURE) {
        ipso__law law = ipso__law_of(service);
        return ipso__law_deviation(&law);
    }
    for (size_t i = 0; i < service->count; i++) {
        bool mixture = service->kind == IPSO_SERVICE_MIXTURE;
        double middle = mixture ? ipso_service_mean_min(&service->parts[i]) : service->minutes[i];
        double spread = mixture ? ipso_service_deviation_min(&service->parts[i]) : 0;
        square += service->shares[i] * ((middle - mean) * (middle - mean) + spread * spread);
    }
    return sqrt(square);
}

/* ---- fitting ---- */

static ipso_status check_durations(const double *minutes, size_t count, ipso_error *err)
{
    if (count < 2)
        return ipso__fail_field(err, "", "", "%zu durations are too few to fit a law: two or more",
                                count);
    for (size_t i = 0; i < count; i++) {
        char field[40];
        snprintf(field, sizeof field, "/%zu", i);
        if (!(minutes[i] >= 0 && minutes[i] <= LONGEST_MIN))
            return ipso__fail_field(err, "", field, "a duration of %g min is not from 0 to 1440",
                                    minutes[i]);
    }
    return IPSO_OK;
}

ipso_status ipso_service_fit(ipso_service *service, ipso_service_kind kind, const double *minutes,
                             size_t count, ipso_error *err)
{
    ipso_service fitted = {.kind = kind, .phases = 1};
    double sum = 0;
    double square = 0;
    if (kind != IPSO_SERVICE_GAMMA && kind != IPSO_SERVICE_LOGNORMAL &&
        kind != IPSO_SERVICE_WEIBULL)
        return ipso__fail_field(
            err, "", "/law", "law %d is not fitted: gamma, lognormal and Weibull are", (int)kind);
    ipso_status status = check_durations(minutes, count, err);
    if (status != IPSO_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        sum += minutes[i];
    fitted.mean_min = sum / (double)count;
    for (size_t i = 0; i < count; i++)
        square += (minutes[i] - fitted.mean_min) * (minutes[i] - fitted.mean_min);
    if (square <= 0)
        fitted.kind = IPSO_SERVICE_FIXED;
    else
        fitted.cv = sqrt(square / (double)(count - 1)) / fitted.mean_min;
    status = ipso_service_check(&fitted, err);
    if (status == IPSO_OK)
        *service = fitted;
    return status;
}

/* Tijms 1994, appendix B: with k - 1 <= 1 / cv^2 <= k, k - 1 phases with probability
 * p = (k cv^2 - sqrt(k (1 + cv^2) - k^2 cv^2)) / (1 + cv^2), else k, all of rate (k - p) / mean. */
static void fit_erlangs(ipso_service parts[2], double shares[2], double mean, double square)
{
    int k = (int)ceil(1 / square - 1e-12);
    k = k < 2 ? 2 : k;
    double p = (k * square - sqrt(fmax(0, k * (1 + square) - k * k * square))) / (1 + square);
    p = fmin(1, fmax(0, p));
    double phase = mean / (k - p);
    parts[0] =
        (ipso_service){.kind = IPSO_SERVICE_ERLANG, .phases = k - 1, .mean_min = (k - 1) * phase};
    parts[1] = (ipso_service){.kind = IPSO_SERVICE_ERLANG, .phases = k, .mean_min = k * phase};
    shares[0] = p;
    shares[1] = 1 - p;
}

/* Two exponentials that bring half of the mean each. */
static void fit_hyperexponential(ipso_service parts[2], double shares[2], double mean,
                                 double square)
{
    shares[0] = 0.5 * (1 + sqrt((square - 1) / (square + 1)));
    shares[1] = 1 - shares[0];
    for (int i = 0; i < 2; i++)
        parts[i] = (ipso_service){
            .kind = IPSO_SERVICE_EXPONENTIAL, .phases = 1, .mean_min = mean / (2 * shares[i])};
}

ipso_status ipso_service_fit_phases(ipso_service *service, ipso_service parts[2], double shares[2],
                                    double mean_min, double cv, ipso_error *err)
{
    if (!(mean_min >= 1e-6 && mean_min <= LONGEST_MIN))
        return ipso__fail_field(err, "", "/mean_min",
                                "a mean of %g min is not above 0 and at most 1440", mean_min);
    if (!(cv >= 0.05 && cv <= 5))
        return ipso__fail_field(err, "", "/cv",
                                "a coefficient of variation of %g is not from 0.05 to 5", cv);
    if (cv == 1) {
        *service =
            (ipso_service){.kind = IPSO_SERVICE_EXPONENTIAL, .phases = 1, .mean_min = mean_min};
        return IPSO_OK;
    }
    if (cv < 1)
        fit_erlangs(parts, shares, mean_min, cv * cv);
    else
        fit_hyperexponential(parts, shares, mean_min, cv * cv);
    *service = (ipso_service){
        .kind = IPSO_SERVICE_MIXTURE, .phases = 1, .shares = shares, .parts = parts, .count = 2};
    return IPSO_OK;
}
