{ fetchurl }:
[
  (fetchurl { url = "https://deps.example.org/N-peBEsobvcr6wjGzmiPcT.tar.gz"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; })
  (fetchurl { url = "https://deps.example.org/N-iPoFgA5WUoziU9lZOGxN.tar.gz"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; })
  (fetchurl { url = "https://deps.example.org/N-n0sA6lQeuJl7PW1NWiFp.tar.gz"; hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y="; })
  (fetchurl { url = "https://deps.example.org/N-Kw_c0PwFokMUQ6T_TUmE.tar.gz"; hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ="; })
  (fetchurl { url = "https://deps.example.org/N-3m7e0NbBTIWUdrv03TNx.tar.gz"; hash = "sha256-P3m7e0NbBTIWUdrv03TNxoHcBvqmXjdOODN7iMoEbeo="; })
  (fetchurl { url = "https://deps.example.org/N-S8QyDYQ68oaBZwLroJV6.tar.gz"; hash = "sha256-JS8QyDYQ68oaBZwLroJV66L5W+TR17z6idckioLZ8RE="; })
  (fetchurl { url = "https://deps.example.org/N-QqphWFHtsW0_yt9_uXaI.tar.gz"; hash = "sha256-zQqphWFHtsW0/yt9/uXaIKo4JTCZ7xtKZKztIzya/ik="; })
]
