@depends on file in "left.c"@
expression e;
@@
- turn(e);
+ turn_left(e);

@depends on !(file in "left.c")@
expression e;
@@
- turn(e);
+ turn_right(e);
