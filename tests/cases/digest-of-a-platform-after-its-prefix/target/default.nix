{ lib, stdenv, fetchurl }:
let
  version = "1.3.0";
  info = { x86_64-linux = { arch = "amd64"; sha = "0hchxgsf8a8pwdm11m2yql1g6ipwzj3dijc332d4ihdsdi1yw74a"; }; aarch64-linux = { arch = "arm64"; sha = "1fs8xspqaxw0p5r4wz0lz3pqd9sdvhirmcriqbxcmg8vr89835ya"; }; }.${stdenv.hostPlatform.system};
in fetchurl { url = "https://e.org/x-${version}-${info.arch}.tgz"; hash = "sha256:${info.sha}"; }
