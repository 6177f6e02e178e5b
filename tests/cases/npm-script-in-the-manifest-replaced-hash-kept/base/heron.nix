{ buildNpmPackage, fetchFromGitHub }:

buildNpmPackage {
  pname = "heron";
  version = "4.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "heron";
    rev = "v4.0";
    hash = "sha256-cq2KF1bIyqRqT4nKOpnc1h3TBb9mLW5WvXEzlTMi8cI=";
  };

  npmDepsHash = "sha256-mZ0sYfJb7yN9rB3uQh1kD4wV6tX8pLcGaEoIiUxSzRw=";

  postPatch = ''
    rm -r docs
  '';
}
