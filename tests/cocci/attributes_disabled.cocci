// Words that a pattern need not mention, unless its header says so.
@disable optional_attributes@
identifier f;
@@
- int f;
+ long f;

@disable optional_storage@
identifier f;
@@
- char f;
+ short f;

@disable optional_qualifier@
identifier f;
@@
- u8 f;
+ u16 f;
