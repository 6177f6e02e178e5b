module example.org/quern

go 1.22

require example.org/grist v1.0.0
