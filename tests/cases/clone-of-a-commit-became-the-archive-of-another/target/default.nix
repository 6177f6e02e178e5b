let
  pin = (builtins.fromJSON (builtins.readFile ./pins.json)).crake;
in
if pin.kind == "tarball" then
  builtins.fetchTarball {
    url = pin.locked_url;
    sha256 = pin.nar_hash;
  }
else
  builtins.fetchGit { inherit (pin) url rev; }
