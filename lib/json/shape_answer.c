/* Shapes of what operations on an agenda give: offers, reasons, entries, events.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/shape_agenda.h"

#include "json/shape_fields.h"

WORDS(modes, "a mode", "site", "tele", "home")
WORDS(states, "a state", "held", "booked", "no-show", "waiting", "due")
WORDS(kinds, "a kind of event", "hold", "book", "move", "cancel", "expire", "no-show", "block",
      "unblock", "release", "wait", "unwait", "recall")
WORDS(codes, "a reason", "offered", "lower", "hole", "past", "horizon", "grid", "qualification",
      "practitioner", "mode", "site", "duty", "protected", "blocked", "window", "notice",
      "occupied", "held", "patient", "link", "reserved")

_Static_assert(COUNT(kinds_names) == IPSO_EVENT_COUNT, "every event has a word");
_Static_assert(COUNT(codes_names) == IPSO_WHY_COUNT, "every reason has a word");

/* ---- offers ---- */

#define TERM(name, term) REQUIRED(ipso_offer, name, INT64, points[IPSO_OFFER_##term])

static const ipso__field term_fields[] = {
    TERM("own_practitioner", OWN),
    TERM("wait", WAIT),
    TERM("mode", MODE),
    TERM("length", LENGTH),
    TERM("reserve", RESERVE),
    TERM("unusable", UNUSABLE),
    TERM("turn", TURN),
};
static const ipso__shape term_shape = {"terms", sizeof(ipso_offer), NULL, term_fields,
                                       COUNT(term_fields)};

/* The terms are fields of the offer itself. */
static const ipso__field offer_fields[] = {
    REQUIRED_REF(ipso_offer, "practitioner", practitioner, PRACTITIONER),
    REQUIRED(ipso_offer, "date", DATE, date),
    REQUIRED(ipso_offer, "start", TIME, start_min),
    REQUIRED(ipso_offer, "length_min", INT, length_min),
    SCALAR(ipso_offer, "travel_min", INT, travel_min),
    REF(ipso_offer, "site", site, SITE),
    SCALAR(ipso_offer, "remote", REMOTE, site),
    REQUIRED_WORD(ipso_offer, "mode", MODE, mode, modes),
    REQUIRED(ipso_offer, "cost", INT64, cost),
    {.key = "terms",
     .kind = IPSO__FIELD_OBJECT,
     .required = true,
     .offset = 0,
     .shape = &term_shape},
};
const ipso__shape ipso__offer_shape = {"an offer", sizeof(ipso_offer), NULL, offer_fields,
                                       COUNT(offer_fields)};

static const ipso__field why_fields[] = {
    REQUIRED_WORD(ipso_why, "code", WORD, code, codes),
    REQUIRED(ipso_why, "bookable", BOOL, bookable),
    SCALAR(ipso_why, "rank", INT, rank),
    SCALAR(ipso_why, "other", INT64, other),
};
const ipso__shape ipso__why_shape = {"a why", sizeof(ipso_why), NULL, why_fields,
                                     COUNT(why_fields)};

/* ---- entries ---- */

#define ENTRY_BEGIN                                                                                \
    REQUIRED(ipso_entry, "number", INT64, number),                                                 \
        REQUIRED(ipso_entry, "version", INT64, version),                                           \
        REQUIRED_WORD(ipso_entry, "state", WORD, state, states),                                   \
        REQUIRED(ipso_entry, "patient", STRING, patient),                                          \
        REQUIRED_REF(ipso_entry, "type", type, TYPE),                                              \
        REF(ipso_entry, "patient_class", patient_class, CLASS),                                    \
        REF(ipso_entry, "own_practitioner", own_practitioner, PRACTITIONER),                       \
        SCALAR(ipso_entry, "made_date", DATE, made),                                               \
        SCALAR(ipso_entry, "made_time", TIME, made_min)

static const ipso__field entry_fields[] = {
    ENTRY_BEGIN,
    REF(ipso_entry, "practitioner", practitioner, PRACTITIONER),
    SCALAR(ipso_entry, "date", DATE, date),
    SCALAR(ipso_entry, "start", TIME, start_min),
    SCALAR(ipso_entry, "length_min", INT, length_min),
    SCALAR(ipso_entry, "travel_min", INT, travel_min),
    REF(ipso_entry, "site", site, SITE),
    SCALAR(ipso_entry, "remote", REMOTE, site),
    WORD(ipso_entry, "mode", MODE, mode, modes),
    SCALAR(ipso_entry, "no_show", NUMBER, no_show),
    SCALAR(ipso_entry, "after", INT64, after),
    SCALAR(ipso_entry, "wait", INT64, wait),
    SCALAR(ipso_entry, "expires_unix_s", INT64, expires_s),
    WORD(ipso_entry, "overrides", MODES, overrides, codes),
    SCALAR(ipso_entry, "in_way", BOOL, in_way),
};
const ipso__shape ipso__entry_shape = {"an entry", sizeof(ipso_entry), NULL, entry_fields,
                                       COUNT(entry_fields)};

static const ipso__field waiting_fields[] = {
    ENTRY_BEGIN,
    REF(ipso_entry, "practitioner", practitioner, PRACTITIONER),
    SCALAR(ipso_entry, "date", DATE, date),
    SCALAR(ipso_entry, "proposed", INT64, proposed),
};
const ipso__shape ipso__waiting_shape = {"an entry", sizeof(ipso_entry), NULL, waiting_fields,
                                         COUNT(waiting_fields)};

/* ---- blocks and releases ---- */

static const ipso__field absence_fields[] = {
    REQUIRED(ipso_absence, "number", INT64, number),
    REQUIRED_REF(ipso_absence, "practitioner", practitioner, PRACTITIONER),
    REQUIRED(ipso_absence, "first_day", DATE, first),
    REQUIRED(ipso_absence, "from", TIME, first_min),
    REQUIRED(ipso_absence, "last_day", DATE, last),
    REQUIRED(ipso_absence, "to", TIME, last_min),
    SCALAR(ipso_absence, "reason", STRING, reason),
    REQUIRED(ipso_absence, "made_date", DATE, made),
    REQUIRED(ipso_absence, "made_time", TIME, made_min),
    REQUIRED(ipso_absence, "in_way", INT, in_way),
};
const ipso__shape ipso__absence_shape = {"a block", sizeof(ipso_absence), NULL, absence_fields,
                                         COUNT(absence_fields)};

static const ipso__field opening_fields[] = {
    REQUIRED(ipso_opening, "number", INT64, number),
    REQUIRED(ipso_opening, "date", DATE, date),
    REQUIRED(ipso_opening, "from", TIME, start_min),
    REQUIRED(ipso_opening, "to", TIME, end_min),
    REF(ipso_opening, "site", site, SITE),
    REQUIRED(ipso_opening, "made_date", DATE, made),
    REQUIRED(ipso_opening, "made_time", TIME, made_min),
};
const ipso__shape ipso__opening_shape = {"a release", sizeof(ipso_opening), NULL, opening_fields,
                                         COUNT(opening_fields)};

/* ---- events ---- */

#define EVENT_BEGIN                                                                                \
    REQUIRED(ipso_event, "seq", INT64, seq), REQUIRED_WORD(ipso_event, "kind", WORD, kind, kinds), \
        REQUIRED(ipso_event, "at_date", DATE, stamp.date),                                         \
        REQUIRED(ipso_event, "at_time", TIME, stamp.time_min),                                     \
        REQUIRED(ipso_event, "at_unix_s", INT64, stamp.unix_s),                                    \
        SCALAR(ipso_event, "who", STRING, stamp.who),                                              \
        SCALAR(ipso_event, "key", STRING, stamp.key),                                              \
        REQUIRED(ipso_event, "number", INT64, number)
#define EVENT_END SCALAR(ipso_event, "reason", STRING, reason)
#define EVENT_SHAPE(name, table)                                                                   \
    const ipso__shape name = {"an event", sizeof(ipso_event), NULL, table, COUNT(table)}

static const ipso__field event_fields[] = {EVENT_BEGIN, EVENT_END};
EVENT_SHAPE(ipso__event_shape, event_fields);

static const ipso__field placed_event_fields[] = {
    EVENT_BEGIN,
    REF(ipso_event, "practitioner", practitioner, PRACTITIONER),
    SCALAR(ipso_event, "date", DATE, date),
    REQUIRED(ipso_event, "start", TIME, start_min),
    REQUIRED(ipso_event, "length_min", INT, length_min),
    SCALAR(ipso_event, "travel_min", INT, travel_min),
    REF(ipso_event, "site", site, SITE),
    SCALAR(ipso_event, "remote", REMOTE, site),
    WORD(ipso_event, "mode", MODE, mode, modes),
    WORD(ipso_event, "overrides", MODES, overrides, codes),
    SCALAR(ipso_event, "expires_unix_s", INT64, expires_s),
    SCALAR(ipso_event, "wait", INT64, wait),
    EVENT_END,
};
EVENT_SHAPE(ipso__placed_event_shape, placed_event_fields);

static const ipso__field block_event_fields[] = {
    EVENT_BEGIN,
    REF(ipso_event, "practitioner", practitioner, PRACTITIONER),
    REQUIRED(ipso_event, "first_day", DATE, date),
    REQUIRED(ipso_event, "from", TIME, start_min),
    REQUIRED(ipso_event, "last_day", DATE, last),
    REQUIRED(ipso_event, "to", TIME, end_min),
    EVENT_END,
};
EVENT_SHAPE(ipso__block_event_shape, block_event_fields);

static const ipso__field release_event_fields[] = {
    EVENT_BEGIN,
    REQUIRED(ipso_event, "date", DATE, date),
    REQUIRED(ipso_event, "from", TIME, start_min),
    REQUIRED(ipso_event, "to", TIME, end_min),
    REF(ipso_event, "site", site, SITE),
    EVENT_END,
};
EVENT_SHAPE(ipso__release_event_shape, release_event_fields);
