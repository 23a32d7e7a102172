/* The reference agenda: which starts can be booked, what they cost, and what is offered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reference_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const ipso_type *type_of(const reference *r, const question *q)
{
    return ipso_practice_type(r->practice, q->ask->request.type);
}

static int64_t now_of(const question *q)
{
    return minute_of(q->now->date, q->now->time_min);
}

static int width_of(const ipso_type *type, unsigned mode, int length)
{
    return length + (mode == IPSO_MODE_HOME ? type->travel_min : 0);
}

static int on_grid(const reference *r, int minutes)
{
    return (minutes + r->grid - 1) / r->grid * r->grid;
}

/* ---- the modes ---- */

unsigned modes_accepted(const reference *r, const question *q)
{
    const ipso_type *type = type_of(r, q);
    unsigned modes = IPSO_MODE_SITE | IPSO_MODE_HOME;
    if (q->ask->request.accepts_tele || type->modes == IPSO_MODE_TELE)
        modes |= IPSO_MODE_TELE;
    if (q->ask->modes != 0)
        modes = q->ask->modes;
    return q->mode != 0 ? modes & q->mode : modes;
}

static unsigned first_mode(unsigned modes)
{
    if ((modes & IPSO_MODE_SITE) != 0)
        return IPSO_MODE_SITE;
    return (modes & IPSO_MODE_HOME) != 0 ? IPSO_MODE_HOME : modes & IPSO_MODE_TELE;
}

unsigned mode_there(const reference *r, const question *q, int practitioner, int duty)
{
    return first_mode(modes_of_duty(r, practitioner, duty, q->ask->request.type) &
                      modes_accepted(r, q));
}

/* The mode off duty; 0 none. */
static unsigned mode_off_duty(const reference *r, const question *q, int practitioner)
{
    unsigned modes = type_of(r, q)->modes & modes_accepted(r, q);
    if (!ipso_practice_practitioner(r->practice, practitioner)->teleconsultation)
        modes &= ~(unsigned)IPSO_MODE_TELE;
    return first_mode(modes);
}

static bool notice_is_short(const reference *r, const question *q, int site, ipso_date date,
                            int start)
{
    int64_t open = open_before(r, site, minute_of(date, start)) - open_before(r, site, now_of(q));
    return open < ipso_practice_booking(r->practice)->notice_min;
}

/* ---- acute times ---- */

static bool is_within_h(int64_t start, int64_t now, int64_t hours)
{
    return start - now <= 60 * hours;
}

/* Whether a release frees what starts there. */
static bool is_released(const reference *r, const question *q, int site, ipso_date date, int start)
{
    int hours = ipso_practice_booking(r->practice)->release_h;
    if (hours > 0 && is_within_h(minute_of(date, start), now_of(q), hours))
        return true;
    for (int i = 0; i < r->release_count; i++) {
        const release *given = &r->releases[i];
        if ((given->site == IPSO_ANY || given->site == site) && given->date == date &&
            given->start <= start && start < given->end)
            return true;
    }
    return false;
}

static bool is_acute_time(const reference *r, const kept_time *k)
{
    return !k->held && ipso_practice_type(r->practice, k->type)->care == IPSO_CARE_ACUTE;
}

static bool is_released_time(const reference *r, const question *q, const kept_time *k)
{
    return is_acute_time(r, k) && is_released(r, q, k->site, r->first_day + k->day, k->start);
}

static bool is_open_time(const reference *r, const question *q, const kept_time *k)
{
    const ipso_booking_rules *rules = ipso_practice_booking(r->practice);
    int hours = q->ask->audience == IPSO_AUDIENCE_PATIENT ? rules->patient_open_h
                                                          : rules->professional_open_h;
    return q->ask->audience == IPSO_AUDIENCE_STAFF || hours == IPSO_NO_MAX ||
           is_within_h(minute_of(r->first_day + k->day, k->start), now_of(q), hours);
}

/* u: extended minutes of other types that entries take at the site on the day. */
static int64_t others_take(const reference *r, const question *q, int site, int day)
{
    int64_t taken = 0;
    for (int i = 0; i < r->entry_count; i++) {
        const entry *e = &r->entries[i];
        if (e->lives && i != q->but && !e->fixed && e->site == site &&
            e->date == r->first_day + day)
            taken += extended_taken(r, e->practitioner, day, e->asked.ask.request.type, e->start,
                                    e->start + e->length + e->travel);
    }
    return taken;
}

/* Extended minutes taken that acute need does not leave, more than without this appointment. */
static int64_t extended_over(const reference *r, const question *q, int practitioner, int day,
                             int start, int end)
{
    int duty = duty_at(r, practitioner, day, start);
    int site = duty < 0 ? IPSO_ANY : ipso_practice_duty(r->practice, duty)->site;
    int x = extended_taken(r, practitioner, day, q->ask->request.type, start, end);
    if (x == 0 || is_released(r, q, site, r->first_day + day, start))
        return 0;
    int64_t left = extended_left(r, site, day), u = others_take(r, q, site, day);
    int64_t after = u + x > left ? u + x - left : 0, before = u > left ? u - left : 0;
    if (ipso_practice_extended(r->practice)->other_points == IPSO_HARD)
        return after;
    return after - before;
}

static bool is_reserved(const reference *r, const question *q, int practitioner, int day, int start,
                        int end)
{
    bool acute = type_of(r, q)->care == IPSO_CARE_ACUTE;
    for (int i = 0; i < r->kept_count; i++) {
        const kept_time *k = &r->kept[i];
        if (k->practitioner == practitioner && k->day == day && k->start < end && start < k->end &&
            is_acute_time(r, k) && !is_covered(r, k, -1) && !is_released_time(r, q, k) &&
            !(acute && is_open_time(r, q, k)))
            return true;
    }
    return ipso_practice_extended(r->practice)->other_points == IPSO_HARD &&
           extended_over(r, q, practitioner, day, start, end) > 0;
}

/* ---- one length of one start ---- */

static bool in_a_window(const question *q, ipso_date date, int start, int end)
{
    const ipso_request *request = &q->ask->request;
    for (size_t i = 0; i < request->window_count; i++) {
        const ipso_window *w = &request->windows[i];
        if (w->first <= date && date <= w->last && w->start_min <= start && end <= w->end_min)
            return true;
    }
    return request->window_count == 0 || q->moving;
}

static bool is_blocked(const reference *r, int practitioner, int64_t start, int64_t end)
{
    for (int i = 0; i < r->block_count; i++)
        if (r->blocks[i].lives && r->blocks[i].practitioner == practitioner &&
            r->blocks[i].start < end && start < r->blocks[i].end)
            return true;
    return false;
}

/* Whether an entry there overlaps: of the practitioner (held or not), or of the patient. */
static bool is_met(const reference *r, const question *q, int practitioner, bool held,
                   const char *patient, int64_t start, int64_t end)
{
    for (int i = 0; i < r->entry_count; i++) {
        const entry *e = &r->entries[i];
        int64_t from = minute_of(e->date, e->start);
        if (!e->lives || i == q->but || from >= end || start >= from + e->length + e->travel)
            continue;
        if (patient == NULL
                ? e->practitioner == practitioner && held == (e->state == IPSO_ENTRY_HELD)
                : strcmp(e->asked.patient, patient) == 0)
            return true;
    }
    return false;
}

static bool is_out_of_gap(const ipso_request *request, int64_t end, int64_t start)
{
    return start - end < request->min_gap_min ||
           (request->max_gap_min != IPSO_NO_MAX && start - end > request->max_gap_min);
}

static bool breaks_link(const reference *r, const question *q, int64_t start, int64_t end)
{
    for (int i = 0; i < r->entry_count; i++) {
        const entry *e = &r->entries[i];
        int64_t from = minute_of(e->date, e->start);
        if (!e->lives || i == q->but)
            continue;
        if (q->ask->after != 0 && e->number == q->ask->after &&
            is_out_of_gap(&q->ask->request, from + e->length + e->travel, start))
            return true;
        if (q->moving && e->asked.ask.after != 0 &&
            e->asked.ask.after == r->entries[q->but].number &&
            is_out_of_gap(&e->asked.ask.request, end, from))
            return true;
    }
    return false;
}

static bool applies(const reference *r, const question *q, ipso_why_code code, int practitioner,
                    ipso_date date, int start, int length)
{
    const ipso_request *request = &q->ask->request;
    const ipso_type *type = type_of(r, q);
    const ipso_booking_rules *rules = ipso_practice_booking(r->practice);
    bool staff = q->ask->audience == IPSO_AUDIENCE_STAFF;
    int day = date - r->first_day;
    int duty = duty_at(r, practitioner, day, start);
    const ipso_duty *d = duty < 0 ? NULL : ipso_practice_duty(r->practice, duty);
    unsigned mode =
        d == NULL ? mode_off_duty(r, q, practitioner) : mode_there(r, q, practitioner, duty);
    int end = start + width_of(type, mode, length);
    int64_t from = minute_of(date, start), to = minute_of(date, end);

    switch ((int)code) {
    case IPSO_WHY_PAST:
        return from < now_of(q);
    case IPSO_WHY_HORIZON:
        return day < 0 || day >= r->days || (!staff && date > q->now->date + rules->ahead_days);
    case IPSO_WHY_GRID:
        return start % r->grid != 0;
    case IPSO_WHY_QUALIFICATION:
        return !ipso_practice_who_matches(r->practice, &type->who, practitioner);
    case IPSO_WHY_PRACTITIONER:
        return !q->moving && request->practitioner != IPSO_ANY && !request->accepts_others &&
               practitioner != request->practitioner;
    case IPSO_WHY_MODE:
        return mode == 0;
    case IPSO_WHY_SITE:
        return !q->moving && request->site != IPSO_ANY && d != NULL && d->site != IPSO_ANY &&
               d->site != request->site;
    case IPSO_WHY_DUTY:
        return d == NULL || end > d->end_min;
    case IPSO_WHY_PROTECTED:
        return d == NULL ||
               session_of(r, practitioner, day, duty, request->type, start, end) == NULL;
    case IPSO_WHY_BLOCKED:
        return is_blocked(r, practitioner, from, to);
    case IPSO_WHY_WINDOW:
        return !in_a_window(q, date, start, end);
    case IPSO_WHY_NOTICE:
        return !staff && d != NULL && notice_is_short(r, q, d->site, date, start);
    case IPSO_WHY_OCCUPIED:
        return is_met(r, q, practitioner, false, NULL, from, to);
    case IPSO_WHY_HELD:
        return is_met(r, q, practitioner, true, NULL, from, to);
    case IPSO_WHY_PATIENT:
        return request->patient != NULL && request->patient[0] != '\0' &&
               is_met(r, q, practitioner, false, request->patient, from, to);
    case IPSO_WHY_LINK:
        return breaks_link(r, q, from, to);
    case IPSO_WHY_RESERVED:
        return is_reserved(r, q, practitioner, day, start, end);
    default:
        return false;
    }
}

ipso_why_code judge_length(const reference *r, const question *q, int practitioner, ipso_date date,
                           int start, int length, unsigned *broken)
{
    const unsigned overridable =
        1u << IPSO_WHY_PAST | 1u << IPSO_WHY_PRACTITIONER | 1u << IPSO_WHY_SITE |
        1u << IPSO_WHY_DUTY | 1u << IPSO_WHY_PROTECTED | 1u << IPSO_WHY_BLOCKED |
        1u << IPSO_WHY_WINDOW | 1u << IPSO_WHY_LINK | 1u << IPSO_WHY_RESERVED;
    for (int code = IPSO_WHY_PAST; code <= IPSO_WHY_RESERVED; code++) {
        if (!applies(r, q, (ipso_why_code)code, practitioner, date, start, length))
            continue;
        if (broken == NULL || (overridable >> code & 1) == 0)
            return (ipso_why_code)code;
        *broken |= 1u << code;
    }
    return IPSO_WHY_OFFERED;
}

/* ---- what it costs ---- */

int kept_for(const reference *r, int type, const char *patient, int practitioner, int day,
             int start, int end, int but)
{
    int best = -1, longest = 0;
    for (int i = 0; i < r->kept_count; i++) {
        const kept_time *k = &r->kept[i];
        int from = k->start > start ? k->start : start, to = k->end < end ? k->end : end;
        const char *for_patient =
            k->request == IPSO_ANY ? NULL : ipso_practice_request(r->practice, k->request)->patient;
        if (k->practitioner != practitioner || k->day != day || k->type != type || to <= from ||
            is_covered(r, k, but) ||
            (for_patient != NULL && (patient == NULL || strcmp(for_patient, patient) != 0)))
            continue;
        if (to - from > longest || (to - from == longest && k->start < r->kept[best].start)) {
            longest = to - from;
            best = i;
        }
    }
    return best;
}

static bool is_displaced(const reference *r, const question *q, const kept_time *k)
{
    return is_covered(r, k, q->but) && (k->used_by < 0 || k->used_by == q->but);
}

/* The worth of a kept time of which `before` others of its demand and day go first. */
static int64_t worth(const reference *r, const question *q, const kept_time *k, int before)
{
    const ipso_type *type = ipso_practice_type(r->practice, k->type);
    if (is_released_time(r, q, k))
        return 0;
    if (k->held) {
        int percent = k->request == IPSO_ANY
                          ? 100
                          : ipso_practice_request(r->practice, k->request)->priority_percent;
        return (int64_t)floor((double)type->unmet_points * percent / 100 + 0.5);
    }
    if (k->demand == IPSO_ANY)
        return type->target_points;
    if (r->first_day + k->demand_day < q->now->date)
        return 0;
    int count = -before;
    for (int i = 0; i < r->kept_count; i++)
        count += r->kept[i].demand == k->demand && r->kept[i].demand_day == k->demand_day &&
                 !is_displaced(r, q, &r->kept[i]);
    return (int64_t)floor((double)type->unmet_points *
                              ipso_practice_demand_tail(r->practice, k->demand, count) +
                          0.5);
}

static int64_t reserve(const reference *r, const question *q, int practitioner, int day, int start,
                       int end)
{
    const ipso_request *request = &q->ask->request;
    int used = kept_for(r, request->type, request->patient, practitioner, day, start, end, q->but);
    int64_t points = 0;
    int taken[64], n = 0;
    for (int i = 0; i < r->kept_count; i++) { /* the plan has them in the order of their starts */
        const kept_time *k = &r->kept[i];
        if (k->practitioner != practitioner || k->day != day || k->start >= end ||
            start >= k->end || i == used || is_covered(r, k, q->but))
            continue;
        int before = 0;
        for (int j = 0; j < n; j++)
            before += k->demand != IPSO_ANY && r->kept[taken[j]].demand == k->demand &&
                      r->kept[taken[j]].demand_day == k->demand_day;
        points += worth(r, q, k, before);
        taken[n++] = i;
    }
    int64_t price = ipso_practice_extended(r->practice)->other_points;
    if (price > 0)
        points += price * extended_over(r, q, practitioner, day, start, end);
    return points;
}

/* x less the largest sum up to x of widths that can be given in the session; all on the grid. */
static int waste(const reference *r, const session *s, int x)
{
    bool reached[IPSO_DAY_MIN + 1] = {true};
    int largest = 0;
    for (int sum = r->grid; sum <= x; sum += r->grid) {
        for (int c = 0; c < ipso_practice_type_count(r->practice) && !reached[sum]; c++) {
            const ipso_type *type = ipso_practice_type(r->practice, c);
            unsigned mode = first_mode(modes_of_duty(r, s->practitioner, s->duty, c));
            if (mode == 0 || !s->admits[c] ||
                !ipso_practice_who_matches(r->practice, &type->who, s->practitioner))
                continue;
            for (size_t l = 0; l < type->length_count; l++) {
                int width = on_grid(r, width_of(type, mode, type->lengths_min[l]));
                reached[sum] = reached[sum] || (width <= sum && reached[sum - width]);
            }
        }
        if (reached[sum])
            largest = sum;
    }
    return x - largest;
}

/* How many lengths of types that can be given in the session are so wide on the grid. */
static int lengths_so_wide(const reference *r, const session *s, int width)
{
    int count = 0;
    for (int c = 0; c < ipso_practice_type_count(r->practice); c++) {
        const ipso_type *type = ipso_practice_type(r->practice, c);
        unsigned mode = first_mode(modes_of_duty(r, s->practitioner, s->duty, c));
        if (mode == 0 || !s->admits[c] ||
            !ipso_practice_who_matches(r->practice, &type->who, s->practitioner))
            continue;
        for (size_t l = 0; l < type->length_count; l++)
            count += on_grid(r, width_of(type, mode, type->lengths_min[l])) == width;
    }
    return count;
}

/* loss(x): the mean, over the lengths that fit into x, of what is left where it is least. */
void expect_losses(const reference *r, session *s)
{
    for (int x = r->grid; x <= s->end - s->start; x += r->grid) {
        int64_t sum = 0, count = 0;
        for (int width = r->grid; width <= x; width += r->grid) {
            int alike = lengths_so_wide(r, s, width), least = 100 * IPSO_DAY_MIN;
            if (alike == 0)
                continue;
            for (int left = 0; left <= x - width; left += r->grid)
                if (s->loss[left] + s->loss[x - width - left] < least)
                    least = s->loss[left] + s->loss[x - width - left];
            sum += alike * least;
            count += alike;
        }
        s->loss[x] = count == 0 ? 100 * x : (int)floor((double)sum / (double)count + 0.5);
    }
}

static int64_t minute_worth(const reference *r, int practitioner)
{
    int64_t least = INT64_MAX;
    for (int c = 0; c < ipso_practice_type_count(r->practice); c++) {
        const ipso_type *type = ipso_practice_type(r->practice, c);
        int64_t worth = type->unmet_points / type->lengths_min[type->length_count - 1];
        if (ipso_practice_who_matches(r->practice, &type->who, practitioner) && worth < least)
            least = worth;
    }
    return least < 1 || least == INT64_MAX ? 1 : least;
}

/* The session and the free minutes before and after [start, end), as far as it is free; end is on
 * the grid. */
static const session *free_around(const reference *r, const question *q, int practitioner, int day,
                                  int start, int end, int *before, int *after)
{
    const session *s = session_of(r, practitioner, day, duty_at(r, practitioner, day, start),
                                  q->ask->request.type, start, end);
    int a = start, b = on_grid(r, end);
    while (a - r->grid >= s->start && !is_touched(r, practitioner, day, a - r->grid, a, q->but))
        a -= r->grid;
    while (b + r->grid <= s->end && !is_touched(r, practitioner, day, b, b + r->grid, q->but))
        b += r->grid;
    *before = start - a;
    *after = b - on_grid(r, end);
    return s;
}

/* In points: today and tomorrow minutes of no use, later those expected to be left. */
static int64_t unusable(const reference *r, const question *q, int practitioner, int day, int start,
                        int end)
{
    int before, after;
    const session *s = free_around(r, q, practitioner, day, start, end, &before, &after);
    int whole = before + on_grid(r, end) - start + after;
    if (r->first_day + day - q->now->date <= 1) {
        int more = waste(r, s, before) + waste(r, s, after) - waste(r, s, whole);
        return more < 0 ? 0 : minute_worth(r, practitioner) * more;
    }
    int64_t more = s->loss[before] + s->loss[after] - s->loss[whole];
    return (int64_t)floor((double)(minute_worth(r, practitioner) * more + 500) / 1000);
}

/* Whether more minutes than before are of no use to any type. */
static bool makes_hole(const reference *r, const question *q, const ipso_offer *o)
{
    int end = o->start_min + o->length_min + o->travel_min, before, after;
    const session *s = free_around(r, q, o->practitioner, o->date - r->first_day, o->start_min, end,
                                   &before, &after);
    return waste(r, s, before) + waste(r, s, after) >
           waste(r, s, before + on_grid(r, end) - o->start_min + after);
}

static int64_t session_minutes(const reference *r, int practitioner)
{
    int64_t minutes = 0;
    for (int i = 0; i < r->session_count; i++)
        if (r->sessions[i].practitioner == practitioner)
            minutes += r->sessions[i].end - r->sessions[i].start;
    return minutes;
}

static int64_t turn(const reference *r, const question *q, int practitioner)
{
    int64_t entries = 0, minutes = 0, own = 0;
    for (int p = 0; p < ipso_practice_practitioner_count(r->practice); p++) {
        int64_t taken = 0;
        for (int i = 0; i < r->entry_count; i++)
            taken += r->entries[i].lives && i != q->but && r->entries[i].practitioner == p &&
                     r->entries[i].asked.ask.request.practitioner == IPSO_ANY;
        own = p == practitioner ? taken : own;
        if (!ipso_practice_who_matches(r->practice, &type_of(r, q)->who, p) ||
            session_minutes(r, p) == 0)
            continue;
        entries += taken;
        minutes += session_minutes(r, p);
    }
    int64_t most = ipso_practice_weights(r->practice)->continuity_points;
    int64_t share = entries * session_minutes(r, practitioner);
    int64_t points = own - (share + minutes - 1) / minutes;
    points = points > 0 ? points : 0;
    return points < most ? points : most;
}

static ipso_offer offer_of(const reference *r, const question *q, int practitioner, ipso_date date,
                           int start, int length)
{
    const ipso_weights *weights = ipso_practice_weights(r->practice);
    const ipso_request *request = &q->ask->request;
    const ipso_type *type = type_of(r, q);
    int day = date - r->first_day, duty = duty_at(r, practitioner, day, start);
    unsigned mode = mode_there(r, q, practitioner, duty);
    int end = start + width_of(type, mode, length);
    ipso_offer o = {.practitioner = practitioner,
                    .date = date,
                    .site = ipso_practice_duty(r->practice, duty)->site,
                    .start_min = start,
                    .length_min = length,
                    .travel_min = end - start - length,
                    .mode = mode};
    ipso_date wanted = request->wanted != 0        ? request->wanted
                       : request->window_count > 0 ? request->windows[0].first
                                                   : q->now->date;
    double factor;
    ipso_law law = ipso_practice_service_law(r->practice, request->type, practitioner,
                                             request->patient_class, &factor);

    if (request->practitioner != IPSO_ANY && request->practitioner != practitioner)
        o.points[IPSO_OFFER_OWN] = weights->continuity_points;
    o.points[IPSO_OFFER_WAIT] = weights->wait_points * start / 300;
    if (date > wanted)
        o.points[IPSO_OFFER_WAIT] +=
            weights->wait_points * (date - wanted) * (type->care == IPSO_CARE_ACUTE ? 10 : 1);
    if (mode == IPSO_MODE_TELE && (type->modes & IPSO_MODE_SITE) != 0)
        o.points[IPSO_OFFER_MODE] = weights->tele_points;
    o.points[IPSO_OFFER_LENGTH] =
        (int64_t)floor((double)weights->overrun_points * (1 - request->no_show) *
                           ipso_law_overrun_min(&law, factor, length) +
                       0.5);
    o.points[IPSO_OFFER_RESERVE] = reserve(r, q, practitioner, day, start, end);
    o.points[IPSO_OFFER_UNUSABLE] = unusable(r, q, practitioner, day, start, end);
    if (request->practitioner == IPSO_ANY)
        o.points[IPSO_OFFER_TURN] = turn(r, q, practitioner);
    for (int t = 0; t < IPSO_OFFER_TERM_COUNT; t++)
        o.cost += o.points[t];
    return o;
}

/* ---- one start ---- */

judged judge(const reference *r, const question *q, int practitioner, ipso_date date, int start)
{
    const ipso_type *type = type_of(r, q);
    int given = q->length != 0 ? q->length : q->ask->length_min;
    int shortest = given != 0 ? given : type->lengths_min[0];
    judged j = {.code = judge_length(r, q, practitioner, date, start, shortest, NULL)};
    if (j.code != IPSO_WHY_OFFERED)
        return j;
    j.offer = offer_of(r, q, practitioner, date, start, shortest);
    for (size_t l = 0; l < type->length_count && given == 0; l++) {
        int length = type->lengths_min[l];
        if (judge_length(r, q, practitioner, date, start, length, NULL) != IPSO_WHY_OFFERED)
            continue;
        ipso_offer o = offer_of(r, q, practitioner, date, start, length);
        if (o.cost < j.offer.cost)
            j.offer = o;
    }
    return j;
}

/* ---- offers ---- */

static int order_offers(const void *a, const void *b)
{
    const ipso_offer *x = a, *y = b;
    if (x->cost != y->cost)
        return x->cost < y->cost ? -1 : 1;
    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    if (x->start_min != y->start_min)
        return x->start_min < y->start_min ? -1 : 1;
    return (x->practitioner > y->practitioner) - (x->practitioner < y->practitioner);
}

/* Whether a bookable start of the practitioner and day leaves no hole and costs no more than one
 * that leaves one. */
static bool is_spared(const reference *r, int count, const ipso_offer *o)
{
    const ipso_offer *offers = r->offers;
    for (int i = 0; i < count; i++)
        if (offers[i].practitioner == o->practitioner && offers[i].date == o->date &&
            !r->holes[i] && offers[i].cost <= o->cost)
            return true;
    return false;
}

/* Every start that may be booked; it lies in a session. */
static int bookable(reference *r, const question *q)
{
    int count = 0;
    for (int i = 0; i < r->session_count; i++) {
        const session *s = &r->sessions[i];
        for (int start = s->start; start < s->end; start += r->grid) {
            judged j = judge(r, q, s->practitioner, r->first_day + s->day, start);
            if (j.code != IPSO_WHY_OFFERED)
                continue;
            if (count == REFERENCE_ROOM)
                abort();
            r->holes[count] = makes_hole(r, q, &j.offer);
            r->offers[count++] = j.offer;
        }
    }
    return count;
}

/* Puts those offered in front, sorted. */
static int keep_offered(reference *r, int count)
{
    ipso_offer *kept = malloc((size_t)(count + 1) * sizeof *kept);
    int n = 0;
    if (kept == NULL)
        abort();
    for (int i = 0; i < count; i++)
        if (!r->holes[i] || !is_spared(r, count, &r->offers[i]))
            kept[n++] = r->offers[i];
    qsort(kept, (size_t)n, sizeof *kept, order_offers);
    memcpy(r->offers, kept, (size_t)n * sizeof *kept);
    free(kept);
    return n;
}

int reference_offers(reference *r, const ipso_offer **offers, const ipso_ask *ask,
                     const ipso_stamp *now)
{
    question q = {.ask = ask, .now = now, .but = -1};
    *offers = r->offers;
    return keep_offered(r, bookable(r, &q));
}

void reference_why(reference *r, ipso_why *why, const ipso_ask *ask, const ipso_place *place,
                   int room, const ipso_stamp *now)
{
    question q = {
        .ask = ask, .now = now, .but = -1, .mode = place->mode, .length = place->length_min};
    judged j = judge(r, &q, place->practitioner, place->date, place->start_min);
    *why = (ipso_why){.code = j.code, .bookable = j.code == IPSO_WHY_OFFERED, .offer = j.offer};
    if (!why->bookable)
        return;
    q.mode = 0;
    q.length = 0;
    int count = bookable(r, &q), before = 0;
    bool hole = makes_hole(r, &q, &j.offer) && is_spared(r, count, &j.offer);
    count = keep_offered(r, count);
    for (int i = 0; i < count; i++) {
        const ipso_offer *o = &r->offers[i];
        bool itself = o->practitioner == j.offer.practitioner && o->date == j.offer.date &&
                      o->start_min == j.offer.start_min;
        why->rank += !itself && o->cost < j.offer.cost;
        before += !itself && order_offers(o, &j.offer) < 0;
    }
    why->rank++;
    if (hole)
        why->code = IPSO_WHY_HOLE;
    else if (before >= room)
        why->code = IPSO_WHY_LOWER;
}
