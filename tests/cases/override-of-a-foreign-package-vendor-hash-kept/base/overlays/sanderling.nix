final: prev: {
  sanderling = prev.sanderling.overrideAttrs (old: rec {
    version = "3.4.0";
    src = final.fetchFromGitHub {
      owner = "sanderling";
      repo = "sanderling";
      tag = "v${version}";
      hash = "sha256-R6gqKLoM7/hwDLhozbCf+vQ9vDeJIZOJmEPbtOA43ps=";
    };
    vendorHash = "sha256-azRLWdLVFe9yA+3MQSJUGdKvqigO4ROpGRy/xIv/Eps=";
  });
}
