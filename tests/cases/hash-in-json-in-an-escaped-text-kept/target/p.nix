{ fetchurl }:
let
  info = builtins.fromJSON "{\"version\": \"0.8\", \"linux\": \"sha256-wgS5iKlgBInaP54deNKA75a1b1uw1lkC/RtShKA1sOo=\", \"darwin\": \"sha256-hH3QXLtvqUJjPPveg0sgUVFYoIEVifxAwM5V1IrsQlU=\"}";
  fetch = system: hash: fetchurl {
    url = "https://example.org/${info.version}/tern-${system}.zip";
    sha256 = hash;
  };
in
{
  linux = fetch "linux" info.linux;
  darwin = fetch "darwin" info.darwin;
}
