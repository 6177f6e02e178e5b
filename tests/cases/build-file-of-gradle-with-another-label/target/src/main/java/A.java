class A { int a; }
