{ version = "3.0.0"; hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y="; vendorHash = "sha256-Kc3uSOKNgQQYZRPJa+MpVfYgPP+mGDPjaoijfsv/eYk="; }
