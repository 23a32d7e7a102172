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

void ipso__grid_room_finish(ipso__grid_room *room)
{
    ipso__pmf_finish(&room->called);
    ipso__pmf_finish(&room->paused[0]);
    ipso__pmf_finish(&room->paused[1]);
    ipso__pmf_finish(&room->part);
    ipso__pmf_finish(&room->end);
    ipso__tide_finish(&room->tide);
}

static bool walked_in(const ipso_session *session)
{
    return session->walk_in_until > 0;
}

bool ipso__grid_begin(const ipso_session *session, ipso__grid_room *room, ipso__pmf *free)
{
    if (walked_in(session))
        return ipso__pmf_point(&room->called, 0) &&
               ipso__tide_busy(session, &room->tide, &room->called, &session->delay, free);
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

/* call and meet where patients walk in: arrival by arrival. */
static bool call_in_turn(const ipso_session *session, ipso__grid_room *room, const ipso__pmf *free,
                         const ipso__pmf *late, int start, ipso__meeting *meeting)
{
    ipso__pmf *called = &room->called;
    if (!ipso__pmf_clear(called, start, start))
        return false;
    for (int a = late->first; a < late->end; a++) {
        double share = late->share[a];
        if (share == 0)
            continue;
        if (!ipso__tide_call(session, &room->tide, free, start + a, &room->part) ||
            !ipso__pmf_extend(called, room->part.first, room->part.end))
            return false;
        for (int c = room->part.first; c < room->part.end; c++)
            called->share[c] += share * room->part.share[c];
        if (meeting == NULL)
            continue;
        meeting->wait += share * ipso__pmf_excess(&room->part, start + a);
        if (meeting->limit_cells >= 0)
            meeting->late += share * ipso__pmf_tail(&room->part, start + a + meeting->limit_cells);
    }
    return true;
}

/* room->called becomes the law of being called, meeting what the patient meets. */
static bool call_patient(const ipso_session *session, ipso__grid_room *room, const ipso__pmf *free,
                         const ipso__pmf *late, int start, ipso__meeting *meeting)
{
    if (meeting != NULL)
        meeting->wait = meeting->late = 0;
    if (walked_in(session))
        return call_in_turn(session, room, free, late, start, meeting);
    if (meeting != NULL)
        meet(free, late, start, meeting);
    return call(&room->called, free, late, start);
}

/* The law of called + service, where patients walk in of being free behind. */
static bool finish(const ipso_session *session, ipso__grid_room *room, const ipso__pmf *service,
                   ipso__pmf *next)
{
    const ipso__pmf *called = &room->called;
    if (walked_in(session))
        return ipso__tide_busy(session, &room->tide, called, service, next);
    if (!ipso__pmf_clear(next, called->first + service->first, called->end + service->end - 1))
        return false;
    ipso__pmf_add_sum(next, called, service, 1);
    return true;
}

/* next with probability come, else max(free, hold). */
static bool mix(ipso__pmf *next, const ipso__pmf *free, double come, int hold)
{
    if (come == 1)
        return true;
    for (int i = next->first; i < next->end; i++)
        next->share[i] *= come;
    if (!ipso__pmf_extend(next, free->first > hold ? free->first : hold,
                          free->end > hold + 1 ? free->end : hold + 1))
        return false;
    for (int i = free->first; i < free->end; i++)
        next->share[i > hold ? i : hold] += (1 - come) * free->share[i];
    return true;
}

bool ipso__grid_step(const ipso_session *session, ipso__grid_room *room, const ipso__pmf *from,
                     int patient, int before, int start, bool hold, ipso__pmf *next,
                     ipso__meeting *meeting)
{
    const ipso__pmf *free = ipso__grid_breaks(session, room, from, before, start);
    bool held = hold && !walked_in(session);
    if (free == NULL ||
        !call_patient(session, room, free, &session->late[patient], start, meeting) ||
        !finish(session, room, &session->service[session->law[patient]], next) ||
        !mix(next, free, session->come[patient], held ? start : -1))
        return false;
    ipso__pmf_trim(next, walked_in(session) ? IPSO__TIDE_TRIMMED : IPSO__PMF_TRIMMED);
    return true;
}

const ipso__pmf *ipso__grid_breaks(const ipso_session *session, ipso__grid_room *room,
                                   const ipso__pmf *from, int after, int until)
{
    double one = 1;
    ipso__pmf at_once = {.share = &one, .first = 0, .end = 1};
    for (int i = 0; i < session->model.break_count; i++) {
        ipso__pmf *next = &room->paused[from == &room->paused[0]];
        int start = session->break_start[i], length = session->break_cells[i];
        if (start <= after || start > until)
            continue;
        if (!call_patient(session, room, from, &at_once, start, NULL) ||
            !ipso__pmf_point(&room->part, length) || !finish(session, room, &room->part, next))
            return NULL;
        from = next;
    }
    return from;
}

const ipso__pmf *ipso__grid_end(const ipso_session *session, ipso__grid_room *room,
                                const ipso__pmf *from, int last)
{
    const ipso__pmf *end = ipso__grid_breaks(session, room, from, last, 1 << 30);
    if (end == NULL || !walked_in(session))
        return end;
    return ipso__tide_end(session, &room->tide, end, &room->end) ? &room->end : NULL;
}

bool ipso__grid_close(const ipso_session *session, ipso__grid_room *room, const ipso__pmf *from,
                      int last, double *planned, double *after_last)
{
    *after_last = session->model.grid_min * ipso__pmf_excess(from, last > 0 ? last : 0);
    const ipso__pmf *end = ipso__grid_end(session, room, from, last);
    if (end == NULL)
        return false;
    *planned = session->model.grid_min * ipso__pmf_excess(end, session->length_cells);
    return true;
}

int64_t ipso__grid_work(const ipso_session *session, const ipso__pmf *from, int patient)
{
    const ipso__pmf *service = &session->service[session->law[patient]];
    int64_t width = from->end - from->first;
    int64_t span = service->end - service->first;
    if (walked_in(session))
        return 10 + (width + span) * (span + 20) * (session->walk_in.end + 4) / 16;
    return 10 + width * span / 16;
}
