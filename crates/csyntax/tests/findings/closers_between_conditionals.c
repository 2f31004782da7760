}
#if A
#if A
#if A
M(x)
#if A0
+
}
#if A
#if A
#if A
M(x)
#if A1
+
}
#if A
#if A
#if A
M(x)
#if A2
+
}
#if A
#if A
#if A
M(x)
#if A3
+
}
#if A
#if A
#if A
M(x)
#if A4
+
}
#if A
#if A
#if A
M(x)
#if A5
+
}
#if A
#if A
#if A
M(x)
#if A6
+
}
#if A
#if A
#if A
M(x)
#if A7
+
}
#if A
#if A
#if A
M(x)
#if A8
+
}
#if A
#if A
#if A
M(x)
#if A9
+
}
#if A
#if A
#if A
M(x)
#if A10
+
}
#if A
#if A
#if A
M(x)
#if A11
+
}
#if A
#if A
#if A
M(x)
#if A12
+
}
#if A
#if A
#if A
M(x)
#if A13
+
}
#if A
#if A
#if A
M(x)
#if A14
+
}
#if A
#if A
#if A
M(x)
#if A15
+
}
#if A
#if A
#if A
M(x)
#if A16
+
}
#if A
#if A
#if A
M(x)
#if A17
+
}
#if A
#if A
#if A
M(x)
#if A18
+
}
#if A
#if A
#if A
M(x)
#if A19
+
}
#if A
#if A
#if A
M(x)
#if A20
+
}
#if A
#if A
#if A
M(x)
#if A21
+
}
#if A
#if A
#if A
M(x)
#if A22
+
}
#if A
#if A
#if A
M(x)
#if A23
+
}
#if A
#if A
#if A
M(x)
#if A24
+
}
#if A
#if A
#if A
M(x)
#if A25
+
}
#if A
#if A
#if A
M(x)
#if A26
+
}
#if A
#if A
#if A
M(x)
#if A27
+
}
#if A
#if A
#if A
M(x)
#if A28
+
}
#if A
#if A
#if A
M(x)
#if A29
+
}
#if A
#if A
#if A
M(x)
#if A30
+
}
#if A
#if A
#if A
M(x)
#if A31
+
}
#if A
#if A
#if A
M(x)
#if A32
+
}
#if A
#if A
#if A
M(x)
#if A33
+
}
#if A
#if A
#if A
M(x)
#if A34
+
}
#if A
#if A
#if A
M(x)
#if A35
+
}
#if A
#if A
#if A
M(x)
#if A36
+
}
#if A
#if A
#if A
M(x)
#if A37
+
}
#if A
#if A
#if A
M(x)
#if A38
+
}
#if A
#if A
#if A
M(x)
#if A39
+
}
#if A
#if A
#if A
M(x)
#if A40
+
}
#if A
#if A
#if A
M(x)
#if A41
+
}
#if A
#if A
#if A
M(x)
#if A42
+
}
#if A
#if A
#if A
M(x)
#if A43
+
}
#if A
#if A
#if A
M(x)
#if A44
+
}
#if A
#if A
#if A
M(x)
#if A45
+
}
#if A
#if A
#if A
M(x)
#if A46
+
}
#if A
#if A
#if A
M(x)
#if A47
+
}
#if A
#if A
#if A
M(x)
#if A48
+
}
#if A
#if A
#if A
M(x)
#if A49
+
}
#if A
#if A
#if A
M(x)
#if A50
+
}
#if A
#if A
#if A
M(x)
#if A51
+
}
#if A
#if A
#if A
M(x)
#if A52
+
}
#if A
#if A
#if A
M(x)
#if A53
+
}
#if A
#if A
#if A
M(x)
#if A54
+
}
#if A
#if A
#if A
M(x)
#if A55
+
}
#if A
#if A
#if A
M(x)
#if A56
+
}
#if A
#if A
#if A
M(x)
#if A57
+
}
#if A
#if A
#if A
M(x)
#if A58
+
}
#if A
#if A
#if A
M(x)
#if A59
+
}
#if A
#if A
#if A
M(x)
#if A60
+
}
#if A
#if A
#if A
M(x)
#if A61
+
}
#if A
#if A
#if A
M(x)
#if A62
+
}
#if A
#if A
#if A
M(x)
#if A63
+
}
#if A
#if A
#if A
M(x)
#if A64
+
}
#if A
#if A
#if A
M(x)
#if A65
+
}
#if A
#if A
#if A
M(x)
#if A66
+
}
#if A
#if A
#if A
M(x)
#if A67
+
}
#if A
#if A
#if A
M(x)
#if A68
+
}
#if A
#if A
#if A
M(x)
#if A69
+
}
#if A
#if A
#if A
M(x)
#if A70
+
}
#if A
#if A
#if A
M(x)
#if A71
+
}
#if A
#if A
#if A
M(x)
#if A72
+
}
#if A
#if A
#if A
M(x)
#if A73
+
}
#if A
#if A
#if A
M(x)
#if A74
+
}
#if A
#if A
#if A
M(x)
#if A75
+
}
#if A
#if A
#if A
M(x)
#if A76
+
}
#if A
#if A
#if A
M(x)
#if A77
+
}
#if A
#if A
#if A
M(x)
#if A78
+
}
#if A
#if A
#if A
M(x)
#if A79
+
}
#if A
#if A
#if A
M(x)
#if A80
+
}
#if A
#if A
#if A
M(x)
#if A81
+
}
#if A
#if A
#if A
M(x)
#if A82
+
}
#if A
#if A
#if A
M(x)
#if A83
+
}
#if A
#if A
#if A
M(x)
#if A84
+
}
#if A
#if A
#if A
M(x)
#if A85
+
}
#if A
#if A
#if A
M(x)
#if A86
+
}
#if A
#if A
#if A
M(x)
#if A87
+
}
#if A
#if A
#if A
M(x)
#if A88
+
}
#if A
#if A
#if A
M(x)
#if A89
+
}
#if A
#if A
#if A
M(x)
#if A90
+
}
#if A
#if A
#if A
M(x)
#if A91
+
}
#if A
#if A
#if A
M(x)
#if A92
+
}
#if A
#if A
#if A
M(x)
#if A93
+
}
#if A
#if A
#if A
M(x)
#if A94
+
}
#if A
#if A
#if A
M(x)
#if A95
+
}
#if A
#if A
#if A
M(x)
#if A96
+
}
#if A
#if A
#if A
M(x)
#if A97
+
}
#if A
#if A
#if A
M(x)
#if A98
+
}
#if A
#if A
#if A
M(x)
#if A99
+
