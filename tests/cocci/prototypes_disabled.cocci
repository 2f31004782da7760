// Prototypes that a rule does not want to be changed.
@disable prototypes@
@@
- frob_init
+ frob_setup
 (...) { ... }
