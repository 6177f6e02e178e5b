{ lib, buildDartApplication, fetchFromGitHub }:

buildDartApplication {
  pname = "lapwing";
  version = "3.0";
  src = fetchFromGitHub {
    owner = "hoopoe";
    repo = "lapwing";
    tag = "v3.0";
    hash = "sha256-DAdrIpNg9zIgX0NngQXM5GDulS/QdqGOKMh9zzckMmA=";
  };
  pubspecLock = lib.importJSON ./pubspec.lock.json;
  gitHashes = {
    crest = "sha256-qR1ulUoozDtn3L9y8ZEPitjKAj85QaYUYL5kKKPYmHI=";
    plume = "sha256-9kVR/NbweCPLh5cc+5FEZCXaGChrOrHvk14MvXpp9oo=";
  };
}
