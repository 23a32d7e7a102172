/* Random minutes of a law.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/draw.h"

#include <math.h>

/* ln x = e ln 2 + 2 (s + s^3/3 + s^5/5 + ...), s = (m - 1) / (m + 1), x = m 2^e with m around 1:
 * |s| is below .172, and the first term left out below 1e-19. */
static double ln(double x)
{
    int exponent;
    double m = frexp(x, &exponent);
    if (m < 0.70710678118654752440) {
        m *= 2;
        exponent--;
    }
    double s = (m - 1) / (m + 1), square = s * s, sum = 0;
    for (int k = 23; k >= 1; k -= 2)
        sum = sum * square + 1.0 / k;
    return exponent * 0x1.62e42fefa39efp-1 + 2 * s * sum;
}

/* e^x = 2^k e^r, |r| at most ln 2 / 2, by the series of e^r to r^17. */
static double e_to(double x)
{
    double k = floor(x * 0x1.71547652b82fep+0 + 0.5);
    double r = (x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33;
    double sum = 1;
    for (int i = 17; i >= 1; i--)
        sum = 1 + sum * r / i;
    return ldexp(sum, (int)fmax(-2000, fmin(2000, k)));
}

double ipso__draw_unit(ipso__random *random)
{
    uint32_t high = ipso__random_u32(random) >> 5;
    uint32_t low = ipso__random_u32(random) >> 6;
    return (high * 67108864.0 + low + 0.5) * 0x1p-53;
}

double ipso__draw_exponential(ipso__random *random)
{
    return -ln(ipso__draw_unit(random));
}

/* Marsaglia's polar method. */
static double draw_normal(ipso__random *random)
{
    double x, y, square;
    do {
        x = 2 * ipso__draw_unit(random) - 1;
        y = 2 * ipso__draw_unit(random) - 1;
        square = x * x + y * y;
    } while (square >= 1 || square == 0);
    return x * sqrt(-2 * ln(square) / square);
}

/* Marsaglia & Tsang 2000; for a shape below 1 that of shape + 1 times U^(1/shape). */
static double draw_gamma(double shape, ipso__random *random)
{
    if (shape < 1) {
        double factor = e_to(ln(ipso__draw_unit(random)) / shape);
        return factor * draw_gamma(shape + 1, random);
    }
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        double z = draw_normal(random), v = 1 + c * z;
        if (v <= 0)
            continue;
        v = v * v * v;
        if (ln(ipso__draw_unit(random)) < 0.5 * z * z + d - d * v + d * ln(v))
            return d * v;
    }
}

static size_t draw_index(const ipso__draw *draw, ipso__random *random)
{
    double u = ipso__draw_unit(random);
    size_t low = 0, high = draw->count - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (u < draw->until[middle])
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

double ipso__draw_one(const ipso__draw *draw, ipso__random *random)
{
    const ipso__law *law = &draw->law;
    switch (draw->kind) {
    case IPSO_SERVICE_EXPONENTIAL:
        return law->mean * ipso__draw_exponential(random);
    case IPSO_SERVICE_ERLANG:
    case IPSO_SERVICE_GAMMA:
        return law->scale * draw_gamma(law->shape, random);
    case IPSO_SERVICE_LOGNORMAL:
        return e_to(law->scale + law->shape * draw_normal(random));
    case IPSO_SERVICE_WEIBULL:
        return law->scale * e_to(ln(ipso__draw_exponential(random)) / law->shape);
    case IPSO_SERVICE_EMPIRICAL:
        return draw->minutes[draw_index(draw, random)];
    case IPSO_SERVICE_MIXTURE:
        return ipso__draw_one(&draw->parts[draw_index(draw, random)], random);
    case IPSO_SERVICE_FIXED:
        break;
    }
    return law->mean;
}

static bool add_up(ipso__draw *draw, ipso__arena *arena, const ipso_service *service)
{
    double sum = 0;
    draw->count = service->count;
    draw->until = ipso__arena_alloc(arena, service->count, sizeof *draw->until);
    for (size_t i = 0; draw->until != NULL && i < service->count; i++) {
        sum += service->shares[i];
        draw->until[i] = sum;
    }
    return draw->until != NULL;
}

bool ipso__draw_prepare(ipso__draw *draw, ipso__arena *arena, const ipso_service *service)
{
    *draw = (ipso__draw){.kind = service->kind, .minutes = service->minutes};
    if (service->kind == IPSO_SERVICE_EMPIRICAL)
        return add_up(draw, arena, service);
    if (service->kind != IPSO_SERVICE_MIXTURE) {
        draw->law = ipso__law_of(service);
        return true;
    }
    draw->parts = ipso__arena_alloc(arena, service->count, sizeof *draw->parts);
    if (draw->parts == NULL || !add_up(draw, arena, service))
        return false;
    for (size_t i = 0; i < service->count; i++)
        if (!ipso__draw_prepare(&draw->parts[i], arena, &service->parts[i]))
            return false;
    return true;
}
