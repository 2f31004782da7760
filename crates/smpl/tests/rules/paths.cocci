@r exists disable paren, drop_cast@
expression e;
statement S;
@@
 e = alloc(...);
 ... when != e = NULL
     when != true e == NULL
     when any, strict when exists
(
 if (e) S
|
 <+... use(e) ...+>
)
 <... when != \(lock(e)\|
                unlock(e)\)
- put(e);
 ...>
