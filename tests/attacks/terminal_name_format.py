"""Has a name that is a format string, and one for SQL.

student: "{student_id}%s%n'; DROP TABLE grade;--"
plain: yes
"""
