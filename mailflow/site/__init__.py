"""The archive as a folder of pages that any browser shows, without a server (policy 4.2.3)."""
