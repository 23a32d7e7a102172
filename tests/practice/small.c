/* A small practice to change and break.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "practice/small.h"

ipso_date small_date(int day)
{
    ipso_date monday;

    ipso_date_from_ymd(&monday, 2026, 11, 23);
    return monday + day;
}

static void add_people(ipso_practice *practice)
{
    static const char *const ids[] = {"morel", "petit"};
    ipso_practitioner gp;

    for (int i = 0; i < 2; i++) {
        ipso_practitioner_init(&gp);
        gp.id = ids[i];
        gp.role = "gp";
        assert_int_equal(ipso_practice_add_practitioner(practice, &gp, NULL), IPSO_OK);
    }
}

ipso_practice *small_practice(void)
{
    static const ipso_hours hours[] = {{IPSO_ALL_DAYS, 480, 1200}};
    static const int lengths[] = {15, 20};
    ipso_practice *practice;
    ipso_horizon horizon;
    ipso_demand demand;
    ipso_duty duty;
    ipso_site site;
    ipso_type type;

    ipso_horizon_init(&horizon);
    horizon.first_day = small_date(0);
    assert_int_equal(ipso_practice_new(&practice, &horizon, NULL), IPSO_OK);
    ipso_site_init(&site);
    site.id = "centre";
    site.hours = hours;
    site.hours_count = 1;
    assert_int_equal(ipso_practice_add_site(practice, &site, NULL), IPSO_OK);
    add_people(practice);
    ipso_duty_init(&duty);
    duty.id = "day";
    duty.site = 0;
    duty.start_min = 480;
    duty.end_min = 1080;
    assert_int_equal(ipso_practice_add_duty(practice, &duty, NULL), IPSO_OK);
    ipso_type_init(&type);
    type.id = "visit";
    type.lengths_min = lengths;
    type.length_count = 2;
    type.law.mean_min = 16;
    assert_int_equal(ipso_practice_add_type(practice, &type, NULL), IPSO_OK);
    ipso_demand_init(&demand);
    demand.mean = 10;
    assert_int_equal(ipso_practice_add_demand(practice, &demand, NULL), IPSO_OK);
    return practice;
}
