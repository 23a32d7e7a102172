/* The committed documents of scenarios are what the generator gives for seed 1:
 *
 *     ipsosched generate NAME --seed 1 -o examples/practices/NAME.json
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include <ipsosched/json.h>
#include <ipsosched/scenario.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The bytes of a committed document, ended by a zero; free() them. */
static char *read_document(const char *name, size_t *length)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/examples/practices/%s.json", getenv("IPSO_SOURCE_ROOT"), name);
    FILE *in = fopen(path, "rb");
    if (in == NULL)
        fail_msg("%s cannot be opened", path);
    assert_int_equal(fseek(in, 0, SEEK_END), 0);
    long size = ftell(in);
    assert_true(size > 0);
    rewind(in);
    char *text = malloc((size_t)size + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t)size, in), size);
    text[size] = '\0';
    fclose(in);
    *length = (size_t)size;
    return text;
}

static void assert_document_is_generated(const char *name)
{
    ipso_practice *practice = NULL;
    char *written = NULL;
    size_t committed_length = 0, written_length = 0;
    assert_int_equal(ipso_scenario_generate(&practice, name, 1, NULL), IPSO_OK);
    assert_int_equal(ipso_practice_to_json(&written, &written_length, practice, NULL), IPSO_OK);
    char *committed = read_document(name, &committed_length);
    assert_int_equal(committed_length, written_length);
    assert_memory_equal(committed, written, written_length);

    ipso_practice *read = NULL;
    assert_int_equal(ipso_practice_from_json(&read, committed, committed_length, NULL, NULL, NULL),
                     IPSO_OK);
    assert_int_equal(ipso_practice_request_count(read), ipso_practice_request_count(practice));
    ipso_practice_free(read);
    free(committed);
    ipso_text_free(written);
    ipso_practice_free(practice);
}

static void didier_s_document_is_that_of_seed_one(void **state)
{
    (void)state;
    assert_document_is_generated("didier");
}

static void yasmine_s_document_is_that_of_seed_one(void **state)
{
    (void)state;
    assert_document_is_generated("yasmine");
}

static void saint_martin_s_document_is_that_of_seed_one(void **state)
{
    (void)state;
    assert_document_is_generated("saint-martin");
}

static void the_care_manager_s_documents_are_those_of_seed_one(void **state)
{
    (void)state;
    assert_document_is_generated("care-manager");
    assert_document_is_generated("care-manager-without");
}

static void capitation_s_document_is_that_of_seed_one(void **state)
{
    (void)state;
    assert_document_is_generated("capitation");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(didier_s_document_is_that_of_seed_one),
        cmocka_unit_test(yasmine_s_document_is_that_of_seed_one),
        cmocka_unit_test(saint_martin_s_document_is_that_of_seed_one),
        cmocka_unit_test(the_care_manager_s_documents_are_those_of_seed_one),
        cmocka_unit_test(capitation_s_document_is_that_of_seed_one),
    };
    return cmocka_run_group_tests_name("scenario documents", tests, NULL, NULL);
}
