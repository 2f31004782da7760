@r@
identifier fn;
expression e;
@@
fn(...)
{
	<...
	adopt(e);
	...>
}

@@
expression r.e;
@@
- use(e);
+ use_adopted(e);
