/* ipsosched fit: learns a practice from past appointments.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "show_fit.h"

#include <stdlib.h>
#include <string.h>

static const char help[] =
    "Learns service times, demand and patient behaviour from past appointments and\n"
    "writes the practice with them. Few appointments move a number a little, many\n"
    "decide it.\n"
    "\n"
    "usage: ipsosched fit [OPTION...] PRACTICE APPOINTMENTS\n"
    "\n"
    "APPOINTMENTS is a table (CSV) whose first line names the columns: date, start,\n"
    "type; and any of practitioner, patient_class, site, own_practitioner, booked_on,\n"
    "booked_at, state (attended, no_show, cancelled) and minutes. Or it is an\n"
    "ipsosched-appointments/1 document.\n"
    "\n"
    "  -o, --output FILE where to write the practice; without it, it is only shown\n"
    "                    what would be learnt\n"
    "      --from DATE   first day observed (default: of the first appointment)\n"
    "      --to DATE     last day observed (default: of the last appointment)\n"
    "      --empty-days-open\n"
    "                    days without an appointment were open (default: closed)\n"
    "      --prior N     what the practice says counts as N appointments; default 10\n"
    "      --set-aside   leave wrong rows out instead of stopping\n"
    "      --json        what was learnt as an ipsosched-fit/1 document; errors as\n"
    "                    JSON lines on standard error\n"
    "  -h, --help        this text\n"
    "\n"
    "Exit code 0 done, 3 for a bad document or row, 1 when a file cannot be read or\n"
    "written.\n"
    "\n"
    "examples:\n"
    "  ipsosched fit practice.json past.csv\n"
    "  ipsosched fit practice.json past.csv -o fitted.json\n"
    "  ipsosched fit practice.json past.csv --json | jq '.estimates[0]'\n";

typedef struct fit_options {
    ipso_fit_settings settings;
    const char *output;
    bool set_aside, json;
} fit_options;

/* ---- options ---- */

static int read_date(ipso_date *date, const char *text)
{
    if (ipso_date_parse(date, text))
        return CODE_DONE;
    return usage_error(&fit_command, "\"%s\" is not a date YYYY-MM-DD", text);
}

static int read_prior(double *prior, const char *text)
{
    char *end;

    *prior = strtod(text, &end);
    if (end != text && *end == '\0' && *prior >= 0 && *prior <= 1e6)
        return CODE_DONE;
    return usage_error(&fit_command, "\"%s\" is not a number from 0 to 1000000", text);
}

static int read_option(fit_options *wanted, int option)
{
    switch (option) {
    case 'o':
        wanted->output = optarg;
        return CODE_DONE;
    case OPTION_FROM:
        return read_date(&wanted->settings.first_day, optarg);
    case OPTION_TO:
        return read_date(&wanted->settings.last_day, optarg);
    case OPTION_PRIOR:
        return read_prior(&wanted->settings.prior_count, optarg);
    case OPTION_EMPTY_DAYS_OPEN:
        wanted->settings.empty_days_are_open = true;
        return CODE_DONE;
    case OPTION_SET_ASIDE:
        wanted->set_aside = true;
        return CODE_DONE;
    default:
        wanted->json = true;
        return CODE_DONE;
    }
}

static bool to_standard_output(const fit_options *wanted)
{
    return wanted->output != NULL && strcmp(wanted->output, "-") == 0;
}

static int settle_options(const fit_options *wanted)
{
    const ipso_fit_settings *settings = &wanted->settings;

    if (wanted->json && to_standard_output(wanted))
        return usage_error(&fit_command, "--json and --output - both need standard output");
    if (settings->first_day != 0 && settings->last_day != 0 &&
        settings->first_day > settings->last_day)
        return usage_error(&fit_command, "--from is after --to");
    return CODE_DONE;
}

/* ---- work ---- */

static int write_text(const char *path, char *text, size_t length)
{
    bool written = write_document(path, text, length);

    ipso_text_free(text);
    return written ? CODE_DONE : CODE_FAILED;
}

/* The practice first: what is shown was written. */
static int write_fit(const fit_options *wanted, const ipso_practice *fitted,
                     const ipso_fit_report *report, size_t set_aside)
{
    message_style style = {stderr, wanted->json};
    ipso_status status = IPSO_OK;
    int code = CODE_DONE;
    ipso_error err;
    size_t length;
    char *text;

    ipso_error_init(&err);
    if (wanted->output != NULL) {
        status = ipso_practice_to_json(&text, &length, fitted, &err);
        if (status == IPSO_OK)
            code = write_text(wanted->output, text, length);
    }
    if (status == IPSO_OK && code == CODE_DONE && wanted->json) {
        status = ipso_fit_report_to_json(&text, &length, fitted, report, set_aside, &err);
        if (status == IPSO_OK)
            code = write_text(NULL, text, length);
    } else if (status == IPSO_OK && code == CODE_DONE) {
        show_fit(to_standard_output(wanted) ? stderr : stdout, fitted, report, set_aside);
    }
    return status == IPSO_OK ? code : report_failure(style, "ipsosched fit", status, &err);
}

static int fit(const fit_options *wanted, const ipso_practice *practice,
               const ipso_fit_appointments *list, const char *path)
{
    ipso_fit_settings settings = wanted->settings;
    ipso_practice *fitted = NULL;
    ipso_fit_report report;
    ipso_error err;
    ipso_status status;
    int code;

    if (settings.first_day == 0)
        settings.first_day = list->first_day;
    if (settings.last_day == 0)
        settings.last_day = list->last_day;
    ipso_error_init(&err);
    status = ipso_fit(&fitted, &report, practice, list->items, list->count, &settings, &err);
    if (status != IPSO_OK)
        return report_failure((message_style){stderr, wanted->json}, shown_path(path), status,
                              &err);
    code = write_fit(wanted, fitted, &report, list->set_aside);
    ipso_fit_report_finish(&report);
    ipso_practice_free(fitted);
    return code;
}

static int run_files(const fit_options *wanted, char **files)
{
    message_style style = {stderr, wanted->json};
    ipso_practice *practice = NULL;
    ipso_fit_appointments list = {0};
    int code = expect_one_standard_input(&fit_command, 2, files);

    if (code != CODE_DONE)
        return code;
    if (wanted->output != NULL && !expect_writable(wanted->output))
        return CODE_FAILED;
    code = load_practice(&practice, files[0], style);
    if (code == CODE_DONE)
        code = load_appointments(&list, practice, files[1], wanted->set_aside, style);
    if (code == CODE_DONE)
        code = fit(wanted, practice, &list, files[1]);
    ipso_fit_appointments_finish(&list);
    ipso_practice_free(practice);
    return code;
}

static int run_fit(int count, char **arguments)
{
    static const struct option options[] = {
        {"output", required_argument, NULL, 'o'},
        {"from", required_argument, NULL, OPTION_FROM},
        {"to", required_argument, NULL, OPTION_TO},
        {"empty-days-open", no_argument, NULL, OPTION_EMPTY_DAYS_OPEN},
        {"prior", required_argument, NULL, OPTION_PRIOR},
        {"set-aside", no_argument, NULL, OPTION_SET_ASIDE},
        {"json", no_argument, NULL, OPTION_JSON},
        {"help", no_argument, NULL, OPTION_HELP},
        {NULL, 0, NULL, 0}};
    fit_options wanted = {.output = NULL};
    option_line line = {.command = &fit_command, .options = options, .letters = "o:"};
    int code;

    ipso_fit_settings_init(&wanted.settings);
    while (next_option(&line, count, arguments))
        line.code = read_option(&wanted, line.option);
    if (options_end(&line))
        return line.code;
    if (count - optind != 2)
        return usage_error(&fit_command, "name a practice and its past appointments");
    code = settle_options(&wanted);
    if (code == CODE_DONE)
        code = expect_kept(&fit_command, wanted.output, arguments[optind + 1],
                           "list of past appointments");
    return code == CODE_DONE ? run_files(&wanted, arguments + optind) : code;
}

const struct command fit_command = {"fit", "learn a practice from past appointments", help,
                                    run_fit};
