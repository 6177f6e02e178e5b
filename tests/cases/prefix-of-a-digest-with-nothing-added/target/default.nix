{ fetchurl }: fetchurl { url = "https://e.org/1.0.tgz"; hash = "sha256-" + ""; }
