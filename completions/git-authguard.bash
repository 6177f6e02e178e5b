# bash completion for `git authguard`. git's own completion calls _git_authguard, with its helpers at hand;
# installed as share/bash-completion/completions/git-authguard.

_git_authguard () {
    local commands="check audit list verify fix bump build explain install uninstall"
    local command="" word
    local at
    for ((at = 1; at < cword; at++)); do
        word="${words[at]}"
        case " $commands " in
            *" $word "*) command="$word"; break ;;
        esac
    done

    case "$command,$prev" in
        *,-C) return ;;
        list,--format | verify,--format | fix,--format | bump,--format) __gitcomp "text json"; return ;;
        *,--format) __gitcomp "text short json"; return ;;
        *,--fail-on) __gitcomp "stale suspect"; return ;;
        *,--color) __gitcomp "auto always never"; return ;;
        *,--base) __gitcomp_nl "$(__git_refs)"; return ;;
        *,--head | *,--rev) __gitcomp_nl "$(__git_refs; printf '%s\n' :index :worktree)"; return ;;
    esac

    case "$command,$cur" in
        ,-*) __gitcomp "-C --help --version" ;;
        ,*) __gitcomp "$commands" ;;
        check,-*) __gitcomp "--base --head --all --strict --online --offline --format --color --quiet --verbose --help" ;;
        audit,-*) __gitcomp "--rev --since --fail-on --exit-zero --online --offline --format --color --quiet --verbose --help" ;;
        list,-*) __gitcomp "--rev --format --color --help" ;;
        verify,-*) __gitcomp "--all --base --head --again --file --attribute --builder --no-nix --online --offline --format --color --quiet --verbose --help" ;;
        fix,-*) __gitcomp "--stage --dry-run --all --base --again --file --attribute --builder --no-nix --online --offline --format --color --quiet --verbose --help" ;;
        bump,-*) __gitcomp "--stage --commit --build --dry-run --pre --file --attribute --builder --no-nix --online --offline --format --color --quiet --verbose --help" ;;
        bump,*) __gitcomp "latest" ;;
        build,-*) __gitcomp "--rev --attribute --builder --again --quiet --help" ;;
        explain,-*) __gitcomp "--help" ;;
        explain,*) __gitcomp "$(git authguard explain 2>/dev/null | sed -n 's/^\(AG[0-9]*\) .*/\1/p')" ;;
        install,-* | uninstall,-*) __gitcomp "--dry-run --quiet --help" ;;
        install,* | uninstall,*) __gitcomp "pre-commit pre-merge-commit pre-push" ;;
        *) __git_complete_index_file "--cached" ;;
    esac
}

# `git-authguard` typed as one word completes too where git's completion is loaded.
if declare -F __git_complete >/dev/null; then
    __git_complete git-authguard _git_authguard
fi
