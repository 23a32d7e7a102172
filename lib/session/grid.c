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
    ipso__pmf_finish(&room->paused[0]);
    ipso__pmf_finish(&room->paused[1]);
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

/* called + service with probability come, else max(free, hold). */
static bool serve(ipso__pmf *next, const ipso__pmf *called, const ipso__pmf *service,
                  const ipso__pmf *free, double come, int hold)
{
    int first = called->first + service->first;
    int end = called->end + service->end - 1;
    int held = free->first > hold ? free->first : hold;
    if (come < 1) {
        first = held < first ? held : first;
        end = free->end > end ? free->end : end;
        end = hold + 1 > end ? hold + 1 : end;
    }
    if (!ipso__pmf_clear(next, first, end))
        return false;
    ipso__pmf_add_sum(next, called, service, come);
    for (int i = free->first; come < 1 && i < free->end; i++)
        next->share[i > hold ? i : hold] += (1 - come) * free->share[i];
    ipso__pmf_trim(next);
    return true;
}

bool ipso__grid_step(const ipso_session *session, ipso__grid_room *room, const ipso__pmf *from,
                     int patient, int before, int start, bool hold, ipso__pmf *next,
                     ipso__meeting *meeting)
{
    const ipso__pmf *late = &session->late[patient];
    const ipso__pmf *free = ipso__grid_breaks(session, room, from, before, start);
    if (free == NULL)
        return false;
    if (meeting != NULL)
        meet(free, late, start, meeting);
    return call(&room->called, free, late, start) &&
           serve(next, &room->called, &session->service[session->law[patient]], free,
                 session->come[patient], hold ? start : -1);
}

/* A pause of that many cells from max(free, start) on. */
static bool pause(const ipso__pmf *free, ipso__pmf *called, int start, int length, ipso__pmf *next)
{
    double one = 1;
    const ipso__pmf at_once = {.share = &one, .first = 0, .end = 1};
    if (!call(called, free, &at_once, start) ||
        !ipso__pmf_clear(next, called->first + length, called->end + length))
        return false;
    memcpy(next->share + next->first, called->share + called->first,
           (size_t)(called->end - called->first) * sizeof *next->share);
    return true;
}

const ipso__pmf *ipso__grid_breaks(const ipso_session *session, ipso__grid_room *room,
                                   const ipso__pmf *from, int after, int until)
{
    for (int i = 0; i < session->model.break_count; i++) {
        ipso__pmf *next = &room->paused[from == &room->paused[0]];
        if (session->break_start[i] <= after || session->break_start[i] > until)
            continue;
        if (!pause(from, &room->called, session->break_start[i], session->break_cells[i], next))
            return NULL;
        from = next;
    }
    return from;
}

bool ipso__grid_close(const ipso_session *session, ipso__grid_room *room, const ipso__pmf *from,
                      int last, double *planned, double *after_last)
{
    *after_last = session->model.grid_min * ipso__pmf_excess(from, last > 0 ? last : 0);
    const ipso__pmf *end = ipso__grid_breaks(session, room, from, last, 1 << 30);
    if (end == NULL)
        return false;
    *planned = session->model.grid_min * ipso__pmf_excess(end, session->length_cells);
    return true;
}

int64_t ipso__grid_work(const ipso_session *session, const ipso__pmf *from, int patient)
{
    const ipso__pmf *service = &session->service[session->law[patient]];
    return 10 + (int64_t)(from->end - from->first) * (service->end - service->first) / 16;
}
