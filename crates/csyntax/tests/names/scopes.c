typedef int shadowed;
int object;
static int function(void);
enum { ENUMERATOR };

int scopes(int parameter, int old)
{
	int local = 1;
	static int kept;
	extern int elsewhere;
	int prototype(void);

	parameter;			// Parameter int
	local;				// Local int
	kept;				// Static int
	elsewhere;			// Object int
	object;				// Object int
	function;			// Function int ()
	prototype;			// Function int ()
	ENUMERATOR;			// Enumerator int
	nobody;				// ?
	late;				// ?
	{
		long parameter;
		char *object = 0;
		parameter;		// Local long
		object;			// Local char *
	}
	parameter;			// Parameter int
	object;				// Object int
	for (unsigned int i = 0; i < 3; i++) {
		i;			// Local unsigned int
	}
	i;				// ?
#ifdef OPTION
	long optional;
#endif
	optional;			// Local long
	enum { INNER } late;
	INNER;				// Enumerator int
	late;				// Local enum { INNER }
label:
	;
}
