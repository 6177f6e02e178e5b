{ fetchFoo, lib }:
fetchFoo {
  pname = "x";
  version = "1.0";
  src = lib.cleanSource ./..;
  hash = "sha256-GQ6TLOtpmJsQpEIJezSurpvKwb86wgo9HM6FBAgQdqQ=";
}
