"""The version of Easel, for the package and for everybody whom it tells.

Reading it out of the installed package would cost every start of the server 15 ms.
"""

VERSION = "0.1.0"
