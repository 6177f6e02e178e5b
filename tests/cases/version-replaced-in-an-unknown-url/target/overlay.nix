final: prev:
let
  pin = pkg: version: hash: pkg.overrideAttrs (old: {
    inherit version;
    src = final.fetchurl {
      url = builtins.replaceStrings [ old.version ] [ version ] old.src.url;
      inherit hash;
    };
  });
in
{
  jib = pin prev.jib "1.2.4" "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  pea = pin prev.pea "2.0.2" "sha256-SBTZIJOsig9KIWOrh97lCbowalj1iIvg7csvzQcSAos=";
  oat = pin prev.oat "0.3.0" "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
}
