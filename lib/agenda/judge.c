/* Whether one start may be booked: the rules of docs/agenda.md in their order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/judge.h"

#include "agenda/kept.h"
#include "agenda/place.h"

/* A start being judged. */
typedef struct judging {
    const ipso__query *query;
    const ipso_place *place;
    ipso__verdict *verdict;
    int day, cell, start_min, end_min; /* end: with the shortest length */
    int64_t start;
    unsigned modes;        /* accepted */
    const ipso_duty *duty; /* that the start lies in, or NULL */
    int duty_index;
    const ipso__agenda_session *session; /* that holds it and gives the type, or NULL */
    unsigned mode;
    int length_min, travel_min;
    bool framed; /* verdict->frame is set */
} judging;

/* ---- where the start lies ---- */

static void find_duty(judging *j)
{
    const ipso__state *state = j->query->state;
    const ipso__cell *cell = &state->cells[j->cell];

    for (int i = 0; i < cell->work_count; i++) {
        int index = ipso_plan_assignment(state->plan, cell->first_work + i)->duty;
        const ipso_duty *duty = ipso_practice_duty(state->practice, index);
        if (duty->start_min <= j->start_min && j->start_min < duty->end_min) {
            j->duty = duty;
            j->duty_index = index;
        }
    }
}

static void find_session(judging *j)
{
    const ipso__state *state = j->query->state;
    const ipso__cell *cell = &state->cells[j->cell];

    for (int i = 0; i < cell->session_count; i++) {
        const ipso__agenda_session *session = &state->sessions[cell->first_session + i];
        if (session->duty == j->duty_index && session->start_min <= j->start_min &&
            j->end_min <= session->end_min && ipso__session_gives(session, j->query->request->type))
            j->session = session;
    }
}

/* Off duty the type alone says in which mode. */
static void find_mode(judging *j)
{
    const ipso__state *state = j->query->state;
    int practitioner = j->place->practitioner;
    unsigned has = j->query->type->modes;

    if (j->duty != NULL)
        has = ipso__duty_modes(state, practitioner, j->duty_index, j->query->request->type);
    else if (!ipso_practice_practitioner(state->practice, practitioner)->teleconsultation)
        has &= ~(unsigned)IPSO_MODE_TELE;
    j->mode = ipso__first_mode(has & j->modes);
    j->travel_min = j->mode == IPSO_MODE_HOME ? j->query->type->travel_min : 0;
    j->end_min = j->start_min + j->length_min + j->travel_min;
}

static void find_place(judging *j)
{
    j->duty = NULL;
    j->session = NULL;
    j->framed = false;
    find_duty(j);
    find_mode(j);
    if (j->duty != NULL)
        find_session(j);
}

/* ---- the rules ---- */

static bool overlaps(const judging *j, int start_min, int end_min)
{
    return start_min < j->end_min && end_min > j->start_min;
}

static int64_t block_at(const judging *j)
{
    const ipso__state *state = j->query->state;
    int start, end;

    for (size_t i = 0; i < state->blocks.count; i++) {
        const ipso__block *block = state->blocks.items[i];
        if (block->practitioner == j->place->practitioner &&
            ipso__block_span(state, block, j->day, &start, &end) && overlaps(j, start, end))
            return block->number;
    }
    return 0;
}

/* The entry that takes the time, of those held or of the others. */
static int64_t entry_at(const judging *j, bool held)
{
    const ipso__pointers *list = &j->query->state->cells[j->cell].entries;

    for (size_t i = 0; i < list->count; i++) {
        const ipso__entry *entry = list->items[i];
        if (entry != j->query->self && (entry->state == IPSO_ENTRY_HELD) == held &&
            overlaps(j, entry->start_min, ipso__entry_end(entry)))
            return entry->number;
    }
    return 0;
}

static bool patient_elsewhere(const judging *j)
{
    const ipso__query *query = j->query;

    for (int i = 0; i < query->busy_count; i++)
        if (query->busy[i].start < j->start + (j->end_min - j->start_min) &&
            query->busy[i].end > j->start)
            return true;
    return false;
}

/* Whether entries that follow the one that is moved would keep their gaps. */
static bool followers_kept(const judging *j)
{
    const ipso__state *state = j->query->state;
    const ipso__entry *self = j->query->self;
    int64_t end = j->start + (j->end_min - j->start_min);

    if (self == NULL || state->linked_count == 0)
        return true;
    for (int cell = 0; cell < state->people * state->days; cell++)
        for (size_t i = 0; i < state->cells[cell].entries.count; i++) {
            const ipso__entry *entry = state->cells[cell].entries.items[i];
            int64_t gap = (int64_t)entry->day * IPSO_DAY_MIN + entry->start_min - end;
            if (entry->ask.after == self->number &&
                (gap < entry->ask.request.min_gap_min || gap > entry->ask.request.max_gap_min))
                return false;
        }
    return true;
}

static bool notice_kept(const judging *j)
{
    int site = j->duty == NULL ? IPSO_ANY : j->duty->site;

    return j->start >= j->query->notice[site + 1];
}

static bool at_other_site(const judging *j)
{
    int site = j->query->request->site;

    return site != IPSO_ANY && j->duty != NULL && j->duty->site != IPSO_ANY &&
           j->duty->site != site;
}

/* A start outside sessions that give the type takes acute times alone. */
static bool is_reserved(judging *j)
{
    const ipso__query *query = j->query;
    int width = j->end_min - j->start_min;

    if (ipso__reserve_end(query, j->cell, j->start_min, width) < j->end_min)
        return true;
    j->framed =
        j->session != NULL && ipso__frame_init(&j->verdict->frame, query, j->session, j->modes);
    return j->framed && !ipso__extended_allows(query, &j->verdict->frame, j->start_min, j->end_min);
}

/* Whether a rule is broken; the number of what is in the way goes to the verdict. */
static bool breaks(judging *j, ipso_why_code code)
{
    const ipso__query *query = j->query;
    const ipso__state *state = query->state;
    const ipso_request *request = query->request;

    switch ((int)code) {
    case IPSO_WHY_PAST:
        return ipso__past(query, j->start);
    case IPSO_WHY_GRID:
        return j->start_min % state->grid_min != 0 || j->end_min > IPSO_DAY_MIN;
    case IPSO_WHY_QUALIFICATION:
        return !state->may[request->type * state->people + j->place->practitioner];
    case IPSO_WHY_PRACTITIONER:
        return !request->accepts_others && request->practitioner != j->place->practitioner;
    case IPSO_WHY_MODE:
        return j->mode == 0;
    case IPSO_WHY_SITE:
        return at_other_site(j);
    case IPSO_WHY_DUTY:
        return j->duty == NULL || j->end_min > j->duty->end_min;
    case IPSO_WHY_PROTECTED:
        return j->session == NULL;
    case IPSO_WHY_BLOCKED:
        return (j->verdict->other = block_at(j)) != 0;
    case IPSO_WHY_WINDOW:
        return ipso__window_end(query, j->place->date, j->start_min) < j->end_min;
    case IPSO_WHY_NOTICE:
        return !notice_kept(j);
    case IPSO_WHY_OCCUPIED:
        return (j->verdict->other = entry_at(j, false)) != 0;
    case IPSO_WHY_HELD:
        return (j->verdict->other = entry_at(j, true)) != 0;
    case IPSO_WHY_PATIENT:
        return patient_elsewhere(j);
    case IPSO_WHY_LINK:
        return !ipso__link_kept(query, j->start) || !followers_kept(j);
    case IPSO_WHY_RESERVED:
        return is_reserved(j);
    default:
        return false;
    }
}

/* ---- what comes of it ---- */

/* Best length at a start that keeps every rule: in the free stretch around it. */
static bool value(judging *j)
{
    const ipso__query *query = j->query;
    ipso__verdict *verdict = j->verdict;
    int from = j->session->start_min, to = from;
    int length = j->place->length_min != 0 ? j->place->length_min : query->length_min;
    ipso__start start;

    while (ipso__free_stretch(query->state, j->session, &from, &to) && to <= j->start_min)
        from = to;
    if (!j->framed || from > j->start_min || to <= j->start_min ||
        !ipso__start_value(query, &verdict->frame, j->start_min, from, to, length, INT64_MAX,
                           &start))
        return false;
    ipso__offer_fill(query, &verdict->frame, &start, &verdict->offer);
    verdict->hole = start.hole;
    return true;
}

/* The site of an appointment off duty. */
static int site_off_duty(const judging *j)
{
    const ipso__state *state = j->query->state;
    const ipso__cell *cell = &state->cells[j->cell];
    const ipso_practitioner *person =
        ipso_practice_practitioner(state->practice, j->place->practitioner);

    if (j->query->request->site != IPSO_ANY)
        return j->query->request->site;
    for (int i = 0; i < cell->work_count; i++) {
        int duty = ipso_plan_assignment(state->plan, cell->first_work + i)->duty;
        if (ipso_practice_duty(state->practice, duty)->site != IPSO_ANY)
            return ipso_practice_duty(state->practice, duty)->site;
    }
    return person->site_count > 0 ? person->sites[0].site : 0;
}

static void set_place(judging *j)
{
    j->verdict->offer = (ipso_offer){.practitioner = j->place->practitioner,
                                     .date = j->place->date,
                                     .site = j->duty != NULL ? j->duty->site : site_off_duty(j),
                                     .start_min = j->start_min,
                                     .length_min = j->length_min,
                                     .travel_min = j->travel_min,
                                     .mode = j->mode};
}

static bool outside_horizon(const judging *j)
{
    return j->day < 0 || j->day >= j->query->state->days || !ipso__day_open(j->query, j->day);
}

/* True when the judging ends: a rule is broken that is not passed over. */
static bool ends_with(judging *j, ipso_why_code code, bool override)
{
    if (!breaks(j, code))
        return false;
    if (override && (IPSO__OVERRIDABLE & 1u << code) != 0) {
        j->verdict->overrides |= 1u << code;
        j->verdict->other = 0;
        return false;
    }
    j->verdict->code = code;
    return true;
}

static void judge_rules(judging *j, bool override)
{
    if (ends_with(j, IPSO_WHY_PAST, override))
        return;
    if (outside_horizon(j)) {
        j->verdict->code = IPSO_WHY_HORIZON;
        return;
    }
    find_place(j);
    for (int code = IPSO_WHY_GRID; code < IPSO_WHY_COUNT; code++)
        if (ends_with(j, (ipso_why_code)code, override))
            return;
    set_place(j);
    if (j->verdict->overrides != 0 || j->query->self != NULL)
        return;
    if (!value(j))
        j->verdict->code = IPSO_WHY_OCCUPIED;
}

void ipso__judge(const ipso__query *query, const ipso_place *place, bool override,
                 ipso__verdict *verdict)
{
    const ipso__state *state = query->state;
    judging j = {.query = query, .place = place, .verdict = verdict, .start_min = place->start_min};

    *verdict = (ipso__verdict){.code = IPSO_WHY_OFFERED};
    j.start = ipso__absolute_min(state, place->date, place->start_min);
    j.day = place->date - state->horizon->first_day;
    j.cell = ipso__cell_of(state, place->practitioner, j.day);
    j.modes = place->mode != 0 ? query->modes & place->mode : query->modes;
    j.length_min = place->length_min != 0   ? place->length_min
                   : query->length_min != 0 ? query->length_min
                                            : query->type->lengths_min[0];
    judge_rules(&j, override);
}
