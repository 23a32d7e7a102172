/* Where a session is cut into bands: the edges that concern it, and which of them are used.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bands_cut.h"

#include "model/needs.h"

#include <stdlib.h>
#include <string.h>

static int compare_ints(const void *left, const void *right)
{
    int a = *(const int *)left;
    int b = *(const int *)right;
    return (a > b) - (a < b);
}

static int compare_windows(const void *left, const void *right)
{
    const ipso__cut_window *a = left;
    const ipso__cut_window *b = right;
    if (a->start_min != b->start_min)
        return a->start_min < b->start_min ? -1 : 1;
    return (a->end_min > b->end_min) - (a->end_min < b->end_min);
}

static void sort(int *items, int count)
{
    if (count > 1)
        qsort(items, (size_t)count, sizeof *items, compare_ints);
}

static bool add_edges(ipso__cutter *cutter, int start_min, int end_min)
{
    if (!ipso__grow(&cutter->edges, &cutter->edge_room, (size_t)cutter->edge_count + 2,
                    sizeof *cutter->edges))
        return false;
    cutter->edges[cutter->edge_count++] = start_min;
    cutter->edges[cutter->edge_count++] = end_min;
    return true;
}

/* Edges of the windows of the demand that the practitioner may serve in the sitting. */
static bool add_demand(ipso__cutter *cutter, const ipso_practice *practice,
                       const ipso__sitting *sitting)
{
    int days = ipso_practice_horizon(practice)->days;
    for (int d = 0; d < ipso_practice_demand_count(practice); d++) {
        const ipso_demand *entry = ipso_practice_demand(practice, d);
        const ipso_type *type = ipso_practice_type(practice, entry->type);
        if (sitting->modes[entry->type] == 0)
            continue;
        bool concerned = false;
        for (int lead = type->lead_min_days; lead <= type->lead_max_days && !concerned; lead++) {
            int day = sitting->day - lead;
            concerned = day >= 0 && day < days &&
                        ipso_practice_day_matches(practice, &entry->days, day) &&
                        ipso__demand_reaches(practice, d, day, sitting->site, sitting->day);
        }
        if (concerned && !add_edges(cutter, entry->start_min, entry->end_min))
            return false;
    }
    return true;
}

static bool add_window(ipso__cutter *cutter, ipso__cut_window window)
{
    if (window.end_min - window.start_min < IPSO__SHORT_WINDOW_MIN)
        return add_edges(cutter, window.start_min, window.end_min);
    for (int i = 0; i < cutter->window_count; i++) {
        ipso__cut_window *known = &cutter->windows[i];
        if (known->start_min == window.start_min && known->end_min == window.end_min) {
            known->width_min =
                window.width_min < known->width_min ? window.width_min : known->width_min;
            return true;
        }
    }
    if (!ipso__grow(&cutter->windows, &cutter->window_room, (size_t)cutter->window_count + 1,
                    sizeof *cutter->windows) ||
        !ipso__grow(&cutter->wishes, &cutter->wish_room, (size_t)cutter->wish_count + 2,
                    sizeof *cutter->wishes))
        return false;
    cutter->windows[cutter->window_count++] = window;
    cutter->wishes[cutter->wish_count++] = window.start_min;
    cutter->wishes[cutter->wish_count++] = window.end_min;
    return true;
}

/* Windows of the requests that may have a slot of the sitting. */
static bool add_requests(ipso__cutter *cutter, const ipso_practice *practice,
                         const ipso__sitting *sitting)
{
    ipso_date date = ipso_practice_horizon(practice)->first_day + sitting->day;
    for (int r = 0; r < ipso_practice_request_count(practice); r++) {
        const ipso_request *request = ipso_practice_request(practice, r);
        unsigned mode = sitting->modes[request->type];
        if (request->window_count == 0 ||
            !ipso__request_reaches(practice, request, sitting->practitioner, sitting->site, mode))
            continue;
        int shortest = ipso_practice_type(practice, request->type)->lengths_min[0];
        int width = ipso__slot_width(practice, request->type, mode, shortest);
        for (size_t i = 0; i < request->window_count; i++) {
            const ipso_window *window = &request->windows[i];
            ipso__cut_window cut = {window->start_min, window->end_min, width};
            if (window->first <= date && date <= window->last && !add_window(cutter, cut))
                return false;
        }
    }
    return true;
}

bool ipso__cutter_set(ipso__cutter *cutter, const ipso_practice *practice,
                      const ipso__sitting *sitting)
{
    cutter->edge_count = cutter->window_count = cutter->wish_count = 0;
    int before, after;
    ipso__extended_edges(practice, sitting->day, &before, &after);
    if (!add_edges(cutter, before, after) || !add_demand(cutter, practice, sitting) ||
        !add_requests(cutter, practice, sitting))
        return false;
    sort(cutter->edges, cutter->edge_count);
    sort(cutter->wishes, cutter->wish_count);
    if (cutter->window_count > 1)
        qsort(cutter->windows, (size_t)cutter->window_count, sizeof *cutter->windows,
              compare_windows);
    return true;
}

/* Inserts edge into the sorted cuts unless it is there or outside; returns the new count. */
static int insert_cut(int *cuts, int count, int edge)
{
    if (edge <= cuts[0] || edge >= cuts[count - 1])
        return count;
    int at = 1;
    while (cuts[at] < edge)
        at++;
    if (cuts[at] == edge)
        return count;
    memmove(&cuts[at + 1], &cuts[at], (size_t)(count - at) * sizeof *cuts);
    cuts[at] = edge;
    return count + 1;
}

/* Whether a cut at edge leaves an hour on either side of it. */
static bool leaves_hours(const int *cuts, int count, int edge)
{
    for (int i = 0; i + 1 < count; i++) {
        if (cuts[i] < edge && edge < cuts[i + 1])
            return edge - cuts[i] >= IPSO__SHORT_WINDOW_MIN &&
                   cuts[i + 1] - edge >= IPSO__SHORT_WINDOW_MIN;
    }
    return false;
}

/* Whether a window that has room for a slot here holds no band whole. */
static bool is_shut_out(const int *cuts, int count, const ipso__cut_window *window)
{
    int start = window->start_min > cuts[0] ? window->start_min : cuts[0];
    int end = window->end_min < cuts[count - 1] ? window->end_min : cuts[count - 1];
    if (end - start < window->width_min)
        return false;
    for (int i = 0; i + 1 < count; i++) {
        if (start <= cuts[i] && cuts[i + 1] <= end)
            return false;
    }
    return true;
}

/* Edges of demand and short windows are always cut; those of longer windows of requests while they
 * leave an hour on either side, so that the bands of many requests do not shrink to crumbs; and at
 * last those of a window that would otherwise have no band here at all. */
int ipso__cutter_cut(ipso__cutter *cutter, int start_min, int end_min)
{
    int *cuts = cutter->cuts;
    int count = 2;
    cuts[0] = start_min;
    cuts[1] = end_min;
    for (int i = 0; i < cutter->edge_count; i++)
        count = insert_cut(cuts, count, cutter->edges[i]);
    for (int i = 0; i < cutter->wish_count; i++) {
        if (leaves_hours(cuts, count, cutter->wishes[i]))
            count = insert_cut(cuts, count, cutter->wishes[i]);
    }
    for (int i = 0; i < cutter->window_count; i++) {
        if (is_shut_out(cuts, count, &cutter->windows[i])) {
            count = insert_cut(cuts, count, cutter->windows[i].start_min);
            count = insert_cut(cuts, count, cutter->windows[i].end_min);
        }
    }
    return count;
}

void ipso__cutter_finish(ipso__cutter *cutter)
{
    free(cutter->edges);
    free(cutter->windows);
    free(cutter->wishes);
    cutter->edges = NULL;
    cutter->windows = NULL;
    cutter->wishes = NULL;
}
