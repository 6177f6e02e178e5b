{ stdenv, fetchurl, lib }:
let
  version = "1.3.0";
  digest = if stdenv.isDarwin then "1r7qyhs0kbqghcln8hv5ypixjs8i4qszk4qfa468j5ph8drkxb0q" else "1w7njddq7971xkmj07v2n0i7vdxjrjn2s3ibcdpr1jh9wv08db5c";
in
fetchurl { url = "https://e.org/x-${version}-${if stdenv.isDarwin then "mac" else "linux"}.tgz"; hash = "sha256:${digest}"; }
