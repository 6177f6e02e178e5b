{ fetchurl }:
{ version }: fetchurl { url = "https://e.org/a-${version}.tgz"; hash = "sha256-ON/A8F6I5OmelLua88L7OAfFnOkQ5qmpHsKZu0cgiAA="; }
