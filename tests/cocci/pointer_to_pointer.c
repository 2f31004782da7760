void f(char *one, char **two, char ***three)
{
	drop(one);
	drop(two);
	drop(three);
	drop(&one);
	drop(*two);
}
