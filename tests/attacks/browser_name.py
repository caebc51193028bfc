"""Is called like a script.

student: "<script>alert('attack')<&script>"
plain: yes
"""
