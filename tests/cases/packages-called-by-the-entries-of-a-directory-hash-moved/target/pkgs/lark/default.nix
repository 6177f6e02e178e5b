{ fetchurl, versions }: fetchurl { url = "https://x.org/lark-${versions.lark}.tgz"; hash = "sha256-YDkJL3CGS5NeYU6vD/Qby5E1fo50aZf5r1X1uff49oQ="; }
