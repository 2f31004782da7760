void f(void)
{
	old(x /* of x */, y /* of y */); /* done */
	log("%d %d", x, /* of x */
	    y /* of y */ );
	swap(x /* stays */, 1);
	old( x,y );
}
