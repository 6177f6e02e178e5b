{ buildBazelPackage }:
buildBazelPackage {
  name = "tool";
  src = ./.;
  bazelTargets = [ "//:tool" ];
  fetchAttrs.hash = "sha256-qg4JxAbdDbGjuyUCFgRegWRNJslhwOjDTooDVEdsptQ=";
  buildAttrs = { };
}
