# fish completion for `git-authguard`; fish uses it for `git authguard` as well.
# Installed as share/fish/vendor_completions.d/git-authguard.fish.

set -l commands check audit list verify fix bump build explain install uninstall

function __git_authguard_rules
    git authguard explain 2>/dev/null | string replace -rf '^(AG\d+)  (\S+).*' '$1\t$2'
end

function __git_authguard_refs
    git for-each-ref --format='%(refname:short)' 2>/dev/null
    printf '%s\n' ':index' ':worktree'
end

complete -c git-authguard -f
complete -c git-authguard -s h -l help -d 'Show help'

complete -c git-authguard -n "not __fish_seen_subcommand_from $commands" -s C -xa '(__fish_complete_directories)' -d 'Run as if started there'
complete -c git-authguard -n "not __fish_seen_subcommand_from $commands" -l version -d 'Show the version'
complete -c git-authguard -n "not __fish_seen_subcommand_from $commands" -a check -d 'Judge what is staged, or a range'
complete -c git-authguard -n "not __fish_seen_subcommand_from $commands" -a audit -d 'Which hashes are older than their inputs'
complete -c git-authguard -n "not __fish_seen_subcommand_from $commands" -a list -d 'List every fixed output'
complete -c git-authguard -n "not __fish_seen_subcommand_from $commands" -a verify -d 'Obtain the true hashes'
complete -c git-authguard -n "not __fish_seen_subcommand_from $commands" -a fix -d 'Write the true hashes'
complete -c git-authguard -n "not __fish_seen_subcommand_from $commands" -a bump -d 'Set a version and its hashes'
complete -c git-authguard -n "not __fish_seen_subcommand_from $commands" -a build -d 'Build a revision, as a push does'
complete -c git-authguard -n "not __fish_seen_subcommand_from $commands" -a explain -d 'Say what a rule means'
complete -c git-authguard -n "not __fish_seen_subcommand_from $commands" -a install -d 'Write the git hooks'
complete -c git-authguard -n "not __fish_seen_subcommand_from $commands" -a uninstall -d 'Take the git hooks away'

complete -c git-authguard -n '__fish_seen_subcommand_from check' -l base -xa '(__git_authguard_refs)' -d 'Revision to judge against'
complete -c git-authguard -n '__fish_seen_subcommand_from check' -l head -xa '(__git_authguard_refs)' -d 'What to judge'
complete -c git-authguard -n '__fish_seen_subcommand_from check' -l all -d 'Judge every fixed output, moved or not'
complete -c git-authguard -n '__fish_seen_subcommand_from check' -l strict -d 'Exit with 1 for warnings too'
complete -c git-authguard -n '__fish_seen_subcommand_from check audit' -l format -xa 'text short json' -d 'Format of the report'
complete -c git-authguard -n '__fish_seen_subcommand_from check audit list' -l color -xa 'auto always never' -d 'When to colour'
complete -c git-authguard -n '__fish_seen_subcommand_from check audit' -s q -l quiet -d 'No report, only the exit code'
complete -c git-authguard -n '__fish_seen_subcommand_from check audit' -s v -l verbose -d 'Say what was judged'
complete -c git-authguard -n '__fish_seen_subcommand_from check audit verify fix bump' -l online -d 'Ask whatever the config says'
complete -c git-authguard -n '__fish_seen_subcommand_from check audit verify fix bump' -l offline -d 'Ask nobody'
complete -c git-authguard -n '__fish_seen_subcommand_from audit' -l since -x -d 'Only what moved since'
complete -c git-authguard -n '__fish_seen_subcommand_from audit' -l fail-on -xa 'stale suspect' -d 'What makes the exit code 1'
complete -c git-authguard -n '__fish_seen_subcommand_from audit' -l exit-zero -d 'Exit with 0 whatever was found'
complete -c git-authguard -n '__fish_seen_subcommand_from verify fix' -l all -d 'Every fixed output'
complete -c git-authguard -n '__fish_seen_subcommand_from verify fix' -l base -xa '(__git_authguard_refs)' -d 'Those that moved since'
complete -c git-authguard -n '__fish_seen_subcommand_from verify' -l head -xa '(__git_authguard_refs)' -d 'The snapshot'
complete -c git-authguard -n '__fish_seen_subcommand_from verify fix' -l again -d 'Prove anew what was proved before'
complete -c git-authguard -n '__fish_seen_subcommand_from verify fix bump' -s f -l file -rF -d 'The expression that holds them'
complete -c git-authguard -n '__fish_seen_subcommand_from verify fix bump' -s A -l attribute -x -d 'Its attribute'
complete -c git-authguard -n '__fish_seen_subcommand_from verify fix bump' -l builder -xa '(__fish_print_hostnames)' -d 'Ask Nix there, by ssh'
complete -c git-authguard -n '__fish_seen_subcommand_from verify fix bump' -l no-nix -d 'Without Nix only'
complete -c git-authguard -n '__fish_seen_subcommand_from verify fix bump' -l format -xa 'text json' -d 'Format of the report'
complete -c git-authguard -n '__fish_seen_subcommand_from verify fix bump' -s q -l quiet -d 'No report, only the exit code'
complete -c git-authguard -n '__fish_seen_subcommand_from verify fix bump' -s v -l verbose -d 'Name also what was proved before'
complete -c git-authguard -n '__fish_seen_subcommand_from verify fix bump' -l color -xa 'auto always never' -d 'When to colour'
complete -c git-authguard -n '__fish_seen_subcommand_from fix bump' -l stage -d 'Into the index as well'
complete -c git-authguard -n '__fish_seen_subcommand_from fix bump' -s n -l dry-run -d 'Write nothing'
complete -c git-authguard -n '__fish_seen_subcommand_from bump' -l commit -d 'Commit these edits alone'
complete -c git-authguard -n '__fish_seen_subcommand_from bump' -l build -d 'Then build the gate of it'
complete -c git-authguard -n '__fish_seen_subcommand_from bump' -l pre -d 'A release candidate counts'
complete -c git-authguard -n '__fish_seen_subcommand_from bump' -a latest -d 'The newest tag'
complete -c git-authguard -n '__fish_seen_subcommand_from verify fix bump' -F
complete -c git-authguard -n '__fish_seen_subcommand_from audit list' -l rev -xa '(__git_authguard_refs)' -d 'The snapshot'
complete -c git-authguard -n '__fish_seen_subcommand_from list' -l format -xa 'text json' -d 'Format of the list'
complete -c git-authguard -n '__fish_seen_subcommand_from check audit list' -F

complete -c git-authguard -n '__fish_seen_subcommand_from build' -l rev -xa '(__git_authguard_refs)' -d 'The revision to build'
complete -c git-authguard -n '__fish_seen_subcommand_from build' -s A -l attribute -x -d 'The attribute to build'
complete -c git-authguard -n '__fish_seen_subcommand_from build' -l builder -xa '(__fish_print_hostnames)' -d 'Build there, by ssh'
complete -c git-authguard -n '__fish_seen_subcommand_from build' -l again -d 'Build also what was built before'
complete -c git-authguard -n '__fish_seen_subcommand_from build' -s q -l quiet -d 'Only what went wrong'
complete -c git-authguard -n '__fish_seen_subcommand_from build' -xa '(__fish_complete_directories)'

complete -c git-authguard -n '__fish_seen_subcommand_from explain' -a '(__git_authguard_rules)'

complete -c git-authguard -n '__fish_seen_subcommand_from install uninstall' -s n -l dry-run -d 'Do nothing, only say'
complete -c git-authguard -n '__fish_seen_subcommand_from install uninstall' -s q -l quiet -d 'Say nothing'
complete -c git-authguard -n '__fish_seen_subcommand_from install uninstall' -a 'pre-commit pre-merge-commit pre-push'
