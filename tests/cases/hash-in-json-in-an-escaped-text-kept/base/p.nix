{ fetchurl }:
let
  info = builtins.fromJSON "{\"version\": \"0.7\", \"linux\": \"sha256-bZ/0v6t1Lemj8Jl9yoYwc8cKYvL/4OgNK/lYajuMIDY=\", \"darwin\": \"sha256-hH3QXLtvqUJjPPveg0sgUVFYoIEVifxAwM5V1IrsQlU=\"}";
  fetch = system: hash: fetchurl {
    url = "https://example.org/${info.version}/tern-${system}.zip";
    sha256 = hash;
  };
in
{
  linux = fetch "linux" info.linux;
  darwin = fetch "darwin" info.darwin;
}
