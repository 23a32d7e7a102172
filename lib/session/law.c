/* Laws of minutes: parameters from mean and coefficient of variation, excess and tail.
 *
 * E[(S - x)+] is closed for each: with Q the regularised upper incomplete gamma function,
 *     gamma, shape a, scale b:    a b Q(a + 1, x / b) - x Q(a, x / b)
 *     Weibull, shape k, scale b:  mean Q(1 + 1/k, (x / b)^k) - x exp(-(x / b)^k)
 *     lognormal:                  mean Phi(s - z) - x Phi(-z),  z = (ln x - m) / s
 * (Johnson, Kotz & Balakrishnan 1994, Continuous Univariate Distributions 1, chapters 14, 17, 21.)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/law.h"

#include <math.h>

static double normal_share(double z)
{
    return 0.5 * erfc(-z * 0.70710678118654752440);
}

/* cv^2 of a Weibull law of that shape: Gamma(1 + 2/k) / Gamma(1 + 1/k)^2 - 1, falling in k. */
static double weibull_square(double shape)
{
    return expm1(ipso__log_gamma(1 + 2 / shape) - 2 * ipso__log_gamma(1 + 1 / shape));
}

static double weibull_shape(double cv)
{
    double low = 0.1;
    double high = 100;
    for (int i = 0; i < 100; i++) {
        double middle = sqrt(low * high);
        if (weibull_square(middle) > cv * cv)
            low = middle;
        else
            high = middle;
    }
    return sqrt(low * high);
}

ipso__law ipso__law_of(const ipso_service *service)
{
    ipso__law law = {.kind = service->kind, .mean = service->mean_min};
    double cv = service->cv;
    if (service->kind == IPSO_SERVICE_ERLANG) {
        law.shape = service->phases;
        law.scale = law.mean / law.shape;
    } else if (service->kind == IPSO_SERVICE_GAMMA) {
        law.shape = 1 / (cv * cv);
        law.scale = law.mean / law.shape;
    } else if (service->kind == IPSO_SERVICE_LOGNORMAL) {
        law.shape = sqrt(log1p(cv * cv));
        law.scale = log(law.mean) - law.shape * law.shape / 2;
    } else if (service->kind == IPSO_SERVICE_WEIBULL) {
        law.shape = weibull_shape(cv);
        law.scale = law.mean / exp(ipso__log_gamma(1 + 1 / law.shape));
    }
    return law;
}

double ipso__law_excess(const ipso__law *law, double x)
{
    double z;
    if (x <= 0)
        return law->mean - x;
    switch (law->kind) {
    case IPSO_SERVICE_EXPONENTIAL:
        return law->mean * exp(-x / law->mean);
    case IPSO_SERVICE_ERLANG:
    case IPSO_SERVICE_GAMMA:
        z = x / law->scale;
        return fmax(0, law->mean * ipso__gamma_q(law->shape + 1, z) -
                           x * ipso__gamma_q(law->shape, z));
    case IPSO_SERVICE_LOGNORMAL:
        z = (log(x) - law->scale) / law->shape;
        return fmax(0, law->mean * normal_share(law->shape - z) - x * normal_share(-z));
    case IPSO_SERVICE_WEIBULL:
        z = pow(x / law->scale, law->shape);
        return fmax(0, law->mean * ipso__gamma_q(1 + 1 / law->shape, z) - x * exp(-z));
    case IPSO_SERVICE_FIXED:
    case IPSO_SERVICE_EMPIRICAL:
    case IPSO_SERVICE_MIXTURE:
        break;
    }
    return fmax(0, law->mean - x);
}

double ipso__law_tail(const ipso__law *law, double x)
{
    if (x < 0)
        return 1;
    switch (law->kind) {
    case IPSO_SERVICE_EXPONENTIAL:
        return exp(-x / law->mean);
    case IPSO_SERVICE_ERLANG:
    case IPSO_SERVICE_GAMMA:
        return ipso__gamma_q(law->shape, x / law->scale);
    case IPSO_SERVICE_LOGNORMAL:
        return x > 0 ? normal_share((law->scale - log(x)) / law->shape) : 1;
    case IPSO_SERVICE_WEIBULL:
        return exp(-pow(x / law->scale, law->shape));
    case IPSO_SERVICE_FIXED:
    case IPSO_SERVICE_EMPIRICAL:
    case IPSO_SERVICE_MIXTURE:
        break;
    }
    return law->mean > x ? 1 : 0;
}

double ipso__law_deviation(const ipso__law *law)
{
    switch (law->kind) {
    case IPSO_SERVICE_EXPONENTIAL:
        return law->mean;
    case IPSO_SERVICE_ERLANG:
    case IPSO_SERVICE_GAMMA:
        return law->scale * sqrt(law->shape);
    case IPSO_SERVICE_LOGNORMAL:
        return law->mean * sqrt(expm1(law->shape * law->shape));
    case IPSO_SERVICE_WEIBULL:
        return law->mean * sqrt(weibull_square(law->shape));
    case IPSO_SERVICE_FIXED:
    case IPSO_SERVICE_EMPIRICAL:
    case IPSO_SERVICE_MIXTURE:
        break;
    }
    return 0;
}
