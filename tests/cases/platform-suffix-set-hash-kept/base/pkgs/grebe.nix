{ stdenv, fetchurl }:

let
  version = "11.4";
  target =
    {
      x86_64-linux = {
        suffix = "linux-amd64";
        sha256 = "1m88a36jahbn9yaaq26mmr51c9f5ypkhkrp13dl522hwzmyb76lh";
      };
      aarch64-linux = {
        suffix = "linux-arm64";
        sha256 = "04hnkidw8rivyip6rjy808y1n4pjhsdxjwxys6n4jdsbjv5hn2br";
      };
    }
    .${stdenv.hostPlatform.system};
in
stdenv.mkDerivation {
  pname = "grebe";
  inherit version;
  src = fetchurl {
    url = "https://get.example.org/grebe/${version}/grebe-${target.suffix}.tgz";
    inherit (target) sha256;
  };
}
