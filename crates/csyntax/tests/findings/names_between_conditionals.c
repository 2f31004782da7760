{
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
#if A
x
