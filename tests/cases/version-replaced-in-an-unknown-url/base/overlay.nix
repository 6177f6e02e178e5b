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
  jib = pin prev.jib "1.2.3" "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  pea = pin prev.pea "2.0.1" "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  oat = pin prev.oat "0.3.0" "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
}
