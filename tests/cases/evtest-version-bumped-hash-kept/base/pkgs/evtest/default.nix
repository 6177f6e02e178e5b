{
  lib,
  stdenv,
  fetchgit,
  autoreconfHook,
  libxml2,
}:

stdenv.mkDerivation rec {
  pname = "evtest";
  version = "1.33";

  src = fetchgit {
    url = "git://anongit.freedesktop.org/${pname}";
    rev = "refs/tags/${pname}-${version}";
    sha256 = "168gdhzj11f4nk94a6z696sm8v1njzwww69bn6wr97l17897913g";
  };

  nativeBuildInputs = [ autoreconfHook ];
  buildInputs = [ libxml2 ];

  meta.description = "Tells what an input device sends";
}
