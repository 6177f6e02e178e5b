{ fetchurl }:
version: fetchurl { url = "https://e.org/c-${version}.tgz"; hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y="; }
