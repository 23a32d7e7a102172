/* A practice that follows a plan: --after and --published-until.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

int read_follow(follow_options *follow, int option, const struct command *command)
{
    if (option == OPTION_AFTER) {
        follow->plan = optarg;
        return CODE_DONE;
    }
    follow->until = optarg;
    if (ipso_date_parse(&follow->published_until, optarg))
        return CODE_DONE;
    return usage_error(command, "\"%s\" is not a date YYYY-MM-DD", optarg);
}

int settle_follow(const follow_options *follow, const struct command *command)
{
    if (follow->until != NULL && follow->plan == NULL)
        return usage_error(command, "--published-until needs --after PLAN, the plan published");
    return CODE_DONE;
}

int load_following(ipso_practice **practice, const char *path, const follow_options *follow,
                   message_style style)
{
    ipso_past *past = NULL;
    int code = load_practice(practice, path, style);
    ipso_status status;
    ipso_error err;

    if (code != CODE_DONE || follow->plan == NULL)
        return code;
    code = load_past(&past, follow->plan, style);
    if (code == CODE_DONE) {
        ipso_error_init(&err);
        status = ipso_practice_follow(*practice, past, follow->published_until, &err);
        if (status != IPSO_OK)
            code = report_failure(style, shown_path(follow->plan), status, &err);
    }
    ipso_past_free(past);
    return code;
}
