/* ipsosched replan of an agenda: taking it as it stands, and recording what comes of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_CLI_REPLAN_AGENDA_H
#define IPSO_CLI_REPLAN_AGENDA_H

#include "agenda.h"
#include "replan_options.h"

/* A time that a practitioner is away, from one moment to another: minutes since the midnight that
 * 1970-01-01 began with, in the practice's zone; on the grid. */
typedef struct replan_block {
    int64_t number;
    int practitioner;
    int64_t from, to;
} replan_block;

typedef struct replan_agenda {
    agenda_file file;
    ipso_stamp now;       /* of the snapshot */
    int64_t read_seq;     /* of the last event that the blocks are of */
    int64_t block_seq;    /* of the last event about a block, 0 none */
    replan_block *blocks; /* that stand */
    size_t block_count, block_room;
    bool awaited; /* somebody is on the waiting list */
} replan_agenda;

/* Opens the agenda that the options name; *practice and *plan are its snapshot, and wanted gets the
 * settings that an agenda calls for. An exit code. Close it in any case, after the snapshot is
 * freed. */
int replan_agenda_open(replan_agenda *agenda, replan_options *wanted, ipso_practice **practice,
                       ipso_plan **plan);
void replan_agenda_close(replan_agenda *agenda);

/* The practice of a plan with pins behind it, so that who is under supervision gets no other duty
 * than the one there is, or none: the agenda could not take it. As load_additions. */
int replan_keep_roster(ipso_practice **grown, const ipso_plan *plan, message_style style);

/* The blocks that stand, each as at most three absences behind those of a list that has room. */
void replan_agenda_absences(const replan_agenda *agenda, ipso_away *list, size_t *count);

/* Takes what happened since, the blocks too. */
ipso_status replan_agenda_refresh(replan_agenda *agenda, ipso_error *err);

/* The time it is for the agenda, and who acts by these options. */
ipso_status replan_agenda_stamp(const replan_agenda *agenda, const replan_options *wanted,
                                ipso_stamp *stamp, ipso_error *err);

/* Records the absences and the moves; says how many, and names each move that cannot be done. An
 * exit code. The agenda must not have been refreshed since its snapshot. `before` is the plan of
 * the snapshot; of the absences of the change the first wanted->away_count are new. */
int replan_apply(replan_agenda *agenda, const replan_options *wanted, const ipso_plan *before,
                 const ipso_change *change, const ipso_replan *replan);

#endif
