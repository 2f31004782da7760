#define ONE (1)
#define TWO 2
#define SUM (a + b) /* of both */
