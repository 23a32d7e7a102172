/* Picks a physician scheduling instance out of a MiniZinc data file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "physicians.h"

#include "dzn.h"
#include "text_reader.h"

#include <stdlib.h>

#define MAX_NUMBER 1000000

typedef struct reader {
    text_reader in; /* of which the text is not used */
    const dzn_file *file;
    physicians *instance;
} reader;

/* The text, at an item; NULL: at none. */
static text_reader *at(reader *r, const dzn_item *item)
{
    r->in.line = item != NULL ? item->line : 0;
    return &r->in;
}

/* ---- items ---- */

static const dzn_item *find(reader *r, const char *name)
{
    const dzn_item *item = dzn_find(r->file, name);
    if (item == NULL)
        text_fail(at(r, NULL), "%s is missing", name);
    return item;
}

static const dzn_value *value_of(const reader *r, const dzn_item *item, size_t index)
{
    return &r->file->values[item->first + index];
}

static bool read_one(reader *r, int *out, const char *name, int low, int high)
{
    const dzn_item *item = find(r, name);
    if (item == NULL)
        return false;
    const dzn_value *value = value_of(r, item, 0);
    if (item->dimensions != 0 || value->kind != DZN_NUMBER || value->number < low ||
        value->number > high)
        return text_fail(at(r, item), "%s: a whole number from %d to %d is wanted", name, low,
                         high);
    *out = value->number;
    return true;
}

/* One dimension of an array: from low (0 or 1) to high. */
typedef struct extent {
    int low, high;
} extent;

/* The array of that name, of that kind and those extents; its size goes to *size. */
static const dzn_item *find_array(reader *r, const char *name, dzn_kind kind, const extent *extents,
                                  int dimensions, size_t *size)
{
    const dzn_item *item = find(r, name);
    if (item == NULL)
        return NULL;
    bool fits = item->dimensions == dimensions;
    *size = 1;
    for (int d = 0; d < dimensions && fits; d++) {
        fits = item->low[d] == extents[d].low && item->high[d] == extents[d].high;
        *size *= (size_t)(extents[d].high - extents[d].low + 1);
    }
    for (size_t i = 0; i < item->count && fits; i++)
        fits = value_of(r, item, i)->kind == kind;
    if (fits)
        return item;
    text_fail(at(r, item), "%s: other dimensions or another kind of values is wanted", name);
    return NULL;
}

static bool read_numbers(reader *r, int **out, const char *name, const extent *extents,
                         int dimensions, int high)
{
    size_t size = 0;
    const dzn_item *item = find_array(r, name, DZN_NUMBER, extents, dimensions, &size);
    if (item == NULL)
        return false;
    *out = calloc(size + 1, sizeof **out); /* never 0 bytes */
    if (*out == NULL)
        return text_fail_nomem(at(r, NULL));
    for (size_t i = 0; i < size; i++) {
        (*out)[i] = value_of(r, item, i)->number;
        if ((*out)[i] < 0 || (*out)[i] > high)
            return text_fail(at(r, item), "%s: %d is outside 0 to %d", name, (*out)[i], high);
    }
    return true;
}

static bool read_truths(reader *r, bool **out, const char *name, extent range)
{
    size_t size = 0;
    const dzn_item *item = find_array(r, name, DZN_TRUTH, &range, 1, &size);
    if (item == NULL)
        return false;
    *out = calloc(size + 1, sizeof **out);
    if (*out == NULL)
        return text_fail_nomem(at(r, NULL));
    for (size_t i = 0; i < size; i++)
        (*out)[i] = value_of(r, item, i)->number != 0;
    return true;
}

/* An array of sets as rows of a table: row i has true at each member less low, for width columns.
 * Members beyond the table are passed over: the files bar shifts that they do not have. */
static bool read_sets(reader *r, bool **out, const char *name, extent range, int low, int width)
{
    size_t size = 0;
    const dzn_item *item = find_array(r, name, DZN_SET, &range, 1, &size);
    if (item == NULL)
        return false;
    *out = calloc(size * (size_t)width + 1, sizeof **out);
    if (*out == NULL)
        return text_fail_nomem(at(r, NULL));
    for (size_t i = 0; i < size; i++) {
        const dzn_value *set = value_of(r, item, i);
        for (size_t j = 0; j < set->count; j++) {
            int member = r->file->members[set->first + j];
            if (member < low)
                return text_fail(at(r, item), "%s: %d is below %d", name, member, low);
            if (member - low < width)
                (*out)[i * (size_t)width + (size_t)(member - low)] = true;
        }
    }
    return true;
}

/* ---- the instance ---- */

static bool read_counts(reader *r)
{
    physicians *n = r->instance;
    return read_one(r, &n->departments, "numDepartments", 0, PHYSICIANS_MAX_COUNT) &&
           read_one(r, &n->stations, "numStations", 1, PHYSICIANS_MAX_COUNT) &&
           read_one(r, &n->shifts, "numShifts", 2, PHYSICIANS_MAX_COUNT) &&
           read_one(r, &n->skills, "numSkills", 1, PHYSICIANS_MAX_COUNT) &&
           read_one(r, &n->days, "numDays", 1, PHYSICIANS_MAX_COUNT) &&
           read_one(r, &n->people, "numPers", 1, PHYSICIANS_MAX_COUNT) &&
           read_one(r, &n->sums, "numSubsum", 0, PHYSICIANS_MAX_COUNT) &&
           read_one(r, &n->preference_weight, "preferenceWeight", 0, MAX_NUMBER) &&
           read_one(r, &n->risk_weight, "riskWeight", 0, MAX_NUMBER) &&
           read_one(r, &n->person_weight, "persWeight", 0, MAX_NUMBER) &&
           read_one(r, &n->station_weight, "stationWeight", 0, MAX_NUMBER);
}

static bool read_work(reader *r)
{
    physicians *n = r->instance;
    const extent stations = {0, n->stations}, shifts = {0, n->shifts}, skills = {0, n->skills};
    const extent days = {1, n->days}, sums = {1, n->sums};
    const extent demand[] = {stations, shifts, days, skills}, sum[] = {sums, days};
    return read_numbers(r, &n->station_department, "stationDepartment", &stations, 1,
                        n->departments) &&
           read_truths(r, &n->station_common, "stationCommon", stations) &&
           read_numbers(r, &n->shift_hours, "shiftLength", &shifts, 1, 24) &&
           read_sets(r, &n->barred, "forbiddenSequences", shifts, 0, n->shifts + 1) &&
           read_numbers(r, &n->demand, "demand", demand, 4, MAX_NUMBER) &&
           read_numbers(r, &n->sum_department, "subDepartment", &sums, 1, n->departments) &&
           read_sets(r, &n->sum_skill, "subSkills", sums, 0, n->skills + 1) &&
           read_numbers(r, &n->sum_demand, "subDemand", sum, 2, MAX_NUMBER);
}

static bool read_people(reader *r)
{
    physicians *n = r->instance;
    const extent people = {1, n->people};
    const extent preference[] = {people, {0, n->stations}, {0, n->skills}};
    return read_numbers(r, &n->preference, "stationPrefs", preference, 3, 4) &&
           read_sets(r, &n->day_off, "forbiddenDays", people, 1, n->days) &&
           read_numbers(r, &n->last_shift, "histShiftLastDay", &people, 1, n->shifts) &&
           read_numbers(r, &n->last_station, "histLastStationWorked", &people, 1, n->stations) &&
           read_numbers(r, &n->run_days, "histConsecutiveWorkDays", &people, 1, MAX_NUMBER) &&
           read_numbers(r, &n->week_hours, "maxHoursWeek", &people, 1, MAX_NUMBER) &&
           read_truths(r, &n->must_work, "persRequireWork", people) &&
           read_truths(r, &n->at_risk, "persRisk", people);
}

/* What the challenge's files switch off, and what therefore nothing here counts. */
static bool expect_off(reader *r)
{
    int robustness = 0;
    const dzn_item *night = dzn_find(r->file, "indexNight");
    if (dzn_find(r->file, "rbWeight") != NULL && !read_one(r, &robustness, "rbWeight", 0, 0))
        return false;
    if (night != NULL && (night->dimensions != 0 || value_of(r, night, 0)->count > 0))
        return text_fail(at(r, night), "indexNight: the empty set is wanted");
    return true;
}

ipso_status physicians_read(physicians **instance, const char *text, size_t length, ipso_error *err)
{
    reader r = {.in = {.err = err}};
    dzn_file *file = NULL;
    ipso_status status = dzn_read(&file, text, length, err);
    if (status != IPSO_OK)
        return status;
    r.file = file;
    r.instance = calloc(1, sizeof *r.instance);
    if (r.instance == NULL)
        text_fail_nomem(at(&r, NULL));
    else if (expect_off(&r) && read_counts(&r) && read_work(&r) && read_people(&r))
        *instance = r.instance;
    dzn_free(file);
    if (r.in.status != IPSO_OK)
        physicians_free(r.instance);
    return r.in.status;
}

void physicians_free(physicians *instance)
{
    if (instance == NULL)
        return;
    free(instance->station_department);
    free(instance->station_common);
    free(instance->shift_hours);
    free(instance->barred);
    free(instance->demand);
    free(instance->sum_department);
    free(instance->sum_skill);
    free(instance->sum_demand);
    free(instance->preference);
    free(instance->day_off);
    free(instance->last_shift);
    free(instance->last_station);
    free(instance->run_days);
    free(instance->week_hours);
    free(instance->must_work);
    free(instance->at_risk);
    free(instance);
}

int physicians_demand(const physicians *n, int station, int shift, int day, int skill)
{
    size_t at = (size_t)station * (size_t)(n->shifts + 1) + (size_t)shift;
    at = at * (size_t)n->days + (size_t)day;
    return n->demand[at * (size_t)(n->skills + 1) + (size_t)skill];
}

int physicians_preference(const physicians *n, int person, int station, int skill)
{
    size_t at = (size_t)person * (size_t)(n->stations + 1) + (size_t)station;
    return n->preference[at * (size_t)(n->skills + 1) + (size_t)skill];
}
