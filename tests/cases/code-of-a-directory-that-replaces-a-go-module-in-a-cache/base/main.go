package main

import "example.org/till/lib"

func main() { println(lib.Name) }
