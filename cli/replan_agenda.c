/* An agenda as it stands, to be replanned: its snapshot, and the blocks that this does not have.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan_agenda.h"

#include <stdlib.h>
#include <string.h>

/* ---- blocks ---- */

static void drop_block(replan_agenda *agenda, int64_t number)
{
    for (size_t i = 0; i < agenda->block_count; i++)
        if (agenda->blocks[i].number == number)
            agenda->blocks[i--] = agenda->blocks[--agenda->block_count];
}

static ipso_status take_event(void *user, const ipso_event *event, ipso_error *err)
{
    replan_agenda *agenda = user;
    int grid = ipso_practice_horizon(agenda->file.practice)->grid_min;

    agenda->read_seq = event->seq;
    if (event->kind == IPSO_EVENT_UNBLOCK || event->kind == IPSO_EVENT_BLOCK)
        agenda->block_seq = event->seq;
    if (event->kind == IPSO_EVENT_UNBLOCK)
        drop_block(agenda, event->number);
    if (event->kind != IPSO_EVENT_BLOCK)
        return IPSO_OK;
    if (agenda->block_count == agenda->block_room) {
        size_t room = agenda->block_room * 2 + 16;
        replan_block *larger = realloc(agenda->blocks, room * sizeof *larger);

        if (larger == NULL) {
            snprintf(err->text, sizeof err->text, "out of memory");
            return err->status = IPSO_NOMEM;
        }
        agenda->blocks = larger;
        agenda->block_room = room;
    }
    agenda->blocks[agenda->block_count++] = (replan_block){
        event->number, event->practitioner,
        (int64_t)event->date * IPSO_DAY_MIN + event->start_min / grid * grid,
        (int64_t)event->last * IPSO_DAY_MIN + (event->end_min + grid - 1) / grid * grid};
    return IPSO_OK;
}

static ipso_status read_blocks(replan_agenda *agenda, ipso_error *err)
{
    const ipso_store *store = ipso_sqlite_store(agenda->file.store);

    return store->read(store->self, agenda->read_seq, take_event, agenda, err);
}

ipso_status replan_agenda_refresh(replan_agenda *agenda, ipso_error *err)
{
    ipso_status status = ipso_agenda_refresh(agenda->file.agenda, err);

    return status == IPSO_OK ? read_blocks(agenda, err) : status;
}

void replan_agenda_absences(const replan_agenda *agenda, ipso_away *list, size_t *count)
{
    for (size_t i = 0; i < agenda->block_count; i++) {
        const replan_block *block = &agenda->blocks[i];
        ipso_date first = (ipso_date)(block->from / IPSO_DAY_MIN);
        ipso_date last = (ipso_date)((block->to - 1) / IPSO_DAY_MIN);
        int from = (int)(block->from % IPSO_DAY_MIN);
        int to = (int)(block->to - (int64_t)last * IPSO_DAY_MIN);

        if (first == last) {
            list[(*count)++] = (ipso_away){block->practitioner, first, last, from, to};
            continue;
        }
        list[(*count)++] = (ipso_away){block->practitioner, first, first, from, IPSO_DAY_MIN};
        list[(*count)++] = (ipso_away){block->practitioner, last, last, 0, to};
        if (last - first > 1)
            list[(*count)++] =
                (ipso_away){block->practitioner, first + 1, last - 1, 0, IPSO_DAY_MIN};
    }
}

/* ---- the snapshot ---- */

ipso_status replan_agenda_stamp(const replan_agenda *agenda, const replan_options *wanted,
                                ipso_stamp *stamp, ipso_error *err)
{
    ipso_operation operation = {.kind = IPSO_OPERATION_TICK,
                                .who = wanted->who,
                                .now_date = wanted->now,
                                .now_min = wanted->now_min};

    return agenda_stamp(stamp, &agenda->file, &operation, err);
}

static int note_waiting(void *user, const ipso_entry *entry)
{
    replan_agenda *agenda = user;

    agenda->awaited = agenda->awaited || entry->state == IPSO_ENTRY_WAITING;
    return 1;
}

/* Requests that the plan left are no business of the agenda. Nobody is moved to a video
 * consultation who did not say to accept one, but at a price given by hand. What others free would
 * be proposed to who waits before it can be used. */
static void adapt(replan_options *wanted, const replan_agenda *agenda)
{
    ipso_replan_settings *settings = &wanted->settings;

    settings->waiting = false;
    settings->tele_unasked = wanted->tele_priced;
    if (agenda->awaited)
        settings->most_others = 0;
}

static ipso_status take(replan_agenda *agenda, replan_options *wanted, ipso_practice **practice,
                        ipso_plan **plan, ipso_error *err)
{
    ipso_entry_filter filter;
    ipso_status status = agenda_open_file(&agenda->file, wanted->agenda, err);

    ipso_entry_filter_init(&filter);
    filter.states = 1u << IPSO_ENTRY_WAITING;
    if (status == IPSO_OK)
        status = replan_agenda_stamp(agenda, wanted, &agenda->now, err);
    if (status == IPSO_OK)
        status = read_blocks(agenda, err);
    if (status == IPSO_OK)
        status = ipso_agenda_list(agenda->file.agenda, &filter, NULL, note_waiting, agenda, err);
    if (status == IPSO_OK)
        status = ipso_agenda_snapshot(agenda->file.agenda, practice, plan, &agenda->now, err);
    if (status != IPSO_OK)
        return status;
    adapt(wanted, agenda);
    return IPSO_OK;
}

/* ---- the roster ---- */

static bool works(const ipso_plan *plan, int practitioner, int day, int duty)
{
    for (int i = 0; i < ipso_plan_assignment_count(plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(plan, i);
        if (work->practitioner == practitioner && work->day == day && work->duty == duty)
            return true;
    }
    return false;
}

/* A pin against each other duty of a day that somebody under supervision works. */
static void write_pins(FILE *out, const ipso_practice *practice, const ipso_plan *plan)
{
    const char *comma = "";

    for (int i = 0; i < ipso_plan_assignment_count(plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(plan, i);
        const ipso_practitioner *who = ipso_practice_practitioner(practice, work->practitioner);
        char date[IPSO_DATE_SIZE];

        ipso_date_format(ipso_practice_horizon(practice)->first_day + work->day, date);
        for (int d = 0; d < ipso_practice_duty_count(practice) && who->supervisor_count > 0; d++) {
            if (works(plan, work->practitioner, work->day, d))
                continue;
            fprintf(out, "%s{\"forbidden\": true, \"date\": \"%s\", \"practitioner\": ", comma,
                    date);
            print_json_text(out, who->id);
            fputs(", \"duty\": ", out);
            print_json_text(out, ipso_practice_duty(practice, d)->id);
            fputc('}', out);
            comma = ", ";
        }
    }
}

int replan_keep_roster(ipso_practice **grown, const ipso_plan *plan, message_style style)
{
    const ipso_practice *practice = ipso_plan_practice(plan);
    char *text = NULL;
    size_t length = 0;
    ipso_status status = IPSO_NOMEM;
    ipso_error err;
    FILE *out = open_memstream(&text, &length);

    ipso_error_init(&err);
    if (out != NULL) {
        fputs("{\"format\": \"ipsosched-additions/1\", \"pins\": [", out);
        write_pins(out, practice, plan);
        fputs("]}", out);
        if (fclose(out) == 0)
            status = ipso_practice_grow_from_json(grown, practice, text, length, NULL, NULL, &err);
    }
    free(text);
    return status == IPSO_OK ? CODE_DONE : report_failure(style, "ipsosched replan", status, &err);
}

/* ---- opening ---- */

int replan_agenda_open(replan_agenda *agenda, replan_options *wanted, ipso_practice **practice,
                       ipso_plan **plan)
{
    ipso_error err;
    ipso_status status;

    ipso_error_init(&err);
    status = take(agenda, wanted, practice, plan, &err);
    return status == IPSO_OK ? CODE_DONE
                             : report_failure((message_style){stderr, wanted->json},
                                              "ipsosched replan", status, &err);
}

void replan_agenda_close(replan_agenda *agenda)
{
    agenda_close(&agenda->file);
    free(agenda->blocks);
    agenda->blocks = NULL;
}
