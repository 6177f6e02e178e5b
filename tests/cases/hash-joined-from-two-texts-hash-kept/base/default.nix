{ fetchurl, lib }:
fetchurl { url = "https://a.dev/x-1.2.0.tgz"; hash = "sha256-" + lib.removePrefix "sha256-" "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }
