/* Sets of words and windows as JSON text. Reading takes what was written here and nothing else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

/* ---- words ---- */

const char *ipso__mode_word(int bit)
{
    static const char *const words[] = {"site", "tele", "home"};
    return bit >= 0 && bit < 3 ? words[bit] : NULL;
}

const char *ipso__audience_word(int audience)
{
    static const char *const words[IPSO_AUDIENCE_COUNT] = {"patient", "professional", "staff"};
    return audience >= 0 && audience < IPSO_AUDIENCE_COUNT ? words[audience] : NULL;
}

const char *ipso__why_word(int bit)
{
    return ipso_why_name((ipso_why_code)bit);
}

bool ipso__words_write(char text[IPSO__WORDS_SIZE], unsigned bits, int count,
                       const char *(*word)(int bit))
{
    size_t length = 0;
    if (count < 32 && bits >> count != 0)
        return false;
    text[length++] = '[';
    for (int bit = 0; bit < count; bit++) {
        size_t size = strlen(word(bit));
        if ((bits >> bit & 1) == 0)
            continue;
        if (length + size + 5 > IPSO__WORDS_SIZE)
            return false;
        if (length > 1)
            text[length++] = ',';
        text[length++] = '"';
        memcpy(text + length, word(bit), size);
        length += size;
        text[length++] = '"';
    }
    text[length++] = ']';
    text[length] = '\0';
    return true;
}

/* Moves *text behind expected when that is next. */
static bool take(const char **text, const char *expected)
{
    size_t length = strlen(expected);
    if (strncmp(*text, expected, length) != 0)
        return false;
    *text += length;
    return true;
}

/* The word at *text, quoted; -1 when it is none. */
static int take_word(const char **text, int count, const char *(*word)(int bit))
{
    for (int bit = 0; bit < count; bit++) {
        const char *at = *text;
        if (take(&at, "\"") && take(&at, word(bit)) && take(&at, "\"")) {
            *text = at;
            return bit;
        }
    }
    return -1;
}

bool ipso__words_read(unsigned *bits, const char *text, int count, const char *(*word)(int bit))
{
    unsigned found = 0;
    if (!take(&text, "["))
        return false;
    while (*text != ']') {
        int bit;
        if (found != 0 && !take(&text, ","))
            return false;
        bit = take_word(&text, count, word);
        if (bit < 0 || (found >> bit) != 0) /* in their order, each once */
            return false;
        found |= 1u << bit;
    }
    *bits = found;
    return text[1] == '\0';
}

/* ---- windows ---- */

char *ipso__windows_write(const ipso_window *windows, size_t count)
{
    ipso__text text = {0};
    ipso__text_append(&text, "[");
    for (size_t i = 0; i < count; i++) {
        char first[IPSO_DATE_SIZE], last[IPSO_DATE_SIZE], from[IPSO_TIME_SIZE], to[IPSO_TIME_SIZE];
        ipso_date_format(windows[i].first, first);
        ipso_date_format(windows[i].last, last);
        ipso_time_format(windows[i].start_min, from);
        ipso_time_format(windows[i].end_min, to);
        ipso__text_printf(&text,
                          "%s{\"first_day\":\"%s\",\"last_day\":\"%s\",\"from\":\"%s\","
                          "\"to\":\"%s\"}",
                          i > 0 ? "," : "", first, last, from, to);
    }
    ipso__text_append(&text, "]");
    return ipso__text_take(&text);
}

static bool take_date(const char **text, ipso_date *date)
{
    char copy[IPSO_DATE_SIZE];
    if (strlen(*text) < IPSO_DATE_SIZE - 1)
        return false;
    memcpy(copy, *text, IPSO_DATE_SIZE - 1);
    copy[IPSO_DATE_SIZE - 1] = '\0';
    *text += IPSO_DATE_SIZE - 1;
    return ipso_date_parse(date, copy);
}

static bool take_time(const char **text, int *minutes)
{
    char copy[IPSO_TIME_SIZE];
    if (strlen(*text) < IPSO_TIME_SIZE - 1)
        return false;
    memcpy(copy, *text, IPSO_TIME_SIZE - 1);
    copy[IPSO_TIME_SIZE - 1] = '\0';
    *text += IPSO_TIME_SIZE - 1;
    return ipso_time_parse(minutes, copy);
}

static bool take_window(const char **text, ipso_window *window)
{
    return take(text, "{\"first_day\":\"") && take_date(text, &window->first) &&
           take(text, "\",\"last_day\":\"") && take_date(text, &window->last) &&
           take(text, "\",\"from\":\"") && take_time(text, &window->start_min) &&
           take(text, "\",\"to\":\"") && take_time(text, &window->end_min) && take(text, "\"}");
}

static size_t count_windows(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++)
        count += *text == '{';
    return count;
}

bool ipso__windows_read(const ipso_window **windows, size_t *count, bool *nomem, ipso__arena *arena,
                        const char *text)
{
    size_t most = count_windows(text);
    ipso_window *found = ipso__arena_alloc(arena, most, sizeof *found);
    *nomem = found == NULL;
    if (found == NULL || !take(&text, "["))
        return false;
    for (size_t i = 0; i < most; i++)
        if ((i > 0 && !take(&text, ",")) || !take_window(&text, &found[i]))
            return false;
    if (strcmp(text, "]") != 0)
        return false;
    *windows = most > 0 ? found : NULL;
    *count = most;
    return true;
}
