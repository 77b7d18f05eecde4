"""Lists of cases: the inbox, the ledger with its export, and a person's own matters."""
