{ maven }:
maven.buildMavenPackage {
  pname = "quern";
  version = "1.0.0";
  src = ./.;
  mvnParameters = "-DskipTests -T4 --no-transfer-progress";
  mvnHash = "sha256-aL7lnhaPKjzl+5DDe2Jocne6Q0BhB2pkUQRAq6/EyeM=";
}
