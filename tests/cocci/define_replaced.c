#define count(a) (sizeof(a) / 4)
#define LIMIT 12

int x = LIMIT;
