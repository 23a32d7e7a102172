/* Appointments by session, and the laws of their services.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/times_facts.h"

#include <math.h>
#include <stdlib.h>

enum { LONGEST_MIN = 1440 };
#define LAW_END 1e-9 /* expected minutes beyond, at which a law ends */
#define SNAP    1e-6
#define TAIL    1e-5 /* of a law, that a search need not look at minute by minute */

/* ---- laws ---- */

/* M(k) = E[(min(S, LONGEST) - k)+] for k = 0 .. *count, the first that is 0; what is below LAW_END
 * counts as 0. */
static double *excess_of(ipso__arena *arena, const ipso_law *law, double factor, int *count)
{
    double *excess = ipso__arena_alloc(arena, LONGEST_MIN + 2, sizeof *excess);
    double beyond = ipso_law_overrun_min(law, factor, LONGEST_MIN);
    if (excess == NULL)
        return NULL;
    excess[0] = ipso_law_mean_min(law, factor) - beyond;
    for (*count = 0; *count < LONGEST_MIN && excess[*count] > 0;) {
        ++*count;
        excess[*count] = ipso_law_overrun_min(law, factor, *count) - beyond;
        if (excess[*count] < LAW_END || *count == LONGEST_MIN)
            excess[*count] = 0;
    }
    return excess;
}

/* Gives the last TAIL of the law to the minute before it. */
static bool make_rough(ipso__times_facts *facts, ipso__timed_law *made)
{
    double tail = 0;
    made->rough_shares = ipso__arena_copy(&facts->arena, made->shares, (size_t)made->count,
                                          sizeof *made->rough_shares);
    made->rough_count = made->count;
    while (made->rough_shares != NULL && made->rough_count > 1 &&
           tail + made->shares[made->rough_count - 1] < TAIL)
        tail += made->shares[--made->rough_count];
    if (made->rough_shares != NULL)
        made->rough_shares[made->rough_count - 1] += tail;
    return made->rough_shares != NULL;
}

/* The law on whole minutes whose mean and expected excess over each minute are those of S: k
 * minutes with probability M(k-1) - 2 M(k) + M(k+1), 0 minutes with 1 - M(0) + M(1). */
static bool make_law(ipso__times_facts *facts, ipso__timed_law *made, const ipso_law *law,
                     double factor, int travel_min)
{
    ipso__arena room = {0};
    int end = 0;
    double *excess = excess_of(&room, law, factor, &end);
    made->minutes = ipso__arena_alloc(&facts->arena, (size_t)end + 1, sizeof *made->minutes);
    made->shares = ipso__arena_alloc(&facts->arena, (size_t)end + 1, sizeof *made->shares);
    bool ok = excess != NULL && made->minutes != NULL && made->shares != NULL;
    double square = 0;
    for (int k = 0; ok && k <= end; k++) {
        double below = k == 0 ? excess[0] + 1 : excess[k - 1];
        double share = fmax(0, below - 2 * excess[k] + (k < end ? excess[k + 1] : 0));
        if (share == 0)
            continue;
        made->minutes[made->count] = k + travel_min;
        made->shares[made->count++] = share;
        made->mean_min += share * (k + travel_min);
        square += share * (k + travel_min) * (k + travel_min);
    }
    made->variance = fmax(0, square - made->mean_min * made->mean_min);
    ipso__arena_finish(&room);
    return ok && make_rough(facts, made);
}

/* Patient class and no-show probability of whom the slot is for. */
static int patient_of(const ipso_practice *practice, const ipso_slot *slot, double *no_show)
{
    *no_show = 0;
    if (slot->use == IPSO_SLOT_FIXED) {
        const ipso_fixed *fixed = ipso_practice_fixed(practice, slot->fixed);
        *no_show = fixed->no_show;
        return fixed->patient_class;
    }
    if (slot->use == IPSO_SLOT_BOOKED) {
        const ipso_request *request = ipso_practice_request(practice, slot->request);
        *no_show = request->no_show;
        return request->patient_class;
    }
    if (slot->use == IPSO_SLOT_OPEN && slot->demand != IPSO_ANY)
        return ipso_practice_demand(practice, slot->demand)->patient_class;
    return IPSO_ANY;
}

typedef struct builder {
    ipso__times_facts facts;
    int *law_at; /* law + 1 of type, practitioner, class and travel; 0 none yet */
    size_t law_room, session_room, timed_room, other_room;
} builder;

/* The law of a slot's service; -1 when out of memory. */
static int law_of(builder *b, const ipso_slot *slot, int patient_class)
{
    const ipso_practice *practice = b->facts.practice;
    int people = ipso_practice_practitioner_count(practice);
    int classes = ipso_practice_class_count(practice) + 1;
    size_t at =
        (((size_t)slot->type * (size_t)people + (size_t)slot->practitioner) * (size_t)classes +
         (size_t)(patient_class == IPSO_ANY ? classes - 1 : patient_class)) *
            2 +
        (slot->travel_min > 0);
    double factor;
    if (b->law_at[at] > 0)
        return b->law_at[at] - 1;
    if (!ipso__grow(&b->facts.laws, &b->law_room, (size_t)b->facts.law_count + 1,
                    sizeof *b->facts.laws))
        return -1;
    ipso__timed_law *made = &b->facts.laws[b->facts.law_count];
    *made = (ipso__timed_law){0};
    ipso_law law =
        ipso_practice_service_law(practice, slot->type, slot->practitioner, patient_class, &factor);
    if (!make_law(&b->facts, made, &law, factor, slot->travel_min))
        return -1;
    b->law_at[at] = ++b->facts.law_count;
    return b->law_at[at] - 1;
}

/* ---- sessions ---- */

static bool add_session(builder *b, const ipso__sitting *sitting)
{
    ipso__times_facts *facts = &b->facts;
    ipso__timed_session *last =
        facts->session_count > 0 ? &facts->sessions[facts->session_count - 1] : NULL;
    if (last != NULL && last->practitioner == sitting->practitioner && last->day == sitting->day &&
        sitting->start_min <= last->end_min) {
        last->end_min = sitting->end_min > last->end_min ? sitting->end_min : last->end_min;
        return true;
    }
    if (!ipso__grow(&facts->sessions, &b->session_room, (size_t)facts->session_count + 1,
                    sizeof *facts->sessions))
        return false;
    facts->sessions[facts->session_count++] =
        (ipso__timed_session){.practitioner = sitting->practitioner,
                              .day = sitting->day,
                              .start_min = sitting->start_min,
                              .end_min = sitting->end_min};
    return true;
}

/* Whether a sitting of the slot's site holds it whole. */
static bool is_held(const ipso__bands *bands, const ipso_slot *slot)
{
    int end = slot->start_min + slot->length_min + slot->travel_min;
    int low = 0, high = bands->sitting_count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        const ipso__sitting *sitting = &bands->sittings[middle];
        bool before = sitting->practitioner != slot->practitioner
                          ? sitting->practitioner < slot->practitioner
                          : sitting->day < slot->day;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    for (int i = low; i < bands->sitting_count; i++) {
        const ipso__sitting *sitting = &bands->sittings[i];
        if (sitting->practitioner != slot->practitioner || sitting->day != slot->day)
            return false;
        if (sitting->site == slot->site && sitting->start_min <= slot->start_min &&
            end <= sitting->end_min)
            return true;
    }
    return false;
}

static bool add_slot(builder *b, const ipso__bands *bands, const ipso_slot *slot, int band)
{
    ipso__times_facts *facts = &b->facts;
    double no_show;
    int patient_class = patient_of(facts->practice, slot, &no_show);
    if (!is_held(bands, slot)) {
        if (!ipso__grow(&facts->others, &b->other_room, (size_t)facts->other_count + 1,
                        sizeof *facts->others))
            return false;
        facts->others[facts->other_count++] = *slot;
        return true;
    }
    if (!ipso__grow(&facts->timed, &b->timed_room, (size_t)facts->timed_count + 1,
                    sizeof *facts->timed))
        return false;
    ipso__timed *timed = &facts->timed[facts->timed_count++];
    *timed = (ipso__timed){.slot = *slot, .band = band, .come = 1 - no_show};
    timed->early_min = timed->late_min = slot->start_min;
    if (band != IPSO_ANY) {
        timed->early_min = bands->bands[band].start_min;
        timed->late_min = bands->bands[band].end_min - ipso__timed_width(timed);
    }
    timed->law = law_of(b, slot, patient_class);
    return timed->law >= 0;
}

static int compare_timed(const void *left, const void *right)
{
    const ipso_slot *a = &((const ipso__timed *)left)->slot;
    const ipso_slot *b = &((const ipso__timed *)right)->slot;
    const int keys[][2] = {
        {a->practitioner, b->practitioner},
        {a->day, b->day},
        {a->start_min, b->start_min},
        {a->length_min, b->length_min},
        {a->type, b->type},
        {(int)a->use, (int)b->use},
        {a->demand, b->demand},
        {a->request, b->request},
        {a->fixed, b->fixed},
        {a->demand_day, b->demand_day},
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

/* Gives the appointments, which are sorted, to their sessions; drops sessions without any. */
static void share_out(ipso__times_facts *facts)
{
    int at = 0, kept = 0;
    for (int s = 0; s < facts->session_count; s++) {
        ipso__timed_session session = facts->sessions[s];
        session.first = at;
        while (at < facts->timed_count) {
            const ipso_slot *slot = &facts->timed[at].slot;
            if (slot->practitioner != session.practitioner || slot->day != session.day ||
                slot->start_min >= session.end_min)
                break;
            at++;
        }
        session.count = at - session.first;
        if (session.count > 0)
            facts->sessions[kept++] = session;
    }
    facts->session_count = kept;
}

ipso_status ipso__times_facts_build(ipso__times_facts *facts, const ipso_practice *practice,
                                    const ipso__bands *bands, const ipso_slot *slots,
                                    const int *slot_bands, int slot_count, ipso_error *err)
{
    builder b = {.facts.practice = practice};
    size_t laws = 2 * (size_t)ipso_practice_type_count(practice) *
                  (size_t)ipso_practice_practitioner_count(practice) *
                  ((size_t)ipso_practice_class_count(practice) + 1);
    b.law_at = ipso__calloc(laws, sizeof *b.law_at);
    bool ok = b.law_at != NULL;
    for (int i = 0; ok && i < bands->sitting_count; i++)
        ok = add_session(&b, &bands->sittings[i]);
    for (int i = 0; ok && i < slot_count; i++)
        ok = add_slot(&b, bands, &slots[i], slot_bands[i]);
    free(b.law_at);
    if (!ok) {
        ipso__times_facts_finish(&b.facts);
        return ipso__fail_nomem(err);
    }
    if (b.facts.timed_count > 1)
        qsort(b.facts.timed, (size_t)b.facts.timed_count, sizeof *b.facts.timed, compare_timed);
    share_out(&b.facts);
    *facts = b.facts;
    return IPSO_OK;
}

void ipso__times_facts_finish(ipso__times_facts *facts)
{
    free(facts->sessions);
    free(facts->timed);
    free(facts->others);
    free(facts->laws);
    ipso__arena_finish(&facts->arena);
    *facts = (ipso__times_facts){0};
}

int64_t ipso__times_points(double points)
{
    return (int64_t)floor(points + 0.5 + SNAP);
}
