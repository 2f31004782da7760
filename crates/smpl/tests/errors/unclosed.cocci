@r@
expression e;
- a
