"""Every cap on what a user may bring, in one place; each error that enforces one names it."""

from __future__ import annotations

from typing import Final

MAX_FILE_BYTES: Final = 256 * 1024 * 1024
MAX_NESTING: Final = 32
MAX_NUMBER_DIGITS: Final = 10_000
MAX_CERTIFICATE_DIGITS: Final = 200_000
MAX_EXPONENT: Final = 4_000
MAX_GROUPS: Final = 5_000
MAX_AGENTS: Final = 10**12
#: Provenance is a note beside a game, not a place for data.
MAX_PROVENANCE_ENTRIES: Final = 64
MAX_PROVENANCE_CHARACTERS: Final = 10_000
#: Numbers in a file of replicates, 512 MiB of them: 10,000 replicates of 50 groups.
MAX_REPLICATE_NUMBERS: Final = 2**26
#: A replicate's numbers, and the inputs of a game that has replicates: sums of their differences stay finite floats.
MAX_REPLICATE_SIZE: Final = 1e300
#: Numbers in a table of responses, group × question × option: 400 MiB of them.
MAX_TABLE_NUMBERS: Final = 50_000_000
#: Exact regret where H is not ⪰ 0 on T is decided by enumerating faces up to this many groups (MODEL, section 3).
MAX_GROUPS_FACE_ENUMERATION: Final = 12
#: All homogeneous equilibria are enumerated by support up to this many groups; beyond it a search is bounded.
MAX_GROUPS_SUPPORT_ENUMERATION: Final = 12
#: Float matrices that differ from their transpose by at most this many units in the last place are symmetrised.
MAX_ASYMMETRY_ULPS: Final = 4
#: In a continuum each group's claim about every equilibrium brings a witness of M of its own; beyond so many integers
#: in all of them the groups' claims are about the one equilibrium stated (the checker reads at most 10,000,000 values).
MAX_WITNESS_ENTRIES: Final = 4_000_000
