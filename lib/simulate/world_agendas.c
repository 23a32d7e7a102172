/* The shared part of a simulation: plans of the cycles, and the agendas laid out from them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/world.h"

#include "base/error.h"
#include "model/needs.h"
#include "practice/consulting.h"
#include "simulate/cycle.h"

#include <ipsosched/past.h>

#include <math.h>
#include <string.h>

/* ---- plans ---- */

static ipso_status plan_cycle(ipso__world *world, int cycle, ipso_error *err)
{
    const ipso_sim_settings *settings = world->settings;
    ipso_practice *practice = world->cycles[cycle];
    ipso_settings how;
    ipso_past *past = NULL;
    ipso_status status = IPSO_OK;

    if (cycle > 0) {
        status = ipso_past_new(&past, world->plans[cycle - 1], err);
        if (status == IPSO_OK)
            status = ipso_practice_follow(practice, past, 0, err);
        ipso_past_free(past);
    }
    if (status != IPSO_OK)
        return status;
    ipso_settings_init(&how);
    how.time_limit_s = INFINITY;
    how.work_limit = settings->plan_work;
    how.seed = settings->seed;
    how.threads = settings->threads;
    how.last_stage =
        settings->mix->slots || settings->booking->ranks ? IPSO_STAGE_SLOTS : IPSO_STAGE_ROSTER;
    return settings->roster->plan(settings->roster, &world->plans[cycle], practice, &how, err);
}

static ipso_status plan_cycles(ipso__world *world, int days, ipso_error *err)
{
    int count = world->settings->roster->repeated ? 1 : (days - 1) / world->cycle_days + 1;
    ipso_status status = IPSO_OK;

    world->plans = ipso__arena_alloc(&world->arena, (size_t)count, sizeof(ipso_plan *));
    world->cycles = ipso__arena_alloc(&world->arena, (size_t)count, sizeof(ipso_practice *));
    if (world->plans == NULL || world->cycles == NULL)
        return ipso__fail_nomem(err);
    world->cycle_count = count;
    for (int c = 0; c < count && status == IPSO_OK; c++) {
        status = ipso__cycle_practice(&world->cycles[c], world->practice, c * world->cycle_days,
                                      world->settings->load_percent, err);
        if (status == IPSO_OK)
            status = plan_cycle(world, c, err);
    }
    return status;
}

/* ---- stretches ---- */

static const unsigned char *hold_modes(ipso__world *world, const ipso_practice *practice,
                                       const ipso__session *session, int practitioner,
                                       const ipso_duty *duty)
{
    unsigned char *modes = ipso__arena_alloc(&world->arena, (size_t)world->types, 1);

    for (int t = 0; modes != NULL && t < world->types; t++)
        if (ipso__session_admits(session, t))
            modes[t] =
                (unsigned char)ipso__slot_mode(practice, t, practitioner, duty->site, duty->tele);
    return modes;
}

/* Teleconsultation does where the type knows no other way. */
static bool meets_acute(const ipso_practice *practice, const unsigned char *modes)
{
    for (int t = 0; t < ipso_practice_type_count(practice); t++) {
        const ipso_type *type = ipso_practice_type(practice, t);

        if (type->care == IPSO_CARE_ACUTE && modes[t] != 0 &&
            (modes[t] != IPSO_MODE_TELE || type->modes == IPSO_MODE_TELE))
            return true;
    }
    return false;
}

static bool add_stretches(ipso__world *world, ipso__layout *layout, const ipso_practice *practice,
                          const ipso_assignment *worked, const ipso__consulting *consulting)
{
    const ipso_duty *duty = ipso_practice_duty(practice, worked->duty);
    size_t count = (size_t)(layout->stretch_count + consulting->session_count);
    ipso__stretch *stretches = ipso__arena_alloc(&world->arena, count, sizeof *stretches);

    if (stretches == NULL)
        return false;
    for (int i = 0; i < layout->stretch_count; i++)
        stretches[i] = layout->stretches[i];
    layout->stretches = stretches;
    for (int i = 0; i < consulting->session_count; i++) {
        const ipso__session *session = &consulting->sessions[i];
        const unsigned char *modes =
            hold_modes(world, practice, session, worked->practitioner, duty);

        if (modes == NULL)
            return false;
        stretches[layout->stretch_count++] = (ipso__stretch){
            session->start_min, session->end_min, duty->site, meets_acute(practice, modes), modes};
        layout->consulting_min += session->end_min - session->start_min;
        layout->extended_min +=
            ipso__extended_minutes(practice, worked->day, session->start_min, session->end_min);
    }
    layout->duty_min += duty->end_min - duty->start_min;
    for (size_t i = 0; i < duty->break_count; i++)
        layout->duty_min -= duty->breaks[i].end_min - duty->breaks[i].start_min;
    return true;
}

/* The duties of a plan are in the order practitioner, day, start. */
static ipso_status fill_stretches(ipso__world *world, int cycle, ipso_error *err)
{
    const ipso_practice *practice = world->cycles[cycle];
    const ipso_plan *plan = world->plans[cycle];

    for (int a = 0; a < ipso_plan_assignment_count(plan); a++) {
        const ipso_assignment *worked = ipso_plan_assignment(plan, a);
        ipso__layout *layout =
            &world->layouts[(cycle * world->cycle_days + worked->day) * world->people +
                            worked->practitioner];
        ipso__consulting consulting;
        ipso_status status = ipso__consulting_make(&consulting, practice, worked->practitioner,
                                                   worked->day, worked->duty, err);
        if (status != IPSO_OK)
            return status;
        bool ok = add_stretches(world, layout, practice, worked, &consulting);
        ipso__consulting_finish(&consulting);
        if (!ok)
            return ipso__fail_nomem(err);
        if (cycle == 0)
            world->works[worked->practitioner] = true;
    }
    return IPSO_OK;
}

/* ---- slot mix ---- */

/* Room in which a slot mix lays out one agenda after the other. */
struct board {
    unsigned char start[IPSO_DAY_MIN], kept[IPSO_DAY_MIN];
    ipso_sim_session *sessions;
};

static void set_bit(uint64_t *bits, int cell)
{
    bits[cell / 64] |= UINT64_C(1) << (cell % 64);
}

static void read_board(const ipso__world *world, ipso__layout *layout, const struct board *board)
{
    for (int s = 0; s < layout->stretch_count; s++) {
        int end = layout->stretches[s].end_min / world->grid_min;

        for (int cell = layout->stretches[s].start_min / world->grid_min; cell < end; cell++) {
            set_bit(layout->open, cell);
            if (board->start[cell])
                set_bit(layout->start, cell);
            if (board->kept[cell] & IPSO_KEPT_ACUTE)
                set_bit(layout->acute, cell);
            if (board->kept[cell] & IPSO_KEPT_SAME_DAY)
                set_bit(layout->same_day, cell);
        }
    }
}

static bool make_bits(ipso__world *world, ipso__layout *layout)
{
    size_t words = (size_t)world->words;
    uint64_t *bits = ipso__arena_alloc(&world->arena, 4 * words, sizeof *bits);

    layout->length_min = ipso__arena_alloc(&world->arena, (size_t)world->types, sizeof(int));
    if (bits == NULL || layout->length_min == NULL)
        return false;
    layout->open = bits;
    layout->start = bits + words;
    layout->acute = bits + 2 * words;
    layout->same_day = bits + 3 * words;
    return true;
}

static bool lay(ipso__world *world, struct board *board, int cycle, int day, int practitioner)
{
    const ipso_mix_policy *mix = world->settings->mix;
    ipso__layout *layout =
        &world->layouts[(cycle * world->cycle_days + day) * world->people + practitioner];
    ipso_sim_agenda agenda = {.practice = world->cycles[cycle],
                              .plan = world->plans[cycle],
                              .practitioner = practitioner,
                              .day = day,
                              .session_count = layout->stretch_count,
                              .grid_min = world->grid_min,
                              .cell_count = IPSO_DAY_MIN / world->grid_min,
                              .start = board->start,
                              .kept = board->kept};

    if (!make_bits(world, layout))
        return false;
    board->sessions =
        ipso__arena_alloc(&world->arena, (size_t)layout->stretch_count, sizeof *board->sessions);
    if (board->sessions == NULL)
        return false;
    memset(board->start, 0, sizeof board->start);
    memset(board->kept, 0, sizeof board->kept);
    for (int s = 0; s < layout->stretch_count; s++)
        board->sessions[s] =
            (ipso_sim_session){layout->stretches[s].start_min, layout->stretches[s].end_min,
                               layout->stretches[s].site};
    for (int t = 0; t < world->types; t++)
        layout->length_min[t] = ipso__planned_length(ipso_practice_type(world->practice, t));
    agenda.sessions = board->sessions;
    agenda.length_min = layout->length_min;
    mix->lay(mix, &agenda);
    read_board(world, layout, board);
    return true;
}

ipso_status ipso__world_lay_out(ipso__world *world, int days, ipso_error *err)
{
    ipso_status status = plan_cycles(world, days, err);
    struct board *board = ipso__arena_alloc(&world->arena, 1, sizeof *board);
    int agendas = world->cycle_count * world->cycle_days * world->people;

    if (status != IPSO_OK)
        return status;
    world->layouts = ipso__arena_alloc(&world->arena, (size_t)agendas, sizeof *world->layouts);
    if (board == NULL || world->layouts == NULL)
        return ipso__fail_nomem(err);
    for (int c = 0; c < world->cycle_count && status == IPSO_OK; c++)
        status = fill_stretches(world, c, err);
    for (int i = 0; i < agendas && status == IPSO_OK; i++)
        if (world->layouts[i].stretch_count > 0 &&
            !lay(world, board, i / (world->cycle_days * world->people),
                 i / world->people % world->cycle_days, i % world->people))
            status = ipso__fail_nomem(err);
    return status;
}
