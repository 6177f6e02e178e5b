# One round: evaluates, finds the derivations whose hashes are in question, and runs their fetchers afresh.
#
# Before this text stand `token`, `lanes` and the functions nix_instantiate, nix_store and evaluate_all. It runs beside
# `tree`, the files, and `wanted`, the patterns that the derivations in question begin with, in a directory of its own
# that whoever started it removes. It answers on stdout in frames: a line `TOKEN KIND KEY LENGTH`, then so many bytes.
# Needed: a POSIX sh, coreutils, grep, sed, xargs and Nix 2.3 or later. Files are handed to functions by number, since a
# function has no lists.

set -u
LC_ALL=C
NIX_HASHED_MIRRORS=file:///dev/null # a mirror that goes by the hash would bring what the hash says, not what the url does
export LC_ALL NIX_HASHED_MIRRORS
here=$PWD
mkdir -p round tree

frame() { # KIND KEY FILE
  tail -c 1048576 "$3" > round/frame 2> /dev/null || : > round/frame
  printf '%s %s %s %d\n' "$token" "$1" "$2" "$(($(wc -c < round/frame)))"
  cat round/frame
}

# Ends what runs in the background, and waits for it: Nix takes its builders along.
children=
stop() {
  trap '' TERM INT HUP PIPE
  for child in $children; do
    kill "$child" 2> /dev/null
  done
  wait
  exit 143
}
trap stop TERM INT HUP PIPE

run() { # COMMAND...
  "$@" < /dev/null &
  children=$!
  wait "$children"
  code=$?
  children=
  return "$code"
}

evaluate() { # NUMBER ARGUMENTS...
  number=$1
  shift
  cd tree || exit 1
  if run nix_instantiate "$@" --add-root "$here/round/root-$number" --indirect > /dev/null 2> ../round/said; then
    kind=evaluated
  else
    kind=refused
  fi
  cd "$here" || exit 1
  frame "$kind" "$number" round/said
}

nth() { # NUMBER: the derivation of that number
  sed -n "${1}p" round/found
}

output() { # NUMBER: the path of its output
  sed -n '1s/^[^[]*\[("out","\([^"]*\)".*/\1/p' "$(nth "$1")"
}

inputs() { # NUMBER: what it is built from, as DRV!OUTPUT,OUTPUT
  grep -o '("/[^"]*\.drv",\[[^]]*\])' "$(nth "$1")" | sed 's/^("\([^"]*\)",\[\(.*\)\])$/\1!\2/; s/"//g'
}

realise() { # LOG OPTIONS AND PATHS...
  log=$1
  shift
  run nix_store --realise --no-build-output "$@" > /dev/null 2>> "$log"
}

find_derivations() {
  for root in round/root-*; do
    if [ -h "$root" ]; then readlink "$root"; fi
  done | sort -u > round/top
  : > round/found
  [ -s round/top ] || return 0
  # shellcheck disable=SC2046 # store paths hold no blanks
  if ! (nix_store --query --requisites $(cat round/top)) < /dev/null > round/closure 2> round/said; then
    frame unread - round/said
    return 0
  fi
  sed -n '/\.drv$/p' round/closure | xargs grep -l -f wanted > round/found 2> round/said
  if [ -s round/said ]; then frame unread - round/said; fi
}

# Of each derivation, the others in question that it is built from.
find_order() {
  number=0
  many=$(wc -l < round/found)
  while read -r drv; do
    number=$((number + 1))
    frame derivation "$drv" "$drv"
    output "$number" > "round/output-$number"
    : > "round/needs-$number"
    [ "$((many))" -gt 1 ] || continue
    (nix_store --query --requisites "$drv") < /dev/null 2> /dev/null |
      grep -x -F -f round/found | grep -v -x -F -e "$drv" > "round/needs-$number"
  done < round/found
}

# The derivations that can be run now: what they are built from and is in question is proved right, and no other run makes
# the same path meanwhile, which Nix would take for theirs.
find_ready() {
  ready=
  : > round/taken
  number=0
  while read -r drv; do
    number=$((number + 1))
    [ -e "round/result-$number" ] && continue
    grep -q -x -F -f round/open "round/needs-$number" && continue
    grep -q -x -F -f round/taken "round/output-$number" && continue
    cat "round/output-$number" >> round/taken
    ready="$ready $number"
  done < round/found
}

realise_inputs() {
  for number in $ready; do
    inputs "$number"
  done | sort -u > round/inputs
  inputs_code=0
  : > round/said
  if [ -s round/inputs ]; then
    # shellcheck disable=SC2046
    realise round/said --keep-going $(cat round/inputs) --add-root "$here/round/input" --indirect
    inputs_code=$?
  fi
}

# Runs one fetcher, in a shell of its own. Its inputs are there by now, or it is not run: without substitutes Nix would build
# all of them. Where the output is valid Nix would run nothing, so there it is checked against a second run; and where
# it became valid while Nix waited for another who makes it, likewise.
fetch() { # NUMBER
  children=
  trap stop TERM INT HUP PIPE
  drv=$(nth "$1")
  path=$(output "$1")
  : > "round/log-$1"
  if [ "$inputs_code" -ne 0 ]; then
    # shellcheck disable=SC2046
    realise "round/log-$1" --keep-going $(inputs "$1") || {
      echo "inputs $?" > "round/result-$1"
      return
    }
  fi
  mirrors=
  if grep -q -F '"builtin:fetchurl"' "$drv"; then mirrors=1; fi
  how=fresh
  if (nix_store --check-validity "$path") > /dev/null 2>&1; then how=check; fi
  if [ "$how" = fresh ]; then
    realise "round/log-$1" "$drv" --option substitute false ${mirrors:+--option hashed-mirrors ''}
    code=$?
    if [ "$code" -eq 0 ] && ! grep -q -F "building '" "round/log-$1"; then how=check; fi
  fi
  if [ "$how" = check ]; then
    realise "round/log-$1" --check "$drv" --option substitute false ${mirrors:+--option hashed-mirrors ''}
    code=$?
    if [ "$code" -eq 0 ] && ! grep -q -F "checking outputs of '" "round/log-$1"; then how=unseen; fi
  fi
  echo "$how $code" > "round/result-$1"
}

# What a builder printed tells why it failed, and whether it asked a mirror by the hash.
wants_its_log() { # NUMBER
  if [ "$code" -eq 0 ]; then
    grep -q -F irror "$(nth "$1")"
  else
    ! grep -q -F 'hash mismatch in fixed-output derivation' "round/log-$1"
  fi
}

tell() { # NUMBER
  drv=$(nth "$1")
  [ -e "round/result-$1" ] || echo 'lost 1' > "round/result-$1"
  read -r how code < "round/result-$1"
  if [ "$code" -eq 0 ] && [ "$how" != unseen ]; then
    grep -v -x -F -e "$drv" round/open > round/still
    cat round/still > round/open
  fi
  : > round/said
  if wants_its_log "$1"; then
    (nix_store --read-log "$drv") < /dev/null 2> /dev/null | tail -c 65536 > round/said
  fi
  frame built "$drv" round/said
  frame log "$drv" "round/log-$1"
  frame result "$drv" "round/result-$1"
}

# Runs the fetchers NUMBER..., and tells of each when all of them have ended.
run_some() {
  for number in "$@"; do
    frame running "$(nth "$number")" /dev/null
    fetch "$number" &
    children="$children $!"
  done
  for child in $children; do
    wait "$child"
  done
  children=
  for number in "$@"; do
    tell "$number"
  done
}

# Runs the fetchers NUMBER..., so many at once.
run_ready() {
  while [ $# -gt 0 ]; do
    some=
    while [ $# -gt 0 ] && [ "$(echo $some | wc -w)" -lt "$lanes" ]; do
      some="$some $1"
      shift
    done
    # shellcheck disable=SC2086 # numbers
    run_some $some
  done
}

if ! command -v nix-store > /dev/null 2>&1; then
  frame missing - /dev/null
  exit 0
fi
printf %s "$here" > round/said
frame here - round/said
evaluate_all
find_derivations
find_order
cat round/found > round/open
while find_ready && [ -n "$ready" ]; do
  realise_inputs
  # shellcheck disable=SC2086
  run_ready $ready
done
number=0
while read -r drv; do
  number=$((number + 1))
  [ -e "round/result-$number" ] && continue
  grep -x -F -f round/open "round/needs-$number" > round/said
  frame waits "$drv" round/said
done < round/found
frame end - /dev/null
