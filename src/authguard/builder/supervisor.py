"""The shell script that supervises a job on its machine, and the marks around the job's output.

The script must run in any POSIX shell with the tools of any Unix, and clean up even if its parents are killed. So it
always reads its standard input, which gets a byte every second. At the end of the input, or after some seconds
without a byte (a broken connection, a closed laptop), it ends the job and removes its directory.
"""

from __future__ import annotations

BEAT = 1.0
"""Seconds between two bytes, which show that this machine still waits."""
SILENCE = 6
"""After this many seconds without a byte, the supervisor ends the job."""
GRACE = 3
"""A job has this many seconds to end by itself before it is killed."""

DELIVERY = 30
"""The last output of a job must arrive within this many seconds after its end. Later output is dropped."""

# A mark begins with a byte that no text contains. So each part of a log can be passed on at once.
_MARK = "\x01"

# nonce, size, tar, and the numbers above are set before this script. The reasons for its form:
# - It is one command, so that nothing runs if only its start arrives.
# - Descriptor 3 is our input, 4 the job's standard error. Messages of the script itself (a shell reports each process
#   that was killed) are discarded.
# - The job has its own process group, by setsid or by the shell's job control (macOS has no setsid, and dash no job
#   control without a terminal). So the script ends all of the job and no other process.
# - A process that was just forked leads no group yet, and may lose a signal to the handlers of its parent. So the
#   script waits for the group, and sends the signal repeatedly. `jobs` makes the shell notice the jobs that ended;
#   otherwise they would count as running.
# - A job may delay its end with a file `hold` beside its files, for two seconds at most.
# - A trap ends the job itself. A trap that only sets a variable could come just before `wait`, and would be lost.
# - The files come in the pieces of single reads, since head may read ahead; each piece leaves room for a beat.
# - Two `cat` carry the job's output. Over a broken connection they block, and so does a Nix that writes to them: then
#   the `cat` is killed, and another one discards the rest.
# - After the job's end the script waits for the last output, since its reader may be slow. It does not wait for ever,
#   since a process that left the job's group may hold the pipe. A signal ends a `wait`, so there are two of them.
# - Without any byte from its input the script writes nothing, since a write could block for ever. An ssh that
# outlives its parent and reads nothing has the same effect. So the ticker, which counts missing beats and the time
# since the last output, also ends the shell if it cannot write its last line. - If the shell itself is killed, the
# process that waits for the end of the input does its work.
_SCRIPT = r"""{
mark=$(printf '\001%s' "$nonce")
printf '%s begin\n' "$mark"
printf '%s begin\n' "$mark" >&2
exec 3<&0 4>&2 </dev/null 2>/dev/null
PATH=$PATH:/run/current-system/sw/bin:/nix/var/nix/profiles/default/bin:${HOME-}/.nix-profile/bin
mask=$(umask)
umask 077
d= job= runs= gone= reader= ticker= relays=
finish() {
  [ -z "$job" ] || {
    [ -z "$gone" ] || kill $relays
    tries=0
    while [ -n "$runs" ] && [ -e "$d/hold" ] && [ $tries -lt 20 ]; do
      sleep 0.1 || sleep 1
      tries=$((tries + 1))
    done
    tries=0
    while { kill -TERM -"$job" || { [ -n "$runs" ] && kill -0 "$job"; }; } && [ $tries -lt $((grace * 10)) ]; do
      sleep 0.1 || sleep 1
      tries=$((tries + 1))
      jobs >/dev/null
    done
    kill -KILL -"$job"
  }
}
relay() {
  exec 5<"$1"
  cat= over=
  trap 'over=1; [ -z "$cat" ] || kill -KILL $cat' TERM
  cat <&5 &
  cat=$!
  [ -z "$over" ] || kill -KILL $cat
  wait $cat
  exec cat <&5 >/dev/null
}
clean() {
  cd /
  rm -rf "$d" || { chmod -R u+rwx "$d"; rm -rf "$d"; }
}
leave() {
  [ -n "$gone" ] || {
    gone=$1
    [ -z "$d" ] || : >"$d/gone"
    finish
  }
}
say() {
  [ -z "$relays" ] || {
    echo $relays >"$d/over"
    for again in 1 2 3 4; do wait $relays; done
  }
  [ -z "$ticker" ] || kill -USR1 $ticker
  [ -z "$reader" ] || kill $reader
  [ -z "$d" ] || clean
  trap '' PIPE
  [ "$gone" = silent ] || { printf '%s %s\n' "$mark" "$*"; printf '%s end\n' "$mark" >&4; }
  [ -z "$ticker" ] || kill $ticker
  exit 0
}
alone() {
  if command -v setsid >/dev/null; then
    setsid "$@" </dev/null 2>&4 4>&- &
  else
    set -m
    "$@" </dev/null 2>&4 4>&- &
    set +m
  fi
  job=$! runs=1
  [ -z "$gone" ] || finish
}
trap 'leave closed' HUP INT TERM
trap 'leave silent' USR1
d=$(mktemp -d "${TMPDIR:-/tmp}/authguard.XXXXXXXXXX" 2>&4) || say cannot make a directory
[ -z "$gone" ] || say gone
(
  trap - HUP INT
  trap 'kill $nap; exit' TERM
  trap 'last=0; kill $nap' USR1
  n=0 over=0 held=0 last= nap=
  while :; do
    sleep 1 &
    nap=$!
    wait $nap
    nap=
    if [ -n "$last" ]; then
      last=$((last + 1))
      [ $last -le $grace ] || { kill -KILL $$; exit; }
      continue
    fi
    if [ -s "$d/over" ]; then
      over=$((over + 1))
      { [ $over -lt $deliver ] && [ ! -e "$d/gone" ]; } || kill $(cat "$d/over")
      [ $over -le $deliver ] || kill -KILL $(cat "$d/over")
    fi
    if [ -e "$d/hold" ]; then
      held=$((held + 1))
      [ $held -lt 2 ] || rm -f "$d/hold"
    fi
    if rm "$d/beat"; then n=0; else n=$((n + 1)); fi
    [ $n -ne $silence ] || kill -USR1 $$
    [ $n -le $((silence + deliver)) ] || exit
  done
) </dev/null >/dev/null 3<&- 4>&- &
ticker=$!
unpack='
cd "$1" || exit
if [ -n "$3" ]; then exec tar xf "$3"; fi
left=$2
while [ $left -gt 0 ]; do
  most=$((left < 131072 ? left : 131072))
  said=$(dd bs=$most count=1 <&3 2>&1 >part) || {
    exec >&-; sleep 1; echo "$said" | head -n 1 >&2; exit 1 # the last word, after what tar says of its end
  }
  [ -s part ] || exit
  left=$((left - $(wc -c <part)))
  cat part
  : >beat
done | tar xf - || exit
rm part
'
alone /bin/sh -c "$unpack" sh "$d" "$size" "$tar"
wait "$job"
status=$? runs=
[ -z "$gone" ] || say gone
[ $status = 0 ] || say cannot unpack the files
umask "$mask"
mkfifo "$d/out" "$d/err"
(trap - HUP INT USR1; relay "$d/out") </dev/null 3<&- 4>&- &
relays=$!
(trap - HUP INT USR1; relay "$d/err") </dev/null >&4 3<&- 4>&- &
relays="$relays $!"
alone /bin/sh -c 'cd "$1/files" && exec /bin/sh ../script' sh "$d" >"$d/out" 4>"$d/err" 3<&-
(
  trap - HUP INT TERM USR1
  while read -r beat; do : >"$d/beat"; done
  kill -TERM $$ || { gone=alone; finish; kill $ticker; clean; }
) <&3 >/dev/null 4>&- &
reader=$!
wait "$job"
status=$? runs=
[ -z "$gone" ] || say gone
finish
say end $status
}
"""


class Stream:
    """One of the two streams of a job. Only the text between the marks is output of the job.

    Attributes:
        begun: whether the supervisor has started.
        noise: the text before the start of the supervisor, from ssh or a login shell.
        ended: the words of the last mark ("end STATUS", "cannot ...", "gone"); None before that mark arrives.
    """

    __slots__ = ("_held", "_mark", "begun", "ended", "noise")

    def __init__(self, nonce: str) -> None:
        """Store the secret word of the marks."""
        self._mark = f"{_MARK}{nonce} ".encode()
        self._held = b""
        self.begun = False
        self.noise = b""
        self.ended: str | None = None

    def feed(self, data: bytes) -> bytes:
        """Return the job's part of a piece of output."""
        if self.ended is not None:
            return b""
        self._held += data
        if not self.begun and not self._begin():
            return b""
        at = self._held.find(self._mark)
        if at < 0:
            at = self._held.rfind(self._mark[:1])
            if at < 0 or not self._mark.startswith(self._held[at:]):
                at = len(self._held)
            text, self._held = self._held[:at], self._held[at:]
            return text
        line, newline, _ = self._held[at + len(self._mark) :].partition(b"\n")
        text, self._held = self._held[:at], self._held[at:]
        if newline or len(line) > _LAST:
            self.ended, self._held = line[:_LAST].decode("ascii", "replace"), b""
        return text

    def _begin(self) -> bool:
        """Look for the first mark, and drop the text before it as noise."""
        before, mark, after = self._held.partition(self._mark + b"begin\n")
        if not mark:
            self._held = self._held[-_NOISE:]
            self.noise = self._held
            return False
        self.noise, self._held, self.begun = before, after, True
        return True


_NOISE = 1 << 16  # at most this many bytes before the first mark are kept
_LAST = 200  # at most this many bytes after the last mark: "end 0", "cannot make a directory"


def text(nonce: str, size: int, tar: str = "") -> bytes:
    """Return the script that supervises one job.

    Args:
        nonce: a secret word of letters and digits.
        size: the number of bytes of the tar after the script.
        tar: the path of a tar (without quotes) that is read instead of the input.
    """
    settings = {
        "nonce": nonce,
        "size": str(size),
        "tar": f"'{tar}'" if tar else "",
        "silence": str(SILENCE),
        "grace": str(GRACE),
        "deliver": str(DELIVERY),
    }
    return ("".join(f"{name}={value}\n" for name, value in settings.items()) + _SCRIPT).encode()


def command(script: bytes) -> str:
    """Return the command for a login shell, which replaces itself with /bin/sh and reads the script byte by byte.

    All login shells must understand it in the same way: no backslash, no quote inside quotes, no `!`.
    """
    return f"exec /bin/sh -c 'eval \"$(dd bs=1 count={len(script)} 2>/dev/null)\"'"
