{ runCommand, tool, platform, system, hash }:

runCommand "artifacts-${platform}-${system}" {
  outputHash = hash;
  outputHashMode = "recursive";
} ''
  tool precache --${platform}
''
