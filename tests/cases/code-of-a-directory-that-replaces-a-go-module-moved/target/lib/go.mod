module example.org/till/lib

go 1.22
