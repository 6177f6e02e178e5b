{ stdenvNoCC, kubernetes-helm, cacert, git }: stdenvNoCC.mkDerivation { name = "chart"; dontUnpack = true; nativeBuildInputs = [ kubernetes-helm cacert git ];
  buildPhase = ''
    git clone https://github.com/o/r $out && cd $out && git checkout f66d0bb8c23626cddca949912ca7465d4bc8b66b
  ''; outputHashMode = "recursive"; outputHashAlgo = "sha256"; outputHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }
