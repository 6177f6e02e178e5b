{
  stdenv,
  php,
}:
stdenv.mkDerivation {
  name = "wikibot-vendor";
  src = ./.;
  nativeBuildInputs = [ php.packages.composer ];
  buildPhase = "composer install --no-dev --no-scripts --no-interaction";
  installPhase = "cp -r . $out";
  outputHashMode = "recursive";
  outputHash = "sha256-aL7lnhaPKjzl+5DDe2Jocne6Q0BhB2pkUQRAq6/EyeM=";
}
