#include "missing.cocci"
#include "loop.cocci"
@@
@@
- a
