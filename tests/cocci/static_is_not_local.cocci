@@
local idexpression x;
@@
- keep(x)
+ keep_local(x)
