int f(a) int a; int f(b) int b; int f(c) int c;
