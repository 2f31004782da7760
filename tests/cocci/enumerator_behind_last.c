enum a { MODE_OFF, MODE_ON };
enum b {
	MODE_ON,
	MODE_OFF,
};
