self:

(with self; {

  pinned = rec {
    version = "1.1";
  };

  tide = fetchurl {
    url = "https://example.org/tide-${pinned.version}.tar.gz";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
})
