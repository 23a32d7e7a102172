/* The gamma function and its incomplete sister.
 *
 * GSL has both, but its functions call abort on underflow unless a handler of the whole process is
 * changed, which a library in somebody's process may not do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/law.h"

#include <math.h>

#define PI 3.14159265358979323846

/* Lanczos' approximation with g = 7 and nine terms (Godfrey's coefficients), error below 1e-14. */
static double lanczos(double a)
{
    static const double terms[] = {
        676.5203681218851,  -1259.1392167224028,  771.32342877765313,    -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7};
    double x = a - 1;
    double sum = 0.99999999999980993;
    for (int i = 0; i < 8; i++)
        sum += terms[i] / (x + i + 1);
    double t = x + 7.5;
    return 0.5 * log(2 * PI) + (x + 0.5) * log(t) - t + log(sum);
}

/* Stirling's series; the term left out is below 1e-17 from 16 on. */
static double stirling(double a)
{
    double r = 1 / (a * a);
    double series =
        (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188))))) / a;
    return (a - 0.5) * log(a) - a + 0.5 * log(2 * PI) + series;
}

double ipso__log_gamma(double a)
{
    if (a < 0.5)
        return log(PI / sin(PI * a)) - lanczos(1 - a);
    return a < 16 ? lanczos(a) : stirling(a);
}

/* x^a e^-x / Gamma(a + 1), without the cancellation of a ln x - x - ln Gamma(a + 1) for large a:
 * with x = a (1 + d) the exponent is a (ln(1 + d) - d) plus Stirling's remainder. */
static double front(double a, double x)
{
    if (a < 16)
        return exp(a * log(x) - x - lanczos(a + 1));
    double d = (x - a) / a;
    double r = 1 / (a * a);
    double series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680)))) / a;
    return exp(a * (log1p(d) - d) - series) / sqrt(2 * PI * a);
}

/* P(a, x) = front x sum over k of x^k / ((a + 1) ... (a + k)); for x < a + 1 every term is smaller
 * than the one before. */
static double lower_series(double a, double x)
{
    double term = 1;
    double sum = 1;
    for (int k = 1; k < 100000 && term > 1e-17 * sum; k++) {
        term *= x / (a + k);
        sum += term;
    }
    return front(a, x) * sum;
}

/* Q(a, x) by Legendre's continued fraction, evaluated by the method of Lentz (Numerical Recipes,
 * 6.2); for x >= a + 1. */
static double upper_fraction(double a, double x)
{
    const double tiny = 1e-300;
    double b = x + 1 - a;
    double c = 1 / tiny;
    double d = 1 / b;
    double h = d;
    for (int i = 1; i < 100000; i++) {
        double an = -i * (i - a);
        b += 2;
        d = an * d + b;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        c = b + an / c;
        c = fabs(c) < tiny ? tiny : c;
        h *= d * c;
        if (fabs(d * c - 1) < 1e-16)
            break;
    }
    return front(a, x) * a * h;
}

double ipso__gamma_q(double a, double x)
{
    if (x <= 0)
        return 1;
    if (x < a + 1)
        return 1 - lower_series(a, x);
    return upper_fraction(a, x);
}
