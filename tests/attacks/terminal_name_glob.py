"""Has a name that is a pattern for everybody's.

student: '[0-9]*'
plain: yes
"""
