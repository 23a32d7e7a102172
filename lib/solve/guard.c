/* The guard around GLPK 5.0.
 *
 * A fatal error in GLPK calls the error hook and then abort(), so the hook must not come back: it
 * jumps to ipso__guard_run. After the jump GLPK allows one call only, glp_free_env, which frees
 * every block and object of the thread. GLPK prints the words of an error even with its output off,
 * and to standard output unless a terminal hook takes them: the hook is always there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/guard.h"

#include <fenv.h>
#include <glpk.h>
#include <limits.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* On the heap, because what setjmp's function changes in its own frame is lost by the jump. */
typedef struct guard {
    jmp_buf jump;
    ipso__guard_settings settings;
    void (*body)(void *user);
    char words[IPSO__GUARD_LINE_SIZE];   /* the last line with something in it */
    char partial[IPSO__GUARD_LINE_SIZE]; /* the line being printed */
    size_t length;
    bool out_of_memory;
} guard;

static bool tells_of_memory(const char *line)
{
    return strstr(line, "no memory available") != NULL ||
           strstr(line, "memory allocation limit exceeded") != NULL ||
           strstr(line, "memory allocation error") != NULL;
}

static void end_line(guard *self)
{
    self->partial[self->length] = '\0';
    if (self->length > 0 && strncmp(self->partial, "Error detected in", 17) != 0)
        memcpy(self->words, self->partial, self->length + 1);
    self->out_of_memory = self->out_of_memory || tells_of_memory(self->partial);
    if (self->settings.line != NULL)
        self->settings.line(self->settings.user, self->partial);
    self->length = 0;
}

/* The terminal hook: GLPK prints in pieces; a nonzero answer keeps them off standard output. */
static int take_output(void *info, const char *text)
{
    guard *self = info;
    for (; *text != '\0'; text++) {
        if (*text == '\n')
            end_line(self);
        else if (self->length < sizeof self->partial - 1)
            self->partial[self->length++] = *text;
    }
    return 1;
}

static void leave_glpk(void *info)
{
    guard *self = info;
    longjmp(self->jump, 1);
}

static void cap_memory(double memory_mb)
{
    if (memory_mb > 0)
        glp_mem_limit(memory_mb < 1 ? 1 : memory_mb > INT_MAX / 2 ? INT_MAX / 2 : (int)memory_mb);
}

/* False when a fatal error cut the body short. */
static bool run_guarded(guard *self)
{
    if (setjmp(self->jump) != 0)
        return false;
    glp_error_hook(leave_glpk, self);
    glp_term_hook(take_output, self);
    glp_term_out(self->settings.line != NULL ? GLP_ON : GLP_OFF);
    cap_memory(self->settings.memory_mb);
    self->body(self->settings.user);
    return true;
}

static ipso__guard_end run(guard *self)
{
    /* The host's rounding mode and exception traps, inherited by this thread, change answers. */
    fesetenv(FE_DFL_ENV);
    if (glp_init_env() != 0)
        return IPSO__GUARD_NOMEM;
    bool done = run_guarded(self);
    glp_free_env();
    if (done)
        return IPSO__GUARD_DONE;
    return self->out_of_memory ? IPSO__GUARD_NOMEM : IPSO__GUARD_STOPPED;
}

ipso__guard_end ipso__guard_run(const ipso__guard_settings *settings, void (*body)(void *user),
                                char words[IPSO__GUARD_LINE_SIZE])
{
    words[0] = '\0';
    guard *self = ipso__calloc(1, sizeof *self);
    if (self == NULL)
        return IPSO__GUARD_NOMEM;
    self->settings = *settings;
    self->body = body;
    ipso__guard_end end = run(self);
    if (end != IPSO__GUARD_DONE)
        memcpy(words, self->words, sizeof self->words);
    free(self);
    return end;
}
