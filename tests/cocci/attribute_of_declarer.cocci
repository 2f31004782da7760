// A macro that declares has attributes too.
@@
declarer name DEFINE_STATE;
attribute name __initdata;
@@
 DEFINE_STATE(...)
- __initdata
 ;
