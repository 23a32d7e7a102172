# Bash completion of ipsosched.
#
# SPDX-License-Identifier: GPL-3.0-or-later

_ipsosched_values() {
    case $1 in
    --stage) echo "roster slots bookings times" ;;
    --progress) echo "auto always never" ;;
    --time-limit) echo "10s 20s 60s 5m" ;;
    --policy | --against)
        echo "template/uniform/first/slots template/carve-out/own/slots fixed/program/ranking/slots"
        ;;
    --rule) echo "equal bailey-welch pairs block deviation" ;;
    --most-others) echo "0% 1% 5%" ;;
    --price) echo "call= move= day= hour= practitioner= site= tele= other= duty=" ;;
    --mip-gap) echo "0.05% 0.5% 1%" ;;
    *) return 1 ;;
    esac
}

_ipsosched_options() {
    case $1 in
    validate) echo "--json --quiet --help" ;;
    plan)
        echo "--output --time-limit --work-limit --mip-gap --seed --threads --stage --apart --after" \
            "--published-until --from --write-model --batch --jobs --log --progress --json --quiet --help"
        ;;
    replan)
        echo "--apply --who --away --close --add --now --output --practice-out --price --most-days" \
            "--most-others --time-limit --work-limit --json --quiet --help"
        ;;
    check) echo "--after --published-until --json --quiet --help" ;;
    show) echo "--after --published-until --day --practitioner --site --help" ;;
    history) echo "--after --published-until --output --json --help" ;;
    generate) echo "--seed --output --list --help" ;;
    session)
        echo "--optimize --order --overbook --rule --interval --factor --simulate --seed" \
            "--work-limit --json --help"
        ;;
    simulate)
        echo "--policy --against --beside --weeks --warmup --replications --load --ahead --seed --threads" \
            "--work-limit --csv --json --list --help"
        ;;
    agenda)
        echo "--patient --type --class --practitioner --only-own --tele --mode --site --window" \
            "--wanted --priority --no-show --follows --min-gap --max-gap --length --as --due" \
            "--most --for --override --reason --key --if-version --who --now --day --from --to --state" \
            "--in-way --number --after --json --help"
        ;;
    fit)
        echo "--output --from --to --empty-days-open --prior --set-aside --json --help"
        ;;
    schema) echo "--help" ;;
    *) echo "--help --version" ;;
    esac
}

_ipsosched_words() {
    case $1 in
    generate) ipsosched generate --list 2>/dev/null | awk '{ print $1 }' ;;
    schema)
        echo "practice plan report result message session session-value additions replan" \
            "agenda-operation agenda-answer appointments fit simulation"
        ;;
    agenda)
        echo "init offer why hold book move cancel no-show block unblock blocks release releases" \
            "wait unwait waitlist holds recall tick list history snapshot serve"
        ;;
    show) echo "roster agenda measures costs unplaced" ;;
    help | "")
        echo "validate plan replan check show history generate session simulate agenda fit schema help"
        ;;
    esac
}

_ipsosched() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local command='' words

    [ "$COMP_CWORD" -gt 1 ] && command=${COMP_WORDS[1]}
    if words=$(_ipsosched_values "$previous"); then
        :
    elif [[ $current == -* ]]; then
        words=$(_ipsosched_options "$command")
    else
        words=$(_ipsosched_words "$command")
        compopt -o default
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -F _ipsosched ipsosched
