/* Range checks of descriptions, with JSON pointers. Internal.
 *
 * A checker names the thing it looks at and keeps the first failure; once one is recorded, later
 * expectations are not looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PRACTICE_EXPECT_H
#define IPSO_PRACTICE_EXPECT_H

#include <ipsosched/practice.h>

#include "base/error.h"

typedef struct ipso__checker {
    ipso_error *err;     /* the caller's, may be NULL */
    ipso_status *status; /* of the outermost checker */
    char where[IPSO_ERROR_WHERE_SIZE];
} ipso__checker;

/* Starts a checker at a printf-formatted pointer; *status becomes IPSO_OK. */
void ipso__checker_init(ipso__checker *checker, ipso_error *err, ipso_status *status,
                        const char *format, ...) IPSO__PRINTF(4, 5);

/* A checker for element index of field, sharing the failure of its parent. */
ipso__checker ipso__checker_child(const ipso__checker *parent, const char *field, size_t index);

/* Records IPSO_INPUT at where/field (field "" = where itself) unless ok. */
void ipso__expect(ipso__checker *checker, bool ok, const char *field, const char *format, ...)
    IPSO__PRINTF(4, 5);

void ipso__expect_int(ipso__checker *checker, const char *field, int64_t value, int64_t low,
                      int64_t high);
void ipso__expect_number(ipso__checker *checker, const char *field, double value, double low,
                         double high);
void ipso__expect_index(ipso__checker *checker, const char *field, int value, size_t count,
                        bool any_allowed);
void ipso__expect_points(ipso__checker *checker, const char *field, int64_t value);
void ipso__expect_price(ipso__checker *checker, const char *field, int64_t value); /* or hard */
void ipso__expect_id(ipso__checker *checker, const char *field, const char *value);
void ipso__expect_text(ipso__checker *checker, const char *field, const char *value);
void ipso__expect_span(ipso__checker *checker, int start_min, int end_min);
void ipso__expect_time(ipso__checker *checker, const char *field, int value, int low, int high);
void ipso__expect_time_grid(ipso__checker *checker, const char *field, int minutes, int grid_min);
void ipso__expect_grid(ipso__checker *checker, const char *field, int minutes, int grid_min);
void ipso__expect_date(ipso__checker *checker, const char *field, ipso_date date);
void ipso__expect_limit(ipso__checker *checker, const char *field, const ipso_limit *limit);
void ipso__expect_law(ipso__checker *checker, const ipso_law *law);

#endif
