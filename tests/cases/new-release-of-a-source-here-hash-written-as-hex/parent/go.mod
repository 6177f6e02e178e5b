module example.org/lfk

go 1.24.0

require (
	github.com/spf13/pflag v1.0.5
	golang.org/x/term v0.30.0
)

require golang.org/x/sys v0.31.0 // indirect
