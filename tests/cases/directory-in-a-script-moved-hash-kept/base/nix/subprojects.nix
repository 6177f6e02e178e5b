{ runCommand, meson, git }:
runCommand "subprojects" {
  nativeBuildInputs = [ meson git ];
  outputHashMode = "recursive";
  outputHash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
} ''
  cp -r ${../subprojects} subprojects
  meson subprojects download
  cp -r subprojects $out
''
