@@
expression e;
@@
- e = <+... old_cost(...) ...+>;
