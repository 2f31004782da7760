int a;
frob_t b;
struct frob c;
struct other d;
unsigned long e;
unsigned char f;
