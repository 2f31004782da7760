int a;
unsigned int b;
unsigned c;
char d;
