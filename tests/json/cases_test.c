/* Documents as cases: cases/valid/<name>/practice.json is read; cases/invalid/<name>/practice.json
 * is refused with exactly the lines of its file "error", each "<pointer>: <text>".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/support.h"

#include <dirent.h>

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of the folders in a folder, in order. */
static size_t list_cases(const char *folder, char *names[], size_t most)
{
    size_t count = 0;
    DIR *open = opendir(folder);
    assert_non_null(open);
    for (struct dirent *entry = readdir(open); entry != NULL; entry = readdir(open)) {
        if (entry->d_name[0] == '.')
            continue;
        assert_true(count < most);
        names[count++] = strdup(entry->d_name);
    }
    closedir(open);
    qsort(names, count, sizeof *names, by_name);
    return count;
}

static bool refuses_as_expected(const char *name)
{
    char path[1024];
    size_t length, expected_length;
    snprintf(path, sizeof path, CASES_DIR "/invalid/%s/practice.json", name);
    char *text = read_file(path, &length);
    snprintf(path, sizeof path, CASES_DIR "/invalid/%s/error", name);
    char *expected = read_file(path, &expected_length);
    assert_non_null(text);
    assert_non_null(expected);

    ipso_practice *untouched = (ipso_practice *)(void *)path, *practice = untouched;
    ipso_error err = {0};
    lines found = {.length = 0};
    ipso_status status = ipso_practice_from_json(&practice, text, length, gather, &found, &err);
    char first[1024];
    snprintf(first, sizeof first, "%s: %s\n", err.where, err.text);
    bool same = status == IPSO_INPUT && err.status == IPSO_INPUT && practice == untouched &&
                strcmp(found.text, expected) == 0 && strncmp(first, expected, strlen(first)) == 0;
    if (!same)
        print_error("case %s: %s\n--- expected\n%s--- found\n%s", name, ipso_status_name(status),
                    expected, found.text);
    if (status == IPSO_OK)
        ipso_practice_free(practice);
    free(text);
    free(expected);
    return same;
}

static void every_invalid_document_is_refused_with_its_errors(void **state)
{
    (void)state;
    char *names[512];
    size_t count = list_cases(CASES_DIR "/invalid", names, 512), bad = 0;
    for (size_t i = 0; i < count; i++) {
        bad += !refuses_as_expected(names[i]);
        free(names[i]);
    }
    assert_true(count >= 75);
    assert_int_equal(bad, 0);
}

static void every_valid_document_is_read(void **state)
{
    (void)state;
    char *names[512];
    size_t count = list_cases(CASES_DIR "/valid", names, 512);
    assert_true(count >= 5);
    for (size_t i = 0; i < count; i++) {
        char path[1024];
        size_t length;
        ipso_practice *practice = NULL;
        lines found = {.length = 0};
        snprintf(path, sizeof path, CASES_DIR "/valid/%s/practice.json", names[i]);
        char *text = read_file(path, &length);
        assert_non_null(text);
        ipso_practice_from_json(&practice, text, length, gather, &found, NULL);
        assert_string_equal(found.text, "");
        assert_non_null(practice);
        assert_true(ipso_practice_validated(practice));
        ipso_practice_free(practice);
        free(text);
        free(names[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_invalid_document_is_refused_with_its_errors),
        cmocka_unit_test(every_valid_document_is_read),
    };
    return cmocka_run_group_tests_name("json cases", tests, NULL, NULL);
}
