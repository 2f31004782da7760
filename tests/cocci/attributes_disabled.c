int a __read_mostly;
int b;
static char c;
char d;
const u8 e;
u8 g;
