@r dependson x@
@@
- a

@s disable@
@@
- a
