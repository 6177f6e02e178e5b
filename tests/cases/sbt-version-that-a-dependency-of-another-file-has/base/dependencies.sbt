libraryDependencies += "org.example" %% "ledger-core" % version.value
