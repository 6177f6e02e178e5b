{ fetchurl }:
version: fetchurl { url = "https://e.org/b-${version}.tgz"; hash = "sha256-eNnnniZW9qRMZihb9dS4xHwN1HEluU/LRMbi3aPWzbg="; }
