/* A law of minutes made ready for many questions. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SESSION_LAW_H
#define IPSO_SESSION_LAW_H

#include <ipsosched/session.h>

/* Parameters of a law that is no mixture and not empirical. */
typedef struct ipso__law {
    ipso_service_kind kind;
    double mean;
    double
        shape; /* gamma and Erlang: shape; Weibull: shape; lognormal: deviation of the logarithm */
    double scale; /* gamma and Erlang, Weibull: scale; lognormal: mean of the logarithm */
} ipso__law;

/* service has passed ipso_service_check and is no mixture and not empirical. */
ipso__law ipso__law_of(const ipso_service *service);

/* E[(S - x)+] and P(S > x), x >= 0. */
double ipso__law_excess(const ipso__law *law, double x);
double ipso__law_tail(const ipso__law *law, double x);
/* Standard deviation. */
double ipso__law_deviation(const ipso__law *law);

/* ipso_service_check with pointers that begin with where. */
ipso_status ipso__service_check(const ipso_service *service, const char *where, ipso_error *err);

/* Regularised upper incomplete gamma function Q(a, x) = Gamma(a, x) / Gamma(a), a > 0, x >= 0, to
 * about 1e-14. */
double ipso__gamma_q(double a, double x);

/* ln Gamma(a), a > 0. libm's lgamma writes a global variable. */
double ipso__log_gamma(double a);

#endif
