final: prev: {
  jib = prev.jib.overrideAttrs (finalAttrs: old: {
    version = "2.0.0-rc1";
    src = old.src.override { tag = "v${finalAttrs.version}"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  });
  pea = prev.pea.overrideAttrs (finalAttrs: old: {
    version = "1.0.0";
    src = old.src.override { tag = "v${finalAttrs.version}"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
  });
}
