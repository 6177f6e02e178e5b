self:

(with self; {

  pinned = rec {
    version = "1.1";
  };

  tide = fetchurl {
    url = "https://example.org/tide-${pinned.version}.tar.gz";
    hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  };
})
