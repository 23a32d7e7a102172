/* Every plan of many tiny practices is tried, and judged by ipso_check alone; the integer programs
 * and the stages are held against the best of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots/random_practice.h"

#include "model/bands.h"
#include "model/options.h"
#include "planner/slots_packing.h"
#include "planner/slots_search.h"
#include "planner/stage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ITEMS  60
#define MAX_LEAVES 6000
#define INSTANCES  800

/* A slot that could stand in a band. */
typedef struct item {
    ipso_slot slot;
    int band;
} item;

typedef struct enumeration {
    const random_practice *made;
    ipso__bands bands;
    item items[MAX_ITEMS];
    int item_count;
    bool open_stays; /* bookings alone: the open slots of `given` are in every plan */
    const ipso_plan *given;
    int room[32];
    ipso_slot chosen[32];
    int chosen_band[32];
    int chosen_count;
    int64_t leaves;
    int64_t best; /* INT64_MAX: nothing holds */
    bool counting;
} enumeration;

/* Whether the roster and the slots, with every fixed appointment, keep the rules; the cost of the
 * rules S2 to S7 and B2 to B9. */
static bool judge(const random_practice *made, const ipso_slot *slots, int count, int64_t *cost,
                  int64_t *bookings_cost)
{
    ipso_plan *plan = tiny_roster(made->practice, made->roster, made->roster_count);
    ipso_stage_report ran = {.ran = true};
    ipso_report *report;
    for (int i = 0; i < count; i++)
        assert_int_equal(ipso_plan_add_slot(plan, &slots[i], NULL), IPSO_OK);
    for (int i = 0; i < ipso_practice_fixed_count(made->practice); i++) {
        const ipso_fixed *fixed = ipso_practice_fixed(made->practice, i);
        ipso_slot slot;
        ipso_slot_init(&slot);
        slot.practitioner = fixed->practitioner;
        slot.day = fixed->date - ipso_practice_horizon(made->practice)->first_day;
        slot.site = fixed->site;
        slot.start_min = fixed->start_min;
        slot.length_min = fixed->length_min;
        slot.type = fixed->type;
        slot.use = IPSO_SLOT_FIXED;
        slot.fixed = i;
        assert_int_equal(ipso_plan_add_slot(plan, &slot, NULL), IPSO_OK);
    }
    assert_int_equal(ipso_plan_set_stage(plan, IPSO_STAGE_SLOTS, &ran, NULL), IPSO_OK);
    assert_int_equal(ipso_plan_set_stage(plan, IPSO_STAGE_BOOKINGS, &ran, NULL), IPSO_OK);
    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    bool holds = true;
    for (int i = 0; i < ipso_report_finding_count(report); i++) {
        const ipso_finding *finding = ipso_report_finding(report, i);
        holds = holds && !(finding->violation && finding->rule >= IPSO_RULE_SLOT_FIT);
    }
    *bookings_cost = ipso_report_stage_cost(report, IPSO_STAGE_BOOKINGS) +
                     ipso_report_rule_cost(report, IPSO_RULE_EXTENDED).points +
                     ipso_report_rule_cost(report, IPSO_RULE_TARGET).points;
    *cost = ipso_report_stage_cost(report, IPSO_STAGE_SLOTS) +
            ipso_report_stage_cost(report, IPSO_STAGE_BOOKINGS);
    ipso_report_free(report);
    ipso_plan_free(plan);
    return holds;
}

/* Whether the check lets the slot stand alone at the start of its band, links aside. */
static bool may_stand(const random_practice *made, const ipso_slot *slot)
{
    ipso_plan *plan = tiny_roster(made->practice, made->roster, made->roster_count);
    ipso_stage_report ran = {.ran = true};
    ipso_report *report;
    bool holds = true;
    assert_int_equal(ipso_plan_add_slot(plan, slot, NULL), IPSO_OK);
    assert_int_equal(ipso_plan_set_stage(plan, IPSO_STAGE_BOOKINGS, &ran, NULL), IPSO_OK);
    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    for (int i = 0; i < ipso_report_finding_count(report); i++) {
        const ipso_finding *finding = ipso_report_finding(report, i);
        holds = holds && !(finding->violation && (finding->rule == IPSO_RULE_SLOT_FIT ||
                                                  finding->rule == IPSO_RULE_REQUEST_FIT));
    }
    ipso_report_free(report);
    ipso_plan_free(plan);
    return holds;
}

/* Lists the slot when it may stand at the start and at the end of the band. */
static void add_item(enumeration *e, ipso_slot slot, int band)
{
    const ipso__band *piece = &e->bands.bands[band];
    int width = slot.length_min + slot.travel_min;
    if (width > piece->end_min - piece->start_min)
        return;
    slot.start_min = piece->start_min;
    ipso_slot last = slot;
    last.start_min = piece->end_min - width;
    if (!may_stand(e->made, &slot) || !may_stand(e->made, &last))
        return;
    assert_true(e->item_count < MAX_ITEMS);
    e->items[e->item_count++] = (item){slot, band};
}

/* Every slot of a type, length and mode in a band: for each need, for the target, for requests. */
static void add_items(enumeration *e, int band, ipso_slot slot, bool open)
{
    const ipso_practice *practice = e->made->practice;
    const ipso_type *type = ipso_practice_type(practice, slot.type);
    slot.use = IPSO_SLOT_OPEN;
    for (int d = 0; open && d < ipso_practice_demand_count(practice); d++) {
        slot.demand = d;
        for (slot.demand_day = 0; slot.demand_day < ipso_practice_horizon(practice)->days;
             slot.demand_day++)
            add_item(e, slot, band);
    }
    slot.demand = IPSO_ANY;
    slot.demand_day = 0;
    if (open && type->target_per_week > 0)
        add_item(e, slot, band);
    slot.use = IPSO_SLOT_BOOKED;
    for (int r = 0; r < ipso_practice_request_count(practice); r++) {
        slot.request = r;
        if (ipso_practice_request(practice, r)->type == slot.type)
            add_item(e, slot, band);
    }
}

static void list_items(enumeration *e, bool open)
{
    const ipso_practice *practice = e->made->practice;
    static const unsigned modes[] = {IPSO_MODE_SITE, IPSO_MODE_HOME, IPSO_MODE_TELE};
    for (int b = 0; b < e->bands.band_count; b++) {
        const ipso__sitting *sitting = ipso__band_sitting(&e->bands, b);
        e->room[b] = e->bands.bands[b].end_min - e->bands.bands[b].start_min;
        for (int c = 0; c < ipso_practice_type_count(practice); c++) {
            const ipso_type *type = ipso_practice_type(practice, c);
            for (size_t l = 0; l < type->length_count; l++) {
                for (int m = 0; m < 3; m++) {
                    ipso_slot slot;
                    ipso_slot_init(&slot);
                    slot.practitioner = sitting->practitioner;
                    slot.day = sitting->day;
                    slot.site = sitting->site;
                    slot.type = c;
                    slot.length_min = type->lengths_min[l];
                    slot.mode = modes[m];
                    slot.travel_min = modes[m] == IPSO_MODE_HOME ? type->travel_min : 0;
                    add_items(e, b, slot, open);
                }
            }
        }
    }
}

/* Minutes from the horizon's midnight to the start and end of the band. */
static void span_of(const enumeration *e, int band, int *start, int *end)
{
    int day = ipso__band_sitting(&e->bands, band)->day * IPSO_DAY_MIN;
    *start = day + e->bands.bands[band].start_min;
    *end = day + e->bands.bands[band].end_min;
}

/* B3 and B4 as the formulation asks them of whole bands. */
static bool bands_hold(const enumeration *e)
{
    const ipso_practice *practice = e->made->practice;
    for (int i = 0; i < e->chosen_count; i++) {
        if (e->chosen[i].use != IPSO_SLOT_BOOKED)
            continue;
        const ipso_request *mine = ipso_practice_request(practice, e->chosen[i].request);
        int start, end;
        span_of(e, e->chosen_band[i], &start, &end);
        for (int f = 0; f < ipso_practice_fixed_count(practice); f++) {
            const ipso_fixed *fixed = ipso_practice_fixed(practice, f);
            int from = (fixed->date - ipso_practice_horizon(practice)->first_day) * IPSO_DAY_MIN +
                       fixed->start_min;
            if (strcmp(fixed->patient, mine->patient) == 0 && from < end &&
                start < from + fixed->length_min)
                return false;
        }
        for (int j = 0; j < e->chosen_count; j++) {
            if (j == i || e->chosen[j].use != IPSO_SLOT_BOOKED)
                continue;
            const ipso_request *other = ipso_practice_request(practice, e->chosen[j].request);
            int from, to;
            span_of(e, e->chosen_band[j], &from, &to);
            if (e->chosen_band[i] != e->chosen_band[j] && from < end && start < to &&
                strcmp(mine->patient, other->patient) == 0)
                return false;
            if (mine->after == e->chosen[j].request &&
                (start - to < mine->min_gap_min || end - from > mine->max_gap_min))
                return false;
        }
    }
    return true;
}

/* The plan of the chosen slots, laid back to back. */
static void judge_leaf(enumeration *e)
{
    int reached[32];
    ipso_slot slots[64];
    int count = 0;
    e->leaves++;
    if (e->counting || !bands_hold(e))
        return;
    for (int b = 0; b < e->bands.band_count; b++)
        reached[b] = e->bands.bands[b].start_min;
    for (int i = 0; i < e->chosen_count; i++) {
        slots[count] = e->chosen[i];
        slots[count].start_min = reached[e->chosen_band[i]];
        reached[e->chosen_band[i]] += slots[count].length_min + slots[count].travel_min;
        count++;
    }
    int64_t cost, bookings_cost;
    if (judge(e->made, slots, count, &cost, &bookings_cost)) {
        if (e->open_stays)
            cost = bookings_cost;
        e->best = cost < e->best ? cost : e->best;
    }
}

static bool has_request(const enumeration *e, int request)
{
    for (int i = 0; i < e->chosen_count; i++) {
        if (e->chosen[i].use == IPSO_SLOT_BOOKED && e->chosen[i].request == request)
            return true;
    }
    return false;
}

/* Tries each number of copies of the items from `next` on. */
static void enumerate(enumeration *e, int next)
{
    if (e->leaves > MAX_LEAVES)
        return;
    if (next == e->item_count) {
        judge_leaf(e);
        return;
    }
    enumerate(e, next + 1);
    const item *it = &e->items[next];
    int width = it->slot.length_min + it->slot.travel_min;
    bool booked = it->slot.use == IPSO_SLOT_BOOKED;
    int copies = 0;
    while (e->room[it->band] >= width && e->chosen_count < 32 &&
           !(booked && has_request(e, it->slot.request))) {
        e->chosen[e->chosen_count] = it->slot;
        e->chosen_band[e->chosen_count++] = it->band;
        e->room[it->band] -= width;
        copies++;
        enumerate(e, next + 1);
    }
    e->chosen_count -= copies;
    e->room[it->band] += copies * width;
}

/* The least cost of all plans; false when there are too many. With open (slots that stay), of all
 * bookings beside them. */
static bool best_of_all(const random_practice *made, const item *open, int open_count,
                        int64_t *best)
{
    enumeration *e = calloc(1, sizeof *e);
    assert_non_null(e);
    e->made = made;
    e->best = INT64_MAX;
    e->open_stays = open != NULL;
    assert_int_equal(ipso__bands_build(&e->bands, made->practice, made->roster, made->roster_count,
                                       NULL, 0, NULL),
                     IPSO_OK);
    assert_true(e->bands.band_count <= 32);
    list_items(e, open == NULL);
    for (int i = 0; i < open_count; i++) {
        e->chosen[e->chosen_count] = open[i].slot;
        e->chosen_band[e->chosen_count++] = open[i].band;
        e->room[open[i].band] -= open[i].slot.length_min + open[i].slot.travel_min;
    }
    e->counting = true;
    enumerate(e, 0);
    bool few = e->leaves <= MAX_LEAVES;
    if (few) {
        e->counting = false;
        e->leaves = 0;
        enumerate(e, 0);
        assert_true(e->best < INT64_MAX);
        *best = e->best;
    }
    ipso__bands_finish(&e->bands);
    free(e);
    return few;
}

static void settings_init(ipso__stage_settings *settings)
{
    *settings = (ipso__stage_settings){
        .deadline_s = INFINITY, .work_limit = 100000000, .gap = 0, .seed = 1, .threads = 1};
}

/* The open slots of a plan with their bands. */
static int open_slots(const random_practice *made, const ipso_plan *plan, item *open)
{
    ipso__bands bands;
    int count = 0;
    assert_int_equal(
        ipso__bands_build(&bands, made->practice, made->roster, made->roster_count, NULL, 0, NULL),
        IPSO_OK);
    for (int i = 0; i < ipso_plan_slot_count(plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(plan, i);
        if (slot->use != IPSO_SLOT_OPEN)
            continue;
        open[count].slot = *slot;
        open[count].band = ipso__bands_find(&bands, slot->practitioner, slot->day, slot->start_min,
                                            slot->start_min + slot->length_min + slot->travel_min);
        assert_true(open[count++].band >= 0);
    }
    ipso__bands_finish(&bands);
    return count;
}

/* The check of the plan as it stands finds nothing broken; its cost of slots and bookings. */
static int64_t checked_cost(const ipso_plan *plan, int64_t *bookings_cost)
{
    ipso_report *report;
    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    for (int i = 0; i < ipso_report_finding_count(report); i++) {
        const ipso_finding *finding = ipso_report_finding(report, i);
        if (finding->violation && finding->rule >= IPSO_RULE_SLOT_FIT)
            fail_msg("%s: %s", ipso_rule_label(finding->rule), finding->text);
    }
    *bookings_cost = ipso_report_stage_cost(report, IPSO_STAGE_BOOKINGS) +
                     ipso_report_rule_cost(report, IPSO_RULE_EXTENDED).points +
                     ipso_report_rule_cost(report, IPSO_RULE_TARGET).points;
    int64_t cost = ipso_report_stage_cost(report, IPSO_STAGE_SLOTS) +
                   ipso_report_stage_cost(report, IPSO_STAGE_BOOKINGS);
    ipso_report_free(report);
    return cost;
}

/* The bookings beside the open slots of a plan: enumeration, program, stage and check agree. */
static void compare_bookings(const random_practice *made, const ipso_plan *slots, int64_t optimum)
{
    ipso__stage_settings settings;
    ipso_plan *booked;
    ipso__program *program;
    item open[32];
    int64_t best, bookings_cost;
    settings_init(&settings);
    int count = open_slots(made, slots, open);
    assert_true(best_of_all(made, open, count, &best));
    assert_int_equal(ipso__bookings_model(&program, slots, NULL), IPSO_OK);
    assert_int_equal(llround(tiny_optimum(program)), best);
    ipso__program_free(program);
    assert_int_equal(ipso__bookings_stage(&booked, slots, &settings, NULL), IPSO_OK);
    const ipso_stage_report *report = ipso_plan_stage(booked, IPSO_STAGE_BOOKINGS);
    assert_int_equal(report->cost, best);
    assert_true(report->bound <= best);
    assert_true(checked_cost(booked, &bookings_cost) >= optimum);
    assert_int_equal(bookings_cost, best);
    ipso_plan_free(booked);
}

/* The packing of the table: its bound is never above the optimum, its choice never below it, and
 * base - value is what the table counts. */
static void compare_packing(const random_practice *made, int64_t optimum)
{
    ipso__bands bands;
    ipso__table table;
    ipso__table_packing packing;
    ipso__packing_settings settings;
    ipso__packing_result result;
    ipso__scope scope = {.forecasts = true, .requests = true};
    assert_int_equal(
        ipso__bands_build(&bands, made->practice, made->roster, made->roster_count, NULL, 0, NULL),
        IPSO_OK);
    assert_int_equal(ipso__table_build(&table, made->practice, &bands, &scope, NULL), IPSO_OK);
    assert_int_equal(ipso__table_packing_make(&packing, &table, NULL, NULL), IPSO_OK);
    ipso__packing_settings_init(&settings);
    settings.work_limit = 300000;
    assert_int_equal(ipso__packing_solve(&result, &packing.packing, &settings, NULL), IPSO_OK);
    assert_true(packing.base - result.bound <= optimum);
    int *x = calloc((size_t)table.option_count + 1, sizeof *x);
    assert_non_null(x);
    for (int i = 0; i < packing.packing.option_count; i++)
        if (packing.of_packing[i] >= 0)
            x[packing.of_packing[i]] = result.x[i];
    bool holds;
    int64_t cost;
    int count;
    assert_int_equal(ipso__table_recount(&table, x, &holds, &cost, NULL), IPSO_OK);
    assert_int_equal(cost, packing.base - result.value);
    assert_true(holds || table.link_count > 0);
    assert_int_equal(ipso__table_repair(&table, x, NULL, &count, NULL), IPSO_OK);
    assert_int_equal(ipso__table_recount(&table, x, &holds, &cost, NULL), IPSO_OK);
    assert_true(holds);
    assert_true(cost >= optimum);
    free(x);
    ipso__packing_result_finish(&result);
    ipso__table_packing_finish(&packing);
    ipso__table_finish(&table);
    ipso__bands_finish(&bands);
}

/* The slots program of a random practice, and the stage, against every plan there is. */
static bool compare(uint64_t seed)
{
    random_practice made = random_practice_make(seed);
    ipso_plan *roster = tiny_roster(made.practice, made.roster, made.roster_count);
    ipso__stage_settings settings;
    ipso__program *program;
    ipso_plan *slots;
    int64_t best;
    bool few = best_of_all(&made, NULL, 0, &best);
    if (few) {
        settings_init(&settings);
        assert_int_equal(ipso__slots_model(&program, roster, NULL), IPSO_OK);
        int64_t optimum = llround(tiny_optimum(program));
        if (optimum != best)
            fail_msg("practice %llu: the program says %lld, enumeration %lld",
                     (unsigned long long)seed, (long long)optimum, (long long)best);
        ipso__program_free(program);
        assert_int_equal(ipso__slots_stage(&slots, roster, &settings, NULL), IPSO_OK);
        const ipso_stage_report *report = ipso_plan_stage(slots, IPSO_STAGE_SLOTS);
        assert_int_equal(report->cost, best);
        assert_int_equal(report->bound, best);
        assert_int_equal(report->outcome, IPSO_OPTIMAL);
        compare_bookings(&made, slots, best);
        compare_packing(&made, best);
        ipso_plan_free(slots);
    }
    ipso_plan_free(roster);
    ipso_practice_free(made.practice);
    return few;
}

static void programs_and_stages_find_the_best_of_all_plans(void **state)
{
    (void)state;
    int compared = 0;
    for (uint64_t seed = 1; compared < INSTANCES; seed++) {
        compared += compare(seed);
        assert_true(seed < 20 * INSTANCES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(programs_and_stages_find_the_best_of_all_plans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
