/* Asks, stamps and places: whether they make sense, and copies of asks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/ask.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

#define MAX_UNIX_S INT64_C(253402300799) /* the end of 9999 */

void ipso_ask_init(ipso_ask *ask)
{
    *ask = (ipso_ask){.audience = IPSO_AUDIENCE_PATIENT};
    ipso_request_init(&ask->request);
}

void ipso_place_init(ipso_place *place)
{
    *place = (ipso_place){.practitioner = IPSO_ANY};
}

/* ---- checks ---- */

static ipso_status index_check(int value, int count, bool any, const char *where, const char *what,
                               ipso_error *err)
{
    if ((value >= 0 && value < count) || (any && value == IPSO_ANY))
        return IPSO_OK;
    return ipso__fail(err, IPSO_INPUT, where, "%s %d does not exist; there are %d", what, value,
                      count);
}

static ipso_status text_check(const char *text, size_t most, const char *where, ipso_error *err)
{
    if (text == NULL || strlen(text) <= most)
        return IPSO_OK;
    return ipso__fail(err, IPSO_INPUT, where, "%zu bytes are too long, at most %zu are allowed",
                      strlen(text), most);
}

bool ipso__date_known(ipso_date date)
{
    return date >= -141349 && date <= 2932896;
}

static bool window_known(const ipso_window *window)
{
    return ipso__date_known(window->first) && ipso__date_known(window->last) &&
           window->first <= window->last && window->start_min >= 0 &&
           window->start_min < window->end_min && window->end_min <= IPSO_DAY_MIN;
}

bool ipso__windows_known(const ipso_request *request)
{
    for (size_t i = 0; i < request->window_count; i++)
        if (!window_known(&request->windows[i]))
            return false;
    return true;
}

static ipso_status windows_check(const ipso_request *request, ipso_error *err)
{
    if (!ipso__windows_known(request))
        return ipso__fail(err, IPSO_INPUT, "/windows",
                          "a window runs backwards, or is not within a day of 1583 to 9999");
    if (request->wanted != 0 && !ipso__date_known(request->wanted))
        return ipso__fail(err, IPSO_INPUT, "/wanted", "it is not a date of 1583 to 9999");
    return IPSO_OK;
}

static ipso_status numbers_check(const ipso_request *request, ipso_error *err)
{
    if (request->priority_percent < 1 || request->priority_percent > 1000)
        return ipso__fail(err, IPSO_INPUT, "/priority_percent", "%d is outside 1 to 1000",
                          request->priority_percent);
    if (!isfinite(request->no_show) || request->no_show < 0 || request->no_show > 1)
        return ipso__fail(err, IPSO_INPUT, "/no_show", "%g is outside 0 to 1", request->no_show);
    if (request->after != IPSO_ANY)
        return ipso__fail(err, IPSO_INPUT, "/request/after",
                          "an ask follows an appointment by its number");
    if (request->min_gap_min < 0 || request->max_gap_min < request->min_gap_min)
        return ipso__fail(err, IPSO_INPUT, "/min_gap_min", "gaps from %d to %d are none",
                          request->min_gap_min, request->max_gap_min);
    return IPSO_OK;
}

static ipso_status request_check(const ipso__state *state, const ipso_request *request,
                                 ipso_error *err)
{
    ipso_status status = index_check(request->type, state->types, false, "/type", "type", err);

    if (status == IPSO_OK)
        status = index_check(request->patient_class, state->classes, true, "/patient_class",
                             "patient class", err);
    if (status == IPSO_OK)
        status = index_check(request->practitioner, state->people, true, "/practitioner",
                             "practitioner", err);
    if (status == IPSO_OK)
        status = index_check(request->site, state->sites, true, "/site", "site", err);
    if (status == IPSO_OK && request->practitioner == IPSO_ANY && !request->accepts_others)
        status = ipso__fail(err, IPSO_INPUT, "/accepts_others",
                            "without an own practitioner others must be accepted");
    if (status == IPSO_OK)
        status = windows_check(request, err);
    if (status == IPSO_OK)
        status = numbers_check(request, err);
    return status;
}

/* Whether a type has a length. */
static bool type_has_length(const ipso_type *type, int length_min)
{
    for (size_t i = 0; i < type->length_count; i++)
        if (type->lengths_min[i] == length_min)
            return true;
    return false;
}

static ipso_status length_check(const ipso__state *state, int type, int length_min, ipso_error *err)
{
    const ipso_type *what = ipso_practice_type(state->practice, type);

    if (length_min == 0 || type_has_length(what, length_min))
        return IPSO_OK;
    return ipso__fail(err, IPSO_INPUT, "/length_min", "%s has no length of %d min", what->name,
                      length_min);
}

ipso_status ipso__ask_check(const ipso__state *state, const ipso_ask *ask, bool patient_needed,
                            ipso_error *err)
{
    const ipso_request *request = &ask->request;
    ipso_status status = request_check(state, request, err);

    if (status == IPSO_OK)
        status = length_check(state, request->type, ask->length_min, err);
    if (status == IPSO_OK)
        status = text_check(request->patient, IPSO__MAX_TEXT_BYTES, "/patient", err);
    if (status == IPSO_OK && patient_needed &&
        (request->patient == NULL || request->patient[0] == '\0'))
        status = ipso__fail(err, IPSO_INPUT, "/patient", "the patient is missing");
    if (status == IPSO_OK && (unsigned)ask->audience >= IPSO_AUDIENCE_COUNT)
        status =
            ipso__fail(err, IPSO_INPUT, "/audience", "audience %d is none", (int)ask->audience);
    if (status == IPSO_OK &&
        (ask->modes & ~(unsigned)(IPSO_MODE_SITE | IPSO_MODE_TELE | IPSO_MODE_HOME)) != 0)
        status = ipso__fail(err, IPSO_INPUT, "/modes", "modes %u are none", ask->modes);
    if (status == IPSO_OK && ask->after != 0 && ipso__state_entry(state, ask->after) == NULL)
        status = ipso__fail(err, IPSO_INPUT, "/after", "there is no appointment %lld to follow",
                            (long long)ask->after);
    return status;
}

ipso_status ipso__stamp_check(const ipso_stamp *stamp, ipso_error *err)
{
    ipso_status status = IPSO_OK;

    if (stamp->time_min < 0 || stamp->time_min >= IPSO_DAY_MIN)
        status = ipso__fail(err, IPSO_INPUT, "/time_min", "minute %d is not one of a day",
                            stamp->time_min);
    if (status == IPSO_OK && !ipso__date_known(stamp->date))
        status = ipso__fail(err, IPSO_INPUT, "/date", "it is not a date of 1583 to 9999");
    if (status == IPSO_OK && (stamp->unix_s < 0 || stamp->unix_s > MAX_UNIX_S))
        status = ipso__fail(err, IPSO_INPUT, "/unix_s", "%lld s are outside 1970 to 9999",
                            (long long)stamp->unix_s);
    if (status == IPSO_OK)
        status = text_check(stamp->who, IPSO__MAX_TEXT_BYTES, "/who", err);
    if (status == IPSO_OK)
        status = text_check(stamp->key, IPSO__MAX_TEXT_BYTES, "/key", err);
    return status;
}

ipso_status ipso__reason_check(const char *reason, ipso_error *err)
{
    return text_check(reason, IPSO__MAX_REASON_BYTES, "/reason", err);
}

ipso_status ipso__place_check(const ipso__state *state, const ipso_ask *ask,
                              const ipso_place *place, ipso_error *err)
{
    ipso_status status = index_check(place->practitioner, state->people, false,
                                     "/place/practitioner", "practitioner", err);

    if (status == IPSO_OK && !ipso__date_known(place->date))
        status = ipso__fail(err, IPSO_INPUT, "/place/date", "it is not a date of 1583 to 9999");
    if (status == IPSO_OK && (place->start_min < 0 || place->start_min >= IPSO_DAY_MIN))
        status = ipso__fail(err, IPSO_INPUT, "/place/start_min", "minute %d is not one of a day",
                            place->start_min);
    if (status == IPSO_OK && place->mode != 0 && place->mode != IPSO_MODE_SITE &&
        place->mode != IPSO_MODE_TELE && place->mode != IPSO_MODE_HOME)
        status = ipso__fail(err, IPSO_INPUT, "/place/mode", "mode %u is none", place->mode);
    if (status == IPSO_OK)
        status = length_check(state, ask->request.type, place->length_min, err);
    if (status == IPSO_OK && place->override && ask->audience != IPSO_AUDIENCE_STAFF)
        status = ipso__fail(err, IPSO_INPUT, "/place/override", "only staff may override rules");
    if (status == IPSO_OK)
        status = ipso__reason_check(place->reason, err);
    return status;
}

unsigned ipso__ask_modes(const ipso__state *state, const ipso_ask *ask)
{
    unsigned has = ipso_practice_type(state->practice, ask->request.type)->modes;

    if (ask->modes != 0)
        return ask->modes;
    if (!ask->request.accepts_tele && has != IPSO_MODE_TELE)
        has &= ~(unsigned)IPSO_MODE_TELE;
    return has;
}

/* ---- copies ---- */

void *ipso__ask_copy(size_t size, size_t ask_offset, const ipso_ask *ask)
{
    const ipso_request *request = &ask->request;
    size_t align = sizeof(int64_t);
    size_t windows_at = (size + align - 1) / align * align;
    size_t windows = request->window_count * sizeof *request->windows;
    size_t patient = request->patient == NULL ? 0 : strlen(request->patient) + 1;
    char *made = ipso__calloc(1, windows_at + windows + patient);
    ipso_ask *copy;

    if (made == NULL)
        return NULL;
    copy = (ipso_ask *)(void *)(made + ask_offset);
    *copy = *ask;
    copy->request.id = NULL;
    copy->request.windows = NULL;
    copy->request.patient = NULL;
    if (windows > 0)
        copy->request.windows = memcpy(made + windows_at, request->windows, windows);
    if (patient > 0)
        copy->request.patient = memcpy(made + windows_at + windows, request->patient, patient);
    return made;
}
