/* A session on the grid, patient after patient.
 *
 * With F the time of being free, A = start + lateness the arrival, S the service, c the probability
 * of coming, all independent:
 *     called  C = max(F, A):   P(C = x) = P(F = x) P(A <= x) + P(A = x) P(F < x)
 *     wait    (F - A)+:        expected sum over a of P(A = a) E[(F - a)+]
 *     next    c x law of C + S  +  (1 - c) x law of F
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/grid.h"

#include <string.h>

void ipso__grid_room_finish(ipso__grid_room *room)
{
    ipso__pmf_finish(&room->called);
}

bool ipso__grid_begin(const ipso_session *session, ipso__pmf *free)
{
    return ipso__pmf_copy(free, &session->delay);
}

static void meet(const ipso__pmf *free, const ipso__pmf *late, int start, ipso__meeting *meeting)
{
    meeting->wait = 0;
    meeting->late = 0;
    for (int a = late->first; a < late->end; a++) {
        double share = late->share[a];
        if (share == 0)
            continue;
        meeting->wait += share * ipso__pmf_excess(free, start + a);
        if (meeting->limit_cells >= 0)
            meeting->late += share * ipso__pmf_tail(free, start + a + meeting->limit_cells);
    }
}

/* The law of max(free, start + late). */
static bool call(ipso__pmf *called, const ipso__pmf *free, const ipso__pmf *late, int start)
{
    int first = start + late->first;
    int last = start + late->end - 1;
    double arrived = 0; /* P(A <= x) */
    double is_free = 0; /* P(F < x) */
    first = free->first > first ? free->first : first;
    last = free->end - 1 > last ? free->end - 1 : last;
    if (!ipso__pmf_clear(called, first, last + 1))
        return false;
    for (int a = late->first; a < late->end && start + a < first; a++)
        arrived += late->share[a];
    for (int f = free->first; f < free->end && f < first; f++)
        is_free += free->share[f];
    for (int x = first; x <= last; x++) {
        double here = x >= free->first && x < free->end ? free->share[x] : 0;
        int a = x - start;
        double comes = a >= late->first && a < late->end ? late->share[a] : 0;
        arrived += comes;
        called->share[x] = here * arrived + comes * is_free;
        is_free += here;
    }
    return true;
}

/* called + service with probability come, else free. */
static bool serve(ipso__pmf *next, const ipso__pmf *called, const ipso__pmf *service,
                  const ipso__pmf *free, double come)
{
    int first = called->first + service->first;
    int end = called->end + service->end - 1;
    if (come < 1) {
        first = free->first < first ? free->first : first;
        end = free->end > end ? free->end : end;
    }
    if (!ipso__pmf_clear(next, first, end))
        return false;
    ipso__pmf_add_sum(next, called, service, come);
    for (int i = free->first; come < 1 && i < free->end; i++)
        next->share[i] += (1 - come) * free->share[i];
    ipso__pmf_trim(next);
    return true;
}

bool ipso__grid_patient(const ipso_session *session, ipso__grid_room *room, const ipso__pmf *free,
                        int patient, int start, ipso__pmf *next, ipso__meeting *meeting)
{
    const ipso__pmf *late = &session->late[patient];
    if (meeting != NULL)
        meet(free, late, start, meeting);
    return call(&room->called, free, late, start) &&
           serve(next, &room->called, &session->service[session->law[patient]], free,
                 session->come[patient]);
}

bool ipso__grid_break(const ipso_session *session, ipso__grid_room *room, const ipso__pmf *free,
                      int index, ipso__pmf *next)
{
    double one = 1;
    const ipso__pmf at_once = {.share = &one, .first = 0, .end = 1};
    const ipso__pmf *called = &room->called;
    int length = session->break_cells[index];
    if (!call(&room->called, free, &at_once, session->break_start[index]) ||
        !ipso__pmf_clear(next, called->first + length, called->end + length))
        return false;
    memcpy(next->share + next->first, called->share + called->first,
           (size_t)(called->end - called->first) * sizeof *next->share);
    return true;
}
