{ stdenvNoCC, kubernetes-helm, cacert, git }: stdenvNoCC.mkDerivation { name = "chart"; dontUnpack = true; nativeBuildInputs = [ kubernetes-helm cacert git ];
  buildPhase = ''
    git clone --depth 2 --branch v1.0.0 https://github.com/o/r $out
  ''; outputHashMode = "recursive"; outputHashAlgo = "sha256"; outputHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }
