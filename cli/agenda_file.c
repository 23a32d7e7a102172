/* An agenda's file: making it, opening it, what time it is there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- making ---- */

/* The documents as the library writes them: what the file keeps does not depend on how they were
 * laid out. */
static ipso_status write_texts(char *texts[2], size_t lengths[2], const ipso_plan *plan,
                               ipso_error *err)
{
    ipso_report *report = NULL;
    ipso_status status =
        ipso_practice_to_json(&texts[0], &lengths[0], ipso_plan_practice(plan), err);

    if (status == IPSO_OK)
        status = ipso_check(&report, plan, err);
    if (status == IPSO_OK)
        status = ipso_plan_to_json(&texts[1], &lengths[1], plan, report, err);
    ipso_report_free(report);
    return status;
}

/* Signals that would end the program wait, so that no temporary file is left behind. */
static ipso_status create_file(const char *path, char *texts[2], const size_t lengths[2],
                               ipso_error *err)
{
    sigset_t held, before;
    ipso_status status;

    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGHUP);
    sigprocmask(SIG_BLOCK, &held, &before);
    status = ipso_sqlite_create(path, texts[0], lengths[0], texts[1], lengths[1], err);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return status;
}

/* What the plan cannot be is said now, and not at the first call. */
static ipso_status make_file(const char *path, const ipso_plan *plan, ipso_error *err)
{
    char *texts[2] = {NULL, NULL};
    size_t lengths[2];
    ipso_agenda *agenda = NULL;
    ipso_status status = ipso_agenda_new(&agenda, plan, err);

    ipso_agenda_free(agenda);
    if (status == IPSO_OK)
        status = write_texts(texts, lengths, plan, err);
    if (status == IPSO_OK)
        status = create_file(path, texts, lengths, err);
    ipso_text_free(texts[0]);
    ipso_text_free(texts[1]);
    return status;
}

int agenda_make(const char *path, char **documents, message_style style)
{
    ipso_practice *practice = NULL;
    ipso_plan *plan = NULL;
    ipso_status status;
    ipso_error err;
    int code = load_practice(&practice, documents[0], style);

    ipso_error_init(&err);
    if (code == CODE_DONE)
        code = load_plan(&plan, practice, documents[1], style);
    if (code == CODE_DONE) {
        status = make_file(path, plan, &err);
        if (status != IPSO_OK)
            code = report_failure(style, "ipsosched agenda", status, &err);
    }
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    return code;
}

int agenda_write_snapshot(const agenda_file *file, const ipso_operation *operation, char **outputs,
                          message_style style)
{
    char *texts[2] = {NULL, NULL};
    size_t lengths[2];
    ipso_practice *practice = NULL;
    ipso_plan *plan = NULL;
    ipso_stamp now;
    ipso_error err;
    ipso_status status;
    int code = CODE_DONE;

    ipso_error_init(&err);
    status = agenda_stamp(&now, file, operation, &err);
    if (status == IPSO_OK)
        status = ipso_agenda_snapshot(file->agenda, &practice, &plan, &now, &err);
    if (status == IPSO_OK)
        status = write_texts(texts, lengths, plan, &err);
    if (status != IPSO_OK)
        code = report_failure(style, "ipsosched agenda", status, &err);
    for (int i = 0; i < 2 && code == CODE_DONE; i++)
        if (!write_document(outputs[i], texts[i], lengths[i]))
            code = CODE_FAILED;
    ipso_text_free(texts[0]);
    ipso_text_free(texts[1]);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    return code;
}

/* ---- opening ---- */

static ipso_status read_documents(agenda_file *file, ipso_error *err)
{
    char *practice = NULL, *plan = NULL;
    size_t practice_length, plan_length;
    ipso_status status =
        ipso_sqlite_documents(file->store, &practice, &practice_length, &plan, &plan_length, err);

    if (status == IPSO_OK)
        status =
            ipso_practice_from_json(&file->practice, practice, practice_length, NULL, NULL, err);
    if (status == IPSO_OK)
        status =
            ipso_plan_from_json(&file->plan, file->practice, plan, plan_length, NULL, NULL, err);
    ipso_text_free(practice);
    ipso_text_free(plan);
    return status;
}

ipso_status agenda_open_file(agenda_file *file, const char *path, ipso_error *err)
{
    *file = (agenda_file){.path = path};
    ipso_status status = ipso_sqlite_open(&file->store, path, err);

    if (status == IPSO_OK)
        status = read_documents(file, err);
    if (status == IPSO_OK)
        status = ipso_agenda_new(&file->agenda, file->plan, err);
    if (status != IPSO_OK)
        return status;
    ipso_sqlite_set_practice(file->store, file->practice);
    return ipso_agenda_attach(file->agenda, ipso_sqlite_store(file->store), err);
}

int agenda_open(agenda_file *file, const char *path, message_style style)
{
    ipso_status status;
    ipso_error err;

    ipso_error_init(&err);
    status = agenda_open_file(file, path, &err);
    if (status == IPSO_OK)
        return CODE_DONE;
    if (style.json)
        agenda_error_line(stdout, "", status, &err);
    else
        print_error(style, "ipsosched agenda", err.where, err.text);
    return agenda_code(status);
}

void agenda_close(agenda_file *file)
{
    ipso_agenda_free(file->agenda);
    ipso_plan_free(file->plan);
    ipso_practice_free(file->practice);
    ipso_sqlite_close(file->store);
    *file = (agenda_file){.path = NULL};
}

/* ---- the clock ---- */

/* libc takes the name of a zone that it does not know for Greenwich: better to say so. */
static bool zone_is_known(const char *zone)
{
    const char *folder = getenv("TZDIR");
    char path[300];

    if (zone[0] == '/' || zone[0] == ':' || strstr(zone, "..") != NULL)
        return false;
    if (folder == NULL)
        folder = "/usr/share/zoneinfo";
    return snprintf(path, sizeof path, "%s/%s", folder, zone) < (int)sizeof path &&
           access(path, R_OK) == 0;
}

/* Sets the zone that localtime and mktime go by. */
static bool enter_zone(const char *zone)
{
    if (!zone_is_known(zone) || setenv("TZ", zone, 1) != 0)
        return false;
    tzset();
    return true;
}

static void from_clock(ipso_stamp *stamp)
{
    time_t now = time(NULL);
    struct tm local;

    localtime_r(&now, &local);
    stamp->unix_s = (int64_t)now;
    ipso_date_from_ymd(&stamp->date, local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
    stamp->time_min = local.tm_hour * 60 + local.tm_min;
}

static void from_operation(ipso_stamp *stamp, const ipso_operation *operation, bool zoned)
{
    struct tm local = {.tm_isdst = -1};
    int year, month, day;

    stamp->date = operation->now_date;
    stamp->time_min = operation->now_min;
    stamp->unix_s = (int64_t)stamp->date * 86400 + stamp->time_min * 60;
    if (!zoned)
        return;
    ipso_date_to_ymd(stamp->date, &year, &month, &day);
    local.tm_year = year - 1900;
    local.tm_mon = month - 1;
    local.tm_mday = day;
    local.tm_hour = stamp->time_min / 60;
    local.tm_min = stamp->time_min % 60;
    stamp->unix_s = (int64_t)mktime(&local);
}

ipso_status agenda_stamp(ipso_stamp *stamp, const agenda_file *file,
                         const ipso_operation *operation, ipso_error *err)
{
    const char *zone = ipso_practice_horizon(file->practice)->time_zone;
    bool zoned = enter_zone(zone);

    *stamp =
        (ipso_stamp){.who = operation->who, .key = operation->key, .version = operation->version};
    if (operation->now_date != 0) {
        from_operation(stamp, operation, zoned);
    } else if (zoned) {
        from_clock(stamp);
    } else {
        err->status = IPSO_STATE;
        snprintf(err->text, sizeof err->text,
                 "this machine does not know the time zone \"%.100s\" of the practice: install the"
                 " zone files, or say the time with \"now\"",
                 zone);
        return IPSO_STATE;
    }
    return IPSO_OK;
}
