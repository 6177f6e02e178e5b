package main

import "example.org/log/sub"

func main() { sub.Print() }
