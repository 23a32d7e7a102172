/* A command line of ipsosched agenda as an operation in JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PART_LINE = 0, PART_ASK, PART_PLACE, PART_WINDOWS, PART_COUNT };

/* Groups of options that a verb takes. */
enum {
    TAKES_ASK = 1,
    TAKES_PLACE = 2,
    TAKES_KEY = 4,
    TAKES_MOST = 8,
    TAKES_HOLD = 16,
    TAKES_REASON = 32,
    TAKES_HOURS = 64,
    TAKES_LIST = 128,
    TAKES_HISTORY = 256,
    TAKES_RECALL = 512,
    TAKES_DAYS = 1024,
    TAKES_WHO = 2048,
    TAKES_VERSION = 4096,
    TAKES_PATIENT = 8192
};

/* Operands, a letter each: n number; p, d, s practitioner, date and start of a place; P, f, l
 * practitioner, first and last moment of a block; D date of a release. */
struct agenda_verb {
    const char *name, *op, *operands;
    const char *others; /* operands of another form, NULL none */
    unsigned takes;
    const char *usage;
};

static const agenda_verb verbs[] = {
    {"offer", "offer", "", NULL, TAKES_ASK | TAKES_MOST, ""},
    {"why", "why", "pds", NULL, TAKES_ASK | TAKES_PLACE | TAKES_MOST, "PRACTITIONER DATE START"},
    {"hold", "hold", "pds", NULL, TAKES_ASK | TAKES_PLACE | TAKES_KEY | TAKES_HOLD | TAKES_REASON,
     "PRACTITIONER DATE START"},
    {"book", "book", "pds", "n", TAKES_ASK | TAKES_PLACE | TAKES_KEY | TAKES_REASON | TAKES_VERSION,
     "PRACTITIONER DATE START, or the NUMBER of a hold"},
    {"move", "move", "npds", NULL, TAKES_PLACE | TAKES_KEY | TAKES_REASON | TAKES_VERSION,
     "NUMBER PRACTITIONER DATE START"},
    {"cancel", "cancel", "n", NULL, TAKES_KEY | TAKES_REASON | TAKES_VERSION, "NUMBER"},
    {"no-show", "no-show", "n", NULL, TAKES_KEY | TAKES_VERSION, "NUMBER"},
    {"block", "block", "Pfl", NULL, TAKES_KEY | TAKES_REASON, "PRACTITIONER FIRST LAST"},
    {"unblock", "unblock", "n", NULL, TAKES_KEY | TAKES_VERSION, "NUMBER"},
    {"blocks", "blocks", "", NULL, TAKES_DAYS | TAKES_WHO, ""},
    {"release", "release", "D", NULL, TAKES_KEY | TAKES_HOURS, "DATE"},
    {"releases", "releases", "", NULL, TAKES_DAYS, ""},
    {"wait", "wait", "", NULL, TAKES_ASK | TAKES_KEY, ""},
    {"unwait", "unwait", "n", NULL, TAKES_KEY | TAKES_VERSION, "NUMBER"},
    {"waitlist", "list", "", NULL, TAKES_WHO | TAKES_PATIENT, ""},
    {"holds", "list", "", NULL, TAKES_DAYS | TAKES_WHO | TAKES_PATIENT, ""},
    {"recall", "recall", "", NULL, TAKES_KEY | TAKES_RECALL | TAKES_WHO | TAKES_PATIENT, ""},
    {"tick", "tick", "", NULL, 0, ""},
    {"list", "list", "", NULL, TAKES_LIST | TAKES_DAYS | TAKES_WHO | TAKES_PATIENT, ""},
    {"history", "history", "", NULL, TAKES_HISTORY, ""},
};
#define VERB_COUNT (sizeof verbs / sizeof verbs[0])

const agenda_verb *agenda_find_verb(const char *name)
{
    const char *names[VERB_COUNT + 3] = {[VERB_COUNT] = "init", "serve", "snapshot"};
    const char *nearest;

    for (size_t i = 0; i < VERB_COUNT; i++) {
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
        names[i] = verbs[i].name;
    }
    nearest = nearest_name(name, names, VERB_COUNT + 3);
    if (nearest != NULL)
        usage_error(&agenda_command, "there is no \"%s\"; did you mean \"%s\"?", name, nearest);
    else
        usage_error(&agenda_command, "there is no \"%s\"", name);
    return NULL;
}

/* ---- writing members ---- */

/* The stream of a part, behind a new key. */
static FILE *member(agenda_words *words, int part, const char *key)
{
    FILE *out = words->parts[part];

    fprintf(out, ", \"%s\": ", key);
    return out;
}

static void put_text(agenda_words *words, int part, const char *key, const char *text)
{
    print_json_text(member(words, part, key), text);
}

static int put_number(agenda_words *words, int part, const char *key, const char *name,
                      const char *text)
{
    long long value;

    if (!parse_count(text, INT64_MIN, INT64_MAX, &value))
        return usage_error(&agenda_command, "%s \"%s\" is not a whole number", name, text);
    fprintf(member(words, part, key), "%lld", value);
    return CODE_DONE;
}

/* "2026-11-24..2026-11-26@08:00-12:00", the second day and the times as wished. */
static int put_window(agenda_words *words, const char *text)
{
    char first[16] = "", last[16] = "", from[8] = "00:00", to[8] = "24:00";
    const char *at = strchr(text, '@'), *dots = strstr(text, "..");
    bool good = at == NULL || sscanf(at, "@%7[0-9:]-%7[0-9:]", from, to) == 2;
    int days = dots != NULL ? sscanf(text, "%15[0-9-]..%15[0-9-]", first, last)
                            : sscanf(text, "%15[0-9-]", first);

    if (!good || days != (dots != NULL ? 2 : 1))
        return usage_error(&agenda_command,
                           "the window \"%s\" is not DATE, DATE..DATE, or these with @HH:MM-HH:MM",
                           text);
    fprintf(words->parts[PART_WINDOWS],
            ", {\"first_day\": \"%s\", \"last_day\": \"%s\", \"from\": \"%s\", \"to\": \"%s\"}",
            first, dots != NULL ? last : first, from, to);
    return CODE_DONE;
}

/* "site,tele" as a list. */
static void put_list(agenda_words *words, int part, const char *key, const char *text)
{
    FILE *out = member(words, part, key);

    fputc('[', out);
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, ",");
        char word[64];

        snprintf(word, sizeof word, "%.*s", (int)length, at);
        fputs(at > text ? ", " : "", out);
        print_json_text(out, word);
        at += length + (at[length] == ',');
    }
    fputc(']', out);
}

/* "2026-11-24" or "2026-11-24T14:00". */
static void put_moment(agenda_words *words, const char *day_key, const char *time_key,
                       const char *text)
{
    size_t length = strcspn(text, "T");
    char day[64];

    snprintf(day, sizeof day, "%.*s", (int)length, text);
    put_text(words, PART_LINE, day_key, day);
    if (text[length] == 'T')
        put_text(words, PART_LINE, time_key, text + length + 1);
}

/* ---- options ---- */

typedef enum value_kind {
    VALUE_TEXT = 0,
    VALUE_NUMBER,
    VALUE_SHARE,
    VALUE_TRUE,
    VALUE_FALSE,
    VALUE_LIST,
    VALUE_WINDOW
} value_kind;

/* An option that is a member of a part; that of several verbs stands several times. */
typedef struct word_option {
    const char *name;
    unsigned takes; /* 0: every verb */
    int part;
    const char *key;
    value_kind kind;
} word_option;

static const word_option word_options[] = {
    {"who", 0, PART_LINE, "who", VALUE_TEXT},
    {"now", 0, PART_LINE, "now", VALUE_TEXT},
    {"if-version", TAKES_VERSION, PART_LINE, "version", VALUE_NUMBER},
    {"key", TAKES_KEY, PART_LINE, "key", VALUE_TEXT},
    {"most", TAKES_MOST, PART_LINE, "most", VALUE_NUMBER},
    {"reason", TAKES_PLACE, PART_PLACE, "reason", VALUE_TEXT},
    {"reason", TAKES_REASON, PART_LINE, "reason", VALUE_TEXT},
    {"mode", TAKES_PLACE, PART_PLACE, "mode", VALUE_TEXT},
    {"mode", TAKES_ASK, PART_ASK, "modes", VALUE_LIST},
    {"length", TAKES_PLACE, PART_PLACE, "length_min", VALUE_NUMBER},
    {"length", TAKES_ASK, PART_ASK, "length_min", VALUE_NUMBER},
    {"override", TAKES_PLACE, PART_PLACE, "override", VALUE_TRUE},
    {"patient", TAKES_ASK, PART_ASK, "patient", VALUE_TEXT},
    {"patient", TAKES_PATIENT, PART_LINE, "patient", VALUE_TEXT},
    {"type", TAKES_ASK, PART_ASK, "type", VALUE_TEXT},
    {"type", TAKES_RECALL, PART_LINE, "type", VALUE_TEXT},
    {"class", TAKES_ASK, PART_ASK, "patient_class", VALUE_TEXT},
    {"class", TAKES_RECALL, PART_LINE, "patient_class", VALUE_TEXT},
    {"practitioner", TAKES_ASK, PART_ASK, "practitioner", VALUE_TEXT},
    {"practitioner", TAKES_WHO, PART_LINE, "practitioner", VALUE_TEXT},
    {"only-own", TAKES_ASK, PART_ASK, "accepts_others", VALUE_FALSE},
    {"tele", TAKES_ASK, PART_ASK, "accepts_tele", VALUE_TRUE},
    {"site", TAKES_ASK, PART_ASK, "site", VALUE_TEXT},
    {"site", TAKES_HOURS, PART_LINE, "site", VALUE_TEXT},
    {"window", TAKES_ASK, PART_WINDOWS, NULL, VALUE_WINDOW},
    {"wanted", TAKES_ASK, PART_ASK, "wanted", VALUE_TEXT},
    {"priority", TAKES_ASK, PART_ASK, "priority_percent", VALUE_NUMBER},
    {"no-show", TAKES_ASK, PART_ASK, "no_show", VALUE_SHARE},
    {"follows", TAKES_ASK, PART_ASK, "after", VALUE_NUMBER},
    {"min-gap", TAKES_ASK, PART_ASK, "min_gap_min", VALUE_NUMBER},
    {"max-gap", TAKES_ASK, PART_ASK, "max_gap_min", VALUE_NUMBER},
    {"as", TAKES_ASK, PART_ASK, "audience", VALUE_TEXT},
    {"from", TAKES_HOURS, PART_LINE, "from", VALUE_TEXT},
    {"to", TAKES_HOURS, PART_LINE, "to", VALUE_TEXT},
    {"from", TAKES_DAYS, PART_LINE, "first_day", VALUE_TEXT},
    {"to", TAKES_DAYS, PART_LINE, "last_day", VALUE_TEXT},
    {"state", TAKES_LIST, PART_LINE, "states", VALUE_LIST},
    {"in-way", TAKES_LIST, PART_LINE, "in_way", VALUE_TRUE},
    {"after", TAKES_HISTORY, PART_LINE, "after", VALUE_NUMBER},
    {"number", TAKES_HISTORY | TAKES_LIST, PART_LINE, "number", VALUE_NUMBER},
    {"due", TAKES_RECALL, PART_LINE, "due", VALUE_TEXT},
};
#define WORD_OPTION_COUNT (sizeof word_options / sizeof word_options[0])

static int put_share(agenda_words *words, const word_option *option)
{
    double share;

    if (!parse_share(optarg, &share))
        return usage_error(&agenda_command, "--%s \"%s\" is not a share (0.1 or 10%%)",
                           option->name, optarg);
    fprintf(member(words, option->part, option->key), "%.17g", share);
    return CODE_DONE;
}

static int put_option(agenda_words *words, const word_option *option)
{
    switch (option->kind) {
    case VALUE_TEXT:
        put_text(words, option->part, option->key, optarg);
        return CODE_DONE;
    case VALUE_NUMBER:
        return put_number(words, option->part, option->key, option->name, optarg);
    case VALUE_SHARE:
        return put_share(words, option);
    case VALUE_TRUE:
    case VALUE_FALSE:
        fputs(option->kind == VALUE_TRUE ? "true" : "false",
              member(words, option->part, option->key));
        return CODE_DONE;
    case VALUE_LIST:
        put_list(words, option->part, option->key, optarg);
        return CODE_DONE;
    case VALUE_WINDOW:
        return put_window(words, optarg);
    }
    return CODE_DONE;
}

/* --day is both --from and --to, --for is in seconds. */
static int put_special(agenda_words *words, const agenda_verb *verb, const char *name)
{
    double seconds;

    if (strcmp(name, "day") == 0 && (verb->takes & TAKES_DAYS) != 0) {
        put_text(words, PART_LINE, "first_day", optarg);
        put_text(words, PART_LINE, "last_day", optarg);
        return CODE_DONE;
    }
    if (strcmp(name, "for") == 0 && (verb->takes & TAKES_HOLD) != 0) {
        if (!parse_seconds(optarg, &seconds) || seconds > 86400)
            return usage_error(&agenda_command, "--for \"%s\" is not a time such as 10m", optarg);
        fprintf(member(words, PART_LINE, "hold_s"), "%.0f", seconds);
        return CODE_DONE;
    }
    return usage_error(&agenda_command, "%s takes no --%s", verb->name, name);
}

static int take_option(agenda_words *words, const agenda_verb *verb, const char *name)
{
    for (size_t i = 0; i < WORD_OPTION_COUNT; i++) {
        const word_option *option = &word_options[i];

        if (strcmp(option->name, name) == 0 &&
            (option->takes == 0 || (option->takes & verb->takes) != 0))
            return put_option(words, option);
    }
    return put_special(words, verb, name);
}

/* Windows alone may be several. */
static int take_once(agenda_words *words, const agenda_verb *verb, const char *name, bool again)
{
    if (again && strcmp(name, "window") != 0)
        return usage_error(&agenda_command, "--%s is given twice", name);
    return take_option(words, verb, name);
}

/* ---- operands ---- */

static int put_operand(agenda_words *words, char letter, const char *text)
{
    switch (letter) {
    case 'n':
        return put_number(words, PART_LINE, "number", "the number", text);
    case 'p':
        put_text(words, PART_PLACE, "practitioner", text);
        return CODE_DONE;
    case 'd':
        put_text(words, PART_PLACE, "date", text);
        return CODE_DONE;
    case 's':
        put_text(words, PART_PLACE, "start", text);
        return CODE_DONE;
    case 'P':
        put_text(words, PART_LINE, "practitioner", text);
        return CODE_DONE;
    case 'f':
        put_moment(words, "first_day", "from", text);
        return CODE_DONE;
    case 'l':
        put_moment(words, "last_day", "to", text);
        return CODE_DONE;
    default:
        put_text(words, PART_LINE, "date", text);
        return CODE_DONE;
    }
}

static int put_operands(agenda_words *words, const agenda_verb *verb, int count, char **operands)
{
    const char *letters = verb->operands;
    int code = CODE_DONE;

    if (verb->others != NULL && count == (int)strlen(verb->others))
        letters = verb->others;
    if (count != (int)strlen(letters))
        return usage_error(&agenda_command, "%s takes AGENDA%s%s", verb->name,
                           verb->usage[0] != '\0' ? " " : " alone", verb->usage);
    for (int i = 0; i < count && code == CODE_DONE; i++)
        code = put_operand(words, letters[i], operands[i]);
    return code;
}

/* ---- the whole ---- */

static bool open_parts(agenda_words *words)
{
    bool ok = true;

    for (int i = 0; i < PART_COUNT; i++) {
        words->parts[i] = open_memstream(&words->texts[i], &words->lengths[i]);
        ok = ok && words->parts[i] != NULL;
    }
    return ok;
}

/* A part begins with ", " unless it is empty. */
static const char *behind_comma(const agenda_words *words, int part)
{
    return words->texts[part] + (words->lengths[part] > 0 ? 2 : 0);
}

/* What is missing in an ask is said of the ask; but the booking of a hold has none. */
static bool has_ask(const agenda_words *words, const agenda_verb *verb)
{
    return words->lengths[PART_ASK] > 0 || words->lengths[PART_WINDOWS] > 0 ||
           ((verb->takes & TAKES_ASK) != 0 &&
            ((verb->takes & TAKES_PLACE) == 0 || words->lengths[PART_PLACE] > 0));
}

/* The parts as one line. */
static int join(agenda_words *words, const agenda_verb *verb)
{
    size_t length;
    FILE *out = open_memstream(&words->line, &length);
    bool ok = out != NULL;

    for (int i = 0; i < PART_COUNT; i++) {
        ok = fclose(words->parts[i]) == 0 && ok;
        words->parts[i] = NULL;
    }
    if (!ok) {
        fputs("ipsosched agenda: out of memory\n", stderr);
        if (out != NULL)
            fclose(out);
        return CODE_FAILED;
    }
    fprintf(out, "{\"op\": \"%s\"%s", verb->op, words->texts[PART_LINE]);
    if (has_ask(words, verb)) {
        fprintf(out, ", \"ask\": {%s", behind_comma(words, PART_ASK));
        if (words->lengths[PART_WINDOWS] > 0)
            fprintf(out, "%s\"windows\": [%s]", words->lengths[PART_ASK] > 0 ? ", " : "",
                    behind_comma(words, PART_WINDOWS));
        fputc('}', out);
    }
    if (words->lengths[PART_PLACE] > 0)
        fprintf(out, ", \"place\": {%s}", behind_comma(words, PART_PLACE));
    fputc('}', out);
    return fclose(out) == 0 ? CODE_DONE : CODE_FAILED;
}

static int read_options(agenda_words *words, const agenda_verb *verb, int count, char **arguments,
                        bool *json)
{
    unsigned long long given = 0; /* options, by their indexes */
    option_line line = {.command = &agenda_command, .options = agenda_options};

    while (next_option(&line, count, arguments)) {
        int index = line.option - OPTION_AGENDA;

        if (line.option == OPTION_JSON) {
            *json = true;
            continue;
        }
        line.code = take_once(words, verb, agenda_options[index].name, (given >> index & 1) != 0);
        given |= 1ull << index;
    }
    return line.helped ? OPTION_HELP : line.code;
}

int agenda_read_words(agenda_words *words, const agenda_verb *verb, int count, char **arguments,
                      const char **path, bool *json)
{
    int code = CODE_FAILED;

    *words = (agenda_words){.line = NULL};
    if (open_parts(words))
        code = read_options(words, verb, count, arguments, json);
    if (code == CODE_DONE && optind == count)
        code = usage_error(&agenda_command, "name the agenda's file");
    if (code != CODE_DONE)
        return code;
    *path = arguments[optind];
    if (strcmp(verb->name, "waitlist") == 0)
        put_list(words, PART_LINE, "states", "waiting");
    if (strcmp(verb->name, "holds") == 0)
        put_list(words, PART_LINE, "states", "held");
    code = put_operands(words, verb, count - optind - 1, arguments + optind + 1);
    return code == CODE_DONE ? join(words, verb) : code;
}

void agenda_words_finish(agenda_words *words)
{
    for (int i = 0; i < PART_COUNT; i++) {
        if (words->parts[i] != NULL)
            fclose(words->parts[i]);
        free(words->texts[i]);
    }
    free(words->line);
}
