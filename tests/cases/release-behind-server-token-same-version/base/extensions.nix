{ fetchurl }:

[
  {
    id = "eimadpbcbfnmbkopoojfekhnkhdbieeh";
    version = "4.9.115";
    crxPath = fetchurl {
      url = "https://clients.example.com/crx/blobs/GTd7FguoV8FWnFbB0JxXujr4qqaaABvvLOzAxzXMcU1vsHiQMaRiNTN9Ox98whGcTZc1UWb5fxzpF7STG7nVLe3lARUsRJlNONwktN9ugkZeESG61she-QAqq0nv3Vth1Ls6v6_O9JL8ZsoWw-Rxl_IUiTeNUJ_H/EIMADPBCBFNMBKOPOOJFEKHNKHDBIEEH_4_9_115.crx";
      name = "eimadpbcbfnmbkopoojfekhnkhdbieeh.crx";
      hash = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=";
    };
  }
]
