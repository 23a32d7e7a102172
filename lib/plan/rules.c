/* The table of rules: name, label, tier and stage of each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/plan.h>

#include <stddef.h>

typedef struct rule_entry {
    const char *name, *label;
    ipso_tier tier;
    ipso_stage stage;
} rule_entry;

#define ROSTER   IPSO_STAGE_ROSTER
#define SLOTS    IPSO_STAGE_SLOTS
#define BOOKINGS IPSO_STAGE_BOOKINGS

static const rule_entry rules[IPSO_RULE_COUNT] = {
    [IPSO_RULE_DUTY_CHOICE] = {"duty-choice", "R1", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_AVAILABILITY] = {"availability", "R2", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_OPENING] = {"opening", "R2", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_QUALIFICATION] = {"qualification", "R2", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_PIN] = {"pin", "R3", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_REST] = {"rest", "R4", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_SUCCESSION] = {"succession", "R5", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_COVER] = {"cover", "R6", IPSO_TIER_NEED, ROSTER},
    [IPSO_RULE_WEEK_MINUTES] = {"week-minutes", "R7", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_HORIZON_MINUTES] = {"horizon-minutes", "R8", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_WEEK_DAYS] = {"week-days", "R9", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_RUN_DAYS] = {"run-days", "R10", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_RUN_OFF_DAYS] = {"run-off-days", "R11", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_WEEKENDS] = {"weekends", "R12", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_KIND_LIMIT] = {"kind-limit", "R13", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_WISH] = {"wish", "R14", IPSO_TIER_WISHES, ROSTER},
    [IPSO_RULE_ROOMS] = {"rooms", "R15", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_ATTENDANCE] = {"attendance", "R16", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_SUPERVISION] = {"supervision", "R17", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_FAIR_TURNS] = {"fair-turns", "R18", IPSO_TIER_WISHES, ROSTER},
    [IPSO_RULE_SITE_CHANGE] = {"site-change", "R19", IPSO_TIER_STAFF, ROSTER},
    [IPSO_RULE_SITE_PREFERENCE] = {"site-preference", "R20", IPSO_TIER_STAFF, ROSTER},
    [IPSO_RULE_STAFFING] = {"staffing", "R21", IPSO_TIER_NEED, ROSTER},
    [IPSO_RULE_DUTY_HOURS] = {"duty-hours", "R22", IPSO_TIER_STAFF, ROSTER},
    [IPSO_RULE_FIXED_DUTY] = {"fixed-duty", "R23", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_ACTIVATION] = {"activation", "R24", IPSO_TIER_STAFF, ROSTER},
    [IPSO_RULE_SITE_GROUPS] = {"site-groups", "R25", IPSO_TIER_LAW, ROSTER},
    [IPSO_RULE_SLOT_FIT] = {"slot-fit", "S1", IPSO_TIER_LAW, SLOTS},
    [IPSO_RULE_ACUTE_RESERVE] = {"acute-reserve", "S2", IPSO_TIER_ACUTE, SLOTS},
    [IPSO_RULE_FORECAST_NEED] = {"forecast-need", "S3", IPSO_TIER_NEED, SLOTS},
    [IPSO_RULE_FORECAST_WAIT] = {"forecast-wait", "S4", IPSO_TIER_ACCESS, SLOTS},
    [IPSO_RULE_SLOT_LENGTH] = {"slot-length", "S5", IPSO_TIER_TIME, SLOTS},
    [IPSO_RULE_EXTENDED] = {"extended-hours", "S6", IPSO_TIER_ACUTE, SLOTS},
    [IPSO_RULE_TARGET] = {"target", "S7", IPSO_TIER_NEED, SLOTS},
    [IPSO_RULE_REQUEST_FIT] = {"request-fit", "B1", IPSO_TIER_LAW, BOOKINGS},
    [IPSO_RULE_UNPLACED_ACUTE] = {"unplaced-acute", "B2", IPSO_TIER_ACUTE, BOOKINGS},
    [IPSO_RULE_UNPLACED] = {"unplaced", "B2", IPSO_TIER_NEED, BOOKINGS},
    [IPSO_RULE_PATIENT_TWICE] = {"patient-twice", "B3", IPSO_TIER_LAW, BOOKINGS},
    [IPSO_RULE_LINK] = {"link", "B4", IPSO_TIER_LAW, BOOKINGS},
    [IPSO_RULE_FIXED_KEPT] = {"fixed-kept", "B5", IPSO_TIER_LAW, BOOKINGS},
    [IPSO_RULE_CONTINUITY] = {"continuity", "B6", IPSO_TIER_ACCESS, BOOKINGS},
    [IPSO_RULE_WAIT] = {"wait", "B7", IPSO_TIER_ACCESS, BOOKINGS},
    [IPSO_RULE_MODALITY] = {"modality", "B8", IPSO_TIER_ACCESS, BOOKINGS},
    [IPSO_RULE_REQUEST_LENGTH] = {"request-length", "B9", IPSO_TIER_TIME, BOOKINGS},
    [IPSO_RULE_DIRECT_WAIT] = {"direct-wait", "T1", IPSO_TIER_TIME, IPSO_STAGE_TIMES},
    [IPSO_RULE_IDLE] = {"idle", "T2", IPSO_TIER_STAFF, IPSO_STAGE_TIMES},
    [IPSO_RULE_OVERTIME] = {"overtime", "T3", IPSO_TIER_STAFF, IPSO_STAGE_TIMES},
};

const char *ipso_rule_name(ipso_rule rule)
{
    return (unsigned)rule < IPSO_RULE_COUNT ? rules[rule].name : "unknown";
}

const char *ipso_rule_label(ipso_rule rule)
{
    return (unsigned)rule < IPSO_RULE_COUNT ? rules[rule].label : "?";
}

ipso_tier ipso_rule_tier(ipso_rule rule)
{
    return (unsigned)rule < IPSO_RULE_COUNT ? rules[rule].tier : IPSO_TIER_LAW;
}

ipso_stage ipso_rule_stage(ipso_rule rule)
{
    return (unsigned)rule < IPSO_RULE_COUNT ? rules[rule].stage : IPSO_STAGE_ROSTER;
}

const char *ipso_tier_name(ipso_tier tier)
{
    static const char *const names[IPSO_TIER_COUNT] = {
        "law and safety",   "acute need",          "other need",           "continuity and wait",
        "time per patient", "fairness and wishes", "travel and staff cost"};

    return (unsigned)tier < IPSO_TIER_COUNT ? names[tier] : "unknown";
}

const char *ipso_stage_name(ipso_stage stage)
{
    static const char *const names[IPSO_STAGE_COUNT] = {"roster", "slots", "bookings", "times"};

    return (unsigned)stage < IPSO_STAGE_COUNT ? names[stage] : "unknown";
}

const char *ipso_unplaced_text(ipso_unplaced_reason reason)
{
    static const char *const texts[] = {
        [IPSO_UNPLACED_NO_DUTY] = "nobody who may give it consults in its windows",
        [IPSO_UNPLACED_FULL] = "every minute it could have is taken by what is worth more",
        [IPSO_UNPLACED_PRICE] = "there is room, but placing it costs more than leaving it",
        [IPSO_UNPLACED_LINK] = "the request it must follow has no place, or no gap fits",
        [IPSO_UNPLACED_PATIENT] = "the patient is elsewhere at each possible time",
        [IPSO_UNPLACED_SEARCH] = "the search stopped before it found a place",
    };

    return (unsigned)reason <= IPSO_UNPLACED_SEARCH ? texts[reason] : "unknown";
}
