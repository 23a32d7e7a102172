/* The nearest of the known words to one that is not known.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/nearest.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { MAX_BYTES = 48, SHORT_BYTES = 6 };

ipso__nearest ipso__nearest_to(const char *wanted)
{
    size_t length = strlen(wanted);
    int most = length > MAX_BYTES ? -1 : length < SHORT_BYTES ? 1 : 2;
    return (ipso__nearest){wanted, NULL, most + 1};
}

static int least(int a, int b, int c)
{
    int smaller = a < b ? a : b;
    return smaller < c ? smaller : c;
}

/* Letters count as the same in either case. */
static bool differ(char a, char b)
{
    int x = a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a;
    int y = b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b;
    return x != y;
}

/* Edits from a to b (Levenshtein 1966), one row of the table at a time. */
static int edits(const char *a, size_t a_length, const char *b, size_t b_length)
{
    int row[MAX_BYTES + 1];
    for (size_t j = 0; j <= b_length; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= a_length; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= b_length; j++) {
            int above = row[j];
            row[j] = least(above + 1, row[j - 1] + 1, diagonal + differ(a[i - 1], b[j - 1]));
            diagonal = above;
        }
    }
    return row[b_length];
}

void ipso__nearest_offer(ipso__nearest *nearest, const char *word)
{
    size_t wanted = strlen(nearest->wanted), length = strlen(word);
    size_t apart = wanted > length ? wanted - length : length - wanted;
    if (length > MAX_BYTES || nearest->distance <= 0 || apart >= (size_t)nearest->distance)
        return;
    int distance = edits(nearest->wanted, wanted, word, length);
    if (distance < nearest->distance) {
        nearest->distance = distance;
        nearest->best = word;
    }
}
