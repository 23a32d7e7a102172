/* Reads staff rostering instances: strictly, line by line, each section by its own function.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "nrp.h"

#include "text_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DAYS   10000
#define MAX_NUMBER 1000000000

typedef struct reader {
    text_reader in;
    nrp_instance *instance;
    size_t shift_room, person_room, request_room, cover_room;
} reader;

/* ---- fields ---- */

static char *trimmed(char *text)
{
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        text[--length] = '\0';
    while (*text == ' ' || *text == '\t')
        text++;
    return text;
}

/* Cuts the text before the next separator off *rest, which is NULL after the last. */
static char *cut(char **rest, char separator)
{
    char *field = *rest;
    char *end = field != NULL ? strchr(field, separator) : NULL;
    *rest = end != NULL ? end + 1 : NULL;
    if (end != NULL)
        *end = '\0';
    return field != NULL ? trimmed(field) : NULL;
}

/* Cuts a line into exactly count fields. */
static bool split(reader *r, char *line, char **fields, int count)
{
    char *rest = line;
    int found = 1;
    for (const char *at = line; *at != '\0'; at++)
        found += *at == ',';
    if (found != count)
        return text_fail(&r->in, "%d fields where %d are wanted", found, count);
    for (int i = 0; i < count; i++)
        fields[i] = cut(&rest, ',');
    return true;
}

/* A whole number of low..high, digits alone; but a published instance has 0 as "-0". */
static bool number(reader *r, int *value, const char *what, const char *text, int low, int high)
{
    int64_t sum = 0;
    if (strcmp(text, "-0") == 0)
        text = "0";
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || text[digits] != '\0')
        return text_fail(&r->in, "%s \"%.60s\" is not a whole number", what, text);
    for (size_t i = 0; i < digits && sum <= MAX_NUMBER; i++)
        sum = 10 * sum + (text[i] - '0');
    if (sum < low || sum > high)
        return text_fail(&r->in, "%s %.20s is outside %d to %d", what, text, low, high);
    *value = (int)sum;
    return true;
}

static bool price(reader *r, int *value, const char *text)
{
    return number(r, value, "price", text, 0, MAX_NUMBER);
}

static bool day(reader *r, int *value, const char *text)
{
    return number(r, value, "day", text, 0, r->instance->days - 1);
}

static bool shift(reader *r, int *value, const char *text)
{
    *value = nrp_find_shift(r->instance, text);
    return *value >= 0 || text_fail(&r->in, "no shift has the id \"%.60s\"", text);
}

static bool person(reader *r, int *value, const char *text)
{
    *value = nrp_find_person(r->instance, text);
    return *value >= 0 || text_fail(&r->in, "nobody has the id \"%.60s\"", text);
}

/* An id that may be given to something new. */
static bool fresh_id(reader *r, const char *id, int taken)
{
    if (id[0] == '\0' || strpbrk(id, "|=") != NULL)
        return text_fail(&r->in, "\"%.60s\" is not an id", id);
    return taken < 0 || text_fail(&r->in, "the id \"%.60s\" is given twice", id);
}

/* ---- sections ---- */

static bool read_horizon(reader *r, char *line)
{
    if (r->instance->days > 0)
        return text_fail(&r->in, "a second line of the horizon");
    return number(r, &r->instance->days, "the number of days", line, 1, MAX_DAYS);
}

/* The shifts barred after a shift, as the text has them: they are looked up at the end of the
 * section, when all ids are known. */
typedef struct waiting {
    char *barred;
    int line;
} waiting;

static bool read_shift(reader *r, char *line, waiting **lists)
{
    nrp_instance *n = r->instance;
    char *fields[3];
    if (!split(r, line, fields, 3) || !fresh_id(r, fields[0], nrp_find_shift(n, fields[0])))
        return false;
    size_t count = (size_t)n->shift_count, room = r->shift_room;
    waiting *more = text_grown(&r->in, *lists, &room, count, sizeof **lists);
    if (more == NULL)
        return false;
    *lists = more;
    nrp_shift *shifts = text_grown(&r->in, n->shifts, &r->shift_room, count, sizeof *shifts);
    if (shifts == NULL)
        return false;
    n->shifts = shifts;
    nrp_shift *made = &shifts[n->shift_count];
    *made = (nrp_shift){.id = fields[0]};
    more[n->shift_count++] = (waiting){.barred = fields[2], .line = r->in.line};
    return number(r, &made->minutes, "length", fields[1], 1, 1440);
}

/* The shifts that may not follow: a|b|c, or nothing. */
static bool close_shift(reader *r, int before, waiting list)
{
    nrp_instance *n = r->instance;
    char *rest = list.barred[0] != '\0' ? list.barred : NULL;
    r->in.line = list.line;
    while (rest != NULL) {
        int after;
        if (!shift(r, &after, cut(&rest, '|')))
            return false;
        bool *barred = &n->barred[(size_t)before * (size_t)n->shift_count + (size_t)after];
        if (*barred)
            return text_fail(&r->in, "shift \"%.60s\" is barred twice", n->shifts[after].id);
        *barred = true;
    }
    return true;
}

static bool close_shifts(reader *r, const waiting *lists)
{
    nrp_instance *n = r->instance;
    int line = r->in.line;
    size_t count = (size_t)n->shift_count;
    if (count == 0)
        return text_fail(&r->in, "there is no shift");
    n->barred = calloc(count * count, sizeof *n->barred);
    if (n->barred == NULL)
        return text_fail_nomem(&r->in);
    for (int i = 0; i < n->shift_count; i++) {
        if (!close_shift(r, i, lists[i]))
            return false;
    }
    r->in.line = line;
    return true;
}

/* Most shifts of each kind: A=14|B=0, each kind once. */
static bool read_most(reader *r, int *most, char *text)
{
    const nrp_instance *n = r->instance;
    char *rest = text;
    for (int i = 0; i < n->shift_count; i++)
        most[i] = -1;
    while (rest != NULL) {
        char *value = cut(&rest, '|'), *id = cut(&value, '=');
        int kind;
        if (!shift(r, &kind, id))
            return false;
        if (value == NULL || most[kind] >= 0)
            return text_fail(&r->in, "shift \"%.60s\" wants one maximum", id);
        if (!number(r, &most[kind], "maximum", trimmed(value), 0, MAX_NUMBER))
            return false;
    }
    for (int i = 0; i < n->shift_count; i++) {
        if (most[i] < 0)
            return text_fail(&r->in, "shift \"%.60s\" has no maximum", n->shifts[i].id);
    }
    return true;
}

/* Room for one more person, and for the maxima that go with each. */
static bool grow_people(reader *r)
{
    nrp_instance *n = r->instance;
    size_t count = (size_t)n->person_count, room = r->person_room;
    int *most = text_grown(&r->in, n->most, &room, count, (size_t)n->shift_count * sizeof *most);
    if (most == NULL)
        return false;
    n->most = most;
    nrp_person *people = text_grown(&r->in, n->people, &r->person_room, count, sizeof *people);
    if (people == NULL)
        return false;
    n->people = people;
    return true;
}

static bool read_person(reader *r, char *line)
{
    nrp_instance *n = r->instance;
    char *fields[8];
    if (!split(r, line, fields, 8) || !fresh_id(r, fields[0], nrp_find_person(n, fields[0])) ||
        !grow_people(r))
        return false;
    nrp_person *made = &n->people[n->person_count];
    *made = (nrp_person){.id = fields[0]};
    if (!read_most(r, &n->most[(size_t)n->person_count * (size_t)n->shift_count], fields[1]))
        return false;
    n->person_count++;
    return number(r, &made->max_minutes, "most minutes", fields[2], 0, MAX_NUMBER) &&
           number(r, &made->min_minutes, "least minutes", fields[3], 0, MAX_NUMBER) &&
           number(r, &made->max_run, "most shifts in a row", fields[4], 0, MAX_NUMBER) &&
           number(r, &made->min_run, "least shifts in a row", fields[5], 0, MAX_NUMBER) &&
           number(r, &made->min_off, "least days off in a row", fields[6], 0, MAX_NUMBER) &&
           number(r, &made->max_weekends, "most weekends", fields[7], 0, MAX_NUMBER);
}

static bool close_people(reader *r)
{
    nrp_instance *n = r->instance;
    if (n->person_count == 0)
        return text_fail(&r->in, "there is nobody");
    n->days_off = calloc((size_t)n->person_count * (size_t)n->days, sizeof *n->days_off);
    return n->days_off != NULL || text_fail_nomem(&r->in);
}

static bool read_days_off(reader *r, char *line)
{
    const nrp_instance *n = r->instance;
    char *rest = line;
    int who, when;
    if (!person(r, &who, cut(&rest, ',')))
        return false;
    if (rest == NULL)
        return text_fail(&r->in, "no day is named");
    while (rest != NULL) {
        if (!day(r, &when, cut(&rest, ',')))
            return false;
        n->days_off[(size_t)who * (size_t)n->days + (size_t)when] = true;
    }
    return true;
}

static bool read_request(reader *r, char *line, bool on)
{
    nrp_instance *n = r->instance;
    char *fields[4];
    if (!split(r, line, fields, 4))
        return false;
    nrp_request *requests =
        text_grown(&r->in, n->requests, &r->request_room, n->request_count, sizeof *requests);
    if (requests == NULL)
        return false;
    n->requests = requests;
    nrp_request *made = &requests[n->request_count++];
    *made = (nrp_request){.on = on};
    return person(r, &made->person, fields[0]) && day(r, &made->day, fields[1]) &&
           shift(r, &made->shift, fields[2]) && price(r, &made->price, fields[3]);
}

static bool read_cover(reader *r, char *line)
{
    nrp_instance *n = r->instance;
    char *fields[5];
    if (!split(r, line, fields, 5))
        return false;
    nrp_cover *covers =
        text_grown(&r->in, n->covers, &r->cover_room, n->cover_count, sizeof *covers);
    if (covers == NULL)
        return false;
    n->covers = covers;
    nrp_cover *made = &covers[n->cover_count++];
    *made = (nrp_cover){.day = 0};
    return day(r, &made->day, fields[0]) && shift(r, &made->shift, fields[1]) &&
           number(r, &made->wanted, "heads wanted", fields[2], 0, MAX_NUMBER) &&
           price(r, &made->short_price, fields[3]) && price(r, &made->over_price, fields[4]);
}

/* ---- the file ---- */

enum { HORIZON, SHIFTS, STAFF, DAYS_OFF, SHIFT_ON, SHIFT_OFF, COVER, SECTION_COUNT };
static const char *const SECTIONS[] = {
    "SECTION_HORIZON",
    "SECTION_SHIFTS",
    "SECTION_STAFF",
    "SECTION_DAYS_OFF",
    "SECTION_SHIFT_ON_REQUESTS",
    "SECTION_SHIFT_OFF_REQUESTS",
    "SECTION_COVER",
};

/* The next line that says something, without its end; NULL past the last. */
static char *next_line(reader *r)
{
    while (*r->in.at != '\0') {
        char *line = r->in.at, *end = strchr(line, '\n');
        r->in.at = end != NULL ? end + 1 : line + strlen(line);
        r->in.line++;
        if (end != NULL)
            *end = '\0';
        size_t length = strlen(line);
        if (length > 0 && line[length - 1] == '\r')
            line[length - 1] = '\0';
        line = trimmed(line);
        if (line[0] != '\0' && line[0] != '#')
            return line;
    }
    return NULL;
}

static bool read_line(reader *r, int section, char *line, waiting **lists)
{
    switch (section) {
    case HORIZON:
        return read_horizon(r, line);
    case SHIFTS:
        return read_shift(r, line, lists);
    case STAFF:
        return read_person(r, line);
    case DAYS_OFF:
        return read_days_off(r, line);
    case SHIFT_ON:
    case SHIFT_OFF:
        return read_request(r, line, section == SHIFT_ON);
    case COVER:
        return read_cover(r, line);
    default:
        return text_fail(&r->in, "%s is wanted here", SECTIONS[0]);
    }
}

/* What can be known only at the end of a section. */
static bool close_section(reader *r, int section, const waiting *lists)
{
    if (section == HORIZON && r->instance->days == 0)
        return text_fail(&r->in, "the number of days is missing");
    if (section == SHIFTS)
        return close_shifts(r, lists);
    if (section == STAFF)
        return close_people(r);
    return true;
}

static bool read_sections(reader *r, waiting **lists)
{
    int section = -1;
    for (char *line = next_line(r); line != NULL; line = next_line(r)) {
        if (strncmp(line, "SECTION_", strlen("SECTION_")) != 0) {
            if (!read_line(r, section, line, lists))
                return false;
            continue;
        }
        if (!close_section(r, section, *lists))
            return false;
        section++;
        if (section == SECTION_COUNT || strcmp(line, SECTIONS[section]) != 0)
            return text_fail(&r->in, "%.60s where %s is wanted", line,
                             section < SECTION_COUNT ? SECTIONS[section] : "nothing more");
    }
    if (section < COVER)
        return text_fail(&r->in, "the text ends where %s is wanted", SECTIONS[section + 1]);
    return true;
}

ipso_status nrp_read(nrp_instance **instance, const char *text, size_t length, ipso_error *err)
{
    reader r = {.in = {.err = err}};
    waiting *lists = NULL;
    r.instance = calloc(1, sizeof *r.instance);
    char *copy = text_copy(&r.in, text, length);
    if (r.instance == NULL || copy == NULL) {
        free(copy);
        free(r.instance);
        text_fail_nomem(&r.in);
        return r.in.status;
    }
    r.instance->text = copy;
    if (read_sections(&r, &lists) && r.in.at != copy + length)
        text_fail(&r.in, "a zero byte follows");
    free(lists);
    if (r.in.status == IPSO_OK)
        *instance = r.instance;
    else
        nrp_free(r.instance);
    return r.in.status;
}

void nrp_free(nrp_instance *instance)
{
    if (instance == NULL)
        return;
    free(instance->shifts);
    free(instance->people);
    free(instance->barred);
    free(instance->most);
    free(instance->days_off);
    free(instance->requests);
    free(instance->covers);
    free(instance->text);
    free(instance);
}

int nrp_find_shift(const nrp_instance *instance, const char *id)
{
    for (int i = 0; i < instance->shift_count; i++) {
        if (strcmp(instance->shifts[i].id, id) == 0)
            return i;
    }
    return -1;
}

int nrp_find_person(const nrp_instance *instance, const char *id)
{
    for (int i = 0; i < instance->person_count; i++) {
        if (strcmp(instance->people[i].id, id) == 0)
            return i;
    }
    return -1;
}
