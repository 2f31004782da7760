// What follows a type is an attribute of all of it.
@@
type T;
attribute name __iomem;
expression x;
@@
 (T
- __iomem
 )x
