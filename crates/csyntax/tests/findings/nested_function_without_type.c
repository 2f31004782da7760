f()
{
	const h()
	{
	}
}
