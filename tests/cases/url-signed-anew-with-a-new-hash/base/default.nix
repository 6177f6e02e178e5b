{ fetchurl }:

fetchurl {
  url = "https://bucket.example.org/tools/app-1.2.zip?X-Amz-Date=20260101T000000Z&X-Amz-Signature=aaaa";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
