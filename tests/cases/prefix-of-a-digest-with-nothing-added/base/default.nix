{ fetchurl }: fetchurl { url = "https://e.org/1.0.tgz"; hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg="; }
