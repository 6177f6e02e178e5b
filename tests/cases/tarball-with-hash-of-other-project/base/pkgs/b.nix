{ fetchurl }: fetchurl { url = "https://e.org/b-1.0.tgz"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; }
