{ fetchurl }:
{ version }: fetchurl { url = "https://e.org/a-${version}.tgz"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }
