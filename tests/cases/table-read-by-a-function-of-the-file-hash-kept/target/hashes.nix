{ tern = "sha256-5y5sSjFGDBbGYVizeKnSiPO+tM7HcTKyxWQunTPkoAQ="; }
