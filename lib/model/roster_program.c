/* The roster program: its columns, and the frame in which each rule adds its rows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/roster_build.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_SIZE 256

bool ipso__price_counts(const ipso__builder *b, int64_t points)
{
    return b->roster->explaining ? points == IPSO_HARD : points != 0;
}

void ipso__put(ipso__builder *b, int column, double value)
{
    if (b->failed || column < 0)
        return;
    if (!ipso__grow(&b->terms, &b->term_capacity, b->term_count + 1, sizeof *b->terms)) {
        b->failed = true;
        return;
    }
    b->terms[b->term_count++] = (ipso__term){column, value};
}

int ipso__put_options(ipso__builder *b, int cell, double value, ipso__option_fits_fn fits,
                      const void *what)
{
    int count = 0;
    for (int o = b->roster->first[cell]; o < b->roster->first[cell + 1]; o++) {
        if (fits != NULL && !fits(b, o, what))
            continue;
        ipso__put(b, o, value);
        count++;
    }
    return count;
}

static bool note_column(ipso__builder *b, int column, ipso__column_role role)
{
    ipso__roster_program *out = b->out;
    if (column < 0 ||
        !ipso__grow(&out->roles, &out->role_capacity, (size_t)column + 1, sizeof *out->roles)) {
        b->failed = true;
        return false;
    }
    out->roles[column] = role;
    return true;
}

static ipso__column_role plain_role(ipso__column_use use)
{
    return (ipso__column_role){.use = use, .cell = -1, .previous = -1};
}

/* The column that stands in rows nobody can fill: always 0. */
static int nobody_column(ipso__builder *b)
{
    if (b->nobody < 0) {
        b->nobody = ipso__program_add_column(b->program, 0, 0, 0, true, "nobody");
        note_column(b, b->nobody, plain_role(IPSO__COLUMN_NOBODY));
    }
    return b->nobody;
}

static void note_row(ipso__builder *b, int row)
{
    ipso__roster_program *out = b->out;
    if (row < 0 || !b->roster->explaining)
        return;
    if (!ipso__grow(&out->row_group, &out->row_group_capacity, (size_t)row + 1,
                    sizeof *out->row_group))
        b->failed = true;
    else
        out->row_group[row] = b->group;
}

void ipso__end_row(ipso__builder *b, double lower, double upper, const char *name, ...)
{
    char text[NAME_SIZE];
    va_list arguments;
    bool holds = (b->term_count == 0 && lower <= 0 && upper >= 0) ||
                 (lower == -INFINITY && upper == INFINITY);
    if (!b->failed && !holds) {
        if (b->term_count == 0)
            ipso__put(b, nobody_column(b), 1);
        va_start(arguments, name);
        vsnprintf(text, sizeof text, name, arguments);
        va_end(arguments);
        note_row(b, ipso__program_add_row(b->program, lower, upper, b->terms, b->term_count, "%s",
                                          text));
    }
    b->term_count = 0;
}

int ipso__slack(ipso__builder *b, int64_t points, double upper, bool integer, const char *name, ...)
{
    char text[NAME_SIZE];
    va_list arguments;
    va_start(arguments, name);
    vsnprintf(text, sizeof text, name, arguments);
    va_end(arguments);
    int column =
        ipso__program_add_column(b->program, (double)points, 0, upper, integer, "%s", text);
    note_column(b, column, plain_role(IPSO__COLUMN_SLACK));
    return column;
}

int ipso__slack_if_priced(ipso__builder *b, int64_t points, double upper, const char *name, ...)
{
    char text[NAME_SIZE];
    va_list arguments;
    if (points == IPSO_HARD)
        return -1;
    va_start(arguments, name);
    vsnprintf(text, sizeof text, name, arguments);
    va_end(arguments);
    return ipso__slack(b, points, upper, false, "%s", text);
}

void ipso__list_add(ipso__builder *b, int column)
{
    ipso__roster_program *out = b->out;
    if (!ipso__grow(&out->list, &out->list_capacity, out->list_count + 1, sizeof *out->list))
        b->failed = true;
    else
        out->list[out->list_count++] = column;
}

int ipso__role_column(ipso__builder *b, ipso__column_role role, int64_t cost, double upper,
                      bool integer, const char *name, ...)
{
    char text[NAME_SIZE];
    va_list arguments;
    va_start(arguments, name);
    vsnprintf(text, sizeof text, name, arguments);
    va_end(arguments);
    int column = ipso__program_add_column(b->program, (double)cost, 0, upper, integer, "%s", text);
    note_column(b, column, role);
    return column;
}

/* any >= each column put; and, when exact, any <= their sum. */
int ipso__any_column(ipso__builder *b, bool exact, const char *name, ...)
{
    char text[NAME_SIZE];
    va_list arguments;
    ipso__column_role role = plain_role(IPSO__COLUMN_ANY);
    size_t count = b->term_count;
    va_start(arguments, name);
    vsnprintf(text, sizeof text, name, arguments);
    va_end(arguments);
    role.first = b->out->list_count;
    role.count = count;
    for (size_t i = 0; i < count; i++)
        ipso__list_add(b, b->terms[i].column);
    int any = ipso__role_column(b, role, 0, 1, true, "%s", text);
    b->term_count = 0;
    for (size_t i = 0; i < count && !b->failed; i++) {
        ipso__put(b, any, 1);
        ipso__put(b, b->out->list[role.first + i], -1);
        ipso__end_row(b, 0, INFINITY, "%s:%zu", text, i);
    }
    for (size_t i = 0; i < count && exact && !b->failed; i++)
        ipso__put(b, b->out->list[role.first + i], -1);
    if (exact) {
        ipso__put(b, any, 1);
        ipso__end_row(b, -INFINITY, 0, "%s", text);
    }
    return any;
}

static const char *keep_text(ipso__builder *b, const char *format, va_list arguments)
    IPSO__PRINTF(2, 0);

static const char *keep_text(ipso__builder *b, const char *format, va_list arguments)
{
    char text[512];
    vsnprintf(text, sizeof text, format, arguments);
    const char *kept = ipso__arena_copy(&b->out->arena, text, strlen(text) + 1, 1);
    if (kept == NULL)
        b->failed = true;
    return kept != NULL ? kept : "";
}

const char *ipso__where(ipso__builder *b, const char *format, ...)
{
    va_list arguments;
    if (!b->roster->explaining)
        return "";
    va_start(arguments, format);
    const char *where = keep_text(b, format, arguments);
    va_end(arguments);
    return where;
}

static int find_group(const ipso__roster_program *out, const char *where, const char *text)
{
    for (int i = out->group_count - 1; i >= 0; i--) {
        if (strcmp(out->groups[i].where, where) == 0 && strcmp(out->groups[i].text, text) == 0)
            return i;
    }
    return -1;
}

void ipso__begin_group(ipso__builder *b, const char *where, const char *text, ...)
{
    ipso__roster_program *out = b->out;
    va_list arguments;
    if (!b->roster->explaining)
        return;
    va_start(arguments, text);
    const char *kept = keep_text(b, text, arguments);
    va_end(arguments);
    b->group = find_group(out, where, kept);
    if (b->group >= 0)
        return;
    if (!ipso__grow(&out->groups, &out->group_capacity, (size_t)out->group_count + 1,
                    sizeof *out->groups)) {
        b->failed = true;
        return;
    }
    b->group = out->group_count++;
    out->groups[b->group] = (ipso__roster_group){where, kept};
}

void ipso__end_group(ipso__builder *b)
{
    b->group = -1;
}

const char *ipso__name_of(const ipso__builder *b, int practitioner)
{
    const ipso_practitioner *person = ipso_practice_practitioner(b->practice, practitioner);
    return person->name != NULL ? person->name : person->id;
}

const char *ipso__id_of(const ipso__builder *b, int practitioner)
{
    return ipso_practice_practitioner(b->practice, practitioner)->id;
}

/* Column o is option o: its cost is R20, R22 and the wishes that one duty decides. */
static void build_duty_columns(ipso__builder *b)
{
    const ipso__roster *r = b->roster;
    for (int o = 0; o < r->option_count && !b->failed; o++) {
        const ipso__roster_option *option = &r->options[o];
        bool shut = option->forbidden && !r->explaining;
        int column = ipso__program_add_column(
            b->program, r->explaining ? 0 : (double)b->duty_cost[o], 0, shut ? 0 : 1, true,
            "duty(%s,%s,%s)", ipso__id_of(b, option->practitioner), r->date[option->day],
            ipso_practice_duty(b->practice, option->duty)->id);
        note_column(b, column, plain_role(IPSO__COLUMN_DUTY));
    }
}

static void build_all(ipso__builder *b)
{
    ipso__build_prices(b);
    build_duty_columns(b);
    ipso__build_days(b);
    ipso__build_pairs(b);
    ipso__build_lines(b);
    ipso__build_limits(b);
    ipso__build_runs(b);
    ipso__build_attendance(b);
    ipso__build_supervision(b);
    ipso__build_groups(b);
    if (!b->roster->explaining) {
        ipso__build_wishes(b);
        ipso__build_fair(b);
        ipso__build_sites(b);
    }
}

static bool begin(ipso__builder *b)
{
    const ipso__roster *r = b->roster;
    size_t cells = (size_t)r->people * (size_t)r->days;
    b->out = ipso__calloc(1, sizeof *b->out);
    b->duty_cost = ipso__calloc((size_t)r->option_count, sizeof *b->duty_cost);
    b->work = ipso__calloc(cells, sizeof *b->work);
    b->at = ipso__calloc((size_t)r->option_count, sizeof *b->at);
    if (b->out == NULL || b->duty_cost == NULL || b->work == NULL || b->at == NULL)
        return false;
    b->out->roster = r;
    b->out->program = b->program = ipso__program_new("roster");
    for (size_t i = 0; i < cells; i++)
        b->work[i] = -1;
    return b->program != NULL;
}

ipso_status ipso__roster_program_new(ipso__roster_program **program, const ipso__roster *roster,
                                     ipso_error *err)
{
    ipso__builder b = {.roster = roster, .practice = roster->practice, .nobody = -1, .group = -1};
    ipso_status status = IPSO_NOMEM;
    if (begin(&b)) {
        build_all(&b);
        status = ipso__program_status(b.program, err);
        if (status == IPSO_OK && b.failed)
            status = IPSO_NOMEM;
    }
    free(b.duty_cost);
    free(b.work);
    free(b.at);
    free(b.terms);
    if (status == IPSO_OK) {
        *program = b.out;
        return IPSO_OK;
    }
    ipso__roster_program_free(b.out);
    return status == IPSO_NOMEM ? ipso__fail_nomem(err) : status;
}

void ipso__roster_program_free(ipso__roster_program *program)
{
    if (program == NULL)
        return;
    ipso__program_free(program->program);
    free(program->roles);
    free(program->list);
    free(program->row_group);
    free(program->groups);
    ipso__arena_finish(&program->arena);
    free(program);
}
