/* Past appointments from tables and from documents: the same in both, and what is refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/history.h"
#include "json/support.h"

#include <ipsosched/csv.h>

typedef ipso_status (*reader)(ipso_fit_appointments *appointments, const ipso_practice *practice,
                              const char *text, size_t length, bool set_aside,
                              ipso_finding_fn found, void *user, ipso_error *err);

/* The practice of history_practice_of: morel and petit, visit and phone, frail, centre. */
static ipso_practice *practice(void)
{
    static const ipso_demand demand = {.patient_class = IPSO_ANY,
                                       .site = IPSO_ANY,
                                       .days = {.weekdays = IPSO_ALL_DAYS},
                                       .end_min = IPSO_DAY_MIN,
                                       .mean = 10};

    return history_practice_of(1, &demand, 1);
}

static ipso_fit_appointments read_good(reader read, const char *text)
{
    ipso_practice *of = practice();
    ipso_fit_appointments list = {0};
    ipso_error err;

    ipso_error_init(&err);
    assert_int_equal(read(&list, of, text, strlen(text), false, NULL, NULL, &err), IPSO_OK);
    assert_string_equal(err.text, "");
    ipso_practice_free(of);
    return list;
}

/* Reads what is wrong; the findings are the expected lines, the first of them the error. */
static void assert_refused(reader read, const char *text, const char *expected)
{
    ipso_practice *of = practice();
    ipso_fit_appointments list = {.count = 77};
    static lines got;
    ipso_error err;
    char first[600];

    memset(&got, 0, sizeof got);
    ipso_error_init(&err);
    assert_int_equal(read(&list, of, text, strlen(text), false, gather, &got, &err), IPSO_INPUT);
    assert_string_equal(got.text, expected);
    snprintf(first, sizeof first, "%s: %s\n", err.where, err.text);
    assert_memory_equal(got.text, first, strlen(first));
    assert_int_equal(list.count, 77);
    ipso_practice_free(of);
}

#define HEADER                                                                                     \
    "minutes,date,start,type,practitioner,patient_class,site,own_practitioner,booked_on,"          \
    "booked_at,state\n"

static void assert_first(const ipso_fit_appointments *list)
{
    const ipso_fit_appointment *item = &list->items[0];

    assert_int_equal(list->count, 2);
    assert_int_equal(list->set_aside, 0);
    assert_int_equal(item->date, history_date(3));
    assert_int_equal(item->start_min, 545);
    assert_int_equal(item->type, 1);
    assert_int_equal(item->practitioner, 1);
    assert_int_equal(item->patient_class, 0);
    assert_int_equal(item->site, 0);
    assert_int_equal(item->own_practitioner, 0);
    assert_int_equal(item->booked_on, history_date(0));
    assert_int_equal(item->booked_at_min, 1079);
    assert_int_equal(item->state, IPSO_FIT_ATTENDED);
    assert_true(item->minutes == 17.5);
    item = &list->items[1];
    assert_int_equal(item->practitioner, IPSO_ANY);
    assert_int_equal(item->booked_on, 0);
    assert_int_equal(item->booked_at_min, -1);
    assert_int_equal(item->state, IPSO_FIT_MISSED);
    assert_true(item->minutes == -1);
}

static void tables_have_columns_by_name_in_any_order(void **state)
{
    ipso_fit_appointments list =
        read_good(ipso_fit_appointments_from_csv, HEADER
                  "17.5,2026-01-08,09:05,phone,petit,frail,centre,morel,2026-01-05,17:59,attended\n"
                  ",2026-01-08,09:05,visit,,,,,,,no_show\n");

    (void)state;
    assert_first(&list);
    assert_int_equal(list.first_day, 0);
    ipso_fit_appointments_finish(&list);
    list = read_good(ipso_fit_appointments_from_csv, "type;start;date;minutes\nvisit;08:00;"
                                                     "2026-01-05;12,5\n");
    assert_true(list.items[0].minutes == 12.5);
    ipso_fit_appointments_finish(&list);
}

static void documents_have_the_same_fields(void **state)
{
    ipso_fit_appointments list = read_good(
        ipso_fit_appointments_from_json,
        "{\"format\": \"ipsosched-appointments/1\", \"first_day\": \"2026-01-05\","
        " \"last_day\": \"2026-01-09\", \"appointments\": ["
        "{\"date\": \"2026-01-08\", \"start\": \"09:05\", \"type\": \"phone\","
        " \"practitioner\": \"petit\", \"patient_class\": \"frail\", \"site\": \"centre\","
        " \"own_practitioner\": \"morel\", \"booked_on\": \"2026-01-05\","
        " \"booked_at\": \"17:59\", \"minutes\": 17.5},"
        "{\"date\": \"2026-01-08\", \"start\": \"09:05\", \"type\": \"visit\","
        " \"state\": \"no_show\"}]}");

    (void)state;
    assert_first(&list);
    assert_int_equal(list.first_day, history_date(0));
    assert_int_equal(list.last_day, history_date(4));
    ipso_fit_appointments_finish(&list);
}

static void every_wrong_row_of_a_table_is_named(void **state)
{
    (void)state;
    assert_refused(
        ipso_fit_appointments_from_csv,
        "date,start,type,practitioner,state,minutes,booked_on\n"
        "2026-02-30,09:00,visit,morel,,,\n"
        "2026-02-20,9:00,visit,morel,,,\n"
        "2026-02-20,09:00,vist,durand,seen,long,soon\n"
        "2026-02-20,09:00,visit,morel,,,2026-02-21\n"
        "2026-02-20,09:00,visit,morel,no_show,12,\n"
        "2026-02-20,09:00,visit,morel,,0,\n"
        "2026-02-20,09:00,visit,morel,,481,\n"
        "2026-02-20,09:00,visit,morel,,-1,\n"
        "2026-02-20,09:00,visit,morel\n"
        "2026-02-20,24:00,visit,morel,,,\n"
        "2026-02-20,09:00,visit,morel,,15,\n",
        ": line 2, column \"date\": \"2026-02-30\" is not a date (YYYY-MM-DD)\n"
        ": line 3, column \"start\": \"9:00\" is not a time of day (HH:MM)\n"
        ": line 4, column \"type\": \"vist\" is no id of the practice\n"
        ": line 4, column \"practitioner\": \"durand\" is no id of the practice\n"
        ": line 4, column \"booked_on\": \"soon\" is not a date (YYYY-MM-DD)\n"
        ": line 4, column \"state\": \"seen\" is not one of attended, no_show and cancelled\n"
        ": line 4, column \"minutes\": \"long\" is not a number\n"
        ": line 5, column \"booked_on\": booked_on is after the date of the appointment\n"
        ": line 6, column \"minutes\": an appointment that was missed or cancelled took no "
        "minutes\n"
        ": line 7, column \"minutes\": an attended appointment takes more than 0 and at most 480 "
        "minutes; leave unknown ones out\n"
        ": line 8, column \"minutes\": an attended appointment takes more than 0 and at most 480 "
        "minutes; leave unknown ones out\n"
        ": line 9, column \"minutes\": \"-1\" is below 0\n"
        ": line 10: 4 fields, where the first line names 7 columns\n"
        ": line 11, column \"start\": start is outside 00:00 to 23:59\n");
}

static void wrong_columns_are_named(void **state)
{
    (void)state;
    assert_refused(
        ipso_fit_appointments_from_csv, "day,start,start,type\n1,2,3,4\n",
        ": line 1: \"day\" is no column; there are date, start, type, practitioner, "
        "patient_class, site, own_practitioner, booked_on, booked_at, state and minutes\n"
        ": line 1: two columns are named \"start\"\n"
        ": line 1: there is no column \"date\"\n");
    assert_refused(
        ipso_fit_appointments_from_csv, "\n\n",
        ": the table is empty: its first line names the columns, date, start, type, "
        "practitioner, patient_class, site, own_practitioner, booked_on, booked_at, state "
        "and minutes\n");
    assert_refused(ipso_fit_appointments_from_csv, "date,start,type\n2026-01-05,08:00,\"visit\n",
                   ": line 2: the quoted field that begins in this row is never closed\n");
}

#define DOCUMENT(appointments)                                                                     \
    "{\"format\": \"ipsosched-appointments/1\", \"appointments\": [" appointments "]}"

static void every_wrong_appointment_of_a_document_is_named(void **state)
{
    (void)state;
    assert_refused(
        ipso_fit_appointments_from_json,
        DOCUMENT("{\"date\": \"2026-01-05\", \"start\": \"08:00\", \"type\": \"vist\"},"
                 "{\"date\": \"2026-01-05\", \"start\": \"08:00\", \"type\": \"visit\","
                 " \"minutes\": -1},"
                 "{\"date\": \"2026-01-05\", \"start\": \"08:00\", \"type\": \"visit\","
                 " \"state\": \"seen\", \"lenght\": 3},"
                 "{\"start\": \"24:00\", \"type\": \"visit\"}"),
        "/appointments/0/type: no appointment type has the id \"vist\"; did you mean \"visit\"?\n"
        "/appointments/1/minutes: an attended appointment takes more than 0 and at most 480 "
        "minutes; leave unknown ones out\n"
        "/appointments/2/lenght: unknown field \"lenght\"; known here: date, start, type, "
        "practitioner, patient_class, site, own_practitioner, booked_on, booked_at, state, "
        "minutes\n"
        "/appointments/2/state: \"seen\" is not what became of an appointment; known here: "
        "attended, no_show, cancelled\n"
        "/appointments/3: a past appointment needs \"date\"\n");
}

static void a_document_of_another_kind_is_named(void **state)
{
    (void)state;
    assert_refused(ipso_fit_appointments_from_json, "{\"format\": \"ipsosched-plan/1\"}",
                   "/format: this is a plan (\"ipsosched-plan/1\") where a list of appointments "
                   "(\"ipsosched-appointments/1\") is wanted\n");
    assert_refused(ipso_fit_appointments_from_json,
                   "{\"format\": \"ipsosched-appointments/1\", \"first_day\": 5}",
                   "/first_day: 5 is not a date (\"YYYY-MM-DD\")\n"
                   ": the document needs \"appointments\"\n");
}

/* Wrong ones are reported and left out, the others read. */
static void assert_set_aside(reader read, const char *text, const char *expected)
{
    ipso_practice *of = practice();
    ipso_fit_appointments list = {0};
    static lines got;
    ipso_error err;

    memset(&got, 0, sizeof got);
    ipso_error_init(&err);
    assert_int_equal(read(&list, of, text, strlen(text), true, gather, &got, &err), IPSO_OK);
    assert_int_equal(err.status, IPSO_OK);
    assert_string_equal(got.text, expected);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.set_aside, 1);
    assert_int_equal(list.items[1].start_min, 720);
    ipso_fit_appointments_finish(&list);
    ipso_practice_free(of);
}

static void wrong_ones_can_be_set_aside(void **state)
{
    (void)state;
    assert_set_aside(ipso_fit_appointments_from_csv,
                     "date,start,type\n2026-01-05,08:00,visit\n2026-01-05,8h,visit\n"
                     "2026-01-05,12:00,visit\n",
                     ": line 3, column \"start\": \"8h\" is not a time of day (HH:MM)\n");
    assert_set_aside(
        ipso_fit_appointments_from_json,
        DOCUMENT("{\"date\": \"2026-01-05\", \"start\": \"08:00\", \"type\": \"visit\"},"
                 "{\"date\": \"2026-01-05\", \"start\": \"8h\", \"type\": \"visit\"},"
                 "{\"date\": \"2026-01-05\", \"start\": \"12:00\", \"type\": \"visit\"}"),
        "/appointments/1/start: \"8h\" is not a time of day (\"HH:MM\", 00:00 to 24:00)\n");
}

/* What is wrong with all of it is an error even then. */
static void the_whole_cannot_be_set_aside(void **state)
{
    ipso_practice *of = practice();
    ipso_fit_appointments list = {0};
    static const char *const texts[] = {"date,start\n2026-01-05,08:00\n", "", "x\n",
                                        "date,start,type\n2026-01-05,08:00,\"visit\n"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ipso_error err;

        ipso_error_init(&err);
        assert_int_equal(ipso_fit_appointments_from_csv(&list, of, texts[i], strlen(texts[i]), true,
                                                        NULL, NULL, &err),
                         IPSO_INPUT);
        assert_true(err.text[0] != '\0');
        assert_null(list.items);
    }
    ipso_practice_free(of);
}

/* 1,500 wrong rows: the thousandth says that there may be more. */
static void many_errors_come_to_an_end(void **state)
{
    static char text[60000] = "date,start,type\n";
    size_t length = strlen(text);
    ipso_practice *of = practice();
    static lines got;

    (void)state;
    memset(&got, 0, sizeof got);
    for (int i = 0; i < 1500; i++)
        length += (size_t)sprintf(text + length, "2026-01-05,08:00,no-%d\n", i);
    for (int set_aside = 0; set_aside < 2; set_aside++) {
        ipso_fit_appointments list = {0};

        got.count = 0;
        got.length = 0;
        assert_int_equal(ipso_fit_appointments_from_csv(&list, of, text, length, set_aside == 1,
                                                        gather, &got, NULL),
                         set_aside == 1 ? IPSO_OK : IPSO_INPUT);
        assert_int_equal(got.count, 1001);
        assert_int_equal(list.set_aside, set_aside == 1 ? 1500 : 0);
        ipso_fit_appointments_finish(&list);
    }
    ipso_practice_free(of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_have_columns_by_name_in_any_order),
        cmocka_unit_test(documents_have_the_same_fields),
        cmocka_unit_test(every_wrong_row_of_a_table_is_named),
        cmocka_unit_test(wrong_columns_are_named),
        cmocka_unit_test(every_wrong_appointment_of_a_document_is_named),
        cmocka_unit_test(a_document_of_another_kind_is_named),
        cmocka_unit_test(wrong_ones_can_be_set_aside),
        cmocka_unit_test(the_whole_cannot_be_set_aside),
        cmocka_unit_test(many_errors_come_to_an_end),
    };
    return cmocka_run_group_tests_name("csv appointments", tests, NULL, NULL);
}
