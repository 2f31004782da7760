typedef struct sign { int a; } Sign;

static const Sign signs[] = { { 1 } };
static Sign others[2];

#define SIGNS (sizeof(signs)/sizeof(Sign))
#define OTHERS (sizeof(others)/sizeof(Sign))
#define OWN(x) own(x) + own(y)
