/* ipsosched: plans primary-care practices from the command line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct command *const commands[] = {
    &validate_command, &plan_command,    &replan_command,   &check_command,
    &show_command,     &history_command, &generate_command, &session_command,
    &simulate_command, &agenda_command,  &fit_command,      &schema_command};

enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static void print_help(FILE *stream)
{
    fputs("ipsosched plans the week of a primary-care practice: roster, slots, bookings,\n"
          "times.\n"
          "\n"
          "usage: ipsosched COMMAND [OPTION...] [FILE...]\n"
          "\n"
          "commands:\n",
          stream);
    for (int i = 0; i < COMMAND_COUNT; i++)
        fprintf(stream, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\n"
          "A FILE of - is standard input. ipsosched COMMAND --help explains a command.\n"
          "\n"
          "examples:\n"
          "  ipsosched generate saint-martin --seed 1 -o practice.json\n"
          "  ipsosched plan practice.json --time-limit 20s -o plan.json\n"
          "  ipsosched show practice.json plan.json\n"
          "\n"
          "exit codes: 0 done, 1 a file, memory or the solver failed, 2 usage, 3 bad input,\n"
          "  4 infeasible, 5 no plan within the limit, 6 the check found violations,\n"
          "  7 documents of a batch have no plan, 8 the agenda cannot do that now,\n"
          "  130 interrupted (the best plan so far was written)\n",
          stream);
}

static const struct command *find_command(const char *name)
{
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static int unknown_command(const char *name)
{
    const char *names[COMMAND_COUNT];
    const char *nearest;

    for (int i = 0; i < COMMAND_COUNT; i++)
        names[i] = commands[i]->name;
    nearest = nearest_name(name, names, COMMAND_COUNT);
    fprintf(stderr, "ipsosched: there is no %s \"%s\"", name[0] == '-' ? "option" : "command",
            name);
    if (nearest != NULL)
        fprintf(stderr, "; did you mean \"%s\"?", nearest);
    fputs("\nTry: ipsosched --help\n", stderr);
    return CODE_USAGE;
}

static int run_help(int count, char **arguments)
{
    const struct command *command;

    if (count < 3) {
        print_help(stdout);
        return CODE_DONE;
    }
    command = find_command(arguments[2]);
    if (command == NULL)
        return unknown_command(arguments[2]);
    fputs(command->help, stdout);
    return CODE_DONE;
}

/* Whether standard output is a pipe that nobody reads any more. */
static bool reader_has_left(void)
{
    struct pollfd output = {.fd = STDOUT_FILENO, .events = POLLOUT};

    return poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

/* What was printed has reached its reader: a full disk behind standard output is a failure. A
 * reader that has left, as head does, had enough: that is no word worth. */
static int finish_output(int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    if (!reader_has_left())
        fputs("ipsosched: cannot write standard output\n", stderr);
    return code == CODE_DONE ? CODE_FAILED : code;
}

int main(int count, char **arguments)
{
    const struct command *command;

    setlocale(LC_CTYPE, "");
    signal(SIGPIPE, SIG_IGN); /* a plan is written even when nobody reads its progress */
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error as a full disk is */
    if (count < 2) {
        print_help(stderr);
        return CODE_USAGE;
    }
    if (strcmp(arguments[1], "help") == 0 || strcmp(arguments[1], "--help") == 0 ||
        strcmp(arguments[1], "-h") == 0)
        return finish_output(run_help(count, arguments));
    if (strcmp(arguments[1], "--version") == 0) {
        printf("ipsosched %s\n", ipso_version());
        return finish_output(CODE_DONE);
    }
    command = find_command(arguments[1]);
    if (command == NULL)
        return unknown_command(arguments[1]);
    return finish_output(command->run(count - 1, arguments + 1));
}
