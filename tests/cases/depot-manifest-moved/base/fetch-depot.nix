{ runCommand, depotdownloader }:
{ name, app, depot, manifest, hash }:
runCommand "${name}-src" {
  nativeBuildInputs = [ depotdownloader ];
  outputHashMode = "recursive";
  outputHash = hash;
} ''
  DepotDownloader -app ${app} -depot ${depot} -manifest ${manifest} -dir $out
''
