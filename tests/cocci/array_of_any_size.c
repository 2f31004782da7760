extern int sized[4];
extern int open[];
extern int none;
