"""Certificates: claims about a game that a stranger can check; `verify.py` stands alone and is what checks them."""
