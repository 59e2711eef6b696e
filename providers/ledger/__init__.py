"""The company's own core system over HTTP: docs/core-system.md and docs/ledger.openapi.yaml."""
