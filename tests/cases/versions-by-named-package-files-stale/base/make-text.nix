{ fetchurl }:
version: fetchurl { url = "https://e.org/b-${version}.tgz"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; }
