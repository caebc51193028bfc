r"""Has a name that clears the screen, changes colours, moves the cursor and rings.

student: 'x\x1b[2J\x1b[31m\rada 24\x07\u202enada\n  eve  24'
plain: yes
"""
