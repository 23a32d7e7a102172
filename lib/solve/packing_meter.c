/* Limits of a packing search.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_meter.h"

#include "base/clock.h"

#include <math.h>

enum { LOOK_WORK = 200000 }; /* about 2 ms */
#define REPORT_S 0.02

void ipso__packing_meter_init(ipso__packing_meter *meter, const ipso__packing_settings *settings)
{
    double now_s = ipso__clock_now_s();
    *meter = (ipso__packing_meter){
        .work_limit = settings->work_limit > 0 ? settings->work_limit : INT64_MAX,
        .deadline_s = now_s + settings->time_limit_s,
        .next_report_s = now_s,
        .progress = settings->progress,
        .user = settings->progress_user,
        .reason = IPSO_STOP_DONE,
    };
}

static void stop(ipso__packing_meter *meter, ipso_stop reason)
{
    meter->stopped = true;
    meter->reason = reason;
    if (meter->halt != NULL && reason != IPSO_STOP_WORK)
        atomic_store(meter->halt, true);
}

bool ipso__packing_meter_look(ipso__packing_meter *meter)
{
    if (meter->stopped)
        return true;
    meter->next_look = meter->work + LOOK_WORK;
    if (meter->next_look > meter->work_limit)
        meter->next_look = meter->work_limit;
    double now_s = ipso__clock_now_s();
    if (meter->halt != NULL && atomic_load(meter->halt))
        stop(meter, IPSO_STOP_TIME);
    if (meter->work >= meter->work_limit)
        stop(meter, IPSO_STOP_WORK);
    else if (now_s >= meter->deadline_s)
        stop(meter, IPSO_STOP_TIME);
    if (meter->progress != NULL && now_s >= meter->next_report_s) {
        meter->next_report_s = now_s + REPORT_S;
        if (meter->progress(meter->user, meter->value, meter->bound, meter->work) != 0)
            stop(meter, IPSO_STOP_CANCEL);
    }
    return meter->stopped;
}

void ipso__packing_meter_part(ipso__packing_meter *part, const ipso__packing_meter *meter,
                              atomic_bool *halt)
{
    *part = *meter;
    part->next_look = 0;
    part->progress = NULL;
    part->halt = halt;
}

void ipso__packing_meter_join(ipso__packing_meter *meter, const ipso__packing_meter *part,
                              int64_t began)
{
    meter->work += part->work - began;
    if (!part->stopped || part->reason == IPSO_STOP_WORK || part->reason == IPSO_STOP_DONE)
        return;
    if (!meter->stopped || part->reason == IPSO_STOP_CANCEL)
        meter->reason = part->reason;
    meter->stopped = true;
}
