module example.org/osprey

go 1.25

require example.org/feather v1.3.0
