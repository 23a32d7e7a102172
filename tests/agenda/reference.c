/* The reference agenda: what its plan gives it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reference_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void *room(size_t size)
{
    void *made = calloc(REFERENCE_ROOM, size);
    if (made == NULL)
        abort();
    return made;
}

int64_t minute_of(ipso_date date, int minute)
{
    return (int64_t)date * IPSO_DAY_MIN + minute;
}

static const ipso_duty *duty_of(const reference *r, int duty)
{
    return ipso_practice_duty(r->practice, duty);
}

/* ---- sessions: minute by minute ---- */

/* What a protected time takes of a minute of a duty. */
static bool protects(const reference *r, const ipso_protected *p, int practitioner, int day,
                     const ipso_duty *duty, int minute)
{
    if (!ipso_practice_who_matches(r->practice, &p->who, practitioner) ||
        !ipso_practice_day_matches(r->practice, &p->days, day) ||
        (p->site != IPSO_ANY && p->site != duty->site))
        return false;
    if (p->end_min > p->start_min)
        return minute >= p->start_min && minute < p->end_min;
    return minute < duty->start_min + p->minutes_at_start ||
           minute >= duty->end_min - p->minutes_at_end;
}

/* Whether the minute can be used for the type; *all: nothing protects it. */
static bool is_open(const reference *r, int practitioner, int day, const ipso_duty *duty,
                    int minute, int type, bool *all)
{
    *all = true;
    if (minute < duty->start_min || minute >= duty->end_min)
        return false;
    for (size_t i = 0; i < duty->break_count; i++)
        if (minute >= duty->breaks[i].start_min && minute < duty->breaks[i].end_min)
            return false;
    bool open = true;
    for (int i = 0; i < ipso_practice_protected_count(r->practice); i++) {
        const ipso_protected *p = ipso_practice_protected(r->practice, i);
        if (!protects(r, p, practitioner, day, duty, minute))
            continue;
        *all = false;
        bool admitted = false;
        for (size_t k = 0; k < p->admit_count; k++)
            admitted = admitted || p->admits[k] == type;
        open = open && admitted;
    }
    return open;
}

static session minute_session(const reference *r, int practitioner, int day, int duty, int minute)
{
    session s = {practitioner, day, duty, minute, minute + 1, true, {false}, {0}};
    for (int c = 0; c < ipso_practice_type_count(r->practice); c++)
        s.admits[c] = is_open(r, practitioner, day, duty_of(r, duty), minute, c, &s.all);
    return s;
}

static bool admits_any(const reference *r, const session *s)
{
    bool any = false;
    for (int c = 0; c < ipso_practice_type_count(r->practice); c++)
        any = any || s->admits[c];
    return any;
}

static void add_session(reference *r, session s)
{
    s.start = (s.start + r->grid - 1) / r->grid * r->grid;
    s.end = s.end / r->grid * r->grid;
    if (s.end > s.start && admits_any(r, &s)) {
        expect_losses(r, &s);
        r->sessions[r->session_count++] = s;
    }
}

static void add_duty_sessions(reference *r, const ipso_assignment *work)
{
    const ipso_duty *duty = duty_of(r, work->duty);
    session run = minute_session(r, work->practitioner, work->day, work->duty, duty->start_min);
    for (int minute = duty->start_min + 1; minute < duty->end_min; minute++) {
        session next = minute_session(r, work->practitioner, work->day, work->duty, minute);
        if (next.all == run.all && memcmp(next.admits, run.admits, sizeof run.admits) == 0) {
            run.end = next.end;
            continue;
        }
        add_session(r, run);
        run = next;
    }
    add_session(r, run);
}

int duty_at(const reference *r, int practitioner, int day, int minute)
{
    if (day < 0 || day >= r->days || minute < 0 || minute >= IPSO_DAY_MIN)
        return -1;
    return r->duty_at[(practitioner * r->days + day) * IPSO_DAY_MIN + minute];
}

static void find_duties(reference *r)
{
    int count = ipso_practice_practitioner_count(r->practice) * r->days * IPSO_DAY_MIN;
    r->duty_at = malloc((size_t)count * sizeof *r->duty_at);
    for (int i = 0; i < count; i++)
        r->duty_at[i] = -1;
    for (int i = 0; i < ipso_plan_assignment_count(r->plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(r->plan, i);
        const ipso_duty *duty = duty_of(r, work->duty);
        for (int minute = duty->start_min; minute < duty->end_min; minute++)
            r->duty_at[(work->practitioner * r->days + work->day) * IPSO_DAY_MIN + minute] =
                work->duty;
    }
}

unsigned modes_of_duty(const reference *r, int practitioner, int duty, int type)
{
    unsigned modes = ipso_practice_type(r->practice, type)->modes;
    const ipso_duty *worked = duty_of(r, duty);
    if (!ipso_practice_practitioner(r->practice, practitioner)->teleconsultation)
        modes &= ~(unsigned)IPSO_MODE_TELE;
    if (worked->tele || worked->site == IPSO_ANY)
        modes &= IPSO_MODE_TELE;
    return modes;
}

const session *session_of(const reference *r, int practitioner, int day, int duty, int type,
                          int start, int end)
{
    for (int i = 0; i < r->session_count; i++) {
        const session *s = &r->sessions[i];
        if (s->practitioner == practitioner && s->day == day && s->duty == duty &&
            s->start <= start && end <= s->end && s->admits[type])
            return s;
    }
    return NULL;
}

bool is_touched(const reference *r, int practitioner, int day, int start, int end, int but)
{
    int64_t from = minute_of(r->first_day + day, start), to = minute_of(r->first_day + day, end);
    for (int i = 0; i < r->entry_count; i++) {
        const entry *e = &r->entries[i];
        if (e->lives && i != but && e->practitioner == practitioner &&
            e->date == r->first_day + day && e->start < end &&
            start < e->start + e->length + e->travel)
            return true;
    }
    for (int i = 0; i < r->block_count; i++)
        if (r->blocks[i].lives && r->blocks[i].practitioner == practitioner &&
            r->blocks[i].start < to && from < r->blocks[i].end)
            return true;
    return false;
}

bool is_covered(const reference *r, const kept_time *kept, int but)
{
    return is_touched(r, kept->practitioner, kept->day, kept->start, kept->end, but);
}

/* ---- opening hours: minute by minute, from 31 days before the horizon on ---- */

enum { DAYS_BEFORE = 31 };

static bool is_holiday(const reference *r, ipso_date date)
{
    const ipso_horizon *h = ipso_practice_horizon(r->practice);
    for (size_t i = 0; i < h->holiday_count; i++)
        if (h->holidays[i] == date)
            return true;
    return ipso_calendar_holiday(h->calendar, date) != NULL;
}

static bool site_is_open(const ipso_site *s, unsigned bit, ipso_date date, int minute)
{
    for (size_t i = 0; i < s->closure_count; i++)
        if (s->closures[i].first <= date && date <= s->closures[i].last)
            return false;
    for (size_t i = 0; i < s->hours_count; i++)
        if ((s->hours[i].days & bit) != 0 && s->hours[i].start_min <= minute &&
            minute < s->hours[i].end_min)
            return true;
    return false;
}

/* Counts the open minutes before each minute, of every site and, last, of any. */
static void count_open(reference *r)
{
    int sites = ipso_practice_site_count(r->practice);
    r->open_days = DAYS_BEFORE + r->days;
    int minutes = r->open_days * IPSO_DAY_MIN;
    r->open = calloc((size_t)((sites + 1) * (minutes + 1)), sizeof *r->open);
    for (int m = 0; m < minutes; m++) {
        ipso_date date = r->first_day - DAYS_BEFORE + m / IPSO_DAY_MIN;
        unsigned bit = is_holiday(r, date) ? (unsigned)IPSO_HOLIDAY : 1u << ipso_date_weekday(date);
        bool any = false;
        for (int s = 0; s <= sites; s++) {
            int *open = &r->open[s * (minutes + 1) + m];
            bool now = s < sites ? site_is_open(ipso_practice_site(r->practice, s), bit, date,
                                                m % IPSO_DAY_MIN)
                                 : any;
            any = any || now;
            open[1] = open[0] + now;
        }
    }
}

int64_t open_before(const reference *r, int site, int64_t minute)
{
    int64_t minutes = (int64_t)r->open_days * IPSO_DAY_MIN;
    int64_t at = minute - minute_of(r->first_day - DAYS_BEFORE, 0);
    int row = site == IPSO_ANY ? ipso_practice_site_count(r->practice) : site;
    at = at < 0 ? 0 : at > minutes ? minutes : at;
    return r->open[row * (minutes + 1) + at];
}

/* ---- extended hours ---- */

bool is_extended(const reference *r, int day, int minute)
{
    const ipso_extended *x = ipso_practice_extended(r->practice);
    int weekday = ipso_date_weekday(r->first_day + day);
    if (ipso_practice_is_holiday(r->practice, day) && x->holidays)
        return true;
    if ((weekday == 5 && x->saturdays) || (weekday == 6 && x->sundays))
        return true;
    return minute < x->before_min || minute >= x->after_min;
}

int extended_taken(const reference *r, int practitioner, int day, int type, int start, int end)
{
    int taken = 0;
    int duty = duty_at(r, practitioner, day, start);
    if (duty < 0 || ipso_practice_type(r->practice, type)->care == IPSO_CARE_ACUTE ||
        duty_of(r, duty)->tele || duty_of(r, duty)->site == IPSO_ANY)
        return 0;
    const session *s = session_of(r, practitioner, day, duty, type, start, end);
    for (int minute = start; s != NULL && s->all && minute < end; minute++)
        taken += is_extended(r, day, minute);
    return taken;
}

static bool is_open_site(const reference *r, int site, int day, int *from, int *to)
{
    const ipso_site *s = ipso_practice_site(r->practice, site);
    ipso_date date = r->first_day + day;
    unsigned bit = ipso_practice_is_holiday(r->practice, day) ? (unsigned)IPSO_HOLIDAY
                                                              : 1u << ipso_date_weekday(date);
    *from = IPSO_DAY_MIN;
    *to = 0;
    for (size_t i = 0; i < s->closure_count; i++)
        if (s->closures[i].first <= date && date <= s->closures[i].last)
            return false;
    for (size_t i = 0; i < s->hours_count; i++)
        if ((s->hours[i].days & bit) != 0) {
            *from = s->hours[i].start_min < *from ? s->hours[i].start_min : *from;
            *to = s->hours[i].end_min > *to ? s->hours[i].end_min : *to;
        }
    return *from < *to;
}

/* A: expected acute minutes of the day that belong to its extended hours. */
static double acute_minutes(const reference *r, int site, int day)
{
    double minutes = 0;
    int from, to;
    if (!is_open_site(r, site, day, &from, &to))
        return 0;
    for (int d = 0; d < ipso_practice_demand_count(r->practice); d++) {
        const ipso_demand *demand = ipso_practice_demand(r->practice, d);
        const ipso_type *type = ipso_practice_type(r->practice, demand->type);
        bool here = demand->site == site ||
                    (demand->site == IPSO_ANY && ipso_practice_site_count(r->practice) == 1);
        if (type->care != IPSO_CARE_ACUTE || !here ||
            !ipso_practice_day_matches(r->practice, &demand->days, day))
            continue;
        int all = 0, extended = 0;
        for (int minute = 0; minute < IPSO_DAY_MIN; minute++)
            if (minute >= demand->start_min && minute < demand->end_min && minute >= from &&
                minute < to) {
                all++;
                extended += is_extended(r, day, minute);
            }
        if (all > 0)
            minutes +=
                ipso_practice_demand_mean(r->practice, d) * type->lengths_min[0] * extended / all;
    }
    return minutes;
}

static bool is_ordinary_at(const reference *r, const session *s, int site, int day)
{
    return s->day == day && s->all && duty_of(r, s->duty)->site == site &&
           !duty_of(r, s->duty)->tele;
}

int64_t extended_left(const reference *r, int site, int day)
{
    int64_t minutes = 0;
    for (int i = 0; i < r->session_count; i++) {
        const session *s = &r->sessions[i];
        if (!is_ordinary_at(r, s, site, day))
            continue;
        for (int minute = s->start; minute < s->end; minute++)
            minutes += is_extended(r, day, minute);
        for (int k = 0; k < ipso_plan_slot_count(r->plan); k++) {
            const ipso_slot *slot = ipso_plan_slot(r->plan, k);
            int end = slot->start_min + slot->length_min + slot->travel_min;
            if (slot->use != IPSO_SLOT_FIXED || slot->practitioner != s->practitioner ||
                slot->day != day)
                continue;
            for (int minute = slot->start_min; minute < end; minute++)
                if (minute >= s->start && minute < s->end)
                    minutes -= is_extended(r, day, minute);
        }
    }
    int64_t acute = (int64_t)ceil(acute_minutes(r, site, day) - 1e-9);
    return minutes > acute ? minutes - acute : 0;
}

/* ---- from the plan ---- */

static void add_kept(reference *r, const ipso_slot *slot)
{
    bool held = slot->use == IPSO_SLOT_HELD;
    kept_time kept = {slot->practitioner,
                      slot->day,
                      slot->start_min,
                      slot->start_min + slot->length_min + slot->travel_min,
                      slot->type,
                      slot->site,
                      held ? IPSO_ANY : slot->demand,
                      held ? IPSO_ANY : slot->demand_day,
                      held,
                      held ? slot->request : IPSO_ANY,
                      -1};
    r->kept[r->kept_count++] = kept;
}

static void add_entry(reference *r, const ipso_slot *slot, int64_t number)
{
    entry *e = &r->entries[r->entry_count++];
    *e = (entry){.lives = true,
                 .number = number,
                 .state = IPSO_ENTRY_BOOKED,
                 .practitioner = slot->practitioner,
                 .site = slot->site,
                 .date = r->first_day + slot->day,
                 .start = slot->start_min,
                 .length = slot->length_min,
                 .travel = slot->travel_min,
                 .mode = slot->mode,
                 .fixed = slot->use == IPSO_SLOT_FIXED};
    ipso_ask_init(&e->asked.ask);
    ipso_request *request = &e->asked.ask.request;
    if (e->fixed) {
        const ipso_fixed *fixed = ipso_practice_fixed(r->practice, slot->fixed);
        request->type = fixed->type;
        request->patient_class = fixed->patient_class;
        request->no_show = fixed->no_show;
        request->practitioner = fixed->own_practitioner;
        e->asked.ask.modes = fixed->accepted_modes != 0
                                 ? fixed->accepted_modes | fixed->mode
                                 : IPSO_MODE_SITE | IPSO_MODE_TELE | IPSO_MODE_HOME;
        strncpy(e->asked.patient, fixed->patient, TEXT_ROOM - 1);
    } else {
        *request = *ipso_practice_request(r->practice, slot->request);
        request->windows = NULL;
        request->window_count = 0;
        strncpy(e->asked.patient, request->patient, TEXT_ROOM - 1);
    }
}

/* Requests that follow another in the practice follow its appointment. */
static void link_entries(reference *r)
{
    int n = 0, numbers[REFERENCE_ROOM], requests[REFERENCE_ROOM];
    for (int i = 0; i < ipso_plan_slot_count(r->plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(r->plan, i);
        if (slot->use == IPSO_SLOT_BOOKED || slot->use == IPSO_SLOT_FIXED) {
            requests[n] = slot->use == IPSO_SLOT_BOOKED ? slot->request : IPSO_ANY;
            numbers[n] = -1 - n;
            n++;
        }
    }
    for (int i = 0; i < n; i++) {
        ipso_ask *ask = &r->entries[i].asked.ask;
        int after = requests[i] == IPSO_ANY ? IPSO_ANY : ask->request.after;
        ask->request.after = IPSO_ANY;
        for (int k = 0; k < n && after != IPSO_ANY; k++)
            if (requests[k] == after)
                ask->after = numbers[k];
    }
}

static void read_plan(reference *r)
{
    find_duties(r);
    count_open(r);
    for (int i = 0; i < ipso_plan_assignment_count(r->plan); i++)
        add_duty_sessions(r, ipso_plan_assignment(r->plan, i));
    for (int i = 0; i < ipso_plan_slot_count(r->plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(r->plan, i);
        if (slot->use == IPSO_SLOT_OPEN || slot->use == IPSO_SLOT_HELD)
            add_kept(r, slot);
        else
            add_entry(r, slot, -1 - r->entry_count);
    }
    link_entries(r);
    for (int i = 0; i < r->entry_count; i++) {
        const entry *e = &r->entries[i];
        int used = kept_for(r, e->asked.ask.request.type, e->asked.patient, e->practitioner,
                            e->date - r->first_day, e->start, e->start + e->length + e->travel, i);
        if (used >= 0)
            r->kept[used].used_by = i;
    }
}

reference *reference_new(const ipso_plan *plan)
{
    reference *r = calloc(1, sizeof *r);
    if (r == NULL)
        abort();
    r->plan = plan;
    r->practice = ipso_plan_practice(plan);
    r->first_day = ipso_practice_horizon(r->practice)->first_day;
    r->days = ipso_practice_horizon(r->practice)->days;
    r->grid = ipso_practice_horizon(r->practice)->grid_min;
    r->sessions = room(sizeof *r->sessions);
    r->kept = room(sizeof *r->kept);
    r->entries = room(sizeof *r->entries);
    r->blocks = room(sizeof *r->blocks);
    r->releases = room(sizeof *r->releases);
    r->waits = room(sizeof *r->waits);
    r->recalls = room(sizeof *r->recalls);
    r->keys = room(sizeof *r->keys);
    r->offers = room(sizeof *r->offers);
    r->holes = room(sizeof *r->holes);
    r->listed = room(sizeof *r->listed);
    read_plan(r);
    return r;
}

void reference_free(reference *r)
{
    free(r->duty_at);
    free(r->open);
    free(r->sessions);
    free(r->kept);
    free(r->entries);
    free(r->blocks);
    free(r->releases);
    free(r->waits);
    free(r->recalls);
    free(r->keys);
    free(r->offers);
    free(r->holes);
    free(r->listed);
    free(r);
}

int64_t reference_seq(const reference *r)
{
    return r->seq;
}

ipso_why_code reference_refused(const reference *r)
{
    return r->refused;
}
