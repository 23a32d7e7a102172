/* Requests that are not free of each other: one patient, or one after the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/options_build.h"

#include "model/needs.h"

#include <stdlib.h>
#include <string.h>

/* A request under the name of its patient. */
typedef struct patient_request {
    const char *patient;
    int request;
} patient_request;

static int compare_patients(const void *left, const void *right)
{
    const patient_request *a = left;
    const patient_request *b = right;
    int order = strcmp(a->patient, b->patient);
    return order != 0 ? order : (a->request > b->request) - (a->request < b->request);
}

static int compare_elsewhere(const void *left, const void *right)
{
    const ipso__elsewhere *a = left;
    const ipso__elsewhere *b = right;
    if (a->request != b->request)
        return a->request < b->request ? -1 : 1;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return (a->start_min > b->start_min) - (a->start_min < b->start_min);
}

/* Every request, by patient; requests without a patient's name are left out. NULL: no memory. */
static patient_request *requests_by_patient(const ipso_practice *practice, int *count)
{
    int requests = ipso_practice_request_count(practice);
    patient_request *items = ipso__calloc((size_t)requests, sizeof *items);
    *count = 0;
    for (int r = 0; items != NULL && r < requests; r++) {
        const char *patient = ipso_practice_request(practice, r)->patient;
        if (patient != NULL && patient[0] != '\0')
            items[(*count)++] = (patient_request){patient, r};
    }
    if (*count > 1)
        qsort(items, (size_t)*count, sizeof *items, compare_patients);
    return items;
}

/* Index of the first request of the patient among the sorted items, or count. */
static int first_of_patient(const patient_request *items, int count, const char *patient)
{
    int low = 0;
    int high = count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (strcmp(items[middle].patient, patient) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool add_fixed(ipso__table_builder *b, const patient_request *items, int count,
                      const ipso_fixed *fixed)
{
    const ipso_horizon *horizon = ipso_practice_horizon(b->practice);
    int day = fixed->date - horizon->first_day;
    if (day < 0 || day >= horizon->days || fixed->patient == NULL || fixed->patient[0] == '\0')
        return true;
    int end = fixed->start_min +
              ipso__slot_width(b->practice, fixed->type, fixed->mode, fixed->length_min);
    for (int i = first_of_patient(items, count, fixed->patient);
         i < count && strcmp(items[i].patient, fixed->patient) == 0; i++) {
        if (!ipso__grow(&b->elsewhere, &b->elsewhere_room, (size_t)b->elsewhere_count + 1,
                        sizeof *b->elsewhere))
            return false;
        b->elsewhere[b->elsewhere_count++] =
            (ipso__elsewhere){items[i].request, day, fixed->start_min, end};
    }
    return true;
}

bool ipso__builder_elsewhere(ipso__table_builder *b)
{
    int count;
    patient_request *items = requests_by_patient(b->practice, &count);
    if (items == NULL)
        return false;
    bool ok = true;
    for (int i = 0; ok && i < ipso_practice_fixed_count(b->practice); i++)
        ok = add_fixed(b, items, count, ipso_practice_fixed(b->practice, i));
    free(items);
    if (b->elsewhere_count > 1)
        qsort(b->elsewhere, (size_t)b->elsewhere_count, sizeof *b->elsewhere, compare_elsewhere);
    return ok;
}

bool ipso__builder_is_elsewhere(const ipso__table_builder *b, int request, int day, int start_min,
                                int end_min)
{
    int low = 0;
    int high = b->elsewhere_count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (b->elsewhere[middle].request < request)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < b->elsewhere_count && b->elsewhere[low].request == request; low++) {
        const ipso__elsewhere *item = &b->elsewhere[low];
        if (item->day == day && item->start_min < end_min && start_min < item->end_min)
            return true;
    }
    return false;
}

static bool add_pair(ipso__table_builder *b, int first, int second)
{
    if (!ipso__grow(&b->table.pairs, &b->pair_room, (size_t)b->table.pair_count + 1,
                    sizeof *b->table.pairs))
        return false;
    b->table.pairs[b->table.pair_count++] = (ipso__patient_pair){
        first < second ? first : second,
        first < second ? second : first,
    };
    return true;
}

static bool add_pairs(ipso__table_builder *b)
{
    int count;
    patient_request *items = requests_by_patient(b->practice, &count);
    bool ok = items != NULL;
    for (int i = 0; ok && i < count; i++) {
        int first = b->need_of_request[items[i].request];
        for (int j = i + 1; ok && j < count && strcmp(items[i].patient, items[j].patient) == 0; j++)
            ok = add_pair(b, first, b->need_of_request[items[j].request]);
    }
    free(items);
    return ok;
}

bool ipso__builder_links(ipso__table_builder *b)
{
    if (!add_pairs(b))
        return false;
    for (int r = 0; r < ipso_practice_request_count(b->practice); r++) {
        const ipso_request *request = ipso_practice_request(b->practice, r);
        if (request->after == IPSO_ANY)
            continue;
        if (!ipso__grow(&b->table.links, &b->link_room, (size_t)b->table.link_count + 1,
                        sizeof *b->table.links))
            return false;
        b->table.links[b->table.link_count++] =
            (ipso__link){b->need_of_request[request->after], b->need_of_request[r],
                         request->min_gap_min, request->max_gap_min};
    }
    return true;
}

/* Whether the request before the link has an option from which the later one's may follow. */
static bool is_reachable(const ipso__table *table, const ipso__link *link, int later_band)
{
    const ipso__need *earlier = &table->needs[link->earlier];
    for (int o = earlier->first_option; o < earlier->first_option + earlier->option_count; o++) {
        if (table->options[o].band >= 0 &&
            ipso__bands_linked(table->bands, table->options[o].band, later_band, link->min_gap_min,
                               link->max_gap_min))
            return true;
    }
    return false;
}

/* Marks (band -1) the options of the later request that no option of the earlier one allows; true
 * when there was one. */
static bool mark_unreachable(ipso__table *table, const ipso__link *link)
{
    const ipso__need *later = &table->needs[link->later];
    bool marked = false;
    int known = -1; /* the last band found reachable: options of a band stand side by side */
    for (int o = later->first_option; o < later->first_option + later->option_count; o++) {
        ipso__option *option = &table->options[o];
        if (option->band < 0 || option->band == known)
            continue;
        if (is_reachable(table, link, option->band)) {
            known = option->band;
        } else {
            option->band = -1;
            marked = true;
        }
    }
    return marked;
}

/* Takes the marked options out. */
static void compact(ipso__table *table)
{
    int count = 0;
    for (int g = 0; g < table->need_count; g++) {
        ipso__need *need = &table->needs[g];
        int first = count;
        for (int o = need->first_option; o < need->first_option + need->option_count; o++) {
            if (table->options[o].band >= 0)
                table->options[count++] = table->options[o];
        }
        need->first_option = first;
        need->option_count = count - first;
    }
    table->option_count = count;
}

void ipso__builder_prune(ipso__table_builder *b)
{
    bool any = false;
    bool again = true;
    while (again) {
        again = false;
        for (int i = 0; i < b->table.link_count; i++)
            again = mark_unreachable(&b->table, &b->table.links[i]) || again;
        any = any || again;
    }
    if (any)
        compact(&b->table);
}
