/* Offers, entries and events for people.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda.h"
#include "show.h"

#include <stdio.h>
#include <string.h>

/* ---- names ---- */

static const char *person(const ipso_practice *practice, int practitioner)
{
    return practitioner == IPSO_ANY ? "" : ipso_practice_practitioner(practice, practitioner)->name;
}

static const char *place(const ipso_practice *practice, int site, unsigned mode)
{
    if (mode == IPSO_MODE_TELE)
        return site == IPSO_ANY ? "by video, remote" : "by video";
    if (mode == IPSO_MODE_HOME)
        return "at home";
    return site == IPSO_ANY ? "remote" : ipso_practice_site(practice, site)->name;
}

#define SPAN_SIZE 16

/* "09:30-09:45" */
static void format_span(char text[SPAN_SIZE], int start_min, int length_min)
{
    char from[IPSO_TIME_SIZE], to[IPSO_TIME_SIZE];

    ipso_time_format(start_min, from);
    ipso_time_format(start_min + length_min, to);
    snprintf(text, SPAN_SIZE, "%s-%s", from, to);
}

/* ---- offers ---- */

/* Columns of the longest id of a practitioner: an id is to be typed again, and never cut. */
static int id_width(const ipso_practice *practice)
{
    int width = 2;

    for (int i = 0; i < ipso_practice_practitioner_count(practice); i++) {
        int columns = text_columns(ipso_practice_practitioner(practice, i)->id);

        width = columns > width ? columns : width;
    }
    return width;
}

/* The terms that cost something: "wait 10, length 3". */
static void format_terms(char *text, size_t size, const ipso_offer *offer)
{
    size_t used = 0;

    text[0] = '\0';
    for (int i = 0; i < IPSO_OFFER_TERM_COUNT && used < size; i++)
        if (offer->points[i] != 0)
            used += (size_t)snprintf(text + used, size - used, "%s%s %lld", used > 0 ? ", " : "",
                                     ipso_offer_term_name((ipso_offer_term)i),
                                     (long long)offer->points[i]);
}

enum { NUMBER_WIDTH = 8, DAY_WIDTH = 11, SPAN_WIDTH = 12, NAME_WIDTH = 22, PLACE_WIDTH = 18 };

static void put_place(table_line *line, const ipso_practice *practice, ipso_date date,
                      int start_min, int length_min, int practitioner, int site, unsigned mode)
{
    char day[SHORT_DATE_SIZE], span[SPAN_SIZE];

    format_short_date(date, day);
    format_span(span, start_min, length_min);
    put_cell(line, day, DAY_WIDTH);
    put_cell(line, span, SPAN_WIDTH);
    put_cell(line, person(practice, practitioner), NAME_WIDTH);
    put_cell(line, place(practice, site, mode), PLACE_WIDTH);
}

static void show_offer(FILE *out, const ipso_practice *practice, const ipso_offer *offer)
{
    table_line line = {out, 0};
    char points[24], terms[240];

    put_place(&line, practice, offer->date, offer->start_min, offer->length_min,
              offer->practitioner, offer->site, offer->mode);
    snprintf(points, sizeof points, "%lld", (long long)offer->cost);
    format_terms(terms, sizeof terms, offer);
    put_cell(&line, ipso_practice_practitioner(practice, offer->practitioner)->id,
             id_width(practice));
    put_cell(&line, points, NUMBER_WIDTH);
    put_cell(&line, terms, (int)sizeof terms);
    end_line(&line);
}

static void put_heads(FILE *out, const char *const heads[], const int widths[], int count)
{
    table_line line = {out, 0};

    for (int i = 0; i < count; i++)
        put_cell(&line, heads[i], widths[i]);
    end_line(&line);
}

void agenda_show_offers(FILE *out, const ipso_practice *practice, const ipso_offer *offers,
                        int count)
{
    static const char *const heads[] = {"Day", "Time",   "Practitioner", "Place",
                                        "Id",  "Points", "for"};
    const int widths[] = {DAY_WIDTH,          SPAN_WIDTH,   NAME_WIDTH, PLACE_WIDTH,
                          id_width(practice), NUMBER_WIDTH, 9};

    if (count == 0) {
        fputs("no time can be offered\n", out);
        return;
    }
    put_heads(out, heads, widths, 7);
    for (int i = 0; i < count; i++)
        show_offer(out, practice, &offers[i]);
}

void agenda_show_why(FILE *out, const ipso_practice *practice, const ipso_why *why)
{
    fprintf(out, "%s: %s\n", ipso_why_name(why->code), why->text);
    if (!why->bookable)
        return;
    fputc('\n', out);
    agenda_show_offers(out, practice, &why->offer, 1);
}

/* ---- entries ---- */

static const char *state_name(ipso_entry_state state)
{
    static const char *const names[] = {"held", "booked", "no-show", "waiting", "due"};

    return names[state];
}

/* What a note begins with. */
static const char *begin(size_t used)
{
    return used == 0 ? "(" : "; ";
}

/* What is out of the ordinary: "(to be moved; against notice; follows 12", to be closed. */
static void format_notes(char *text, size_t size, const ipso_entry *entry)
{
    size_t used = 0;

    text[0] = '\0';
    if (entry->in_way)
        used +=
            (size_t)snprintf(text, size, "%sto be moved: the practitioner is away", begin(used));
    if (entry->wait != 0 && used < size)
        used += (size_t)snprintf(text + used, size - used, "%sproposed to %lld, who waits",
                                 begin(used), (long long)entry->wait);
    if (entry->after != 0 && used < size)
        used += (size_t)snprintf(text + used, size - used, "%sfollows %lld", begin(used),
                                 (long long)entry->after);
    for (int i = 0; i < IPSO_WHY_COUNT && used < size; i++)
        if ((entry->overrides >> i & 1) != 0)
            used += (size_t)snprintf(text + used, size - used, "%sagainst \"%s\"", begin(used),
                                     ipso_why_name((ipso_why_code)i));
}

static void put_entry(FILE *out, const ipso_practice *practice, const ipso_entry *entry)
{
    table_line line = {out, 0};
    char number[24], day[SHORT_DATE_SIZE], notes[400];

    snprintf(number, sizeof number, "%lld", (long long)entry->number);
    put_cell(&line, number, NUMBER_WIDTH);
    put_cell(&line, state_name(entry->state), NUMBER_WIDTH);
    if (entry->state == IPSO_ENTRY_WAITING || entry->state == IPSO_ENTRY_DUE) {
        format_short_date(entry->date, day);
        put_cell(&line, entry->date != 0 ? day : "", DAY_WIDTH);
        put_cell(&line, "", SPAN_WIDTH);
        put_cell(&line, person(practice, entry->own_practitioner), NAME_WIDTH);
        put_cell(&line, "", PLACE_WIDTH);
    } else {
        put_place(&line, practice, entry->date, entry->start_min, entry->length_min,
                  entry->practitioner, entry->site, entry->mode);
    }
    put_cell(&line, ipso_practice_type(practice, entry->type)->name, NAME_WIDTH);
    format_notes(notes, sizeof notes - 1, entry);
    put_cell(&line, entry->patient, notes[0] != '\0' ? text_columns(entry->patient) : 200);
    put_cell(&line, notes[0] != '\0' ? strcat(notes, ")") : "", (int)sizeof notes);
    end_line(&line);
}

static void show_entry_heads(FILE *out)
{
    static const char *const heads[] = {"Number",       "State", "Day",  "Time",
                                        "Practitioner", "Place", "Type", "Patient"};
    static const int widths[] = {NUMBER_WIDTH, NUMBER_WIDTH, DAY_WIDTH,  SPAN_WIDTH,
                                 NAME_WIDTH,   PLACE_WIDTH,  NAME_WIDTH, 8};

    put_heads(out, heads, widths, 8);
}

void agenda_show_entries(FILE *out, const ipso_practice *practice, const ipso_entry *entries,
                         size_t count)
{
    if (count == 0) {
        fputs("there is none\n", out);
        return;
    }
    show_entry_heads(out);
    for (size_t i = 0; i < count; i++)
        put_entry(out, practice, &entries[i]);
}

void agenda_show_entry(FILE *out, const ipso_practice *practice, const ipso_entry *entry)
{
    agenda_show_entries(out, practice, entry, 1);
}

/* ---- events ---- */

/* Where and when, for the kinds that have a place or a time. */
static void show_event_place(FILE *out, const ipso_practice *practice, const ipso_event *event)
{
    char day[SHORT_DATE_SIZE], last[SHORT_DATE_SIZE], from[IPSO_TIME_SIZE], to[IPSO_TIME_SIZE],
        span[SPAN_SIZE];

    format_short_date(event->date, day);
    format_short_date(event->last, last);
    ipso_time_format(event->start_min, from);
    ipso_time_format(event->end_min, to);
    format_span(span, event->start_min, event->length_min);
    if (event->kind == IPSO_EVENT_BLOCK)
        fprintf(out, ": %s, %s %s to %s %s", person(practice, event->practitioner), day, from, last,
                to);
    else if (event->kind == IPSO_EVENT_RELEASE)
        fprintf(out, ": %s %s-%s, %s", day, from, to,
                event->site == IPSO_ANY ? "all sites"
                                        : ipso_practice_site(practice, event->site)->name);
    else if (event->length_min > 0)
        fprintf(out, ": %s %s, %s, %s", day, span, person(practice, event->practitioner),
                place(practice, event->site, event->mode));
    else if (event->kind == IPSO_EVENT_RECALL)
        fprintf(out, ": due %s", day);
}

void agenda_show_event(FILE *out, const ipso_practice *practice, const ipso_event *event)
{
    const ipso_request *request = &event->ask.request;
    char day[SHORT_DATE_SIZE], time[IPSO_TIME_SIZE];

    format_short_date(event->stamp.date, day);
    ipso_time_format(event->stamp.time_min, time);
    fprintf(out, "%lld  %s %s", (long long)event->seq, day, time);
    if (event->stamp.who != NULL && event->stamp.who[0] != '\0')
        fprintf(out, "  %s", event->stamp.who);
    fprintf(out, "  %s %lld", ipso_event_name(event->kind), (long long)event->number);
    show_event_place(out, practice, event);
    if (request->patient != NULL)
        fprintf(out, ": %s, %s", request->patient,
                ipso_practice_type(practice, request->type)->name);
    if (event->wait != 0)
        fprintf(out, "; for %lld, who waits", (long long)event->wait);
    for (int i = 0; i < IPSO_WHY_COUNT; i++)
        if ((event->overrides >> i & 1) != 0)
            fprintf(out, "; against \"%s\"", ipso_why_name((ipso_why_code)i));
    if (event->reason != NULL)
        fprintf(out, " (%s)", event->reason);
    fputc('\n', out);
}
