{ lib }:
lib.mapAttrs
  (
    _:
    { major, build, digest }:
    {
      version = "${major}.${build}";
      prefix = "linux";
      hash = digest;
    }
  )
  {
    stable = {
      major = "23.11";
      build = "84";
      digest = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    };
    legacy = {
      major = "22.05";
      build = "17";
      digest = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
    };
  }
