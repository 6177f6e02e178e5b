final: prev: {
  hello = prev.hello.overrideAttrs {
    src = final.fetchurl (final.lib.importJSON ./hello.json);
  };
}
