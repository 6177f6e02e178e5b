{ fetchzip }:
{ owner, name, version, hash }:
fetchzip {
  inherit version hash;
  name = "mod-${owner}-${name}";
  url = "https://mods.example/download/${owner}/${name}/${version}/";
  extension = "zip";
  stripRoot = false;
}
