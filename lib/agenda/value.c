/* What a start is worth to an ask, term by term, and how long an appointment may last there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/kept.h"
#include "agenda/query.h"

#include <limits.h>
#include <string.h>

#define UNKNOWN INT_MIN /* a minute not looked for yet */

/* ---- released and open times ---- */

static bool released_by_time(const ipso__query *query, int64_t start)
{
    int64_t hours = query->state->rules->release_h;

    return hours > 0 && start - query->now <= 60 * hours;
}

static bool is_released(const ipso__query *query, const ipso__kept *kept, int64_t midnight)
{
    return kept->released || (kept->acute && released_by_time(query, midnight + kept->start_min));
}

/* Whether an acute time may be had by an ask. */
static bool is_open(const ipso__query *query, const ipso__kept *kept, int64_t midnight)
{
    const ipso_booking_rules *rules = query->state->rules;
    int hours = query->ask->audience == IPSO_AUDIENCE_PATIENT ? rules->patient_open_h
                                                              : rules->professional_open_h;

    if (is_released(query, kept, midnight))
        return true;
    if (!query->acute)
        return false;
    return query->ask->audience == IPSO_AUDIENCE_STAFF || hours == IPSO_NO_MAX ||
           midnight + kept->start_min - query->now <= 60 * (int64_t)hours;
}

/* Whether a release has named a start, or its time has come. */
static bool start_released(const ipso__query *query, const ipso__frame *frame, int start_min)
{
    const ipso__state *state = query->state;

    if (released_by_time(query, frame->midnight + start_min))
        return true;
    for (size_t i = 0; i < state->release_count; i++) {
        const ipso__release *release = &state->releases[i];
        if (release->day == frame->day &&
            (release->site == IPSO_ANY || release->site == frame->site) &&
            start_min >= release->start_min && start_min < release->end_min)
            return true;
    }
    return false;
}

/* ---- frames ---- */

int64_t ipso__turn_points(const ipso__query *query, int practitioner)
{
    const ipso__state *state = query->state;
    int64_t all = query->all_without_own * state->consulting_min[practitioner];
    int64_t of = query->all_consulting_min, excess;

    if (query->request->practitioner != IPSO_ANY || of == 0)
        return 0;
    excess = state->without_own[practitioner] - (all + of - 1) / of;
    if (excess <= 0)
        return 0;
    return excess < state->weights->continuity_points ? excess : state->weights->continuity_points;
}

/* Extended minutes that the entry in hand takes itself. */
static int own_extended(const ipso__query *query, const ipso__frame *frame)
{
    const ipso__entry *self = query->self;
    const ipso__state *state = query->state;
    const ipso__agenda_session *session;
    int end;

    if (self == NULL || self->fixed || self->day != frame->day || query->acute)
        return 0;
    end = ipso__entry_end(self);
    session = ipso__state_session(state, ipso__cell_of(state, self->practitioner, self->day),
                                  self->start_min, end);
    if (session == NULL || !ipso__session_extended(state, session) || session->site != frame->site)
        return 0;
    return ipso__extended_min(state, self->day, self->start_min, end);
}

static void find_extended(ipso__frame *frame, const ipso__query *query)
{
    const ipso__state *state = query->state;
    int where = frame->site * state->days + frame->day;

    frame->extended = false;
    if (query->acute || ipso_practice_extended(state->practice)->other_points == 0 ||
        !ipso__session_extended(state, frame->session))
        return;
    frame->extended = ipso__extended_min(state, frame->day, frame->session->start_min,
                                         frame->session->end_min) > 0;
    frame->ext_left =
        state->ext_room[where] - (state->ext_used[where] - own_extended(query, frame));
}

bool ipso__frame_init(ipso__frame *frame, const ipso__query *query,
                      const ipso__agenda_session *session, unsigned modes)
{
    const ipso__state *state = query->state;
    const ipso_duty *duty = ipso_practice_duty(state->practice, session->duty);
    const ipso_weights *weights = state->weights;
    int practitioner = session->cell / state->days, day = session->cell % state->days;
    int own = query->request->practitioner, late;
    unsigned has = ipso__duty_modes(state, practitioner, session->duty, query->request->type);

    has = ipso__first_mode(has & modes);
    if (has == 0 || !ipso__session_gives(session, query->request->type) ||
        (query->request->site != IPSO_ANY && duty->site != IPSO_ANY &&
         duty->site != query->request->site))
        return false;
    late = day > query->wanted ? day - query->wanted : 0;
    *frame = (ipso__frame){
        .session = session,
        .practitioner = practitioner,
        .day = day,
        .cell = session->cell,
        .site = duty->site,
        .mode = has,
        .travel_min = has == IPSO_MODE_HOME ? query->type->travel_min : 0,
        .midnight = (int64_t)day * IPSO_DAY_MIN,
        .own = own != IPSO_ANY && own != practitioner ? weights->continuity_points : 0,
        .wait = weights->wait_points * (query->acute ? 10 : 1) * late,
        .soon = ipso__is_soon(query, day),
        .mode_points = has == IPSO_MODE_TELE && (query->type->modes & IPSO_MODE_SITE) != 0
                           ? weights->tele_points
                           : 0,
        .turn = ipso__turn_points(query, practitioner)};
    find_extended(frame, query);
    return true;
}

/* Points of a frame that do not depend on the start. */
static int64_t frame_points(const ipso__frame *frame)
{
    return frame->own + frame->wait + frame->mode_points + frame->turn;
}

/* ---- what a start keeps ---- */

bool ipso__past(const ipso__query *query, int64_t start)
{
    return start < query->now;
}

bool ipso__day_open(const ipso__query *query, int day)
{
    return query->ask->audience == IPSO_AUDIENCE_STAFF ||
           (int64_t)day - query->today <= query->state->rules->ahead_days;
}

bool ipso__notice_kept(const ipso__query *query, const ipso__frame *frame, int start_min)
{
    return frame->midnight + start_min >= query->notice[frame->site + 1];
}

bool ipso__link_kept(const ipso__query *query, int64_t start)
{
    return start >= query->link_first && start <= query->link_last;
}

int ipso__window_end(const ipso__query *query, ipso_date date, int start_min)
{
    const ipso_request *request = query->request;
    int end = request->window_count == 0 ? IPSO_DAY_MIN : -1;

    for (size_t i = 0; i < request->window_count; i++) {
        const ipso_window *window = &request->windows[i];
        if (date >= window->first && date <= window->last && start_min >= window->start_min &&
            window->end_min > end)
            end = window->end_min;
    }
    return end;
}

static int patient_end(const ipso__query *query, const ipso__frame *frame, int start_min)
{
    int64_t start = frame->midnight + start_min, end = frame->midnight + IPSO_DAY_MIN;

    for (int i = 0; i < query->busy_count; i++) {
        const ipso__span *busy = &query->busy[i];
        if (busy->end > start && busy->start < end)
            end = busy->start;
    }
    return end <= start ? -1 : (int)(end - frame->midnight);
}

int ipso__reserve_end(const ipso__query *query, int cell, int start_min, int longest_min)
{
    const ipso__state *state = query->state;
    int past = ipso__kept_past(state, cell);
    int64_t midnight = (int64_t)(cell % state->days) * IPSO_DAY_MIN;

    for (int i = ipso__kept_first(state, cell, start_min); i < past; i++) {
        const ipso__kept *kept = &state->kept[i];
        if (kept->start_min >= start_min + longest_min)
            break;
        if (kept->acute && kept->covers == 0 && !is_open(query, kept, midnight))
            return kept->start_min <= start_min ? -1 : kept->start_min;
    }
    return IPSO_DAY_MIN;
}

static int extended_over(const ipso__query *query, const ipso__frame *frame, int start_min,
                         int end_min)
{
    int minutes;

    if (!frame->extended)
        return 0;
    minutes = ipso__extended_min(query->state, frame->day, start_min, end_min);
    if (minutes == 0 || start_released(query, frame, start_min))
        return 0;
    return frame->ext_left >= 0 ? minutes - frame->ext_left : minutes;
}

bool ipso__extended_allows(const ipso__query *query, const ipso__frame *frame, int start_min,
                           int end_min)
{
    return ipso_practice_extended(query->state->practice)->other_points != IPSO_HARD ||
           extended_over(query, frame, start_min, end_min) <= 0;
}

static int64_t extended_points(const ipso__query *query, const ipso__frame *frame, int start_min,
                               int end_min)
{
    int64_t price = ipso_practice_extended(query->state->practice)->other_points;
    int over = extended_over(query, frame, start_min, end_min);

    return over > 0 && price > 0 ? over * price : 0;
}

/* ---- terms ---- */

/* Points of the kept times that [start, end) displaces. */
static int64_t reserve_points(const ipso__query *query, int cell, int start_min, int end_min)
{
    const ipso__state *state = query->state;
    int past = ipso__kept_past(state, cell), first = ipso__kept_first(state, cell, start_min), used;
    int64_t midnight = (int64_t)(cell % state->days) * IPSO_DAY_MIN, points = 0;

    if (first == past || state->kept[first].start_min >= end_min)
        return 0;
    used = ipso__kept_used(state, first, past, start_min, end_min, query->request);
    for (int i = first; i < past && state->kept[i].start_min < end_min; i++) {
        const ipso__kept *kept = &state->kept[i];
        if (i != used && kept->covers == 0 && !is_released(query, kept, midnight))
            points += ipso__kept_worth(state, kept, ipso__kept_before(state, first, i, used),
                                       query->today);
    }
    return points;
}

/* The latest end of an appointment at a start inside the free stretch that ends at to_min. */
static int latest_end(const ipso__query *query, const ipso__frame *frame, int start_min, int to_min)
{
    ipso_date date = query->state->horizon->first_day + frame->day;
    int longest = query->type->lengths_min[query->type->length_count - 1] + frame->travel_min;
    int ends[4] = {to_min, ipso__window_end(query, date, start_min),
                   patient_end(query, frame, start_min),
                   ipso__reserve_end(query, frame->cell, start_min, longest)};
    int end = ends[0];

    for (int i = 1; i < 4; i++)
        if (ends[i] < end)
            end = ends[i];
    return end;
}

bool ipso__start_value(const ipso__query *query, const ipso__frame *frame, int start_min,
                       int from_min, int to_min, int length_min, int64_t limit, ipso__start *start)
{
    const ipso_type *type = query->type;
    const ipso__state *state = query->state;
    const int64_t *length_points =
        &query->length_points[(size_t)frame->practitioner * type->length_count];
    int latest = UNKNOWN;
    int64_t base = frame_points(frame) + ipso__hour_points(state, start_min);
    int64_t worth = state->minute_points[frame->practitioner];
    bool found = false;

    for (size_t l = 0; l < type->length_count; l++) {
        int length = type->lengths_min[l], end = start_min + length + frame->travel_min;
        int64_t reserve, unusable, cost;
        if (length_min != 0 && length != length_min)
            continue;
        if (end > to_min)
            break;
        unusable = ipso__unusable_points(frame->session, worth, frame->soon, start_min, end,
                                         from_min, to_min);
        cost = base + length_points[l] + unusable;
        if (cost > limit || (found && cost >= start->cost))
            continue;
        if (latest == UNKNOWN)
            latest = latest_end(query, frame, start_min, to_min);
        if (end > latest || !ipso__extended_allows(query, frame, start_min, end))
            break;
        reserve = reserve_points(query, frame->cell, start_min, end) +
                  extended_points(query, frame, start_min, end);
        cost += reserve;
        if (cost > limit || (found && cost >= start->cost))
            continue;
        *start = (ipso__start){
            start_min, (int)l,
            cost,      reserve,
            unusable,  ipso__leaves_hole(frame->session, start_min, end, from_min, to_min)};
        found = true;
    }
    return found;
}

void ipso__offer_fill(const ipso__query *query, const ipso__frame *frame, const ipso__start *start,
                      ipso_offer *offer)
{
    const ipso_type *type = query->type;
    size_t at = (size_t)frame->practitioner * type->length_count + (size_t)start->length;

    *offer = (ipso_offer){.practitioner = frame->practitioner,
                          .date = query->state->horizon->first_day + frame->day,
                          .site = frame->site,
                          .start_min = start->start_min,
                          .length_min = type->lengths_min[start->length],
                          .travel_min = frame->travel_min,
                          .mode = frame->mode,
                          .cost = start->cost};
    offer->points[IPSO_OFFER_OWN] = frame->own;
    offer->points[IPSO_OFFER_WAIT] =
        frame->wait + ipso__hour_points(query->state, start->start_min);
    offer->points[IPSO_OFFER_MODE] = frame->mode_points;
    offer->points[IPSO_OFFER_LENGTH] = query->length_points[at];
    offer->points[IPSO_OFFER_RESERVE] = start->reserve;
    offer->points[IPSO_OFFER_UNUSABLE] = start->unusable;
    offer->points[IPSO_OFFER_TURN] = frame->turn;
}

/* ---- free stretches ---- */

/* The first minute from `from` on whose bit is as asked; end when there is none before it. */
static int next_bit(const ipso__state *state, const uint64_t *bits, int from_min, int end_min,
                    bool on)
{
    int bit = from_min / state->grid_min, past = end_min / state->grid_min;

    while (bit < past) {
        uint64_t word = bits[bit / 64];
        if (!on)
            word = ~word;
        word >>= bit % 64;
        if (word != 0) {
            for (; (word & 1) == 0; word >>= 1)
                bit++;
            return bit < past ? bit * state->grid_min : end_min;
        }
        bit += 64 - bit % 64;
    }
    return end_min;
}

bool ipso__free_stretch(const ipso__state *state, const ipso__agenda_session *session,
                        int *from_min, int *to_min)
{
    const uint64_t *bits = state->cells[session->cell].free;

    *from_min = next_bit(state, bits, *from_min, session->end_min, true);
    if (*from_min >= session->end_min)
        return false;
    *to_min = next_bit(state, bits, *from_min, session->end_min, false);
    return true;
}
