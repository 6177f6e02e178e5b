{ fetchurl }:

fetchurl {
  url = "https://bucket.example.org/tools/app-1.2.zip?X-Amz-Date=20260201T000000Z&X-Amz-Signature=bbbb";
  hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
