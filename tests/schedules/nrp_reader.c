/* The NRP text format.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "nrp_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 200 };

static int find(char ids[][16], int count, const char *id)
{
    for (int i = 0; i < count; i++)
        if (strcmp(ids[i], id) == 0)
            return i;
    abort();
}

/* Cuts a line at the commas; empty fields count. */
static int cut(char *line, char **fields)
{
    int count = 0;
    line[strcspn(line, "\r\n")] = '\0';
    for (char *at = line; at != NULL && count < FIELDS; count++) {
        fields[count] = at;
        at = strchr(at, ',');
        if (at != NULL)
            *at++ = '\0';
    }
    return count;
}

static char *copy_of(const char *text)
{
    char *copy = malloc(strlen(text) + 1);
    return copy == NULL ? NULL : strcpy(copy, text);
}

static void read_shift(nrp *n, char **fields, char **bars)
{
    int s = n->shift_count++;
    snprintf(n->shift_id[s], sizeof n->shift_id[s], "%s", fields[0]);
    n->minutes[s] = atoi(fields[1]);
    bars[s] = copy_of(fields[2]);
}

static void read_follow(nrp *n, char **bars)
{
    size_t shifts = (size_t)n->shift_count;
    n->follow = calloc(shifts * shifts, sizeof *n->follow);
    for (size_t s = 0; s < shifts; s++) {
        for (char *id = strtok(bars[s], "|"); id != NULL; id = strtok(NULL, "|"))
            n->follow[s * shifts + (size_t)find(n->shift_id, n->shift_count, id)] = IPSO__NEVER;
        free(bars[s]);
    }
}

static void add_limit(nrp *n, int p, ipso__schedules_measure measure, unsigned kinds, int64_t lower,
                      int64_t upper)
{
    ipso__schedules_person *who = &n->persons[p];
    n->limits[p][who->limit_count++] =
        (ipso__schedules_limit){.measure = measure,
                                .last_day = n->schedules.day_count - 1,
                                .kinds = kinds,
                                .lower = lower,
                                .upper = upper,
                                .under_price = IPSO__NEVER,
                                .over_price = IPSO__NEVER};
}

static void read_person(nrp *n, char **fields)
{
    int p = n->staff_count++;
    snprintf(n->staff_id[p], sizeof n->staff_id[p], "%s", fields[0]);
    n->persons[p] = (ipso__schedules_person){
        .limits = n->limits[p], .first = n->first[p], .off_cost = n->off_cost[p]};
    add_limit(n, p, IPSO__MEASURE_MINUTES, 0, atoi(fields[3]), atoi(fields[2]));
    add_limit(n, p, IPSO__MEASURE_WEEKENDS, 0, 0, atoi(fields[7]));
    for (char *item = strtok(fields[1], "|"); item != NULL; item = strtok(NULL, "|")) {
        char *equals = strchr(item, '=');
        *equals = '\0';
        int s = find(n->shift_id, n->shift_count, item);
        n->most[p][s] = atoi(equals + 1);
        add_limit(n, p, IPSO__MEASURE_DAYS, 1u << s, 0, n->most[p][s]);
    }
    n->persons[p].runs = (ipso__schedules_runs){.work_max = atoi(fields[4]),
                                                .work_min = atoi(fields[5]),
                                                .off_min = atoi(fields[6]),
                                                .off_max = IPSO__UNLIMITED,
                                                .work_max_price = IPSO__NEVER,
                                                .work_min_price = IPSO__NEVER,
                                                .off_min_price = IPSO__NEVER,
                                                .off_max_price = IPSO__NEVER};
    n->persons[p].history.last_group = -1;
}

static void read_request(nrp *n, char **fields, bool on)
{
    int p = find(n->staff_id, n->staff_count, fields[0]), day = atoi(fields[1]);
    int s = find(n->shift_id, n->shift_count, fields[2]);
    (on ? n->on : n->off)[p][day][s] += atoi(fields[3]);
}

static void read_cover(nrp *n, char **fields)
{
    int r = n->schedules.row_count++, need = atoi(fields[2]);
    n->row_of[atoi(fields[0])][find(n->shift_id, n->shift_count, fields[1])] = r + 1;
    n->rows[r] = (ipso__schedules_row){.lower = need,
                                       .upper = need,
                                       .under_price = atoi(fields[3]),
                                       .over_price = atoi(fields[4])};
    n->uses[r] = (ipso__schedules_use){r, 1};
}

static void list_day(nrp *n, int p, int day, int *count)
{
    int64_t all_on = 0;
    for (int s = 0; s < n->shift_count; s++)
        all_on += n->on[p][day][s];
    n->off_cost[p][day] = all_on;
    for (int s = 0; s < n->shift_count && !n->day_off[p][day]; s++) {
        if (n->most[p][s] == 0)
            continue;
        int row = n->row_of[day][s];
        n->options[p][(*count)++] =
            (ipso__schedules_option){.class_id = s,
                                     .group = -1,
                                     .kinds = 1u << s,
                                     .minutes = n->minutes[s],
                                     .cost = all_on - n->on[p][day][s] + n->off[p][day][s],
                                     .uses = row > 0 ? &n->uses[row - 1] : NULL,
                                     .use_count = row > 0};
    }
}

static void list_options(nrp *n)
{
    size_t most = (size_t)(n->schedules.day_count * n->shift_count);
    for (int p = 0; p < n->staff_count; p++) {
        int count = 0;
        n->options[p] = calloc(most, sizeof *n->options[p]);
        for (int t = 0; t < n->schedules.day_count; t++) {
            list_day(n, p, t, &count);
            n->first[p][t + 1] = count;
        }
        n->persons[p].options = n->options[p];
        n->persons[p].follow = n->follow;
    }
}

static void read_line(nrp *n, const char *section, char **fields, int count, char **bars)
{
    if (strcmp(section, "SECTION_HORIZON") == 0)
        n->schedules.day_count = atoi(fields[0]);
    else if (strcmp(section, "SECTION_SHIFTS") == 0)
        read_shift(n, fields, bars);
    else if (strcmp(section, "SECTION_STAFF") == 0)
        read_person(n, fields);
    else if (strcmp(section, "SECTION_SHIFT_ON_REQUESTS") == 0)
        read_request(n, fields, true);
    else if (strcmp(section, "SECTION_SHIFT_OFF_REQUESTS") == 0)
        read_request(n, fields, false);
    else if (strcmp(section, "SECTION_COVER") == 0)
        read_cover(n, fields);
    else if (strcmp(section, "SECTION_DAYS_OFF") == 0)
        for (int i = 1; i < count; i++)
            n->day_off[find(n->staff_id, n->staff_count, fields[0])][atoi(fields[i])] = 1;
}

nrp *nrp_read(const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return NULL;
    nrp *n = calloc(1, sizeof *n);
    n->rows = calloc(NRP_DAYS * NRP_SHIFTS, sizeof *n->rows);
    n->uses = calloc(NRP_DAYS * NRP_SHIFTS, sizeof *n->uses);
    n->persons = calloc(NRP_STAFF, sizeof *n->persons);
    char line[4096], section[64] = "", *fields[FIELDS], *bars[NRP_SHIFTS];
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '#' || line[0] == '\n' || line[0] == '\r')
            continue;
        int count = cut(line, fields);
        if (strncmp(line, "SECTION", 7) == 0)
            snprintf(section, sizeof section, "%.60s", line);
        else
            read_line(n, section, fields, count, bars);
    }
    fclose(file);
    read_follow(n, bars);
    for (int t = 0; t < n->schedules.day_count; t++)
        n->weekend[t] = t % 7 >= 5 ? t / 7 : -1;
    list_options(n);
    n->schedules.class_count = n->shift_count;
    n->schedules.weekend = n->weekend;
    n->schedules.rows = n->rows;
    n->schedules.persons = n->persons;
    n->schedules.person_count = n->staff_count;
    return n;
}

void nrp_free(nrp *n)
{
    for (int p = 0; p < n->staff_count; p++)
        free(n->options[p]);
    free(n->follow);
    free(n->rows);
    free(n->uses);
    free(n->persons);
    free(n);
}

int nrp_option(const nrp *n, int person, int day, int shift)
{
    for (int o = n->first[person][day]; o < n->first[person][day + 1]; o++)
        if (n->options[person][o].class_id == shift)
            return o;
    return -1;
}
