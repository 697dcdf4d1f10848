"""Everything anyone can do here: one module a noun, one function a verb.

Each function owns its transaction, takes ``actor`` (who acts; None: the clock) and ``at`` (when) by name, checks, does,
records, tells. It raises :class:`madang.base.errors.Refused` when it may not, having changed nothing. Whether the actor
has the *right* is asked by the faces through ``madang.people.rights.may`` before they call.
"""
