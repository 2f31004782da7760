unsigned a1;
unsigned int a2;
unsigned char a3;
unsigned b1;
unsigned int b2;
int b3;
