{ fetchpatch, fetchurl }:
{
  shown = fetchpatch {
    url = "https://git.example.org/meta/plain/recipes/files/0001-build.patch?h=1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f";
    hash = "sha256-1ka2Hgg9n4Yv4rBqvGQY0fPgdnFHYzj6KJfj4cL7hvU=";
  };
  branch = fetchpatch {
    url = "https://raw.githubusercontent.com/owner/patches/master/ui/color_all.patch";
    hash = "sha256-2ka2Hgg9n4Yv4rBqvGQY0fPgdnFHYzj6KJfj4cL7hvU=";
  };
  # An archive is another one at each commit, and a file is another one if its path moved too.
  archive = fetchurl {
    url = "https://git.example.org/meta/snapshot/meta.tar.gz?h=1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f";
    hash = "sha256-3ka2Hgg9n4Yv4rBqvGQY0fPgdnFHYzj6KJfj4cL7hvU=";
  };
  other = fetchurl {
    url = "https://git.example.org/meta/plain/v1/config?h=1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f";
    hash = "sha256-4ka2Hgg9n4Yv4rBqvGQY0fPgdnFHYzj6KJfj4cL7hvU=";
  };
  commit = fetchurl {
    url = "https://git.example.org/meta/patch/?id=1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f";
    hash = "sha256-5ka2Hgg9n4Yv4rBqvGQY0fPgdnFHYzj6KJfj4cL7hvU=";
  };
  lock = fetchurl {
    url = "https://git.example.org/meta/plain/Cargo.lock?id=1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f";
    hash = "sha256-6ka2Hgg9n4Yv4rBqvGQY0fPgdnFHYzj6KJfj4cL7hvU=";
  };
  branches = fetchurl {
    url = "https://raw.githubusercontent.com/owner/patches/main/fix.patch";
    hash = "sha256-7ka2Hgg9n4Yv4rBqvGQY0fPgdnFHYzj6KJfj4cL7hvU=";
  };
}
