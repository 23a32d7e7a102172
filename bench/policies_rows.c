/* Rows of the suite "policies", as CSV or newline-delimited JSON, and the file that keeps them.
 *
 * A cell is written at once, a row for each measure, so that a run that was killed leaves whole
 * cells and at most one part of a cell, at the end. Values are written to the last digit: what is
 * read again gives the same intervals and differences, to the byte.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "policies.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef enum field {
    FIELD_SCENARIO,
    FIELD_LOAD,
    FIELD_SEED,
    FIELD_POLICY,
    FIELD_MEASURE,
    FIELD_UNIT,
    FIELD_MEAN,
    FIELD_HALF,
    FIELD_DIFFERENCE,
    FIELD_DIFFERENCE_HALF,
    FIELD_VERDICT,
    FIELD_VALUES,
    FIELD_AGAINST, /* from here on what all rows of a file have in common */
    FIELD_INSTANCE_SEED,
    FIELD_WEEKS,
    FIELD_WARMUP,
    FIELD_AHEAD,
    FIELD_REPLICATIONS,
    FIELD_PLAN_WORK,
    FIELD_REVISION,
    FIELD_COUNT
} field;

typedef enum field_kind { KIND_TEXT, KIND_NUMBER, KIND_LIST } field_kind;

static const struct {
    const char *name;
    field_kind kind;
} FIELDS[FIELD_COUNT] = {
    [FIELD_SCENARIO] = {"scenario", KIND_TEXT},
    [FIELD_LOAD] = {"load_percent", KIND_NUMBER},
    [FIELD_SEED] = {"seed", KIND_NUMBER},
    [FIELD_POLICY] = {"policy", KIND_TEXT},
    [FIELD_MEASURE] = {"measure", KIND_TEXT},
    [FIELD_UNIT] = {"unit", KIND_TEXT},
    [FIELD_MEAN] = {"mean", KIND_NUMBER},
    [FIELD_HALF] = {"half_width", KIND_NUMBER},
    [FIELD_DIFFERENCE] = {"difference", KIND_NUMBER},
    [FIELD_DIFFERENCE_HALF] = {"difference_half_width", KIND_NUMBER},
    [FIELD_VERDICT] = {"verdict", KIND_TEXT},
    [FIELD_VALUES] = {"values", KIND_LIST},
    [FIELD_AGAINST] = {"against", KIND_TEXT},
    [FIELD_INSTANCE_SEED] = {"instance_seed", KIND_NUMBER},
    [FIELD_WEEKS] = {"weeks", KIND_NUMBER},
    [FIELD_WARMUP] = {"warmup_weeks", KIND_NUMBER},
    [FIELD_AHEAD] = {"ahead_days", KIND_NUMBER},
    [FIELD_REPLICATIONS] = {"replications", KIND_NUMBER},
    [FIELD_PLAN_WORK] = {"plan_work", KIND_NUMBER},
    [FIELD_REVISION] = {"revision", KIND_TEXT},
};

enum { COMMON_SIZE = 160 };

/* Writes a field that all rows of a file have in common. */
static void common_text(char text[COMMON_SIZE], field which, const policies_settings *settings)
{
    const int64_t numbers[FIELD_COUNT] = {[FIELD_WEEKS] = settings->weeks,
                                          [FIELD_WARMUP] = settings->warmup_weeks,
                                          [FIELD_AHEAD] = settings->ahead_days,
                                          [FIELD_REPLICATIONS] = settings->replications,
                                          [FIELD_PLAN_WORK] = settings->plan_work};

    if (which == FIELD_AGAINST)
        snprintf(text, COMMON_SIZE, "%s", settings->against);
    else if (which == FIELD_REVISION)
        snprintf(text, COMMON_SIZE, "%s", bench_revision());
    else if (which == FIELD_INSTANCE_SEED)
        snprintf(text, COMMON_SIZE, "%" PRIu64, settings->instance_seed);
    else
        snprintf(text, COMMON_SIZE, "%" PRId64, numbers[which]);
}

/* ---- writing ---- */

void policies_write_head(FILE *out)
{
    for (int f = 0; f < FIELD_COUNT; f++)
        fprintf(out, "%s%s", f > 0 ? "," : "", FIELDS[f].name);
    fputc('\n', out);
}

/* What stands before a field. */
static void begin_field(FILE *out, policies_format format, field which)
{
    if (format == POLICIES_NDJSON)
        fprintf(out, "%s\"%s\":", which == 0 ? "{" : ",", FIELDS[which].name);
    else if (which > 0)
        fputc(',', out);
}

/* A name of the library or of the command line, without commas and quotes. */
static void put_text(FILE *out, policies_format format, field which, const char *text)
{
    begin_field(out, format, which);
    if (format == POLICIES_NDJSON && FIELDS[which].kind == KIND_TEXT)
        fprintf(out, "\"%s\"", text);
    else
        fputs(text, out);
}

static void put_number(FILE *out, policies_format format, field which, double number)
{
    begin_field(out, format, which);
    if (isfinite(number))
        fprintf(out, "%.6g", number);
    else if (format == POLICIES_NDJSON)
        fputs("null", out);
}

/* As many digits as the number needs. */
static void put_exactly(FILE *out, double number)
{
    char text[40];
    int digits = 6;

    do
        snprintf(text, sizeof text, "%.*g", digits, number);
    while (strtod(text, NULL) != number && ++digits < 18);
    fputs(text, out);
}

static void put_values(FILE *out, policies_format format, const double *values, int count)
{
    bool json = format == POLICIES_NDJSON;

    begin_field(out, format, FIELD_VALUES);
    fputs(json ? "[" : "", out);
    for (int r = 0; r < count; r++) {
        if (r > 0)
            fputc(json ? ',' : ' ', out);
        if (isfinite(values[r]))
            put_exactly(out, values[r]);
        else
            fputs(json ? "null" : "-", out);
    }
    fputs(json ? "]" : "", out);
}

static void put_cell_name(FILE *out, policies_format format, const policies_cell *cell)
{
    char number[32];

    put_text(out, format, FIELD_SCENARIO, cell->scenario);
    snprintf(number, sizeof number, "%d", cell->load);
    put_text(out, format, FIELD_LOAD, number);
    snprintf(number, sizeof number, "%" PRIu64, cell->seed);
    put_text(out, format, FIELD_SEED, number);
    put_text(out, format, FIELD_POLICY, cell->policy);
}

static bool put_row(FILE *out, policies_format format, const policies_cell *cell,
                    const policies_cell *other, const policies_settings *settings,
                    ipso_sim_measure measure)
{
    ipso_sim_interval interval = policies_interval(cell, settings, measure);
    ipso_sim_interval difference = {NAN, NAN, 0};

    if (other != NULL && !policies_difference(&difference, cell, other, settings, measure))
        return false;
    put_cell_name(out, format, cell);
    put_text(out, format, FIELD_MEASURE, ipso_sim_measure_name(measure));
    put_text(out, format, FIELD_UNIT, ipso_sim_measure_unit(measure));
    put_number(out, format, FIELD_MEAN, interval.mean);
    put_number(out, format, FIELD_HALF, interval.half);
    put_number(out, format, FIELD_DIFFERENCE, difference.mean);
    put_number(out, format, FIELD_DIFFERENCE_HALF, difference.half);
    put_text(out, format, FIELD_VERDICT, policies_verdict(measure, difference));
    put_values(out, format, &cell->values[(int)measure * settings->replications],
               settings->replications);
    for (int f = FIELD_AGAINST; f < FIELD_COUNT; f++) {
        char text[COMMON_SIZE];

        common_text(text, (field)f, settings);
        put_text(out, format, (field)f, text);
    }
    fputs(format == POLICIES_NDJSON ? "}\n" : "\n", out);
    return true;
}

bool policies_write_cell(FILE *out, policies_format format, const policies_cell *cell,
                         const policies_cell *other, const policies_settings *settings)
{
    for (int m = 0; m < IPSO_SIM_MEASURE_COUNT; m++)
        if (!put_row(out, format, cell, other, settings, (ipso_sim_measure)m))
            return false;
    return true;
}

/* ---- reading ---- */

/* Cuts a line of CSV into its fields; false when there are not as many. */
static bool split_csv(char *fields[FIELD_COUNT], char *line)
{
    for (int f = 0; f < FIELD_COUNT; f++) {
        if (line == NULL)
            return false;
        fields[f] = line;
        line = strchr(line, ',');
        if (line != NULL)
            *line++ = '\0';
    }
    return line == NULL;
}

/* Takes the value of a field of JSON, as put_row writes them, and returns what follows; NULL when
 * there is none. */
static char *take_json(char **value, char *at, field_kind kind)
{
    const char *close = kind == KIND_TEXT ? "\"" : kind == KIND_LIST ? "]" : ",}";

    if (kind != KIND_NUMBER && *at++ != (kind == KIND_TEXT ? '"' : '['))
        return NULL;
    size_t length = strcspn(at, close);
    char end = at[length];
    if (end == '\0')
        return NULL;
    *value = at;
    at += length;
    *at++ = '\0';
    if (kind != KIND_NUMBER) /* after the quote or bracket a comma or brace */
        end = *at == '\0' ? '\0' : *at++;
    if (end != ',' && end != '}')
        return NULL;
    if (kind == KIND_NUMBER && strcmp(*value, "null") == 0)
        **value = '\0';
    for (char *comma = kind == KIND_LIST ? strchr(*value, ',') : NULL; comma != NULL;
         comma = strchr(comma, ','))
        *comma = ' ';
    return at;
}

static bool split_json(char *fields[FIELD_COUNT], char *line)
{
    if (*line++ != '{')
        return false;
    for (int f = 0; f < FIELD_COUNT; f++) {
        size_t length = strlen(FIELDS[f].name);

        if (*line++ != '"' || strncmp(line, FIELDS[f].name, length) != 0 ||
            strncmp(line + length, "\":", 2) != 0)
            return false;
        line = take_json(&fields[f], line + length + 2, FIELDS[f].kind);
        if (line == NULL)
            return false;
    }
    return *line == '\0';
}

/* Exactly count numbers with blanks between them; "-" and "null" are NaN. */
static bool read_values(double *values, int count, char *text)
{
    for (int r = 0; r < count; r++) {
        size_t length = strcspn(text, " ");
        char *end = text + length;

        if (strncmp(text, "-", length) == 0 || strncmp(text, "null", length) == 0)
            values[r] = NAN;
        else
            values[r] = strtod(text, &end);
        if (length == 0 || end != text + length || (*end == '\0') != (r + 1 == count))
            return false;
        text = end + 1;
    }
    return true;
}

static bool read_whole(uint64_t *number, const char *text)
{
    char *end = NULL;

    errno = 0;
    *number = strtoull(text, &end, 10);
    return errno == 0 && text[0] >= '0' && text[0] <= '9' && *end == '\0';
}

/* What is read of a file, line after line. */
typedef struct reader {
    const char *path;
    policies_format format;
    policies_cells *cells;
    policies_cell cell; /* the one being read; values NULL between two */
    int measure;        /* rows of it that were read */
    long line;
    bool told; /* why the file cannot be used */
} reader;

static bool refuse(reader *in, const char *what, const char *found, const char *wanted)
{
    fprintf(stderr,
            "ipsosched-bench: %s, line %ld: made with %s %s, not %s; name another file, or remove "
            "this one\n",
            in->path, in->line, what, found, wanted);
    in->told = true;
    return false;
}

/* The settings of a row are those of this run. */
static bool fits(reader *in, char *const fields[FIELD_COUNT])
{
    for (int f = FIELD_AGAINST; f < FIELD_COUNT; f++) {
        char text[COMMON_SIZE];

        common_text(text, (field)f, &in->cells->settings);
        if (strcmp(fields[f], text) != 0)
            return refuse(in, FIELDS[f].name, fields[f], text);
    }
    return true;
}

static bool begin_cell(reader *in, char *const fields[FIELD_COUNT])
{
    policies_cell *cell = &in->cell;
    size_t count = (size_t)in->cells->settings.replications * IPSO_SIM_MEASURE_COUNT;
    uint64_t load = 0;

    if (!read_whole(&load, fields[FIELD_LOAD]) || load > 500 ||
        !read_whole(&cell->seed, fields[FIELD_SEED]))
        return false;
    cell->load = (int)load;
    snprintf(cell->scenario, sizeof cell->scenario, "%s", fields[FIELD_SCENARIO]);
    snprintf(cell->policy, sizeof cell->policy, "%s", fields[FIELD_POLICY]);
    cell->values = malloc(count * sizeof *cell->values);
    in->measure = 0;
    return cell->values != NULL;
}

/* Whether a row is the next one of the cell being read. */
static bool goes_on(const reader *in, char *const fields[FIELD_COUNT])
{
    uint64_t load = 0, seed = 0;

    return read_whole(&load, fields[FIELD_LOAD]) && (int)load == in->cell.load &&
           read_whole(&seed, fields[FIELD_SEED]) && seed == in->cell.seed &&
           strcmp(fields[FIELD_SCENARIO], in->cell.scenario) == 0 &&
           strcmp(fields[FIELD_POLICY], in->cell.policy) == 0 &&
           strcmp(fields[FIELD_MEASURE], ipso_sim_measure_name((ipso_sim_measure)in->measure)) == 0;
}

/* Reads a row; *whole says whether a cell ended with it. */
static bool read_row(reader *in, char *line, bool *whole)
{
    char *fields[FIELD_COUNT];
    int count = in->cells->settings.replications;

    *whole = false;
    if (in->format == POLICIES_CSV ? !split_csv(fields, line) : !split_json(fields, line))
        return false;
    if (!fits(in, fields))
        return false;
    if (in->cell.values == NULL && !begin_cell(in, fields))
        return false;
    if (!goes_on(in, fields) ||
        !read_values(&in->cell.values[in->measure * count], count, fields[FIELD_VALUES]))
        return false;
    if (++in->measure < IPSO_SIM_MEASURE_COUNT)
        return true;
    *whole = true;
    if (!policies_cells_add(in->cells, &in->cell))
        return false;
    in->cell.values = NULL;
    return true;
}

static bool is_head(const char *line)
{
    for (int f = 0; f < FIELD_COUNT; f++) {
        size_t length = strlen(FIELDS[f].name);

        if (strncmp(line, FIELDS[f].name, length) != 0 ||
            line[length] != (f + 1 < FIELD_COUNT ? ',' : '\0'))
            return false;
        line += length + 1;
    }
    return true;
}

/* Whether the file's first line, cut short, can be that of such a file. */
static bool may_be_head(policies_format format, const char *line, size_t length)
{
    static const char row[] = "{\"scenario\":\"";
    size_t own = strlen(row);

    if (format == POLICIES_NDJSON)
        return strncmp(line, row, length < own ? length : own) == 0;
    for (int f = 0; f < FIELD_COUNT && length > 0; f++) {
        size_t name = strlen(FIELDS[f].name);

        if (strncmp(line, FIELDS[f].name, length < name ? length : name) != 0 ||
            (length > name && line[name] != ','))
            return false;
        line += name + 1;
        length -= length > name ? name + 1 : length;
    }
    return length == 0;
}

/* Reads all lines; *end is where the last whole cell ends. A part of a line or of a cell is allowed
 * at the very end alone. */
static bool read_lines(reader *in, FILE *file, long *end)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    bool ok = true;

    *end = 0;
    while (ok && (length = getline(&line, &size, file)) > 0 && line[length - 1] == '\n') {
        bool whole = true;

        line[length - 1] = '\0';
        in->line++;
        if (in->line == 1 && in->format == POLICIES_CSV)
            ok = is_head(line);
        else
            ok = read_row(in, line, &whole);
        if (whole && ok)
            *end = ftell(file);
    }
    if (ok && length > 0 && in->line == 0) { /* nothing but a part of a line: of ours? */
        in->line = 1;
        ok = may_be_head(in->format, line, (size_t)length);
    }
    free(line);
    if (!ok && !in->told)
        fprintf(stderr,
                "ipsosched-bench: %s, line %ld: no row of the suite policies, as %s; name another "
                "file\n",
                in->path, in->line, in->format == POLICIES_CSV ? "CSV" : "JSON");
    return ok;
}

/* False, with errno, when another run writes it. */
static bool lock(FILE *file)
{
    struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

    return fcntl(fileno(file), F_SETLK, &all) == 0;
}

FILE *policies_open(policies_cells *cells, const char *path, policies_format format)
{
    reader in = {.path = path, .format = format, .cells = cells};
    FILE *file = fopen(path, "r+");
    long end = 0;

    if (file == NULL && errno == ENOENT)
        file = fopen(path, "w+");
    if (file != NULL && !lock(file)) {
        fprintf(stderr, "ipsosched-bench: %s: another run writes it\n", path);
        fclose(file);
        return NULL;
    }
    bool ok = file != NULL && read_lines(&in, file, &end);
    free(in.cell.values);
    if (file == NULL ||
        (ok && (fseek(file, end, SEEK_SET) != 0 || ftruncate(fileno(file), end) != 0))) {
        fprintf(stderr, "ipsosched-bench: %s: %s\n", path, strerror(errno));
        ok = false;
    }
    if (ok && end == 0 && format == POLICIES_CSV)
        policies_write_head(file);
    if (ok || file == NULL)
        return file;
    fclose(file);
    return NULL;
}
