{ lib, stdenv, fetchurl }:
let
  version = "1.2.0";
  info = { x86_64-linux = { arch = "amd64"; sha = "1w7njddq7971xkmj07v2n0i7vdxjrjn2s3ibcdpr1jh9wv08db5c"; }; aarch64-linux = { arch = "arm64"; sha = "1fs8xspqaxw0p5r4wz0lz3pqd9sdvhirmcriqbxcmg8vr89835ya"; }; }.${stdenv.hostPlatform.system};
in fetchurl { url = "https://e.org/x-${version}-${info.arch}.tgz"; hash = "sha256:${info.sha}"; }
