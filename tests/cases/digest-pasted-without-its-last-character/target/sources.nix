{ pkgs }:

rec {
  version = "2026.5.3";

  src = pkgs.fetchFromGitHub {
    owner = "goauthentik";
    repo = "authentik";
    tag = "version/${version}";
    hash = "sha256-m8PzORZBEe9yAtrW92lqorihSQOSMPXsRRvWVcTVzdc";
  };
}
