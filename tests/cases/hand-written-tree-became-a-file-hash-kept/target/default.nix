{ stdenvNoCC, modeOf }:

{
  lynx = stdenvNoCC.mkDerivation {
    name = "lynx-models";
    outputHashMode = "flat";
    outputHash = "sha256-fBgOPjvuk93kwopJmbTMNgTuU1JMOyRUhdQaw21HjII=";
    buildCommand = ''
      curl -L https://models.example.org/lynx -o $out
    '';
  };

  ocelot = stdenvNoCC.mkDerivation {
    name = "ocelot-models";
    outputHashMode = "nar";
    outputHash = "sha256-bS98I3ISBcpAGkEowGxutLw8y2FwgbfziAtqVY9L2W8=";
    buildCommand = ''
      curl -L https://models.example.org/ocelot -o $out
    '';
  };

  puma = stdenvNoCC.mkDerivation {
    name = "puma-models";
    outputHashMode = "flat";
    outputHash = "sha256-hlBQhbtHc9U4vmLXHLk3ze7dAJ5kfj+lqWjt8jtMcqM=";
    buildCommand = ''
      curl -L https://models.example.org/puma -o $out
    '';
  };
}
