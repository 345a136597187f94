"""An embedded mail server and a company of acted people."""
