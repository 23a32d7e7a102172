/* libFuzzer target: any bytes are read or refused, and what is read survives writing.
 *
 *     CC=clang meson setup build-fuzz -Dfuzz=true -Db_lundef=false && ninja -C build-fuzz
 *     build-fuzz/tests/json/fuzz_practice CORPUS_DIR tests/json/cases/valid/full
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/json.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ipso_practice *practice = NULL, *again = NULL;
    char *first = NULL, *second = NULL;
    size_t first_length, second_length;
    ipso_status status =
        ipso_practice_from_json(&practice, (const char *)data, size, NULL, NULL, NULL);
    if (status != IPSO_OK)
        return 0;
    require(ipso_practice_to_json(&first, &first_length, practice, NULL) == IPSO_OK);
    require(ipso_practice_from_json(&again, first, first_length, NULL, NULL, NULL) == IPSO_OK);
    require(ipso_practice_to_json(&second, &second_length, again, NULL) == IPSO_OK);
    require(first_length == second_length && memcmp(first, second, first_length) == 0);
    ipso_text_free(first);
    ipso_text_free(second);
    ipso_practice_free(practice);
    ipso_practice_free(again);
    return 0;
}
