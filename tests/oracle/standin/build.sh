# Builds what is given by one command, as the trivial builders and the tools are. There are no phases.
PATH=/usr/bin:/bin
export PATH
if [ -z "${buildCommand-}" ]; then
  echo "the stand-in package set only evaluates: it cannot build $name" >&2
  exit 1
fi
eval "$buildCommand"
