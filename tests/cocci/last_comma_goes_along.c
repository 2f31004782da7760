static int a[] = { 1, 2, };
int b[] = { 1 };
