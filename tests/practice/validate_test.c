/* Validation finds every error that joins two parts, with its pointer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "practice/small.h"

#include <string.h>

typedef struct found {
    char where[8][IPSO_ERROR_WHERE_SIZE];
    int count;
} found;

static void note(void *user, const char *where, const char *text)
{
    found *all = user;

    assert_true(text[0] != '\0');
    if (all->count < 8)
        strcpy(all->where[all->count], where);
    all->count++;
}

static void expect_found(ipso_practice *practice, int count, const char *const *where)
{
    found all = {.count = 0};
    ipso_error err;

    ipso_error_init(&err);
    assert_int_equal(ipso_practice_validate(practice, note, &all, &err), IPSO_INPUT);
    assert_int_equal(all.count, count);
    for (int i = 0; i < count; i++)
        assert_string_equal(all.where[i], where[i]);
    assert_string_equal(err.where, where[0]);
    assert_false(ipso_practice_validated(practice));
    ipso_practice_free(practice);
}

static void an_empty_practice_lacks_everything(void **state)
{
    const char *const where[] = {"/sites", "/practitioners", "/duties", "/appointment_types",
                                 "/demand"};
    ipso_practice *practice;
    ipso_horizon horizon;

    (void)state;
    ipso_horizon_init(&horizon);
    horizon.first_day = small_date(0);
    assert_int_equal(ipso_practice_new(&practice, &horizon, NULL), IPSO_OK);
    expect_found(practice, 5, where);
}

static void ids_are_unique(void **state)
{
    const char *const where[] = {"/practitioners/2", "/duties/1"};
    ipso_practice *practice = small_practice();
    ipso_practitioner gp;
    ipso_duty duty = *ipso_practice_duty(practice, 0);

    (void)state;
    ipso_practitioner_init(&gp);
    gp.id = "morel";
    gp.role = "gp";
    assert_int_equal(ipso_practice_add_practitioner(practice, &gp, NULL), IPSO_OK);
    assert_int_equal(ipso_practice_add_duty(practice, &duty, NULL), IPSO_OK);
    expect_found(practice, 2, where);
}

static void references_that_point_nowhere_are_found(void **state)
{
    const char *const where[] = {"/cover/0/practitioners/0", "/practitioners/2/supervisors/0",
                                 "/practitioners/2/supervisors/1"};
    static const int nobody[] = {9}, bad[] = {7, 2};
    ipso_practice *practice = small_practice();
    ipso_practitioner trainee;
    ipso_cover cover;

    (void)state;
    ipso_cover_init(&cover);
    cover.id = "c";
    cover.start_min = 480;
    cover.end_min = 600;
    cover.who.practitioners = nobody;
    cover.who.practitioner_count = 1;
    assert_int_equal(ipso_practice_add_cover(practice, &cover, NULL), IPSO_OK);
    ipso_practitioner_init(&trainee);
    trainee.id = "trainee";
    trainee.role = "trainee";
    trainee.supervisors = bad;
    trainee.supervisor_count = 2;
    assert_int_equal(ipso_practice_add_practitioner(practice, &trainee, NULL), IPSO_OK);
    expect_found(practice, 3, where);
}

static ipso_request request_of(const char *id, int after)
{
    ipso_request request;

    ipso_request_init(&request);
    request.id = id;
    request.patient = "p";
    request.type = 0;
    request.after = after;
    return request;
}

static void linked_requests_do_not_run_in_a_circle(void **state)
{
    const char *const where[] = {"/requests/0/after"};
    ipso_practice *practice = small_practice();
    ipso_request requests[] = {request_of("a", 2), request_of("b", 0), request_of("c", 1),
                               request_of("d", 1)};

    (void)state;
    for (int i = 0; i < 4; i++)
        assert_int_equal(ipso_practice_add_request(practice, &requests[i], NULL), IPSO_OK);
    expect_found(practice, 1, where); /* one circle, told once */
}

static void a_request_needs_a_window_in_the_horizon(void **state)
{
    const char *const where[] = {"/requests/0/windows"};
    ipso_practice *practice = small_practice();
    ipso_request request = request_of("late", IPSO_ANY);
    ipso_window window;

    (void)state;
    ipso_window_init(&window);
    window.first = small_date(7);
    window.last = small_date(9);
    request.windows = &window;
    request.window_count = 1;
    assert_int_equal(ipso_practice_add_request(practice, &request, NULL), IPSO_OK);
    expect_found(practice, 1, where);
}

static ipso_fixed fixed_at(const char *id, const char *patient, int practitioner, int start_min)
{
    ipso_fixed fixed;

    ipso_fixed_init(&fixed);
    fixed.id = id;
    fixed.patient = patient;
    fixed.type = 0;
    fixed.practitioner = practitioner;
    fixed.site = 0;
    fixed.date = small_date(1);
    fixed.start_min = start_min;
    fixed.length_min = 20;
    return fixed;
}

static void fixed_appointments_do_not_clash(void **state)
{
    const char *const where[] = {"/fixed_appointments/1", "/fixed_appointments/3"};
    ipso_practice *practice = small_practice();
    ipso_fixed all[] = {fixed_at("a", "anna", 0, 540), fixed_at("b", "boris", 0, 555),
                        fixed_at("c", "clara", 1, 600), fixed_at("d", "clara", 0, 615),
                        fixed_at("e", "emil", 1, 620)};

    (void)state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(ipso_practice_add_fixed(practice, &all[i], NULL), IPSO_OK);
    expect_found(practice, 2, where); /* practitioner 0 at 09:15, Clara at 10:15 */
}

static void a_fixed_visit_has_a_site(void **state)
{
    ipso_practice *practice = small_practice();
    ipso_fixed fixed = fixed_at("a", "anna", 0, 540);
    ipso_error err;

    (void)state;
    ipso_error_init(&err);
    fixed.site = IPSO_ANY;
    assert_int_equal(ipso_practice_add_fixed(practice, &fixed, &err), IPSO_INPUT);
    assert_string_equal(err.where, "/fixed_appointments/0/site");
    ipso_practice_free(practice);
}

static void a_fixed_appointment_lies_in_the_horizon(void **state)
{
    const char *const where[] = {"/fixed_appointments/0/date"};
    ipso_practice *practice = small_practice();
    ipso_fixed fixed = fixed_at("a", "anna", 0, 540);

    (void)state;
    fixed.date = small_date(-1);
    assert_int_equal(ipso_practice_add_fixed(practice, &fixed, NULL), IPSO_OK);
    expect_found(practice, 1, where);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_practice_lacks_everything),
        cmocka_unit_test(ids_are_unique),
        cmocka_unit_test(references_that_point_nowhere_are_found),
        cmocka_unit_test(linked_requests_do_not_run_in_a_circle),
        cmocka_unit_test(a_request_needs_a_window_in_the_horizon),
        cmocka_unit_test(fixed_appointments_do_not_clash),
        cmocka_unit_test(a_fixed_visit_has_a_site),
        cmocka_unit_test(a_fixed_appointment_lies_in_the_horizon),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
