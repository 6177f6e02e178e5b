final: prev: {
  lumis = prev.lumis.overrideAttrs (old: {
    src = old.src.overrideAttrs (_: {
      tag = "v1.5";
      outputHash = "sha256-ZcdMFaaGGHu2u/mVj0lPxrgAaANKZZqa1EmRsIxY8tI=";
    });
  });
}
