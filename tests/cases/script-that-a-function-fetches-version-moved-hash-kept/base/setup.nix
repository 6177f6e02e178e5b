{ fetchurl }:
{ version, hash }:
let
  args = {
    url = "https://example.org/tide-${version}.sh";
    inherit hash;
  };
in
{
  setupScript = fetchurl args;
}
