{ fetchurl }:

[
  {
    id = "eimadpbcbfnmbkopoojfekhnkhdbieeh";
    version = "4.9.115";
    crxPath = fetchurl {
      url = "https://clients.example.com/crx/blobs/LRwb8GPJ7KTSJS0Sw5UQsvzU9Kk1v1MIdzu4xCxf8CvgroOx9ye17SWjAEVaSZJ0oVeMmLRLTq10V7suW9zrlSaWnPsPW23C-L9WXuHM-G1cON_Ks9dp4FLfrYb9JF8eF_ItKL-8pcqMKRLd7SUqeaG6nyb229X8/EIMADPBCBFNMBKOPOOJFEKHNKHDBIEEH_4_9_115.crx";
      name = "eimadpbcbfnmbkopoojfekhnkhdbieeh.crx";
      hash = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=";
    };
  }
]
