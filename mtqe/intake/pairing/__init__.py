"""Which files belong together: `arguments` completes and rejects paths, `beside` finds the source of a translation.

`folders` and `path_patterns` pair many files, `git_changes` finds changed files. `layouts` recognises the
languages of a project.
"""
