#define WAIT(x)		\
	sleep_for(x /* ticks */)	/* no less */
#define MASK	(A | B)	/* both */
#define RATE   10   /* a second */
#define PARAM(x) 10

int wait;
