int a1() { return 0; }
int a2(int n) { return 0; }
int b1() { return 0; }
int b2(int n) { return 0; }
