module example.org/ledger/cli

go 1.24.0
