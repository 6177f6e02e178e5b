{ fetchurl }:
let
  release =
    attrs:
    let
      change = more: release (attrs // more);
      of = version: change { inherit version; };
    in
    {
      stable = of "1.3.9";
      older = of "1.2.0";
      tiny = change { tiny = true; };
      loud = change { loud = true; };
      src = fetchurl {
        url = "https://example.org/grebe-${attrs.version or "0"}.tar.gz";
        hash = "sha256-Fk5MmSFiS5Zrl6CY8mVpRkLyVQdCxTKxLZJYqrRcGkk=";
      };
    };
in
(release { }).stable.tiny.loud
