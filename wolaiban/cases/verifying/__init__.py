"""What the ledger verifies of cases beyond their chains; made known to it when the application starts."""
