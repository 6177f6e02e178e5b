{ render }:
render { name = "doc"; date = "2026-01-05"; manifest = ./m.json; sha256 = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg="; }
