@@
identifier field;
symbol v;
@@
(
- v.field
+ v->field
|
- v
+ *v
)
