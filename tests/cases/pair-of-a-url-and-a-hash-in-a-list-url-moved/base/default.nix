{ fetchurl, lib }:
let
  files = [
    [ "https://a.dev/one-1.2.0.bin" "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=" ]
    [ "https://a.dev/two-2.0.0.bin" "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=" ]
  ];
in lib.unknownThing files
