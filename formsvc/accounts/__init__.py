"""Staff: persons, roles as data, sign-in at /review/. Applicants and hosts have links instead."""
