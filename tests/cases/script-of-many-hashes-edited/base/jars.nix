{ fetchurl }:
let
  fetchJar = { name, url, hash }: fetchurl {
    inherit name url hash;
    recursiveHash = true;
    downloadToTemp = true;
    postFetch = ''
      mkdir -p "$out"
      install "$out/${name}"
    '';
  };
in
{
  jar0 = fetchJar { name = "jar-0.1"; url = "https://jars.example.org/jar-0.1.jar"; hash = "sha256-T8WDX6XwHUBOpCWcvo/KwMdMSc3Q68ldk+zmRW7VkqA="; };
  jar1 = fetchJar { name = "jar-1.1"; url = "https://jars.example.org/jar-1.1.jar"; hash = "sha256-vI4KmS9LjVTkQFoBTqGLft+wyY0uMHofQGZcqQM6ZQg="; };
  jar2 = fetchJar { name = "jar-2.1"; url = "https://jars.example.org/jar-2.1.jar"; hash = "sha256-zCN3NgP6J0dszsMzYBpUKN7mTM9xhJpggVDQHxyQdeM="; };
  jar3 = fetchJar { name = "jar-3.1"; url = "https://jars.example.org/jar-3.1.jar"; hash = "sha256-7hcWdXbb7hzP52FN6k+2L0zS1JXABYMTuhEz8AcmZsA="; };
  jar4 = fetchJar { name = "jar-4.1"; url = "https://jars.example.org/jar-4.1.jar"; hash = "sha256-Oz0k9c8Zww4HpyJaOjUrlMDPXP+TOKzEKJPyW6feTqo="; };
  jar5 = fetchJar { name = "jar-5.1"; url = "https://jars.example.org/jar-5.1.jar"; hash = "sha256-iKrfQbX+mrA4Wj+x06wyp+Mjc2JvqutgDPqFJhiplLE="; };
  jar6 = fetchJar { name = "jar-6.1"; url = "https://jars.example.org/jar-6.1.jar"; hash = "sha256-5aDvjRgZNJNcUu8pYdJCi8f++HlY4tyeeSgksKLghmE="; };
}
