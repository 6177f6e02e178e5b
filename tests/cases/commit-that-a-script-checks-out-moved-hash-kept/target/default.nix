{ stdenvNoCC, kubernetes-helm, cacert, git }: stdenvNoCC.mkDerivation { name = "chart"; dontUnpack = true; nativeBuildInputs = [ kubernetes-helm cacert git ];
  buildPhase = ''
    git clone https://github.com/o/r $out && cd $out && git checkout c99837132f419a5bd1395baaed4a174f34bf31ef
  ''; outputHashMode = "recursive"; outputHashAlgo = "sha256"; outputHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }
