{ fetchurl }: fetchurl { url = "https://e.org/a-1.0.tgz"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }
