@@
type T;
const T[] E;
@@
- sizeof(E)/sizeof(T)
+ COUNT_OF(E)

@@
local idexpression x;
@@
- own(x)
+ own_local(x)

@@
global idexpression x;
@@
- own(x)
+ own_global(x)
