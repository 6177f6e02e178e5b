module example.org/linnet

go 1.24.0

require golang.org/x/term v0.31.0
