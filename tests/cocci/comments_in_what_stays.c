void f(void)
{
	old(x /* of x */, y /* of y */); /* done */
	log("%d %d", x, /* of x */
	    y /* of y */ );
	swap(x /* goes */, 1);
	old( x,y );
}
