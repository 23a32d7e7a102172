/* The live agenda: what a plan becomes once patients call.
 *
 * An agenda begins with a plan: its duties, its booked and fixed appointments, and its open slots,
 * which say what the free time is worth and for whom it is kept. Then it changes, one event at a
 * time: times are held, booked, moved and cancelled, practitioners are away, patients wait for a
 * time that frees up. Every change is decided against the agenda as it stands and becomes one or
 * more events; an agenda is its plan and its events, in order, and nothing else. Events can be
 * kept in a store (below), so that several processes share one agenda and none is lost.
 *
 * Times are civil: a date and minutes since its midnight in the time zone of the practice, whatever
 * the clocks do that night. The caller says what time it is (ipso_stamp); the agenda reads no
 * clock.
 *
 * Appointments and holds are known by number: that of the event that made them; those that came
 * with the plan are -1, -2, ... in the order of its slots. Waiting patients, blocks and recalls are
 * known by the number of their event too.
 *
 * An agenda may be used by any number of threads at once: offers and other questions run side by
 * side, changes one after the other. Its plan (and the practice of that) must outlive it and must
 * not change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_AGENDA_H
#define IPSOSCHED_AGENDA_H

#include <ipsosched/plan.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ipso_agenda ipso_agenda;

/* ---- who asks, when, for what ---- */

/* Who asks. Times kept for acute need open to each at the time the practice says
 * (ipso_booking_rules in practice.h). */
typedef enum ipso_audience {
    IPSO_AUDIENCE_PATIENT = 0,  /* online, or through a booking service */
    IPSO_AUDIENCE_PROFESSIONAL, /* another carer, an emergency line */
    IPSO_AUDIENCE_STAFF         /* the practice itself */
} ipso_audience;
#define IPSO_AUDIENCE_COUNT 3

/* When something is asked or done, and by whom. */
typedef struct ipso_stamp {
    ipso_date
        date;     /* the civil time of the practice: it decides what is past, notice, lead times */
    int time_min; /* 0..1439 */
    int64_t unix_s;  /* seconds since 1970-01-01 UTC: holds expire by it, and history shows it */
    const char *who; /* who does it, for the history; "" or NULL unknown; at most 200 bytes */
    const char *key; /* idempotency key of a change, NULL or "" none, at most 200 bytes: a change
                        with the key of an earlier one changes nothing and answers as that did;
                        IPSO_INPUT when that was of another kind, or about another number */
    int64_t version; /* of a change about a number: only if that is still as ipso_entry.version
                        says; else IPSO_CHANGED, and nothing has changed. 0: however it is now */
} ipso_stamp;

/* What is asked for. */
typedef struct ipso_ask {
    ipso_request request; /* id is not needed; patient, type, class, windows, own practitioner,
                             accepts_others, accepts_tele, site, priority, no_show, wanted, gaps.
                             request.after must be IPSO_ANY: */
    int64_t after;        /* number of the appointment it must follow (min and max gap of request);
                             0 none */
    unsigned modes;       /* accepted, bits IPSO_MODE_*; 0 (default): those of the type, remote only
                             if the request accepts it */
    ipso_audience audience; /* default patient */
    int length_min;         /* 0 (default): the agenda chooses among those of the type */
} ipso_ask;

IPSO_API void ipso_ask_init(ipso_ask *ask);

/* A start. */
typedef struct ipso_place {
    int practitioner;
    ipso_date date;
    int start_min;
    unsigned mode;      /* one of IPSO_MODE_*; 0: the best there is for the ask */
    int length_min;     /* 0: the agenda chooses */
    bool override;      /* staff alone: pass over rules knowingly, which is recorded: PAST,
                           PRACTITIONER, SITE, DUTY, PROTECTED, BLOCKED, WINDOW, LINK, RESERVED.
                           Nobody is booked twice at one time. */
    const char *reason; /* why, for the history; NULL none; at most 500 bytes */
} ipso_place;

IPSO_API void ipso_place_init(ipso_place *place);

/* ---- the agenda ---- */

/* An agenda that begins with a checked plan of at least the roster and slots stages. IPSO_STATE
 * when the plan has no slots stage; IPSO_NOMEM. */
IPSO_API ipso_status ipso_agenda_new(ipso_agenda **agenda, const ipso_plan *plan, ipso_error *err);
IPSO_API void ipso_agenda_free(ipso_agenda *agenda);
IPSO_API const ipso_plan *ipso_agenda_plan(const ipso_agenda *agenda);

/* ---- offers ---- */

/* What an offer is valued by; each term in points, 0 at best, and the lower the better. */
typedef enum ipso_offer_term {
    IPSO_OFFER_OWN = 0,  /* not with the own practitioner */
    IPSO_OFFER_WAIT,     /* days after the wanted day */
    IPSO_OFFER_MODE,     /* remote where the type can be held at a site */
    IPSO_OFFER_LENGTH,   /* expected overrun of the length for this patient */
    IPSO_OFFER_RESERVE,  /* worth of the acute need, or other forecast need, that loses its time */
    IPSO_OFFER_UNUSABLE, /* worth of the minutes around it left over; below 0: fewer than else */
    IPSO_OFFER_TURN      /* practitioners who have had more than their share of such patients */
} ipso_offer_term;
#define IPSO_OFFER_TERM_COUNT 7

/* "own practitioner", "wait" ... Never NULL in range. */
IPSO_API const char *ipso_offer_term_name(ipso_offer_term term);

typedef struct ipso_offer {
    int practitioner;
    ipso_date date;
    int site; /* IPSO_ANY remote */
    int start_min, length_min, travel_min;
    unsigned mode;
    int64_t points[IPSO_OFFER_TERM_COUNT];
    int64_t cost; /* their sum */
} ipso_offer;

/* The best starts for an ask, the cheapest first; of equal cost the earlier, then the practitioner
 * of lower index. At most room (1..1000) are written, *count says how many; none is IPSO_OK too. An
 * offer holds nothing: it may be gone when it is booked. IPSO_INPUT names the field of the ask that
 * is wrong ("/type", "/windows" ...), or "/room". */
IPSO_API ipso_status ipso_agenda_offer(const ipso_agenda *agenda, ipso_offer *offers, int room,
                                       int *count, const ipso_ask *ask, const ipso_stamp *now,
                                       ipso_error *err);

/* Why a start is not offered; the first of these that applies. */
typedef enum ipso_why_code {
    IPSO_WHY_OFFERED = 0, /* it is: among the best so many */
    IPSO_WHY_LOWER,       /* it may be booked, but so many cost less */
    IPSO_WHY_HOLE,        /* may be booked, but leaves a hole that no type fits into, and a start
                             that is as good otherwise does not */
    IPSO_WHY_PAST,        /* before now */
    IPSO_WHY_HORIZON, /* on a day that the plan does not hold, or that is not open for booking */
    IPSO_WHY_GRID,    /* not on the grid of start times, or it would end after midnight */
    IPSO_WHY_QUALIFICATION, /* the practitioner does not give this type */
    IPSO_WHY_PRACTITIONER,  /* the patient wants the own practitioner alone */
    IPSO_WHY_MODE,          /* not in a mode that the patient accepts */
    IPSO_WHY_SITE,          /* at another site than the patient wants */
    IPSO_WHY_DUTY,          /* the practitioner is not on duty then */
    IPSO_WHY_PROTECTED,     /* a break, or time that is not for such appointments */
    IPSO_WHY_BLOCKED,       /* the practitioner is away */
    IPSO_WHY_WINDOW,        /* outside the times the patient can come */
    IPSO_WHY_NOTICE,        /* too soon: the practice wants more notice, counted in opening time */
    IPSO_WHY_OCCUPIED,      /* an appointment is there, or the time left before it is too short */
    IPSO_WHY_HELD,          /* somebody holds that time */
    IPSO_WHY_PATIENT,       /* the patient is elsewhere then */
    IPSO_WHY_LINK,    /* not in order with, or not at the gap from, the appointment it follows */
    IPSO_WHY_RESERVED /* kept for acute need, and not yet open to who asks */
} ipso_why_code;
#define IPSO_WHY_COUNT 20

/* Kebab-case name ("notice"). Never NULL in range. */
IPSO_API const char *ipso_why_name(ipso_why_code code);

#define IPSO_WHY_TEXT_SIZE 240

typedef struct ipso_why {
    ipso_why_code code;
    char text[IPSO_WHY_TEXT_SIZE]; /* one line for people, with names, dates and times */
    bool bookable;                 /* codes OFFERED, LOWER and HOLE */
    ipso_offer offer;              /* of a bookable start: its terms */
    int rank;                      /* of a bookable start: 1 + how many offers cost less */
    int64_t other;                 /* appointment, hold or block in the way; 0 none */
} ipso_why;

/* Whether a start is among the best `room` offers for an ask, and why not, by the very steps of
 * ipso_agenda_offer. */
IPSO_API ipso_status ipso_agenda_why(const ipso_agenda *agenda, ipso_why *why, const ipso_ask *ask,
                                     const ipso_place *place, int room, const ipso_stamp *now,
                                     ipso_error *err);

/* ---- changes ---- */

/* Each decides against the agenda as it stands, keeps its events in the store when there is one,
 * and only then takes effect; on failure nothing has changed, but that holds whose time had come
 * have expired. Asks of what changes the agenda name their patient.
 * IPSO_INPUT: a field is wrong, or no such number; IPSO_STATE: it cannot be done now, and the text
 * of err says why in the words of ipso_why; IPSO_CHANGED: it is about what somebody has changed, or
 * ended, since the version that its stamp names; IPSO_IO: the store failed. */

/* Holds a start for hold_s seconds (1..86400) while a patient decides; *number names it. */
IPSO_API ipso_status ipso_agenda_hold(ipso_agenda *agenda, int64_t *number, const ipso_ask *ask,
                                      const ipso_place *place, int hold_s, const ipso_stamp *stamp,
                                      ipso_error *err);
/* Books a start; *number names the appointment. */
IPSO_API ipso_status ipso_agenda_book(ipso_agenda *agenda, int64_t *number, const ipso_ask *ask,
                                      const ipso_place *place, const ipso_stamp *stamp,
                                      ipso_error *err);
/* Books what is held, if the hold has not expired; the number stays. */
IPSO_API ipso_status ipso_agenda_book_held(ipso_agenda *agenda, int64_t number,
                                           const ipso_stamp *stamp, ipso_error *err);
/* Moves an appointment to another start; the number stays, and the length unless place gives one.
 * Windows, site and own practitioner of its ask are not looked at. IPSO_STATE for a hold or a
 * no-show. */
IPSO_API ipso_status ipso_agenda_move(ipso_agenda *agenda, int64_t number, const ipso_place *place,
                                      const ipso_stamp *stamp, ipso_error *err);
/* Cancels an appointment, gives a hold back, or drops a recall. Time that frees up is proposed to
 * who waits (below). */
IPSO_API ipso_status ipso_agenda_cancel(ipso_agenda *agenda, int64_t number, const char *reason,
                                        const ipso_stamp *stamp, ipso_error *err);
/* The patient did not come. The time stays taken. IPSO_STATE before the start. */
IPSO_API ipso_status ipso_agenda_no_show(ipso_agenda *agenda, int64_t number,
                                         const ipso_stamp *stamp, ipso_error *err);

/* A practitioner is away from one moment to another (date and minute; minute up to 1440), widened
 * to the grid. Nothing is booked there any more; appointments already there stay and are for the
 * practice to move or cancel: ipso_entry_filter.in_way lists them. ipso_agenda_list_blocks lists
 * blocks. */
IPSO_API ipso_status ipso_agenda_block(ipso_agenda *agenda, int64_t *number, int practitioner,
                                       ipso_date first, int first_min, ipso_date last, int last_min,
                                       const char *reason, const ipso_stamp *stamp,
                                       ipso_error *err);
IPSO_API ipso_status ipso_agenda_unblock(ipso_agenda *agenda, int64_t number,
                                         const ipso_stamp *stamp, ipso_error *err);

/* Gives the times kept for acute need on a day free for everybody: at a site (IPSO_ANY all), within
 * [start_min, end_min). It cannot be taken back. ipso_agenda_list_releases lists them. */
IPSO_API ipso_status ipso_agenda_release(ipso_agenda *agenda, int site, ipso_date date,
                                         int start_min, int end_min, const ipso_stamp *stamp,
                                         ipso_error *err);

/* ---- waiting list ---- */

/* Puts a patient on the waiting list. When a time frees up (a cancel, a move, a hold given back or
 * expired, a block lifted, a release), it is proposed to the waiting patient whom it serves best by
 * priority, gain and turn: it is held for them for the time that the practice says. */
IPSO_API ipso_status ipso_agenda_wait(ipso_agenda *agenda, int64_t *number, const ipso_ask *ask,
                                      const ipso_stamp *stamp, ipso_error *err);
IPSO_API ipso_status ipso_agenda_unwait(ipso_agenda *agenda, int64_t number,
                                        const ipso_stamp *stamp, ipso_error *err);
/* Lets holds expire whose time has come, and proposes what is free to who waits. Changes do so
 * themselves; a service calls it every minute or so. Until then a hold takes its time. *proposed
 * (NULL allowed): holds made. The key of the stamp is not looked at. */
IPSO_API ipso_status ipso_agenda_tick(ipso_agenda *agenda, int *proposed, const ipso_stamp *stamp,
                                      ipso_error *err);

/* ---- recalls ---- */

/* A patient is due for a type from a day on (a yearly long review, a follow-up). Booking that
 * patient for that type from `due` less 30 days on settles it. */
IPSO_API ipso_status ipso_agenda_recall(ipso_agenda *agenda, int64_t *number, const char *patient,
                                        int type, int patient_class, int practitioner,
                                        ipso_date due, const ipso_stamp *stamp, ipso_error *err);

/* ---- questions ---- */

typedef enum ipso_entry_state {
    IPSO_ENTRY_HELD = 0,
    IPSO_ENTRY_BOOKED,
    IPSO_ENTRY_NO_SHOW,
    IPSO_ENTRY_WAITING, /* on the waiting list; no place */
    IPSO_ENTRY_DUE      /* a recall not settled; date is the day it is due from; no start */
} ipso_entry_state;

typedef struct ipso_entry {
    int64_t number;
    int64_t version; /* number of the last event about it; its own as long as nothing changed it:
                        never 0. For ipso_stamp.version */
    ipso_entry_state state;
    const char *patient; /* valid until the agenda changes */
    const ipso_ask *ask; /* what was asked for, windows and all; valid as long. Of what was fixed
                            in the plan: what the patient accepts */
    ipso_date made;      /* when it was booked, held, put on the list ...; 0: with the plan */
    int made_min;
    int type, patient_class;
    int own_practitioner; /* IPSO_ANY none */
    int practitioner, site;
    ipso_date date;
    int start_min, length_min, travel_min;
    unsigned mode;
    double no_show;
    int64_t after;      /* appointment it follows, 0 none */
    int64_t wait;       /* of a hold made for a waiting patient: the number of the wait; else 0 */
    int64_t proposed;   /* WAITING: the hold that is proposed now; 0 none */
    int64_t expires_s;  /* of a hold */
    unsigned overrides; /* rules it was booked against knowingly: bits 1 << ipso_why_code */
    bool in_way;        /* of a block: to be moved or cancelled */
} ipso_entry;

/* A nonzero return ends the listing. The agenda must not be changed from within. */
typedef int (*ipso_entry_fn)(void *user, const ipso_entry *entry);

/* Which entries. */
typedef struct ipso_entry_filter {
    unsigned states;       /* bits 1 << ipso_entry_state; default HELD, BOOKED and NO_SHOW */
    int practitioner;      /* whose; of WAITING and DUE the patient's own; IPSO_ANY all */
    ipso_date first, last; /* days, both included; 0 (default): no first, no last */
    const char *patient;   /* NULL all */
    bool in_way;           /* only those in the way of a block */
} ipso_entry_filter;

IPSO_API void ipso_entry_filter_init(ipso_entry_filter *filter);

/* Lists entries: those with a place by date, start, practitioner, then the waiting by number, then
 * the due by day. With now (NULL allowed) holds whose time has come are left out. */
IPSO_API ipso_status ipso_agenda_list(const ipso_agenda *agenda, const ipso_entry_filter *filter,
                                      const ipso_stamp *now, ipso_entry_fn entry, void *user,
                                      ipso_error *err);
/* One entry; IPSO_INPUT when there is none of that number. */
IPSO_API ipso_status ipso_agenda_entry(const ipso_agenda *agenda, ipso_entry *entry, int64_t number,
                                       ipso_error *err);

/* A time that a practitioner is away, on the grid. */
typedef struct ipso_absence {
    int64_t number;
    int practitioner;
    ipso_date first, last;
    int first_min, last_min; /* of the first and the last day; the latter 1..1440 */
    const char *reason;      /* NULL none; valid until the agenda changes */
    ipso_date made;          /* when it was blocked */
    int made_min;
    int in_way; /* appointments and holds that are in its way */
} ipso_absence;

/* A nonzero return ends the listing. The agenda must not be changed from within. */
typedef int (*ipso_absence_fn)(void *user, const ipso_absence *absence);

/* Lists the blocks that stand, by beginning, practitioner, number: those that touch the days of the
 * filter, of its practitioner; its other fields are not looked at. NULL: all. */
IPSO_API ipso_status ipso_agenda_list_blocks(const ipso_agenda *agenda,
                                             const ipso_entry_filter *filter,
                                             ipso_absence_fn absence, void *user, ipso_error *err);

/* Times kept for acute need that were given free. */
typedef struct ipso_opening {
    int64_t number;
    int site; /* IPSO_ANY all */
    ipso_date date;
    int start_min, end_min;
    ipso_date made; /* when they were released */
    int made_min;
} ipso_opening;

/* A nonzero return ends the listing. The agenda must not be changed from within. */
typedef int (*ipso_opening_fn)(void *user, const ipso_opening *opening);

/* Lists the releases of the days of the filter (NULL: all), by day, start, number; its other fields
 * are not looked at. What release_h of the practice releases is not among them. */
IPSO_API ipso_status ipso_agenda_list_releases(const ipso_agenda *agenda,
                                               const ipso_entry_filter *filter,
                                               ipso_opening_fn opening, void *user,
                                               ipso_error *err);

/* The agenda as it stands, as a practice whose fixed appointments are all that is booked (their ids
 * are "booking-17" of the number, or the id they had in the plan), with what their patients
 * accept, and a plan of it: the same roster, what is booked, and the open slots that still have
 * room. The plan passes ipso_check but for what was booked by override, which may lie off duty
 * (R23). Requests are those without a place in the plan. Nothing is known of the costs and bounds
 * of its stages. Free both; the plan first. */
IPSO_API ipso_status ipso_agenda_snapshot(const ipso_agenda *agenda, ipso_practice **practice,
                                          ipso_plan **plan, const ipso_stamp *now, ipso_error *err);

/* ---- events and their store ---- */

typedef enum ipso_event_kind {
    IPSO_EVENT_HOLD = 0,
    IPSO_EVENT_BOOK, /* a new appointment, or a hold that becomes one */
    IPSO_EVENT_MOVE,
    IPSO_EVENT_CANCEL, /* of an appointment, a hold or a recall */
    IPSO_EVENT_EXPIRE, /* of a hold */
    IPSO_EVENT_NO_SHOW,
    IPSO_EVENT_BLOCK,
    IPSO_EVENT_UNBLOCK,
    IPSO_EVENT_RELEASE,
    IPSO_EVENT_WAIT,
    IPSO_EVENT_UNWAIT,
    IPSO_EVENT_RECALL
} ipso_event_kind;
#define IPSO_EVENT_COUNT 12

/* Kebab-case name ("no-show"). Never NULL in range. */
IPSO_API const char *ipso_event_name(ipso_event_kind kind);

/* One change, whole: applying the events of an agenda in order to its plan gives the agenda. Fields
 * that a kind does not use are 0, IPSO_ANY for indexes, NULL for texts. */
typedef struct ipso_event {
    int64_t seq; /* 1, 2, 3 ... */
    ipso_event_kind kind;
    ipso_stamp stamp;   /* events of one change share it; the key is with the first of them. Holds
                           that expire and proposals are changes of their own, without key. */
    int64_t number;     /* what it is about; seq itself for what is new */
    int practitioner;   /* HOLD, BOOK, MOVE, BLOCK */
    ipso_date date;     /* HOLD, BOOK, MOVE, RELEASE; BLOCK first day; RECALL the day due */
    int start_min;      /* HOLD, BOOK, MOVE, RELEASE; BLOCK the first minute */
    int length_min;     /* HOLD, BOOK, MOVE */
    int travel_min;     /* HOLD, BOOK, MOVE */
    ipso_date last;     /* BLOCK last day */
    int end_min;        /* BLOCK, RELEASE */
    int site;           /* HOLD, BOOK, MOVE, RELEASE */
    unsigned mode;      /* HOLD, BOOK, MOVE */
    unsigned overrides; /* HOLD, BOOK, MOVE: rules broken knowingly */
    int64_t expires_s;  /* HOLD */
    int64_t wait;       /* HOLD, BOOK: waiting patient served; 0 none */
    const char *reason; /* for people; NULL none */
    ipso_ask ask;       /* HOLD, new BOOK, WAIT; RECALL: patient, type, class, practitioner */
} ipso_event;

/* Takes one event; anything but IPSO_OK stops the reading and is its answer. The event's texts and
 * arrays are valid during the call. */
typedef ipso_status (*ipso_event_fn)(void *user, const ipso_event *event, ipso_error *err);

/* Where events are kept: functions that a service brings for its own database, or those of
 * ipsosched/store.h. The agenda calls them from one thread at a time. A change is
 *     begin, read (events of others since), append ..., commit
 * or ends with rollback; read is also called by itself. After begin no other writer may get in
 * before commit or rollback. Once commit has answered IPSO_OK the events must survive whatever
 * happens; when it answers anything else they must not be there. */
typedef struct ipso_store {
    void *self; /* first argument of each */
    ipso_status (*begin)(void *self, ipso_error *err);
    ipso_status (*read)(void *self, int64_t after_seq, ipso_event_fn take, void *user,
                        ipso_error *err);
    ipso_status (*append)(void *self, const ipso_event *event, ipso_error *err);
    ipso_status (*commit)(void *self, ipso_error *err);
    void (*rollback)(void *self);
} ipso_store;

/* Reads the events of a store into an agenda that has none yet, and keeps every change there from
 * now on. The store must outlive the agenda. An event that does not fit (IPSO_INPUT, with its
 * number) leaves the agenda without a store, as it was. */
IPSO_API ipso_status ipso_agenda_attach(ipso_agenda *agenda, const ipso_store *store,
                                        ipso_error *err);
/* Takes what other processes have changed since. Changes do so themselves; call it before offers
 * that must not be stale. Without a store it does nothing. */
IPSO_API ipso_status ipso_agenda_refresh(ipso_agenda *agenda, ipso_error *err);
/* Number of the last event taken; 0 none. */
IPSO_API int64_t ipso_agenda_seq(const ipso_agenda *agenda);

#ifdef __cplusplus
}
#endif
#endif
