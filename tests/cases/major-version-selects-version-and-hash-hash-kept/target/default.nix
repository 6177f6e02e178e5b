{ lib, buildPostgresqlExtension, postgresql, fetchFromGitHub }:
let
  sources = {
    "15" = { version = "1.5.0"; hash = "sha256-g53P7Bye+JltqDquV5l8HSHnRkr9goAzig7o3MmaouQ="; };
    "16" = { version = "1.6.1"; hash = "sha256-Y9axWEiyKnCnqqBcVwKsBlxlznG0H+kaT7cqGXP76uA="; };
  };
  source = sources.${lib.versions.major postgresql.version} or (throw "unsupported");
in
buildPostgresqlExtension {
  pname = "ext"; inherit (source) version;
  src = fetchFromGitHub { owner = "pg"; repo = "ext"; tag = "PG${lib.versions.major postgresql.version}/v${source.version}"; inherit (source) hash; };
}
