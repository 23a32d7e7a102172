/* The small rostering instance.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "bench/clinic.h"

#include <stdlib.h>
#include <string.h>

const char *const CLINIC[CLINIC_LINES] = {
    "SECTION_HORIZON",
    "14",
    "SECTION_SHIFTS",
    "E,480,",
    "L,600,E",
    "SECTION_STAFF",
    "ann,E=14|L=2,2880,960,5,2,2,1",
    "bob,E=0|L=14,6000,0,5,1,2,2",
    "SECTION_DAYS_OFF",
    "ann,3",
    "SECTION_SHIFT_ON_REQUESTS",
    "ann,0,E,2",
    "SECTION_SHIFT_OFF_REQUESTS",
    "bob,4,L,3",
    "SECTION_COVER",
    "0,E,1,100,1",
    "0,L,1,50,7",
    "1,L,0,100,7",
};

char *clinic_text(int line, const char *replacement, const char *end)
{
    char *text = calloc(4096, 1);
    assert_non_null(text);
    for (int i = 0; i < CLINIC_LINES; i++) {
        strcat(text, i + 1 == line ? replacement : CLINIC[i]);
        strcat(text, end);
        assert_true(strlen(text) < 3800);
    }
    return text;
}

nrp_instance *clinic(void)
{
    char *text = clinic_text(0, "", "\n");
    nrp_instance *instance = NULL;
    assert_int_equal(nrp_read(&instance, text, strlen(text), NULL), IPSO_OK);
    free(text);
    return instance;
}

static int shift_of(const nrp_instance *instance, char letter)
{
    for (int k = 0; k < instance->shift_count; k++) {
        if (instance->shifts[k].id[0] == letter)
            return k;
    }
    assert_int_equal(letter, '-');
    return NRP_OFF;
}

void write_roster(int *roster, const nrp_instance *instance, const char *const *people)
{
    for (int p = 0; p < instance->person_count; p++) {
        assert_int_equal(strlen(people[p]), instance->days);
        for (int t = 0; t < instance->days; t++)
            roster[p * instance->days + t] = shift_of(instance, people[p][t]);
    }
}

const hard_case HARD_CASES[] = {
    /* 4 x 480 = 1920 minutes, runs of 2, pauses of 2, one weekend (day 5). */
    {"EE--EE--------", 0, "", IPSO_RULE_PIN},
    /* Runs and pauses cut by an end of the horizon are long enough. */
    {"E---EE--------", 0, "", IPSO_RULE_PIN},
    {"EE-----------E", 0, "", IPSO_RULE_PIN},
    {"-EE-----------", 0, "", IPSO_RULE_PIN},
    {"EE---------EE-", 0, "", IPSO_RULE_PIN},
    {"---EE---------", 1, "works on a day off", IPSO_RULE_PIN},
    {"LE--EE--------", 1, "a shift follows that may not, day: 1", IPSO_RULE_SUCCESSION},
    {"LL--EL--------", 1, "shifts of one kind: 3 against 2", IPSO_RULE_KIND_LIMIT},
    /* 7 x 480 = 3360 minutes. */
    {"EE--EEEEE-----", 1, "too many minutes: 3360 against 2880", IPSO_RULE_HORIZON_MINUTES},
    /* A day off is no leave: 480 x 1 stays below 960. */
    {"E-------------", 1, "too few minutes: 480 against 960", IPSO_RULE_HORIZON_MINUTES},
    {"----EEEEEE----", 1, "shifts in a row, too many: 6 against 5", IPSO_RULE_RUN_DAYS},
    {"-E--EE--------", 1, "shifts in a row, too few: 1 against 2", IPSO_RULE_RUN_DAYS},
    {"----EE-EE-----", 1, "days off in a row, too few: 1 against 2", IPSO_RULE_RUN_OFF_DAYS},
    {"----EE-----EE-", 1, "weekends: 2 against 1", IPSO_RULE_WEEKENDS},
};
const int HARD_CASE_COUNT = sizeof HARD_CASES / sizeof HARD_CASES[0];
