{ fetchurl, version }:
fetchurl { url = "https://example.org/${version}/a.tar.gz"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }
