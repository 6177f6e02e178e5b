final: prev: {
  sanderling = prev.sanderling.overrideAttrs (old: rec {
    version = "3.5.0";
    src = final.fetchFromGitHub {
      owner = "sanderling";
      repo = "sanderling";
      tag = "v${version}";
      hash = "sha256-9VQ0r9MaHruKKS9QuiXRV/wq7aBsZlU38RBC6CSzMvg=";
    };
    vendorHash = "sha256-azRLWdLVFe9yA+3MQSJUGdKvqigO4ROpGRy/xIv/Eps=";
  });
}
