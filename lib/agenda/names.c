/* Names of what an agenda answers with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/agenda.h>

const char *ipso_offer_term_name(ipso_offer_term term)
{
    static const char *const names[IPSO_OFFER_TERM_COUNT] = {
        "own practitioner", "wait", "mode", "length", "reserve", "unusable", "turn"};

    return (unsigned)term < IPSO_OFFER_TERM_COUNT ? names[term] : "";
}

const char *ipso_why_name(ipso_why_code code)
{
    static const char *const names[IPSO_WHY_COUNT] = {
        "offered",      "lower",    "hole", "past",    "horizon",   "grid",    "qualification",
        "practitioner", "mode",     "site", "duty",    "protected", "blocked", "window",
        "notice",       "occupied", "held", "patient", "link",      "reserved"};

    return (unsigned)code < IPSO_WHY_COUNT ? names[code] : "";
}

const char *ipso_event_name(ipso_event_kind kind)
{
    static const char *const names[IPSO_EVENT_COUNT] = {"hold",    "book",    "move",   "cancel",
                                                        "expire",  "no-show", "block",  "unblock",
                                                        "release", "wait",    "unwait", "recall"};

    return (unsigned)kind < IPSO_EVENT_COUNT ? names[kind] : "";
}
