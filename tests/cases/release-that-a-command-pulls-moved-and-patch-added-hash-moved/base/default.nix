{ stdenvNoCC, kubernetes-helm, cacert }: stdenvNoCC.mkDerivation { name = "chart"; dontUnpack = true; nativeBuildInputs = [ kubernetes-helm cacert ];
  buildPhase = "helm pull oci://registry.example.org/o/chart --version 1.0.0 --destination $out"; outputHashMode = "recursive"; outputHashAlgo = "sha256"; outputHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }
