{ lib, fetchurl, buildEnv }:
let
  esPlugin = a@{ pluginName, installPhase ? "", ... }: a;
  esVersion = "1.2.0";
in {
  icu = esPlugin rec {
    name = "es-${pluginName}-${version}"; pluginName = "analysis-icu"; version = esVersion;
    src = fetchurl { url = "https://artifacts.elastic.co/downloads/es-plugins/${pluginName}/${pluginName}-${esVersion}.zip";
      hash = if version == "1.2.0" then "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=" else if version == "1.1.0" then "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=" else throw "unsupported"; };
  };
}
