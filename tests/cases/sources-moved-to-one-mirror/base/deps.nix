{ fetchurl }:
[
  (fetchurl { url = "https://github.com/acme/a/archive/refs/tags/v1.97.tar.gz"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; })
  (fetchurl { url = "https://github.com/acme/b/archive/refs/tags/v1.98.tar.gz"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; })
  (fetchurl { url = "https://github.com/acme/c/archive/refs/tags/v1.99.tar.gz"; hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y="; })
  (fetchurl { url = "https://github.com/acme/d/archive/refs/tags/v1.100.tar.gz"; hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ="; })
  (fetchurl { url = "https://github.com/acme/e/archive/refs/tags/v1.101.tar.gz"; hash = "sha256-P3m7e0NbBTIWUdrv03TNxoHcBvqmXjdOODN7iMoEbeo="; })
  (fetchurl { url = "https://github.com/acme/f/archive/refs/tags/v1.102.tar.gz"; hash = "sha256-JS8QyDYQ68oaBZwLroJV66L5W+TR17z6idckioLZ8RE="; })
  (fetchurl { url = "https://github.com/acme/g/archive/refs/tags/v1.103.tar.gz"; hash = "sha256-zQqphWFHtsW0/yt9/uXaIKo4JTCZ7xtKZKztIzya/ik="; })
]
