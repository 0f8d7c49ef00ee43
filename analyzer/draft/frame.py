"""A contract with nothing in it but its frame: what a template's clauses are drafted for."""

# The words that tell house style: roles as names with their article, "shall", defined terms, numbered clauses.
FRAME = """SERVICES AGREEMENT

This Services Agreement (the “Agreement”) is made between [name] (the “Client”) and [name] (the “Provider”).

1. Services. The Provider shall perform the services described in this Agreement (the “Services”) for the Client.

2. Charges. The Client shall pay the Provider the charges set out in this Agreement (the “Charges”).

3. Confidentiality. The Provider shall keep the Client’s confidential information (“Confidential Information”) secret.

4. Subcontractors. The Provider shall name each subcontractor (a “Subcontractor”) and its personnel (“Personnel”).
"""
