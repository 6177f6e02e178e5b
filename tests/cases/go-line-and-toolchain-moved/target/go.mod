module example.org/lfk

go 1.24.2

toolchain go1.24.4

require (
	github.com/spf13/pflag v1.0.5
	golang.org/x/term v0.30.0
)

require golang.org/x/sys v0.31.0 // indirect
