/* Shapes of operations on an agenda.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/shape_agenda.h"

#include "json/shape_fields.h"

INIT(ipso_ask)
INIT(ipso_place)

WORDS(modes, "a mode", "site", "tele", "home")
WORDS(audiences, "one who asks", "patient", "professional", "staff")
WORDS(states, "a state", "held", "booked", "no-show", "waiting", "due")

const ipso__words ipso__operation_words = {
    "an operation",
    (const char *const[]){"offer", "why", "hold", "book", "move", "cancel", "no-show", "block",
                          "unblock", "release", "wait", "unwait", "recall", "tick", "list",
                          "history", "blocks", "releases"},
    IPSO_OPERATION_COUNT};

const char *ipso_operation_name(ipso_operation_kind kind)
{
    return (int)kind >= 0 && kind < IPSO_OPERATION_COUNT ? ipso__operation_words.names[kind] : NULL;
}

/* ---- asks and places ---- */

static const ipso__field ask_fields[] = {
    REQUIRED(ipso_ask, "patient", STRING, request.patient),
    REQUIRED_REF(ipso_ask, "type", request.type, TYPE),
    REF(ipso_ask, "patient_class", request.patient_class, CLASS),
    OBJECTS(ipso_ask, "windows", request.windows, request.window_count, ipso__window_shape),
    REF(ipso_ask, "practitioner", request.practitioner, PRACTITIONER),
    SCALAR(ipso_ask, "accepts_others", BOOL, request.accepts_others),
    SCALAR(ipso_ask, "accepts_tele", BOOL, request.accepts_tele),
    REF(ipso_ask, "site", request.site, SITE),
    SCALAR(ipso_ask, "priority_percent", INT, request.priority_percent),
    SCALAR(ipso_ask, "no_show", NUMBER, request.no_show),
    SCALAR(ipso_ask, "wanted", DATE, request.wanted),
    SCALAR(ipso_ask, "after", INT64, after),
    SCALAR(ipso_ask, "min_gap_min", INT, request.min_gap_min),
    SCALAR(ipso_ask, "max_gap_min", MAX, request.max_gap_min),
    WORD(ipso_ask, "modes", MODES, modes, modes),
    WORD(ipso_ask, "audience", WORD, audience, audiences),
    SCALAR(ipso_ask, "length_min", INT, length_min),
};
const ipso__shape ipso__ask_shape = {"an ask", sizeof(ipso_ask), init_ipso_ask, ask_fields,
                                     COUNT(ask_fields)};

static const ipso__field place_fields[] = {
    REQUIRED_REF(ipso_place, "practitioner", practitioner, PRACTITIONER),
    REQUIRED(ipso_place, "date", DATE, date),
    REQUIRED(ipso_place, "start", TIME, start_min),
    WORD(ipso_place, "mode", MODE, mode, modes),
    SCALAR(ipso_place, "length_min", INT, length_min),
    SCALAR(ipso_place, "override", BOOL, override),
    SCALAR(ipso_place, "reason", STRING, reason),
};
static const ipso__shape place_shape = {"a place", sizeof(ipso_place), init_ipso_place,
                                        place_fields, COUNT(place_fields)};

/* ---- operations ---- */

static void init_line(void *description)
{
    ipso__operation_line *line = description;
    ipso_operation *operation = &line->operation;
    *line = (ipso__operation_line){.now = NULL};
    ipso_ask_init(&operation->ask);
    ipso_place_init(&operation->place);
    ipso_entry_filter_init(&operation->filter);
    operation->most = 10;
    operation->hold_s = 600;
    operation->practitioner = IPSO_ANY;
    operation->site = IPSO_ANY;
    operation->to_min = IPSO_DAY_MIN;
}

#define LINE ipso__operation_line
/* What every operation may say. */
#define COMMON                                                                                     \
    REQUIRED(LINE, "op", STRING, op), SCALAR(LINE, "now", STRING, now),                            \
        SCALAR(LINE, "who", STRING, operation.who)
#define CHANGE COMMON, SCALAR(LINE, "key", STRING, operation.key)
#define ASK    REQUIRED_OBJECT(LINE, "ask", operation.ask, ipso__ask_shape)
#define PLACE  REQUIRED_OBJECT(LINE, "place", operation.place, place_shape)
#define SEEN   SCALAR(LINE, "version", INT64, operation.version)
#define NUMBER REQUIRED(LINE, "number", INT64, operation.number), SEEN
#define MOST   SCALAR(LINE, "most", INT, operation.most)
#define REASON SCALAR(LINE, "reason", STRING, operation.reason)

static const ipso__field offer_fields[] = {COMMON, ASK, MOST};
static const ipso__field why_fields[] = {COMMON, ASK, PLACE, MOST};
static const ipso__field hold_fields[] = {CHANGE, ASK, PLACE,
                                          SCALAR(LINE, "hold_s", INT, operation.hold_s)};
static const ipso__field book_fields[] = {
    CHANGE,
    SCALAR(LINE, "number", INT64, operation.number),
    SEEN,
    OBJECT(LINE, "ask", operation.ask, ipso__ask_shape),
    OBJECT(LINE, "place", operation.place, place_shape),
};
static const ipso__field move_fields[] = {CHANGE, NUMBER, PLACE};
static const ipso__field cancel_fields[] = {CHANGE, NUMBER, REASON};
static const ipso__field number_fields[] = {CHANGE, NUMBER};
static const ipso__field block_fields[] = {
    CHANGE,
    REQUIRED_REF(LINE, "practitioner", operation.practitioner, PRACTITIONER),
    REQUIRED(LINE, "first_day", DATE, operation.first_day),
    SCALAR(LINE, "from", TIME, operation.from_min),
    REQUIRED(LINE, "last_day", DATE, operation.last_day),
    SCALAR(LINE, "to", TIME, operation.to_min),
    REASON,
};
static const ipso__field release_fields[] = {
    CHANGE,
    REQUIRED(LINE, "date", DATE, operation.first_day),
    SCALAR(LINE, "from", TIME, operation.from_min),
    SCALAR(LINE, "to", TIME, operation.to_min),
    REF(LINE, "site", operation.site, SITE),
};
static const ipso__field wait_fields[] = {CHANGE, ASK};
static const ipso__field recall_fields[] = {
    CHANGE,
    REQUIRED(LINE, "patient", STRING, operation.ask.request.patient),
    REQUIRED_REF(LINE, "type", operation.ask.request.type, TYPE),
    REF(LINE, "patient_class", operation.ask.request.patient_class, CLASS),
    REF(LINE, "practitioner", operation.ask.request.practitioner, PRACTITIONER),
    REQUIRED(LINE, "due", DATE, operation.first_day),
};
static const ipso__field tick_fields[] = {COMMON};
static const ipso__field list_fields[] = {
    COMMON,
    SCALAR(LINE, "number", INT64, operation.number),
    WORD(LINE, "states", MODES, operation.filter.states, states),
    REF(LINE, "practitioner", operation.filter.practitioner, PRACTITIONER),
    SCALAR(LINE, "first_day", DATE, operation.filter.first),
    SCALAR(LINE, "last_day", DATE, operation.filter.last),
    SCALAR(LINE, "patient", STRING, operation.filter.patient),
    SCALAR(LINE, "in_way", BOOL, operation.filter.in_way),
};
static const ipso__field history_fields[] = {
    COMMON,
    SCALAR(LINE, "after", INT64, operation.after),
    SCALAR(LINE, "number", INT64, operation.number),
};
static const ipso__field blocks_fields[] = {
    COMMON,
    REF(LINE, "practitioner", operation.filter.practitioner, PRACTITIONER),
    SCALAR(LINE, "first_day", DATE, operation.filter.first),
    SCALAR(LINE, "last_day", DATE, operation.filter.last),
};
static const ipso__field releases_fields[] = {
    COMMON,
    SCALAR(LINE, "first_day", DATE, operation.filter.first),
    SCALAR(LINE, "last_day", DATE, operation.filter.last),
};

#define OPERATION(kind, name, table)                                                               \
    [IPSO_OPERATION_##kind] = {"the operation " name, sizeof(LINE), init_line, table, COUNT(table)}

const ipso__shape ipso__operation_shapes[IPSO_OPERATION_COUNT] = {
    OPERATION(OFFER, "offer", offer_fields),      OPERATION(WHY, "why", why_fields),
    OPERATION(HOLD, "hold", hold_fields),         OPERATION(BOOK, "book", book_fields),
    OPERATION(MOVE, "move", move_fields),         OPERATION(CANCEL, "cancel", cancel_fields),
    OPERATION(NO_SHOW, "no-show", number_fields), OPERATION(BLOCK, "block", block_fields),
    OPERATION(UNBLOCK, "unblock", number_fields), OPERATION(RELEASE, "release", release_fields),
    OPERATION(WAIT, "wait", wait_fields),         OPERATION(UNWAIT, "unwait", number_fields),
    OPERATION(RECALL, "recall", recall_fields),   OPERATION(TICK, "tick", tick_fields),
    OPERATION(LIST, "list", list_fields),         OPERATION(HISTORY, "history", history_fields),
    OPERATION(BLOCKS, "blocks", blocks_fields),   OPERATION(RELEASES, "releases", releases_fields),
};
