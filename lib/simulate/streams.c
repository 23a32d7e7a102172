/* Streams and the laws drawn from them.
 *
 * What a patient draws takes one uniform number and inverts the distribution function, so that
 * another schedule of the same patients keeps their service times. Of GSL only functions are called
 * that report no error for the arguments given here (closed formulas, and the Student quantile that
 * the tests try for every number of replications): its error handler is global and ends the host.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/streams.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* The finaliser of SplitMix64 (Steele, Lea & Flood 2014): a bijection that spreads every bit. */
static uint64_t mix(uint64_t x)
{
    x += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

uint64_t ipso__stream_key(uint64_t parent, ipso__purpose purpose, uint64_t first, uint64_t second)
{
    return mix(mix(mix(parent ^ mix((uint64_t)purpose)) + first) + second);
}

void ipso__stream_open(ipso__random *random, uint64_t key)
{
    ipso__random_init(random, key, mix(key));
}

double ipso__random_open(ipso__random *random)
{
    return (ipso__random_u32(random) + 0.5) * 0x1p-32;
}

int ipso__random_geometric(ipso__random *random, double mean)
{
    double u = ipso__random_open(random);

    if (mean <= 0)
        return 0;
    return (int)fmin(log(u) / log(mean / (1 + mean)), 100000);
}

/* Gamma of a shape and scale 1 (Marsaglia & Tsang 2000); a shape below 1 is that of shape + 1 times
 * a power of a uniform number. */
static double draw_gamma(ipso__random *random, double shape)
{
    double lift = shape < 1 ? pow(ipso__random_open(random), 1 / shape) : 1;
    double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3, c = 1 / sqrt(9 * d);

    for (;;) {
        double z = ipso__normal_quantile(ipso__random_open(random));
        double v = (1 + c * z) * (1 + c * z) * (1 + c * z);

        if (v > 0 && log(ipso__random_open(random)) < z * z / 2 + d - d * v + d * log(v))
            return d * v * lift;
    }
}

int ipso__random_count(ipso__random *random, double mean, double dispersion)
{
    if (mean <= 0)
        return 0;
    if (dispersion > 1 + 1e-9)
        mean = (dispersion - 1) * draw_gamma(random, mean / (dispersion - 1));
    return ipso__random_poisson(random, fmin(mean, 500));
}

static double empirical_quantile(const ipso_law *law, double u)
{
    double sum = 0;

    for (size_t i = 0; i + 1 < law->count; i++) {
        sum += law->shares[i];
        if (u < sum)
            return law->minutes[i];
    }
    return law->minutes[law->count - 1];
}

double ipso__law_quantile(const ipso_law *law, double factor, double u)
{
    double mean = factor * law->mean_min;

    if (law->kind == IPSO_LAW_EMPIRICAL)
        return factor * empirical_quantile(law, u);
    if (law->kind == IPSO_LAW_EXPONENTIAL)
        return -mean * log1p(-u);
    if (law->kind == IPSO_LAW_DETERMINISTIC || law->cv <= 0)
        return mean;
    double variance = log1p(law->cv * law->cv);
    return gsl_cdf_lognormal_Pinv(u, log(mean) - variance / 2, sqrt(variance));
}

double ipso__law_cv(const ipso_law *law)
{
    double mean = ipso_law_mean_min(law, 1), square = 0;

    if (law->kind == IPSO_LAW_EXPONENTIAL)
        return 1;
    if (law->kind != IPSO_LAW_EMPIRICAL)
        return law->kind == IPSO_LAW_LOGNORMAL ? law->cv : 0;
    for (size_t i = 0; i < law->count; i++)
        square += law->shares[i] * (law->minutes[i] - mean) * (law->minutes[i] - mean);
    return mean > 0 ? sqrt(square) / mean : 0;
}

double ipso__normal_quantile(double u)
{
    return gsl_cdf_ugaussian_Pinv(u);
}

double ipso__student_quantile(double u, int degrees)
{
    return gsl_cdf_tdist_Pinv(u, degrees);
}
