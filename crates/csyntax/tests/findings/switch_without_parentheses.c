void f(int a)
{
	switch e (a) {
		switch (a)
		case
:	 4		continue
g	;	();
	}
	while (a) {
		switch (a)
		case
:	 4		continue
g	;	();
	}
}
