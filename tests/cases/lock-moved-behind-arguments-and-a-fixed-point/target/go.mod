module x

go 1.22

require a.org/x v1.1.0
