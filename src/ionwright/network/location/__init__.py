"""Location problems among the cases: which sites open, and who serves whom.

Where every line is built whole or not at all, and sells to customers alone, the price of serving a
customer splits the problem by site. That gives a bound, closes most sites by proof and names the
few sets of sites worth trying; HiGHS gets what is left.
"""
